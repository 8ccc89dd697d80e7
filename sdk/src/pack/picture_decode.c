/* Which decoder a file needs, whatever it is called. PNG and WebP are here; JPEG, GIF and SVG have files of their own.
 */
#include "picture_image.h"

#include "../base/error.h"

#include <png.h>
#include <string.h>
#include <webp/decode.h>
#include <webp/demux.h>

static bool starts_with(const unsigned char *p, size_t size, const char *what, size_t what_size)
{
    return size >= what_size && memcmp(p, what, what_size) == 0;
}

/* "<svg" within the first kilobytes, after nothing but an XML prologue, comments and white space. */
static bool looks_like_svg(const unsigned char *p, size_t size)
{
    size_t at = starts_with(p, size, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < size && strchr(" \t\r\n", p[at]) != NULL && p[at] != 0)
        at++;
    if (at == size || p[at] != '<')
        return false;
    size_t end = size < 8192 ? size : 8192;
    for (; at + 4 <= end; at++)
        if (memcmp(p + at, "<svg", 4) == 0 || (at + 8 <= end && memcmp(p + at, "<svg:svg", 8) == 0))
            return true;
    return false;
}

dct_picture_kind dct_picture_kind_of(const void *bytes, size_t size)
{
    const unsigned char *p = bytes;
    if (starts_with(p, size, "\x89PNG\r\n\x1A\n", 8))
        return DCT_PICTURE_PNG;
    if (starts_with(p, size, "\xFF\xD8\xFF", 3))
        return DCT_PICTURE_JPEG;
    if (starts_with(p, size, "GIF87a", 6) || starts_with(p, size, "GIF89a", 6))
        return DCT_PICTURE_GIF;
    if (size >= 12 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBP", 4) == 0)
        return DCT_PICTURE_WEBP;
    return looks_like_svg(p, size) ? DCT_PICTURE_SVG : DCT_PICTURE_UNKNOWN;
}

docent_status dct_image_decode(const docent_alloc *alloc, dct_picture_kind kind, const void *bytes, size_t size,
                               dct_image *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    switch (kind) {
    case DCT_PICTURE_PNG: return dct_png_decode(alloc, bytes, size, out, err);
    case DCT_PICTURE_JPEG: return dct_jpeg_decode(alloc, bytes, size, out, err);
    case DCT_PICTURE_GIF: return dct_gif_decode(alloc, bytes, size, out, err);
    case DCT_PICTURE_WEBP: return dct_webp_decode(alloc, bytes, size, out, err);
    default: break;
    }
    return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "not a PNG, JPEG, WebP, GIF or SVG picture");
}

/* libpng's simple interface brings every depth, palette, grey and interlacing to sRGB of 8 bits. */
docent_status dct_png_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                             docent_error *err)
{
    png_image png;
    memset(&png, 0, sizeof png);
    png.version = PNG_IMAGE_VERSION;
    docent_status status = DOCENT_ERR_CORRUPT;
    if (!png_image_begin_read_from_memory(&png, bytes, size))
        goto done;
    status = dct_image_new(alloc, png.width, png.height, out, err);
    if (status != DOCENT_OK)
        goto done;
    png.format = PNG_FORMAT_RGBA;
    if (!png_image_finish_read(&png, NULL, out->rgba, 0, NULL)) {
        dct_image_free(alloc, out);
        status = DOCENT_ERR_CORRUPT;
    }
done:
    if (status == DOCENT_ERR_CORRUPT)
        dct_fail(err, status, DCT_PICTURE_WHERE, 0, "broken PNG: %.60s", png.message);
    png_image_free(&png);
    return status;
}

static docent_status broken_webp(docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "broken WebP");
}

/* A still picture, or one frame of a moving one, at (x, y) of out. */
static docent_status decode_frame(const docent_alloc *alloc, const uint8_t *bytes, size_t size, uint32_t x, uint32_t y,
                                  dct_image *out, docent_error *err)
{
    WebPBitstreamFeatures is;
    if (WebPGetFeatures(bytes, size, &is) != VP8_STATUS_OK || is.has_animation)
        return broken_webp(err);
    docent_status status = DOCENT_OK;
    if (out->rgba == NULL)
        status = dct_image_new(alloc, (uint32_t)is.width, (uint32_t)is.height, out, err);
    if (status != DOCENT_OK)
        return status;
    if (x + (uint32_t)is.width > out->width || y + (uint32_t)is.height > out->height)
        return broken_webp(err);
    size_t start = ((size_t)y * out->width + x) * 4;
    if (WebPDecodeRGBAInto(bytes, size, out->rgba + start, dct_image_bytes(out) - start, (int)out->width * 4) == NULL)
        return broken_webp(err);
    return DOCENT_OK;
}

static docent_status decode_first(const docent_alloc *alloc, WebPDemuxer *demux, dct_image *out, docent_error *err)
{
    WebPIterator frame;
    docent_status status = dct_image_new(alloc, WebPDemuxGetI(demux, WEBP_FF_CANVAS_WIDTH),
                                         WebPDemuxGetI(demux, WEBP_FF_CANVAS_HEIGHT), out, err);
    if (status != DOCENT_OK)
        return status;
    if (!WebPDemuxGetFrame(demux, 1, &frame))
        return broken_webp(err);
    if (frame.x_offset < 0 || frame.y_offset < 0)
        status = broken_webp(err);
    else
        status = decode_frame(alloc, frame.fragment.bytes, frame.fragment.size, (uint32_t)frame.x_offset,
                              (uint32_t)frame.y_offset, out, err);
    WebPDemuxReleaseIterator(&frame);
    return status;
}

docent_status dct_webp_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                              docent_error *err)
{
    WebPBitstreamFeatures is;
    docent_status status;
    memset(out, 0, sizeof *out);
    if (WebPGetFeatures(bytes, size, &is) != VP8_STATUS_OK)
        return broken_webp(err);
    if (is.has_animation) {
        WebPData data = { bytes, size };
        WebPDemuxer *demux = WebPDemux(&data);
        status = demux == NULL ? broken_webp(err) : decode_first(alloc, demux, out, err);
        WebPDemuxDelete(demux);
    } else {
        status = decode_frame(alloc, bytes, size, 0, 0, out, err);
    }
    if (status != DOCENT_OK)
        dct_image_free(alloc, out);
    return status;
}
