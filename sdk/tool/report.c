/* The tables of a report: what each counts, in which order, and how a place is called. */
#include "report.h"

#include <docent/article.h>

#include <stdlib.h>
#include <string.h>

static uint64_t without_result(const void *q) { return ((const dct_question *)q)->without_result; }
static uint64_t without_click(const void *q) { return ((const dct_question *)q)->without_click; }
static uint64_t asked(const void *q) { return ((const dct_question *)q)->asked; }
static uint64_t read_then_asked(const void *v) { return ((const dct_voice *)v)->asked; }
static uint64_t against(const void *v) { return ((const dct_voice *)v)->against; }
static uint64_t surely_against(const void *v) { return dct_voice_against(v); }
static uint64_t ended(const void *row) { return ((const dct_tally_row *)row)->count; }

const report_table report_tables[REPORT_TABLES] = {
    { "no-result", "Nothing was found", "Write an article for these words, or give them to one as keywords.",
      REPORT_QUESTIONS, without_result, NULL },
    { "no-click", "Answers, but none was opened", "No title promised what was asked: look at titles and summaries.",
      REPORT_QUESTIONS, without_click, NULL },
    { "person", "Read, and then a person was asked", "What these articles leave open; the requests say it.",
      REPORT_PLACES, read_then_asked, NULL },
    { "votes", "Voted worst", "Most surely bad first: three votes of three say less than thirty of forty.",
      REPORT_PLACES, against, surely_against },
    { "exits", "Where people gave up in a guide", "The screen before they asked for a person: add a fix, or an easier step.",
      REPORT_EXITS, ended, NULL },
    { "asked", "Asked most", "What your help is for; keep these answers short and right.",
      REPORT_QUESTIONS, asked, NULL },
};

/* ---- order ---- */

typedef struct ordered {
    report_row row;
    uint64_t   rank;
    size_t     number; /* Of equals, the order of the words. */
} ordered;

static int by_rank(const void *a, const void *b)
{
    const ordered *x = a, *y = b;
    if (x->rank != y->rank)
        return x->rank < y->rank ? 1 : -1;
    if (x->row.times != y->row.times)
        return x->row.times < y->row.times ? 1 : -1;
    return (x->number > y->number) - (x->number < y->number);
}

static const void *item_at(const report *r, report_kind kind, size_t i)
{
    if (kind == REPORT_QUESTIONS)
        return i < r->asked->question_count ? &r->asked->questions[i] : NULL;
    if (kind == REPORT_PLACES)
        return i < r->voices->place_count ? &r->voices->places[i] : NULL;
    return i < r->voices->exit_count ? &r->voices->exits[i] : NULL;
}

report_row *report_rows(const report *r, const report_table *table, size_t *count)
{
    size_t all = 0;
    *count = 0;
    while (item_at(r, table->kind, all) != NULL)
        all++;
    ordered *list = calloc(all + 1, sizeof *list);
    report_row *rows = calloc(all + 1, sizeof *rows);
    for (size_t i = 0; list != NULL && rows != NULL && i < all; i++) {
        const void *item = item_at(r, table->kind, i);
        uint64_t times = table->of(item);
        if (times > 0)
            list[(*count)++] = (ordered){ { times, item }, table->rank == NULL ? times : table->rank(item), i };
    }
    if (*count > 0)
        qsort(list, *count, sizeof *list, by_rank);
    for (size_t i = 0; i < *count; i++)
        rows[i] = list[i].row;
    if (list == NULL) {
        free(rows);
        rows = NULL;
    }
    free(list);
    return rows;
}

uint64_t report_searches(const report *r, uint64_t *no_result, uint64_t *no_click)
{
    uint64_t all = 0;
    *no_result = *no_click = 0;
    for (size_t i = 0; i < r->asked->question_count; i++) {
        all += r->asked->questions[i].asked;
        *no_result += r->asked->questions[i].without_result;
        *no_click += r->asked->questions[i].without_click;
    }
    return all;
}

/* ---- names ---- */

static void add_screen(const docent_article *a, const char *anchor, char *out, size_t room)
{
    size_t used = strlen(out);
    uint32_t index = *anchor == 0 ? UINT32_MAX : docent_article_find(a, anchor);
    const docent_block *b = index == UINT32_MAX ? NULL : docent_article_block(a, index);
    if (b != NULL && b->kind == DOCENT_BLOCK_SCREEN && used < room)
        snprintf(out + used, room - used, " > %s", b->text);
}

void report_title(const report *r, const char *address, char *out, size_t room)
{
    char id[600];
    const char *from = strchr(address, '/'), *hash = strchr(address, '#');
    docent_article *a = NULL;
    size_t size = from == NULL ? 0 : hash != NULL && hash > from ? (size_t)(hash - from) - 1 : strlen(from + 1);
    snprintf(out, room, "%s", address);
    if (r->help == NULL || from == NULL || size >= sizeof id)
        return;
    memcpy(id, from + 1, size);
    id[size] = 0;
    if (docent_article_open(r->help, id, &a) == DOCENT_OK) {
        snprintf(out, room, "%s", docent_article_title(a));
        add_screen(a, hash == NULL ? "" : hash + 1, out, room);
    }
    docent_article_close(a);
}

void report_span(uint32_t s, char out[32])
{
    unsigned days = s / 86400, hours = s / 3600 % 24, minutes = s / 60 % 60;
    if (days > 0)
        snprintf(out, 32, "%u d %u h", days, hours);
    else if (hours > 0)
        snprintf(out, 32, "%u h %u min", hours, minutes);
    else
        snprintf(out, 32, "%u min", minutes);
}

/* U+200E, U+200F, U+202A..U+202E and U+2066..U+2069 move what stands beside them. */
static size_t is_turn(const unsigned char *p)
{
    if (p[0] != 0xE2)
        return 0;
    bool marks = p[1] == 0x80 && (p[2] == 0x8E || p[2] == 0x8F || (p[2] >= 0xA8 && p[2] <= 0xAE));
    return marks || (p[1] == 0x81 && p[2] >= 0xA6 && p[2] <= 0xA9) ? 3 : 0;
}

void report_plain(FILE *out, const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p != 0;) {
        size_t skip = *p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0 ? 2 : is_turn(p);
        skip = skip == 0 && (*p < 0x20 || *p == 0x7F) ? 1 : skip;
        fputc(skip > 0 ? ' ' : *p, out);
        p += skip > 0 ? skip : 1;
    }
}
