/* Pictures: WebP bytes to pixels of exactly the size they are drawn at, kept for the next frame. */
#ifndef DCT_PICTURE_H
#define DCT_PICTURE_H

#include "cache.h"
#include "painter.h"

/* BGRA premultiplied, rows without gaps. w 0: the picture is broken, which is kept as well. */
typedef struct dct_bitmap {
    int32_t       w, h;
    bool          opaque;
    uint32_t      turn;  /* When its bytes were last known to be what `of` says, */
    uint64_t      of;    /* their hash; 0: there were none. */
    unsigned char pixels[];
} dct_bitmap;

typedef struct dct_pictures {
    const docent_alloc *alloc;
    dct_picture_source  source; /* load NULL: there are none. */
    dct_cache           bitmaps;
    uint32_t           *sums;   /* Scratch: one row of a source while it is scaled. */
    size_t              sums_bytes;
    uint32_t            turn;   /* Counts the times when pictures may have become others. */
    bool                failed; /* Memory was short since the last look; the owner clears it. */
} dct_pictures;

/* alloc is borrowed, source copied (NULL is allowed). */
void dct_pictures_init(dct_pictures *p, const docent_alloc *alloc, const dct_picture_source *source);
void dct_pictures_close(dct_pictures *p);
/* Drops and overwrites all. */
void dct_pictures_forget(dct_pictures *p);
/* The source may have other pictures by the same names: each is looked at before it is used again. */
void dct_pictures_renew(dct_pictures *p);

/* The picture for a box of w x h: either of that size, or the original when that is far smaller than what would be kept;
 * dct_picture_row() copes with both. NULL when it is broken or missing. Borrowed until dct_cache_trim(). */
const dct_bitmap *dct_picture_of(dct_pictures *p, const char *name, int32_t w, int32_t h);
/* The stored size in pixels, from the header alone. False when the picture is broken or missing. */
bool dct_picture_size(dct_pictures *p, const char *name, int32_t *w, int32_t *h);
/* Pixels [from, to) of row y of the bitmap scaled to w x h. NULL when memory is short; else borrowed: the bitmap's own, or
 * scratch of (to - from) pixels. */
const unsigned char *dct_picture_row(dct_pictures *p, const dct_bitmap *bitmap, int32_t w, int32_t h, int32_t y,
                                     int32_t from, int32_t to, unsigned char *scratch);

#endif
