#include "choice.h"

#include <string.h>

#include "../base/utf8.h"
#include "rows.h"

#define IN_TITLE 3.0    /* Beside 1 for the text below it. */
#define IN_KEYWORDS 0.3 /* Authors put misspellings there. */
#define TAKEN 0.3       /* What another word of the query stands for already. */
#define SURE_SHARE 0.8  /* Of the likeliest word's weight. */
#define RIVAL 0.5       /* Another word that the pages say, too, with so much of the weight makes it unsure. */
#define SURE_SLIPS 1.3
#define SURE_LONG_SLIPS 1.6 /* Of eight letters and more. */
#define SURE_LETTERS 10u    /* Of a word that is near to one alone. */
#define AS_TYPED 0.7    /* What a stem or an ending that fits weighs here: a little more than the likeliest word. */
#define FOREIGN_STEM 0.3

bool dct_choice_has(const dct_entry *entry, uint32_t term)
{
    for (uint32_t i = 0; i < entry->term_count; i++)
        if (entry->terms[i] == term)
            return true;
    return false;
}

static bool is_guess(dct_reason reason)
{
    return reason == DCT_REASON_TYPO || reason == DCT_REASON_LAYOUT;
}

static bool is_as_typed(dct_reason reason)
{
    return reason == DCT_REASON_STEM || reason == DCT_REASON_ENDING;
}

/* Was it typed as it is elsewhere in the query? */
static bool is_said_too(const dct_ask *ask, const dct_entry *entry)
{
    for (uint32_t i = 0; i < ask->count; i++)
        for (uint32_t k = 0; !ask->words[i].extra && k < ask->words[i].meaning_count; k++)
            if (ask->words[i].meanings[k].reason == DCT_REASON_EXACT && dct_choice_has(entry, ask->words[i].meanings[k].term))
                return true;
    return false;
}

static void open_choice(dct_choices *s, const dct_ask *ask, dct_ask_word *word, uint8_t lang)
{
    dct_choice *c = &s->all[s->count++];
    *c = (dct_choice){ .word = word, .taken = -1, .lang = lang };
    for (uint32_t i = 0; i < word->likely_count; i++)
        for (uint32_t k = 0; k < word->meaning_count; k++) {
            const dct_meaning *m = &word->meanings[k];
            if (is_guess(m->reason) && dct_choice_has(&word->likely[i].entry, m->term) && m->weight > c->weight[i])
                c->weight[i] = m->weight;
        }
    for (uint32_t i = 0; i < word->likely_count; i++)
        c->weight[i] *= is_said_too(ask, &word->likely[i].entry) ? TAKEN : 1.0;
}

static void see(dct_choice *c, uint32_t term, uint32_t field)
{
    bool title = field == DCT_FORWARD_TITLE;
    double level = title ? IN_TITLE : field == DCT_FORWARD_KEYWORDS ? IN_KEYWORDS : 1.0;
    for (uint32_t i = 0; i < c->word->likely_count; i++)
        if (c->weight[i] > 0 && dct_choice_has(&c->word->likely[i].entry, term)) {
            c->seen[i] = level > c->seen[i] ? level : c->seen[i];
            c->titled[i] = c->titled[i] || title;
        }
    for (uint32_t i = 0; i < c->word->meaning_count; i++)
        if (c->word->meanings[i].term == term && is_as_typed(c->word->meanings[i].reason))
            c->typed_seen = level > c->typed_seen ? level : c->typed_seen;
}

static void see_all(dct_choices *s, uint32_t term, uint32_t field)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (!s->all[i].done)
            see(&s->all[i], term, field);
}

static void want(dct_choices *s)
{
    s->wanted = 0;
    for (uint32_t i = 0; i < s->count; i++) {
        const dct_ask_word *word = s->all[i].word;
        for (uint32_t k = 0; !s->all[i].done && k < word->meaning_count; k++)
            if (is_guess(word->meanings[k].reason) || is_as_typed(word->meanings[k].reason))
                s->wanted |= 1ull << (word->meanings[k].term & 63);
    }
}

/* `share`: how good the page is beside the best one. */
static void end_page(dct_choice *c, double share)
{
    for (uint32_t i = 0; i < c->word->likely_count; i++) {
        c->value[i] += share * c->weight[i] * c->seen[i];
        c->seen[i] = 0;
    }
    c->typed += share * c->typed_seen * AS_TYPED * (c->word->foreign ? FOREIGN_STEM : 1.0);
    c->typed_seen = 0;
}

