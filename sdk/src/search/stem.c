/* See stem.h. libstemmer is known to this file alone. */
#include "stem.h"

#include <libstemmer.h>
#include <string.h>

#include "../base/utf8.h"

void dct_stemmers_close(dct_stemmers *s)
{
    for (size_t i = 0; i < DCT_MAX_STEMMERS; i++)
        if (s->of[i] != NULL)
            sb_stemmer_delete(s->of[i]);
    memset(s, 0, sizeof *s);
}

static struct sb_stemmer *stemmer_of(dct_stemmers *s, uint8_t lang)
{
    const char *name = dct_lang_at(lang)->stemmer;
    if (name == NULL || lang >= DCT_MAX_STEMMERS)
        return NULL;
    if (!s->tried[lang]) {
        s->of[lang] = sb_stemmer_new(name, NULL);
        s->tried[lang] = true;
    }
    return s->of[lang];
}

/* Letters below U+0250 are Latin; a digit says nothing of a language, and such words are codes: "e104". */
static bool is_latin_word(const char *text, size_t size)
{
    bool letter = false;
    for (size_t at = 0; at < size;) {
        uint32_t c = dct_utf8_next(text, size, &at);
        if (c >= 0x250 && !(c >= 0x1E00 && c < 0x1F00))
            return false;
        letter = letter || c >= 'a';
    }
    return letter;
}

static bool has_digit(const char *text, size_t size)
{
    for (size_t i = 0; i < size; i++)
        if (text[i] >= '0' && text[i] <= '9')
            return true;
    return false;
}

/* The language whose stemmer fits the letters: foreign names in Latin letters are mostly English. */
static uint8_t language_for(uint8_t lang, const char *lower, size_t size)
{
    if (has_digit(lower, size))
        return DCT_LANG_NONE;
    bool latin = is_latin_word(lower, size);
    if (latin == dct_lang_at(lang)->latin)
        return lang;
    return latin ? dct_lang_of("en") : DCT_LANG_NONE;
}

size_t dct_term(dct_stemmers *s, uint8_t lang, const char *lower, size_t size, char out[DCT_MAX_WORD_BYTES + 1])
{
    struct sb_stemmer *stemmer = stemmer_of(s, language_for(lang, lower, size));
    if (stemmer == NULL)
        return dct_fold(lower, size, out);
    const sb_symbol *stem = sb_stemmer_stem(stemmer, (const sb_symbol *)lower, (int)size);
    if (stem == NULL)
        return dct_fold(lower, size, out);
    size_t stem_size = (size_t)sb_stemmer_length(stemmer);
    return stem_size == 0 ? dct_fold(lower, size, out) : dct_fold((const char *)stem, stem_size, out);
}
