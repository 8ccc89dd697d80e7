/* From what people opened to golden queries: words after which the same article was opened again and again should keep
 * finding it. What is printed can be pasted into queries.yaml; the comments say how it stands today. */
#include "report_queries.h"

#include <stdio.h>
#include <string.h>

#define OFTEN 3       /* Fewer times may be one person trying again. */
#define TOP_DEFAULT 3 /* People look at three results. */

/* A string that YAML reads back as it is, whatever it holds. */
static void print_quoted(const char *text)
{
    putchar('"');
    for (const unsigned char *p = (const unsigned char *)text; *p != 0; p++) {
        if (*p == '"' || *p == '\\')
            printf("\\%c", *p);
        else if (*p < 0x20 || *p == 0x7F)
            printf("\\x%02X", *p);
        else if (*p == 0xC2 && p[1] >= 0x80 && p[1] < 0xA0) /* Controls above ASCII. */
            printf("\\x%02X", *++p);
        else
            putchar(*p);
    }
    putchar('"');
}

/* From 1, as packing will look; 0 when it is not found. */
static uint32_t place_of(docent *h, const dct_search_count *c)
{
    docent_query q = DOCENT_QUERY_INIT;
    docent_hits *hits = NULL;
    uint32_t place = 0;
    q.text = c->words;
    q.locale = *c->lang == 0 ? NULL : c->lang;
    q.flags = DOCENT_QUERY_NO_EXCERPTS;
    if (docent_search(h, &q, &hits) != DOCENT_OK)
        return 0;
    for (uint32_t i = 0; i < docent_hits_count(hits) && place == 0; i++)
        if (strcmp(docent_hits_at(hits, i)->id, c->opened) == 0)
            place = i + 1;
    docent_hits_free(hits);
    return place;
}

static bool has_article(docent *h, const char *id)
{
    docent_article *article = NULL;
    bool there = docent_article_open(h, id, &article) == DOCENT_OK;
    docent_article_close(article);
    return there;
}

/* First is worth keeping first, if nothing else is opened more for these words. */
static void propose(docent *h, const dct_question *q, const dct_search_count *c)
{
    uint32_t place = place_of(h, c), top = place == 1 && c == q->most_opened ? 1 : TOP_DEFAULT;
    printf("# opened %llu of %llu times; ", (unsigned long long)c->count, (unsigned long long)q->asked);
    if (place == 0)
        puts("today it is not found: packing fails until it is");
    else if (place > top)
        printf("today in place %u: packing fails until it is among the first %u\n", (unsigned)place, (unsigned)top);
    else
        printf("today in place %u\n", (unsigned)place);
    fputs("- words: ", stdout);
    print_quoted(c->words);
    fputs("\n  expect: ", stdout);
    print_quoted(c->opened);
    printf("\n  top: %u\n", (unsigned)top);
    if (*c->lang != 0) {
        fputs("  lang: ", stdout);
        print_quoted(c->lang);
        putchar('\n');
    }
}

void report_queries(const dct_report *r, docent *h)
{
    for (size_t i = 0; i < r->question_count; i++) {
        const dct_question *q = &r->questions[i];
        for (uint32_t k = 0; k < q->kind_count; k++) {
            const dct_search_count *c = &q->kinds[k];
            if (*c->opened != 0 && c->count >= OFTEN && has_article(h, c->opened))
                propose(h, q, c);
        }
    }
}
