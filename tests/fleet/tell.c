/* A device for scripts: what a kiosk does with its handle, without a screen.
 *
 *     fleet_tell bundle BUNDLE                     makes a small one
 *     fleet_tell show BUNDLE STATE URL             what the next heartbeat would say; nothing leaves
 *     fleet_tell run BUNDLE STATE URL SECONDS MINUTES_AHEAD [end]
 *
 * run: two searches, one of them in vain; then it steps for SECONDS, with a clock that is so far ahead, over real sockets. With
 * `end` it stops there and then, as if the power were cut. */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <docent/fleet.h>
#include <docent/port.h>

#include "net/clock.h"
#include "support/bundle.h"

typedef struct device {
    docent *h;
    int64_t ahead_ms;
} device;

static int64_t ahead(void *ctx)
{
    const device *d = ctx;
    return dct_clock_system.unix_ms(dct_clock_system.ctx) + d->ahead_ms;
}

static uint64_t monotonic(void *ctx)
{
    (void)ctx;
    return dct_clock_system.monotonic_ms(dct_clock_system.ctx);
}

/* No chance: the heartbeat that is due after a start is due at once. */
static bool zeros(void *ctx, void *out, size_t size)
{
    static uint64_t next;
    (void)ctx;
    memset(out, 0, size);
    if (size > sizeof next) { /* But ids must differ. */
        next += (uint64_t)monotonic(NULL) << 20 | (uint64_t)getpid();
        memcpy(out, &next, sizeof next);
    }
    return true;
}

static bool complain(const char *what)
{
    fprintf(stderr, "fleet_tell: %s\n", what);
    return false;
}

static bool start(device *d, const char *bundle, const char *state, const char *url)
{
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_fleet fleet = DOCENT_FLEET_INIT;
    docent_clock clock = { (uint32_t)sizeof clock, d, monotonic, ahead, zeros };
    config.bundle_path = bundle;
    config.state_path = state;
    if (docent_open(&config, &d->h, &err) != DOCENT_OK)
        return complain(err.message);
    fleet.url = url;
    fleet.instance = "shop-17";
    fleet.interval_minutes = 1;
    if (docent_use_clock(d->h, &clock) != DOCENT_OK || docent_fleet_report(d->h, &fleet) != DOCENT_OK)
        return complain(docent_last_error(d->h)->message);
    return true;
}

static int show(device *d)
{
    docent_asset *text;
    if (docent_fleet_preview(d->h, &text) != DOCENT_OK)
        return !complain(docent_last_error(d->h)->message);
    printf("%.*s\n", (int)text->size, (const char *)text->data);
    docent_asset_close(text);
    return 0;
}

static int run(device *d, double seconds, bool cut)
{
    uint64_t end_ms = monotonic(NULL) + (uint64_t)(seconds * 1000);
    docent_status status = docent_count_search(d->h, "blinks red", 0, NULL);
    if (status == DOCENT_OK)
        status = docent_count_search(d->h, "ink", 3, NULL);
    if (status == DOCENT_OK)
        status = docent_fleet_count(d->h, "printer.jam", 1);
    while (status == DOCENT_OK && monotonic(NULL) < end_ms)
        status = docent_step(d->h, 50, NULL);
    if (status != DOCENT_OK)
        return !complain(docent_last_error(d->h)->message);
    if (cut)
        _exit(0);
    return 0;
}

int main(int argc, char **argv)
{
    device d = { NULL, 0 };
    if (argc == 3 && strcmp(argv[1], "bundle") == 0) {
        test_bundle_sample(argv[2]);
        return 0;
    }
    if (argc < 5)
        return !complain("bundle, show or run");
    bool runs = strcmp(argv[1], "run") == 0 && argc >= 7;
    d.ahead_ms = runs ? strtoll(argv[6], NULL, 10) * 60000 : 0;
    if (!start(&d, argv[2], argv[3], argv[4])) {
        docent_close(d.h);
        return 1;
    }
    int status = runs ? run(&d, strtod(argv[5], NULL), argc == 8 && strcmp(argv[7], "end") == 0) : show(&d);
    docent_close(d.h);
    return status;
}
