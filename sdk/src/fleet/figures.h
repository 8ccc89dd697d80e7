/* What a device tells its shop of itself, and how that reads as OTLP: numbers in, JSON out.
 *
 *     resource   who: service.name, service.version, service.instance.id, host.arch, os.type
 *     gauges     how it is now: age of its content, what waits in its outbox, memory, room
 *     sums       what was counted since `since_ms`, over all starts: a heartbeat that is lost loses nothing
 *
 * Nothing of a person is in here: no word that was typed, no name, no address, no time of a visit. sdk/docs/fleet.md lists
 * every figure; whoever adds one adds it there. */
#ifndef DCT_FIGURES_H
#define DCT_FIGURES_H

#include "../base/buf.h"
#include "../base/limits.h"

#include <docent/contact.h>

typedef struct dct_content_figures {
    const char *source;              /* The name the host gave it. */
    const char *reason;              /* Why it does not go on, or "OK". */
    int64_t     release;             /* In force; 0: what came with the program. */
    int64_t     published_s, checked_s; /* Unix; 0: not known. */
} dct_content_figures;

typedef struct dct_host_figure {
    char     name[DCT_MAX_HOST_NAME + 1];
    uint64_t count;
} dct_host_figure;

/* What is counted over all starts. */
enum {
    DCT_COUNT_HEARTBEATS, /* Composed, this one included. */
    DCT_COUNT_STARTS,
    DCT_COUNT_UNCLEAN,    /* Starts that found that the run before them had not ended by itself. */
    DCT_COUNT_SEARCHES,
    DCT_COUNT_EMPTY,      /* Of these, without any answer. */
    DCT_COUNTS
};

typedef struct dct_figures {
    const char   *service, *version, *instance, *arch, *os; /* None of them empty. */
    const char   *scope_version;                            /* Of this library. */
    int64_t       now_ms, since_ms;                         /* Unix. */
    uint64_t      counts[DCT_COUNTS];
    uint64_t      uptime_s;
    docent_outbox outbox;
    int64_t       memory_bytes, disk_bytes;                 /* -1: not known. */
    dct_content_figures content[DCT_MAX_BUNDLES]; uint32_t content_count;
    dct_host_figure     host[DCT_MAX_HOST_COUNTS]; uint32_t host_count;
} dct_figures;

/* Appends an ExportMetricsServiceRequest in one line: the same bytes for the same figures. */
docent_status dct_figures_write(const dct_figures *f, dct_buf *out, docent_error *err);

#endif
