/* A project's rows in a bundle. */
#ifndef DCT_WRITE_H
#define DCT_WRITE_H

#include "bundle.h"
#include "refs.h"

/* Everything but pictures, fonts, themes and keyboards (assets.h). Pictures' names and sizes must be known. b NULL: nothing
 * is written, and only the faults of the content are told. */
docent_status dct_write_project(dct_project *p, const dct_refs *refs, dct_bundle *b, docent_error *err);
/* One page. b NULL: only tries whether it compiles. Faults of the content are messages. */
docent_status dct_write_page(dct_project *p, dct_page *page, dct_bundle *b, docent_error *err);
void dct_write_languages(dct_project *p, dct_bundle *b);
/* The summary that is shown: the author's, or the article's first words. */
const char *dct_summary_of(dct_arena *arena, const dct_page *page);

#endif
