/* An allocator that counts what is out and fails when told: for tests that fail every allocation in turn. */
#ifndef TEST_RATION_H
#define TEST_RATION_H

#include <docent/docent.h>

typedef struct test_ration {
    long fail_at;  /* The n-th allocation from now fails, from 0; negative: none does. */
    bool for_ever; /* And all after it. */
    long asked;    /* Allocations so far. */
    long live;     /* Blocks that were not freed yet. */
    size_t bytes;  /* Of those. */
    bool   wrong_size; /* A block was given back with another size than it was asked with. */
} test_ration;

docent_alloc test_ration_alloc(test_ration *r);

#endif
