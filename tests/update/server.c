/* Ten thousand updates through a server that breaks what it gives out (fault_kinds.h): devices with real folders and sockets,
 * many at a time, each looked at by the test as a strict person would.
 *
 *     update_server TREE OLD EXPIRED FOLDER BUNDLE... --runs N [--seed S] [--at-once N] [--only RUN]
 *
 *       TREE, OLD    what `docent publish` made, and the same one release before
 *       EXPIRED      a timestamp.json by the same keys that is past its date
 *       FOLDER       a device's that has OLD's release; or "-"
 *       BUNDLE...    what was published, the program's own first; the last is the newest
 *
 *     new --> look with a fault --> perhaps another --> look without one: must succeed --> judged, next
 *
 * After each look: it ended in time; packs/ holds signed files alone, whole; tuf/ what was published alone; the content in
 * force is a published one and answers a search; the reason is one that the fault allows.
 *
 * A device's patience is cut from half a minute to two seconds by a transport around libcurl's, or ten thousand runs would take
 * days. All else is the library as it is. */
#define _POSIX_C_SOURCE 200809L

#include "fault_bend.h"

#include "crypto/hash.h"
#include "net/transport.h"
#include "support/machine.h"
#include "base/alloc.h"

#include <dirent.h>
#include <docent/port.h>
#include <docent/sync.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

enum { MAX_BUNDLES = 4, AT_ONCE = 120, BORROWED = 8, MAX_LOOKS = 3, DEADLINE_MS = 30000, SHORT_MS = 2000, SHORT_S = 2,
       MAX_WAIT_S = 3 * 3600 };

typedef struct device {
    docent          *h;
    docent_transport curl;
    docent_request   borrowed[BORROWED]; /* In turn: a device has one or two under way. */
    char             urls[BORROWED][512];
    unsigned         turn;
    uint32_t         run, look, looks;
    bool             clean, had; /* It had a release before. */
    bool             repeated;   /* This look was taken again. */
    fault            f;
    uint64_t         begun_ms, chance;
    char             folder[512], url[96];
    const char      *url_list[1];
    fault_slot      *slot;
    struct test     *test;
} device;

typedef struct test {
    fault_trees    trees;
    fault_shared  *shared;
    fault_server   server;
    const char    *before; /* A folder to begin from; NULL. */
    const char    *bundles[MAX_BUNDLES];
    char           hashes[MAX_BUNDLES][DCT_HEX_SHA256], root[512];
    uint32_t       articles[MAX_BUNDLES];
    int            bundle_count;
    uint32_t       runs, next, done, at_once, only;
    unsigned       looks, faulty, befell, fallbacks, bad, if_ranges, asked, repeated;
    uint64_t       longest_ms;
    fault_kind     longest;
    uint32_t       longest_run;
    unsigned       said[9], by_kind[FAULT_KINDS];
    char           work[64];
} test;

static const struct { const char *name; unsigned bit; } reasons[] = {
    { "OK", SAYS_OK }, { "OFFLINE", SAYS_OFFLINE }, { "CAPTIVE", SAYS_CAPTIVE }, { "SERVER", SAYS_SERVER },
    { "TAMPER", SAYS_TAMPER },
    { "STALE", SAYS_STALE }, { "OLDER", SAYS_OLDER }, { "SETUP", SAYS_SETUP }, { "INCOMPATIBLE", SAYS_INCOMPATIBLE } };

static _Noreturn void die(const char *what)
{
    fprintf(stderr, "update_server: %s\n", what);
    exit(2);
}

/* ---- less patience, other ports ---- */

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    device *d = ctx;
    docent_request *r = &d->borrowed[d->turn % BORROWED];
    char *url = d->urls[d->turn++ % BORROWED];
    fault_slot *slot = d->slot;
    int port = d->test->server.port, other = d->f.kind == FAULT_CONNECT_RESET ? 1 : d->f.kind == FAULT_CONNECT_DEAF ? 2 : 0;
    const char *at = strstr(request->url + 8, "/");
    docent_request *whole = (docent_request *)(uintptr_t)request; /* The library's own copy: it looks at the same limits. */
    whole->connect_ms = SHORT_MS;
    whole->slow_s = SHORT_S;
    *r = *request;
    if (!d->clean && other != 0 && at != NULL && d->f.chance % 3 != 0 && slot->asked >= d->f.chance / 3 % 4) {
        snprintf(url, sizeof d->urls[0], "http://127.0.0.1:%d%s", port + other, at);
        r->url = url;
        slot->befell |= fault_part(at);
    }
    return d->curl.begin(d->curl.ctx, r, x);
}

