/* Where links and pictures lead: from what an author wrote to addresses and names of assets that exist. */
#ifndef DCT_LINKS_H
#define DCT_LINKS_H

#include "project.h"

/* A picture that some article shows. */
typedef struct dct_picture_use dct_picture_use;
struct dct_picture_use {
    const char      *path;  /* Relative to the project. */
    const char      *asset; /* Its name in the bundle, once it is packed; NULL when it cannot be shown. */
    uint32_t         width, height;
    dct_place        place; /* The first that shows it. */
    dct_picture_use *next;
};

/* Resolves every link, answer and picture of all pages, and what front matter and help.yaml refer to. */
void dct_links_resolve(dct_project *p);
/* The pictures of one page: finds their files, tells what is missing, notes what has to be packed. A picture that cannot
 * be shown becomes its alternative text. */
void dct_pictures_find(dct_project *p, dct_page *page);
/* The file at `path` as one that is shown; the same for every use. NULL when memory is short. */
dct_picture_use *dct_picture_need(dct_project *p, const char *path, dct_place place);
/* The address that `target` means in `page`: "article/ID#anchor", a URL, or NULL after a message. */
const char *dct_link_address(dct_project *p, const dct_page *page, const char *target, dct_place place);
/* The page of an id in the language of `like` if it is translated, else its source; NULL when there is no such id. */
const dct_page *dct_page_of_id(const dct_project *p, const char *id, const char *lang);
/* "article/ID" or "fix/ID", with "#anchor" unless it is "". IDs are percent-encoded. */
const char *dct_page_address(dct_arena *arena, const dct_page *page, const char *anchor);

#endif
