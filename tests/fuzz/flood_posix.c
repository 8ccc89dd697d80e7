/* A flood of queries on one bundle: is every answer sound, and what is the most that one of them takes?
 *
 *   fuzz_flood BUNDLE COUNT [SEED]
 *
 * It ends with 1 when an answer is wrong, when a query takes HANG_S of CPU (a hang, on any machine) or when the library
 * holds more than MOST_BYTES. The times are for people to read: a slow machine is no fault of the code's. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"
#include "queries.h"
#include "support/machine.h"

#include <string.h>
#include <time.h>

#include <docent/article.h>
#include <docent/docent.h>

#define HANG_S 20.0
#define MOST_BYTES (64u << 20)
#define PROMISED_MS 50.0 /* What is said of one query; printed beside the most. */
#define MAX_WORDS 20000u
#define MAX_ARTICLES 300u

typedef struct held {
    size_t now, most;
} held;

static void *resize(void *ctx, void *old, size_t old_size, size_t new_size)
{
    held *h = ctx;
    if (new_size == 0) {
        free(old);
        h->now -= old_size;
        return NULL;
    }
    void *grown = realloc(old, new_size);
    if (grown == NULL)
        return NULL;
    h->now += new_size - old_size;
    h->most = h->now > h->most ? h->now : h->most;
    return grown;
}

/* ---- the words of the bundle ---- */

static void add_words(queries *q, const char *text)
{
    for (const char *p = text; *p != 0 && q->word_count < MAX_WORDS;) {
        size_t size = strcspn(p, " \n");
        if (size > 0 && size < 100)
            q->words[q->word_count++] = fuzz_text((const uint8_t *)p, size);
        p += size + (p[size] != 0);
    }
}

static void add_article(queries *q, docent *h, const char *id)
{
    docent_article *a;
    if (docent_article_open(h, id, &a) != DOCENT_OK)
        return;
    for (uint32_t i = 0; i < docent_article_block_count(a); i++)
        if (docent_article_block(a, i)->text_len > 0)
            add_words(q, docent_article_block(a, i)->text);
    docent_article_close(a);
}

static void collect(queries *q, docent *h, const char *category)
{
    docent_hits *hits;
    fuzz_check(docent_list(h, category, &hits) == DOCENT_OK);
    uint32_t step = docent_hits_count(hits) / MAX_ARTICLES + 1;
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        add_words(q, hit->title);
        if (hit->kind == DOCENT_KIND_CATEGORY && category == NULL)
            collect(q, h, hit->id);
        else if (i % step == 0)
            add_article(q, h, hit->id);
    }
    docent_hits_free(hits);
}

/* ---- asking ---- */

static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void check_marks(const docent_span *marks, uint32_t count, const char *text)
{
    uint32_t from = 0;
    for (uint32_t i = 0; i < count; i++) {
        fuzz_check(marks[i].from >= from && marks[i].from < marks[i].to && marks[i].to <= strlen(text));
        from = marks[i].to;
    }
}

static void check_hits(const docent_hits *hits, uint32_t limit)
{
    fuzz_check(docent_hits_count(hits) <= limit && docent_hits_total(hits) >= docent_hits_count(hits));
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        check_marks(hit->marks, hit->mark_count, hit->excerpt);
        check_marks(hit->title_marks, hit->title_mark_count, hit->title);
        fuzz_check(i == 0 || hit->score < docent_hits_at(hits, i - 1)->score);
    }
}

/* Seconds of CPU. */
static double ask(docent *h, queries *q, query_kind kind)
{
    static const char *const locales[] = { NULL, NULL, "en", "de", "ja", "zh", "th", "tr", "ar", "no such" };
    docent_query query = DOCENT_QUERY_INIT;
    docent_hits *hits = NULL;
    query.text = q->text;
    query.flags = query_chance(q, 4) | (query_chance(q, 16) == 0 ? DOCENT_QUERY_EXPLAIN : 0);
    query.locale = locales[query_chance(q, sizeof locales / sizeof *locales)];
    query.limit = query_chance(q, 4) == 0 ? 1 + query_chance(q, 200) : 10;
    query.offset = query_chance(q, 16) == 0 ? query_chance(q, 100000) : 0;
    query.product = query_chance(q, 8) == 0 && q->word_count > 0 ? q->words[query_chance(q, q->word_count)] : NULL;
    query.version = query_chance(q, 8) == 0 ? "2.1" : NULL;
    double from = cpu_s();
    docent_status status = docent_search(h, &query, &hits);
    double took = cpu_s() - from;
    if (status != DOCENT_OK) {
        fprintf(stderr, "%s: %.200s\n", docent_last_error(h)->message, q->text);
        abort();
    }
    if (took * 1e3 > PROMISED_MS)
        fprintf(stderr, "%.1f ms: %s, flags %u, limit %u, offset %u: %.200s\n", took * 1e3, query_kind_name(kind), query.flags,
                query.limit, query.offset, q->text);
    check_hits(hits, query.limit);
    docent_hits_free(hits);
    return took;
}

