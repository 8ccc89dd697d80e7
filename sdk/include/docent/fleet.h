/* fleet.h - how your devices are, told to a collector of your own. Part of level 1. Off until you turn it on.
 *
 *     docent_fleet fleet = DOCENT_FLEET_INIT;
 *     fleet.url = "https://fleet.example:4318";           any OpenTelemetry collector: OTLP over HTTP, as JSON
 *     docent_fleet_report(h, &fleet);                     and docent_step() does the rest
 *
 * Once an hour a device says how old its content is, what waits in its outbox and for how long, how many searches there were
 * and how many found nothing, how often it started and how often it had not ended properly, how much memory and room it has.
 * All of it stands in sdk/docs/fleet.md, byte for byte.
 *
 * What it does to people
 *   Nothing. No word that was typed, no name, no address, no article, no time of a visit is in it. The device is known by a
 *   random number it made for itself, or by what you call it. A collector sees the address a heartbeat comes from, as every
 *   server does. The owner of a device can forbid it, whatever a program wants: `"telemetry": false` in its file.
 *
 * What it does to your device
 *   Heartbeats wait in state_path with the requests, behind them, 24 at most: the oldest go, and nothing is lost by that,
 *   because counts go on over restarts. Once in five minutes at most counts are written. On Linux /proc/self/statm is read. */
#ifndef DOCENT_FLEET_H
#define DOCENT_FLEET_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct docent_fleet {
    uint32_t    struct_size;
    const char *url;      /* Of the collector. Without a path "/v1/metrics" is added. https, or http to this machine. */
    const char *instance; /* What you call this device: at most 128 bytes. NULL: the random id it made for itself. */
    const char *service, *version; /* Of your program, for the collector. NULL: "docent", and Docent's version. */
    uint32_t    interval_minutes;  /* 0: 60; at most 10,080, a week. Each device at a moment of its own. */
    uint32_t    flags;    /* DOCENT_FLEET_*. */
} docent_fleet;
#define DOCENT_FLEET_INIT { (uint32_t)sizeof(docent_fleet), NULL, NULL, NULL, NULL, 0, 0 }
#define DOCENT_FLEET_PLAIN 0x1u /* http to another machine, in a network you trust. */

/* Begins, or changes how; NULL: no more, and what waits is dropped. Everything is copied. Tokens and all else that is secret
 * belong into the device's file (docent_config.device_path, "telemetry"), which can also do it alone, and whose word counts
 * more. DOCENT_ERR_ARG: an address that cannot be used; or neither docent_config.state_path nor an instance, which would make
 * a new device of each start. */
DOCENT_API docent_status docent_fleet_report(docent *h, const docent_fleet *fleet);

/* Something of your own happened `more` times: "printer.jam", "payment.failed". Lower case, digits, `_` and `.`, at most 63
 * bytes and 32 names: a name is a kind of event, never a value, a person or a thing. DOCENT_OK and nothing kept while nobody
 * is told. */
DOCENT_API docent_status docent_fleet_count(docent *h, const char *name, uint64_t more);

/* What the next heartbeat would say, to read it: nothing leaves. Free with docent_asset_close(). DOCENT_ERR_MISSING: nobody is
 * told anything. */
DOCENT_API docent_status docent_fleet_preview(docent *h, docent_asset **out);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_FLEET_H */
