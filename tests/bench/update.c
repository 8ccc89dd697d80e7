/* Whether anybody notices an update: a viewer is scrolled, typed into and walked through, frame after frame without a pause
 * between them, while newer content is fetched, unpacked, verified, put in force under it and confirmed; beside the same
 * frames without an update, in the same run.
 *
 *     bench_update BUNDLE FOLDER ROOT URL LINK ADDRESS FRAMES STEP...
 *
 *       FOLDER   the device's; URL serves what LINK, a symbolic link, leads to
 *       ADDRESS  of the article that is read
 *       STEP     NAME=TREE: LINK leads there from now on; NAME=file://TREE: a stick with that tree is plugged in
 *
 * A frame is: input, docent_step() with the two milliseconds that a viewer gives it, events, update, paint. Of its time on the
 * clock the time is taken off in which it could have run but other processes had the processors (where the system says it):
 * what is left is computing, and waiting for the disk and the network. */
#define _POSIX_C_SOURCE 200809L
#include "support/machine.h"

#include <docent/port.h>
#include <docent/sync.h>
#include <docent/view.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { WIDTH = 1920, HEIGHT = 1080, FRAME_MS = 16, STEP_MS = 2, DIRTY_MAX = 64, MOST_FRAMES = 200000, REST = 100, FLOORS = 100,
       LEAP_MS = 61000 /* A trial is over after a minute. */ };

typedef enum phase { WITHOUT, IDLE, CHECK, FETCH, UNPACK, STAGED, SWITCHED, PHASES } phase;
static const char *const phase_names[PHASES] = { "without", "between", "check", "fetch", "unpack", "activate", "new_page" };

/* Milliseconds of one frame; the first is `clock` without the time in which others ran. */
typedef struct frame { double own, clock, cpu, step, told, shown; phase phase; int update; } frame;

typedef struct bench {
    docent        *h;
    docent_view   *view;
    docent_surface surface;
    const char    *address;
    uint64_t       now_ms;   /* The viewer's: every frame comes in time. */
    uint64_t       leap_ms;  /* How far the library's clock is ahead. */
    uint32_t       count;
    bool           switched;
    int            waits;    /* /proc/thread-self/schedstat; -1: not here. */
    frame         *frames;
} bench;

/* ---- clocks ---- */

