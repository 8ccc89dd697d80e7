/* A report as one page that needs nothing else: no script, no network, no second file. What stands in it comes from strangers
 * and is text, whatever it holds; a policy in the page's head forbids the rest. */
#include "report_html.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#define REASONS 4

/* ---- rows ---- */

static void question(const report *r, FILE *out, const dct_question *q)
{
    char title[400], address[600];
    html_words(out, q->kinds->words, q->kinds->lang);
    if (*q->kinds->lang != 0) {
        fputs("<span class=\"tag\">", out);
        html_text(out, q->kinds->lang);
        fputs("</span>", out);
    }
    if (q->most_opened == NULL)
        return;
    snprintf(address, sizeof address, "article/%s", q->most_opened->opened);
    report_title(r, address, title, sizeof title);
    fputs("<small>opened most: ", out);
    html_words(out, strcmp(title, address) == 0 ? q->most_opened->opened : title, "");
    fprintf(out, ", %llu times</small>", (unsigned long long)q->most_opened->count);
}

static void place(const report *r, FILE *out, const char *address)
{
    char title[400];
    report_title(r, address, title, sizeof title);
    html_words(out, title, "");
    if (strcmp(title, address) != 0) {
        fputs("<small>", out);
        html_words(out, address, "");
        fputs("</small>", out);
    }
}

static void votes(FILE *out, const dct_voice *v)
{
    static const char *const tones[] = { "", "e", "b", "a", "c", "d" };
    html_piece pieces[5];
    size_t count = 0;
    for (int i = DOCENT_OPINION_HELPED; i <= DOCENT_OPINION_MISSING; i++)
        if (v->opinions[i] > 0)
            pieces[count++] = (html_piece){ tones[i], dct_opinion_name(i), v->opinions[i] };
    html_legend_bar(out, pieces, count);
    if (*v->worst != 0) {
        fputs("<small>most at ", out);
        html_words(out, v->worst, "");
        fputs("</small>", out);
    }
    for (uint32_t i = 0; i < v->reason_count && i < REASONS; i++) {
        fputs("<blockquote>", out);
        html_words(out, v->reasons[i].text, "");
        fprintf(out, " <small>%s", dct_opinion_name((int)v->reasons[i].opinion));
        if (v->reasons[i].count > 1)
            fprintf(out, ", %u times", v->reasons[i].count);
        fputs("</small></blockquote>", out);
    }
    if (v->reason_count > REASONS)
        fprintf(out, "<small>and %u more in the CSV</small>", v->reason_count - REASONS);
}

static void row(const report *r, FILE *out, const report_table *table, const report_row *row, uint64_t most)
{
    fputs("<tr><th scope=\"row\">", out);
    if (table->kind == REPORT_QUESTIONS)
        question(r, out, row->item);
    else if (table->kind == REPORT_EXITS)
        place(r, out, ((const dct_tally_row *)row->item)->name);
    else
        place(r, out, ((const dct_voice *)row->item)->address);
    if (table->rank != NULL)
        votes(out, row->item);
    else
        html_bar(out, &(html_piece){ "a", NULL, row->times }, 1, most);
    fprintf(out, "</th><td>%llu</td></tr>\n", (unsigned long long)row->times);
}

static void begin_section(FILE *out, const char *id, const char *title, const char *advice)
{
    fprintf(out, "<section id=\"%s\" aria-labelledby=\"%s-title\">\n<h2 id=\"%s-title\">", id, id, id);
    html_text(out, title);
    fputs("</h2>\n<p class=\"advice\">", out);
    html_text(out, advice);
    fputs("</p>\n", out);
}

