/* A project's pictures: never more bytes than came in, the same bytes whatever the threads, faults told one by one. */
#include "picture_make.h"

#include "pack/picture.h"
#include "pack/picture_threads.h"

static const docent_alloc *const alloc = &dct_alloc_default;

#define MAX_FILES 16

typedef struct folder {
    char            paths[MAX_FILES][512];
    dct_picture_job jobs[MAX_FILES];
    uint32_t        count;
} folder;

static void put(folder *f, const void *data, size_t size)
{
    char *path = f->paths[f->count];
    snprintf(path, sizeof f->paths[0], "%s/test_picture_project_%u", DOCENT_BINARY_DIR, f->count);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(data, 1, size, file), size);
    fclose(file);
    f->jobs[f->count++].path = path;
}

/* Rounded boxes, circles and lines: the kind of thing that manuals draw. `padding` bytes of comment make it larger. */
static void put_drawing(folder *f, uint32_t seed, size_t padding)
{
    char svg[20000], *at = svg;
    at += sprintf(at, "<svg xmlns='http://www.w3.org/2000/svg' width='480' height='300'><!--%*s-->", (int)padding, "");
    for (uint32_t i = 0; i < 9; i++) {
        seed = seed * 1664525u + 1013904223u;
        at += sprintf(
            at,
            "<g stroke='#123' stroke-width='4' fill='#%03x'><rect x='%u' y='%u' width='90' height='60' rx='12'/>"
            "<circle cx='%u' cy='%u' r='30'/></g>",
            (unsigned)(seed >> 20), seed >> 24, seed >> 16 & 255, seed >> 8 & 255, seed & 255);
    }
    at += sprintf(at, "</svg>");
    put(f, svg, (size_t)(at - svg));
}

static void put_photograph(folder *f, uint32_t w, uint32_t h)
{
    pixels p = new_pixels(w, h);
    uint32_t seed = 9;
    for (uint32_t i = 0; i < w * h; i++) {
        seed = seed * 1664525u + 1013904223u;
        set_pixel(&p, i % w, i / w, 100 + (seed >> 28), i / w * 255 / h, i % w * 255 / w, 255);
    }
    made m = make_rgba_png(&p);
    put(f, m.data, m.size);
    made_free(&m);
    free(p.rgba);
}

static void drop(folder *f)
{
    for (uint32_t i = 0; i < f->count; i++) {
        dct_picture_free(alloc, &f->jobs[i].picture);
        remove(f->paths[i]);
    }
    free(f);
}

static folder *new_folder(void)
{
    folder *f = calloc(1, sizeof *f);
    assert_non_null(f);
    return f;
}

static uint64_t made_bytes(const folder *f, uint64_t *given)
{
    uint64_t total = 0;
    *given = 0;
    for (uint32_t i = 0; i < f->count; i++) {
        total += f->jobs[i].picture.size;
        if (f->jobs[i].error.status == DOCENT_OK)
            *given += f->jobs[i].source_bytes;
    }
    return total;
}

static uint64_t pack(folder *f, uint32_t threads)
{
    uint64_t over, given;
    docent_error err;
    assert_int_equal(dct_pictures_pack(alloc, f->jobs, f->count, threads, &over, &err), DOCENT_OK);
    uint64_t total = made_bytes(f, &given);
    assert_true(over == (total > given ? total - given : 0));
    return over;
}

static void drawings_alone_fit(void **state)
{
    (void)state;
    folder *f = new_folder();
    for (uint32_t i = 0; i < 6; i++)
        put_drawing(f, i, i * 700);
    assert_true(pack(f, 1) == 0);
    for (uint32_t i = 0; i < f->count; i++) {
        assert_int_equal(f->jobs[i].error.status, DOCENT_OK);
        assert_int_equal(f->jobs[i].picture.width, 480);
        assert_int_equal(f->jobs[i].picture.height, 300);
        assert_int_equal(f->jobs[i].picture.pixels_x, f->jobs[0].picture.pixels_x); /* All at one level. */
        assert_in_range(f->jobs[i].picture.pixels_x, 480 * 2 / 5, 480 * 2);
    }
    drop(f);
}

