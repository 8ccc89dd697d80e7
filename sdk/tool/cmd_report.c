/* docent report: what people asked, from the state files of one device or many, and what the authors can make of it.
 *
 *   docent report STATE.db...                   three tables for a terminal
 *   docent report STATE.db... --csv             the same as lines for a program
 *   docent report STATE.db... --bundle FILE     proposals for queries.yaml
 *
 * It only reads. The words come from strangers: what could steer a terminal or a spreadsheet is taken out. */
#include "commands.h"
#include "report_queries.h"

#include "../src/base/alloc.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ROWS_DEFAULT 20
#define LANG_WIDTH 8 /* "zh-Hans" and a space. */

typedef uint64_t (*measure)(const dct_question *q);

static uint64_t without_result(const dct_question *q) { return q->without_result; }
static uint64_t without_click(const dct_question *q) { return q->without_click; }
static uint64_t asked(const dct_question *q) { return q->asked; }

static const struct {
    const char *name, *title; /* name: in CSV. */
    measure     of;
} tables[] = {
    { "no-result", "Nothing was found", without_result },
    { "no-click", "Answers, but none was opened", without_click },
    { "asked", "Asked most", asked },
};
#define TABLES (sizeof tables / sizeof *tables)

/* ---- order ---- */

typedef struct ranked {
    uint64_t times;
    const dct_question *question;
} ranked;

static int by_times(const void *a, const void *b)
{
    const ranked *x = a, *y = b;
    if (x->times != y->times)
        return x->times < y->times ? 1 : -1;
    return (x->question > y->question) - (x->question < y->question); /* The order of the words. */
}

/* Questions with any of what is measured, the most first. */
static size_t rank(const dct_report *r, measure of, ranked *out)
{
    size_t count = 0;
    for (size_t i = 0; i < r->question_count; i++)
        if (of(&r->questions[i]) > 0)
            out[count++] = (ranked){ of(&r->questions[i]), &r->questions[i] };
    if (count > 0)
        qsort(out, count, sizeof *out, by_times);
    return count;
}

/* ---- words on the way out ---- */

/* Control characters, those above ASCII as well, become spaces. */
static void print_plain(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++) {
        bool high = *p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0;
        p += high;
        putchar(high || *p < 0x20 || *p == 0x7F ? ' ' : *p);
    }
}

/* Quoted; a spreadsheet would calculate what begins with one of = + - @. */
static void print_cell(const char *text)
{
    putchar('"');
    if (*text != 0 && strchr("=+-@\t\r", *text) != NULL)
        putchar('\'');
    for (const char *p = text; *p != 0; p++) {
        if (*p == '"')
            putchar('"');
        putchar((unsigned char)*p < 0x20 ? ' ' : *p);
    }
    putchar('"');
}

/* ---- the three ways of printing ---- */

static void print_row(const ranked *row)
{
    const dct_question *q = row->question;
    printf("%8llu  ", (unsigned long long)row->times);
    print_plain(q->kinds->lang);
    printf("%*s", LANG_WIDTH - (int)strlen(q->kinds->lang) > 1 ? LANG_WIDTH - (int)strlen(q->kinds->lang) : 1, "");
    print_plain(q->kinds->words);
    if (q->most_opened != NULL) {
        printf("  -> ");
        print_plain(q->most_opened->opened);
        printf(" (%llu)", (unsigned long long)q->most_opened->count);
    }
    putchar('\n');
}

static void print_table(size_t table, const ranked *rows, size_t count, size_t limit)
{
    printf("%s%s\n", table == 0 ? "" : "\n", tables[table].title);
    if (count == 0)
        puts("   never");
    for (size_t i = 0; i < count && i < limit; i++)
        print_row(&rows[i]);
    if (count > limit)
        printf("          ... and %zu more (--limit)\n", count - limit);
}

static void print_csv(size_t table, const ranked *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const dct_question *q = rows[i].question;
        printf("%s,%llu,", tables[table].name, (unsigned long long)rows[i].times);
        print_cell(q->kinds->words);
        putchar(',');
        print_cell(q->kinds->lang);
        putchar(',');
        print_cell(q->most_opened == NULL ? "" : q->most_opened->opened);
        printf(",%llu\n", q->most_opened == NULL ? 0ull : (unsigned long long)q->most_opened->count);
    }
}

static int print_all(const dct_report *r, bool csv, size_t limit)
{
    ranked *rows = calloc(r->question_count + 1, sizeof *rows);
    if (rows == NULL)
        return command_fail("out of memory");
    if (csv)
        puts("table,times,words,language,opened_most,opened_times");
    for (size_t i = 0; i < TABLES; i++) {
        size_t count = rank(r, tables[i].of, rows);
        if (csv)
            print_csv(i, rows, count);
        else
            print_table(i, rows, count, limit);
    }
    free(rows);
    return 0;
}

static int print_queries(const dct_report *r, const char *bundle)
{
    docent *h;
    docent_error error;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = bundle;
    if (docent_open(&config, &h, &error) != DOCENT_OK)
        return command_fail("%s", error.message);
    report_queries(r, h);
    docent_close(h);
    return 0;
}

/* ---- the command ---- */

typedef struct options {
    const char *bundle, *limit;
    bool        csv;
    long        rows;
} options;

static int run(const options *o, const char **files, int count)
{
    dct_report r;
    docent_error error;
    docent_status status = DOCENT_OK;
    dct_report_init(&r, &dct_alloc_default);
    for (int i = 0; status == DOCENT_OK && i < count; i++)
        status = dct_report_read(&r, files[i], &error);
    if (status == DOCENT_OK)
        status = dct_report_add_up(&r, &error);
    int code;
    if (status != DOCENT_OK)
        code = command_fail("%s", error.message);
    else
        code = o->bundle != NULL ? print_queries(&r, o->bundle) : print_all(&r, o->csv, (size_t)o->rows);
    dct_report_close(&r);
    return code;
}

int cmd_report(int argc, char **argv)
{
    options o = { NULL, NULL, false, ROWS_DEFAULT };
    const command_option known[] = {
        { "--bundle", &o.bundle, NULL }, { "--limit", &o.limit, NULL }, { "--csv", NULL, &o.csv }
    };
    const char **files = calloc((size_t)argc, sizeof *files);
    if (files == NULL)
        return command_fail("out of memory");
    int count = command_parse(argc, argv, known, sizeof known / sizeof *known, files, argc);
    int code = 2;
    if (count == 0)
        command_usage("report", "which state files?");
    else if (o.bundle != NULL && o.csv)
        command_usage("report", "--bundle prints queries, --csv counts: give one of them");
    else if (count > 0 && (o.limit == NULL || command_number("report", "--limit", o.limit, 1, 100000, &o.rows)))
        code = run(&o, files, count);
    free(files);
    return code;
}
