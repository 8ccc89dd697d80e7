/* The loop: sleep until input, the view's next moment or the session's, whichever is first. */
#define _POSIX_C_SOURCE 200809L
#include "run.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <docent/sdl.h>

#include "code.h"
#include "remote.h"
#include "session.h"
#include "source.h"
#include "visit.h"

static uint64_t clock_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

/* X11 parses a table of 7,000 dead-key sequences at start, a sixth of the time to the first frame. A kiosk that draws its
 * own keyboard has no use for it. */
static void spare_compose(const kiosk_config *config)
{
    if (!config->compose && getenv("DISPLAY") != NULL)
        setenv("XCOMPOSEFILE", "/dev/null", 0);
}

static uint32_t nap_ms(uint64_t now_ms, uint64_t next_ms)
{
    if (next_ms == UINT64_MAX)
        return UINT32_MAX;
    uint64_t nap = next_ms > now_ms ? next_ms - now_ms : 0;
    return nap < UINT32_MAX ? (uint32_t)nap : UINT32_MAX - 1;
}

/* True when there was input since `seen_ms`, the last time this was asked. */
static bool had_input(const docent_window *window, uint64_t now_ms, uint64_t seen_ms)
{
    return docent_window_idle_ms(window) < now_ms - seen_ms;
}

static void loop(docent *h, docent_window *window, kiosk_source *source, kiosk_remote *remote)
{
    kiosk_session session;
    uint64_t seen_ms = clock_ms(), next_ms = UINT64_MAX;
    kiosk_session_start(&session, remote->now.idle_seconds, remote->now.warn_seconds);
    kiosk_remote_tick(remote, &session, docent_window_view(window)); /* Before the first picture. */
    while (docent_window_step(window, nap_ms(clock_ms(), next_ms))) {
        uint64_t now_ms = clock_ms();
        if (had_input(window, now_ms, seen_ms))
            kiosk_session_input(&session, now_ms);
        seen_ms = now_ms;
        kiosk_session_act act = kiosk_session_tick(&session, now_ms, &next_ms);
        kiosk_visit_do(act, &session, h, docent_window_view(window));
        if (kiosk_remote_tick(remote, &session, docent_window_view(window)))
            kiosk_source_again(source, docent_window_view(window));
        kiosk_source_tick(source, docent_window_view(window), now_ms, &next_ms);
    }
}

static bool show(docent *h, const kiosk_config *config, kiosk_source *source, kiosk_remote *remote, char *error)
{
    docent_error err = { 0 };
    docent_window *window;
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    bool full = config->fullscreen || config->width == 0;
    const char *product = docent_info_of(h)->product;
    view.width = config->width;
    view.height = config->height;
    view.scale = kiosk_config_scale(config);
    kiosk_config_view(config, &view);
    spare_compose(config);
    if (docent_window_open(h, &view, product[0] != '\0' ? product : "Help", full ? DOCENT_WINDOW_FULLSCREEN : 0, &window,
                           &err) != DOCENT_OK) {
        snprintf(error, KIOSK_ERROR_MAX, "%s", err.message);
        return false;
    }
    docent_view_host host = kiosk_code_host();
    docent_view_use_host(docent_window_view(window), &host);
    loop(h, window, source, remote);
    docent_window_close(window);
    return true;
}

static int64_t unix_s(void *ctx)
{
    (void)ctx;
    return (int64_t)time(NULL);
}

bool kiosk_run(docent *h, const kiosk_options *options, char error[KIOSK_ERROR_MAX])
{
    kiosk_source source = { .flags = 0 };
    kiosk_remote remote;
    kiosk_remote_open(&remote, h, options);
    source.hours = &remote.now.switch_hours;
    source.unix_s = unix_s;
    source.ctx = NULL;
    return kiosk_source_open(&source, h, &options->config, error) && show(h, &options->config, &source, &remote, error);
}