static void step(void *ctx, uint32_t wait_ms)
{
    ((device *)ctx)->curl.step(((device *)ctx)->curl.ctx, wait_ms);
}

static uint32_t next_ms(void *ctx)
{
    return ((device *)ctx)->curl.next_ms(((device *)ctx)->curl.ctx);
}

static void cancel(void *ctx, docent_exchange *x)
{
    device *d = ctx;
    d->curl.cancel(d->curl.ctx, x);
}

static void end(void *ctx)
{
    device *d = ctx;
    d->curl.close(d->curl.ctx);
}

/* ---- files ---- */

static char *read_all(const char *path, size_t *size)
{
    FILE *f = fopen(path, "rb");
    char *data = NULL;
    if (f == NULL)
        return NULL;
    fseek(f, 0, SEEK_END);
    long n = ftell(f);
    rewind(f);
    if (n < 0 || (data = malloc((size_t)n + 1)) == NULL || fread(data, 1, (size_t)n, f) != (size_t)n)
        die(path);
    fclose(f);
    *size = (size_t)n;
    return data;
}

typedef void (*visit)(void *ctx, const char *path, const char *name, bool folder);
/* Calls `each` for all that is below; folders before their files. */
static void walk(const char *path, const char *below, visit each, void *ctx)
{
    char full[1024], name[600];
    snprintf(full, sizeof full, "%s/%s", path, below);
    DIR *dir = opendir(full);
    struct stat st;
    if (dir == NULL)
        return;
    for (const struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (strcmp(e->d_name, ".") == 0 || strcmp(e->d_name, "..") == 0)
            continue;
        snprintf(name, sizeof name, "%s%s%s", below, *below != 0 ? "/" : "", e->d_name);
        snprintf(full, sizeof full, "%s/%s", path, name);
        if (stat(full, &st) != 0)
            continue;
        each(ctx, full, name, S_ISDIR(st.st_mode));
        if (S_ISDIR(st.st_mode))
            walk(path, name, each, ctx);
    }
    closedir(dir);
}

static void copy_one(void *ctx, const char *path, const char *name, bool folder)
{
    char to[1200];
    size_t size;
    snprintf(to, sizeof to, "%s/%s", (const char *)ctx, name);
    if (folder) {
        mkdir(to, 0700);
        return;
    }
    char *data = read_all(path, &size);
    FILE *f = fopen(to, "wb");
    if (f == NULL || data == NULL || fwrite(data, 1, size, f) != size)
        die(to);
    fclose(f);
    chmod(to, 0600);
    free(data);
}

static void remove_one(void *ctx, const char *path, const char *name, bool folder)
{
    (void)ctx;
    (void)name;
    if (!folder)
        unlink(path);
}

static void remove_folder(void *ctx, const char *path, const char *name, bool folder)
{
    (void)ctx;
    (void)name;
    if (folder)
        rmdir(path);
}

static void remove_all(char *path)
{
    walk(path, "", remove_one, NULL);
    walk(path, "", remove_folder, NULL);
    rmdir(path);
}

/* ---- one device ---- */

static void complain(device *d, const char *what, const char *more)
{
    const fault_slot *slot = d->slot;
    d->test->bad++;
    printf("BAD: --seed %" PRIu64 " --only %" PRIu32 ", look %" PRIu32 "%s, fault \"%s\" on %02x (befell %02x): ",
           d->test->shared->seed, d->run, d->look, d->clean ? " without fault" : "",
           fault_rules[d->f.kind].name, d->f.parts, slot->befell);
    printf("%s%s\n", what, more);
}

static void open_device(device *d)
{
    docent_error err;
    docent_config config = DOCENT_CONFIG_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    docent_transport t = { (uint32_t)sizeof t, d, begin, step, next_ms, cancel, end };
    config.bundle_path = d->test->bundles[0];
    source.id = "test";
    source.folder = d->folder;
    source.root_path = d->test->root;
    source.urls = d->url_list;
    source.url_count = 1;
    if (docent_open(&config, &d->h, &err) != DOCENT_OK || dct_transport_curl(&dct_alloc_default, &d->curl, &err) != DOCENT_OK)
        die(err.message);
    if (docent_use_transport(d->h, &t) != DOCENT_OK || docent_sync_add(d->h, &source) != DOCENT_OK)
        die(docent_last_error(d->h)->message);
}

