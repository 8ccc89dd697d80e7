#include "alloc.h"

#include <stdlib.h>
#include <string.h>

static void *resize_malloc(void *ctx, void *old, size_t old_size, size_t new_size)
{
    (void)ctx;
    (void)old_size;
    if (new_size == 0) {
        free(old);
        return NULL;
    }
    return realloc(old, new_size);
}

const docent_alloc dct_alloc_default = { resize_malloc, NULL };

void *dct_new(const docent_alloc *a, size_t size)
{
    return size == 0 ? NULL : a->resize(a->ctx, NULL, 0, size);
}

void *dct_new_zero(const docent_alloc *a, size_t size)
{
    void *p = dct_new(a, size);
    if (p != NULL)
        memset(p, 0, size);
    return p;
}

void *dct_resize(const docent_alloc *a, void *old, size_t old_size, size_t new_size)
{
    return a->resize(a->ctx, old, old_size, new_size);
}

void dct_free(const docent_alloc *a, void *p, size_t size)
{
    if (p != NULL)
        a->resize(a->ctx, p, size, 0);
}

static void *resize_wiping(void *ctx, void *old, size_t old_size, size_t new_size)
{
    const docent_alloc *inner = ctx;
    void *fresh = new_size == 0 ? NULL : dct_new(inner, new_size);
    if (old == NULL || (new_size != 0 && fresh == NULL))
        return fresh;
    if (fresh != NULL)
        memcpy(fresh, old, old_size < new_size ? old_size : new_size);
    for (volatile unsigned char *p = old; p < (unsigned char *)old + old_size; p++)
        *p = 0;
    dct_free(inner, old, old_size);
    return fresh;
}

docent_alloc dct_alloc_wiping(const docent_alloc *inner)
{
    docent_alloc wiping = { resize_wiping, (void *)(uintptr_t)inner };
    return wiping;
}
