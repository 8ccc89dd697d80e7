#include "respell.h"

#include <math.h>
#include <string.h>

#include "keyboard.h"
#include "rows.h"

static bool is_word(const dct_asker *asker, const char *text, size_t size, dct_entry *entry)
{
    return dct_lexicon_find(&asker->ranking->lexicon, text, size, entry) && (entry->flags & DCT_LEXICON_WORD);
}

static uint32_t count_letters(const char *text, size_t size)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return letters;
}

/* "wifisetup" is "wifi" and "setup" when both are words; the more common split wins. */
static bool try_split(const dct_asker *asker, dct_arena *arena, dct_ask *ask, uint32_t at)
{
    dct_ask_word *word = &ask->words[at];
    dct_entry left, right, best[2];
    double best_uses = 0;
    for (size_t cut = 2; cut + 2 <= word->folded_size; cut++) {
        if (((unsigned char)word->folded[cut] & 0xC0) == 0x80)
            continue;
        if (!is_word(asker, word->folded, cut, &left) ||
            !is_word(asker, word->folded + cut, word->folded_size - cut, &right))
            continue;
        double uses = left.uses < right.uses ? left.uses : right.uses;
        if (uses > best_uses) {
            best_uses = uses;
            best[0] = left;
            best[1] = right;
        }
    }
    if (best_uses < 2 || word->folded_size < 6)
        return false;
    dct_ask_word *second = &ask->words[ask->count];
    *second = *word;
    second->meaning_count = 0;
    second->extra = true;
    dct_ask_mean_entry(asker, word, &best[0], 0.9, DCT_REASON_SPLIT);
    dct_ask_mean_entry(asker, second, &best[1], 0.9, DCT_REASON_SPLIT);
    second->weight = word->weight;
    second->corrected = NULL;
    word->corrected = dct_arena_format(arena, "%s %s", best[0].text, best[1].text);
    ask->count++;
    return true;
}

#define LEAST_STEM 4u /* Shorter ones are near to everything. */
#define LIKELY_TIMES 5u /* As often used as what begins with what was typed is a word that may be meant. */
#define LEAST_SHARE 0.3 /* Of the other words that a page says which has an unfinished word's rare ending. */
#define SURE_STEM 6u /* Letters of a stem that may have as many slips as its word. */

/* Slips in other forms of a word than the bundle has: what is typed and the words are compared without their endings. */
static uint32_t add_stems(const dct_asker *asker, const dct_ask_word *word, dct_slip slip,
                          dct_correction found[DCT_MAX_CORRECTIONS], uint32_t count)
{
    const dct_ranking *r = asker->ranking;
    if (word->unfinished || word->doubtful || asker->weights->typo_stem <= 0)
        return count;
    slip.stem = true;
    slip.cost = asker->weights->typo_stem;
    for (uint32_t i = 0; i <= r->lang_count; i++) {
        char stem[DCT_MAX_WORD_BYTES + 1];
        uint8_t lang = i == 0 ? asker->lang : r->langs[i - 1];
        if (i > 0 && lang == asker->lang)
            continue;
        slip.word = stem;
        slip.size = dct_term(asker->stemmers, lang, word->lower, word->lower_size, stem);
        if (count_letters(stem, slip.size) < LEAST_STEM)
            continue;
        slip.slips = count_letters(stem, slip.size) < SURE_STEM ? dct_slips_allowed(stem, slip.size)
                                                               : dct_slips_allowed(word->folded, word->folded_size);
        count = dct_speller_find(asker->speller, &r->lexicon, &slip, found, count);
    }
    return count;
}

/* Does a text in the reader's language say it? */
static bool is_theirs(const dct_asker *asker, const dct_entry *entry)
{
    dct_ranking *r = asker->ranking;
    for (uint32_t i = 0; i < entry->term_count; i++) {
        dct_postings postings;
        dct_posting posting;
        if (dct_ranking_postings(r, entry->terms[i], &postings, NULL) != DOCENT_OK)
            return false;
        while (dct_postings_next(&postings, &posting))
            if (dct_ranking_document(r, posting.document).lang == asker->lang)
                return true;
    }
    return false;
}

/* A small word is used so much that it would be likelier than what was meant; and a slip is seldom one in another language
 * than the reader's. */
