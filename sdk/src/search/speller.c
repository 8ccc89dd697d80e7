#include "speller.h"

#include <math.h>
#include <string.h>

#include "../base/utf8.h"
#include "keyboard.h"

#define MAX_POINTS (DCT_MAX_WORD_BYTES + 1)
#define FAR 100.0

typedef struct points {
    uint32_t at[MAX_POINTS];
    uint16_t key[MAX_POINTS];
    uint32_t count;
} points;

static void read_points(const char *text, size_t size, points *out)
{
    out->count = 0;
    for (size_t at = 0; at < size && out->count < MAX_POINTS;)
        out->at[out->count++] = dct_utf8_next(text, size, &at);
}

static uint32_t letters_of(const points *word)
{
    uint32_t bits = 0;
    for (uint32_t i = 0; i < word->count; i++)
        bits |= 1u << (word->at[i] & 31);
    return bits;
}

static uint32_t ones(uint32_t bits)
{
    bits -= bits >> 1 & 0x55555555u;
    bits = (bits & 0x33333333u) + (bits >> 2 & 0x33333333u);
    return ((bits + (bits >> 4)) & 0x0F0F0F0Fu) * 0x01010101u >> 24;
}

static bool is_correction(const dct_entry *entry)
{
    return !(entry->flags & DCT_LEXICON_GRAM);
}

bool dct_speller_open(dct_speller *s, const docent_alloc *alloc, const dct_lexicon *lexicon)
{
    dct_lexicon_at at;
    dct_entry entry;
    points word;
    if (s->letters != NULL || lexicon->count == 0)
        return true;
    s->alloc = alloc;
    s->count = lexicon->count;
    s->letters = dct_new_zero(alloc, s->count * sizeof *s->letters);
    s->lengths = dct_new_zero(alloc, s->count);
    if (s->letters == NULL || s->lengths == NULL) {
        dct_speller_close(s);
        return false;
    }
    dct_lexicon_first(lexicon, &at);
    entry.size = 0;
    for (uint32_t i = 0; dct_lexicon_next(lexicon, &at, &entry); i++) {
        read_points(entry.text, entry.size, &word);
        s->letters[i] = is_correction(&entry) ? letters_of(&word) : 0;
        s->lengths[i] = (uint8_t)word.count;
    }
    return true;
}

void dct_speller_close(dct_speller *s)
{
    dct_free(s->alloc, s->letters, s->count * sizeof *s->letters);
    dct_free(s->alloc, s->lengths, s->count);
    memset(s, 0, sizeof *s);
}

static void find_keys(points *word)
{
    for (uint32_t i = 0; i < word->count; i++)
        word->key[i] = dct_keyboard_key(word->at[i]);
}

/* A letter too many or too few; a doubled one happens more easily. */
static double extra_cost(const points *word, uint32_t i, bool fine)
{
    return fine && i > 0 && word->at[i] == word->at[i - 1] ? 0.7 : 1.0;
}

static double replace_cost(const points *typed, uint32_t i, const points *meant, uint32_t j, bool fine)
{
    if (typed->at[i] == meant->at[j])
        return 0;
    return fine && dct_keyboard_near(typed->key[i], meant->key[j]) ? 0.8 : 1.0;
}

static bool swapped(const points *typed, uint32_t i, const points *meant, uint32_t j)
{
    return i > 1 && j > 1 && typed->at[i - 1] == meant->at[j - 2] && typed->at[i - 2] == meant->at[j - 1] &&
           typed->at[i - 1] != typed->at[i - 2];
}

/* Damerau's distance (optimal alignment) of the typed word to the whole of the meant one or, when unfinished, to its
 * likeliest beginning. `fine` weighs slips by how easily they happen. More than `most` slips give FAR. */
