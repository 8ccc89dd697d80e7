/* Time is virtual for the view and the visit. A network is not: what is being sent or awaited gets as much real time as a WAIT
 * asks for, and none when there is nothing to send. */
#define _POSIX_C_SOURCE 200809L
#include "stage.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <docent/port.h>

#include "code.h"
#include "visit.h"

#define DIRTY_MAX 32
#define START_UNIX_S 1767614400ll /* Without NOW it is Monday 2026-01-05, 12:00 UTC. */

static bool make_pixels(kiosk_stage *stage, int32_t width, int32_t height)
{
    unsigned char *pixels = malloc((size_t)width * (size_t)height * 4);
    if (pixels == NULL)
        return false;
    free(stage->surface.pixels);
    stage->surface = (docent_surface){ pixels, width, height, (size_t)width * 4, DOCENT_BGRA8 };
    stage->stale = true;
    return true;
}

static docent_status use_clock(kiosk_stage *stage);
static int64_t virtual_unix_s(void *ctx);

/* After the clock, which the network takes over. */
static bool source_open(kiosk_stage *stage, const kiosk_options *options, char error[KIOSK_ERROR_MAX])
{
    kiosk_remote_open(&stage->remote, stage->h, options);
    stage->source.hours = &stage->remote.now.switch_hours;
    stage->source.unix_s = virtual_unix_s;
    stage->source.ctx = stage;
    bool ok = kiosk_source_open(&stage->source, stage->h, &options->config, error);
    if (ok)
        kiosk_remote_tick(&stage->remote, &stage->session, stage->view);
    else
        kiosk_stage_close(stage);
    return ok;
}

bool kiosk_stage_open(kiosk_stage *stage, docent *h, const kiosk_options *options, char error[KIOSK_ERROR_MAX])
{
    const kiosk_config *config = &options->config;
    docent_error err = { 0 };
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    memset(stage, 0, sizeof *stage);
    stage->h = h;
    stage->now_ms = 1;
    stage->unix_s = START_UNIX_S;
    stage->scale = kiosk_config_scale(config) > 0 ? kiosk_config_scale(config) : 1.0f;
    kiosk_session_start(&stage->session, config->idle_seconds, config->warn_seconds);
    view.width = config->width > 0 ? config->width : 1080;
    view.height = config->height > 0 ? config->height : 1920;
    view.scale = stage->scale;
    kiosk_config_view(config, &view);
    if (!make_pixels(stage, view.width, view.height)) {
        snprintf(error, KIOSK_ERROR_MAX, "out of memory for a picture of %d x %d", (int)view.width, (int)view.height);
        return false;
    }
    view.flags &= ~DOCENT_VIEW_STEP; /* work() does that. */
    docent_view_host host = kiosk_code_host();
    if (docent_view_open(h, &view, &stage->view, &err) == DOCENT_OK && docent_view_use_host(stage->view, &host) == DOCENT_OK &&
        use_clock(stage) == DOCENT_OK)
        return source_open(stage, options, error);
    snprintf(error, KIOSK_ERROR_MAX, "%s", err.message);
    kiosk_stage_close(stage);
    return false;
}

void kiosk_stage_close(kiosk_stage *stage)
{
    docent_view_close(stage->view);
    free(stage->surface.pixels);
    free(stage->clipboard);
    memset(stage, 0, sizeof *stage);
}

static void keep_clipboard(kiosk_stage *stage)
{
    const char *text = stage->wants.clipboard;
    char *copy = text == NULL ? NULL : malloc(strlen(text) + 1);
    if (copy == NULL)
        return;
    free(stage->clipboard);
    stage->clipboard = strcpy(copy, text);
}

static docent_status update(kiosk_stage *stage)
{
    int64_t unix_s = stage->unix_s + (int64_t)(stage->now_ms / 1000);
    docent_status status = docent_view_update(stage->view, stage->now_ms, unix_s, &stage->wants);
    if (status == DOCENT_OK)
        keep_clipboard(stage);
    return status;
}