static void doubt_small_and_foreign(const dct_asker *asker, dct_correction *found, uint32_t count)
{
    bool several = asker->lang != DCT_LANG_NONE && (asker->ranking->lang_count > 1 || asker->ranking->mixed);
    for (uint32_t i = 0; i < count; i++) {
        if (dct_ask_is_small(asker, found[i].entry.text, found[i].entry.size))
            found[i].score = -found[i].distance;
        if (several && !is_theirs(asker, &found[i].entry))
            found[i].score -= asker->weights->typo_foreign;
    }
    for (uint32_t i = 1; i < count; i++) {
        dct_correction one = found[i];
        uint32_t at = i;
        for (; at > 0 && found[at - 1].score < one.score; at--)
            found[at] = found[at - 1];
        found[at] = one;
    }
}

/* Beside a few endings that fit, a word must be much commoner than they are. */
static uint32_t drop_unlikely(dct_correction *found, uint32_t count, uint32_t rare)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++)
        if (found[i].entry.uses >= LIKELY_TIMES * rare)
            found[kept++] = found[i];
    return kept;
}

static void keep_likely(dct_arena *arena, dct_ask_word *word, const dct_correction *found, uint32_t count)
{
    dct_correction *likely = count == 0 ? NULL : dct_arena_array(arena, count, sizeof *likely);
    if (likely != NULL)
        memcpy(likely, found, count * sizeof *likely);
    word->likely = likely;
    word->likely_count = likely == NULL ? 0 : count;
}

static bool try_slips(const dct_asker *asker, dct_arena *arena, dct_ask_word *word)
{
    dct_correction found[DCT_MAX_CORRECTIONS];
    const dct_weights *w = asker->weights;
    dct_slip slip = { word->folded, word->folded_size, dct_slips_allowed(word->folded, word->folded_size),
                      word->unfinished, false, w->typo_uses, 0, w->typo_first };
    if (word->rare && slip.slips > 1)
        slip.slips = 1;
    uint32_t count = dct_speller_find(asker->speller, &asker->ranking->lexicon, &slip, found, 0);
    count = add_stems(asker, word, slip, found, count);
    doubt_small_and_foreign(asker, found, count);
    count = word->rare ? drop_unlikely(found, count, word->rare) : count;
    word->slip_score = count == 0 ? 0 : found[0].score;
    keep_likely(arena, word, found, count);
    for (uint32_t i = 0; i < count; i++) {
        double weight = w->typo * exp((found[i].score - found[0].score) / w->typo_step);
        if (word->doubtful || word->rare)
            weight *= w->doubt;
        if (weight < 0.05)
            break;
        dct_ask_mean_entry(asker, word, &found[i].entry, weight, DCT_REASON_TYPO);
    }
    return count > 0;
}

/* "wi fi" is "wifi" when that is a word. */
static void try_joins(const dct_asker *asker, dct_ask *ask)
{
    uint32_t count = ask->count, added = 0;
    for (uint32_t i = 0; i + 1 < count && added < DCT_MAX_RESPELLINGS / 2; i++) {
        const dct_ask_word *a = &ask->words[i], *b = &ask->words[i + 1];
        char joined[2 * DCT_MAX_WORD_BYTES + 1];
        dct_entry entry;
        if (a->kind != DCT_WORD_PLAIN || b->kind != DCT_WORD_PLAIN || (a->small && b->small))
            continue;
        memcpy(joined, a->folded, a->folded_size);
        memcpy(joined + a->folded_size, b->folded, b->folded_size);
        size_t size = a->folded_size + b->folded_size;
        if (size < 4 || size > DCT_MAX_WORD_BYTES || !is_word(asker, joined, size, &entry))
            continue;
        dct_ask_word *word = &ask->words[ask->count++];
        *word = *a;
        word->meaning_count = 0;
        word->extra = true;
        word->corrected = NULL;
        word->to = b->to;
        word->weight = asker->weights->joined;
        dct_ask_mean_entry(asker, word, &entry, 1.0, DCT_REASON_SPLIT);
        added++;
    }
}

