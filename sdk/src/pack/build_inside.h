/* What build.c and build_text.c share. */
#ifndef DCT_BUILD_INSIDE_H
#define DCT_BUILD_INSIDE_H

#include "build.h"

/* Puts a finished block at the end of the open container; names that waited are its own. */
void dct_build_add(dct_builder *b, dct_node *node);
/* Opens and ends what is needed so that a block of the kind may stand next. */
void dct_build_make_way(dct_builder *b, docent_block_kind kind);

#endif