/* ---- what came of it ---- */

typedef struct figures {
    float   *ms;
    uint32_t count;
    double   sum, most[QUERY_KINDS];
} figures;

static int by_value(const void *a, const void *b)
{
    float x = *(const float *)a, y = *(const float *)b;
    return (x > y) - (x < y);
}

static double quantile(const figures *f, double share)
{
    return (double)f->ms[(uint32_t)((double)(f->count - 1) * share + 0.5)];
}

static void print(figures *f, const held *ours, long kb)
{
    qsort(f->ms, f->count, sizeof *f->ms, by_value);
    printf("flood_queries %u count - -\n", f->count);
    printf("flood_mean %.3f ms - -\n", f->sum / f->count);
    printf("flood_p99 %.3f ms - -\n", quantile(f, 0.99));
    printf("flood_p9999 %.3f ms - -\n", quantile(f, 0.9999));
    printf("flood_most %.3f ms %.2f limit_%g_ms\n", quantile(f, 1), quantile(f, 1) / PROMISED_MS, PROMISED_MS);
    for (int i = 0; i < QUERY_KINDS; i++)
        printf("flood_most_%s %.3f ms - -\n", query_kind_name((query_kind)i), f->most[i]);
    printf("flood_held_most %.1f KB %.2f limit_%u_KB\n", (double)ours->most / 1024, (double)ours->most / MOST_BYTES,
           MOST_BYTES >> 10);
    if (kb > 0)
        printf("flood_own_memory_most %ld KB - -\n", kb);
}

static void flood(docent *h, queries *q, uint32_t count, const held *ours)
{
    figures f = { .ms = calloc(count, sizeof *f.ms), .count = count };
    long kb = 0;
    fuzz_check(f.ms != NULL);
    for (uint32_t i = 0; i < count; i++) {
        query_kind kind = query_next(q);
        double s = ask(h, q, kind);
        f.ms[i] = (float)(s * 1e3);
        f.sum += s * 1e3;
        f.most[kind] = s * 1e3 > f.most[kind] ? s * 1e3 : f.most[kind];
        fuzz_check(s < HANG_S);
        fuzz_check(ours->most < MOST_BYTES);
        if (i % 256 == 0 && machine_private_kb() > kb)
            kb = machine_private_kb();
    }
    print(&f, ours, kb);
    free(f.ms);
}

int main(int argc, char **argv)
{
    docent_config config = DOCENT_CONFIG_INIT;
    held ours = { 0, 0 };
    docent_alloc alloc = { resize, &ours };
    docent *h;
    docent_error err;
    queries *q = calloc(1, sizeof *q);
    long count = argc < 3 ? 0 : strtol(argv[2], NULL, 10);
    if (q == NULL || count < 1 || count > 100000000) {
        fprintf(stderr, "usage: fuzz_flood BUNDLE COUNT [SEED]\n");
        return 2;
    }
    config.bundle_path = argv[1];
    config.alloc = &alloc;
    if (docent_open(&config, &h, &err) != DOCENT_OK) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    q->seed = argc > 3 ? strtoull(argv[3], NULL, 10) * 2 + 1 : 1;
    q->words = calloc(MAX_WORDS, sizeof *q->words);
    fuzz_check(q->words != NULL);
    collect(q, h, NULL);
    flood(h, q, (uint32_t)count, &ours);
    docent_close(h);
    fuzz_check(ours.now == 0);
    for (uint32_t i = 0; i < q->word_count; i++)
        free((void *)(uintptr_t)q->words[i]);
    free(q->words);
    free(q);
    return 0;
}
