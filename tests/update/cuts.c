/* update_cuts WORK WHAT [NUMBER] [SEED] [STORY]: a device is cut off in the middle of everything it does with new content.
 *
 *     kill STEP       SIGKILL at every STEPth system call
 *     fault STEP      at every STEPth call that changes the disk: no room, an error, half a write; once, and from then on
 *     power STATES    that many disks as a power cut could leave them; with `no-file-syncs`, `no-folder-syncs` or `no-syncs`
 *                     as a fifth word the controls, which must lose something
 *     order           what is renamed was synced, and the rename is synced before anything is built on it
 *     memory STEP     at every STEPth allocation: none, once, and from then on
 *     leak RUNS       one device, killed that often at any moment while releases come: its folder does not grow
 *
 * WORK is what cuts.sh makes. Prints one line a story; 1 when something was lost, 77 when this machine cannot do it. */
#define _DEFAULT_SOURCE
#include "cuts.h"

#include "kill_linux.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>

uint64_t cuts_chance(uint64_t *state)
{
    uint64_t x = *state += 0x9E3779B97F4A7C15u;
    x = (x ^ x >> 30) * 0xBF58476D1CE4E5B9u;
    x = (x ^ x >> 27) * 0x94D049BB133111EBu;
    return x ^ x >> 31;
}

void cuts_lost(cuts *c, const story *s, const char *what, long at, const char *why)
{
    c->lost++;
    if (c->lost <= 10 && !c->control)
        fprintf(stderr, "cuts: %s, %s %ld: %s\n", s->name, what, at, why);
}

static long first_of(const cuts *c)
{
    return 1 + (long)(c->seed % (uint64_t)c->step);
}

static bool told_on(const cuts *c, const story *s)
{
    return c->only == NULL || strcmp(c->only, s->name) == 0;
}

/* ---- SIGKILL ---- */

static int kill_story(cuts *c, const story *s)
{
    judge_law law;
    kill_trace trace;
    char why[JUDGE_WHY];
    long cuts_made = 0;
    if (!judge_learn(&law, s, &c->stage) || !judge_reset(s, &c->stage))
        return 1;
    if (!kill_run(s, &c->stage, 0, &trace))
        return 77;
    if (trace.changes != c->stage.result->counts.changes) {
        snprintf(why, sizeof why, "the kernel sees %ld changes of files, disk.c %ld", trace.changes,
                 c->stage.result->counts.changes);
        cuts_lost(c, s, "call", 0, why);
    }
    for (long n = first_of(c); n <= trace.calls; n += c->step) {
        kill_trace now;
        if (!judge_reset(s, &c->stage) || !kill_run(s, &c->stage, n, &now))
            return 77;
        judge_cut cut = judge_told(&c->stage, c->stage.result->told_count);
        if (!judge_folder(&law, &c->stage, &cut, why))
            cuts_lost(c, s, "killed at call", n, why);
        cuts_made++;
    }
    printf("%-9s killed at %5ld of %5ld system calls, %4ld of which change files\n", s->name, cuts_made, trace.calls,
           trace.changes);
    c->done += cuts_made;
    return 0;
}

/* ---- a disk that fails ---- */

typedef struct fault { const char *name; disk_plan plan; } fault;

static const fault faults[] = {
    { "no room at", { .code = ENOSPC, .half = DISK_HALF, .journal = -1 } },
    { "no room from", { .code = ENOSPC, .half = DISK_HALF, .for_ever = true, .journal = -1 } },
    { "an error at", { .code = EIO, .journal = -1 } },
    { "errors from", { .code = EIO, .for_ever = true, .journal = -1 } },
    { "read only from", { .code = EROFS, .for_ever = true, .journal = -1 } },
    { "unreadable at", { .code = EIO, .opens = true, .journal = -1 } },
    { "unreadable content at", { .code = EIO, .sqlite = true, .journal = -1 } },
    { "no more files at", { .code = EMFILE, .opens = true, .journal = -1 } },
};

static bool clear_reason(const char *reason, int code)
{
    if (strcmp(reason, "OK") == 0 || (code == EMFILE && strcmp(reason, "MEMORY") == 0))
        return true;
    return strcmp(reason, code == ENOSPC ? "NOSPACE" : "STORAGE") == 0;
}

static bool unreadable(const disk_plan *plan)
{
    return plan->opens || plan->sqlite;
}

/* The failing run itself: help is read all along, what is in force is old or new, and it says why it does not go on. */
static bool survives(const judge_law *law, const story_result *r, const disk_plan *plan, char why[JUDGE_WHY])
{
    const story_told *now = r->told_count > 0 ? &r->told[r->told_count - 1] : NULL;
    if (!r->finished || (!r->readable && !plan->sqlite)) /* A page may be what cannot be read. */
        snprintf(why, JUDGE_WHY, "%s: %s", r->finished ? "help cannot be read" : "it does not come to its end", r->message);
    else if (now == NULL && !unreadable(plan) && !judge_any(law, 0, 0))
        snprintf(why, JUDGE_WHY, "the content is gone: %s", r->message);
    else if (now != NULL && !unreadable(plan) && !judge_any(law, now->release[0], 0)) /* What cannot be opened cannot be in force. */
        snprintf(why, JUDGE_WHY, "release %" PRId64 " is in force", now->release[0]);
    else if (!clear_reason(r->reason, plan->code))
        snprintf(why, JUDGE_WHY, "the reason is %s: %s", r->reason, r->message);
    else
        return true;
    return false;
}

