/* A bundle, opened read-only and trusted in nothing: what it says of itself, its languages, lists, articles, pictures.
 * Knows nothing of search but the shape of its tables. */
#ifndef DCT_STORE_H
#define DCT_STORE_H

#include "../base/arena.h"
#include "../doc/reader.h"

struct sqlite3;

typedef struct dct_store dct_store;

/* A statement that the schema of a bundle must hold. */
typedef struct dct_shape {
    const char *name, *sql;
} dct_shape;

/* alloc is borrowed. `index` are the tables of search. On failure *out is NULL. */
docent_status dct_store_open(const docent_alloc *alloc, const char *path, const dct_shape *index, size_t index_count,
                             dct_store **out, docent_error *err);
void dct_store_close(dct_store *s);
/* For search: one connection reads all. Finalise what was prepared on it before dct_store_close(). */
struct sqlite3 *dct_store_db(dct_store *s);
/* Gives the connection a new budget of operations: at the start of every public call. */
void dct_store_begin(dct_store *s);
const docent_info *dct_store_info(const dct_store *s);
/* NULL past the end. */
const docent_font *dct_store_font(const dct_store *s, uint32_t index);

/* ---- languages ---- */

const docent_language *dct_store_language(const dct_store *s, uint32_t index);
/* Puts the language nearest to `locale` in force; the content's own when none is near or locale is NULL. */
void dct_store_set_locale(dct_store *s, const char *locale);
const docent_language *dct_store_locale(const dct_store *s);
/* The bundle's tag nearest to `locale`, as dct_store_set_locale() would take it. Borrowed. */
const char *dct_store_nearest(const dct_store *s, const char *locale);
/* As docent_string(). */
const char *dct_store_string(dct_store *s, const char *msgid);

/* ---- lists ---- */

docent_status dct_store_list(dct_store *s, const char *category, docent_hits **out, docent_error *err);
docent_status dct_store_top(dct_store *s, docent_hits **out, docent_error *err);
/* ids: one a line, as article.related. Those that are missing are left out. */
docent_status dct_store_related(dct_store *s, const char *ids, docent_hits **out, docent_error *err);
/* Addresses of articles, guides and categories; others, and those that are gone, are left out. */
docent_status dct_store_places(dct_store *s, const char *const *addresses, uint32_t count, docent_hits **out,
                               docent_error *err);

/* ---- articles ---- */

typedef struct dct_article_row {
    docent_kind kind;
    const char *id, *locale, *category, *title, *summary, *related, *updated, *origin;
    dct_doc     doc; /* To be closed with dct_doc_close(). */
} dct_article_row;

/* Strings go into the arena. DOCENT_ERR_MISSING when there is none. */
docent_status dct_store_article(dct_store *s, const char *id, dct_arena *arena, dct_article_row *out,
                                docent_error *err);
enum { DCT_ALIAS_CONTEXT = 1, DCT_ALIAS_CODE = 2 };
/* What an alias stands for. DOCENT_ERR_MISSING when there is none. */
docent_status dct_store_alias(dct_store *s, int kind, const char *name, dct_arena *arena, const char **id,
                              const char **anchor, docent_error *err);

/* ---- assets ---- */

docent_status dct_store_asset(dct_store *s, const char *kind, const char *name, docent_asset **out, docent_error *err);
/* One to fill, for whatever is handed out as an asset; closed by docent_asset_close(). NULL when memory is short. */
docent_asset *dct_asset_new(const docent_alloc *alloc, size_t size, void **data);
/* Borrowed until the next call; NULL past the end. */
const char *dct_store_asset_name(dct_store *s, const char *kind, uint32_t index);

/* ---- contact: rows as they are; contact/ makes sense of them ---- */

typedef struct dct_contact_value {
    const char *key, *lang, *value;
} dct_contact_value;
typedef struct dct_hours_row {
    const char *day;
    uint32_t    from_min, to_min; /* At most 1440. */
} dct_hours_row;
typedef struct dct_holiday_row {
    const char *day, *lang, *name;
} dct_holiday_row;
typedef struct dct_zone_row {
    int64_t since, utc_offset_s;
} dct_zone_row;
typedef struct dct_contact_rows {
    dct_contact_value *values;
    dct_hours_row     *hours;    /* By day. */
    dct_holiday_row   *holidays; /* By day. */
    dct_zone_row      *zone;     /* Ascending. */
    uint32_t           value_count, hours_count, holiday_count, zone_count;
} dct_contact_rows;
docent_status dct_store_contact(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err);

/* ---- checking ---- */

/* Every page, every row, every reference. */
docent_status dct_store_verify(dct_store *s, docent_error *err);

#endif
