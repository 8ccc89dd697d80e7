/* Pixels from a draw list, and only those that changed since the list before.
 *
 * Damage: the view is cut into tiles; each tile's hash covers every operation that touches it (the look of lite's
 * rencache, with stable hashes instead of pointers). When only a scrolled layer moved, its pixels are moved in the
 * buffer and only the strip that appeared is painted. A partial paint leaves the same bytes as a full one. */
#ifndef DCT_PAINTER_H
#define DCT_PAINTER_H

#include "list.h"

typedef struct dct_painter dct_painter;

/* Where pictures' bytes (WebP) come from. */
typedef struct dct_picture_source {
    void *ctx;
    bool (*load)(void *ctx, const char *name, const void **data, size_t *size, void **token);
    void (*release)(void *ctx, void *token);
} dct_picture_source;

/* Borrows fonts. */
docent_status dct_painter_open(const docent_alloc *alloc, dct_fonts *fonts, const dct_picture_source *pictures,
                               dct_painter **out);
void dct_painter_close(dct_painter *p);
/* As docent_view_paint(). The list may be dropped afterwards. DOCENT_PAINT_ALL forgets the frame before. */
docent_status dct_painter_paint(dct_painter *p, const dct_list *list, const docent_surface *surface,
                                uint32_t flags, docent_rect *dirty, uint32_t *dirty_count);
/* True when painting `list` would change a pixel of the last frame. */
bool dct_painter_differs(dct_painter *p, const dct_list *list);
/* The stored size of a picture in pixels. False when it is broken or missing. */
bool dct_painter_picture_size(dct_painter *p, const char *name, int32_t *w, int32_t *h);
/* The source may have other pictures by the same names: the next frame is painted as a whole, from what they are now. */
void dct_painter_renew(dct_painter *p);
/* Drops decoded pictures and glyphs that show what a person looked at: for the end of a session. */
void dct_painter_forget(dct_painter *p);

#endif
