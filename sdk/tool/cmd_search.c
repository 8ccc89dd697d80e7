/* docent search: finds articles from the command line, one query or a file of them.
 *
 *   docent search FILE "words" [--locale L] [--limit N] [--json] [--explain] [--prefix] [--product P] ...
 *   docent search FILE --batch QUERIES.tsv --run OUT [--limit N] [--prefix] [--locale L] ...
 *
 * It knows only <docent/docent.h>: what it finds is what any program finds. */
#define _POSIX_C_SOURCE 200809L
#include "commands.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define MAX_LIMIT 200
#define MAX_LINE_BYTES (2u << 20) /* A query of 1 MB must get an answer, too. */

typedef struct options {
    const char *file, *words, *locale, *batch, *run, *also;
    const char *product, *version, *audience, *screen; /* Where the person is. */
    uint32_t    limit;
    bool        json, explain, prefix;
} options;

static bool usage(const char *why)
{
    command_usage("search", "%s", why);
    return false;
}

static bool read_arguments(options *o, int argc, char **argv)
{
    const char *limit = NULL, *words[2] = { NULL, NULL };
    const command_option known[] = {
        { "--locale", &o->locale, NULL },   { "--limit", &limit, NULL },          { "--batch", &o->batch, NULL },
        { "--also", &o->also, NULL },
        { "--run", &o->run, NULL },         { "--product", &o->product, NULL },   { "--screen", &o->screen, NULL },
        { "--audience", &o->audience, NULL }, { "--product-version", &o->version, NULL },
        { "--json", NULL, &o->json },       { "--explain", NULL, &o->explain },   { "--prefix", NULL, &o->prefix },
    };
    int count = command_parse(argc, argv, known, sizeof known / sizeof *known, words, 2);
    long number = 0; /* The library's own. */
    if (count < 0 || (limit != NULL && !command_number("search", "--limit", limit, 1, MAX_LIMIT, &number)))
        return false;
    o->file = words[0];
    o->words = words[1];
    o->limit = (uint32_t)number;
    if (o->file == NULL)
        return usage("which bundle?");
    if ((o->batch == NULL) == (o->words == NULL))
        return usage("give words, in quotes, or --batch QUERIES.tsv");
    return (o->batch == NULL) == (o->run == NULL) || usage("--batch and --run go together");
}

static int run_query(docent *h, const options *o, const char *words, uint32_t flags, docent_hits **hits)
{
    docent_query query = DOCENT_QUERY_INIT;
    query.text = words;
    query.locale = o->locale;
    query.limit = o->limit;
    query.product = o->product;
    query.audience = o->audience;
    query.version = o->version;
    query.screen = o->screen;
    query.flags = flags | (o->prefix ? DOCENT_QUERY_PREFIX : 0);
    return docent_search(h, &query, hits) == DOCENT_OK ? 0 : command_fail("%s", docent_last_error(h)->message);
}

/* ---- one query --------------------------------------------------------------- */

static void print_json_text(const char *text)
{
    putchar('"');
    for (const unsigned char *p = (const unsigned char *)text; *p; p++) {
        if (*p == '"' || *p == '\\')
            printf("\\%c", *p);
        else if (*p < 0x20 || *p == 0x7F)
            printf("\\u%04x", *p);
        else
            putchar(*p);
    }
    putchar('"');
}

static void print_json(uint32_t rank, const docent_hit *hit)
{
    printf("{\"rank\":%u,\"id\":", rank);
    print_json_text(hit->id);
    printf(",\"title\":");
    print_json_text(hit->title);
    printf(",\"score\":%.6f,\"excerpt\":", hit->score);
    print_json_text(hit->excerpt);
    printf(",\"locale\":");
    print_json_text(hit->locale);
    printf(",\"anchor\":");
    print_json_text(hit->anchor);
    printf("}\n");
}

