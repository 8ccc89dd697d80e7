/* Tries weights of the ranking on one set of questions: for tests/bench/search_tune.py.
 *
 *   bench_weigh BUNDLE QUERIES QRELS plain|prefix  <  a line a trial: "title=12 typo=0.8", empty for the table as it is
 *                                                  >  a line a trial: the mean nDCG@10 */
#include <docent/docent.h>

#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "search/index.h"
#include "search/searcher.h"

#define MAX_LINE 8192
#define MAX_JUDGED 64 /* Of one question. */

typedef struct judged {
    char id[256];
    int  worth;
} judged;

typedef struct question {
    char    id[64], *words;
    judged *judged;
    int     judged_count;
} question;

typedef struct question_set {
    question *questions;
    size_t    count;
} question_set;

static void die(const char *what)
{
    fprintf(stderr, "bench_weigh: %s\n", what);
    exit(1);
}

static question *find(const question_set *s, const char *id)
{
    for (size_t i = 0; i < s->count; i++)
        if (strcmp(s->questions[i].id, id) == 0)
            return &s->questions[i];
    return NULL;
}

static FILE *open_file(const char *path)
{
    FILE *in = fopen(path, "r");
    if (in == NULL)
        die(path);
    return in;
}

static void read_questions(question_set *s, const char *path)
{
    static char line[MAX_LINE];
    FILE *in = open_file(path);
    while (fgets(line, sizeof line, in) != NULL) {
        char *tab = strchr(line, '\t');
        if (tab == NULL || tab - line >= (ptrdiff_t)sizeof s->questions->id)
            continue;
        *tab = 0;
        tab[1 + strcspn(tab + 1, "\r\n")] = 0;
        s->questions = realloc(s->questions, (s->count + 1) * sizeof *s->questions);
        question *q = &s->questions[s->count++];
        memset(q, 0, sizeof *q);
        strcpy(q->id, line);
        q->words = malloc(strlen(tab + 1) + 1);
        strcpy(q->words, tab + 1);
    }
    fclose(in);
}

static void read_judgements(question_set *s, const char *path)
{
    static char line[MAX_LINE];
    FILE *in = open_file(path);
    char id[64];
    judged one;
    while (fgets(line, sizeof line, in) != NULL) {
        question *q = sscanf(line, "%63s %255s %d", id, one.id, &one.worth) == 3 && one.worth > 0 ? find(s, id) : NULL;
        if (q == NULL || q->judged_count == MAX_JUDGED)
            continue;
        q->judged = realloc(q->judged, ((size_t)q->judged_count + 1) * sizeof one);
        q->judged[q->judged_count++] = one;
    }
    fclose(in);
}

static int worst_first(const void *a, const void *b)
{
    return ((const judged *)b)->worth - ((const judged *)a)->worth;
}

static double gain_of(const question *q, const docent_hits *hits)
{
    double gain = 0, best = 0;
    for (uint32_t i = 0; i < docent_hits_count(hits) && i < 10; i++)
        for (int k = 0; k < q->judged_count; k++)
            if (strcmp(q->judged[k].id, docent_hits_at(hits, i)->id) == 0)
                gain += q->judged[k].worth / log2(i + 2.0);
    qsort(q->judged, (size_t)q->judged_count, sizeof *q->judged, worst_first);
    for (int k = 0; k < q->judged_count && k < 10; k++)
        best += q->judged[k].worth / log2(k + 2.0);
    return gain / best;
}

static double measure(dct_searcher *s, const question_set *set, const char *locale, bool prefix)
{
    double sum = 0;
    int count = 0;
    docent_query query = DOCENT_QUERY_INIT;
    query.limit = 10;
    query.locale = locale;
    query.flags = DOCENT_QUERY_NO_EXCERPTS | (prefix ? DOCENT_QUERY_PREFIX : 0);
    for (size_t i = 0; i < set->count; i++) {
        docent_hits *hits;
        docent_error err;
        if (set->questions[i].judged_count == 0)
            continue;
        query.text = set->questions[i].words;
        if (dct_search_run(s, &query, &hits, &err) != DOCENT_OK)
            die(err.message);
        sum += gain_of(&set->questions[i], hits);
        count++;
        docent_hits_free(hits);
    }
    return count == 0 ? 0 : sum / count;
}

/* The weights by name, so that a trial can say what it changes. */
static const struct {
    const char *name;
    size_t      at;
} names[] = {
#define WEIGHT(name) { #name, offsetof(dct_weights, name) },
    DCT_WEIGHTS(WEIGHT)
#undef WEIGHT
};

static void change(dct_weights *weights, const char *trial)
{
    char name[40];
    double value;
    int used;
    for (; sscanf(trial, " %39[a-z_0-9]=%lf%n", name, &value, &used) == 2; trial += used) {
        size_t i = 0;
        while (i < sizeof names / sizeof *names && strcmp(names[i].name, name) != 0)
            i++;
        if (i == sizeof names / sizeof *names)
            die(name);
        memcpy((char *)weights + names[i].at, &value, sizeof value);
    }
}

int main(int argc, char **argv)
{
    static char trial[MAX_LINE];
    sqlite3 *db;
    sqlite3_stmt *stmt = NULL;
    dct_searcher *s;
    docent_error err;
    question_set set = { NULL, 0 };
    if (argc != 5)
        die("usage: bench_weigh BUNDLE QUERIES QRELS plain|prefix < trials");
    if (sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL) != SQLITE_OK || dct_index_register(db, &err) != DOCENT_OK ||
        sqlite3_prepare_v2(db, "SELECT tag FROM language ORDER BY position LIMIT 1", -1, &stmt, NULL) != SQLITE_OK ||
        sqlite3_step(stmt) != SQLITE_ROW)
        die(argv[1]);
    read_questions(&set, argv[2]);
    read_judgements(&set, argv[3]);
    const char *locale = (const char *)sqlite3_column_text(stmt, 0);
    if (dct_searcher_open(db, &dct_alloc_default, locale, &s, &err) != DOCENT_OK)
        die(err.message);
    while (fgets(trial, sizeof trial, stdin) != NULL) {
        dct_weights weights = dct_weights_default;
        change(&weights, trial);
        dct_searcher_weigh(s, &weights);
        printf("%.6f\n", measure(s, &set, locale, strcmp(argv[4], "prefix") == 0));
        fflush(stdout);
    }
    dct_searcher_close(s);
    sqlite3_finalize(stmt);
    sqlite3_close(db);
    return 0;
}
