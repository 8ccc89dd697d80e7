/* The bundle as a file being written: rows in, one whole SQLite file out.
 *
 * It is written to a file beside the target and renamed when it is whole, so that a target is always the old bundle or the
 * new one. The same rows in the same order give the same bytes: no time, no chance, no name of a machine goes in. */
#ifndef DCT_BUNDLE_H
#define DCT_BUNDLE_H

#include "../base/buf.h"

struct sqlite3;

typedef struct dct_bundle dct_bundle;

/* One text of an article. Strings are never NULL. */
typedef struct dct_bundle_article {
    const char *id, *lang;
    bool        source;
    int         kind; /* docent_kind. */
    const char *category;
    uint32_t    position;
    const char *title, *summary, *keywords, *audience, *product, *versions, *related;
    uint32_t    steps;
    const void *doc;
    size_t      doc_size;
    const char *updated, *origin; /* As in store/schema.h. */
    uint32_t    popularity;
} dct_bundle_article;

/* Begins a new bundle that will be `path`. alloc is borrowed. */
docent_status dct_bundle_begin(const docent_alloc *alloc, const char *path, dct_bundle **out, docent_error *err);
/* Rows that are also in the bundle at `path` keep their numbers: see rowids.h. Before the first row. */
docent_status dct_bundle_previous(dct_bundle *b, const char *path, docent_error *err);
/* Builds the index and makes the file whole, still beside its target. */
docent_status dct_bundle_finish(dct_bundle *b, docent_error *err);
/* Where the whole file is until it is put in place: for a last look at it. */
const char *dct_bundle_temporary(const dct_bundle *b);
docent_status dct_bundle_put(dct_bundle *b, docent_error *err);
/* Removes what was not put in place. NULL is allowed. */
void dct_bundle_close(dct_bundle *b);

/* Failures of these are sticky and told by dct_bundle_finish(). b NULL: nothing is written. */
void dct_bundle_meta(dct_bundle *b, const char *key, const char *value);
void dct_bundle_language(dct_bundle *b, const char *tag, const char *name, bool rtl);
void dct_bundle_category(dct_bundle *b, const char *id, const char *parent, const char *icon);
void dct_bundle_category_text(dct_bundle *b, const char *id, const char *lang, const char *title, const char *summary);
/* Returns the row that sections belong to; 0 after a failure. DOCENT's id and language must be new: *duplicate says
 * that they are not, which is no failure. */
int64_t dct_bundle_add_article(dct_bundle *b, const dct_bundle_article *a, bool *duplicate);
void dct_bundle_section(dct_bundle *b, int64_t article, const char *anchor, const char *heading, const char *body,
                        size_t body_size);
void dct_bundle_alias(dct_bundle *b, int kind, const char *name, const char *id, const char *anchor);
void dct_bundle_top(dct_bundle *b, const char *id);
/* words: one a line; lang "" for all. */
void dct_bundle_synonym(dct_bundle *b, const char *lang, const char *words);
void dct_bundle_asset(dct_bundle *b, const char *kind, const char *name, const void *data, size_t size);
void dct_bundle_font(dct_bundle *b, const char *name, uint32_t role, uint32_t weight, const char *languages,
                     const uint32_t *ranges, uint32_t range_count);
void dct_bundle_string(dct_bundle *b, const char *lang, const char *msgid, const char *msgstr);
void dct_bundle_contact(dct_bundle *b, const char *key, const char *lang, const char *value);
void dct_bundle_hours(dct_bundle *b, const char *day, unsigned from_min, unsigned to_min);
void dct_bundle_holiday(dct_bundle *b, const char *day, const char *lang, const char *name);
void dct_bundle_zone(dct_bundle *b, int64_t since, int32_t utc_offset_s);

#endif
