/* Small picture files made in memory by the encoders of the formats' own libraries, for test_picture*.c. */
#ifndef DCT_TEST_PICTURE_MAKE_H
#define DCT_TEST_PICTURE_MAKE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <gif_lib.h>
#include <jpeglib.h>
#include <png.h>
#include <webp/encode.h>

typedef struct made {
    unsigned char *data;
    size_t         size, room;
} made;

static inline void made_add(made *m, const void *data, size_t size)
{
    if (m->size + size > m->room) {
        m->room = (m->size + size) * 2;
        m->data = realloc(m->data, m->room);
        assert_non_null(m->data);
    }
    memcpy(m->data + m->size, data, size);
    m->size += size;
}

static inline void made_free(made *m)
{
    free(m->data);
    memset(m, 0, sizeof *m);
}

/* ---- PNG ---- */

static inline void png_to_made(png_structp png, png_bytep data, png_size_t size)
{
    made_add(png_get_io_ptr(png), data, size);
}

static inline void png_no_flush(png_structp png)
{
    (void)png;
}

/* row(ctx, y) gives a row in the format told. palette: NULL or 256 colours. */
static inline made make_png(uint32_t w, uint32_t h, int depth, int type, int interlace, const png_color *palette,
                            int colours, png_bytep (*row)(void *ctx, uint32_t y), void *ctx)
{
    made m = { NULL, 0, 0 };
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png_create_info_struct(png);
    assert_int_equal(setjmp(png_jmpbuf(png)), 0);
    png_set_write_fn(png, &m, png_to_made, png_no_flush);
    png_set_IHDR(png, info, w, h, depth, type, interlace ? PNG_INTERLACE_ADAM7 : PNG_INTERLACE_NONE,
                 PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    if (palette != NULL)
        png_set_PLTE(png, info, palette, colours);
    png_write_info(png, info);
    for (int pass = png_set_interlace_handling(png); pass > 0; pass--)
        for (uint32_t y = 0; y < h; y++)
            png_write_row(png, row(ctx, y));
    png_write_end(png, info);
    png_destroy_write_struct(&png, &info);
    return m;
}

typedef struct pixels {
    uint32_t width, height;
    uint8_t *rgba;
} pixels;

static inline png_bytep pixel_row(void *ctx, uint32_t y)
{
    pixels *p = ctx;
    return p->rgba + (size_t)y * p->width * 4;
}

static inline made make_rgba_png(pixels *p)
{
    return make_png(p->width, p->height, 8, PNG_COLOR_TYPE_RGBA, 0, NULL, 0, pixel_row, p);
}

static inline pixels new_pixels(uint32_t w, uint32_t h)
{
    pixels p = { w, h, calloc((size_t)w * h, 4) };
    assert_non_null(p.rgba);
    return p;
}

static inline void set_pixel(pixels *p, uint32_t x, uint32_t y, unsigned r, unsigned g, unsigned b, unsigned a)
{
    uint8_t *at = p->rgba + ((size_t)y * p->width + x) * 4;
    at[0] = (uint8_t)r;
    at[1] = (uint8_t)g;
    at[2] = (uint8_t)b;
    at[3] = (uint8_t)a;
}

/* ---- JPEG ---- */

/* components: 1 grey, 3 RGB, 4 CMYK as Adobe stores it (inverted). exif: NULL or the whole APP1 payload. */
static inline made make_jpeg(uint32_t w, uint32_t h, int components, int progressive, int quality,
                             const uint8_t *samples, const uint8_t *exif, unsigned exif_size)
{
    struct jpeg_compress_struct c;
    struct jpeg_error_mgr errors;
    unsigned char *data = NULL;
    unsigned long size = 0;
    c.err = jpeg_std_error(&errors);
    jpeg_create_compress(&c);
    jpeg_mem_dest(&c, &data, &size);
    c.image_width = w;
    c.image_height = h;
    c.input_components = components;
    c.in_color_space = components == 1 ? JCS_GRAYSCALE : components == 3 ? JCS_RGB : JCS_CMYK;
    jpeg_set_defaults(&c);
    jpeg_set_quality(&c, quality, TRUE);
    c.comp_info[0].h_samp_factor = c.comp_info[0].v_samp_factor = 1; /* Sharp colours, so that tests can see them. */
    if (progressive)
        jpeg_simple_progression(&c);
    jpeg_start_compress(&c, TRUE);
    if (exif != NULL)
        jpeg_write_marker(&c, JPEG_APP0 + 1, exif, exif_size);
    while (c.next_scanline < h) {
        JSAMPROW row = (JSAMPROW)(uintptr_t)(samples + (size_t)c.next_scanline * w * (unsigned)components);
        jpeg_write_scanlines(&c, &row, 1);
    }
    jpeg_finish_compress(&c);
    jpeg_destroy_compress(&c);
    made m = { data, size, size };
    return m;
}

/* ---- GIF ---- */

static inline int gif_to_made(GifFileType *gif, const GifByteType *data, int size)
{
    made_add(gif->UserData, data, (size_t)size);
    return size;
}

typedef struct gif_shape {
    int  width, height, left, top, frame_width, frame_height;
    bool interlaced;
    int  clear; /* The transparent colour or -1. */
} gif_shape;

static inline void put_gif_frame(GifFileType *gif, const gif_shape *s, const GifByteType *frame)
{
    static const int first[5] = { 0, 4, 2, 1, 0 }, step[5] = { 8, 8, 4, 2, 1 };
    GraphicsControlBlock control = { .TransparentColor = s->clear, .DelayTime = 10 };
    GifByteType block[4];
    EGifGCBToExtension(&control, block);
    assert_int_equal(EGifPutExtension(gif, GRAPHICS_EXT_FUNC_CODE, sizeof block, block), GIF_OK);
    assert_int_equal(EGifPutImageDesc(gif, s->left, s->top, s->frame_width, s->frame_height, s->interlaced, NULL),
                     GIF_OK);
    for (int pass = s->interlaced ? 0 : 4; pass < (s->interlaced ? 4 : 5); pass++)
        for (int y = first[pass]; y < s->frame_height; y += step[pass]) {
            GifByteType row[256];
            memcpy(row, frame + y * s->frame_width, (size_t)s->frame_width);
            assert_int_equal(EGifPutLine(gif, row, s->frame_width), GIF_OK);
        }
}

/* Four colours: 0 red, 1 green, 2 blue, 3 white. Two frames, the second the first backwards. */
static inline made make_gif(gif_shape shape, const GifByteType *frame)
{
    made m = { NULL, 0, 0 };
    int code = 0, count = shape.frame_width * shape.frame_height;
    GifColorType colours[4] = { { 255, 0, 0 }, { 0, 255, 0 }, { 0, 0, 255 }, { 255, 255, 255 } };
    ColorMapObject *map = GifMakeMapObject(4, colours);
    GifByteType *second = malloc((size_t)count);
    GifFileType *gif = EGifOpen(&m, gif_to_made, &code);
    assert_true(gif != NULL && map != NULL && second != NULL);
    for (int i = 0; i < count; i++)
        second[i] = frame[count - 1 - i];
    EGifSetGifVersion(gif, true);
    assert_int_equal(EGifPutScreenDesc(gif, shape.width, shape.height, 2, 0, map), GIF_OK);
    put_gif_frame(gif, &shape, frame);
    put_gif_frame(gif, &shape, second);
    assert_int_equal(EGifCloseFile(gif, &code), GIF_OK);
    GifFreeMapObject(map);
    free(second);
    return m;
}

/* ---- WebP ---- */

static inline made make_webp(const pixels *p, bool lossless)
{
    uint8_t *out = NULL;
    size_t size = lossless ? WebPEncodeLosslessRGBA(p->rgba, (int)p->width, (int)p->height, (int)p->width * 4, &out)
                           : WebPEncodeRGBA(p->rgba, (int)p->width, (int)p->height, (int)p->width * 4, 80, &out);
    made m = { NULL, 0, 0 };
    assert_true(size != 0);
    made_add(&m, out, size);
    WebPFree(out);
    return m;
}

static inline void put_u24(uint8_t *p, uint32_t v)
{
    p[0] = (uint8_t)v;
    p[1] = (uint8_t)(v >> 8);
    p[2] = (uint8_t)(v >> 16);
}

static inline void put_u32(uint8_t *p, uint32_t v)
{
    put_u24(p, v);
    p[3] = (uint8_t)(v >> 24);
}

/* An animation: VP8X, ANIM and one ANMF for each frame, which is a lossless file without its RIFF header. */
static inline made make_animated_webp(uint32_t w, uint32_t h, uint32_t x, uint32_t y, const pixels *frames, int count)
{
    made m = { NULL, 0, 0 };
    uint8_t head[12 + 18 + 14] = "RIFF....WEBPVP8X";
    put_u32(head + 16, 10);
    head[20] = 0x12; /* Animation, alpha. */
    put_u24(head + 24, w - 1);
    put_u24(head + 27, h - 1);
    memcpy(head + 30, "ANIM", 4);
    put_u32(head + 34, 6);
    made_add(&m, head, sizeof head);
    for (int i = 0; i < count; i++) {
        made still = make_webp(&frames[i], true);
        uint8_t anmf[24] = "ANMF";
        put_u32(anmf + 4, (uint32_t)(16 + still.size - 12));
        put_u24(anmf + 8, x / 2);
        put_u24(anmf + 11, y / 2);
        put_u24(anmf + 14, frames[i].width - 1);
        put_u24(anmf + 17, frames[i].height - 1);
        put_u24(anmf + 20, 100);
        made_add(&m, anmf, sizeof anmf);
        made_add(&m, still.data + 12, still.size - 12);
        made_free(&still);
    }
    put_u32(m.data + 4, (uint32_t)m.size - 8);
    return m;
}

/* ---- pictures that several tests use ---- */

typedef struct raw {
    size_t  row_bytes;
    uint8_t bytes[256];
} raw;

static inline png_bytep raw_row(void *ctx, uint32_t y)
{
    raw *r = ctx;
    return r->bytes + y * r->row_bytes;
}

/* 16 x 8: the left half red, the right half blue, as 1, 3 or 4 components. */
static inline made half_and_half(int components, int progressive, const uint8_t *exif, unsigned exif_size)
{
    static const uint8_t colours[5][2][4] = { { { 0 } },
                                              { { 40 }, { 200 } },
                                              { { 0 } },
                                              { { 255, 0, 0 }, { 0, 0, 255 } },
                                              { { 255, 0, 0, 255 }, { 0, 0, 255, 128 } } };
    uint8_t samples[16 * 8 * 4];
    for (int i = 0; i < 16 * 8; i++)
        memcpy(samples + i * components, colours[components][i % 16 >= 8], (size_t)components);
    return make_jpeg(16, 8, components, progressive, 95, samples, exif, exif_size);
}

static inline made oriented(int orientation, bool big)
{
    uint8_t exif[6 + 8 + 2 + 12 + 4] = "Exif";
    uint8_t *tiff = exif + 6, *entry = tiff + 10;
    memcpy(tiff, big ? "MM\0*\0\0\0\x08\0\x01" : "II*\0\x08\0\0\0\x01\0", 10);
    memcpy(entry, big ? "\x01\x12\0\x03\0\0\0\x01\0\0\0\0" : "\x12\x01\x03\0\x01\0\0\0\0\0\0\0", 12);
    entry[big ? 9 : 8] = (uint8_t)orientation;
    return half_and_half(3, 0, exif, sizeof exif);
}

static inline uint32_t noise(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 16;
}

static inline pixels photograph(uint32_t w, uint32_t h, unsigned alpha)
{
    pixels p = new_pixels(w, h);
    uint32_t seed = 3;
    for (uint32_t y = 0; y < h; y++)
        for (uint32_t x = 0; x < w; x++) {
            unsigned grain = noise(&seed) % 9;
            set_pixel(&p, x, y, x * 200 / w + grain, y * 200 / h + grain, (x + y) * 100 / (w + h) + grain, alpha);
        }
    return p;
}

#endif
