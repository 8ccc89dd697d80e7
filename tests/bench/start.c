/* How long until a program's window shows what it will show, seen from outside: a client of the same X server looks at
 * sixteen rows of the screen every millisecond.
 *
 *   exec ---- black ---- first pixels ---- [what is still there after a second]
 *    t0                                     ^ the first moment with these pixels is the answer
 *
 * Nothing is asked of the program, so every program can be measured. Programs take turns, so that a busy moment of the
 * machine hits all. Medians are printed, each beside the first program's.
 *
 *   bench_start REPEATS name command... -- name command... -- ...
 *
 * Linux only: CPU and memory come from /proc. */
#define _DEFAULT_SOURCE
#include <dirent.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <X11/Xlib.h>
#include <X11/Xutil.h>

#define PROGRAMS_MAX 8
#define REPEATS_MAX 64
#define LOOKS_MAX 8192
#define ROWS 16
#define SETTLE_MS 1000.0 /* What is seen from here on is the final picture; a caret may blink, so there may be two. */
#define END_MS 2200.0

enum { FRAME_MS, CPU_MS, PSS_MIB, PEAK_MIB, WAKEUPS, VALUES };
static const char *const value_names[VALUES] = { "frame", "cpu", "pss", "peak_rss", "idle_wakeups" };
static const char *const value_units[VALUES] = { "ms", "ms", "MiB", "MiB", "1/s" };

typedef struct program {
    const char *name;
    char      **argv;
    double      runs[VALUES][REPEATS_MAX];
} program;

typedef struct look {
    double   ms;
    uint64_t hash;
} look;

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

/* ---- the screen ---- */

static uint64_t look_at(Display *d)
{
    int screen = DefaultScreen(d), w = DisplayWidth(d, screen), h = DisplayHeight(d, screen);
    uint64_t hash = 1469598103934665603ull;
    for (int i = 0; i < ROWS; i++) {
        XImage *row = XGetImage(d, RootWindow(d, screen), 0, (2 * i + 1) * h / (2 * ROWS), (unsigned)w, 1, AllPlanes, ZPixmap);
        if (row == NULL)
            continue;
        for (int x = 0; x < row->bytes_per_line; x++)
            hash = (hash ^ (unsigned char)row->data[x]) * 1099511628211ull;
        XDestroyImage(row);
    }
    return hash;
}

static double first_final(const look *looks, int count)
{
    for (int i = 0; i < count; i++)
        for (int j = count - 1; j >= 0 && looks[j].ms >= SETTLE_MS; j--)
            if (looks[i].hash == looks[j].hash)
                return looks[i].ms;
    return -1;
}

/* ---- /proc ---- */

static double proc_number(pid_t pid, const char *file, const char *key)
{
    char path[64], line[256];
    double value = -1;
    snprintf(path, sizeof path, "/proc/%d/%s", (int)pid, file);
    FILE *f = fopen(path, "r");
    while (f != NULL && value < 0 && fgets(line, sizeof line, f) != NULL)
        if (strncmp(line, key, strlen(key)) == 0)
            value = strtod(line + strlen(key), NULL);
    if (f != NULL)
        fclose(f);
    return value;
}

/* Milliseconds on a CPU, and times it was put to sleep, over all threads. */
static void proc_time(pid_t pid, double *cpu_ms, double *switches)
{
    char path[512];
    *cpu_ms = *switches = 0;
    snprintf(path, sizeof path, "/proc/%d/task", (int)pid);
    DIR *dir = opendir(path);
    for (struct dirent *e; dir != NULL && (e = readdir(dir)) != NULL;) {
        unsigned long long run = 0;
        if (e->d_name[0] == '.')
            continue;
        snprintf(path, sizeof path, "/proc/%d/task/%.20s/schedstat", (int)pid, e->d_name);
        FILE *f = fopen(path, "r");
        if (f != NULL && fscanf(f, "%llu", &run) == 1)
            *cpu_ms += (double)run / 1e6;
        if (f != NULL)
            fclose(f);
        snprintf(path, sizeof path, "task/%.20s/status", e->d_name);
        *switches += proc_number(pid, path, "voluntary_ctxt_switches:");
    }
    if (dir != NULL)
        closedir(dir);
}

