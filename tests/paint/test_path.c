/* Path data: every command against the same shape written otherwise, and bytes that are no path at all. */
#include "paint_test.h"

#include <math.h>

#include "paint/path.h"

static void parse(const char *path, dct_outline *out, bool expected)
{
    dct_outline_init(out, &dct_alloc_default);
    assert_int_equal(dct_path_parse(path, 0, 0, 1, 1, out), expected);
    assert_false(dct_outline_failed(out));
}

static uint32_t point_count(const dct_outline *o)
{
    return (uint32_t)(o->points.size / sizeof(dct_point));
}

/* Both give the same points, to within a hundredth. */
static void same(const char *path, const char *as)
{
    dct_outline a, b;
    parse(path, &a, true);
    parse(as, &b, true);
    assert_int_equal(point_count(&a), point_count(&b));
    assert_int_equal(dct_outline_contour_count(&a), dct_outline_contour_count(&b));
    for (uint32_t i = 0; i < point_count(&a); i++) {
        assert_true(fabs(dct_outline_points(&a)[i].x - dct_outline_points(&b)[i].x) < 0.01);
        assert_true(fabs(dct_outline_points(&a)[i].y - dct_outline_points(&b)[i].y) < 0.01);
    }
    dct_outline_close(&a);
    dct_outline_close(&b);
}

static void commands(void **state)
{
    (void)state;
    same("M1 2L3 4H9V1Z", "m1 2l2 2h6v-3z");
    same("M1 2 3 4 5 6", "M1 2L3 4L5 6");
    same("m1 2 3 4 5 6", "M1 2L4 6L9 12");
    same("M0 0C1 2 3 4 5 5S9 9 12 0", "m0,0c1,2,3,4,5,5C7 6 9 9 12 0");
    same("M0 0Q4 8 8 0T16 0", "M0 0q4 8 8 0q4-8 8 0");
    same("M0 0L4 0S4 4 8 8", "M0 0L4 0C4 0 4 4 8 8"); /* No curve before: no mirrored point. */
    same("M0 0L4 0T8 8", "M0 0L4 0Q4 0 8 8");
    same("M1 1h3zl2 2", "M1 1H4ZM1 1L3 3");  /* After Z a contour goes on from its start. */
    same("M.5.5l-.5.5-1-1", "M0.5 0.5L0 1L-1 0");
    same("M1e1 2E-1l+3-4", "M10 .2L13 -3.8");
    same(" \n\tM 1 , 2 L\r3,4 ", "M1 2L3 4");
    same("", "");
}

/* Every point of the arc is as far from the middle as it should be, and it goes the way round that it should. */
static void check_arc(const char *path, double cx, double cy, double radius, double length)
{
    dct_outline o;
    parse(path, &o, true);
    const dct_point *p = dct_outline_points(&o);
    double sum = 0;
    for (uint32_t i = 0; i < point_count(&o); i++) {
        assert_true(fabs(hypot(p[i].x - cx, p[i].y - cy) - radius) < 0.02);
        sum += i == 0 ? 0 : hypot(p[i].x - p[i - 1].x, p[i].y - p[i - 1].y);
    }
    assert_true(fabs(sum - length) < 0.1);
    dct_outline_close(&o);
}

static void arcs(void **state)
{
    (void)state;
    const double pi = 3.14159265358979323846;
    check_arc("M21 12a9 9 0 0 1-9 9", 12, 12, 9, 4.5 * pi);
    check_arc("M21 12a9 9 0 1 0-9 9", 12, 12, 9, 13.5 * pi);
    check_arc("M21 12A9 9 0 1 1 3 12", 12, 12, 9, 9 * pi);
    check_arc("M21 12a1 1 0 01-18 0", 12, 12, 9, 9 * pi); /* Too small: grown until it reaches; flags run together. */
    same("M0 0a0 5 0 0 1 4 4", "M0 0L4 4");
    same("M0 0a5 5 0 1 1 0 0L3 3", "M0 0L0 0L3 3");
    same("M0 0a9 4 90 0 1 8 18", "M0 0a4 9 0 0 1 8 18");
}

