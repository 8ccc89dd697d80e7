/* Every allocation of a painter refused in turn, and from each one on: a status, never a crash; and the frame after, with
 * memory again, is right without being asked to paint everything. */
#include "random_page.h"

typedef struct miser {
    long left;  /* Allocations that are still granted; negative: all are. */
    bool stays; /* Refuse all that follow, too. */
    long refused;
    long bytes;
} miser;

static void *stingy(void *ctx, void *old, size_t old_size, size_t new_size)
{
    miser *m = ctx;
    if (new_size != 0 && m->left == 0) {
        m->refused++;
        if (!m->stays)
            m->left = -1;
        return NULL;
    }
    if (new_size != 0 && m->left > 0)
        m->left--;
    m->bytes += (long)new_size - (long)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

static void record(page *p, const random_page *r)
{
    open_page(p, r->w, r->h);
    random_page_record(r, &p->list);
}

/* Three frames; the n-th allocation fails. True when there were that many. */
static bool run(long n, bool stays)
{
    miser m = { .left = n, .stays = stays };
    docent_alloc alloc = { stingy, &m };
    dct_painter *painter = NULL;
    random_page r;
    buffer b = make_buffer(120, 90, 0, DOCENT_BGRA8), full = make_buffer(120, 90, 0, DOCENT_BGRA8);
    random_page_init(&r, 12, 120, 90);
    randomize_things(&r);
    docent_status opened = dct_painter_open(&alloc, NULL, NULL, &painter);
    assert_true(opened == DOCENT_OK || (opened == DOCENT_ERR_NOMEM && painter == NULL));
    for (int i = 0; i < 4 && painter != NULL; i++) {
        page p;
        docent_rect dirty[4];
        uint32_t count = 4;
        record(&p, &r);
        if (i == 3)
            m.left = -1, m.stays = false; /* Memory is back. */
        docent_status status = dct_painter_paint(painter, &p.list, &b.surface, 0, dirty, &count);
        assert_true(status == DOCENT_OK || status == DOCENT_ERR_NOMEM);
        if (status == DOCENT_OK) {
            paint_all(&p.list, &full, NULL, NULL);
            for (int32_t y = 0; y < 90; y++)
                assert_memory_equal(row_of(&b, y), row_of(&full, y), 120 * 4);
        }
        assert_true(i < 3 || status == DOCENT_OK);
        close_page(&p);
        r.dy[0] += 11;
        r.things[3].colour ^= 0x101010;
    }
    dct_painter_close(painter);
    assert_int_equal(m.bytes, 0); /* All of it was given back. */
    check_guards(&b);
    free(b.bytes);
    free(full.bytes);
    return m.refused != 0;
}

static void every_allocation_may_fail(void **state)
{
    (void)state;
    long n = 0;
    while (run(n, false))
        n++;
    print_message("%ld allocations\n", n);
    assert_true(n > 20);
    for (long i = 0; i < n; i++)
        assert_true(run(i, true));
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(every_allocation_may_fail) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
