/* See share.h. A bundle knows the words of its own texts only; one bundle of all articles would know them all:
 *
 *   typed "Verschlüsselung"   bundle A has it; B has but "verschlüsselt", which is its family: B finds it as A would
 *   typed "Suchleiste"        A splits it, B has never seen "Suche" alone: A's parts are B's
 *   typed "tabellen ansichten"  A has "Tabellenansichten", B "Tabellenansicht": joined in both */
#include "share.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "parts.h"
#include "respell.h"

dct_ask_word *dct_set_word(const dct_set *t, uint32_t which, const dct_ask_word *word)
{
    const dct_ask *ask = &t->all[which].ask;
    for (uint32_t i = 0; !t->broken[which] && i < ask->count; i++) {
        dct_ask_word *other = &ask->words[i];
        if (other->from == word->from && other->to == word->to && other->kind == word->kind && other->extra == word->extra &&
            strcmp(other->folded, word->folded) == 0)
            return other;
    }
    return NULL;
}

static bool is_guess(dct_reason reason)
{
    return reason == DCT_REASON_TYPO || reason == DCT_REASON_SPLIT || reason == DCT_REASON_LAYOUT;
}

/* How likely the word's guesses are: other keyboards and splits are tried only where no slip is found. False: no guess. */
static bool guess_score(const dct_ask_word *word, double *score)
{
    *score = -DBL_MAX;
    bool any = false;
    for (uint32_t i = 0; !word->extra && i < word->meaning_count; i++)
        if (is_guess(word->meanings[i].reason)) {
            any = true;
            *score = word->meanings[i].reason == DCT_REASON_TYPO ? word->slip_score : *score;
        }
    return any;
}

/* What the other bundles make of a word that this one guesses. */
typedef struct opinion {
    double best;  /* The likeliest guess of all. */
    bool   known; /* One needs no guess. */
    bool   stem;  /* One knows it by its stem. */
} opinion;

static opinion ask_others(const dct_set *t, uint32_t which, const dct_ask_word *word, double score)
{
    opinion o = { score, false, false };
    for (uint32_t j = 0; j < t->count; j++) {
        const dct_ask_word *other = j == which ? NULL : dct_set_word(t, j, word);
        double theirs;
        if (other == NULL)
            continue;
        o.stem = o.stem || other->doubtful;
        if (guess_score(other, &theirs))
            o.best = theirs > o.best ? theirs : o.best;
        else
            o.known = o.known || (other->known && !other->doubtful);
    }
    return o;
}

/* Guesses count as much less than in the bundle alone as another one's is likelier. */
static void weigh_guesses(dct_ask_word *word, const dct_weights *w, double score, const opinion *o)
{
    double share = o->known ? 0 : score < o->best ? exp((score - o->best) / w->typo_step) : 1;
    share *= o->stem && !word->doubtful ? w->doubt : 1;
    uint32_t kept = 0;
    for (uint32_t i = 0; i < word->meaning_count; i++) {
        dct_meaning m = word->meanings[i];
        m.weight *= !is_guess(m.reason) ? 1 : m.reason != DCT_REASON_TYPO && o->stem ? 0 : share;
        if (!is_guess(m.reason) || m.weight >= 0.05)
            word->meanings[kept++] = m;
    }
    word->meaning_count = kept;
    if (o->known || o->stem || score < o->best)
        word->corrected = NULL; /* Of a split; of slips the pages say it. */
    word->likely_count = o->known ? 0 : word->likely_count;
}

/* What is not split after all loses the second half, too, which is a word of its own. */
static void drop_half(dct_ask *ask, const dct_ask_word *first)
{
    for (uint32_t i = 0; i < ask->count; i++) {
        dct_ask_word *word = &ask->words[i];
        if (word->extra && word->from == first->from && word->to == first->to && word->meaning_count > 0 &&
            word->meanings[0].reason == DCT_REASON_SPLIT) {
            word->meaning_count = 0;
            word->weight = 0;
        }
    }
}

