/* Opening a bundle and answering a first query, and a query for every key typed: wall-clock time inside one process.
 *
 *   bench_open BUNDLE WORDS         prints: open_ms first_query_ms keystroke_us
 *   bench_open BUNDLE WORDS once    opens, asks, ends: a whole process, to be timed from outside */
#define _POSIX_C_SOURCE 200809L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <docent/docent.h>

#define REPEATS 15

static double now_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
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

static void search(docent *h, const char *words, uint32_t flags)
{
    docent_hits *hits;
    docent_query query = DOCENT_QUERY_INIT;
    query.text = words;
    query.flags = flags;
    if (docent_search(h, &query, &hits) != DOCENT_OK) {
        fprintf(stderr, "bench_open: %s\n", docent_last_error(h)->message);
        exit(1);
    }
    docent_hits_free(hits);
}

/* Every beginning of the words, as somebody types them; the mean time of one. */
static double type(docent *h, const char *words)
{
    char typed[256] = "";
    double start = now_ms();
    size_t count = strlen(words) < sizeof typed ? strlen(words) : sizeof typed - 1;
    for (size_t i = 0; i < count; i++) {
        typed[i] = words[i];
        search(h, typed, DOCENT_QUERY_PREFIX);
    }
    return (now_ms() - start) * 1000 / (double)count;
}

static docent *open_bundle(const char *path)
{
    docent *h;
    docent_error err = { 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = path;
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "bench_open: %s\n", err.message);
        exit(1);
    }
    return h;
}

static void measure(const char *bundle, const char *words)
{
    double open_ms[REPEATS], query_ms[REPEATS], key_us[REPEATS];
    for (int i = 0; i < REPEATS; i++) {
        double start = now_ms();
        docent *h = open_bundle(bundle);
        open_ms[i] = now_ms() - start;
        start = now_ms();
        search(h, words, 0);
        query_ms[i] = now_ms() - start;
        key_us[i] = type(h, words);
        docent_close(h);
    }
    printf("%.3f %.3f %.1f\n", median(open_ms, REPEATS), median(query_ms, REPEATS), median(key_us, REPEATS));
}

int main(int argc, char **argv)
{
    if (argc == 4) {
        docent *h = open_bundle(argv[1]);
        search(h, argv[2], DOCENT_QUERY_NO_EXCERPTS);
        docent_close(h);
    } else if (argc == 3) {
        measure(argv[1], argv[2]);
    } else {
        fprintf(stderr, "usage: bench_open BUNDLE WORDS [once]\n");
        return 1;
    }
    return 0;
}
