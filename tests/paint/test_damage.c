/* The promise of the painter: whatever changed, painting what differs leaves the same bytes as painting everything, and
 * all that changed lies within the dirty rectangles. Tried on pages and changes made by chance, in both formats, at odd
 * sizes, with rows that do not begin at multiples of four. */
#include "random_page.h"

#include <webp/encode.h>

static unsigned char *webp[2];
static size_t webp_size[2];

static bool load_picture(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    (void)ctx, (void)token;
    int which = strcmp(name, "opaque") == 0 ? 0 : 1;
    if (strcmp(name, "missing") == 0)
        return false;
    *data = webp[which];
    *size = strcmp(name, "broken") == 0 ? webp_size[which] / 2 : webp_size[which];
    return true;
}

static void release_picture(void *ctx, void *token)
{
    (void)ctx, (void)token;
}

static const dct_picture_source pictures = { NULL, load_picture, release_picture };

static int encode_pictures(void **state)
{
    (void)state;
    unsigned char pixels[20 * 14 * 4];
    uint64_t seed = 5;
    for (int which = 0; which < 2; which++) {
        for (size_t i = 0; i < sizeof pixels; i++)
            pixels[i] = (unsigned char)(i % 4 == 3 && which == 0 ? 255 : chance(&seed));
        webp_size[which] = WebPEncodeLosslessBGRA(pixels, 20, 14, 20 * 4, &webp[which]);
        assert_true(webp_size[which] != 0);
    }
    return 0;
}

static int free_pictures(void **state)
{
    (void)state;
    WebPFree(webp[0]);
    WebPFree(webp[1]);
    return 0;
}

static bool same_rows(const buffer *a, const buffer *b)
{
    for (int32_t y = 0; y < a->surface.height; y++) {
        if (memcmp(row_of(a, y), row_of(b, y), (size_t)a->surface.width * 4) != 0)
            return false;
    }
    return true;
}

static bool within(const docent_rect *dirty, uint32_t count, int32_t x, int32_t y)
{
    for (uint32_t i = 0; i < count; i++) {
        if (x >= dirty[i].x && y >= dirty[i].y && x < dirty[i].x + dirty[i].w && y < dirty[i].y + dirty[i].h)
            return true;
    }
    return false;
}

