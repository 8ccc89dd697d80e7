/* JPEG by libjpeg: grey, colour, CMYK and YCCK, progressive; turned upright as its EXIF data says.
 *
 * libjpeg reports errors by not returning, hence setjmp, in this file only. */
#include "picture_image.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "picture.h"

#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jerror.h>
#include <jpeglib.h>

#define MAX_SOURCE_PIXELS                                                                                              \
    (64u << 20) /* A 48-megapixel telephone; decoded at a half or less. Progressive: 200 MB for a while. */
#define MAX_SCANS 64                  /* Real ones have ten; thousands are made to burn time. */
#define EXIF_MARKER (JPEG_APP0 + 1)

typedef struct reader {
    struct jpeg_decompress_struct c;
    struct jpeg_error_mgr         errors;
    struct jpeg_progress_mgr      progress;
    jmp_buf                       failed;
    bool                          cut, scans;
    int                           orientation;
    const docent_alloc           *alloc;
    dct_image                    *out;
    unsigned char                *row; /* CMYK only. */
    docent_error                 *err;
    docent_status                 status;
} reader;

static void give_up(j_common_ptr c)
{
    reader *r = c->client_data;
    longjmp(r->failed, 1);
}

/* Level -1 is damage that libjpeg papers over. Only missing data counts: other slips are common and harmless. */
static void watch(j_common_ptr c, int level)
{
    reader *r = c->client_data;
    if (level == -1 && (c->err->msg_code == JWRN_JPEG_EOF || c->err->msg_code == JWRN_HIT_MARKER))
        r->cut = true;
}

static void watch_scans(j_common_ptr c)
{
    reader *r = c->client_data;
    if (r->c.input_scan_number > MAX_SCANS) {
        r->scans = true;
        longjmp(r->failed, 1);
    }
}

static unsigned number(const unsigned char *p, bool big, unsigned bytes)
{
    unsigned value = 0;
    for (unsigned i = 0; i < bytes; i++)
        value |= (unsigned)p[i] << 8 * (big ? bytes - 1 - i : i);
    return value;
}

/* Looks for tag 0x112 in the first directory of the TIFF that EXIF is; 1 when there is none. */
static int orientation_of(const unsigned char *p, size_t size)
{
    if (size < 14 || memcmp(p, "Exif\0", 6) != 0)
        return 1;
    const unsigned char *tiff = p + 6;
    size_t left = size - 6;
    bool big = tiff[0] == 'M';
    size_t at = number(tiff + 4, big, 4);
    if (at > left - 2)
        return 1;
    unsigned count = number(tiff + at, big, 2);
    for (at += 2; count > 0 && at + 12 <= left; count--, at += 12)
        if (number(tiff + at, big, 2) == 0x112)
            return (int)number(tiff + at + 8, big, 2);
    return 1;
}

static int find_orientation(const reader *r)
{
    for (jpeg_saved_marker_ptr m = r->c.marker_list; m != NULL; m = m->next)
        if (m->marker == EXIF_MARKER)
            return orientation_of(m->data, m->data_length);
    return 1;
}

/* The smallest of 1, 1/2, 1/4, 1/8 that still has all the pixels that are stored. */
static void choose_scale(struct jpeg_decompress_struct *c)
{
    JDIMENSION side = c->image_width < c->image_height ? c->image_width : c->image_height;
    c->scale_num = 1;
    c->scale_denom = 1;
    while (c->scale_denom < 8 && side / (c->scale_denom * 2) >= DCT_PICTURE_MAX_WIDTH)
        c->scale_denom *= 2;
}

/* Inks to light. Adobe's files hold them inverted, and those are the ones there are. */
static void convert_cmyk(const unsigned char *cmyk, uint8_t *rgba, uint32_t width, bool inverted)
{
    for (uint32_t x = 0; x < width; x++, cmyk += 4, rgba += 4) {
        unsigned k = inverted ? cmyk[3] : 255u - cmyk[3];
        for (int i = 0; i < 3; i++)
            rgba[i] = (uint8_t)((inverted ? cmyk[i] : 255u - cmyk[i]) * k / 255);
        rgba[3] = 255;
    }
}