/* Text with what matched in brackets, on one line. */
static void print_marked(const char *text, const docent_span *marks, uint32_t count)
{
    uint32_t mark = 0, size = (uint32_t)strlen(text);
    for (uint32_t i = 0; i <= size; i++) {
        if (mark < count && i == marks[mark].to) {
            putchar(']');
            mark++;
        }
        if (mark < count && i == marks[mark].from)
            putchar('[');
        if (i < size)
            putchar(text[i] == '\n' ? ' ' : text[i]);
    }
    putchar('\n');
}

static void print_text(uint32_t rank, const docent_hit *hit)
{
    printf("%2u. ", rank);
    print_marked(hit->title, hit->title_marks, hit->title_mark_count);
    printf("    %s%s%s (%s)  %.3f\n", hit->id, *hit->anchor ? "#" : "", hit->anchor, hit->locale, hit->score);
    if (*hit->excerpt) {
        printf("    ");
        print_marked(hit->excerpt, hit->marks, hit->mark_count);
    }
}

/* Poor answers that nobody explains are blamed on the search: one line, as of a command that fails. */
static void warn(const options *o, const docent_hits *hits)
{
    const char *said = docent_hits_explained(hits);
    if (*said != 0 && !o->explain)
        command_fail("%s: %.*s", o->file, (int)strcspn(said, "\n"), said);
}

static int search_once(docent *h, const options *o)
{
    docent_hits *hits = NULL;
    if (run_query(h, o, o->words, o->explain ? DOCENT_QUERY_EXPLAIN : 0, &hits) != 0)
        return 1;
    warn(o, hits);
    if (!o->json && *docent_hits_corrected(hits))
        printf("Showing results for: %s\n", docent_hits_corrected(hits));
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        if (o->json)
            print_json(i + 1, docent_hits_at(hits, i));
        else
            print_text(i + 1, docent_hits_at(hits, i));
    }
    if (!o->json && docent_hits_count(hits) == 0)
        printf("Nothing found.\n");
    if (o->explain)
        fputs(docent_hits_explained(hits), o->json ? stderr : stdout);
    docent_hits_free(hits);
    return 0;
}

/* ---- a file of queries --------------------------------------------------------- */

/* Of each query by the wall's clock, and of the processor's: the second is the same on a busy machine. */
typedef struct times {
    double  *us, *cpu;
    uint32_t count, room;
} times;

static double now_us(clockid_t clock)
{
    struct timespec t;
    clock_gettime(clock, &t);
    return (double)t.tv_sec * 1e6 + (double)t.tv_nsec / 1e3;
}

static bool grow(double **list, uint32_t room)
{
    double *grown = realloc(*list, room * sizeof *grown);
    if (grown != NULL)
        *list = grown;
    return grown != NULL;
}

