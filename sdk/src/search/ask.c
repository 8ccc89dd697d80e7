/* See ask.h. A word is looked up as it is spelt; failing that by its stem; failing that it is corrected (respell.c). */
#include "ask.h"

#include <math.h>
#include <string.h>

#include "../base/limits.h"
#include "../base/utf8.h"
#include "respell.h"
#include "synonyms.h"

void dct_ask_mean(dct_ask_word *word, uint32_t term, double weight, dct_reason reason)
{
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        dct_meaning *m = &word->meanings[i];
        if (m->term == term) {
            if (weight > m->weight)
                *m = (dct_meaning){ term, weight, reason };
            return;
        }
    }
    if (word->meaning_count < DCT_MAX_MEANINGS)
        word->meanings[word->meaning_count++] = (dct_meaning){ term, weight, reason };
}

void dct_ask_mean_entry(const dct_asker *asker, dct_ask_word *word, const dct_entry *entry, double weight,
                        dct_reason reason)
{
    bool self_only_stem = (entry->flags & DCT_LEXICON_SELF) && !(entry->flags & DCT_LEXICON_WORD);
    for (uint32_t i = 0; i < entry->term_count; i++)
        dct_ask_mean(word, entry->terms[i], weight,
                     self_only_stem && reason == DCT_REASON_EXACT ? DCT_REASON_STEM : reason);
    for (uint32_t i = 0; asker->weights->part > 0 && i < entry->part_count; i++)
        dct_ask_mean(word, entry->parts[i], weight * asker->weights->part, DCT_REASON_PART);
}

/* By the stem that each of the bundle's languages gives it. */
static void look_up_stems(const dct_asker *asker, dct_ask_word *word)
{
    const dct_ranking *r = asker->ranking;
    for (uint32_t i = 0; i <= r->lang_count; i++) {
        char stem[DCT_MAX_WORD_BYTES + 1];
        dct_entry entry;
        uint8_t lang = i == 0 ? asker->lang : r->langs[i - 1];
        size_t size = dct_term(asker->stemmers, lang, word->lower, word->lower_size, stem);
        if (size > 0 && dct_lexicon_find(&r->lexicon, stem, size, &entry) && (entry.flags & DCT_LEXICON_SELF)) {
            dct_ask_mean(word, entry.terms[0], asker->weights->stem, DCT_REASON_STEM);
            word->foreign = !word->known && lang != asker->lang && asker->lang != DCT_LANG_NONE;
            word->known = word->doubtful = true;
        }
    }
}

static void look_up(const dct_asker *asker, dct_ask_word *word)
{
    dct_entry entry;
    if (dct_lexicon_find(&asker->ranking->lexicon, word->folded, word->folded_size, &entry) &&
        (entry.flags & DCT_LEXICON_WORD)) {
        dct_ask_mean_entry(asker, word, &entry, 1.0, DCT_REASON_EXACT);
        word->known = true;
    } else if (word->kind == DCT_WORD_PLAIN) {
        look_up_stems(asker, word);
    }
}

/* ---- an unfinished word: what it may become ------------------------------------ */

typedef struct ending {
    uint32_t term;
    double   uses;
} ending;

#define MAX_ENDINGS 36u
#define RARE_USES 2u    /* Of all endings together: what was typed may as well be a slip. */
#define MAX_WALK 20000u /* Entries of the lexicon looked at for one letter. */

/* Keeps the most used ones, best first. */
static void keep_ending(ending *best, uint32_t *count, uint32_t term, double uses)
{
    uint32_t at = 0;
    while (at < *count && best[at].term != term)
        at++;
    if (at < *count)
        best[at].uses += uses;
    else if (*count < MAX_ENDINGS)
        best[(*count)++] = (ending){ term, uses };
    else if (best[--at].uses < uses)
        best[at] = (ending){ term, uses };
    for (; at > 0 && at < *count && best[at - 1].uses < best[at].uses; at--) {
        ending other = best[at];
        best[at] = best[at - 1];
        best[at - 1] = other;
    }
}