/* "doesn't" and "Wi-Fi" take no place in a document's row; their postings know. */
static docent_status weigh_joined(dct_choices *s, dct_choice *c, const dct_candidate *page, double share, docent_error *err)
{
    docent_status status = DOCENT_OK;
    bool said = c->typed > 0;
    for (uint32_t i = 0; i < c->word->likely_count; i++)
        said = said || (c->value[i] > 0 && !c->joined);
    for (uint32_t i = 0; status == DOCENT_OK && !said && i < c->word->likely_count; i++) {
        dct_postings postings;
        dct_posting posting;
        if (c->weight[i] < c->weight[0] * RIVAL || c->word->likely[i].entry.term_count == 0)
            continue;
        status = dct_ranking_postings(s->ranking, c->word->likely[i].entry.terms[0], &postings, err);
        while (status == DOCENT_OK && dct_postings_next(&postings, &posting) && posting.document <= page->document)
            if (posting.document == page->document) {
                c->value[i] += share * c->weight[i];
                c->joined = true;
            }
    }
    return status;
}

static docent_status weigh_page(dct_choices *s, const dct_candidate *page, double share, docent_error *err)
{
    const unsigned char *p;
    size_t size;
    uint32_t item, field = DCT_FORWARD_BODY;
    docent_status status = dct_ranking_forward(s->ranking, page->document, &p, &size, err);
    const unsigned char *end = status == DOCENT_OK ? p + size : NULL;
    while (status == DOCENT_OK && dct_get_varint(&p, end, &item) && item != DCT_FORWARD_END) {
        if (item < DCT_FORWARD_TERMS)
            field = item;
        else if ((s->wanted >> ((item - DCT_FORWARD_TERMS) & 63)) & 1)
            see_all(s, item - DCT_FORWARD_TERMS, field);
    }
    for (uint32_t i = 0; status == DOCENT_OK && i < s->count; i++)
        if (!s->all[i].done) {
            end_page(&s->all[i], share);
            status = weigh_joined(s, &s->all[i], page, share, err);
        }
    return status;
}

static uint32_t count_letters(const char *text, size_t size)
{
    uint32_t letters = 0;
    for (size_t i = 0; i < size; i++)
        letters += ((unsigned char)text[i] & 0xC0) != 0x80;
    return letters;
}

static uint32_t first_letter(const char *text, size_t size)
{
    size_t at = 0;
    return dct_utf8_next(text, size, &at);
}

/* How far what was typed is from the word: of a stem, from the form that has it. */
static bool is_close(const dct_ask_word *word, const dct_correction *meant, uint32_t letters)
{
    double far = meant->distance;
    if (!word->unfinished)
        far = dct_slips_between(word->folded, word->folded_size, meant->entry.text, meant->entry.size);
    return far <= (letters < 8 ? SURE_SLIPS : SURE_LONG_SLIPS) || letters >= SURE_LETTERS;
}

/* Do the pages say another word, too, that is as likely and no other form of this one? */
static bool has_rival(const dct_choice *c, uint32_t i)
{
    const dct_entry *one = &c->word->likely[i].entry;
    for (uint32_t k = 0; k < c->word->likely_count; k++) {
        const dct_entry *other = &c->word->likely[k].entry;
        if (k != i && c->value[k] > 0 && c->weight[k] > c->weight[i] * RIVAL &&
            dct_slips_between(one->text, one->size, other->text, other->size) > SURE_SLIPS)
            return true;
    }
    return false;
}

/* "wher" may be "where" and "when", and all pages say both. */
static bool is_vague(const dct_choice *c, uint32_t i)
{
    const dct_entry *one = &c->word->likely[i].entry;
    bool vague = false;
    for (uint32_t k = 0; dct_lang_is_small(c->lang, one->text, one->size) && k < c->word->likely_count; k++)
        vague = vague || (k != i && c->weight[k] > c->weight[i] * RIVAL);
    return vague;
}

/* A title must say what is not near: short words are near to many. */
static bool is_sure(const dct_choice *c, uint32_t i)
{
    const dct_ask_word *word = c->word;
    const dct_correction *meant = &word->likely[i];
    double most = 0;
    uint32_t letters = count_letters(word->folded, word->folded_size);
    uint32_t other_first = first_letter(word->folded, word->folded_size) != first_letter(meant->entry.text, meant->entry.size);
    for (uint32_t k = 0; k < word->likely_count; k++)
        most = c->weight[k] > most ? c->weight[k] : most;
    if (c->titled[i])
        return !other_first || is_close(word, meant, letters);
    bool replaced = meant->distance >= 1 && count_letters(meant->entry.text, meant->entry.size) == letters;
    uint32_t least = 4 + replaced + 3 * other_first + (word->doubtful ? 2u : 0u);
    return !c->abroad && !has_rival(c, i) && letters >= least && c->weight[i] >= SURE_SHARE * most &&
           is_close(word, meant, letters);
}