/* What a photograph saves makes the drawings beside it sharper. */
static void savings_go_to_the_drawings(void **state)
{
    (void)state;
    folder *poor = new_folder(), *rich = new_folder();
    put_drawing(poor, 1, 0);
    pack(poor, 1);
    uint32_t before = poor->jobs[0].picture.pixels_x;
    drop(poor);
    put_drawing(rich, 1, 0);
    put_photograph(rich, 400, 300);
    assert_true(pack(rich, 1) == 0);
    assert_true(before < 960);
    assert_int_equal(rich->jobs[0].picture.pixels_x, 960);
    drop(rich);
}

static void threads_change_nothing(void **state)
{
    (void)state;
    folder *one = new_folder();
    for (uint32_t i = 0; i < 5; i++)
        put_drawing(one, i + 40, 500);
    put_photograph(one, 120, 90);
    put(one, "no picture", 10);
    folder *many = new_folder();
    memcpy(many, one, sizeof *many);
    for (uint32_t i = 0; i < many->count; i++)
        many->jobs[i].path = many->paths[i];
    pack(one, 1);
    pack(many, 4);
    for (uint32_t i = 0; i < one->count; i++) {
        assert_int_equal(one->jobs[i].picture.size, many->jobs[i].picture.size);
        assert_int_equal(one->jobs[i].error.status, many->jobs[i].error.status);
        if (one->jobs[i].picture.size != 0)
            assert_memory_equal(one->jobs[i].picture.data, many->jobs[i].picture.data, one->jobs[i].picture.size);
    }
    drop(many);
    drop(one);
}

static void one_bad_file_does_not_stop_the_others(void **state)
{
    (void)state;
    folder *f = new_folder();
    put(f, "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><", 62);
    put_photograph(f, 60, 40);
    put(f, "", 0);
    put_drawing(f, 3, 9000);
    f->jobs[f->count++].path = DOCENT_BINARY_DIR "/there is no such file";
    pack(f, 2);
    static const docent_status wanted[] = { DOCENT_ERR_CORRUPT, DOCENT_OK, DOCENT_ERR_CORRUPT, DOCENT_OK };
    for (uint32_t i = 0; i < 4; i++)
        assert_int_equal(f->jobs[i].error.status, wanted[i]);
    assert_true(f->jobs[4].error.status < 0);
    assert_null(f->jobs[4].picture.data);
    f->count--;
    drop(f);
}

/* A drawing of a hundred bytes cannot be had as pixels for that: it is packed all the same, and the excess is told. */
static void what_cannot_fit_is_told(void **state)
{
    (void)state;
    folder *f = new_folder();
    const char *svg =
        "<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 640 400'><circle cx='99' cy='99' r='77'/></svg>";
    put(f, svg, strlen(svg));
    uint64_t over = pack(f, 1);
    assert_true(over > 0 && over < 2000);
    assert_int_equal(f->jobs[0].error.status, DOCENT_OK);
    drop(f);
}

static void no_picture_is_no_work(void **state)
{
    (void)state;
    uint64_t over = 7;
    assert_int_equal(dct_pictures_pack(alloc, NULL, 0, 0, &over, NULL), DOCENT_OK);
    assert_true(over == 0);
}

/* ---- threads ---- */

static void count_up(void *ctx, uint32_t index)
{
    unsigned char *times = ctx;
    times[index]++;
}

static void every_number_comes_once(void **state)
{
    (void)state;
    for (uint32_t threads = 0; threads < 20; threads += 3) {
        unsigned char times[1000] = { 0 };
        dct_threads_run(1000, threads, count_up, times);
        for (int i = 0; i < 1000; i++)
            assert_int_equal(times[i], 1);
    }
    dct_threads_run(0, 4, count_up, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(drawings_alone_fit),
        cmocka_unit_test(savings_go_to_the_drawings),
        cmocka_unit_test(threads_change_nothing),
        cmocka_unit_test(one_bad_file_does_not_stop_the_others),
        cmocka_unit_test(what_cannot_fit_is_told),
        cmocka_unit_test(no_picture_is_no_work),
        cmocka_unit_test(every_number_comes_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
