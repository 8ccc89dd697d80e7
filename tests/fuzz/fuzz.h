/* What every fuzz target has: one function that is given bytes and must come back, whatever they are.
 *
 *   ./dev fuzz       libFuzzer (clang) makes up bytes and calls it, with ASan and UBSan
 *   ./dev test       replay_posix.c calls it with the corpus and simple changes of it
 *
 * A result that is wrong, not only a crash, ends the program: fuzz_check(). */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

/* Built with ASan: slower, and with terabytes of addresses. */
#if defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FUZZ_SANITIZED 1
#endif
#endif
#if defined(__SANITIZE_ADDRESS__)
#define FUZZ_SANITIZED 1
#endif
#ifndef FUZZ_SANITIZED
#define FUZZ_SANITIZED 0
#endif

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define fuzz_check(what) \
    do { \
        if (!(what)) { \
            fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #what); \
            abort(); \
        } \
    } while (0)

/* A copy that ends with 0, so that ASan sees what reads past the end. */
char *fuzz_text(const uint8_t *data, size_t size);
/* A path of this process in the folder for temporary files; the caller frees it. */
char *fuzz_path(const char *name);
void fuzz_write(const char *path, const void *data, size_t size);

#endif
