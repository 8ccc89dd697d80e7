#include "spelling.h"

#include <string.h>

#include "../base/utf8.h"
#include "sql.h"

#define MAX_PAGES 5u
#define MAX_TEXT_BYTES 8192u

typedef struct seeker {
    const dct_ranking *ranking;
    dct_arena         *arena;
    dct_ask           *ask;
    bool               taken[256]; /* By word of the query. */
    uint32_t           left;       /* Words that are still looked for. */
} seeker;

/* The heaviest thing the word was taken for. */
static uint32_t meant(const dct_ask_word *word)
{
    const dct_meaning *best = NULL;
    for (uint32_t i = 0; i < word->meaning_count; i++)
        if (best == NULL || word->meanings[i].weight > best->weight)
            best = &word->meanings[i];
    return best == NULL ? UINT32_MAX : best->term;
}

static bool leads_to(const seeker *s, const char *folded, size_t size, uint32_t term)
{
    dct_entry entry;
    if (!dct_lexicon_find(&s->ranking->lexicon, folded, size, &entry))
        return false;
    for (uint32_t i = 0; i < entry.term_count; i++)
        if (entry.terms[i] == term)
            return true;
    return false;
}

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

static void look_at(seeker *s, const char *text, size_t size, uint8_t lang, bool other_forms)
{
    dct_words words;
    dct_word word;
    dct_words_init(&words, text, size > MAX_TEXT_BYTES ? MAX_TEXT_BYTES : size, dct_lang_at(lang)->turkic);
    while (s->left > 0 && dct_words_next(&words, &word)) {
        char folded[DCT_MAX_WORD_BYTES + 1];
        size_t n = word.kind == DCT_WORD_PLAIN ? dct_fold(word.text, word.size, folded) : 0;
        for (uint32_t i = 0; n > 0 && i < s->ask->count; i++) {
            dct_ask_word *typed = &s->ask->words[i];
            if (typed->corrected == NULL || s->taken[i] || strchr(typed->corrected, ' ') != NULL)
                continue;
            if (strcmp(folded, typed->corrected) != 0 && !(other_forms && leads_to(s, folded, n, meant(typed))))
                continue;
            const char *shown = as_shown(s, typed, text, &word);
            typed->corrected = shown == NULL ? typed->corrected : shown;
            s->taken[i] = true;
            s->left--;
        }
    }
}

/* A page's title and the section that was found in it. */
static docent_status look_at_page(seeker *s, const dct_presenter *p, const dct_candidate *c, bool other_forms, docent_error *err)
{
    size_t size;
    dct_document document = dct_ranking_document(s->ranking, c->document);
    sqlite3_bind_int64(p->article, 1, document.rowid);
    int rc = sqlite3_step(p->article);
    if (rc == SQLITE_ROW) {
        const char *title = dct_sql_text(p->article, 3, &size);
        look_at(s, title, size, document.lang, other_forms);
    }
    sqlite3_reset(p->article);
    if (rc != SQLITE_ROW && rc != SQLITE_DONE)
        return dct_sql_fail(p->db, err, rc, "articles cannot be read");
    sqlite3_bind_int64(p->section, 1, document.rowid);
    sqlite3_bind_int64(p->section, 2, c->section);
    rc = sqlite3_step(p->section);
    for (int column = 1; rc == SQLITE_ROW && column <= 2; column++) {
        const char *text = dct_sql_text(p->section, column, &size);
        look_at(s, text, size, document.lang, other_forms);
    }
    sqlite3_reset(p->section);
    return rc == SQLITE_ROW || rc == SQLITE_DONE ? DOCENT_OK : dct_sql_fail(p->db, err, rc, "sections cannot be read");
}

docent_status dct_spelling_take(const dct_presenter *p, const dct_ranking *ranking, dct_arena *arena,
                                const dct_candidate *best, uint32_t count, dct_ask *ask, docent_error *err)
{
    seeker s = { ranking, arena, ask, { false }, 0 };
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < ask->count; i++)
        s.left += ask->words[i].corrected != NULL && strchr(ask->words[i].corrected, ' ') == NULL;
    for (unsigned other_forms = 0; other_forms < 2; other_forms++)
        for (uint32_t i = 0; status == DOCENT_OK && s.left > 0 && i < count && i < MAX_PAGES; i++)
            status = look_at_page(&s, p, &best[i], other_forms, err);
    return status;
}
