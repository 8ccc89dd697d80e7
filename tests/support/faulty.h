/* A disk that fails: wraps SQLite's own VFS and makes the n-th call to it fail. */
#ifndef TEST_FAULTY_H
#define TEST_FAULTY_H

#include <stdbool.h>

typedef struct test_faulty {
    long fail_at;  /* The n-th call from now fails, from 0; negative: none does. */
    bool for_ever; /* And all after it: the medium was pulled. */
    bool full;     /* Writes fail as on a full disk. */
    long asked;    /* Calls so far. */
} test_faulty;

/* The one there is; set its fields. Once test_faulty_install() was called, all of SQLite goes through it. */
extern test_faulty test_disk;
void test_faulty_install(void);

#endif