/* One moment. *next_ms: the next at which something wants to happen. */
static docent_status tick(kiosk_stage *stage, uint64_t *next_ms)
{
    kiosk_session_act act = kiosk_session_tick(&stage->session, stage->now_ms, next_ms);
    kiosk_visit_do(act, &stage->session, stage->h, stage->view);
    if (act == KIOSK_DO_RESET) {
        free(stage->clipboard);
        stage->clipboard = NULL;
    }
    if (kiosk_remote_tick(&stage->remote, &stage->session, stage->view))
        kiosk_source_again(&stage->source, stage->view);
    kiosk_source_tick(&stage->source, stage->view, stage->now_ms, next_ms);
    docent_status status = update(stage);
    if (stage->wants.next_ms < *next_ms)
        *next_ms = stage->wants.next_ms;
    return status;
}

/* ---- the network ---- */

#define WORK_MS 40u /* Of one step: short, so that the last one does not end much too late. */

static uint64_t real_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000u + (uint64_t)t.tv_nsec / 1000000u;
}

/* What time it is, messages and promises learn from the script, too. */
static int64_t virtual_unix_ms(void *ctx)
{
    const kiosk_stage *stage = ctx;
    return stage->unix_s * 1000 + (int64_t)stage->now_ms;
}

static int64_t virtual_unix_s(void *ctx)
{
    return virtual_unix_ms(ctx) / 1000;
}

static uint64_t real_clock(void *ctx)
{
    (void)ctx;
    return real_ms();
}

static bool entropy(void *ctx, void *out, size_t size)
{
    (void)ctx;
    FILE *file = fopen("/dev/urandom", "rb");
    size_t n = file == NULL ? 0 : fread(out, 1, size, file);
    if (file != NULL)
        fclose(file);
    return n == size;
}

static docent_status use_clock(kiosk_stage *stage)
{
    docent_clock clock = { sizeof clock, stage, real_clock, virtual_unix_ms, entropy };
    return docent_use_clock(stage->h, &clock);
}

static void tell(kiosk_stage *stage)
{
    docent_event event;
    while (docent_poll(stage->h, &event))
        docent_view_event(stage->view, &event);
}

static void work(kiosk_stage *stage, uint64_t ms)
{
    uint64_t end_ms = real_ms() + ms, now_ms;
    uint32_t next_ms = 0;
    while (!stage->offline && next_ms != UINT32_MAX && (now_ms = real_ms()) + next_ms <= end_ms) {
        struct timespec nap = { 0, (long)(next_ms < WORK_MS ? next_ms : WORK_MS) * 1000000 };
        if (next_ms > 0)
            nanosleep(&nap, NULL);
        uint32_t left_ms = (uint32_t)(end_ms - now_ms);
        if (docent_step(stage->h, left_ms < WORK_MS ? left_ms : WORK_MS, &next_ms) != DOCENT_OK)
            break;
        kiosk_remote_notice(&stage->remote);
        tell(stage);
    }
    tell(stage);
}

docent_status kiosk_stage_wait(kiosk_stage *stage, uint64_t ms)
{
    uint64_t end_ms = stage->now_ms + ms, next_ms;
    work(stage, ms);
    docent_status status = tick(stage, &next_ms);
    while (status == DOCENT_OK && stage->now_ms < end_ms) {
        uint64_t to_ms = next_ms > stage->now_ms ? next_ms : stage->now_ms + 1;
        stage->now_ms = to_ms < end_ms ? to_ms : end_ms;
        status = tick(stage, &next_ms);
    }
    return status;
}

docent_status kiosk_stage_resize(kiosk_stage *stage, int32_t width, int32_t height)
{
    if (!make_pixels(stage, width, height))
        return DOCENT_ERR_NOMEM;
    return docent_view_resize(stage->view, width, height, stage->scale);
}

void kiosk_stage_touched(kiosk_stage *stage)
{
    kiosk_session_input(&stage->session, stage->now_ms);
}

bool kiosk_stage_input(kiosk_stage *stage, docent_input input)
{
    input.time_ms = stage->now_ms;
    bool used = docent_view_input(stage->view, &input); /* First: a warning on screen takes the touch that ends it. */
    kiosk_stage_touched(stage);
    return used;
}

docent_status kiosk_stage_paint(kiosk_stage *stage)
{
    docent_rect dirty[DIRTY_MAX];
    uint32_t count = DIRTY_MAX;
    if (!stage->stale && !stage->wants.paint)
        return DOCENT_OK;
    docent_status status =
        docent_view_paint(stage->view, &stage->surface, stage->stale ? DOCENT_PAINT_ALL : 0, dirty, &count);
    if (status == DOCENT_OK)
        stage->stale = false;
    return status;
}
