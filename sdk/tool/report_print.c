/* A report for a terminal: the words come from strangers, so what could steer one is taken out. */
#include "report.h"

#include <stdlib.h>
#include <string.h>

#define LANG_WIDTH 8 /* "zh-Hans" and a space. */
#define REASONS 3    /* Under an article. */

static void print_question(const dct_question *q)
{
    int gap = LANG_WIDTH - (int)strlen(q->kinds->lang);
    report_plain(stdout, q->kinds->lang);
    printf("%*s", gap > 1 ? gap : 1, "");
    report_plain(stdout, q->kinds->words);
    if (q->most_opened != NULL) {
        printf("  -> ");
        report_plain(stdout, q->most_opened->opened);
        printf(" (%llu)", (unsigned long long)q->most_opened->count);
    }
    putchar('\n');
}

static void print_votes(const dct_voice *v)
{
    printf("          ");
    for (int i = DOCENT_OPINION_HELPED; i <= DOCENT_OPINION_MISSING; i++)
        if (v->opinions[i] > 0)
            printf("%s %llu  ", dct_opinion_name(i), (unsigned long long)v->opinions[i]);
    if (*v->worst != 0) {
        printf("most at ");
        report_plain(stdout, v->worst);
    }
    putchar('\n');
    for (uint32_t i = 0; i < v->reason_count && i < REASONS; i++) {
        printf("          \"");
        report_plain(stdout, v->reasons[i].text);
        printf("\" (%s", dct_opinion_name((int)v->reasons[i].opinion));
        if (v->reasons[i].count > 1)
            printf(", %u times", v->reasons[i].count);
        puts(")");
    }
}

static void print_place(const report *r, const char *address)
{
    char title[400];
    report_title(r, address, title, sizeof title);
    report_plain(stdout, title);
    if (strcmp(title, address) != 0) {
        printf("  ");
        report_plain(stdout, address);
    }
    putchar('\n');
}

static void print_row(const report *r, const report_table *table, const report_row *row)
{
    printf("%8llu  ", (unsigned long long)row->times);
    if (table->kind == REPORT_QUESTIONS)
        print_question(row->item);
    else if (table->kind == REPORT_EXITS)
        print_place(r, ((const dct_tally_row *)row->item)->name);
    else
        print_place(r, ((const dct_voice *)row->item)->address);
    if (table->rank != NULL)
        print_votes(row->item);
}

static bool print_table(const report *r, const report_table *table)
{
    size_t count;
    report_row *rows = report_rows(r, table, &count);
    if (rows == NULL)
        return false;
    printf("%s\n", table->title);
    if (count == 0)
        puts("   never");
    for (size_t i = 0; i < count && i < r->limit; i++)
        print_row(r, table, &rows[i]);
    if (count > r->limit)
        printf("          ... and %zu more (--limit)\n", count - r->limit);
    putchar('\n');
    free(rows);
    return true;
}

static void print_promises(const dct_voices *v)
{
    char span[32];
    puts("Promises");
    printf("%8llu  requests:", (unsigned long long)v->requests);
    for (size_t i = 0; i < v->kind_count; i++) {
        printf("  ");
        report_plain(stdout, v->kinds[i].name);
        printf(" %llu", (unsigned long long)v->kinds[i].count);
    }
    printf("\n%8llu  answered when promised\n%8llu  later than promised\n%8llu  not answered yet, %llu of them overdue\n",
           (unsigned long long)v->kept, (unsigned long long)v->broken, (unsigned long long)v->open,
           (unsigned long long)v->overdue);
    printf("%8llu  wait to leave a device, %llu were refused\n", (unsigned long long)v->waiting, (unsigned long long)v->held);
    if (v->took_count > 0) {
        report_span(v->median_s, span);
        printf("%8zu  answers known, half of them within %s\n", v->took_count, span);
    }
    if (v->satisfied + v->not_satisfied > 0)
        printf("%8llu  satisfied afterwards, %llu not\n", (unsigned long long)v->satisfied,
               (unsigned long long)v->not_satisfied);
}

bool report_print(const report *r)
{
    for (size_t i = 0; i < REPORT_TABLES; i++)
        if (!print_table(r, &report_tables[i]))
            return false;
    print_promises(r->voices);
    return true;
}
