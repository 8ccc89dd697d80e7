/* What goes along with a request, item by item. */
#ifndef DCT_VIEW_ALONG_H
#define DCT_VIEW_ALONG_H

#include "content.h"
#include "state.h"

#include "../base/arena.h"

typedef struct dct_along {
    const char *kind;    /* As docent_story has it; NULL for what goes as itself: diagnostics, log, picture. */
    const char *name;    /* English, for dct_tr(). */
    const char *icon, *text, *address;
    uint32_t    bit;     /* Of dct_wish.struck. */
} dct_along;

#define DCT_MAX_ALONG (DCT_MAX_STORY + 5u)

/* In the order it is shown and sent. Formatted texts are in the arena; all else is borrowed. */
uint32_t dct_along_list(const dct_content *c, const dct_state *s, dct_arena *arena, dct_along out[DCT_MAX_ALONG]);
bool dct_along_goes(const dct_state *s, uint32_t bit);

#endif
