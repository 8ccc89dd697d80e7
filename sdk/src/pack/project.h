/* A help project as pack sees it: settings, pages, categories, and from names to all of these.
 *
 *   folder -> project.c: read pages -> catalog.c: ids, languages, categories, order
 *          -> tree.c, table.c, links.c: change the pages -> bundle.c: write */
#ifndef DCT_PROJECT_H
#define DCT_PROJECT_H

#include "folder.h"
#include "../base/limits.h"
#include "page.h"

typedef struct dct_project {
    const docent_alloc *alloc;
    dct_arena           arena; /* Everything below lives in it. */
    dct_diag           *diag;
    const char         *dir;   /* "" for a stream of lines. */
    dct_folder          folder;
    dct_lookup          files; /* Path -> the same path. */
    bool                strict;
    bool                language_folders; /* Top folders are languages: "de/setup.md". */
    dct_settings        settings;
    const char         *languages[DCT_MAX_LANGUAGES]; /* The first is the one articles are written in. */
    uint32_t            language_count;
    struct dct_po_string *strings[DCT_MAX_LANGUAGES]; /* Of each, once they are read: see interface.h. */
    bool                strings_read[DCT_MAX_LANGUAGES];
    dct_page          **pages; /* In byte order of their files. */
    uint32_t            page_count, page_room;
    dct_lookup          by_id;   /* Sources that are articles, guides or parts. */
    dct_lookup          by_file; /* All pages. */
    dct_lookup          pictures; /* Path -> dct_picture_use (see links.h). */
    struct dct_picture_use *first_picture, **pictures_end;
    dct_category       *categories; /* In the order they are shown. */
    uint32_t            article_count;
} dct_project;

docent_status dct_project_open(dct_project *p, const docent_alloc *alloc, const char *dir, dct_diag *diag,
                               docent_error *err);
void dct_project_close(dct_project *p);
/* Adds a page whose text is given; used for files and for lines of JSON. page->file, id, lang, stem are set. plain: the
 * text is no Markdown. */
docent_status dct_project_add(dct_project *p, dct_page *page, const char *text, size_t size, bool plain,
                              docent_error *err);
/* After all pages are there. */
void dct_catalog_make(dct_project *p);
bool dct_project_has_language(const dct_project *p, const char *tag);
/* The word for [[$name]] in a language: a dct_term_fn. */
typedef struct dct_term_ctx {
    const dct_project *project;
    const char        *lang;
} dct_term_ctx;
const char *dct_project_term(const void *ctx, const char *name, size_t size);

#endif