/* SVG asks to draw up to the mistake. */
static void mistakes(void **state)
{
    (void)state;
    static const struct { const char *path; uint32_t points; } cases[] = {
        { "L3 3", 0 }, { "3 3", 0 }, { "Z", 0 }, { "M", 0 }, { "M3", 0 }, { "M1 1 L", 1 }, { "M1 1 L2 2 3", 2 },
        { "M1 1 L2 2 B3 3", 2 }, { "M1 1 l2 2 x", 2 }, { "M1 1 a1 1 0 2 0 3 3", 1 }, { "M1 1e L2 2", 1 },
        { "M1 1 L2 2 --3", 2 }, { "M1 1 L. 2", 1 }, { "\xff\xfe", 0 }, { "M1 1Z3 3", 1 },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        dct_outline o;
        parse(cases[i].path, &o, false);
        assert_int_equal(point_count(&o), cases[i].points);
        dct_outline_close(&o);
    }
}

static void too_much_is_cut(void **state)
{
    (void)state;
    dct_outline o;
    size_t size = 1 << 20;
    char *path = malloc(size);
    memset(path, '9', size);
    memcpy(path, "M1 1", 4);
    for (size_t i = 4; i + 8 < size; i += 8)
        memcpy(path + i, " 99 1e99", 8);
    path[size - 8] = '\0';
    dct_outline_init(&o, &dct_alloc_default);
    dct_path_parse(path, 0, 0, 1, 1, &o);
    assert_true(o.full);
    assert_false(dct_outline_failed(&o));
    assert_true(point_count(&o) < 100000);
    dct_outline_close(&o);
    free(path);
}

/* Paths by chance, out of what paths are made of, painted: nothing is asserted but that it ends, soon and cleanly. */
static void chance_paths_end(void **state)
{
    (void)state;
    static const char *const parts[] = { "M", "m", "L", "l", "H", "v", "C", "c", "S", "q", "T", "t", "A", "a", "Z",
                                         "1", "-3", "12.5", "24", "1e9", "-1e-9", "0", "1 1", ",", " ", "999999999999",
                                         ".", "e", "-", "0 1", "5 5", "24 0", "\x80" };
    uint64_t seed = 11;
    buffer b = make_buffer(64, 64, 0, DOCENT_BGRA8);
    for (int i = 0; i < 3000; i++) {
        char path[512] = "M2 2";
        for (int k = between(&seed, 0, 60); k > 0; k--)
            strncat(path, parts[chance(&seed) % (sizeof parts / sizeof *parts)], sizeof path - strlen(path) - 1);
        page p;
        open_page(&p, 64, 64);
        dct_list_path(&p.list, (docent_rect){ 3, 3, between(&seed, 1, 60), between(&seed, 1, 60) }, path,
                      (float)between(&seed, 0, 20) / 4, 0xff000000);
        paint_all(&p.list, &b, NULL, NULL);
        close_page(&p);
    }
    check_guards(&b);
    free(b.bytes);
}

/* Thousands of edges across every row: bounded work, not a wait. */
static void dense_paths_end(void **state)
{
    (void)state;
    static char path[80000];
    size_t at = (size_t)snprintf(path, sizeof path, "M0 0");
    uint64_t seed = 3;
    while (at + 24 < sizeof path)
        at += (size_t)snprintf(path + at, sizeof path - at, "L%d %d", between(&seed, -5, 30), (int)(at % 2) * 24);
    buffer b = make_buffer(2000, 2000, 0, DOCENT_BGRA8);
    page p;
    open_page(&p, 2000, 2000);
    dct_list_path(&p.list, (docent_rect){ 0, 0, 2000, 2000 }, path, 3, 0xffffffff);
    dct_list_path(&p.list, (docent_rect){ 0, 0, 2000, 2000 }, path, 0, 0xffffffff);
    paint_all(&p.list, &b, NULL, NULL);
    close_page(&p);
    check_guards(&b);
    free(b.bytes);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands),          cmocka_unit_test(arcs),
        cmocka_unit_test(mistakes),          cmocka_unit_test(too_much_is_cut),
        cmocka_unit_test(chance_paths_end),  cmocka_unit_test(dense_paths_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
