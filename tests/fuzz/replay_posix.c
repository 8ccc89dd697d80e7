/* A fuzz target without a fuzzer: every file of the folders is given to it as it is, cut short, and changed a little.
 *
 *   replay CORPUS-FOLDER...      DOCENT_FUZZ_CHANGES=n: how many changes of each file (20)
 *
 * The changes are the same in every run. What takes longer than a second of processor time fails (five with a sanitizer;
 * DOCENT_PATIENCE=n: n times that), and memory is bounded, so that a hang or a flood is a failure and no nuisance. */
#define _POSIX_C_SOURCE 200809L
#include "fuzz.h"
#include "support/chance.h"

#include <dirent.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define MAX_FILE_BYTES (8u << 20)
#define MAX_MEMORY_BYTES ((rlim_t)1 << 30)

static chance   luck;
static char     current[1200];
static long     runs, files;
static double   slowest_s;
static char     slowest[1200];

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

static double seconds(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec * 1e-9;
}

static void run(const uint8_t *data, size_t size, const char *how)
{
    uint8_t *exact = malloc(size == 0 ? 1 : size); /* So that ASan sees a read past the end. */
    fuzz_check(exact != NULL);
    if (size > 0)
        memcpy(exact, data, size);
    double start = seconds();
    LLVMFuzzerTestOneInput(exact, size);
    double took = seconds() - start;
    free(exact);
    runs++;
    if (took > slowest_s) {
        slowest_s = took;
        snprintf(slowest, sizeof slowest, "%.1000s, %s", current, how);
    }
    fuzz_check(took < (FUZZ_SANITIZED ? 5.0 : 1.0) * (double)number_of("DOCENT_PATIENCE", 1));
}

/* One of: a few bytes, a block that is overwritten, moved, left out or repeated. */
static size_t change(uint8_t *data, size_t size, size_t room)
{
    size_t at = below(&luck, size), to = below(&luck, size), length = 1 + below(&luck, size - (at > to ? at : to));
    switch (below(&luck, 6)) {
    case 0: data[at] ^= (uint8_t)(1u << below(&luck, 8)); return size;
    case 1: memset(data + at, (int)below(&luck, 256), length < 16 ? length : 16); return size;
    case 2: memmove(data + to, data + at, length); return size;
    case 3: memmove(data + at, data + at + length, size - at - length); return size - length;
    case 4:
        if (size + length > room)
            return size;
        memmove(data + at + length, data + at, size - at);
        return size + length;
    default:
        for (size_t i = 1 + below(&luck, 8); i > 0; i--)
            data[below(&luck, size)] = (uint8_t)below(&luck, 256);
        return size;
    }
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    uint8_t *whole = malloc(MAX_FILE_BYTES), *changed = malloc(MAX_FILE_BYTES);
    fuzz_check(file != NULL && whole != NULL && changed != NULL);
    size_t size = fread(whole, 1, MAX_FILE_BYTES, file);
    fclose(file);
    snprintf(current, sizeof current, "%s", path);
    files++;
    run(whole, size, "whole");
    for (size_t i = 1; i < 8 && size > i; i++)
        run(whole, size * i / 8, "cut short");
    long count = size == 0 ? 0 : number_of("DOCENT_FUZZ_CHANGES", 20);
    for (long i = 1; i <= count; i++) {
        char how[40];
        size_t length = size;
        luck.state = (uint64_t)i * 0x9E3779B97F4A7C15ull;
        memcpy(changed, whole, size);
        for (size_t n = 1 + below(&luck, 3); n > 0 && length > 0; n--)
            length = change(changed, length, MAX_FILE_BYTES);
        snprintf(how, sizeof how, "change %ld", i);
        run(changed, length, how);
    }
    free(whole);
    free(changed);
}

static int compare(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void run_folder(const char *folder)
{
    char *paths[1024];
    size_t count = 0;
    DIR *dir = opendir(folder);
    if (dir == NULL) {
        fprintf(stderr, "there is no folder %s\n", folder);
        exit(1);
    }
    for (struct dirent *entry; (entry = readdir(dir)) != NULL && count < 1024;) {
        if (entry->d_name[0] == '.')
            continue;
        paths[count] = malloc(1200);
        fuzz_check(paths[count] != NULL);
        snprintf(paths[count++], 1200, "%s/%s", folder, entry->d_name);
    }
    closedir(dir);
    qsort(paths, count, sizeof *paths, compare); /* readdir's order differs from machine to machine. */
    for (size_t i = 0; i < count; i++) {
        run_file(paths[i]);
        free(paths[i]);
    }
}

int main(int argc, char **argv)
{
    struct rlimit memory = { MAX_MEMORY_BYTES, MAX_MEMORY_BYTES };
    if (!FUZZ_SANITIZED && getenv("DOCENT_PATIENCE") == NULL) /* ASan reserves terabytes of addresses, valgrind much. */
        setrlimit(RLIMIT_AS, &memory);
    for (int i = 1; i < argc; i++) {
        struct stat s;
        if (stat(argv[i], &s) == 0 && S_ISREG(s.st_mode))
            run_file(argv[i]);
        else
            run_folder(argv[i]);
    }
    printf("%ld files, %ld runs, slowest %.0f ms (%s)\n", files, runs, slowest_s * 1000, slowest);
    return files == 0; /* A replay of nothing shows nothing. */
}
