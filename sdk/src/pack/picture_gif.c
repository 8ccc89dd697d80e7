/* The first frame of a GIF, on a clear canvas of its screen's size. */
#include "picture_image.h"

#include "../base/error.h"

#include <gif_lib.h>
#include <string.h>

typedef struct source {
    const unsigned char *p;
    size_t               left;
} source;

static int read_bytes(GifFileType *gif, GifByteType *to, int wanted)
{
    source *s = gif->UserData;
    size_t size = wanted < 0 ? 0 : (size_t)wanted;
    if (size > s->left)
        size = s->left;
    memcpy(to, s->p, size);
    s->p += size;
    s->left -= size;
    return (int)size;
}

/* Transparency belongs to the picture that follows it. */
static bool read_extension(GifFileType *gif, GraphicsControlBlock *control)
{
    int code;
    GifByteType *block;
    if (DGifGetExtension(gif, &code, &block) == GIF_ERROR)
        return false;
    while (block != NULL) {
        if (code == GRAPHICS_EXT_FUNC_CODE)
            DGifExtensionToGCB(block[0], block + 1, control);
        if (DGifGetExtensionNext(gif, &block) == GIF_ERROR)
            return false;
    }
    return true;
}

static void put_row(const GifFileType *gif, const ColorMapObject *map, const GifByteType *row, int clear, int y,
                    dct_image *out)
{
    int top = gif->Image.Top + y;
    for (int x = 0; x < gif->Image.Width; x++) {
        int left = gif->Image.Left + x;
        if (row[x] == clear || row[x] >= map->ColorCount || left < 0 || top < 0 || (uint32_t)left >= out->width ||
            (uint32_t)top >= out->height)
            continue;
        const GifColorType *c = &map->Colors[row[x]];
        uint8_t *p = out->rgba + ((size_t)top * out->width + (size_t)left) * 4;
        p[0] = c->Red;
        p[1] = c->Green;
        p[2] = c->Blue;
        p[3] = 255;
    }
}

/* Interlaced rows come as every 8th from 0, every 8th from 4, every 4th from 2, every 2nd from 1. */
static bool read_rows(GifFileType *gif, const ColorMapObject *map, GifByteType *row, int clear, dct_image *out)
{
    static const int first[5] = { 0, 4, 2, 1, 0 }, step[5] = { 8, 8, 4, 2, 1 };
    int pass = gif->Image.Interlace ? 0 : 4, end = gif->Image.Interlace ? 4 : 5;
    for (; pass < end; pass++)
        for (int y = first[pass]; y < gif->Image.Height; y += step[pass]) {
            if (DGifGetLine(gif, row, gif->Image.Width) == GIF_ERROR)
                return false;
            put_row(gif, map, row, clear, y, out);
        }
    return true;
}

static docent_status broken(GifFileType *gif, docent_error *err)
{
    const char *why = gif == NULL || gif->Error == 0 ? NULL : GifErrorString(gif->Error);
    return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "broken GIF: %.80s",
                    why == NULL ? "it ends too early" : why);
}

static docent_status read_frame(const docent_alloc *alloc, GifFileType *gif, int clear, dct_image *out,
                                docent_error *err)
{
    if (DGifGetImageDesc(gif) == GIF_ERROR)
        return broken(gif, err);
    const ColorMapObject *map = gif->Image.ColorMap != NULL ? gif->Image.ColorMap : gif->SColorMap;
    if (map == NULL || gif->Image.Width <= 0 || gif->Image.Height <= 0 || gif->SWidth <= 0 || gif->SHeight <= 0)
        return broken(gif, err);
    docent_status status = dct_image_new(alloc, (uint32_t)gif->SWidth, (uint32_t)gif->SHeight, out, err);
    if (status != DOCENT_OK)
        return status;
    GifByteType *row = dct_new(alloc, (size_t)gif->Image.Width);
    if (row == NULL)
        status = dct_fail_memory(err, DCT_PICTURE_WHERE);
    else if (!read_rows(gif, map, row, clear, out))
        status = broken(gif, err);
    dct_free(alloc, row, (size_t)gif->Image.Width);
    return status;
}

static docent_status read_first(const docent_alloc *alloc, GifFileType *gif, dct_image *out, docent_error *err)
{
    GraphicsControlBlock control = { .TransparentColor = NO_TRANSPARENT_COLOR };
    for (;;) {
        GifRecordType record;
        if (DGifGetRecordType(gif, &record) == GIF_ERROR)
            return broken(gif, err);
        if (record == IMAGE_DESC_RECORD_TYPE)
            return read_frame(alloc, gif, control.TransparentColor, out, err);
        if (record == TERMINATE_RECORD_TYPE)
            return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "the GIF holds no picture");
        if (record == EXTENSION_RECORD_TYPE && !read_extension(gif, &control))
            return broken(gif, err);
    }
}

docent_status dct_gif_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                             docent_error *err)
{
    source s = { bytes, size };
    int code = 0;
    memset(out, 0, sizeof *out);
    GifFileType *gif = DGifOpen(&s, read_bytes, &code);
    if (gif == NULL)
        return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, code, "broken GIF: its header cannot be read");
    docent_status status = read_first(alloc, gif, out, err);
    DGifCloseFile(gif, &code);
    if (status != DOCENT_OK)
        dct_image_free(alloc, out);
    return status;
}