/* A slip is a slip in all bundles. Each opinion is heard before any word is changed. */
static void share_slips(dct_set *t)
{
    for (uint32_t k = 0; k < DCT_MAX_ASK_WORDS; k++) {
        opinion heard[DCT_MAX_BUNDLES];
        double scores[DCT_MAX_BUNDLES];
        bool guessed[DCT_MAX_BUNDLES] = { false };
        for (uint32_t i = 0; i < t->count; i++) {
            if (t->broken[i] || k >= t->all[i].ask.count || !guess_score(&t->all[i].ask.words[k], &scores[i]))
                continue;
            guessed[i] = true;
            heard[i] = ask_others(t, i, &t->all[i].ask.words[k], scores[i]);
        }
        for (uint32_t i = 0; i < t->count; i++)
            if (guessed[i]) {
                weigh_guesses(&t->all[i].ask.words[k], t->all[i].s->weights, scores[i], &heard[i]);
                if (heard[i].known || heard[i].stem || scores[i] < heard[i].best)
                    drop_half(&t->all[i].ask, &t->all[i].ask.words[k]);
            }
    }
}

static void share_word(const dct_set *t, uint32_t which, dct_ask_word *word)
{
    const dct_ask_word *others[DCT_MAX_BUNDLES];
    word->elsewhere = 0;
    word->said_elsewhere = false;
    for (uint32_t j = 0; j < t->count; j++) {
        others[j] = j == which ? NULL : dct_set_word(t, j, word);
        if (others[j] != NULL)
            word->said_elsewhere = word->said_elsewhere || dct_rank_is_said(&t->all[j].s->ranking, others[j]);
    }
    bool said = word->said_elsewhere || dct_rank_is_said(&t->all[which].s->ranking, word);
    for (uint32_t j = 0; j < t->count; j++)
        if (others[j] != NULL)
            word->elsewhere += dct_rank_spread(&t->all[j].s->ranking, t->all[j].s->weights, others[j], said);
}

/* ---- what a word may mean ---- */

static bool begins_with(const dct_ask_word *word, dct_reason reason)
{
    return word->meaning_count > 0 && word->meanings[0].reason == reason;
}

/* Does another bundle have it as it was typed, or a form of it? */
static bool is_known_elsewhere(const dct_set *t, uint32_t which, const dct_ask_word *word, dct_reason reason)
{
    for (uint32_t j = 0; j < t->count; j++) {
        const dct_ask_word *other = j == which ? NULL : dct_set_word(t, j, word);
        if (other != NULL && begins_with(other, reason))
            return true;
    }
    return false;
}

/* A word of the set that this bundle lacks is none that it lacks the spelling of only: its stem counts no more than the word
 * would, and it has a family. */
static void know(dct_set *t, uint32_t which, dct_ask_word *word)
{
    dct_asker asker = dct_searching_asker(&t->all[which], t->query);
    bool exact = is_known_elsewhere(t, which, word, DCT_REASON_EXACT);
    if (begins_with(word, DCT_REASON_EXACT) || word->extra || word->kind != DCT_WORD_PLAIN ||
        (!exact && !is_known_elsewhere(t, which, word, DCT_REASON_STEM)))
        return;
    for (uint32_t i = 0; exact && i < word->meaning_count; i++)
        if (word->meanings[i].reason == DCT_REASON_STEM)
            word->meanings[i].weight = 1.0;
    if (!word->known)
        dct_ask_family(&asker, word);
    word->doubtful = word->doubtful && !exact;
    word->known = true;
}

typedef struct part {
    char   text[DCT_MAX_WORD_BYTES + 1];
    size_t size;
} part;

static bool is_part(const dct_ask_word *word, const dct_entry *entry)
{
    for (uint32_t i = 0; i < word->meaning_count; i++)
        if (word->meanings[i].reason == DCT_REASON_PART && word->meanings[i].term == entry->terms[0])
            return true;
    return false;
}

/* Terms are numbers of one bundle: what its parts of a compound are called is how the compound begins and ends. */
static uint32_t name_parts(const dct_ranking *r, const dct_ask_word *word, part *out, uint32_t room)
{
    uint32_t count = 0;
    for (size_t cut = DCT_MIN_PART_BYTES; cut + DCT_MIN_PART_BYTES <= word->folded_size; cut++) {
        for (unsigned end = 0; end < 2 && count < room; end++) {
            dct_entry entry;
            const char *text = end ? word->folded + cut : word->folded;
            size_t size = end ? word->folded_size - cut : cut;
            if (!dct_lexicon_find(&r->lexicon, text, size, &entry) || !is_part(word, &entry))
                continue;
            memcpy(out[count].text, text, size);
            out[count++].size = size;
        }
    }
    return count;
}

static bool has_parts(const dct_ask_word *word)
{
    for (uint32_t i = 0; i < word->meaning_count; i++)
        if (word->meanings[i].reason == DCT_REASON_PART)
            return true;
    return false;
}

