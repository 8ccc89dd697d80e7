/* What a frame costs, in CPU time of this process, beside copying the frame buffer once: full repaint, moving the focus,
 * typing a letter (with its search and the new results), scrolling. At 1080p, and at 4K with two pixels a point.
 *
 *   bench_frames BUNDLE ARTICLE-ADDRESS */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <docent/view.h>

#define REPEATS 25
#define FRAME_MS 16
#define DIRTY_MAX 64

typedef struct bench {
    const char    *name; /* Of the size. */
    docent_view   *view;
    docent_surface surface;
    uint64_t       now_ms;
    double         copy_ms, repaint_ms;
} bench;

static double cpu_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return values[count / 2];
}

/* Time passes and what changed is painted. *next_ms: when the view wants to be called again. */
static void frame(bench *b, uint32_t flags, uint64_t *next_ms)
{
    docent_view_wants wants;
    docent_rect dirty[DIRTY_MAX];
    uint32_t count = DIRTY_MAX;
    if (docent_view_update(b->view, b->now_ms, 1767614400, &wants) != DOCENT_OK)
        exit(1);
    if ((wants.paint || flags != 0) && docent_view_paint(b->view, &b->surface, flags, dirty, &count) != DOCENT_OK)
        exit(1);
    if (next_ms != NULL)
        *next_ms = wants.next_ms;
}

/* Until nothing moves. Returns the number of frames. */
static int settle(bench *b)
{
    uint64_t next_ms;
    int frames = 0;
    do {
        b->now_ms += FRAME_MS;
        frame(b, 0, &next_ms);
        frames++;
    } while (next_ms <= b->now_ms + 100 && frames < 600);
    return frames;
}

static void input(bench *b, docent_input in)
{
    in.time_ms = b->now_ms;
    docent_view_input(b->view, &in);
}

static void line(const bench *b, const char *what, double ms, double peer_ms, const char *peer)
{
    printf("frames_%s_%s %.3f ms %.3f %s\n", b->name, what, ms, ms / peer_ms, peer);
}

static void measure_copy(bench *b)
{
    double runs[REPEATS];
    unsigned sum = 0;
    size_t size = b->surface.stride * (size_t)b->surface.height;
    char *other = malloc(size);
    if (other == NULL)
        exit(1);
    memset(other, 1, size); /* Its pages exist from here on. */
    for (int i = 0; i < REPEATS; i++) {
        double start = cpu_ms();
        memcpy(other, b->surface.pixels, size);
        runs[i] = cpu_ms() - start;
        sum += (unsigned char)other[(size_t)i * 4096]; /* Somebody reads it, or it would not be copied at all. */
    }
    free(other);
    if (sum == 0) /* The page is not black. */
        exit(1);
    b->copy_ms = median(runs, REPEATS);
    line(b, "memcpy", b->copy_ms, b->copy_ms, "memcpy");
}

static void measure_repaint(bench *b)
{
    double runs[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        double start = cpu_ms();
        frame(b, DOCENT_PAINT_ALL, NULL);
        runs[i] = cpu_ms() - start;
    }
    b->repaint_ms = median(runs, REPEATS);
    line(b, "repaint", b->repaint_ms, b->copy_ms, "memcpy");
}

static void measure_focus(bench *b)
{
    double runs[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        settle(b);
        double start = cpu_ms();
        input(b, (docent_input){ .kind = DOCENT_INPUT_KEY, .key = DOCENT_KEY_TAB });
        frame(b, 0, NULL);
        runs[i] = cpu_ms() - start;
    }
    line(b, "focus", median(runs, REPEATS), b->repaint_ms, "repaint");
}

static void measure_scroll(bench *b)
{
    double runs[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        float turn = i % 8 < 4 ? 3.0f : -3.0f; /* Down four notches, up four. */
        double start = cpu_ms();
        input(b, (docent_input){ .kind = DOCENT_INPUT_WHEEL, .x = 0, .y = turn });
        int frames = settle(b);
        runs[i] = (cpu_ms() - start) / frames;
    }
    line(b, "scroll", median(runs, REPEATS), b->repaint_ms, "repaint");
}

/* A letter, the search it starts and the results it shows. */
static void measure_key(bench *b)
{
    static const char words[] = "printer will not pri";
    double runs[sizeof words];
    int count = 0;
    if (docent_view_go(b->view, "home") != DOCENT_OK || !docent_view_command(b->view, "search"))
        exit(1);
    settle(b);
    for (const char *p = words; *p != '\0'; p++) {
        char letter[2] = { *p, '\0' };
        settle(b);
        double start = cpu_ms();
        input(b, (docent_input){ .kind = DOCENT_INPUT_TEXT, .text = letter });
        frame(b, 0, NULL);
        runs[count++] = cpu_ms() - start;
    }
    if (strstr(docent_view_address(b->view), "pri") == NULL) {
        fprintf(stderr, "bench_frames: the keys did not reach the search field: %s\n", docent_view_address(b->view));
        exit(1);
    }
    line(b, "key", median(runs, count), b->repaint_ms, "repaint");
}

static int measure(docent *h, const char *address, const char *name, int32_t width, int32_t height, float scale)
{
    bench b = { .name = name, .now_ms = 1 };
    docent_error err = { 0 };
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    config.width = width;
    config.height = height;
    config.scale = scale;
    config.start = address;
    b.surface = (docent_surface){ malloc((size_t)width * (size_t)height * 4), width, height, (size_t)width * 4, DOCENT_BGRA8 };
    if (b.surface.pixels == NULL || docent_view_open(h, &config, &b.view, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_frames: %s\n", err.message);
        return 1;
    }
    frame(&b, DOCENT_PAINT_ALL, NULL);
    settle(&b);
    measure_copy(&b);
    measure_repaint(&b);
    measure_focus(&b);
    measure_scroll(&b);
    measure_key(&b);
    docent_view_close(b.view);
    free(b.surface.pixels);
    return 0;
}

int main(int argc, char **argv)
{
    docent *h;
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    if (argc != 3) {
        fprintf(stderr, "usage: bench_frames BUNDLE ADDRESS\n");
        return 1;
    }
    config.bundle_path = argv[1];
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_frames: %s\n", err.message);
        return 1;
    }
    int failed = measure(h, argv[2], "1080p", 1920, 1080, 1.0f) || measure(h, argv[2], "4k", 3840, 2160, 2.0f);
    docent_close(h);
    return failed;
}