static void begin_look(device *d, bool clean)
{
    fault_slot *slot = d->slot;
    d->clean = clean;
    d->f = clean ? (fault){ .kind = FAULT_NONE } : fault_choose(d->test->shared->seed, d->run, d->look);
    slot->run = d->run;
    slot->look = d->look;
    slot->clean = clean;
    slot->befell = slot->asked = slot->if_range = 0;
    d->begun_ms = machine_ms(CLOCK_MONOTONIC);
    docent_sync_now(d->h, "test");
}

static void begin_run(test *t, device *d, uint32_t number, uint32_t run)
{
    uint64_t state = t->shared->seed + run;
    memset(d, 0, sizeof *d);
    d->test = t;
    d->slot = &t->shared->slots[number];
    d->run = run;
    d->chance = fault_chance(&state);
    d->looks = 1 + (uint32_t)(d->chance % 2);
    if (fault_is_range(fault_choose(t->shared->seed, run, 0).kind))
        d->looks = 2;
    d->had = t->before != NULL && d->chance / 2 % 3 != 0;
    snprintf(d->folder, sizeof d->folder, "%s/%" PRIu32, t->work, run);
    snprintf(d->url, sizeof d->url, "http://127.0.0.1:%d/%" PRIu32, t->server.port, number);
    d->url_list[0] = d->url;
    mkdir(d->folder, 0700);
    if (d->had)
        walk(t->before, "", copy_one, d->folder);
    open_device(d);
    begin_look(d, false);
}

/* ---- the judge ---- */

static void judge_file(void *ctx, const char *path, const char *name, bool folder)
{
    device *d = ctx;
    const test *t = d->test;
    char hash[DCT_HEX_SHA256];
    size_t size = 0;
    bool pack = strncmp(name, "packs/", 6) == 0, known = false;
    if (folder || (!pack && strncmp(name, "tuf/", 4) != 0 && strcmp(name, "config.json") != 0))
        return;
    char *data = read_all(path, &size);
    if (pack) {
        dct_sha256_hex(data, size, hash);
        for (int i = 0; i < t->bundle_count; i++)
            known = known || strcmp(hash, t->hashes[i]) == 0;
        known = known && strncmp(name + 6, hash, 64) == 0 && strcmp(name + 70, ".docent") == 0;
    } else {
        known = fault_trees_has(&t->trees, data, size);
    }
    if (!known)
        complain(d, "nothing that was published: ", name);
    free(data);
}

static unsigned bit_of(const char *reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        if (strcmp(reasons[i].name, reason) == 0)
            return reasons[i].bit;
    return 0;
}

static void judge_content(device *d, const docent_sync_look *at)
{
    const test *t = d->test;
    docent_hits *hits = NULL;
    docent_query query = DOCENT_QUERY_INIT;
    int64_t newest = t->bundle_count, least = d->had ? newest - 1 : 0;
    query.text = "help";
    if (at->release != 0 && (at->release < newest - 1 || at->release > newest))
        complain(d, "a release that was never the newest is in force", "");
    else if (at->release < least)
        complain(d, "older content than before is in force", "");
    else if (docent_info_of(d->h)->article_count != t->articles[at->release == 0 ? 0 : at->release - 1])
        complain(d, "what is in force has not the articles of its release", "");
    if (docent_search(d->h, &query, &hits) != DOCENT_OK)
        complain(d, "no search: ", docent_last_error(d->h)->message);
    docent_hits_free(hits);
    walk(d->folder, "", judge_file, d);
}

static void judge_wait(device *d, const docent_sync_look *at)
{
    int64_t wait = at->next_check - (int64_t)time(NULL);
    char text[32];
    snprintf(text, sizeof text, "%" PRId64 " s", wait);
    if (wait < 20 || wait > MAX_WAIT_S)
        complain(d, "the next look is at a strange time: in ", text);
}

static void judge(device *d, const docent_sync_look *at)
{
    test *t = d->test;
    const fault_slot *slot = d->slot;
    char said[300];
    unsigned bit = bit_of(at->reason), befell = slot->befell, may = d->clean ? SAYS_OK : fault_may_say(&d->f, befell);
    snprintf(said, sizeof said, "says %s, release %" PRId64 ": %.200s", at->reason, at->release, at->message);
    if ((bit & may) == 0)
        complain(d, said, "");
    /* Whoever holds an old timestamp.json that has not expired can hold news back, no more. */
    bool held_back = (d->f.kind == FAULT_SWAP_OLD || d->f.kind == FAULT_NOT_MODIFIED) && at->release == t->bundle_count - 1;
    if (bit == SAYS_OK && at->release != t->bundle_count && !held_back)
        complain(d, said, "");
    if (bit != SAYS_OK)
        judge_wait(d, at);
    judge_content(d, at);
    if (t->only != UINT32_MAX)
        printf("look %" PRIu32 ": fault \"%s\" on %02x (befell %02x), %u requests: %s\n", d->look, d->clean ? "none" :
               fault_rules[d->f.kind].name, d->f.parts, befell, slot->asked, said);
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        t->said[i] += reasons[i].bit == bit && !d->clean;
    t->looks++;
    t->faulty += !d->clean;
    t->befell += befell != 0;
    t->fallbacks += befell == PART_DELTA && bit == SAYS_OK;
    t->asked += slot->asked;
    t->if_ranges += slot->if_range;
    t->by_kind[d->f.kind] += befell != 0;
}