/* What is outside the rectangles is as it was before. */
static void check_dirty(const buffer *now, const unsigned char *before, const docent_rect *dirty, uint32_t count)
{
    for (int32_t y = 0; y < now->surface.height; y++) {
        const unsigned char *old = before + (row_of(now, y) - now->bytes);
        for (int32_t x = 0; x < now->surface.width; x++) {
            if (memcmp(row_of(now, y) + x * 4, old + x * 4, 4) != 0)
                assert_true(within(dirty, count, x, y));
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        assert_true(dirty[i].w > 0 && dirty[i].h > 0 && dirty[i].x >= 0 && dirty[i].y >= 0);
        assert_true(dirty[i].x + dirty[i].w <= now->surface.width && dirty[i].y + dirty[i].h <= now->surface.height);
    }
}

/* Frames of one page; *painted and *all count pixels. */
static void run_page(uint64_t seed, int steps, uint64_t *painted, uint64_t *all)
{
    random_page r;
    int32_t w = 40 + (int32_t)(seed * 37 % 190), h = 30 + (int32_t)(seed * 53 % 170);
    docent_format format = seed % 2 == 0 ? DOCENT_BGRA8 : DOCENT_RGBA8;
    buffer partial = make_buffer(w, h, seed % 7, format), full = make_buffer(w, h, seed % 5, format);
    unsigned char *before = malloc(partial.size);
    dct_painter *painter = open_painter(NULL, &pictures), *judge = open_painter(NULL, &pictures);
    random_page_init(&r, seed, w, h);
    randomize_things(&r);
    for (int i = 0; i < steps; i++) {
        page p;
        docent_rect dirty[6];
        uint32_t count = 1 + (uint32_t)(seed % 6);
        open_page(&p, w, h);
        random_page_record(&r, &p.list);
        memcpy(before, partial.bytes, partial.size);
        bool differs = dct_painter_differs(painter, &p.list);
        assert_int_equal(dct_painter_paint(painter, &p.list, &partial.surface, 0, dirty, &count), DOCENT_OK);
        assert_int_equal(dct_painter_paint(judge, &p.list, &full.surface, DOCENT_PAINT_ALL, NULL, NULL), DOCENT_OK);
        if (!same_rows(&partial, &full))
            fail_msg("page %u, step %d: partial and full differ", (unsigned)seed, i);
        check_dirty(&partial, before, dirty, count);
        assert_true(differs || count == 0);
        for (uint32_t k = 0; k < count; k++)
            *painted += (uint64_t)dirty[k].w * (uint64_t)dirty[k].h;
        *all += (uint64_t)w * (uint64_t)h;
        close_page(&p);
        random_page_step(&r);
    }
    check_guards(&partial);
    check_guards(&full);
    dct_painter_close(painter);
    dct_painter_close(judge);
    free(before);
    free(partial.bytes);
    free(full.bytes);
}

static void partial_is_full(void **state)
{
    (void)state;
    uint64_t painted = 0, all = 0;
    for (uint64_t seed = 1; seed <= 400; seed++)
        run_page(seed, 12, &painted, &all);
    print_message("dirty: %d %% of all pixels\n", (int)(painted * 100 / all));
    assert_true(painted < all); /* Else nothing was tested but full paints. */
}

static docent_status paint(dct_painter *painter, const dct_list *list, const buffer *b, docent_rect *dirty,
                           uint32_t *count)
{
    *count = 16;
    return dct_painter_paint(painter, list, &b->surface, 0, dirty, count);
}

static void record_text_page(page *p, int32_t dy, uint32_t caret)
{
    open_page(p, 640, 480);
    dct_list_fill(&p->list, (docent_rect){ 0, 0, 640, 480 }, 0, 0xffffffff);
    dct_list_scroll(&p->list, (docent_rect){ 0, 64, 640, 416 }, 1, dy);
    for (int32_t i = 0; i < 100; i++)
        dct_list_fill(&p->list, (docent_rect){ 200 + i % 3, 70 + i * 16 - dy, 200 - i % 7, 9 }, 2, 0xff203040);
    dct_list_end_scroll(&p->list);
    dct_list_fill(&p->list, (docent_rect){ 20, 20, 2, 20 }, 0, caret);
}

/* A caret repaints one tile, a scroll repaints the strip that appeared. Counted, so that no machine's speed matters. */
static void paints_little(void **state)
{
    (void)state;
    buffer b = make_buffer(640, 480, 0, DOCENT_BGRA8);
    dct_painter *painter = open_painter(NULL, NULL);
    docent_rect dirty[16];
    uint32_t count;
    page first, caret, scrolled;
    record_text_page(&first, 0, 0xff000000);
    record_text_page(&caret, 0, 0xffffffff);
    record_text_page(&scrolled, 40, 0xffffffff);
    assert_int_equal(paint(painter, &first.list, &b, dirty, &count), DOCENT_OK);
    assert_int_equal(count, 1);
    assert_int_equal(dirty[0].w * dirty[0].h, 640 * 480);
    assert_false(dct_painter_differs(painter, &first.list));
    assert_int_equal(paint(painter, &first.list, &b, dirty, &count), DOCENT_OK);
    assert_int_equal(count, 0);
    assert_true(dct_painter_differs(painter, &caret.list));
    assert_int_equal(paint(painter, &caret.list, &b, dirty, &count), DOCENT_OK);
    assert_int_equal(count, 1);
    assert_true(dirty[0].w * dirty[0].h <= 64 * 64);

    /* Spoil what needs no painting: it must come from what was there, 40 rows below. */
    memset((unsigned char *)b.surface.pixels + 300 * b.surface.stride, 0x77, b.surface.stride);
    assert_int_equal(paint(painter, &scrolled.list, &b, dirty, &count), DOCENT_OK);
    assert_int_equal(count, 1);
    assert_true(dirty[0].w <= 256 && dirty[0].y == 64 && dirty[0].h == 416);
    assert_int_equal(pixel_at(&b, 300, 260), 0x77777777);
    assert_int_equal(pixel_at(&b, 100, 300), 0x77777777); /* The margin was neither painted nor moved. */
    dct_painter_close(painter);
    close_page(&first);
    close_page(&caret);
    close_page(&scrolled);
    free(b.bytes);
}

static void all_means_all(void **state)
{
    (void)state;
    buffer b = make_buffer(640, 480, 0, DOCENT_BGRA8), other = make_buffer(640, 480, 0, DOCENT_RGBA8);
    dct_painter *painter = open_painter(NULL, NULL);
    docent_rect dirty[1];
    uint32_t count = 1;
    page p;
    record_text_page(&p, 0, 0xff000000);
    assert_int_equal(paint(painter, &p.list, &b, dirty, &count), DOCENT_OK);
    memset(b.bytes, GUARD, b.size);
    assert_int_equal(dct_painter_paint(painter, &p.list, &b.surface, DOCENT_PAINT_ALL, dirty, &count), DOCENT_OK);
    assert_int_equal(pixel_at(&b, 0, 0), 0xffffffff);
    assert_int_equal(count, 1);
    /* Another format holds no frame of ours. */
    assert_int_equal(dct_painter_paint(painter, &p.list, &other.surface, 0, dirty, &count), DOCENT_OK);
    assert_int_equal(pixel_at(&other, 20, 20), 0xff000000);
    dct_painter_close(painter);
    close_page(&p);
    free(b.bytes);
    free(other.bytes);
}

static void refuses_bad_surfaces(void **state)
{
    (void)state;
    buffer b = make_buffer(8, 8, 0, DOCENT_BGRA8);
    dct_painter *painter = open_painter(NULL, NULL);
    page p, huge;
    open_page(&p, 8, 8);
    open_page(&huge, 100000, 8);
    docent_surface bad = b.surface;
    bad.height = 7;
    assert_int_equal(dct_painter_paint(painter, &p.list, &bad, 0, NULL, NULL), DOCENT_ERR_ARG);
    bad = b.surface;
    bad.stride = 31;
    assert_int_equal(dct_painter_paint(painter, &p.list, &bad, 0, NULL, NULL), DOCENT_ERR_ARG);
    bad = b.surface;
    bad.pixels = NULL;
    assert_int_equal(dct_painter_paint(painter, &p.list, &bad, 0, NULL, NULL), DOCENT_ERR_ARG);
    assert_int_equal(dct_painter_paint(painter, &huge.list, &b.surface, 0, NULL, NULL), DOCENT_ERR_LIMIT);
    assert_int_equal(dct_painter_paint(painter, &p.list, &b.surface, 0, NULL, NULL), DOCENT_OK);
    assert_int_equal(pixel_at(&b, 3, 3), 0xff000000); /* Nothing recorded is black. */
    dct_painter_close(painter);
    close_page(&p);
    close_page(&huge);
    free(b.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(partial_is_full),
        cmocka_unit_test(paints_little),
        cmocka_unit_test(all_means_all),
        cmocka_unit_test(refuses_bad_surfaces),
    };
    return cmocka_run_group_tests(tests, encode_pictures, free_pictures);
}
