/* Which words ask for a person: "call", "can I talk to a human?", "wann habt ihr offen".
 *
 * The phrases are a string of the interface, so that each language has its own; English ones count everywhere. All of what
 * is typed may be one, or a phrase of several words may be a good part of it: "I want to talk to a human please". A single
 * word inside a sentence says nothing: "the number of the error". */
#include "answer.h"

#include "../base/utf8.h"
#include "../text/match.h"

#include <string.h>

#define GOOD_PART 0.4      /* Of the letters: "change the phone number of my account" is about the account. */
#define UNSPACED_LETTERS 4u /* In scripts without spaces a phrase is as long as several words. */
#define UNSPACED_FROM 0x3000u
#define LONG_LETTERS 10u    /* "Telefonnummer" is a phrase in one word. */

static bool is_unspaced(uint32_t c)
{
    return c >= UNSPACED_FROM;
}

/* Several words, or as long. */
static bool is_phrase(const char *text, uint32_t size)
{
    uint32_t unspaced = 0, letters = 0;
    for (size_t at = 0; at < size; letters++) {
        uint32_t c = dct_utf8_next(text, size, &at);
        unspaced += is_unspaced(c);
        if (c == ' ')
            return true;
    }
    return unspaced >= UNSPACED_LETTERS || letters >= LONG_LETTERS;
}

/* No letter of a word goes on there. */
static bool is_edge(const char *text, uint32_t size, uint32_t at)
{
    size_t before = at == 0 ? 0 : dct_utf8_previous(text, at), here = at;
    if (at == 0 || at == size)
        return true;
    uint32_t left = dct_utf8_next(text, size, &before), right = dct_utf8_next(text, size, &here);
    return left == ' ' || right == ' ' || is_unspaced(left) || is_unspaced(right) || right == ',' || right == '.';
}

static bool says(const char *words, uint32_t size, const char *phrase, uint32_t length)
{
    uint32_t from, to;
    if (length == 0 || !dct_text_match(words, size, phrase, length, 0, &from, &to))
        return false;
    if (from == 0 && to == size)
        return true;
    return is_phrase(phrase, length) && is_edge(words, size, from) && is_edge(words, size, to) &&
           (double)(to - from) >= GOOD_PART * size;
}

/* Without regard to case and accents. `list` is parted by commas. */
static bool says_any(const char *words, const char *list)
{
    for (const char *p = list; *p != 0;) {
        p += strspn(p, ", ");
        uint32_t length = (uint32_t)strcspn(p, ",");
        if (says(words, (uint32_t)strlen(words), p, length))
            return true;
        p += length;
    }
    return false;
}

/* Bytes of a space or a question mark of any script before `size`; 0 when there is none. */
static size_t end_mark(const char *text, size_t size)
{
    static const char *const marks[] = { " ", "?", "!", ".", "\xD8\x9F", "\xEF\xBC\x9F", "\xE3\x80\x82", "\xE3\x80\x80" };
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t length = strlen(marks[i]);
        if (size >= length && memcmp(text + size - length, marks[i], length) == 0)
            return length;
    }
    return 0;
}

const char *dct_trimmed(dct_build *b, const char *words)
{
    words += strspn(words, " ");
    size_t size = strlen(words);
    for (size_t mark = end_mark(words, size); mark > 0; mark = end_mark(words, size))
        size -= mark;
    const char *text = dct_arena_text(b->arena, words, size);
    return text == NULL ? "" : text;
}

bool dct_asks_for_person(dct_build *b, const char *words)
{
    const char *text = dct_trimmed(b, words);
    const char *english = DCT_MSG(
        "call, call us, call you, call me, callback, call back, call support, ring, phone, phone us, phone number, "
        "phone support, telephone, telephone number, number, hotline, helpline, support, customer service, "
        "customer support, talk to a human, talk to a person, talk to someone, talk to somebody, speak to a human, "
        "speak to a person, speak to someone, speak with someone, speak to an agent, speak with an agent, "
        "real person, human, person, agent, live agent, operator, contact, contact us, contact you, contact details, "
        "opening hours, business hours, hours, open, opening times, are you open, when do you open, "
        "when are you open");
    return b->content->contact != NULL && text[0] != 0 && (says_any(text, dct_tr(b, english)) || says_any(text, english));
}