static double distance(const points *typed, const points *meant, uint32_t most, bool unfinished, bool fine)
{
    double rows[3][MAX_POINTS + 1];
    double *two = rows[0], *one = rows[1], *row = rows[2];
    uint32_t m = meant->count;
    for (uint32_t j = 0; j <= m; j++)
        one[j] = two[j] = j;
    for (uint32_t i = 1; i <= typed->count; i++) {
        double lowest = row[0] = i;
        for (uint32_t j = 1; j <= m; j++) {
            double cost = one[j - 1] + replace_cost(typed, i - 1, meant, j - 1, fine);
            double extra = one[j] + extra_cost(typed, i - 1, fine);
            double missing = row[j - 1] + extra_cost(meant, j - 1, fine);
            cost = extra < cost ? extra : cost;
            cost = missing < cost ? missing : cost;
            if (swapped(typed, i, meant, j) && two[j - 2] + (fine ? 0.8 : 1.0) < cost)
                cost = two[j - 2] + (fine ? 0.8 : 1.0);
            row[j] = cost;
            lowest = cost < lowest ? cost : lowest;
        }
        if (lowest > most)
            return FAR;
        double *oldest = two;
        two = one;
        one = row;
        row = oldest;
    }
    double best = one[m];
    for (uint32_t j = 0; unfinished && j <= m; j++)
        best = one[j] < best ? one[j] : best;
    return best;
}

/* The forms of one word count once, as the likeliest of them. */
static bool drop_equal(dct_correction *out, uint32_t *count, const dct_entry *entry, double score)
{
    for (uint32_t i = 0; i < *count; i++) {
        if (out[i].entry.term_count != entry->term_count || entry->term_count == 0 ||
            memcmp(out[i].entry.terms, entry->terms, entry->term_count * sizeof *entry->terms) != 0)
            continue;
        if (out[i].score >= score)
            return true;
        memmove(&out[i], &out[i + 1], (--*count - i) * sizeof *out);
        return false;
    }
    return false;
}

static void consider(dct_correction *out, uint32_t *count, const dct_entry *entry, double far, double score)
{
    if (drop_equal(out, count, entry, score))
        return;
    uint32_t at = *count;
    if (at == DCT_MAX_CORRECTIONS && score <= out[at - 1].score)
        return;
    at = at == DCT_MAX_CORRECTIONS ? at - 1 : (*count)++;
    for (; at > 0 && out[at - 1].score < score; at--)
        out[at] = out[at - 1];
    out[at].entry = *entry;
    out[at].distance = far;
    out[at].score = score;
}

uint32_t dct_slips_allowed(const char *word, size_t size)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)word[i] & 0xC0) != 0x80;
    return letters < 3 ? 0 : letters < 8 ? 1 : 2;
}

static bool is_wanted(const dct_entry *entry, bool stem)
{
    bool unused = (entry->flags & DCT_LEXICON_WORD) && entry->uses == 0; /* Only synonyms have it. */
    return (entry->flags & (stem ? DCT_LEXICON_SELF : DCT_LEXICON_WORD)) != 0 && !unused;
}

uint32_t dct_speller_find(const dct_speller *s, const dct_lexicon *lexicon, const dct_slip *slip,
                          dct_correction out[DCT_MAX_CORRECTIONS], uint32_t count)
{
    points typed, meant;
    dct_entry entry;
    uint32_t slips = slip->slips;
    read_points(slip->word, slip->size, &typed);
    find_keys(&typed);
    uint32_t letters = letters_of(&typed);
    for (uint32_t i = 0; slips > 0 && i < s->count; i++) {
        uint32_t length = s->lengths[i];
        if (s->letters[i] == 0 || length + slips < typed.count || length < 3)
            continue;
        if (!slip->unfinished && length > typed.count + slips)
            continue;
        uint32_t missing = letters & ~s->letters[i], other = slip->unfinished ? 0 : s->letters[i] & ~letters;
        if (ones(missing) > slips || ones(other) > slips || !dct_lexicon_entry(lexicon, i, &entry) ||
            !is_wanted(&entry, slip->stem))
            continue;
        read_points(entry.text, entry.size, &meant);
        if (distance(&typed, &meant, slips, slip->unfinished, false) > slips)
            continue;
        find_keys(&meant);
        double far = distance(&typed, &meant, slips, slip->unfinished, true);
        double uses = slip->stem && entry.uses == 0 ? 1.0 : entry.uses;
        consider(out, &count, &entry, far, slip->uses_weight * log(1.0 + uses) - far - slip->cost -
                 (typed.at[0] != meant.at[0] ? slip->first : 0));
    }
    return count;
}
