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

static bool has_more(uint32_t bits, uint32_t than)
{
    while (than-- > 0)
        bits &= bits - 1;
    return bits != 0;
}

static bool is_correction(const dct_entry *entry)
{
    return !(entry->flags & DCT_LEXICON_GRAM);
}

#define FEWEST_LETTERS 3u

typedef struct signature {
    uint32_t letters;
    uint8_t  length; /* 0 for what is never a correction. */
} signature;

/* Into groups of equal length; in each the order stays. */
static void put_in_order(dct_speller *s, const signature *all)
{
    uint32_t next[DCT_MAX_WORD_BYTES + 1];
    for (uint32_t i = 0; i < s->count; i++)
        s->from[all[i].length + 1u]++;
    s->from[1] = 0;
    for (uint32_t i = 1; i <= DCT_MAX_WORD_BYTES; i++)
        s->from[i + 1] += s->from[i];
    memcpy(next, s->from, sizeof next);
    for (uint32_t i = 0; i < s->count; i++)
        if (all[i].length > 0) {
            uint32_t at = next[all[i].length]++;
            s->letters[at] = all[i].letters;
            s->entries[at] = i;
        }
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
    s->entries = dct_new_zero(alloc, s->count * sizeof *s->entries);
    signature *all = dct_new_zero(alloc, s->count * sizeof *all);
    bool made = s->letters != NULL && s->entries != NULL && all != NULL;
    dct_lexicon_first(lexicon, &at);
    entry.size = 0;
    for (uint32_t i = 0; made && dct_lexicon_next(lexicon, &at, &entry); i++) {
        read_points(entry.text, entry.size, &word);
        if (is_correction(&entry) && word.count >= FEWEST_LETTERS && word.count <= DCT_MAX_WORD_BYTES)
            all[i] = (signature){ letters_of(&word), (uint8_t)word.count };
    }
    if (made)
        put_in_order(s, all);
    dct_free(alloc, all, s->count * sizeof *all);
    if (!made)
        dct_speller_close(s);
    return made;
}

void dct_speller_close(dct_speller *s)
{
    dct_free(s->alloc, s->letters, s->count * sizeof *s->letters);
    dct_free(s->alloc, s->entries, s->count * sizeof *s->entries);
    memset(s, 0, sizeof *s);
}

static void find_keys(points *word)
{
    for (uint32_t i = 0; i < word->count; i++)
        word->key[i] = dct_keyboard_key(word->at[i]);
}

/* A letter too many or too few; a doubled one happens so easily that two of them are one slip. */
static double extra_cost(const points *word, uint32_t i)
{
    return i > 0 && word->at[i] == word->at[i - 1] ? 0.5 : 1.0;
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
            double extra = one[j] + extra_cost(typed, i - 1);
            double missing = row[j - 1] + extra_cost(meant, j - 1);
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

double dct_slips_between(const char *typed, size_t typed_size, const char *meant, size_t meant_size)
{
    points a, b;
    read_points(typed, typed_size, &a);
    read_points(meant, meant_size, &b);
    find_keys(&a);
    find_keys(&b);
    return distance(&a, &b, MAX_POINTS, false, true);
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

typedef struct search {
    const dct_speller *s;
    const dct_lexicon *lexicon;
    const dct_slip    *slip;
    points             typed;
    uint32_t           letters; /* Of what was typed. */
    dct_correction    *out;
    uint32_t           count;
} search;

static void try_entry(search *x, uint32_t index)
{
    points meant;
    dct_entry entry;
    const dct_slip *slip = x->slip;
    if (!dct_lexicon_entry(x->lexicon, index, &entry) || !is_wanted(&entry, slip->stem))
        return;
    read_points(entry.text, entry.size, &meant);
    if (distance(&x->typed, &meant, slip->slips, slip->unfinished, false) > slip->slips)
        return;
    find_keys(&meant);
    double far = distance(&x->typed, &meant, slip->slips, slip->unfinished, true);
    double uses = slip->stem && entry.uses == 0 ? 1.0 : entry.uses;
    consider(x->out, &x->count, &entry, far, slip->uses_weight * log(1.0 + uses) - far - slip->cost -
             (x->typed.at[0] != meant.at[0] ? slip->first : 0));
}

/* Words of one length. Each letter that they have more or less than there are slips is half of a doubled pair of slips, and
 * those are no other letters. */
static void try_length(search *x, uint32_t length)
{
    const uint32_t *letters = x->s->letters;
    uint32_t slips = x->slip->slips, typed = x->typed.count;
    uint32_t apart = length > typed ? length - typed : typed - length;
    slips -= apart > slips && !x->slip->unfinished ? apart - slips : 0;
    for (uint32_t i = x->s->from[length]; i < x->s->from[length + 1]; i++) {
        uint32_t lost = x->slip->unfinished ? 0 : letters[i] & ~x->letters;
        if (!has_more(x->letters & ~letters[i], slips) && !has_more(lost, slips))
            try_entry(x, x->s->entries[i]);
    }
}

uint32_t dct_speller_find(const dct_speller *s, const dct_lexicon *lexicon, const dct_slip *slip,
                          dct_correction out[DCT_MAX_CORRECTIONS], uint32_t count)
{
    search x = { .s = s, .lexicon = lexicon, .slip = slip, .out = out, .count = count };
    read_points(slip->word, slip->size, &x.typed);
    find_keys(&x.typed);
    x.letters = letters_of(&x.typed);
    uint32_t most = x.typed.count + 2 * slip->slips, least = x.typed.count > 2 * slip->slips ? x.typed.count - 2 * slip->slips : 0;
    most = slip->unfinished || most > DCT_MAX_WORD_BYTES ? DCT_MAX_WORD_BYTES : most;
    for (uint32_t length = least; s->letters != NULL && slip->slips > 0 && length <= most; length++)
        try_length(&x, length);
    return x.count;
}
