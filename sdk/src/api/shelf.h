/* Several bundles in one handle, as if they were one. What an id, a name or a text stands for is asked of each in turn:
 *
 *   precedence 20  store       "opening-times", and its own "returns"
 *              10  reseller    "returns" (hidden by the store's)
 *               0  the content of docent_config.bundle_path, or what took its place
 *
 * With one bundle every function here is one call of the store. */
#ifndef DCT_SHELF_H
#define DCT_SHELF_H

#include "volume.h"

typedef struct dct_shelved {
    char      *id;
    int32_t    precedence;
    dct_volume volume;
} dct_shelved;

typedef struct dct_shelf_font {
    docent_font font;  /* As it is told; its name may say whose it is. */
    dct_store  *store;
    const char *name;  /* There. */
} dct_shelf_font;

typedef struct dct_shelf {
    dct_shelved more[DCT_MAX_BUNDLES - 1]; /* By precedence, the highest first; of equal ones the one that came last. */
    uint32_t    count;
    uint32_t    set;                       /* Another number after every change; 0: there never was more than one bundle. */
    dct_volume  old;                       /* Taken away with the last change: what was borrowed of it still counts. */
    const docent_language *language;       /* In force, of one of the bundles. */
    dct_arena   arena;                     /* Of what follows. */
    dct_shelf_font *fonts;                 /* See shelf_fonts.c. NULL: those of the program's own bundle. */
    uint32_t    font_count;
} dct_shelf;

/* All that are open, the highest precedence first; how many. */
uint32_t dct_shelf_volumes(const docent *h, dct_volume out[DCT_MAX_BUNDLES]);
/* Takes the volume over, in place of one of the same id. DOCENT_ERR_LIMIT when there are too many; then it is the
 * caller's still. */
docent_status dct_shelf_put(docent *h, const char *id, int32_t precedence, const dct_volume *volume);
docent_status dct_shelf_take(docent *h, const char *id);
/* Some bundle came, went or changed. */
void dct_shelf_changed(docent *h);
void dct_shelf_close(docent *h);

void dct_shelf_set_locale(docent *h, const char *locale);
const docent_language *dct_shelf_locale(const docent *h);
const docent_language *dct_shelf_language(const docent *h, uint32_t index);
/* The tag of all bundles that is nearest. Borrowed. */
const char *dct_shelf_nearest(const docent *h, const char *locale);
const char *dct_shelf_string(docent *h, const char *msgid);
/* Gathers the fonts of all; when memory is short those of the program's own bundle have to do. */
void dct_shelf_gather_fonts(docent *h);
const docent_font *dct_shelf_font_at(const docent *h, uint32_t index);

docent_status dct_shelf_search(docent *h, const docent_query *query, docent_hits **out);
docent_status dct_shelf_list(docent *h, const char *category, docent_hits **out);
docent_status dct_shelf_top(docent *h, docent_hits **out);
docent_status dct_shelf_related(docent *h, const char *ids, docent_hits **out);
docent_status dct_shelf_places(docent *h, const char *const *addresses, uint32_t count, docent_hits **out);
docent_status dct_shelf_article(docent *h, const char *id, dct_arena *arena, dct_article_row *out);
docent_status dct_shelf_alias(docent *h, int kind, const char *name, dct_arena *arena, const char **id, const char **anchor);
docent_status dct_shelf_asset(docent *h, const char *kind, const char *name, docent_asset **out);
const char *dct_shelf_asset_name(docent *h, const char *kind, uint32_t index);
/* Whose ways to reach a person count: the first that gives any; all of them, so that nobody gets another shop's number with
 * this shop's hours. */
dct_store *dct_shelf_contact(docent *h);

#endif
