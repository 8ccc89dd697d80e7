#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"

#include <string.h>
#include <unistd.h>

char *fuzz_text(const uint8_t *data, size_t size)
{
    char *text = malloc(size + 1);
    fuzz_check(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    text[size] = 0;
    return text;
}

char *fuzz_path(const char *name)
{
    const char *folder = getenv("TMPDIR");
    char *path = malloc(1024);
    fuzz_check(path != NULL);
    snprintf(path, 1024, "%s/docent-fuzz-%ld-%s", folder == NULL ? "/tmp" : folder, (long)getpid(), name);
    return path;
}

void fuzz_write(const char *path, const void *data, size_t size)
{
    FILE *file = fopen(path, "wb");
    fuzz_check(file != NULL);
    fuzz_check(size == 0 || fwrite(data, 1, size, file) == size);
    fuzz_check(fclose(file) == 0);
}
