/* Steps through text for carets and selections: graphemes as Unicode cuts them (UAX 29, by utf8proc), and words as a
 * double click means them. For words this is not UAX 29: there is no dictionary, so Thai goes from one mark between
 * words to the next, and Chinese by character. */
#include "text.h"

#include "../base/utf8.h"

#include <utf8proc.h>

#define BACK_MAX 256u /* Bytes to go back for the start of a grapheme; longer ones are hostile. */

uint32_t dct_text_next_grapheme(const char *text, uint32_t size, uint32_t at)
{
    if (at >= size)
        return size;
    size_t           next = at;
    utf8proc_int32_t state = 0, before = (utf8proc_int32_t)dct_utf8_next(text, size, &next);
    while (next < size) {
        size_t           after = next;
        utf8proc_int32_t c = (utf8proc_int32_t)dct_utf8_next(text, size, &after);
        if (utf8proc_grapheme_break_stateful(before, c, &state))
            break;
        before = c;
        next = after;
    }
    return (uint32_t)next;
}

/* A place not after `at` where a grapheme surely begins. */
static uint32_t sure_start(const char *text, uint32_t at)
{
    uint32_t low = at > BACK_MAX ? at - BACK_MAX : 0;
    uint32_t i = at;
    while (i > low) {
        i = (uint32_t)dct_utf8_previous(text, i);
        unsigned char c = (unsigned char)text[i];
        if (c < 0x80 && c != '\n' && c != '\r')
            return i; /* ASCII never continues a grapheme, but for a line feed after a carriage return. */
    }
    return i;
}

uint32_t dct_text_previous_grapheme(const char *text, uint32_t size, uint32_t at)
{
    if (at > size)
        at = size;
    if (at == 0)
        return 0;
    uint32_t start = sure_start(text, at);
    for (;;) {
        uint32_t next = dct_text_next_grapheme(text, size, start);
        if (next >= at)
            return start;
        start = next;
    }
}

/* ---- words ---- */

typedef enum kind { SPACE, MARK, LETTER, HIRAGANA, KATAKANA, OTHER } kind;

static kind kind_of(uint32_t c)
{
    if (c == 0x200B)
        return SPACE;
    if (c >= 0x3041 && c <= 0x309F)
        return HIRAGANA;
    if ((c >= 0x30A1 && c <= 0x30FF) || (c >= 0x31F0 && c <= 0x31FF))
        return KATAKANA;
    if ((c >= 0x3400 && c <= 0x9FFF) || (c >= 0x20000 && c <= 0x3FFFF))
        return OTHER;
    switch (utf8proc_category((utf8proc_int32_t)c)) {
    case UTF8PROC_CATEGORY_ZS: case UTF8PROC_CATEGORY_ZL: case UTF8PROC_CATEGORY_ZP: case UTF8PROC_CATEGORY_CC:
        return SPACE;
    case UTF8PROC_CATEGORY_MN: case UTF8PROC_CATEGORY_MC: case UTF8PROC_CATEGORY_ME: case UTF8PROC_CATEGORY_CF:
        return MARK;
    case UTF8PROC_CATEGORY_LU: case UTF8PROC_CATEGORY_LL: case UTF8PROC_CATEGORY_LT: case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO: case UTF8PROC_CATEGORY_ND: case UTF8PROC_CATEGORY_NL: case UTF8PROC_CATEGORY_NO:
    case UTF8PROC_CATEGORY_PC:
        return LETTER;
    default:
        return OTHER;
    }
}

static kind kind_at(const char *text, uint32_t size, uint32_t at)
{
    size_t next = at;
    return at < size ? kind_of(dct_utf8_next(text, size, &next)) : SPACE;
}

/* "don't", "2.1", "E-104": one sign between letters or digits belongs to the word. */
static bool joins_words(const char *text, uint32_t size, uint32_t at)
{
    size_t   after = at;
    uint32_t c = dct_utf8_next(text, size, &after);
    if (c != '\'' && c != 0x2019 && c != '.' && c != '-' && c != ',')
        return false;
    uint32_t before = (uint32_t)dct_utf8_previous(text, at);
    if (at == 0 || kind_at(text, size, before) != LETTER || kind_at(text, size, (uint32_t)after) != LETTER)
        return false;
    bool digits = text[before] >= '0' && text[before] <= '9';
    bool digit_after = text[after] >= '0' && text[after] <= '9';
    return c == '\'' || c == 0x2019 || (c == '-' && digit_after) || (digits && digit_after);
}

static bool same_word(const char *text, uint32_t size, uint32_t at, kind word)
{
    kind k = kind_at(text, size, at);
    return k == MARK || (k == word && word != OTHER) || (word == LETTER && k == OTHER && joins_words(text, size, at));
}

void dct_text_word_at(const char *text, uint32_t size, uint32_t at, uint32_t *from, uint32_t *to)
{
    if (at >= size && size > 0)
        at = dct_text_previous_grapheme(text, size, size);
    while (at > 0 && kind_at(text, size, at) == MARK)
        at = (uint32_t)dct_utf8_previous(text, at);
    *from = *to = at;
    if (at >= size)
        return;
    kind word = kind_at(text, size, at);
    if (word == OTHER && joins_words(text, size, at))
        word = LETTER;
    while (*from > 0 && same_word(text, size, (uint32_t)dct_utf8_previous(text, *from), word))
        *from = (uint32_t)dct_utf8_previous(text, *from);
    while (*from < at && kind_at(text, size, *from) == MARK)
        *from = dct_text_next_grapheme(text, size, *from);
    *to = dct_text_next_grapheme(text, size, at);
    while (*to < size && same_word(text, size, *to, word))
        *to = dct_text_next_grapheme(text, size, *to);
}
