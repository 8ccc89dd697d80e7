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

static bool try_slips(const dct_asker *asker, dct_arena *arena, dct_ask_word *word)
{
    dct_correction found[DCT_MAX_CORRECTIONS];
    const dct_weights *w = asker->weights;
    uint32_t count = dct_speller_find(asker->speller, &asker->ranking->lexicon, word->folded, word->folded_size,
                                      word->unfinished, w->typo_uses, found);
    for (uint32_t i = 0; i < count; i++) {
        double weight = w->typo * exp((found[i].score - found[0].score) / w->typo_step);
        if (word->doubtful)
            weight *= w->doubt;
        if (weight < 0.05)
            break;
        dct_ask_mean_entry(asker, word, &found[i].entry, weight, DCT_REASON_TYPO);
    }
    if (count > 0 && !word->doubtful)
        word->corrected = dct_arena_text(arena, found[0].entry.text, found[0].entry.size);
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

static bool may_be_a_slip(const dct_ask_word *word)
{
    bool digit = false;
    for (size_t i = 0; i < word->folded_size; i++)
        digit = digit || (word->folded[i] >= '0' && word->folded[i] <= '9');
    return (!word->known || word->doubtful) && word->kind == DCT_WORD_PLAIN && !digit;
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