static void end_run(device *d)
{
    docent_close(d->h);
    d->h = NULL;
    remove_all(d->folder);
    d->test->done++;
}

/* Two seconds without a byte may be this machine's fault when it has other things to do. Once, then it counts. */
static bool was_starved(device *d, const docent_sync_look *at)
{
    unsigned may = d->clean ? SAYS_OK : fault_may_say(&d->f, d->slot->befell);
    if (d->repeated || (may & SAYS_OFFLINE) != 0 || strcmp(at->reason, "OFFLINE") != 0 || strstr(at->message, "too slow") == NULL)
        return false;
    d->repeated = true;
    d->test->repeated++;
    return true;
}

/* Another start of the program in between, sometimes: nothing may depend on what was in memory. */
static void end_look(device *d, const docent_sync_look *at)
{
    uint64_t took = machine_ms(CLOCK_MONOTONIC) - d->begun_ms;
    if (was_starved(d, at)) {
        begin_look(d, d->clean);
        return;
    }
    d->repeated = false;
    if (took > d->test->longest_ms) {
        d->test->longest_ms = took;
        d->test->longest = d->f.kind;
        d->test->longest_run = d->run;
    }
    judge(d, at);
    if (at->trial) /* Three starts without a word would take it back. */
        docent_sync_confirm(d->h, "test");
    if (d->clean) {
        end_run(d);
        return;
    }
    d->look++;
    if ((d->chance >> (8 + d->look) & 1) != 0) {
        docent_close(d->h);
        open_device(d);
    }
    begin_look(d, d->look >= d->looks);
}

static void move(device *d)
{
    docent_sync_look at;
    uint32_t next;
    docent_step(d->h, 5, &next);
    docent_sync_status(d->h, "test", &at);
    bool busy = at.state != DOCENT_SYNC_IDLE && at.state != DOCENT_SYNC_STAGED;
    bool over = !busy && at.next_check > (int64_t)time(NULL) + 5 && at.state != DOCENT_SYNC_STAGED;
    if (over) {
        end_look(d, &at);
    } else if (machine_ms(CLOCK_MONOTONIC) - d->begun_ms > DEADLINE_MS) {
        complain(d, "it has no end: ", at.message);
        end_run(d);
    }
}

/* ---- all of them ---- */

static void run_all(test *t, long *most_kb)
{
    static device devices[AT_ONCE];
    uint64_t looked_ms = 0;
    while (t->done < t->runs) {
        bool moved = false;
        for (uint32_t i = 0; i < t->at_once; i++) {
            device *d = &devices[i];
            if (d->h == NULL && t->next < t->runs) {
                begin_run(t, d, i, t->only != UINT32_MAX ? t->only : t->next);
                t->next++;
            }
            if (d->h != NULL)
                move(d);
            moved = moved || d->h != NULL;
        }
        if (machine_ms(CLOCK_MONOTONIC) > looked_ms + 50) {
            long kb = machine_private_kb();
            *most_kb = kb > *most_kb ? kb : *most_kb;
            looked_ms = machine_ms(CLOCK_MONOTONIC);
        }
        if (moved)
            nanosleep(&(struct timespec){ 0, 1000000 }, NULL);
    }
}

/* Each device has a dozen files and sockets open. */
static void allow_files(void)
{
    struct rlimit most;
    if (getrlimit(RLIMIT_NOFILE, &most) != 0)
        return;
    most.rlim_cur = most.rlim_max < 16384 ? most.rlim_max : 16384;
    setrlimit(RLIMIT_NOFILE, &most);
}

