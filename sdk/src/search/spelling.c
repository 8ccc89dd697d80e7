#include "spelling.h"

#include <string.h>

#include "../base/utf8.h"
#include "choice.h"
#include "sql.h"

#define MAX_PAGES 5u
#define TITLE_COLUMN 3 /* Of present.c's articles. */
#define KEYWORDS_COLUMN 9
#define MAX_TEXT_BYTES 8192u

typedef struct shown {
    const char *text;  /* As a page has it, or NULL. */
    bool        closed; /* It is not looked for any more. */
    bool        exact; /* It is the form that was chosen, and not another one of the word. */
    double      far;   /* From what was typed. */
    uint8_t     lang;  /* Of the page. */
} shown;

typedef struct seeker {
    const dct_presenter *p;
    dct_arena           *arena;
    dct_choices          choices;
    shown                shown[DCT_MAX_CHOICES];
} seeker;

/* "Какой" at the start of a sentence is "какой" to one who typed small letters; "iPhone" and "USB" stay. */
static const char *as_shown(const seeker *s, const dct_ask_word *typed, const char *text, const dct_word *found)
{
    char lower[DCT_MAX_WORD_BYTES + 1], rest[DCT_MAX_WORD_BYTES + 1];
    const char *surface = text + found->from;
    size_t size = found->to - found->from, first = 0;
    (void)dct_utf8_next(surface, size, &first);
    size_t n = dct_lower(surface + first, size - first, false, rest);
    bool small_rest = n == size - first && memcmp(rest, surface + first, n) == 0;
    n = dct_lower(surface, size, false, lower);
    if (small_rest && n == size && typed->small_letters)
        surface = lower;
    return dct_arena_text(s->arena, surface, size);
}

static bool is_form(const seeker *s, const dct_entry *meant, const char *folded, size_t size)
{
    dct_entry entry;
    bool same = false;
    if (dct_lexicon_find(&s->choices.ranking->lexicon, folded, size, &entry))
        for (uint32_t i = 0; i < entry.term_count && !same; i++)
            same = dct_choice_has(meant, entry.terms[i]);
    return same;
}

/* The form that was chosen; until it is seen, the one nearest to what was typed. */
static void compare(seeker *s, uint32_t which, const char *text, const dct_word *word, const char *folded, size_t size,
                    uint8_t lang)
{
    const dct_choice *c = &s->choices.all[which];
    shown *best = &s->shown[which];
    if (c->taken < 0 || best->exact || best->closed)
        return;
    const dct_entry *meant = &c->word->likely[c->taken].entry;
    bool exact = size == meant->size && memcmp(folded, meant->text, size) == 0;
    if (!exact && !is_form(s, meant, folded, size))
        return;
    double far = dct_slips_between(c->word->folded, c->word->folded_size, folded, size);
    if (!exact && best->text != NULL && far >= best->far)
        return;
    const char *surface = as_shown(s, c->word, text, word);
    if (surface != NULL)
        *best = (shown){ surface, false, exact, far, lang };
}

static void look_at(seeker *s, const char *text, size_t size, uint8_t lang)
{
    dct_words words;
    dct_word word;
    dct_words_init(&words, text, size > MAX_TEXT_BYTES ? MAX_TEXT_BYTES : size, dct_lang_at(lang)->turkic);
    while (dct_words_next(&words, &word)) {
        char folded[DCT_MAX_WORD_BYTES + 1];
        bool whole = word.kind == DCT_WORD_PLAIN || word.kind == DCT_WORD_JOINED;
        size_t n = whole ? dct_fold(word.text, word.size, folded) : 0;
        for (uint32_t i = 0; n > 0 && i < s->choices.count; i++)
            compare(s, i, text, &word, folded, n, lang);
    }
}

static docent_status look_at_article(seeker *s, const dct_candidate *c, int column, docent_error *err)
{
    dct_document document = dct_ranking_document(s->choices.ranking, c->document);
    sqlite3_stmt *article = s->p->article;
    sqlite3_bind_int64(article, 1, document.rowid);
    int rc = sqlite3_step(article);
    if (rc == SQLITE_ROW) {
        size_t size;
        const char *text = dct_sql_text(article, column, &size);
        look_at(s, text, size, document.lang);
    }
    sqlite3_reset(article);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(s->p->db, err, rc, "articles cannot be read");
}

/* A page's title and the section that was found in it. */
static docent_status look_at_page(seeker *s, const dct_candidate *c, docent_error *err)
{
    const dct_presenter *p = s->p;
    size_t size;
    dct_document document = dct_ranking_document(s->choices.ranking, c->document);
    docent_status status = look_at_article(s, c, TITLE_COLUMN, err);
    if (status != DOCENT_OK)
        return status;
    sqlite3_bind_int64(p->section, 1, document.rowid);
    sqlite3_bind_int64(p->section, 2, c->section);
    int rc = sqlite3_step(p->section);
    for (int column = 1; rc == SQLITE_ROW && column <= 2; column++) {
        const char *text = dct_sql_text(p->section, column, &size);
        look_at(s, text, size, document.lang);
    }
    sqlite3_reset(p->section);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(p->db, err, rc, "sections cannot be read");
}

static bool is_open(const seeker *s)
{
    for (uint32_t i = 0; i < s->choices.count; i++)
        if (s->choices.all[i].taken >= 0 && !s->shown[i].exact && !s->shown[i].closed)
            return true;
    return false;
}

/* Keywords come last: authors put misspellings there. What has a form from a text keeps it. */
static docent_status look_at_keywords(seeker *s, const dct_candidate *best, uint32_t count, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < s->choices.count; i++)
        s->shown[i].closed = s->shown[i].text != NULL;
    for (uint32_t i = 0; status == DOCENT_OK && is_open(s) && i < count; i++)
        status = look_at_article(s, &best[i], KEYWORDS_COLUMN, err);
    return status;
}

/* Other forms than the page's are shown in English alone, where the lexicon's letters are the page's: no accents fell. */
static void write_down(const seeker *s, const dct_choice *c, const shown *best)
{
    dct_ask_word *word = c->word;
    word->corrected = NULL;
    word->typed_by = c->typed;
    if (c->taken < 0)
        return;
    const dct_entry *entry = &word->likely[c->taken].entry;
    bool same_stem = c->weight[c->taken] <= 0; /* Shown only as a page has it: else it is what was typed. */
    bool english = best->lang == dct_lang_of("en") && (entry->flags & DCT_LEXICON_WORD);
    word->corrected_by = c->value[c->taken];
    if (best->exact || (best->text != NULL && !english && !same_stem))
        word->corrected = best->text;
    else if (!same_stem && (entry->flags & DCT_LEXICON_WORD))
        word->corrected = dct_arena_text(s->arena, entry->text, entry->size);
}

docent_status dct_spelling_take(const dct_presenter *p, dct_ranking *ranking, dct_arena *arena, const dct_candidate *best,
                                uint32_t count, double top, uint8_t lang, dct_ask *ask, docent_error *err)
{
    seeker s = { .p = p, .arena = arena };
    count = count < MAX_PAGES ? count : MAX_PAGES;
    docent_status status = dct_choices_make(&s.choices, ranking, ask, best, count, top, lang, err);
    for (uint32_t i = 0; status == DOCENT_OK && is_open(&s) && i < count; i++)
        status = look_at_page(&s, &best[i], err);
    if (status == DOCENT_OK && is_open(&s))
        status = look_at_keywords(&s, best, count, err);
    for (uint32_t i = 0; i < s.choices.count; i++)
        write_down(&s, &s.choices.all[i], &s.shown[i]);
    return status;
}
