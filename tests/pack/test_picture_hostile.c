/* Hostile pictures: damaged, cut, bombs. Every one is an error or a picture, never a crash, a hang or too much memory. */
#include "picture_make.h"

#include "pack/picture.h"

static const docent_alloc *const alloc = &dct_alloc_default;

static void try_bytes(const unsigned char *data, size_t size)
{
    dct_picture picture;
    docent_error err = { .message = "" };
    unsigned char *exact = malloc(size + !size); /* So that a sanitizer sees a read past the end. */
    assert_non_null(exact);
    memcpy(exact, data, size);
    docent_status status = dct_picture_pack(alloc, exact, size, &picture, &err);
    assert_true((status == DOCENT_OK) == (picture.data != NULL));
    assert_true(status == DOCENT_OK || err.message[0] != 0);
    dct_picture_free(alloc, &picture);
    free(exact);
}

static void mutate(made *m)
{
    uint32_t seed = 11;
    for (size_t cut = 0; cut < m->size; cut += 1 + m->size / 40)
        try_bytes(m->data, cut);
    for (int i = 0; i < 80; i++) {
        size_t where = noise(&seed) % m->size;
        unsigned char before = m->data[where];
        m->data[where] = (unsigned char)(i % 3 == 0 ? 255u : before ^ (1u << (noise(&seed) % 8)));
        try_bytes(m->data, m->size);
        m->data[where] = before;
    }
    made_free(m);
}

static void damaged_files_do_no_harm(void **state)
{
    (void)state;
    GifByteType frame[60] = { 0, 1, 2, 1, 0 };
    pixels p = photograph(40, 30, 200);
    made files[] = {
        make_rgba_png(&p), half_and_half(3, 1, NULL, 0), oriented(6, true), half_and_half(4, 0, NULL, 0),
        make_gif((gif_shape){ 8, 12, 1, 2, 6, 10, true, 1 }, frame), make_webp(&p, true), make_webp(&p, false),
        make_animated_webp(40, 30, 0, 0, &p, 1),
    };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        mutate(&files[i]);
    made svg = { NULL, 0, 0 };
    const char *text = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><g transform='scale(2)'><path "
                       "d='M0 0L5 5Z' stroke='#f00'/></g></svg>";
    made_add(&svg, text, strlen(text));
    mutate(&svg);
    free(p.rgba);
}

static void cut_files_are_errors(void **state)
{
    (void)state;
    pixels p = photograph(200, 200, 255);
    made files[] = { make_rgba_png(&p), make_webp(&p, true), half_and_half(3, 0, NULL, 0) };
    for (size_t i = 0; i < sizeof files / sizeof *files; i++) {
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, files[i].data, files[i].size - files[i].size / 4, &picture, &err),
                         DOCENT_ERR_CORRUPT);
        made_free(&files[i]);
    }
    free(p.rgba);
}

/* A PNG of a few bytes that claims the size; its check sums are right. */
static made bomb(uint32_t w, uint32_t h)
{
    raw one = { 1, { 0 } };
    made m = make_png(1, 1, 8, PNG_COLOR_TYPE_GRAY, 0, NULL, 0, raw_row, &one);
    uint8_t *header = m.data + 16;
    for (int i = 0; i < 4; i++) {
        header[i] = (uint8_t)(w >> (24 - 8 * i));
        header[4 + i] = (uint8_t)(h >> (24 - 8 * i));
    }
    uint32_t crc = 0xFFFFFFFFu;
    for (int i = 0; i < 17; i++) {
        crc ^= m.data[12 + i];
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 1 ^ (crc & 1 ? 0xEDB88320u : 0);
    }
    for (int i = 0; i < 4; i++)
        m.data[29 + i] = (uint8_t)(~crc >> (24 - 8 * i));
    return m;
}

static void bombs_are_refused(void **state)
{
    (void)state;
    static const uint32_t sizes[][2] = { { 9000, 10 }, { 10, 9000 }, { 8000, 8000 }, { 1000000, 1000000 } };
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        made m = bomb(sizes[i][0], sizes[i][1]);
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, &err), DOCENT_ERR_LIMIT);
        made_free(&m);
    }
    GifByteType frame[4] = { 0 };
    made m = make_gif((gif_shape){ 60000, 60000, 0, 0, 2, 2, false, -1 }, frame);
    dct_picture picture;
    assert_int_equal(dct_picture_pack(alloc, m.data, m.size, &picture, NULL), DOCENT_ERR_LIMIT);
    made_free(&m);
}

static void what_is_no_picture_is_told(void **state)
{
    (void)state;
    static const char *const cases[] = { "", "hello", "<html><svg", "%PDF-1.4", "<!-- no drawing -->", "BM......" };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_picture picture;
        docent_error err;
        assert_int_equal(dct_picture_pack(alloc, cases[i], strlen(cases[i]), &picture, &err), DOCENT_ERR_CORRUPT);
    }
}

/* Ten times what `from` draws: seven of these in a row are ten million rectangles in a kilobyte. */
#define USE(from) "<use href='#" from "'/>"
#define FIVE(from) USE(from) USE(from) USE(from) USE(from) USE(from)
#define USES(id, from) "<g id='" id "'>" FIVE(from) FIVE(from) "</g>"

static void bad_drawings_fail(void **state)
{
    (void)state;
    static const char *const cases[] = {
        "<svg xmlns='http://www.w3.org/2000/svg'><rect width='8' height='8'/></svg>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='0' height='5'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='1e9' height='1e9'/>",
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect",
        "<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><g id='a'><rect width='1' height='1'/></g>"
        USES("b", "a") USES("c", "b") USES("d", "c") USES("e", "d") USES("f", "e") USES("g", "f") USES("h", "g")
        "</svg>",
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_picture picture;
        docent_error err = { .message = "" };
        if (dct_picture_pack(alloc, cases[i], strlen(cases[i]), &picture, &err) == DOCENT_OK)
            fail_msg("was packed: %s", cases[i]);
        assert_null(picture.data);
        assert_true(err.message[0] != 0);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damaged_files_do_no_harm),
        cmocka_unit_test(cut_files_are_errors),
        cmocka_unit_test(bombs_are_refused),
        cmocka_unit_test(what_is_no_picture_is_told),
        cmocka_unit_test(bad_drawings_fail),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
