#include "respell.h"

#include <math.h>
#include <string.h>

#include "keyboard.h"

static bool is_word(const dct_asker *asker, const char *text, size_t size, dct_entry *entry)
{
    return dct_lexicon_find(&asker->ranking->lexicon, text, size, entry) && (entry->flags & DCT_LEXICON_WORD);
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
            found = n > 2 && is_word(asker, folded, n, &entry) && !(entry.flags & DCT_LEXICON_GRAM);
            if (found) {
                dct_ask_mean_entry(asker, word, &entry, 0.9, DCT_REASON_LAYOUT);
                word->corrected = dct_arena_text(arena, swapped, strlen(swapped));
            }
        }
    }
    return found;
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

#define MAX_FORMS 200u  /* Of one word: Finnish has that many. */
#define LEAST_STEM 4u /* Shorter ones are near to everything. */
#define SURE_STEM 6u /* Letters of a stem that may have as many slips as its word. */

static uint32_t count_letters(const char *text, size_t size)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return letters;
}

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

/* A small word is used so much that it would be likelier than what was meant. */
static void doubt_small_words(const dct_asker *asker, dct_correction *found, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (dct_ask_is_small(asker, found[i].entry.text, found[i].entry.size))
            found[i].score = -found[i].distance;
    for (uint32_t i = 1; i < count; i++) {
        dct_correction one = found[i];
        uint32_t at = i;
        for (; at > 0 && found[at - 1].score < one.score; at--)
            found[at] = found[at - 1];
        found[at] = one;
    }
}

/* A stem is no word to show: the form of it that is about as long as what was typed. */
static const char *spell_out(const dct_asker *asker, dct_arena *arena, const dct_ask_word *word, const dct_entry *found)
{
    dct_lexicon_at at;
    dct_entry entry, best = *found;
    uint32_t nearest = UINT32_MAX;
    if (found->flags & DCT_LEXICON_WORD)
        return dct_arena_text(arena, found->text, found->size);
    dct_lexicon_seek(&asker->ranking->lexicon, found->text, found->size, &at, &entry);
    for (uint32_t i = 0; i < MAX_FORMS && dct_lexicon_next(&asker->ranking->lexicon, &at, &entry); i++) {
        uint32_t far = (uint32_t)(entry.size > word->folded_size ? entry.size - word->folded_size : word->folded_size - entry.size);
        if (entry.size < found->size || memcmp(entry.text, found->text, found->size) != 0)
            break;
        if ((entry.flags & DCT_LEXICON_WORD) && entry.terms[0] == found->terms[0] && far < nearest) {
            nearest = far;
            best = entry;
        }
    }
    return dct_arena_text(arena, best.text, best.size);
}

static bool try_slips(const dct_asker *asker, dct_arena *arena, dct_ask_word *word)
{
    dct_correction found[DCT_MAX_CORRECTIONS];
    const dct_weights *w = asker->weights;
    dct_slip slip = { word->folded, word->folded_size, dct_slips_allowed(word->folded, word->folded_size),
                      word->unfinished, false, w->typo_uses, 0, w->typo_first };
    uint32_t count = dct_speller_find(asker->speller, &asker->ranking->lexicon, &slip, found, 0);
    count = add_stems(asker, word, slip, found, count);
    doubt_small_words(asker, found, count);
    for (uint32_t i = 0; i < count; i++) {
        double weight = w->typo * exp((found[i].score - found[0].score) / w->typo_step);
        if (word->doubtful)
            weight *= w->doubt;
        if (weight < 0.05)
            break;
        uint32_t before = word->meaning_count;
        dct_ask_mean_entry(asker, word, &found[i].entry, weight, DCT_REASON_TYPO);
        const char *text = word->meaning_count == before
                               ? NULL : dct_arena_text(arena, found[i].entry.text, found[i].entry.size);
        for (uint32_t k = before; k < word->meaning_count; k++)
            word->meanings[k].text = text;
    }
    if (count > 0 && !word->doubtful)
        word->corrected = spell_out(asker, arena, word, &found[0].entry);
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

/* "when" that no page has is no slip of "then". */
static bool may_be_a_slip(const dct_ask_word *word)
{
    bool digit = false;
    for (size_t i = 0; i < word->folded_size; i++)
        digit = digit || (word->folded[i] >= '0' && word->folded[i] <= '9');
    return (!word->known || word->doubtful) && word->kind == DCT_WORD_PLAIN && !digit && !word->small;
}

bool dct_respell(const dct_asker *asker, dct_arena *arena, dct_ask *ask)
{
    uint32_t count = ask->count, room = DCT_MAX_RESPELLINGS / 2;
    for (uint32_t i = 0; i < count; i++) {
        dct_ask_word *word = &ask->words[i];
        if (!may_be_a_slip(word))
            continue;
        if (!dct_speller_open(asker->speller, asker->ranking->alloc, &asker->ranking->lexicon))
            return false;
        if (try_slips(asker, arena, word) || word->doubtful || try_layouts(asker, arena, word))
            continue;
        if (ask->count < count + room)
            (void)try_split(asker, arena, ask, i);
    }
    try_joins(asker, ask);
    return !dct_arena_failed(arena);
}