static void prepare(test *t)
{
    fault_bender *bender = malloc(sizeof *bender);
    for (int i = 0; i < t->bundle_count; i++) {
        docent *h;
        docent_error err;
        size_t size;
        docent_config config = DOCENT_CONFIG_INIT;
        char *data = read_all(t->bundles[i], &size);
        config.bundle_path = t->bundles[i];
        if (data == NULL || !dct_sha256_hex(data, size, t->hashes[i]) || docent_open(&config, &h, &err) != DOCENT_OK)
            die(t->bundles[i]);
        t->articles[i] = docent_info_of(h)->article_count;
        docent_close(h);
        free(data);
    }
    char common[96];
    uint64_t seed = t->shared->seed;
    const char *tmp = getenv("TMPDIR");
    if (tmp == NULL)
        tmp = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp";
    snprintf(t->work, sizeof t->work, "%.40s/docent-server.XXXXXX", tmp);
    if (mkdtemp(t->work) == NULL)
        die(t->work);
    snprintf(common, sizeof common, "%s/shared", t->work);
    int fd = open(common, O_RDWR | O_CREAT, 0600);
    if (bender == NULL || fd < 0 || ftruncate(fd, sizeof *t->shared) != 0)
        die(common);
    t->shared = mmap(NULL, sizeof *t->shared, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (t->shared == MAP_FAILED)
        die("memory");
    close(fd);
    unlink(common);
    t->shared->seed = seed;
    *bender = (fault_bender){ &t->trees, t->shared };
    fault_server_start(&t->server, fault_bend, bender);
    free(bender);
}

static void report(const test *t, long base_kb, long most_kb, uint64_t took_ms)
{
    struct rusage use;
    unsigned kinds = 0;
    getrusage(RUSAGE_SELF, &use);
    for (int i = 0; i < FAULT_KINDS; i++)
        kinds += t->by_kind[i] > 0;
    printf("%" PRIu32 " runs, %u looks, %u with a fault that befell them, of %u kinds; %u requests, %u with If-Range\n", t->done,
           t->looks, t->befell, kinds, t->asked, t->if_ranges);
    printf("said under a fault:");
    for (size_t i = 0; i < sizeof reasons / sizeof *reasons; i++)
        printf(" %s %u", reasons[i].name, t->said[i]);
    printf("; the full file after a wrong delta %u\n", t->fallbacks);
    printf("longest look %" PRIu64 " ms (%s, run %" PRIu32 "); %ld KB private for each of %" PRIu32 " devices; %.1f s\n", t->longest_ms,
           fault_rules[t->longest].name, t->longest_run, (most_kb - base_kb) / (long)t->at_once, t->at_once, (double)took_ms / 1000);
    printf("%u looks again because this machine was too slow; %u bad\n", t->repeated, t->bad);
}

static int usage(void)
{
    fprintf(stderr, "update_server: TREE OLD EXPIRED FOLDER|- BUNDLE... --runs N [--seed S] [--at-once N] [--only RUN]\n");
    return 2;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    static test t = { .runs = 100, .at_once = AT_ONCE, .only = UINT32_MAX };
    static fault_shared first = { .seed = 1 };
    const char *plain[4 + MAX_BUNDLES] = { NULL };
    int count = 0;
    long most_kb = 0;
    t.shared = &first;
    for (int i = 1; i < argc; i++) {
        const char *value = i + 1 < argc ? argv[i + 1] : "1";
        if (strncmp(argv[i], "--", 2) != 0 && count < 4 + MAX_BUNDLES) {
            plain[count++] = argv[i];
            continue;
        }
        if (strcmp(argv[i], "--runs") == 0)
            t.runs = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--seed") == 0)
            first.seed = strtoull(value, NULL, 10);
        else if (strcmp(argv[i], "--at-once") == 0)
            t.at_once = (uint32_t)strtoul(value, NULL, 10);
        else if (strcmp(argv[i], "--only") == 0)
            t.only = (uint32_t)strtoul(value, NULL, 10), t.runs = 1;
        else
            return usage();
        i++;
    }
    if (count < 5 || t.at_once == 0 || t.at_once > AT_ONCE)
        return usage();
    fault_trees_read(&t.trees, plain[0], plain[1], plain[2]);
    snprintf(t.root, sizeof t.root, "%s/metadata/1.root.json", plain[0]);
    t.before = strcmp(plain[3], "-") == 0 ? NULL : plain[3];
    for (int i = 4; i < count; i++)
        t.bundles[t.bundle_count++] = plain[i];
    allow_files();
    prepare(&t);
    long base_kb = machine_private_kb();
    uint64_t begun_ms = machine_ms(CLOCK_MONOTONIC);
    run_all(&t, &most_kb);
    fault_server_stop(&t.server);
    rmdir(t.work);
    report(&t, base_kb, most_kb, machine_ms(CLOCK_MONOTONIC) - begun_ms);
    return t.bad == 0 ? 0 : 1;
}