/* As though the keyboard had been switched to the script it should have had. */
static bool try_layouts(const dct_asker *asker, dct_arena *arena, dct_ask_word *word)
{
    bool found = false;
    for (unsigned from = 0; from < DCT_KEYBOARD_LAYOUTS && !found; from++) {
        for (unsigned to = 0; to < DCT_KEYBOARD_LAYOUTS && !found; to++) {
            char swapped[DCT_MAX_WORD_BYTES + 1], folded[DCT_MAX_WORD_BYTES + 1];
            dct_entry entry;
            size_t n = from != 0 && to != 0 ? 0 : dct_keyboard_swap(word->lower, word->lower_size, from, to, swapped,
                                                                     sizeof swapped);
            n = n == 0 ? 0 : dct_fold(swapped, n, folded);
            found = count_letters(folded, n) > 2 && is_word(asker, folded, n, &entry) && !(entry.flags & DCT_LEXICON_GRAM);
            if (found) {
                dct_ask_mean_entry(asker, word, &entry, 0.9, DCT_REASON_LAYOUT);
                keep_likely(arena, word, &(dct_correction){ .entry = entry }, 1);
            }
        }
    }
    return found;
}

/* ---- unfinished words ---- */

static bool means(const dct_ask_word *word, uint32_t term)
{
    for (uint32_t i = 0; i < word->meaning_count; i++)
        if (word->meanings[i].term == term)
            return true;
    return false;
}

/* How much of the query beside its last word the document says: 1 when there is nothing else. */
static double share_said(const dct_asker *asker, const dct_ask *ask, const dct_ask_word *last, uint32_t document)
{
    const unsigned char *row, *at;
    size_t size;
    uint32_t others = 0, said = 0, item;
    if (dct_ranking_forward(asker->ranking, document, &row, &size, NULL) != DOCENT_OK)
        return 0;
    for (uint32_t i = 0; i < ask->count; i++) {
        const dct_ask_word *word = &ask->words[i];
        if (word == last || word->extra || word->small || word->meaning_count == 0)
            continue;
        bool found = false;
        at = row;
        while (!found && dct_get_varint(&at, row + size, &item) && item != DCT_FORWARD_END)
            found = item >= DCT_FORWARD_TERMS && means(word, item - DCT_FORWARD_TERMS);
        others++;
        said += found;
    }
    return others == 0 ? 0 : (double)said / others;
}

/* Hardly anything begins like the word, and what does stands on pages that say nothing else of the query, or in another
 * language than the reader's. */
static bool is_out_of_place(const dct_asker *asker, const dct_ask *ask, const dct_ask_word *word)
{
    bool several = asker->lang != DCT_LANG_NONE && (asker->ranking->lang_count > 1 || asker->ranking->mixed);
    uint32_t documents[2 * DCT_LEXICON_MAX_TERMS], count = 0;
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        dct_postings postings;
        dct_posting posting;
        if (dct_ranking_postings(asker->ranking, word->meanings[i].term, &postings, NULL) != DOCENT_OK)
            return false;
        while (count < sizeof documents / sizeof *documents && dct_postings_next(&postings, &posting))
            if (!several || dct_ranking_document(asker->ranking, posting.document).lang == asker->lang)
                documents[count++] = posting.document;
    }
    for (uint32_t i = 0; i < count; i++)
        if (share_said(asker, ask, word, documents[i]) >= LEAST_SHARE)
            return false;
    return true;
}

/* "when" that no page has is no slip of "then". */
static bool may_be_a_slip(const dct_ask_word *word)
{
    bool digit = false;
    for (size_t i = 0; i < word->folded_size; i++)
        digit = digit || (word->folded[i] >= '0' && word->folded[i] <= '9');
    return !word->settled && (!word->known || word->doubtful || word->rare) && word->kind == DCT_WORD_PLAIN && !digit &&
           !word->small;
}

bool dct_respell(const dct_asker *asker, dct_arena *arena, dct_ask *ask)
{
    uint32_t count = ask->count, room = DCT_MAX_RESPELLINGS / 2;
    for (uint32_t i = 0; i < count; i++) {
        dct_ask_word *word = &ask->words[i];
        bool too_short = count_letters(word->folded, word->folded_size) < LEAST_STEM;
        if (word->rare && (word->settled || too_short || !is_out_of_place(asker, ask, word)))
            word->rare = 0;
        if (!may_be_a_slip(word))
            continue;
        if (!dct_speller_open(asker->speller, asker->ranking->alloc, &asker->ranking->lexicon))
            return false;
        if (try_slips(asker, arena, word) || word->known || try_layouts(asker, arena, word))
            continue;
        if (ask->count < count + room)
            (void)try_split(asker, arena, ask, i);
    }
    try_joins(asker, ask);
    return !dct_arena_failed(arena);
}
