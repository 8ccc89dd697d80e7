/* What the files of store/ share about an open bundle, and all SQL that reads it. */
#ifndef DCT_INSIDE_H
#define DCT_INSIDE_H

#include "db.h"
#include "store.h"

#include "../base/limits.h"

/* Which row of `statements` in bundle.c. */
enum {
    DCT_META, DCT_COUNT_ARTICLES, DCT_LANGUAGES, DCT_FONTS, DCT_STRINGS,
    DCT_TRANSLATIONS, DCT_ARTICLE_HEAD, DCT_ARTICLE_WHOLE, DCT_CATEGORY_ARTICLES,
    DCT_CATEGORY, DCT_CATEGORY_TEXTS, DCT_CATEGORY_CHILDREN, DCT_TOP, DCT_ALIAS,
    DCT_ASSET, DCT_ASSET_FIRST, DCT_ASSET_NEXT,
    DCT_CONTACT, DCT_HOURS, DCT_HOLIDAYS, DCT_ZONE,
    DCT_ALL_ARTICLES, DCT_ALL_ALIASES, DCT_ALL_CATEGORIES, DCT_ALL_SECTIONS, DCT_ALL_TEXTS,
    DCT_ALL_SYNONYMS, DCT_SOURCELESS, DCT_STATEMENTS
};
_Static_assert(DCT_STATEMENTS <= DCT_DB_STATEMENTS, "a connection has room for all of them");

typedef struct dct_strings {
    dct_arena    arena;
    const char **pairs; /* msgid, msgstr, ... in the order of strcmp() of msgid. */
    uint32_t     count;
    bool         loaded;
} dct_strings;

struct dct_store {
    const docent_alloc *alloc;
    dct_db              db;
    dct_arena           kept; /* What lives as long as the store. */
    docent_info         info;
    docent_language    *languages;
    docent_font        *fonts;
    uint32_t            language_count, font_count;
    uint32_t            locale; /* Index of the language in force. */
    dct_strings         strings;
    char                asset_kind[32]; /* The name that was given out last, and its place. */
    dct_buf             asset_name;
    uint32_t            asset_index;
};

/* The languages a text exists in, and the best of them so far. */
typedef struct dct_choice {
    int nearness;
    bool source, any;
} dct_choice;
/* Is `tag` better for `locale` than what was chosen before? Then remembers it. */
bool dct_choose(dct_choice *choice, const char *locale, const char *tag, bool source);

/* An id or anchor out of an address, percent-decoded; NULL when memory is short. */
char *dct_decode(dct_arena *arena, const char *text, size_t size);

/* rowid of an article's text in the best language; 0 when there is no such id. */
docent_status dct_pick_article(dct_store *s, const char *id, int64_t *rowid, docent_error *err);

#endif