static void give_parts(dct_set *t, uint32_t which, const dct_ask_word *word)
{
    part parts[DCT_LEXICON_MAX_TERMS];
    uint32_t count = 0;
    for (uint32_t j = 0; j < t->count; j++) {
        dct_ask_word *other = j == which ? NULL : dct_set_word(t, j, word);
        if (other == NULL || has_parts(other))
            continue;
        count = count > 0 ? count : name_parts(&t->all[which].s->ranking, word, parts, DCT_LEXICON_MAX_TERMS);
        for (uint32_t i = 0; i < count; i++) {
            dct_entry entry;
            if (dct_lexicon_find(&t->all[j].s->ranking.lexicon, parts[i].text, parts[i].size, &entry))
                dct_ask_mean(other, entry.terms[0], t->all[j].s->weights->part, DCT_REASON_PART);
        }
    }
}

/* Two words in one, by the stem that this bundle may have: "tabellen ansichten". */
static void join(const dct_asker *asker, dct_ask_word *word, const dct_ask *ask)
{
    char joined[2 * DCT_MAX_WORD_BYTES + 1], stem[DCT_MAX_WORD_BYTES + 1];
    size_t size = 0;
    dct_entry entry;
    for (uint32_t i = 0; i < ask->count; i++) {
        const dct_ask_word *half = &ask->words[i];
        if (half->extra || half->kind != DCT_WORD_PLAIN || half->from < word->from || half->to > word->to)
            continue;
        if (size + half->lower_size > DCT_MAX_WORD_BYTES)
            return;
        memcpy(joined + size, half->lower, half->lower_size + 1);
        size += half->lower_size;
    }
    uint8_t lang = asker->lang != DCT_LANG_NONE ? asker->lang : asker->ranking->langs[0];
    size_t stem_size = size == 0 ? 0 : dct_term(asker->stemmers, lang, joined, size, stem);
    if (stem_size > 0 && dct_lexicon_find(&asker->ranking->lexicon, stem, stem_size, &entry) && (entry.flags & DCT_LEXICON_SELF))
        dct_ask_mean(word, entry.terms[0], 1.0, DCT_REASON_SPLIT);
}

/* A reading that one bundle has beside the typed words is one in all, so that what was asked is as much in each. */
static void give_reading(dct_set *t, uint32_t which, const dct_ask_word *word)
{
    for (uint32_t j = 0; j < t->count; j++) {
        dct_ask *ask = &t->all[j].ask;
        if (j == which || t->broken[j] || ask->count == ask->room + DCT_MAX_GAINED_WORDS || dct_set_word(t, j, word) != NULL)
            continue;
        dct_asker asker = dct_searching_asker(&t->all[j], t->query);
        dct_ask_word *gained = &ask->words[ask->count];
        *gained = *word;
        gained->meaning_count = gained->likely_count = 0;
        gained->corrected = NULL;
        if (begins_with(word, DCT_REASON_SPLIT))
            join(&asker, gained, ask);
        ask->count++;
    }
}

static void share_meanings(dct_set *t)
{
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; !t->broken[i] && k < t->all[i].ask.count; k++)
            if (t->all[i].ask.words[k].extra && t->all[i].ask.words[k].weight > 0)
                give_reading(t, i, &t->all[i].ask.words[k]);
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; !t->broken[i] && k < t->all[i].ask.count; k++)
            know(t, i, &t->all[i].ask.words[k]);
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; !t->broken[i] && k < t->all[i].ask.count; k++)
            if (!t->all[i].ask.words[k].extra && has_parts(&t->all[i].ask.words[k]))
                give_parts(t, i, &t->all[i].ask.words[k]);
}

void dct_share_known(dct_set *t)
{
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; !t->broken[i] && k < t->all[i].ask.count; k++) {
            dct_ask_word *word = &t->all[i].ask.words[k];
            for (uint32_t j = 0; j < t->count && !word->extra && !word->settled; j++) {
                const dct_ask_word *other = j == i ? NULL : dct_set_word(t, j, word);
                word->settled = other != NULL && other->known && !other->doubtful && other->rare == 0;
            }
        }
}

void dct_share_words(dct_set *t)
{
    share_slips(t);
    share_meanings(t);
    for (uint32_t i = 0; i < t->count; i++)
        for (uint32_t k = 0; !t->broken[i] && k < t->all[i].ask.count; k++)
            share_word(t, i, &t->all[i].ask.words[k]);
}
