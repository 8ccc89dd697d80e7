/* Thai words by libthai's dictionary, at packing time only. Runs of Thai letters are handed to it one by one, in
 * portions that keep its time linear (their ends get no mark); what it finds is checked, so that no mark ever parts a
 * vowel from its consonant:
 *
 *   แตะหน้าจอ   ->   แตะ|หน้า|จอ      | is U+200B */
#include "thai.h"

#include "../base/utf8.h"

#include <thai/thbrk.h>
#include <thai/thwbrk.h>

#define PORTION 500 /* Letters; a sentence is about 100. */

static const char mark[] = "\xE2\x80\x8B";

static bool is_thai(uint32_t c)
{
    return c >= 0x0E01 && c <= 0x0E4E && !(c >= 0x0E3B && c <= 0x0E3F);
}

/* Vowels and tone marks that follow their consonant, the repetition and the abbreviation sign. */
static bool clings(uint32_t c)
{
    return (c >= 0x0E30 && c <= 0x0E3A) || (c >= 0x0E45 && c <= 0x0E4E) || c == 0x0E2F;
}

/* Vowels written before their consonant. */
static bool leads(uint32_t c)
{
    return c >= 0x0E40 && c <= 0x0E44;
}

typedef struct run {
    thwchar_t letters[PORTION + 1];
    size_t    starts[PORTION + 1]; /* Bytes. */
    int       breaks[PORTION + 1];
    int       count;
} run;

/* The run of Thai letters at text[at]; the byte after it. */
static size_t take_run(const char *text, size_t size, size_t at, run *r)
{
    r->count = 0;
    while (at < size && r->count < PORTION) {
        size_t   next = at;
        uint32_t c = dct_utf8_next(text, size, &next);
        if (!is_thai(c))
            break;
        r->starts[r->count] = at;
        r->letters[r->count++] = (thwchar_t)c;
        at = next;
    }
    r->letters[r->count] = 0;
    r->starts[r->count] = at;
    return at;
}

static void mark_run(ThBrk *dictionary, const char *text, run *r, dct_buf *out)
{
    int    found = th_brk_wc_find_breaks(dictionary, r->letters, r->breaks, PORTION);
    size_t from = r->starts[0];
    for (int i = 0; i < found; i++) {
        int at = r->breaks[i];
        if (at <= 0 || at >= r->count || clings((uint32_t)r->letters[at]) || leads((uint32_t)r->letters[at - 1]))
            continue;
        dct_buf_add(out, text + from, r->starts[at] - from);
        dct_buf_add_text(out, mark);
        from = r->starts[at];
    }
    dct_buf_add(out, text + from, r->starts[r->count] - from);
}

static void mark_all(ThBrk *dictionary, const char *text, size_t size, dct_buf *out)
{
    run    r;
    size_t from = 0;
    for (size_t at = 0; at < size;) {
        size_t end = take_run(text, size, at, &r);
        if (end == at) {
            dct_utf8_next(text, size, &at);
            continue;
        }
        dct_buf_add(out, text + from, at - from);
        mark_run(dictionary, text, &r, out);
        from = at = end;
    }
    dct_buf_add(out, text + from, size - from);
}

bool dct_thai_in(const char *text, size_t size)
{
    for (size_t i = 0; i + 2 < size; i++)
        if (text[i] == '\xE0' && (text[i + 1] == '\xB8' || text[i + 1] == '\xB9'))
            return true;
    return false;
}

/* libthai's own type goes by our name outside this file. */
dct_thai *dct_thai_open(void)
{
    return (dct_thai *)th_brk_new(NULL);
}

void dct_thai_close(dct_thai *thai)
{
    if (thai != NULL)
        th_brk_delete((ThBrk *)thai);
}

docent_status dct_thai_mark_words(dct_thai *thai, const char *text, size_t size, dct_buf *out)
{
    if (thai == NULL || !dct_thai_in(text, size))
        dct_buf_add(out, text, size);
    else
        mark_all((ThBrk *)thai, text, size, out);
    return out->failed ? DOCENT_ERR_NOMEM : DOCENT_OK;
}
