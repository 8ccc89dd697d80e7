/* Bundles changed in many ways, each opened, listed, searched, read, looked at and verified by a process of its own, so that
 * a crash, a hang and a flood are told with the number that repeats them.
 *
 *   fuzz_mutants BUNDLE      DOCENT_MUTANTS=n  how many (300)     DOCENT_SEED=n   the first one (1)
 *                            DOCENT_KEEP=1     leaves the last file there
 *
 * Each call may take a second of processor time (three with a sanitizer, DOCENT_PATIENCE=n times that), all of a mutant
 * half a minute; memory is bounded to MAX_HEAP_BYTES of ours and, without a sanitizer, MAX_MEMORY_BYTES in all. */
#define _POSIX_C_SOURCE 200809L
#include "mutate.h"
#include "visit.h"

#include <sqlite3.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#define MAX_FILE_BYTES (16u << 20)
#define MAX_MEMORY_BYTES ((rlim_t)1 << 30)
#define MAX_HEAP_BYTES ((size_t)320 << 20)

typedef struct answer {
    uint64_t seed;
    visit    visit;
    char     longest[32];
} answer;

static uint8_t *whole, *changed;
static size_t   whole_size;

static long number_of(const char *name, long otherwise)
{
    const char *text = getenv(name);
    return text == NULL ? otherwise : strtol(text, NULL, 10);
}

/* Rows are changed by SQLite itself; a statement that it refuses leaves the bundle good, which is a case too. */
static void change_rows(const char *path, const char *sql)
{
    sqlite3 *db;
    if (sqlite3_open(path, &db) == SQLITE_OK) {
        sqlite3_exec(db, "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF", NULL, NULL, NULL);
        sqlite3_exec(db, sql, NULL, NULL, NULL);
    }
    sqlite3_close(db);
}

/* ---- the process of one mutant ---- */

static void limit(int what, rlim_t soft)
{
    struct rlimit bound = { soft, soft + 5 };
    setrlimit(what, &bound);
}

static void run_mutant(uint64_t seed, const char *path, int to)
{
    char sql[512];
    mutant m = { .bytes = changed, .room = MAX_FILE_BYTES };
    answer a;
    memset(&a, 0, sizeof a);
    mutate(whole, whole_size, seed, &m);
    fuzz_write(path, m.bytes, m.size);
    if (mutate_sql(seed, sql, sizeof sql) != NULL)
        change_rows(path, sql);
    limit(RLIMIT_CPU, 30 * (rlim_t)number_of("DOCENT_PATIENCE", 1));
    if (!FUZZ_SANITIZED && getenv("DOCENT_PATIENCE") == NULL) /* Valgrind needs much itself. */
        limit(RLIMIT_AS, MAX_MEMORY_BYTES);
    a.seed = seed;
    visit_bundle(path, 0, &a.visit);
    snprintf(a.longest, sizeof a.longest, "%s", a.visit.longest);
    fuzz_check(a.visit.peak_bytes <= MAX_HEAP_BYTES);
    fuzz_check(write(to, &a, sizeof a) == (ssize_t)sizeof a);
}

/* ---- all of them ---- */

typedef struct tally {
    long   count, opened, viewed, verified, failed;
    answer slowest, largest;
} tally;

static void tell(uint64_t seed, const char *why)
{
    char sql[512];
    mutant m = { .bytes = changed, .room = MAX_FILE_BYTES };
    mutate(whole, whole_size, seed, &m);
    const char *statement = mutate_sql(seed, sql, sizeof sql);
    fprintf(stderr, "%s: DOCENT_SEED=%llu DOCENT_MUTANTS=1 (%s%s%s)\n", why, (unsigned long long)seed, m.kind,
            statement == NULL ? "" : ": ", statement == NULL ? "" : statement);
}

static void take(tally *t, uint64_t seed, int status, const answer *a)
{
    double bound_s = (FUZZ_SANITIZED ? 3.0 : 1.0) * (double)number_of("DOCENT_PATIENCE", 1);
    char why[80];
    t->count++;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0 || a->seed != seed) {
        snprintf(why, sizeof why, "died (status %x)", (unsigned)status);
        tell(seed, why);
        t->failed++;
        return;
    }
    if (a->visit.longest_s > bound_s) {
        snprintf(why, sizeof why, "%.1f s in %s", a->visit.longest_s, a->longest);
        tell(seed, why);
        t->failed++;
    }
    t->opened += a->visit.opened;
    t->viewed += a->visit.viewed;
    t->verified += a->visit.verified;
    if (a->visit.longest_s > t->slowest.visit.longest_s)
        t->slowest = *a;
    if (a->visit.peak_bytes > t->largest.visit.peak_bytes)
        t->largest = *a;
}

static void try_mutant(tally *t, uint64_t seed, const char *path)
{
    int ends[2], status = 0;
    answer a;
    memset(&a, 0, sizeof a);
    fuzz_check(pipe(ends) == 0);
    fflush(NULL);
    pid_t child = fork();
    fuzz_check(child >= 0);
    if (child == 0) {
        close(ends[0]);
        run_mutant(seed, path, ends[1]);
        _exit(0);
    }
    close(ends[1]);
    size_t got = 0;
    for (ssize_t n; got < sizeof a && (n = read(ends[0], (char *)&a + got, sizeof a - got)) > 0;)
        got += (size_t)n;
    close(ends[0]);
    fuzz_check(waitpid(child, &status, 0) == child);
    take(t, seed, status, &a);
}

static void tell_all(const tally *t)
{
    printf("%ld mutants: %ld opened, %ld looked at, %ld of them verified; %ld failed\n", t->count, t->opened, t->viewed,
           t->verified, t->failed);
    printf("slowest call %.0f ms (%s, seed %llu); most memory %.1f MB (seed %llu)\n", t->slowest.visit.longest_s * 1000,
           t->slowest.longest, (unsigned long long)t->slowest.seed, (double)t->largest.visit.peak_bytes / 1048576.0,
           (unsigned long long)t->largest.seed);
}

int main(int argc, char **argv)
{
    tally t;
    memset(&t, 0, sizeof t);
    FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
    whole = malloc(MAX_FILE_BYTES);
    changed = malloc(MAX_FILE_BYTES);
    fuzz_check(file != NULL && whole != NULL && changed != NULL);
    whole_size = fread(whole, 1, MAX_FILE_BYTES, file);
    fclose(file);
    fuzz_check(whole_size > 16384 && whole_size <= MAX_FILE_BYTES - 65536);
    char *path = fuzz_path("mutant.docent");
    uint64_t first = (uint64_t)number_of("DOCENT_SEED", 1), count = (uint64_t)number_of("DOCENT_MUTANTS", 300);
    for (uint64_t seed = first; seed < first + count; seed++)
        try_mutant(&t, seed, path);
    tell_all(&t);
    if (getenv("DOCENT_KEEP") == NULL)
        remove(path);
    free(path);
    free(whole);
    free(changed);
    /* Mutants that are all refused, or all good, would show nothing. */
    return t.failed > 0 || (count >= 100 && (t.viewed == 0 || t.opened == t.count));
}