static int add_time(times *t, double us, double cpu)
{
    if (t->count == t->room) {
        uint32_t room = t->room == 0 ? 1024 : t->room * 2;
        if (!grow(&t->us, room) || !grow(&t->cpu, room))
            return command_fail("out of memory");
        t->room = room;
    }
    t->us[t->count] = us;
    t->cpu[t->count++] = cpu;
    return 0;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_spread(const char *prefix, double *us, uint32_t count)
{
    double sum = 0;
    for (uint32_t i = 0; i < count; i++)
        sum += us[i];
    if (count > 0)
        qsort(us, count, sizeof *us, by_value);
    uint32_t p99 = count == 0 ? 0 : (uint32_t)((double)(count - 1) * 0.99 + 0.5);
    printf(" %smean_us=%.1f %sp99_us=%.1f", prefix, count == 0 ? 0 : sum / count, prefix, count == 0 ? 0 : us[p99]);
}

static void print_times(times *t)
{
    printf("queries=%u", t->count);
    print_spread("", t->us, t->count);
    print_spread("cpu_", t->cpu, t->count);
    printf("\n");
}

static int answer(docent *h, const options *o, const char *qid, const char *words, FILE *run, times *t)
{
    docent_hits *hits = NULL;
    double from = now_us(CLOCK_MONOTONIC), from_cpu = now_us(CLOCK_PROCESS_CPUTIME_ID);
    if (run_query(h, o, words, DOCENT_QUERY_NO_EXCERPTS, &hits) != 0)
        return 1;
    double cpu = now_us(CLOCK_PROCESS_CPUTIME_ID) - from_cpu, us = now_us(CLOCK_MONOTONIC) - from;
    if (t->count == 0)
        warn(o, hits);
    for (uint32_t i = 0; i < docent_hits_count(hits); i++) {
        const docent_hit *hit = docent_hits_at(hits, i);
        fprintf(run, "%s Q0 %s %u %.9g docent\n", qid, hit->id, i + 1, hit->score);
    }
    docent_hits_free(hits);
    return add_time(t, us, cpu);
}

/* One line, without its end, into *line. False at the end of the file. */
static bool read_line(FILE *in, char **line, size_t *room)
{
    ssize_t n = getline(line, room, in);
    if (n < 0)
        return false;
    while (n > 0 && ((*line)[n - 1] == '\n' || (*line)[n - 1] == '\r'))
        (*line)[--n] = '\0';
    return true;
}

static int answer_all(docent *h, const options *o, FILE *in, FILE *run, times *t)
{
    char *line = NULL;
    size_t room = 0;
    int rc = 0;
    for (unsigned number = 1; rc == 0 && read_line(in, &line, &room); number++) {
        char *tab = strchr(line, '\t');
        if (*line == '\0')
            continue;
        if (tab == NULL || tab == line || room > MAX_LINE_BYTES) {
            rc = command_fail("%s: line %u: the queries need ID<TAB>WORDS", o->batch, number);
            break;
        }
        *tab = '\0';
        rc = answer(h, o, line, tab + 1, run, t);
    }
    free(line);
    return rc;
}

static int search_batch(docent *h, const options *o)
{
    times t = { NULL, NULL, 0, 0 };
    FILE *in = fopen(o->batch, "r");
    if (in == NULL)
        return command_fail("%s: %s", o->batch, strerror(errno));
    FILE *run = fopen(o->run, "w");
    int rc = run == NULL ? command_fail("%s: %s", o->run, strerror(errno)) : answer_all(h, o, in, run, &t);
    if (run != NULL && fclose(run) != 0 && rc == 0)
        rc = command_fail("%s: %s", o->run, strerror(errno));
    fclose(in);
    if (rc == 0)
        print_times(&t);
    free(t.us);
    free(t.cpu);
    return rc;
}

/* "reseller.docent,store.docent": each goes before those that stand before it. */
static int add_bundles(docent *h, const char *files)
{
    char path[4096];
    docent_bundle bundle = DOCENT_BUNDLE_INIT;
    while (files != NULL && *files != '\0') {
        size_t size = strcspn(files, ",");
        snprintf(path, sizeof path, "%.*s", (int)(size < sizeof path ? size : 0), files);
        bundle.id = bundle.path = path;
        bundle.precedence++;
        if (docent_bundle_add(h, &bundle) != DOCENT_OK)
            return command_fail("%s", docent_last_error(h)->message);
        files += size + (files[size] == ',');
    }
    return 0;
}

int cmd_search(int argc, char **argv)
{
    options o = { .limit = 0 };
    docent_config config = DOCENT_CONFIG_INIT;
    docent_error err;
    docent *h = NULL;
    if (!read_arguments(&o, argc, argv))
        return 2;
    config.bundle_path = o.file;
    config.locale = o.locale;
    if (docent_open(&config, &h, &err) != DOCENT_OK)
        return command_fail("%s", err.message);
    int rc = add_bundles(h, o.also);
    if (rc == 0)
        rc = o.batch != NULL ? search_batch(h, &o) : search_once(h, &o);
    docent_close(h);
    return rc;
}