/* ---- a run ---- */

static void sleep_ms(double ms)
{
    struct timespec t = { (time_t)(ms / 1e3), (long)((ms - 1e3 * (double)(long)(ms / 1e3)) * 1e6) };
    nanosleep(&t, NULL);
}

static pid_t begin(char **argv)
{
    pid_t pid = fork();
    if (pid == 0) {
        execvp(argv[0], argv);
        perror(argv[0]);
        _exit(127);
    }
    return pid;
}

static int watch(Display *d, double start_ms, look *looks)
{
    int count = 0;
    while (count < LOOKS_MAX && (count == 0 || looks[count - 1].ms < END_MS)) {
        looks[count].hash = look_at(d);
        looks[count].ms = now_ms() - start_ms;
        sleep_ms(looks[count++].ms < 500 ? 0.5 : 20);
    }
    return count;
}

static bool measure(Display *d, program *p, int run)
{
    static look looks[LOOKS_MAX];
    double start_ms = now_ms(), cpu2, switches, switches2;
    pid_t pid = begin(p->argv);
    int count = watch(d, start_ms, looks);
    p->runs[FRAME_MS][run] = first_final(looks, count);
    p->runs[PSS_MIB][run] = proc_number(pid, "smaps_rollup", "Pss:") / 1024;
    p->runs[PEAK_MIB][run] = proc_number(pid, "status", "VmHWM:") / 1024;
    proc_time(pid, &p->runs[CPU_MS][run], &switches);
    sleep_ms(2000);
    proc_time(pid, &cpu2, &switches2);
    p->runs[WAKEUPS][run] = (switches2 - switches) / 2;
    bool alive = waitpid(pid, NULL, WNOHANG) == 0;
    if (alive) {
        kill(pid, SIGKILL);
        waitpid(pid, NULL, 0);
    } else {
        fprintf(stderr, "bench_start: %s ended early\n", p->name);
    }
    sleep_ms(100);
    return alive;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static double median(double *values, int count)
{
    qsort(values, (size_t)count, sizeof *values, by_size);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static void report(program *programs, int count, int repeats)
{
    for (int v = 0; v < VALUES; v++) {
        double floor = median(programs[0].runs[v], repeats);
        for (int i = 0; i < count; i++) {
            double value = i == 0 ? floor : median(programs[i].runs[v], repeats);
            printf("start_%s_%s %.1f %s ", programs[i].name, value_names[v], value, value_units[v]);
            if (floor > 0)
                printf("%.2f %s\n", value / floor, programs[0].name);
            else
                printf("- %s\n", programs[0].name);
        }
    }
}

/* Cuts argv at "--". */
static int read_programs(int argc, char **argv, program *programs)
{
    int count = 0;
    for (int i = 2; i + 1 < argc && count < PROGRAMS_MAX; i++) {
        programs[count].name = argv[i];
        programs[count++].argv = &argv[i + 1];
        while (i < argc && strcmp(argv[i], "--") != 0)
            i++;
        if (i < argc)
            argv[i] = NULL;
    }
    return count;
}

int main(int argc, char **argv)
{
    static program programs[PROGRAMS_MAX];
    int repeats = argc > 1 ? atoi(argv[1]) : 0, count = read_programs(argc, argv, programs);
    Display *d = XOpenDisplay(NULL);
    if (repeats < 1 || repeats > REPEATS_MAX || count == 0 || d == NULL) {
        fprintf(stderr, "usage: bench_start REPEATS name command... -- name command..., with DISPLAY set\n");
        return 1;
    }
    for (int i = 0; i < count; i++)
        if (!measure(d, &programs[i], 0)) /* Warms the file cache; its numbers are written over. */
            return 1;
    for (int run = 0; run < repeats; run++)
        for (int i = 0; i < count; i++)
            if (!measure(d, &programs[i], run))
                return 1;
    report(programs, count, repeats);
    XCloseDisplay(d);
    return 0;
}