static void look_up_endings(const dct_asker *asker, dct_ask_word *word)
{
    const dct_lexicon *lexicon = &asker->ranking->lexicon;
    ending best[MAX_ENDINGS];
    uint32_t count = 0;
    uint64_t uses = 0;
    dct_lexicon_at at;
    dct_entry entry;
    dct_lexicon_seek(lexicon, word->folded, word->folded_size, &at, &entry);
    for (uint32_t i = 0; i < MAX_WALK && dct_lexicon_next(lexicon, &at, &entry); i++) {
        if (entry.size < word->folded_size || memcmp(entry.text, word->folded, word->folded_size) != 0)
            break;
        if (!(entry.flags & DCT_LEXICON_WORD) || entry.uses == 0 || entry.size == word->folded_size)
            continue;
        uses += entry.uses;
        for (uint32_t k = 0; k < entry.term_count; k++)
            keep_ending(best, &count, entry.terms[k], entry.uses);
    }
    word->rare = word->known || uses > RARE_USES ? 0 : (uint32_t)uses;
    if (count > 0 && word->kind == DCT_WORD_GRAM && !word->tail)
        word->meaning_count = 0; /* A first character says much less than what it begins. */
    for (uint32_t i = 0; i < count; i++)
        dct_ask_mean(word, best[i].term, asker->weights->prefix, DCT_REASON_ENDING);
    word->known = word->known || count > 0;
}

/* ---- words of the same family ---------------------------------------------------- */

/* "transparency" for "transparent": words that begin alike mean alike, if not the same. The longer, the surer. */
void dct_ask_family(const dct_asker *asker, dct_ask_word *word)
{
    const dct_lexicon *lexicon = &asker->ranking->lexicon;
    ending best[MAX_ENDINGS];
    uint32_t count = 0, letters = 0;
    size_t cut = 0;
    dct_lexicon_at at;
    dct_entry entry;
    if (word->kind != DCT_WORD_PLAIN || word->small || word->unfinished || asker->weights->family <= 0)
        return;
    for (size_t i = 0; i < word->folded_size; i++)
        letters += ((unsigned char)word->folded[i] & 0xC0) != 0x80;
    uint32_t keep = (uint32_t)(letters * asker->weights->family_share + 0.5), seen = 0;
    keep = keep < 5 ? 5 : keep;
    if (letters < keep)
        return;
    for (cut = 0; cut < word->folded_size; cut++)
        if (((unsigned char)word->folded[cut] & 0xC0) != 0x80 && seen++ == keep)
            break;
    dct_lexicon_seek(lexicon, word->folded, cut, &at, &entry);
    for (uint32_t i = 0; i < 2000 && dct_lexicon_next(lexicon, &at, &entry); i++) {
        if (entry.size < cut || memcmp(entry.text, word->folded, cut) != 0)
            break;
        if (!(entry.flags & DCT_LEXICON_WORD) || entry.uses == 0 || entry.size > word->folded_size + 4)
            continue;
        for (uint32_t k = 0; k < entry.term_count; k++)
            keep_ending(best, &count, entry.terms[k], entry.uses);
    }
    for (uint32_t i = 0; i < count && i < 8; i++)
        dct_ask_mean(word, best[i].term, asker->weights->family, DCT_REASON_FAMILY);
}

/* ---- the whole text ------------------------------------------------------------- */

/* A letter alone, as in "e reader": no digit, no character that is a word. */
static bool is_letter(const char *folded, size_t size)
{
    return size == 1 && folded[0] >= 'a' && folded[0] <= 'z';
}

bool dct_ask_is_small(const dct_asker *asker, const char *folded, size_t size)
{
    const dct_ranking *r = asker->ranking;
    if (is_letter(folded, size) || dct_lang_is_small(asker->lang, folded, size))
        return true;
    if (asker->lang != DCT_LANG_NONE && r->lang_count > 0 && r->langs[0] == asker->lang)
        return false;
    return r->lang_count > 0 && dct_lang_is_small(r->langs[0], folded, size);
}

static bool add_word(const dct_asker *asker, dct_ask *ask, const char *text, const dct_word *from)
{
    dct_ask_word *word = &ask->words[ask->count];
    memset(word, 0, sizeof *word);
    memcpy(word->lower, from->text, from->size + 1);
    word->lower_size = from->size;
    word->folded_size = dct_fold(from->text, from->size, word->folded);
    word->from = from->from;
    word->to = from->to;
    word->kind = from->kind;
    word->tail = from->tail;
    word->extra = from->kind >= DCT_WORD_JOINED;
    word->small_letters = from->size == from->to - from->from && memcmp(from->text, text + from->from, from->size) == 0;
    word->small = from->kind == DCT_WORD_PLAIN && dct_ask_is_small(asker, word->folded, word->folded_size);
    word->weight = word->small                     ? asker->weights->small
                   : word->kind == DCT_WORD_SHORT ? asker->weights->single
                   : word->extra                  ? asker->weights->joined
                                                  : 1.0;
    ask->count += word->folded_size > 0;
    return ask->count < ask->room;
}