static double ms_of(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* So long this thread was ready and did not run. */
static double waited_ms(const bench *b)
{
    char text[128] = "";
    unsigned long long ran, waited = 0;
    if (b->waits >= 0 && pread(b->waits, text, sizeof text - 1, 0) > 0 && sscanf(text, "%llu %llu", &ran, &waited) != 2)
        waited = 0;
    return (double)waited / 1e6;
}

static uint64_t monotonic_ms(void *ctx)
{
    const bench *b = ctx;
    return (uint64_t)ms_of(CLOCK_MONOTONIC) + b->leap_ms;
}

static int64_t unix_ms(void *ctx)
{
    (void)ctx;
    return (int64_t)ms_of(CLOCK_REALTIME);
}

static void must(const bench *b, docent_status status, const char *what)
{
    if (status == DOCENT_OK)
        return;
    fprintf(stderr, "bench_update: %s: %s\n", what, docent_last_error(b->h)->message);
    exit(1);
}

/* ---- one frame ---- */

static void input(const bench *b, docent_input in)
{
    in.time_ms = b->now_ms;
    docent_view_input(b->view, &in);
}

static void type(const bench *b, uint32_t nth)
{
    static const char words[] = "upload to the board";
    if (nth == 0 && docent_view_command(b->view, "search"))
        return;
    char letter[2] = { words[(nth - 1) % (sizeof words - 1)], 0 };
    input(b, (docent_input){ .kind = DOCENT_INPUT_TEXT, .text = letter });
}

/* Four hundred frames: an article is scrolled, words are looked for, the home page is looked at. */
static void act(const bench *b)
{
    uint32_t at = b->count % 400;
    if (at == 0)
        must(b, docent_view_go(b->view, b->address), b->address);
    else if (at < 200 && at % 10 == 0)
        input(b, (docent_input){ .kind = DOCENT_INPUT_WHEEL, .y = at < 100 ? 3.0f : -3.0f });
    else if (at == 200 || at == 360)
        must(b, docent_view_go(b->view, "home"), "home");
    else if (at > 200 && at < 350 && at % 8 == 0)
        type(b, (at - 208) / 8);
    else if (at > 200 && at % 20 == 0)
        input(b, (docent_input){ .kind = DOCENT_INPUT_KEY, .key = DOCENT_KEY_TAB });
}

static phase phase_of(const docent_sync_look *look)
{
    switch (look->state) {
    case DOCENT_SYNC_CHECKING: return CHECK;
    case DOCENT_SYNC_FETCHING: return FETCH;
    case DOCENT_SYNC_UNPACKING: return UNPACK;
    case DOCENT_SYNC_STAGED: return STAGED;
    default: return IDLE;
    }
}

/* The state before a step says what the step does, but for the look that begins with it. */
static phase look(const bench *b, phase before, docent_sync_look *out)
{
    must(b, docent_sync_status(b->h, NULL, out), "status");
    phase now = phase_of(out);
    return before == IDLE ? now : before;
}

static void tell(bench *b, frame *f)
{
    docent_event event;
    while (docent_poll(b->h, &event)) {
        if (event.kind == DOCENT_EVENT_CONTENT) {
            b->switched = true;
            f->phase = f->phase == UNPACK ? STAGED : f->phase;
        }
        docent_view_event(b->view, &event);
    }
}

static void show(const bench *b)
{
    docent_view_wants wants;
    docent_rect dirty[DIRTY_MAX];
    uint32_t count = DIRTY_MAX;
    must(b, docent_view_update(b->view, b->now_ms, 1767614400, &wants), "update");
    if (wants.paint)
        must(b, docent_view_paint(b->view, &b->surface, 0, dirty, &count), "paint");
}

static const docent_sync_look *run_frame(bench *b, phase of, int update)
{
    static docent_sync_look now;
    frame *f = &b->frames[b->count];
    phase before = look(b, IDLE, &now);
    b->now_ms += FRAME_MS;
    double waited = waited_ms(b), clock = ms_of(CLOCK_MONOTONIC), cpu = ms_of(CLOCK_THREAD_CPUTIME_ID);
    act(b);
    double begun = ms_of(CLOCK_MONOTONIC);
    must(b, docent_step(b->h, STEP_MS, NULL), "step");
    double stepped = ms_of(CLOCK_MONOTONIC);
    f->phase = look(b, before, &now);
    tell(b, f);
    double told = ms_of(CLOCK_MONOTONIC);
    show(b);
    double shown = ms_of(CLOCK_MONOTONIC);
    f->cpu = ms_of(CLOCK_THREAD_CPUTIME_ID) - cpu;
    f->clock = shown - clock;
    waited = waited_ms(b) - waited;
    f->own = f->clock > waited ? f->clock - waited : 0;
    f->step = stepped - begun;
    f->told = told - stepped;
    f->shown = shown - told;
    f->phase = f->phase == IDLE ? of : f->phase;
    f->update = update;
    b->count++;
    return &now;
}

/* ---- an update ---- */

static void lead(const char *link, const char *tree)
{
    char next[4096];
    snprintf(next, sizeof next, "%s.next", link);
    unlink(next);
    if (symlink(tree, next) == 0 && rename(next, link) == 0)
        return;
    perror("bench_update: the link");
    exit(1);
}

/* Seen, in force for a while, confirmed. False: the frames are used up. */
static bool run_update(bench *b, const char *link, const char *tree, int nth, uint32_t most)
{
    b->switched = false;
    if (strncmp(tree, "file:", 5) == 0) {
        must(b, docent_sync_import(b->h, NULL, tree), "import");
    } else {
        lead(link, tree);
        must(b, docent_sync_now(b->h, NULL), "now");
    }
    const docent_sync_look *now = NULL;
    while (b->count < most && !b->switched) {
        now = run_frame(b, IDLE, nth);
        if (now->state == DOCENT_SYNC_IDLE && now->reason_text[0] != 0) {
            fprintf(stderr, "bench_update: %s: %s\n", now->reason, now->message);
            exit(1);
        }
    }
    for (int i = 0; i < REST && b->count < most; i++)
        run_frame(b, SWITCHED, nth);
    b->leap_ms += LEAP_MS;
    for (int i = 0; i < REST && b->count < most; i++)
        now = run_frame(b, IDLE, nth);
    if (b->count < most && now->trial) {
        fprintf(stderr, "bench_update: it was not confirmed\n");
        exit(1);
    }
    return b->count < most;
}

/* ---- what came of it ---- */

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Of the frames from..to, of one phase or of all: longest, p99.9 and p99; the longest's parts. */
static void say(const bench *b, const char *name, uint32_t from, uint32_t to, phase only)
{
    static double own[MOST_FRAMES], cpu[MOST_FRAMES], on_clock[MOST_FRAMES];
    uint32_t n = 0;
    const frame *l = NULL;
    for (uint32_t i = from; i < to; i++) {
        const frame *f = &b->frames[i];
        if (only != PHASES && f->phase != only)
            continue;
        own[n] = f->own;
        on_clock[n] = f->clock;
        cpu[n++] = f->cpu;
        l = l == NULL || f->own > l->own ? f : l;
    }
    if (n == 0)
        return;
    qsort(own, n, sizeof *own, by_size);
    qsort(cpu, n, sizeof *cpu, by_size);
    qsort(on_clock, n, sizeof *on_clock, by_size);
    uint32_t last = n - 1, most = last - n / 1000, more = last - n / 100;
    printf("update_%s %.2f ms frames=%u p99.9=%.2f p99=%.2f cpu=%.2f cpu_p99.9=%.2f clock=%.2f clock_p99.9=%.2f "
           "longest:%s,update=%d,clock=%.2f,cpu=%.2f,step=%.2f,events=%.2f,shown=%.2f\n", name, own[last], n, own[most], own[more],
           cpu[last], cpu[most], on_clock[last], on_clock[most], phase_names[l->phase], l->update, l->clock, l->cpu, l->step, l->told,
           l->shown);
}

/* What the disk itself takes for being asked once, in the same folder: no update can be quicker. */
static void say_floor(const char *folder, const char *name, size_t size)
{
    static char bytes[1 << 20];
    double runs[FLOORS];
    char path[4096];
    snprintf(path, sizeof path, "%s.floor", folder);
    for (int i = 0; i < FLOORS; i++) {
        int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
        if (fd < 0 || write(fd, bytes, size) != (ssize_t)size)
            exit(1);
        double begun = ms_of(CLOCK_MONOTONIC);
        fsync(fd);
        runs[i] = ms_of(CLOCK_MONOTONIC) - begun;
        close(fd);
    }
    unlink(path);
    qsort(runs, FLOORS, sizeof *runs, by_size);
    printf("update_floor_fsync_%s %.2f ms median=%.2f\n", name, runs[FLOORS - 1], runs[FLOORS / 2]);
}

/* ---- life ---- */

static void open_all(bench *b, char **argv)
{
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_view_config view = DOCENT_VIEW_CONFIG_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    const char *urls[] = { argv[4] };
    docent_clock clock = { sizeof clock, b, monotonic_ms, unix_ms, machine_entropy };
    config.bundle_path = argv[1];
    if (docent_open(&config, &b->h, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_update: %s\n", err.message);
        exit(1);
    }
    must(b, docent_use_clock(b->h, &clock), "clock");
    source.id = "shop";
    source.folder = argv[2];
    source.root_path = argv[3];
    source.urls = urls;
    source.url_count = 1;
    must(b, docent_sync_add(b->h, &source), "source");
    view.width = WIDTH;
    view.height = HEIGHT;
    view.start = b->address;
    b->surface = (docent_surface){ calloc(WIDTH * 4, HEIGHT), WIDTH, HEIGHT, WIDTH * 4, DOCENT_BGRA8 };
    b->frames = calloc(MOST_FRAMES, sizeof *b->frames);
    if (b->surface.pixels == NULL || b->frames == NULL || docent_view_open(b->h, &view, &b->view, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_update: %s\n", err.message);
        exit(1);
    }
}

static void say_all(const bench *b, uint32_t without, uint32_t warm, char **steps, int count)
{
    char name[160];
    say(b, "without", warm, without, PHASES);
    say(b, "with", without, b->count, PHASES);
    for (int p = IDLE; p < PHASES; p++) {
        snprintf(name, sizeof name, "with_%s", phase_names[p]);
        say(b, name, without, b->count, (phase)p);
    }
    for (int i = 0; i < count; i++) {
        uint32_t from = without, to;
        while (from < b->count && b->frames[from].update != i + 1)
            from++;
        for (to = from; to < b->count && b->frames[to].update == i + 1;)
            to++;
        snprintf(name, sizeof name, "with_%.*s", (int)strcspn(steps[i], "="), steps[i]);
        say(b, name, from, to, PHASES);
    }
}

int main(int argc, char **argv)
{
    bench b = { .now_ms = 1 };
    uint32_t most = argc < 9 ? 0 : (uint32_t)strtoul(argv[7], NULL, 10);
    if (most < 800 || most > MOST_FRAMES / 3) {
        fprintf(stderr, "usage: bench_update BUNDLE FOLDER ROOT URL LINK ADDRESS FRAMES NAME=TREE...\n");
        return 2;
    }
    b.address = argv[6];
    b.waits = open("/proc/thread-self/schedstat", O_RDONLY);
    open_all(&b, argv);
    const uint32_t warm = 400; /* Every page once, so that both halves have what is cached. */
    while (b.count < warm + most)
        run_frame(&b, WITHOUT, 0);
    int done = 0;
    for (; done < argc - 8; done++)
        if (!run_update(&b, argv[5], strchr(argv[8 + done], '=') + 1, done + 1, MOST_FRAMES))
            break;
    while (b.count < warm + 2 * most)
        run_frame(&b, IDLE, 0);
    say_all(&b, warm + most, warm, argv + 8, done);
    say_floor(argv[2], "4k", 4096);
    say_floor(argv[2], "1m", 1 << 20);
    docent_view_close(b.view);
    docent_close(b.h);
    free(b.surface.pixels);
    free(b.frames);
    if (b.waits >= 0)
        close(b.waits);
    return done == argc - 8 ? 0 : 1;
}