static void read_rows(reader *r)
{
    bool cmyk = r->c.out_color_space == JCS_CMYK;
    while (r->c.output_scanline < r->c.output_height) {
        uint8_t *to = r->out->rgba + (size_t)r->c.output_scanline * r->out->width * 4;
        JSAMPROW row = cmyk ? r->row : to;
        if (jpeg_read_scanlines(&r->c, &row, 1) == 1 && cmyk)
            convert_cmyk(r->row, to, r->out->width, r->c.saw_Adobe_marker);
    }
}

/* After the header: everything that can be refused is, before memory is taken. */
static docent_status prepare(reader *r)
{
    if ((uint64_t)r->c.image_width * r->c.image_height > MAX_SOURCE_PIXELS)
        return dct_fail(r->err, DOCENT_ERR_LIMIT, DCT_PICTURE_WHERE, 0,
                        "%u x %u pixels are too many; make the picture smaller", r->c.image_width, r->c.image_height);
    choose_scale(&r->c);
    bool cmyk = r->c.jpeg_color_space == JCS_CMYK || r->c.jpeg_color_space == JCS_YCCK;
    r->c.out_color_space = cmyk ? JCS_CMYK : JCS_EXT_RGBA;
    r->c.dct_method = JDCT_ISLOW;
    jpeg_calc_output_dimensions(&r->c);
    docent_status status = dct_image_new(r->alloc, r->c.output_width, r->c.output_height, r->out, r->err);
    if (status != DOCENT_OK || !cmyk)
        return status;
    r->row = dct_new(r->alloc, (size_t)r->c.output_width * 4);
    return r->row == NULL ? dct_fail_memory(r->err, DCT_PICTURE_WHERE) : DOCENT_OK;
}

static void read_all(reader *r, const void *bytes, size_t size)
{
    jpeg_create_decompress(&r->c);
    r->c.progress = &r->progress;
    r->progress.progress_monitor = watch_scans;
    jpeg_save_markers(&r->c, EXIF_MARKER, 0xFFFF);
    jpeg_mem_src(&r->c, bytes, (unsigned long)size);
    jpeg_read_header(&r->c, TRUE);
    r->orientation = find_orientation(r);
    r->status = prepare(r);
    if (r->status != DOCENT_OK)
        return;
    jpeg_start_decompress(&r->c);
    read_rows(r);
    jpeg_finish_decompress(&r->c);
}

static docent_status broken(reader *r)
{
    char why[JMSG_LENGTH_MAX];
    if (r->cut)
        return dct_fail(r->err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "broken JPEG: it ends too early");
    if (r->scans)
        return dct_fail(r->err, DOCENT_ERR_LIMIT, DCT_PICTURE_WHERE, 0, "JPEG with more than %d scans", MAX_SCANS);
    r->errors.format_message((j_common_ptr)&r->c, why);
    return dct_fail(r->err, DOCENT_ERR_CORRUPT, DCT_PICTURE_WHERE, 0, "broken JPEG: %.80s", why);
}

docent_status dct_jpeg_decode(const docent_alloc *alloc, const void *bytes, size_t size, dct_image *out,
                              docent_error *err)
{
    reader *r = dct_new_zero(alloc, sizeof *r);
    memset(out, 0, sizeof *out);
    if (r == NULL)
        return dct_fail_memory(err, DCT_PICTURE_WHERE);
    r->alloc = alloc;
    r->out = out;
    r->err = err;
    r->c.err = jpeg_std_error(&r->errors);
    r->c.client_data = r;
    r->errors.error_exit = give_up;
    r->errors.emit_message = watch;
    if (setjmp(r->failed) == 0)
        read_all(r, bytes, size);
    else
        r->status = broken(r);
    if (r->status == DOCENT_OK && r->cut)
        r->status = broken(r);
    dct_free(alloc, r->row, (size_t)r->c.output_width * 4);
    jpeg_destroy_decompress(&r->c);
    docent_status status = r->status;
    int orientation = r->orientation;
    dct_free(alloc, r, sizeof *r);
    if (status == DOCENT_OK)
        status = dct_image_orient(alloc, out, orientation, err);
    if (status != DOCENT_OK)
        dct_image_free(alloc, out);
    return status;
}