static void cut_words(const dct_asker *asker, const char *text, size_t size, dct_ask *ask)
{
    dct_words words;
    dct_word word;
    uint32_t plain = 0;
    dct_words_init(&words, text, size, dct_lang_at(asker->lang)->turkic);
    while (plain < DCT_MAX_QUERY_WORDS && dct_words_next(&words, &word)) {
        plain += word.kind == DCT_WORD_PLAIN;
        if (!add_word(asker, ask, text, &word))
            break;
    }
}

/* The last word when the text ends with it. */
static void mark_unfinished(dct_ask *ask, size_t size)
{
    for (uint32_t i = ask->count; i-- > 0;)
        if (!ask->words[i].extra) {
            ask->words[i].unfinished = ask->words[i].to == size;
            return;
        }
}

/* Where there are no spaces, what is typed last may begin a word whose other letters are still to come: a gram that ends the
 * text is left as it is, and what it holds without its first letter is asked for as a beginning, too. */
static void add_begun(const dct_asker *asker, dct_ask *ask)
{
    uint32_t last = ask->count;
    while (last > 0 && ask->words[last - 1].extra)
        last--;
    if (last-- == 0 || ask->count == ask->room || !ask->words[last].unfinished || !ask->words[last].tail)
        return;
    dct_ask_word *begun = &ask->words[ask->count];
    *begun = ask->words[last];
    size_t cut = dct_words_first(begun->folded, begun->folded_size);
    begun->folded_size -= cut;
    memmove(begun->folded, begun->folded + cut, begun->folded_size + 1);
    begun->lower_size = begun->folded_size;
    memcpy(begun->lower, begun->folded, begun->folded_size + 1);
    begun->extra = true;
    begun->tail = false;
    begun->weight = asker->weights->begun;
    ask->count += begun->folded_size > 0;
}

docent_status dct_ask_read(const dct_asker *asker, dct_arena *arena, const char *text, bool unfinished, dct_ask *out,
                           docent_error *err)
{
    size_t size = strlen(text);
    if (size > DCT_MAX_QUERY_BYTES)
        size = dct_utf8_cut(text, DCT_MAX_QUERY_BYTES);
    out->count = 0;
    out->room = size + 2 < DCT_MAX_ASK_WORDS ? (uint32_t)size + 2 : DCT_MAX_ASK_WORDS; /* No word is shorter than a byte. */
    out->words = dct_arena_array(arena, out->room + DCT_MAX_GAINED_WORDS, sizeof *out->words);
    if (out->words == NULL)
        return dct_fail_memory(err, "search");
    cut_words(asker, text, size, out);
    if (unfinished) {
        mark_unfinished(out, size);
        add_begun(asker, out);
    }
    for (uint32_t i = 0; i < out->count; i++) {
        look_up(asker, &out->words[i]);
        if (out->words[i].known)
            dct_ask_family(asker, &out->words[i]);
        if (out->words[i].unfinished && !(out->words[i].tail && out->words[i].known))
            look_up_endings(asker, &out->words[i]);
    }
    return DOCENT_OK;
}

docent_status dct_ask_guess(const dct_asker *asker, dct_arena *arena, dct_ask *ask, docent_error *err)
{
    if (!dct_respell(asker, arena, ask))
        return dct_fail_memory(err, "search");
    dct_synonyms_expand(asker, ask);
    return DOCENT_OK;
}

const char *dct_ask_corrected(const dct_ask *ask, dct_arena *arena, const char *text)
{
    dct_buf out;
    size_t at = 0, size = strlen(text);
    bool changed = false;
    dct_buf_init(&out, arena->alloc, DCT_MAX_QUERY_BYTES * 4);
    for (uint32_t i = 0; i < ask->count; i++) {
        const dct_ask_word *word = &ask->words[i];
        if (word->corrected == NULL || word->from < at)
            continue;
        dct_buf_add(&out, text + at, word->from - at);
        dct_buf_add_text(&out, word->corrected);
        at = word->to;
        changed = true;
    }
    if (size > DCT_MAX_QUERY_BYTES)
        size = dct_utf8_cut(text, DCT_MAX_QUERY_BYTES);
    if (at < size)
        dct_buf_add(&out, text + at, size - at);
    const char *result = changed && !out.failed ? dct_arena_text(arena, (const char *)out.data, out.size) : NULL;
    dct_buf_close(&out);
    return result;
}
