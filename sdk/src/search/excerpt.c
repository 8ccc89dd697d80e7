#include "excerpt.h"

#include <string.h>

#include "../base/utf8.h"

#define MAX_MATCHES 128u
#define MAX_TEXT_BYTES 8192u /* Of a section; they are cut to about 1,200 when packed. */

typedef struct match {
    uint32_t from, to, class;
} match;

static uint32_t class_of_word(const dct_marker *m, const dct_word *word)
{
    char folded[DCT_MAX_WORD_BYTES + 1];
    dct_entry entry;
    size_t size = dct_fold(word->text, word->size, folded);
    if (size == 0 || !dct_lexicon_find(&m->ranking->lexicon, folded, size, &entry))
        return 0;
    for (uint32_t i = 0; i < entry.term_count; i++)
        if (m->class_of[entry.terms[i]] != 0)
            return m->class_of[entry.terms[i]];
    for (uint32_t i = 0; i < entry.part_count; i++)
        if (m->class_of[entry.parts[i]] != 0)
            return m->class_of[entry.parts[i]];
    return 0;
}

/* Small words are marked only beside others: "the" alone says nothing. */
static bool is_worth_marking(const dct_marker *m, uint32_t class)
{
    return class != 0 && class <= m->ask->count && !m->ask->words[class - 1].small &&
           m->ask->words[class - 1].kind != DCT_WORD_SHORT;
}

static uint32_t find_matches(const dct_marker *m, const char *text, size_t size, uint8_t lang, match *out)
{
    dct_words words;
    dct_word word;
    uint32_t count = 0;
    dct_words_init(&words, text, size, dct_lang_at(lang)->turkic);
    while (count < MAX_MATCHES && dct_words_next(&words, &word)) {
        uint32_t class = word.kind == DCT_WORD_SHORT ? 0 : class_of_word(m, &word);
        if (!is_worth_marking(m, class))
            continue;
        if (count > 0 && word.from < out[count - 1].to) {
            out[count - 1].to = word.to > out[count - 1].to ? (uint32_t)word.to : out[count - 1].to;
            continue;
        }
        out[count++] = (match){ (uint32_t)word.from, (uint32_t)word.to, class };
    }
    return count;
}

/* The first of the matches whose line holds the most different words. */
static uint32_t best_start(const dct_marker *m, const match *matches, uint32_t count)
{
    uint32_t best = 0;
    double most = -1;
    for (uint32_t i = 0; i < count; i++) {
        bool seen[256] = { false };
        double sum = 0;
        for (uint32_t k = i; k < count && matches[k].to - matches[i].from <= DCT_EXCERPT_BYTES * 3 / 4; k++) {
            if (!seen[matches[k].class])
                sum += m->ask->words[matches[k].class - 1].weight;
            seen[matches[k].class] = true;
        }
        if (sum > most + 1e-9) {
            most = sum;
            best = i;
        }
    }
    return best;
}

static bool is_space(char c)
{
    return c == ' ' || c == '\n' || c == '\t' || c == '\r';
}

/* Where a line that shows byte `want` begins: after a sentence or a word, not long before. */
static size_t line_start(const char *text, size_t want)
{
    size_t low = want > DCT_EXCERPT_BYTES / 3 ? want - DCT_EXCERPT_BYTES / 3 : 0, word = want;
    if (low == 0)
        return 0;
    for (size_t at = want; at > low; at--) {
        if (text[at - 1] == '\n' || (is_space(text[at - 1]) && at > 1 && strchr(".!?:", text[at - 2]) != NULL))
            return at;
        if (is_space(text[at - 1]))
            word = at;
    }
    return word < want ? word : dct_utf8_cut(text, low);
}

static size_t line_end(const char *text, size_t size, size_t from)
{
    if (size - from <= DCT_EXCERPT_BYTES)
        return size;
    size_t end = from + DCT_EXCERPT_BYTES;
    for (size_t at = end; at > from + DCT_EXCERPT_BYTES / 2; at--)
        if (is_space(text[at]))
            return at;
    return dct_utf8_cut(text, end);
}

/* One line of text, an ellipsis where it was cut, and the marks that fall into it. */
static dct_excerpt make(const dct_marker *m, const char *text, size_t size, size_t from, size_t to, const match *matches,
                        uint32_t count)
{
    static const char dots[] = "\xE2\x80\xA6";
    dct_excerpt out = { "", NULL, 0 };
    size_t lead = from > 0 ? sizeof dots - 1 : 0;
    char *line = dct_arena_new(m->arena, lead + (to - from) + sizeof dots);
    out.marks = dct_arena_array(m->arena, count + 1u, sizeof *out.marks);
    if (line == NULL || out.marks == NULL)
        return (dct_excerpt){ "", NULL, 0 };
    memcpy(line, dots, lead);
    for (size_t i = from; i < to; i++)
        line[lead + i - from] = is_space(text[i]) ? ' ' : text[i];
    if (to < size)
        memcpy(line + lead + (to - from), dots, sizeof dots);
    for (uint32_t i = 0; i < count && out.mark_count < DCT_MAX_MARKS; i++)
        if (matches[i].from >= from && matches[i].to <= to)
            out.marks[out.mark_count++] =
                (docent_span){ (uint32_t)(matches[i].from - from + lead), (uint32_t)(matches[i].to - from + lead) };
    out.text = line;
    return out;
}

dct_excerpt dct_mark(const dct_marker *marker, const char *text, uint8_t lang)
{
    match matches[MAX_MATCHES];
    size_t size = strlen(text);
    uint32_t count = find_matches(marker, text, size < MAX_TEXT_BYTES ? size : MAX_TEXT_BYTES, lang, matches);
    return make(marker, text, size, 0, size, matches, count);
}

dct_excerpt dct_excerpt_of(const dct_marker *marker, const char *text, size_t size, uint8_t lang)
{
    match matches[MAX_MATCHES];
    if (size > MAX_TEXT_BYTES)
        size = dct_utf8_cut(text, MAX_TEXT_BYTES);
    while (size > 0 && is_space(text[size - 1]))
        size--;
    uint32_t count = find_matches(marker, text, size, lang, matches);
    size_t from = count == 0 ? 0 : line_start(text, matches[best_start(marker, matches, count)].from);
    while (from < size && is_space(text[from]))
        from++;
    return make(marker, text, size, from, line_end(text, size, from), matches, count);
}
