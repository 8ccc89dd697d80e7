/* An article's blocks as boxes: paragraphs, big numbered steps, alerts, tables, pictures, code, lists. */
#ifndef DCT_VIEW_BLOCKS_H
#define DCT_VIEW_BLOCKS_H

#include "build.h"

/* The blocks first..end of the content's article, into `parent`, in the article's own language and direction. */
void dct_blocks(dct_build *b, dct_box *parent, uint32_t first, uint32_t end);
/* The text of one block with its inlines, in a look. */
dct_box *dct_block_text(dct_build *b, dct_box *parent, dct_look look, const docent_block *block);
/* Big, for one step a screen: blocks get the lead look. */
void dct_blocks_large(dct_build *b, dct_box *parent, uint32_t first, uint32_t end);

/* Direction and language of the article while its boxes are built: pass what it returns to dct_blocks_leave(). */
typedef struct dct_voice { const char *locale; bool rtl; } dct_voice;
dct_voice dct_blocks_enter(dct_build *b);
void dct_blocks_leave(dct_build *b, dct_voice voice);

#endif