static bool table_section(const report *r, FILE *out, const report_table *table)
{
    size_t count;
    uint64_t most = 0;
    report_row *rows = report_rows(r, table, &count);
    if (rows == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        most = rows[i].times > most ? rows[i].times : most;
    begin_section(out, table->name, table->title, table->advice);
    if (count == 0)
        fputs("<p class=\"none\">Never so far.</p>\n", out);
    else
        html_table_begin(out, table->kind == REPORT_QUESTIONS ? "Words" : "Place");
    for (size_t i = 0; i < count && i < r->limit; i++)
        row(r, out, table, &rows[i], most);
    if (count > 0)
        html_table_end(out);
    if (count > r->limit)
        fprintf(out, "<p class=\"more\">and %zu more (--limit)</p>\n", count - r->limit);
    fputs("</section>\n", out);
    free(rows);
    return true;
}

/* ---- numbers ---- */

static void percent(uint64_t part, uint64_t whole, char out[32])
{
    if (whole == 0)
        snprintf(out, 32, "\xE2\x80\x93");
    else
        snprintf(out, 32, "%.0f %%", 100.0 * (double)part / (double)whole);
}

static void tiles(const report *r, FILE *out)
{
    const dct_voices *v = r->voices;
    uint64_t none, unopened, all = report_searches(r, &none, &unopened);
    uint64_t promised = v->kept + v->broken, judged = v->satisfied + v->not_satisfied;
    char text[32];
    fputs("<div class=\"tiles\">\n", out);
    snprintf(text, sizeof text, "%llu", (unsigned long long)all);
    html_tile(out, text, "searches", false);
    percent(none, all, text);
    html_tile(out, text, "found nothing", all > 0 && none * 5 > all);
    percent(unopened, all, text);
    html_tile(out, text, "found, none opened", false);
    snprintf(text, sizeof text, "%llu", (unsigned long long)v->requests);
    html_tile(out, text, "asked for a person", false);
    percent(v->kept, promised, text);
    html_tile(out, text, "answered when promised", promised > 0 && v->kept * 10 < promised * 9);
    if (v->took_count > 0)
        report_span(v->median_s, text);
    else
        snprintf(text, sizeof text, "\xE2\x80\x93");
    html_tile(out, text, "half are answered within", false);
    percent(v->satisfied, judged, text);
    html_tile(out, text, "satisfied afterwards", judged > 0 && v->satisfied * 2 < judged);
    snprintf(text, sizeof text, "%llu", (unsigned long long)v->overdue);
    html_tile(out, text, "wait longer than promised", v->overdue > 0);
    fputs("</div>\n", out);
}

static void searches(const report *r, FILE *out)
{
    uint64_t none, unopened, all = report_searches(r, &none, &unopened);
    const html_piece pieces[] = { { "e", "an answer was opened", all - none - unopened },
                                  { "c", "answers, none opened", unopened },
                                  { "b", "nothing found", none } };
    begin_section(out, "searches", "What became of searches", "An answer that is opened is the aim.");
    if (all == 0)
        fputs("<p class=\"none\">Nobody has searched yet.</p>\n", out);
    else
        html_legend_bar(out, pieces, sizeof pieces / sizeof *pieces);
    fputs("</section>\n", out);
}

static void counted_rows(FILE *out, const char *title, const char *what, const html_piece *rows, size_t count)
{
    uint64_t most = 0;
    for (size_t i = 0; i < count; i++)
        most = rows[i].count > most ? rows[i].count : most;
    if (most == 0)
        return;
    fprintf(out, "<h3>%s</h3>\n", title);
    html_table_begin(out, what);
    for (size_t i = 0; i < count; i++) {
        fputs("<tr><th scope=\"row\">", out);
        html_words(out, rows[i].name, "");
        html_bar(out, &rows[i], 1, most);
        fprintf(out, "</th><td>%llu</td></tr>\n", (unsigned long long)rows[i].count);
    }
    html_table_end(out);
}

static void promises(const report *r, FILE *out)
{
    const dct_voices *v = r->voices;
    html_piece kinds[16], took[DCT_TOOK_BINS];
    size_t count = 0;
    const html_piece kept[] = { { "e", "in time", v->kept },
                                { "b", "late", v->broken },
                                { "d", "open and overdue", v->overdue },
                                { "a", "open", v->open - v->overdue } };
    for (size_t i = 0; i < v->kind_count && count < sizeof kinds / sizeof *kinds; i++)
        kinds[count++] = (html_piece){ "a", v->kinds[i].name, v->kinds[i].count };
    for (int i = 0; i < DCT_TOOK_BINS; i++)
        took[i] = (html_piece){ "a", dct_took_names[i], v->took_bins[i] };
    begin_section(out, "promises", "Promises", "Requests with the time by which an answer was promised.");
    if (v->requests + v->kept + v->broken + v->open == 0)
        fputs("<p class=\"none\">Nobody has asked for a person yet.</p>\n", out);
    else
        html_legend_bar(out, kept, sizeof kept / sizeof *kept);
    if (v->waiting + v->held > 0)
        fprintf(out, "<p class=\"more\">%llu wait to leave a device; %llu were refused by a server.</p>\n",
                (unsigned long long)v->waiting, (unsigned long long)v->held);
    counted_rows(out, "How long answers took", "Time", took, DCT_TOOK_BINS);
    counted_rows(out, "How people asked", "Kind", kinds, count);
    fputs("</section>\n", out);
}

/* ---- the page ---- */

static void head(const report *r, FILE *out)
{
    const char *product = r->help == NULL ? "" : docent_info_of(r->help)->product;
    char title[300], day[32] = "";
    time_t now = (time_t)r->now;
    const struct tm *utc = gmtime(&now);
    if (utc != NULL)
        strftime(day, sizeof day, "%Y-%m-%d", utc);
    snprintf(title, sizeof title, "What people asked%s%.200s", *product == 0 ? "" : ": ", product);
    html_begin(out, title);
    fputs("<header>\n<h1>", out);
    html_text(out, title);
    fprintf(out, "</h1>\n<p>From %u device%s, %s</p>\n</header>\n", r->voices->devices, r->voices->devices == 1 ? "" : "s", day);
}

static void contents(FILE *out)
{
    fputs("<nav aria-label=\"Contents\">", out);
    for (size_t i = 0; i < REPORT_TABLES; i++)
        fprintf(out, "<a href=\"#%s\">%s</a>", report_tables[i].name, report_tables[i].title);
    fputs("<a href=\"#promises\">Promises</a></nav>\n", out);
}

bool report_html(const report *r, FILE *out)
{
    head(r, out);
    tiles(r, out);
    contents(out);
    searches(r, out);
    bool ok = true;
    fputs("<div class=\"cols\">\n", out);
    for (size_t i = 0; i < REPORT_TABLES && ok; i++)
        ok = table_section(r, out, &report_tables[i]);
    fputs("</div>\n", out);
    promises(r, out);
    fputs("<footer>Counted on the devices: words and places, nothing of who asked or when. What people wrote beside a vote is "
          "shown without mail addresses, numbers and the like.</footer>\n", out);
    html_end(out);
    return ok && !ferror(out);
}
