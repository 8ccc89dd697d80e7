/* See tokenizer.h. The language is kept in a block that the registration owns, one a connection, so that nothing is
 * global. Harmless on hostile text: words are bounded and nothing is kept between calls. */
#include "tokenizer.h"

#include <sqlite3.h>
#include <string.h>

#include "../base/bytes.h"
#include "stem.h"
#include "words.h"

/* Texts repeat their words: a stem that was just made is kept. One word a slot. */
#define CACHE_SLOTS 2048u

typedef struct cached {
    char    word[DCT_MAX_WORD_BYTES + 1], term[DCT_MAX_WORD_BYTES + 1];
    uint8_t word_size, term_size, lang; /* word_size 0: empty. */
} cached;

typedef struct spoken {
    uint8_t      lang;
    dct_stemmers stemmers;
    cached       cache[CACHE_SLOTS];
} spoken;

static const cached *term_of(spoken *s, const dct_word *word)
{
    bool gram = word->kind == DCT_WORD_GRAM || word->kind == DCT_WORD_SHORT;
    uint8_t lang = gram ? DCT_LANG_NONE : s->lang;
    cached *c = &s->cache[dct_hash(DCT_HASH_START, word->text, word->size) % CACHE_SLOTS];
    if (c->word_size == word->size && c->lang == lang && memcmp(c->word, word->text, word->size) == 0)
        return c;
    memcpy(c->word, word->text, word->size + 1);
    c->word_size = (uint8_t)word->size;
    c->lang = lang;
    c->term_size = (uint8_t)(gram ? dct_fold(word->text, word->size, c->term)
                                  : dct_term(&s->stemmers, lang, word->text, word->size, c->term));
    return c;
}

static int create(void *context, const char **args, int count, Fts5Tokenizer **out)
{
    (void)args;
    (void)count;
    *out = context;
    return SQLITE_OK;
}

static void delete(Fts5Tokenizer *tokenizer)
{
    (void)tokenizer; /* Owned by the registration. */
}

static int tokenize(Fts5Tokenizer *tokenizer, void *context, int flags, const char *text, int size,
                    int (*token)(void *, int, const char *, int, int, int))
{
    spoken *s = (spoken *)(void *)tokenizer;
    dct_words words;
    dct_word word;
    (void)flags;
    dct_words_init(&words, text, text == NULL || size < 0 ? 0 : (size_t)size, dct_lang_at(s->lang)->turkic);
    while (dct_words_next(&words, &word)) {
        if (word.kind == DCT_WORD_SHORT) /* What begins with one character is found by its prefix. */
            continue;
        const cached *term = term_of(s, &word);
        int colocated = word.kind >= DCT_WORD_JOINED ? FTS5_TOKEN_COLOCATED : 0;
        int rc = term->term_size == 0 ? SQLITE_OK
                                      : token(context, colocated, term->term, term->term_size, (int)word.from, (int)word.to);
        if (rc != SQLITE_OK)
            return rc;
    }
    return SQLITE_OK;
}

static fts5_api *api_of(sqlite3 *db)
{
    fts5_api *api = NULL;
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db, "SELECT fts5(?1)", -1, &stmt, NULL) == SQLITE_OK) {
        sqlite3_bind_pointer(stmt, 1, (void *)&api, "fts5_api_ptr", NULL);
        (void)sqlite3_step(stmt);
    }
    sqlite3_finalize(stmt);
    return api;
}

static void destroy(void *context)
{
    spoken *s = context;
    dct_stemmers_close(&s->stemmers);
    sqlite3_free(s);
}

docent_status dct_tokenizer_register(sqlite3 *db, docent_error *err)
{
    static const char name[] = "docent";
    fts5_api *api = api_of(db);
    if (api == NULL && (sqlite3_errcode(db) & 0xFF) == SQLITE_NOMEM)
        return dct_fail_memory(err, "search");
    if (api == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "search", sqlite3_errcode(db),
                "this SQLite has no FTS5; use one built with SQLITE_ENABLE_FTS5");
    spoken *s = sqlite3_malloc(sizeof *s);
    if (s == NULL)
        return dct_fail_memory(err, "search");
    memset(s, 0, sizeof *s);
    fts5_tokenizer functions = { create, delete, tokenize };
    int rc = api->xCreateTokenizer(api, name, s, &functions, destroy);
    if (rc == SQLITE_OK)
        return DOCENT_OK;
    destroy(s);
    return dct_fail(err, rc == SQLITE_NOMEM ? DOCENT_ERR_NOMEM : DOCENT_ERR_IO, "search", rc,
            "the tokenizer `docent` cannot be registered: %s", sqlite3_errstr(rc));
}

docent_status dct_tokenizer_speak(sqlite3 *db, uint8_t lang, docent_error *err)
{
    void *context = NULL;
    fts5_tokenizer functions;
    fts5_api *api = api_of(db);
    if (api == NULL || api->xFindTokenizer(api, "docent", &context, &functions) != SQLITE_OK || context == NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "search", 0, "the tokenizer `docent` is not registered on this connection");
    ((spoken *)context)->lang = lang;
    return DOCENT_OK;
}
