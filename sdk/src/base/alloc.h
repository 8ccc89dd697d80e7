/* The host's allocator, or malloc. Every allocation of levels 1 and 2 that is ours goes through one of these. */
#ifndef DCT_ALLOC_H
#define DCT_ALLOC_H

#include <docent/docent.h>

/* malloc, realloc, free. */
extern const docent_alloc dct_alloc_default;

/* NULL when memory is short or size is 0. */
void *dct_new(const docent_alloc *a, size_t size);
void *dct_new_zero(const docent_alloc *a, size_t size);
/* NULL and `old` untouched when memory is short. */
void *dct_resize(const docent_alloc *a, void *old, size_t old_size, size_t new_size);
/* NULL is allowed. size is what was asked for. */
void dct_free(const docent_alloc *a, void *p, size_t size);
/* The same memory, filled with zeros whenever it is given back, so that nothing of what stood there is left. `inner` is
 * borrowed. */
docent_alloc dct_alloc_wiping(const docent_alloc *inner);

#endif
