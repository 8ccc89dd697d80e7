/*   Pair the headset
 *   ================
 *   1. Hold the button.            a marker hangs in the indentation of what it belongs to
 *      [Picture: A hand]
 *      - Red
 *   Warning: Hot!
 *
 * Lines are not wrapped: terminals and pagers do that. */
#include "show.h"

#include <string.h>

typedef struct page {
    FILE                 *out;
    const docent_article *article;
    int                   indent;
    char                  marker[640]; /* Waits for the next line: "1. ", or "- 1. " where a list begins with a list. */
} page;

static const docent_block *block_at(const page *p, uint32_t index)
{
    return docent_article_block(p->article, index);
}

/* The marker stands at the end of the indentation. */
static void begin_line(page *p)
{
    int size = (int)strlen(p->marker);
    fprintf(p->out, "%*s%s", p->indent - size > 0 ? p->indent - size : 0, "", p->marker);
    p->marker[0] = 0;
}

static void print_lines(page *p, const char *before, const char *text, const char *after)
{
    for (bool first = true; first || *text != 0; first = false) {
        size_t size = strcspn(text, "\n");
        bool last = text[size] == 0 || text[size + 1] == 0;
        begin_line(p);
        fprintf(p->out, "%s%.*s%s\n", first ? before : "", (int)size, text, last ? after : "");
        text += size + (text[size] == '\n');
    }
}

static void print_blocks(page *p, uint32_t from, uint32_t end);

static void print_inside(page *p, uint32_t index, const char *marker)
{
    int size = (int)strlen(marker);
    size_t used = strlen(p->marker);
    snprintf(p->marker + used, sizeof p->marker - used, "%s", marker);
    p->indent += size;
    print_blocks(p, index + 1, block_at(p, index)->end);
    p->indent -= size;
    p->marker[0] = 0; /* An empty item prints nothing. */
}

static void print_numbered(page *p, uint32_t index)
{
    const docent_block *b = block_at(p, index);
    char marker[32] = "- ";
    if (b->kind == DOCENT_BLOCK_FOOTNOTE)
        snprintf(marker, sizeof marker, "[%u] ", (unsigned)b->number);
    else if (b->number != 0)
        snprintf(marker, sizeof marker, "%u. ", (unsigned)b->number);
    else if ((b->flags & DOCENT_BLOCK_CHECKBOX) != 0)
        snprintf(marker, sizeof marker, "- [%c] ", (b->flags & DOCENT_BLOCK_CHECKED) != 0 ? 'x' : ' ');
    print_inside(p, index, marker);
}

static void print_row(page *p, uint32_t index)
{
    const docent_block *row = block_at(p, index);
    begin_line(p);
    for (uint32_t c = index + 1; c < row->end; c = block_at(p, c)->end) {
        const docent_block *cell = block_at(p, c);
        fprintf(p->out, "%s%s", c == index + 1 ? "" : " | ", cell->text);
        for (uint32_t i = c + 1; i < cell->end; i++)
            fprintf(p->out, " [Picture: %s]", block_at(p, i)->text);
    }
    fputc('\n', p->out);
}

static const char *alert_name(uint32_t level)
{
    static const char *const names[] = { "Note: ", "Note: ", "Tip: ", "Important: ", "Warning: ", "Caution: " };
    return names[level < sizeof names / sizeof *names ? level : 0];
}

static void print_answer(page *p, const docent_block *b)
{
    begin_line(p);
    fprintf(p->out, "-> %s (%s)\n", b->text, b->target);
}

static void print_screen(page *p, uint32_t index)
{
    print_lines(p, "? ", block_at(p, index)->text, "");
    print_inside(p, index, "  ");
}

static void print_block(page *p, uint32_t index)
{
    const docent_block *b = block_at(p, index);
    switch (b->kind) {
    case DOCENT_BLOCK_HEADING: print_lines(p, b->level > 2 ? "### " : "## ", b->text, ""); break;
    case DOCENT_BLOCK_PARAGRAPH: print_lines(p, "", b->text, ""); break;
    case DOCENT_BLOCK_PICTURE: if (b->text_len > 0) print_lines(p, "[Picture: ", b->text, "]"); break;
    case DOCENT_BLOCK_CODE: p->indent += 4; print_lines(p, "", b->text, ""); p->indent -= 4; break;
    case DOCENT_BLOCK_RULE: print_lines(p, "---", "", ""); break;
    case DOCENT_BLOCK_ROW: print_row(p, index); break;
    case DOCENT_BLOCK_ANSWER: print_answer(p, b); break;
    case DOCENT_BLOCK_SCREEN: print_screen(p, index); break;
    case DOCENT_BLOCK_ALERT: print_inside(p, index, alert_name(b->level)); break;
    case DOCENT_BLOCK_QUOTE: print_inside(p, index, "> "); break;
    case DOCENT_BLOCK_STEP:
    case DOCENT_BLOCK_ITEM:
    case DOCENT_BLOCK_FOOTNOTE: print_numbered(p, index); break;
    default: print_blocks(p, index + 1, b->end); break;
    }
}

/* An empty line between what stands at the top or begins a screen; inside of lists none. */
static void print_blocks(page *p, uint32_t from, uint32_t end)
{
    for (uint32_t i = from; i < end; i = block_at(p, i)->end) {
        if (block_at(p, i)->parent == UINT32_MAX)
            fputc('\n', p->out);
        print_block(p, i);
    }
}

static size_t count_characters(const char *text)
{
    size_t count = 0;
    for (; *text != 0; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

/* Pack takes a summary from the first words when the author gave none; a line's end is a space there. */
static bool repeats_the_text(const docent_article *a, const char *summary)
{
    const char *text = docent_article_block_count(a) == 0 ? "" : docent_article_block(a, 0)->text;
    while (*summary != 0 && (*text == *summary || (*text == '\n' && *summary == ' '))) {
        text++;
        summary++;
    }
    return *summary == 0 || strcmp(summary, "\xE2\x80\xA6") == 0;
}

static void print_title(FILE *out, const docent_article *a)
{
    const char *title = docent_article_title(a), *summary = docent_article_summary(a);
    if (*title != 0)
        fprintf(out, "%s\n", title);
    for (size_t i = count_characters(title); i > 0; i--)
        fputc('=', out);
    if (*title != 0)
        fputc('\n', out);
    if (!repeats_the_text(a, summary))
        fprintf(out, "%s\n", summary);
}

void show_readable(FILE *out, const docent_article *a, const docent_hits *related)
{
    page p = { .out = out, .article = a };
    print_title(out, a);
    print_blocks(&p, 0, docent_article_block_count(a));
    for (uint32_t i = 0; i < docent_hits_count(related); i++) {
        const docent_hit *hit = docent_hits_at(related, i);
        fprintf(out, "%sSee also: %s (%s)\n", i == 0 ? "\n" : "", hit->title, hit->id);
    }
}
