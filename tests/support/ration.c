#include "ration.h"

#include <stdlib.h>
#include <string.h>

/* The size stands before each block, to check that callers know it. */
typedef struct head {
    _Alignas(16) size_t size;
} head;

static bool refused(test_ration *r)
{
    long n = r->asked++;
    return r->fail_at >= 0 && (r->for_ever ? n >= r->fail_at : n == r->fail_at);
}

static void give_back(test_ration *r, head *h)
{
    r->live--;
    r->bytes -= h->size;
    memset(h, 0xDD, sizeof *h + h->size);
    free(h);
}

static void *resize(void *ctx, void *old, size_t old_size, size_t new_size)
{
    test_ration *r = ctx;
    head *was = old == NULL ? NULL : (head *)old - 1;
    if (was != NULL && was->size != old_size)
        r->wrong_size = true;
    if (new_size == 0) {
        if (was != NULL)
            give_back(r, was);
        return NULL;
    }
    head *h = refused(r) ? NULL : malloc(sizeof *h + new_size);
    if (h == NULL)
        return NULL;
    h->size = new_size;
    memset(h + 1, 0xA5, new_size);
    if (was != NULL) {
        memcpy(h + 1, old, was->size < new_size ? was->size : new_size);
        give_back(r, was);
    }
    r->live++;
    r->bytes += new_size;
    return h + 1;
}

docent_alloc test_ration_alloc(test_ration *r)
{
    return (docent_alloc){ resize, r };
}
