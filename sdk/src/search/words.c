/* See words.h. One pass, no memory, any bytes: ill-formed UTF-8 separates words. */
#include "words.h"

#include <string.h>
#include <utf8proc.h>

#include "../base/utf8.h"

typedef enum char_class { CLASS_OTHER, CLASS_WORD, CLASS_GRAM2, CLASS_GRAM3, CLASS_JOINER } char_class;

typedef struct range { uint32_t from, to; char_class class; } range;

/* Scripts without spaces, and Hangul, whose particles are glued to the words. Ascending. */
static const range unspaced[] = {
    { 0x0E00, 0x0EFF, CLASS_GRAM3 },   /* Thai, Lao */
    { 0x1000, 0x109F, CLASS_GRAM3 },   /* Myanmar */
    { 0x1100, 0x11FF, CLASS_GRAM2 },   /* Hangul Jamo */
    { 0x1780, 0x17FF, CLASS_GRAM3 },   /* Khmer */
    { 0x2E80, 0x2FDF, CLASS_GRAM2 },   /* radicals */
    { 0x3005, 0x3007, CLASS_GRAM2 },
    { 0x3041, 0x30FF, CLASS_GRAM2 },   /* kana */
    { 0x3105, 0x31FF, CLASS_GRAM2 },
    { 0x3400, 0x4DBF, CLASS_GRAM2 },
    { 0x4E00, 0x9FFF, CLASS_GRAM2 },
    { 0xAC00, 0xD7FF, CLASS_GRAM2 },   /* Hangul */
    { 0xF900, 0xFAFF, CLASS_GRAM2 },
    { 0xFF66, 0xFFDC, CLASS_GRAM2 },   /* half-width kana and Hangul */
    { 0x1B000, 0x1B16F, CLASS_GRAM2 },
    { 0x20000, 0x3FFFF, CLASS_GRAM2 },
};

static bool is_letter_category(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO;
}

static char_class class_of(uint32_t c)
{
    if (c < 0x80)
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? CLASS_WORD : CLASS_OTHER;
    if (c == 0xAD || c == 0x200B || c == 0x200C || c == 0x200D || c == 0x2060)
        return CLASS_JOINER;
    if (c < 0xE00 || c == 0xFFFD || !is_letter_category(c))
        return c < 0xE00 && is_letter_category(c) ? CLASS_WORD : CLASS_OTHER;
    for (size_t i = 0; i < sizeof unspaced / sizeof *unspaced && c >= unspaced[i].from; i++)
        if (c <= unspaced[i].to)
            return unspaced[i].class;
    return CLASS_WORD;
}

static char_class class_at(const dct_words *w, size_t at, size_t *next)
{
    *next = at;
    return class_of(dct_utf8_next(w->text, w->size, next));
}

void dct_words_init(dct_words *words, const char *text, size_t size, bool turkic)
{
    memset(words, 0, sizeof *words);
    words->text = text;
    words->size = size;
    words->turkic = turkic;
}

/* A run of ASCII letters and digits ends here or goes on beyond ASCII: most words of most languages are such runs. */
static size_t ascii_run(const dct_words *w, size_t at)
{
    while (at < w->size && (unsigned char)w->text[at] < 0x80 && class_of((unsigned char)w->text[at]) == CLASS_WORD)
        at++;
    return at;
}

/* The end of the run that starts at `at` and has this class; joiners belong to it. */
static size_t run_end(const dct_words *w, size_t at, char_class class)
{
    while (at < w->size) {
        size_t next;
        if (class == CLASS_WORD)
            at = ascii_run(w, at);
        if (at == w->size || (class == CLASS_WORD && (unsigned char)w->text[at] < 0x80))
            break;
        char_class here = class_at(w, at, &next);
        if (here != class && here != CLASS_JOINER)
            break;
        at = next;
    }
    return at;
}

static bool is_mark(uint32_t c)
{
    /* U+200B: pack marks where Thai lines may break; who types a question does not. */
    return c == 0x200B || utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_MN;
}

