/* What a program of the tests asks of the machine it runs on. Include it after _POSIX_C_SOURCE was defined. */
#ifndef TEST_MACHINE_H
#define TEST_MACHINE_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline uint64_t machine_ms(clockid_t which)
{
    struct timespec t;
    clock_gettime(which, &t);
    return (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000;
}

static inline bool machine_entropy(void *ctx, void *out, size_t size)
{
    (void)ctx;
    FILE *f = fopen("/dev/urandom", "rb");
    bool ok = f != NULL && fread(out, 1, size, f) == size;
    if (f != NULL)
        fclose(f);
    return ok;
}

/* What the system says of this process: "VmRSS"; 0 where it does not. */
static inline long machine_kb(const char *what)
{
    char line[256];
    long kb = 0;
    size_t size = strlen(what);
    FILE *status = fopen("/proc/self/status", "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL)
        if (strncmp(line, what, size) == 0 && line[size] == ':')
            kb = atol(line + size + 1);
    if (status != NULL)
        fclose(status);
    return kb;
}

/* Anonymous memory: what mapped files need is the system's to take back. */
static inline long machine_private_kb(void)
{
    return machine_kb("RssAnon");
}

#endif