/* Without its last letter, as no form of the word is: "machin", "instal". The stem is the same. */
static bool is_cut_short(const dct_ask_word *word, const dct_entry *entry, bool english)
{
    char last = word->folded[word->folded_size - 1], more = entry->text[word->folded_size];
    return entry->size == word->folded_size + 1 && memcmp(entry->text, word->folded, word->folded_size) == 0 &&
           (more == last || (english && more == 'e'));
}

/* Which one the pages speak for, or -1 for what was typed. */
static int best_of(const dct_choice *c, double *value)
{
    int best = -1;
    *value = c->typed;
    for (uint32_t i = 0; i < c->word->likely_count; i++)
        if (c->value[i] > *value && (is_vague(c, i) || is_sure(c, i))) {
            *value = c->value[i];
            best = is_vague(c, i) ? -1 : (int)i;
        }
    return best;
}

/* A page's word is what one word of the query stood for: "printr wont prnt" is not "print wont print". */
static void take(dct_choices *s, dct_choice *c, int which)
{
    c->taken = which;
    c->done = true;
    for (uint32_t i = 0; which >= 0 && i < s->count; i++)
        for (uint32_t k = 0; k < s->all[i].word->likely_count; k++)
            if (dct_choice_has(&s->all[i].word->likely[k].entry, c->word->likely[which].entry.terms[0]))
                s->all[i].value[k] *= TAKEN;
}

/* The clearest first. */
static void decide(dct_choices *s)
{
    for (;;) {
        dct_choice *clearest = NULL;
        double most = 0, value;
        for (uint32_t i = 0; i < s->count; i++) {
            int best = s->all[i].done ? -1 : best_of(&s->all[i], &value);
            if (best >= 0 && value > most) {
                most = value;
                clearest = &s->all[i];
            }
        }
        if (clearest == NULL)
            break;
        take(s, clearest, best_of(clearest, &value));
    }
    for (uint32_t i = 0; i < s->count; i++)
        s->all[i].done = s->all[i].done || s->all[i].typed > 0;
}

/* What is known by its stem alone and lacks its last letter. */
static void complete(dct_choice *c, bool english)
{
    for (uint32_t i = 0; c->taken < 0 && c->word->doubtful && !c->word->unfinished && i < c->word->likely_count; i++)
        if (is_cut_short(c->word, &c->word->likely[i].entry, english))
            c->taken = (int)i;
}

/* The best pages in one language, or in any. */
static docent_status weigh_pages(dct_choices *s, const dct_candidate *best, uint32_t count, double top, uint8_t lang,
                                 bool abroad, docent_error *err)
{
    docent_status status = DOCENT_OK;
    want(s);
    count = s->wanted == 0 ? 0 : count;
    for (uint32_t i = 0; i < s->count; i++) {
        if (s->all[i].done)
            continue;
        s->all[i].abroad = abroad;
        memset(s->all[i].value, 0, sizeof s->all[i].value);
        s->all[i].typed = 0;
    }
    for (uint32_t i = 0; status == DOCENT_OK && i < count; i++) {
        double share = top > 0 ? best[i].score / top : 1.0;
        if (lang == DCT_LANG_NONE || dct_ranking_document(s->ranking, best[i].document).lang == lang)
            status = weigh_page(s, &best[i], share * share, err);
    }
    if (status == DOCENT_OK)
        decide(s);
    return status;
}

docent_status dct_choices_make(dct_choices *c, dct_ranking *ranking, const dct_ask *ask, const dct_candidate *best,
                               uint32_t count, double top, uint8_t lang, docent_error *err)
{
    docent_status status = DOCENT_OK;
    bool several = lang != DCT_LANG_NONE && (ranking->lang_count > 1 || ranking->mixed);
    uint8_t english = dct_lang_of("en"), own = lang != DCT_LANG_NONE ? lang : ranking->langs[0];
    *c = (dct_choices){ .ranking = ranking };
    for (uint32_t i = 0; i < ask->count && c->count < DCT_MAX_CHOICES; i++)
        if (ask->words[i].likely_count > 0)
            open_choice(c, ask, &ask->words[i], own);
    if (c->count > 0 && several)
        status = weigh_pages(c, best, count, top, lang, false, err);
    if (c->count > 0 && status == DOCENT_OK)
        status = weigh_pages(c, best, count, top, DCT_LANG_NONE, several, err);
    for (uint32_t i = 0; i < c->count; i++)
        complete(&c->all[i], own == english);
    return status;
}