static size_t skip_points(const dct_words *w, size_t at, size_t count, size_t end)
{
    while (at < end) {
        size_t next = at;
        uint32_t c = dct_utf8_next(w->text, w->size, &next);
        if (!is_mark(c) && count-- == 0)
            break;
        at = next;
    }
    return at;
}

size_t dct_words_first(const char *gram, size_t size)
{
    dct_words all;
    dct_words_init(&all, gram, size, false);
    return skip_points(&all, 0, 1, size);
}

static void fill(const dct_words *w, size_t from, size_t to, dct_word_kind kind, dct_word *out)
{
    out->from = from;
    out->to = to;
    out->kind = kind;
    out->tail = false;
    out->size = dct_lower(w->text + from, to - from, w->turkic, out->text);
}

/* The next gram of the run that w is in. The last gram of a run is full: "abc" gives ab, bc; "a" gives a. Every character of
 * pairs is a short gram, too: a and b after their pairs, c as the end. */
static void next_gram(dct_words *w, dct_word *out)
{
    size_t next, first = w->at;
    bool pairs = class_at(w, first, &next) != CLASS_GRAM3;
    size_t end = skip_points(w, first, pairs ? 2 : 3, w->run_end);
    next = skip_points(w, first, 1, w->run_end);
    bool alone = next == end;
    fill(w, first, end, pairs && alone && w->run_started ? DCT_WORD_SHORT : DCT_WORD_GRAM, out);
    out->tail = w->run_started;
    w->run_started = true;
    w->joined.size = 0;
    if (pairs && !alone)
        fill(w, first, next, DCT_WORD_SHORT, &w->joined);
    w->at = pairs || end < w->run_end ? next : end;
    if (w->at == w->run_end)
        w->run_end = 0;
}

static void forget_join(dct_words *w)
{
    w->before_size = 0;
}

/* Is exactly one hyphen between the word before and `from`? */
static bool hyphen_before(const dct_words *w, size_t from)
{
    if (w->before_size == 0 || from <= w->before_to)
        return false;
    size_t at = w->before_to;
    uint32_t c = dct_utf8_next(w->text, w->size, &at);
    return at == from && (c == '-' || c == '\'' || c == '_' || c == 0x2010 || c == 0x2011 || c == 0x2019);
}

static void offer_join(dct_words *w, const dct_word *word)
{
    if (hyphen_before(w, word->from) && w->before_size + word->size <= DCT_MAX_WORD_BYTES) {
        w->joined = *word;
        w->joined.kind = DCT_WORD_JOINED;
        w->joined.from = w->before_from;
        memcpy(w->joined.text, w->before, w->before_size);
        memcpy(w->joined.text + w->before_size, word->text, word->size + 1);
        w->joined.size = w->before_size + word->size;
    }
    memcpy(w->before, word->text, word->size + 1);
    w->before_size = word->size;
    w->before_from = word->from;
    w->before_to = word->to;
}

static bool hand_out_joined(dct_words *w, dct_word *out)
{
    if (w->joined.size == 0)
        return false;
    *out = w->joined;
    w->joined.size = 0;
    return true;
}

bool dct_words_next(dct_words *w, dct_word *out)
{
    if (hand_out_joined(w, out))
        return true;
    while (w->at < w->size) {
        if (w->run_end != 0) {
            next_gram(w, out);
            if (out->size > 0)
                return true;
            continue;
        }
        size_t next, from = w->at;
        if ((unsigned char)w->text[from] < 0x80 && class_of((unsigned char)w->text[from]) == CLASS_OTHER) {
            w->at++;
            continue;
        }
        char_class class = class_at(w, from, &next);
        if (class == CLASS_OTHER || class == CLASS_JOINER) {
            w->at = next;
            continue;
        }
        size_t end = run_end(w, next, class);
        if (class != CLASS_WORD) {
            forget_join(w);
            w->run_end = end;
            w->run_started = false;
            continue;
        }
        w->at = end;
        fill(w, from, end, DCT_WORD_PLAIN, out);
        if (out->size == 0)
            continue;
        offer_join(w, out);
        return true;
    }
    return false;
}
