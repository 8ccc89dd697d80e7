/* A report for a program or a spreadsheet: one line a fact. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

/* Quoted; a spreadsheet would calculate what begins with one of = + - @. */
static void cell(FILE *out, const char *text)
{
    fputc('"', out);
    if (*text != 0 && strchr("=+-@\t\r", *text) != NULL)
        fputc('\'', out);
    for (const char *p = text; *p != 0; p++) {
        if (*p == '"')
            fputc('"', out);
        fputc((unsigned char)*p < 0x20 ? ' ' : *p, out);
    }
    fputc('"', out);
}

/* table,times,what,language,also,also_times */
static void line(FILE *out, const char *table, uint64_t times, const char *what, const char *lang, const char *also,
                 uint64_t also_times)
{
    fprintf(out, "%s,%llu,", table, (unsigned long long)times);
    cell(out, what);
    fputc(',', out);
    cell(out, lang);
    fputc(',', out);
    cell(out, also);
    fprintf(out, ",%llu\n", (unsigned long long)also_times);
}

static void place(const report *r, FILE *out, const report_table *table, uint64_t times, const char *address)
{
    char title[400];
    report_title(r, address, title, sizeof title);
    line(out, table->name, times, address, "", strcmp(title, address) == 0 ? "" : title, 0);
}

static void votes(FILE *out, const dct_voice *v)
{
    for (int i = DOCENT_OPINION_HELPED; i <= DOCENT_OPINION_MISSING; i++)
        if (v->opinions[i] > 0)
            line(out, "vote", v->opinions[i], v->address, "", dct_opinion_name(i), 0);
    if (*v->worst != 0)
        line(out, "worst-place", v->worst_count, v->address, "", v->worst, 0);
    for (uint32_t i = 0; i < v->reason_count; i++) {
        char table[40];
        snprintf(table, sizeof table, "reason %s", dct_opinion_name((int)v->reasons[i].opinion));
        line(out, table, v->reasons[i].count, v->reasons[i].place, "", v->reasons[i].text, 0);
    }
}

static void row(const report *r, FILE *out, const report_table *table, const report_row *row)
{
    const dct_question *q = row->item;
    if (table->kind == REPORT_QUESTIONS)
        line(out, table->name, row->times, q->kinds->words, q->kinds->lang,
             q->most_opened == NULL ? "" : q->most_opened->opened, q->most_opened == NULL ? 0 : q->most_opened->count);
    else if (table->kind == REPORT_EXITS)
        place(r, out, table, row->times, ((const dct_tally_row *)row->item)->name);
    else
        place(r, out, table, row->times, ((const dct_voice *)row->item)->address);
    if (table->rank != NULL)
        votes(out, row->item);
}

static void promises(FILE *out, const dct_voices *v)
{
    for (size_t i = 0; i < v->kind_count; i++)
        line(out, "requests", v->kinds[i].count, v->kinds[i].name, "", "", 0);
    line(out, "promises", v->kept, "kept", "", "", 0);
    line(out, "promises", v->broken, "broken", "", "", 0);
    line(out, "promises", v->open, "not answered yet", "", "overdue", v->overdue);
    line(out, "promises", v->waiting, "waiting to leave", "", "refused", v->held);
    line(out, "satisfaction", v->satisfied, "satisfied", "", "", 0);
    line(out, "satisfaction", v->not_satisfied, "not satisfied", "", "", 0);
    for (int i = 0; i < DCT_TOOK_BINS; i++)
        line(out, "answers", v->took_bins[i], dct_took_names[i], "", "", 0);
    line(out, "answers", v->took_count, "all", "", "median seconds", v->median_s);
}

bool report_csv(const report *r, FILE *out)
{
    fputs("table,times,what,language,also,also_times\n", out);
    for (size_t i = 0; i < REPORT_TABLES; i++) {
        size_t count;
        report_row *rows = report_rows(r, &report_tables[i], &count);
        if (rows == NULL)
            return false;
        for (size_t k = 0; k < count; k++)
            row(r, out, &report_tables[i], &rows[k]);
        free(rows);
    }
    promises(out, r->voices);
    return !ferror(out);
}
