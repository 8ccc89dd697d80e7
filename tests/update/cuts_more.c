/* The two modes of update_cuts that are about room: memory that is short, and a folder that must not grow. */
#define _POSIX_C_SOURCE 200809L
#include "cuts.h"
#include "files.h"
#include "kill_linux.h"
#include "support/ration.h"

#include <stdio.h>
#include <string.h>

/* ---- memory ---- */

typedef struct rations { test_ration of; long at, begun; } rations;

/* The handle is open; what comes now is the story's. */
static void begin_rations(void *ctx)
{
    rations *r = ctx;
    r->begun = r->of.asked;
    r->of.fail_at = r->at < 0 ? -1 : r->begun + r->at;
}

static bool tell_rationed(cuts *c, const story *s, rations *r, long at, bool for_ever)
{
    story_stage here = c->stage;
    docent_alloc alloc = test_ration_alloc(&r->of);
    *r = (rations){ .of = { .fail_at = -1, .for_ever = for_ever }, .at = at };
    here.alloc = &alloc;
    here.opened = begin_rations;
    here.ctx = r;
    return judge_reset(s, &here) && story_tell(s, &here);
}

static void starve(cuts *c, const judge_law *law, long at, bool for_ever)
{
    char why[JUDGE_WHY] = "";
    rations r;
    const story_result *said = c->stage.result;
    bool ok = tell_rationed(c, law->story, &r, at, for_ever);
    c->done++;
    if (!ok || r.of.live != 0 || r.of.wrong_size)
        snprintf(why, sizeof why, "%ld blocks are left%s", r.of.live, r.of.wrong_size ? ", one with another size" : "");
    else if (said->told_count > 0 && !judge_any(law, said->told[said->told_count - 1].release[0], 0))
        snprintf(why, sizeof why, "release %ld is in force", (long)said->told[said->told_count - 1].release[0]);
    else if (judge_folder(law, &c->stage, &(judge_cut){ .unknown = true }, why))
        return;
    cuts_lost(c, law->story, for_ever ? "no memory from allocation" : "no memory at allocation", at, why);
}

int cuts_memory(cuts *c, const story *s)
{
    judge_law law;
    rations r;
    if (!judge_learn(&law, s, &c->stage) || !tell_rationed(c, s, &r, -1, false))
        return 1;
    long count = r.of.asked - r.begun, before = c->done;
    for (long at = (long)(c->seed % (uint64_t)c->step); at < count; at += c->step) {
        starve(c, &law, at, false);
        starve(c, &law, at, true);
    }
    printf("%-9s %5ld runs short of memory, at its %ld allocations\n", s->name, c->done - before, count);
    return 0;
}

/* ---- a folder that must not grow ---- */

/* PACKS_AT_MOST: in force, before, on trial; one not yet swept; one on its way, packed and unpacked. */
enum { NEWEST = 6, PACKS_AT_MOST = 6, MANY_CALLS = 450 };

/* One release after the other, each told again and again by processes that are killed. */
static bool wear(cuts *c, const story *update, const story *confirm, unsigned long long *most)
{
    char folder[STORY_PATH];
    uint64_t chance = c->seed;
    kill_trace trace;
    files_left left;
    snprintf(folder, sizeof folder, "%s/a", c->stage.folder);
    for (long i = 0; i < c->step; i++) {
        char tree[32];
        story now = cuts_chance(&chance) % 4 == 0 ? *confirm : *update;
        snprintf(tree, sizeof tree, "tree%ld", 2 + i * (NEWEST - 1) / c->step);
        now.tree = tree;
        if (!kill_run(&now, &c->stage, 1 + (long)(cuts_chance(&chance) % MANY_CALLS), &trace))
            return false;
        c->done += trace.killed;
        files_look(folder, &left);
        *most = left.bytes > *most ? left.bytes : *most;
    }
    return true;
}

int cuts_leak(cuts *c)
{
    const story *confirm = story_find("confirm");
    story update = *story_find("update");
    char folder[STORY_PATH], why[JUDGE_WHY] = "";
    unsigned long long most = 0;
    files_left left;
    update.from = "empty";
    if (!judge_reset(&update, &c->stage))
        return 1;
    if (!wear(c, &update, confirm, &most))
        return 77;
    update.tree = "tree6";
    story_run(&update, &c->stage, NULL);
    story_run(confirm, &c->stage, NULL);
    const story_result *r = c->stage.result;
    snprintf(folder, sizeof folder, "%s/a", c->stage.folder);
    files_look(folder, &left);
    if (r->told_count == 0 || r->told[r->told_count - 1].release[0] != NEWEST || !r->readable)
        snprintf(why, sizeof why, "it does not come to the newest release: %s", r->message);
    else if (left.incoming > 0 || left.unnamed > 0 || left.broken > 0)
        snprintf(why, sizeof why, "left over: %u in incoming/, %u packs without a line", left.incoming, left.unnamed);
    else if (most > left.bytes / left.packs * PACKS_AT_MOST)
        snprintf(why, sizeof why, "the folder grew to %llu bytes", most);
    if (why[0] != 0)
        cuts_lost(c, &update, "killed times", c->done, why);
    printf("%ld kills over %d releases: at most %llu bytes, %llu in %u packs at the end\n", c->done, NEWEST - 1, most, left.bytes,
           left.packs);
    return 0;
}
