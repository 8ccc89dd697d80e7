/* Opening a bundle and answering a first query, and a query for every key typed: wall-clock time inside one process.
 *
 *   bench_open BUNDLE WORDS    prints: open_ms first_query_ms keystroke_us */
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

int main(int argc, char **argv)
{
    double open_ms[REPEATS], query_ms[REPEATS], key_us[REPEATS];
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = argc == 3 ? argv[1] : "";
    for (int i = 0; argc == 3 && i < REPEATS; i++) {
        docent *h;
        docent_error err = { 0 };
        double start = now_ms();
        if (docent_open(&config, &h, &err) != DOCENT_OK) {
            fprintf(stderr, "bench_open: %s\n", err.message);
            return 1;
        }
        open_ms[i] = now_ms() - start;
        start = now_ms();
        search(h, argv[2], 0);
        query_ms[i] = now_ms() - start;
        key_us[i] = type(h, argv[2]);
        docent_close(h);
    }
    if (argc != 3) {
        fprintf(stderr, "usage: bench_open BUNDLE WORDS\n");
        return 1;
    }
    printf("%.3f %.3f %.1f\n", median(open_ms, REPEATS), median(query_ms, REPEATS), median(key_us, REPEATS));
    return 0;
}