/* What was told before the fault still binds; told something else, as a disk that cannot be written to leads to, nothing does. */
static judge_cut binding(const judge_law *law, const story_stage *stage)
{
    const story_result *r = stage->result;
    judge_cut cut = judge_told(stage, r->told_count);
    for (uint32_t i = 0; i < r->told_count && law->story->sources == 1; i++)
        cut.unknown = cut.unknown || i >= law->told_count || memcmp(&r->told[i], &law->told[i], sizeof r->told[i]) != 0;
    return cut;
}

/* False: there is no such call any more. */
static bool fault_at(cuts *c, const judge_law *law, const fault *f, long at)
{
    char why[JUDGE_WHY], what[64];
    disk_plan plan = f->plan;
    plan.fail_at = at;
    snprintf(what, sizeof what, "%s call", f->name);
    if (!judge_reset(law->story, &c->stage))
        return false;
    int status = story_run(law->story, &c->stage, &plan);
    if (status == 0 && (plan.sqlite ? c->stage.result->sqlite_calls < at : c->stage.result->counts.failed == 0))
        return !plan.sqlite; /* A call that does not fail in this way. */
    c->done++;
    if (status != 0) {
        snprintf(why, sizeof why, "the process ends with %s %d", WIFSIGNALED(status) ? "signal" : "code",
                 WIFSIGNALED(status) ? WTERMSIG(status) : WEXITSTATUS(status));
        cuts_lost(c, law->story, what, at, why);
    } else {
        judge_cut cut = binding(law, &c->stage);
        cut.unknown = cut.unknown || unreadable(&plan);
        if (!survives(law, c->stage.result, &plan, why) || !judge_folder(law, &c->stage, &cut, why))
            cuts_lost(c, law->story, what, at, why);
    }
    return true;
}

static int fault_story(cuts *c, const story *s)
{
    judge_law law;
    char why[JUDGE_WHY] = "less was told";
    disk_plan none = { .journal = -1 }, shorts = { .half = DISK_SHORT, .journal = -1 };
    if (!judge_learn(&law, s, &c->stage) || !judge_reset(s, &c->stage))
        return 1;
    story_run(s, &c->stage, &none);
    long points = c->stage.result->counts.points, before = (long)c->done;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        for (long at = first_of(c); at <= points || faults[i].plan.sqlite; at += c->step)
            if (!fault_at(c, &law, &faults[i], at))
                break;
    /* Half of each write is taken: that is no fault, and all is there. */
    bool ok = judge_reset(s, &c->stage) && story_run(s, &c->stage, &shorts) == 0;
    judge_cut cut = binding(&law, &c->stage);
    if (!ok || cut.unknown || (s->sources == 1 && cut.count < law.told_count) || !judge_folder(&law, &c->stage, &cut, why))
        cuts_lost(c, s, "short writes", 0, ok ? why : "it fails");
    printf("%-9s %4ld faults at its %ld calls to the disk\n", s->name, (long)c->done - before, points);
    return 0;
}

/* ---- the program ---- */

static int each_story(cuts *c, int (*each)(cuts *, const story *))
{
    int code = 0;
    for (uint32_t i = 0; i < story_count && code == 0; i++)
        if (told_on(c, &stories[i]))
            code = each(c, &stories[i]);
    return code;
}

static int run(cuts *c, const char *what, const char *control)
{
    if (strcmp(what, "kill") == 0)
        return each_story(c, kill_story);
    if (strcmp(what, "fault") == 0)
        return each_story(c, fault_story);
    if (strcmp(what, "memory") == 0)
        return each_story(c, cuts_memory);
    if (strcmp(what, "leak") == 0)
        return cuts_leak(c);
    c->control = cuts_ignore(control);
    if (strcmp(what, "order") == 0)
        return each_story(c, cuts_order);
    if (strcmp(what, "power") == 0) {
        c->stories = c->only != NULL ? 1 : (long)story_count;
        return each_story(c, cuts_power);
    }
    fprintf(stderr, "cuts: nothing is called %s\n", what);
    return 2;
}

int main(int argc, char **argv)
{
    char folder[STORY_PATH];
    if (argc < 3)
        return fprintf(stderr, "usage: update_cuts WORK WHAT [NUMBER] [SEED] [STORY|-] [CONTROL]\n"), 2;
    cuts c = { .step = argc > 3 ? atol(argv[3]) : 1, .seed = argc > 4 ? strtoull(argv[4], NULL, 10) : 0 };
    c.only = argc > 5 && strcmp(argv[5], "-") != 0 ? argv[5] : NULL;
    snprintf(folder, sizeof folder, "%s/dev", argv[1]);
    story_result *shared = mmap(NULL, sizeof *shared, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (c.step < 1 || shared == MAP_FAILED)
        return 2;
    c.stage = (story_stage){ .work = argv[1], .folder = folder, .result = shared };
    if (!story_make_states(&c.stage))
        return 1;
    int code = run(&c, argv[2], argc > 6 ? argv[6] : "");
    printf("%s: %ld, %ld of them lossy\n", argv[2], c.done, c.lost);
    if (code != 0)
        return code;
    return c.control != 0 ? c.lost == 0 : c.lost != 0;
}
