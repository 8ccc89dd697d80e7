#define _POSIX_C_SOURCE 200809L
#include "story.h"

#include "files.h"
#include "support/faulty.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE_S = 20, STEPS_MORE = 10 };

typedef struct teller {
    const story       *story;
    const story_stage *stage;
    story_result      *result;
    docent            *h;
    char               urls[STORY_SOURCES][STORY_PATH];
    story_told         last;
} teller;

static const char *const ids[STORY_SOURCES] = { "a", "b" };

/* ---- what the host sees ---- */

static bool has(docent *h, char letter, int64_t n)
{
    char id[32];
    docent_article *a = NULL;
    snprintf(id, sizeof id, "%s-%d", letter == 'a' ? "new" : "beside", (int)n);
    bool found = docent_article_open(h, id, &a) == DOCENT_OK;
    docent_article_close(a);
    return found;
}

/* Release N has the articles new-1 ... new-N; the program's own has the first. What stands beside has its own. */
static bool reads(teller *t)
{
    docent_hits *hits = NULL;
    docent_query query = DOCENT_QUERY_INIT;
    query.text = "help";
    bool ok = docent_list(t->h, NULL, &hits) == DOCENT_OK;
    docent_hits_free(hits);
    hits = NULL;
    ok = docent_search(t->h, &query, &hits) == DOCENT_OK && ok;
    docent_hits_free(hits);
    int64_t n = t->last.release[0] > 0 ? t->last.release[0] : 1, beside = t->last.release[1];
    ok = ok && has(t->h, 'a', n) && !has(t->h, 'a', n + 1);
    if (t->story->sources > 1)
        ok = ok && !has(t->h, 'b', beside + 1) && (beside == 0 || has(t->h, 'b', beside));
    return ok;
}

/* Each release came with settings that name it. */
static int setting_of(teller *t)
{
    const char *text;
    int n;
    char end;
    if (docent_sync_setting(t->h, ids[0], "banner", &text) != DOCENT_OK)
        return 0;
    return sscanf(text, "Release %d%c", &n, &end) == 1 ? n : -1;
}

static uint32_t starts_of(const teller *t, uint32_t i)
{
    char path[STORY_PATH];
    unsigned starts = 0;
    snprintf(path, sizeof path, "%s/%s/trial", t->stage->folder, ids[i]);
    FILE *file = fopen(path, "r");
    if (file != NULL && fscanf(file, "%u ", &starts) != 1)
        starts = 0;
    if (file != NULL)
        fclose(file);
    return starts;
}

/* A reason that comes once stays: the last look may be a good one. */
static void note_reason(teller *t, const docent_sync_look *at)
{
    if (strcmp(at->reason, "OK") == 0)
        return;
    snprintf(t->result->reason, sizeof t->result->reason, "%s", at->reason);
    snprintf(t->result->message, sizeof t->result->message, "%s", at->message);
}

/* A source that could not be added has nothing in force. */
static story_told see(teller *t)
{
    docent_sync_look at;
    story_told now = { { 0 }, { false }, { 0 } };
    for (uint32_t i = 0; i < t->story->sources; i++) {
        if (docent_sync_status(t->h, ids[i], &at) != DOCENT_OK)
            continue;
        note_reason(t, &at);
        now.release[i] = at.release;
        now.trial[i] = at.trial;
        now.starts[i] = at.trial ? starts_of(t, i) : 0;
    }
    return now;
}

/* The host may go by what a call says once it has returned. */
static void watch(teller *t)
{
    story_told now = see(t);
    if (t->result->told_count > 0 && memcmp(&now.release, &t->last.release, sizeof now.release) == 0 &&
        memcmp(&now.trial, &t->last.trial, sizeof now.trial) == 0)
        return;
    t->last = now;
    if (t->result->told_count == STORY_TOLD)
        abort();
    t->result->told[t->result->told_count] = now;
    disk_told(++t->result->told_count);
    t->result->readable = t->result->readable && reads(t);
}

static int64_t in_force(const teller *t)
{
    return t->last.release[0];
}

/* ---- what it does ---- */

static bool busy(teller *t, bool begun[STORY_SOURCES])
{
    bool any = false;
    for (uint32_t i = 0; i < t->story->sources; i++) {
        docent_sync_look at;
        docent_sync_status(t->h, ids[i], &at);
        bool works = at.state != DOCENT_SYNC_IDLE && at.state != DOCENT_SYNC_STAGED;
        begun[i] = begun[i] || works || at.last_check != 0 || strcmp(at.reason, "OK") != 0;
        any = any || works || !begun[i];
    }
    return any;
}

static bool waits(teller *t)
{
    docent_sync_look at;
    bool any = false;
    for (uint32_t i = 0; i < t->story->sources; i++)
        any = any || (docent_sync_status(t->h, ids[i], &at) == DOCENT_OK && at.staged != 0);
    return any;
}

/* One look at each source's tree, or at `url` for the first, until nothing is under way. */
static void look(teller *t, const char *url)
{
    bool begun[STORY_SOURCES] = { false };
    uint32_t next_ms;
    time_t until = time(NULL) + PATIENCE_S;
    if (url != NULL)
        docent_sync_import(t->h, ids[0], url);
    for (uint32_t i = 0; i < t->story->sources && url == NULL; i++)
        docent_sync_now(t->h, ids[i]);
    do {
        docent_step(t->h, 5, &next_ms);
        watch(t);
    } while (busy(t, begun) && time(NULL) < until);
    for (int i = 0; i < STEPS_MORE && waits(t); i++) { /* What was staged is put in force, piece by piece. */
        docent_step(t->h, 5, &next_ms);
        watch(t);
    }
}

static void run_look(void *teller_)
{
    (void)teller_;
}

static void run_update(void *teller_)
{
    look(teller_, NULL);
}

static void run_activate(void *teller_)
{
    teller *t = teller_;
    docent_sync_activate(t->h, ids[0]);
    watch(t);
}

static void run_confirm(void *teller_)
{
    teller *t = teller_;
    for (uint32_t i = 0; i < t->story->sources; i++)
        docent_sync_confirm(t->h, ids[i]);
    watch(t);
}

/* Told again, it does not go back a second time. */
static void run_back(void *teller_)
{
    teller *t = teller_;
    if (in_force(t) == 3 || (in_force(t) == 2 && strcmp(t->story->name, "out") == 0))
        docent_sync_roll_back(t->h, ids[0]);
    watch(t);
}

/* All of it, one after the other. */
static void run_life(void *teller_)
{
    teller *t = teller_;
    char url[STORY_PATH + 16];
    snprintf(url, sizeof url, "file://%s/tree3", t->stage->work);
    if (in_force(t) < 2)
        look(t, NULL);
    run_confirm(t);
    if (in_force(t) == 2)
        look(t, url);
    run_confirm(t);
    run_back(t);
}

#define BESIDE DOCENT_SOURCE_BESIDE
const story stories[] = {
    { "install", "empty", 0, 0, "tree2", 1, 0, run_update, true },
    { "resume", "half", 0, 0, "tree2", 1, 0, run_update, true },
    { "update", "two", 2, 2, "tree3", 1, 0, run_update, true },
    { "kept", "two", 2, 2, "tree3", 1, DOCENT_SOURCE_KEEP, run_update, true },
    { "stage", "two", 2, 2, "tree3", 1, DOCENT_SOURCE_MANUAL, run_update, true },
    { "activate", "staged", 2, 2, "tree3", 1, DOCENT_SOURCE_MANUAL, run_activate, true },
    { "start", "trial", -1, 2, "tree3", 1, 0, run_look, false },
    { "third", "tried", -1, 2, "tree3", 1, 0, run_look, false },
    { "confirm", "trial", -1, 2, "tree3", 1, 0, run_confirm, true },
    { "back", "three", 3, 3, "tree3", 1, 0, run_back, false },
    { "give-up", "trial", -1, 2, "tree3", 1, 0, run_back, false },
    { "out", "first", -1, 0, "tree2", 1, 0, run_back, false },
    { "rotten", "rotten", -1, 2, "tree3", 1, 0, run_look, false },
    { "several", "both", 2, 2, "tree3", 2, 0, run_update, true },
    { "life", "empty", 0, 0, "tree2", 1, 0, run_life, false },
};
const uint32_t story_count = sizeof stories / sizeof *stories;
const story story_look = { "look", "", -1, -1, "tree3", 1, 0, run_look, false };

const story *story_find(const char *name)
{
    for (uint32_t i = 0; i < story_count; i++)
        if (strcmp(stories[i].name, name) == 0)
            return &stories[i];
    return NULL;
}

/* ---- telling ---- */

static docent_status add_source(teller *t, uint32_t i)
{
    char folder[STORY_PATH], root[STORY_PATH];
    const char *url = t->urls[i];
    docent_source source = DOCENT_SOURCE_INIT;
    snprintf(folder, sizeof folder, "%s/%s", t->stage->folder, ids[i]);
    snprintf(t->urls[i], sizeof t->urls[i], "file://%s/%s%s", t->stage->work, i == 0 ? "" : "beside-", t->story->tree);
    snprintf(root, sizeof root, "%s/%stree2/metadata/1.root.json", t->stage->work, i == 0 ? "" : "beside-");
    source.id = ids[i];
    source.folder = folder;
    source.root_path = root;
    source.urls = &url;
    source.url_count = 1;
    source.flags = DOCENT_SOURCE_CONFIRM | t->story->flags | (i == 0 ? 0 : BESIDE);
    return docent_sync_add(t->h, &source);
}

static void tell(teller *t)
{
    for (uint32_t i = 0; i < t->story->sources; i++)
        if (add_source(t, i) != DOCENT_OK) {
            snprintf(t->result->message, sizeof t->result->message, "%s", docent_last_error(t->h)->message);
            t->last = see(t);
            t->result->readable = reads(t);
            return;
        }
    t->result->added = true;
    t->result->set_first = setting_of(t);
    watch(t);
    t->story->run(t);
    t->result->set_last = setting_of(t);
    t->result->readable = t->result->readable && reads(t);
}

bool story_tell(const story *s, const story_stage *stage)
{
    teller t = { .story = s, .stage = stage, .result = stage->result };
    docent_config config = DOCENT_CONFIG_INIT;
    char bundle[STORY_PATH];
    docent_error err;
    memset(stage->result, 0, sizeof *stage->result);
    snprintf(stage->result->reason, sizeof stage->result->reason, "OK");
    snprintf(bundle, sizeof bundle, "%s/1.docent", stage->work);
    config.bundle_path = bundle;
    config.alloc = stage->alloc;
    if (docent_open(&config, &t.h, &err) != DOCENT_OK) {
        fprintf(stderr, "story: %s\n", err.message);
        return false;
    }
    stage->result->readable = true;
    if (stage->opened != NULL)
        stage->opened(stage->ctx);
    tell(&t);
    docent_close(t.h);
    stage->result->finished = true;
    return true;
}

/* The handle is open: from now on SQLite's calls count. */
static void begin_sqlite(void *ctx)
{
    const disk_plan *plan = ctx;
    test_disk = (test_faulty){ .fail_at = plan->fail_at - 1, .for_ever = plan->for_ever };
}

static void fail_sqlite(const disk_plan *plan, story_stage *stage)
{
    static disk_plan kept;
    kept = *plan;
    test_faulty_install();
    stage->opened = begin_sqlite;
    stage->ctx = &kept;
}

pid_t story_begin(const story *s, const story_stage *stage, const disk_plan *plan, bool traced)
{
    fflush(NULL);
    pid_t child = fork();
    if (child != 0)
        return child;
    alarm(3 * PATIENCE_S);
    if (traced && ptrace(PTRACE_TRACEME, 0, NULL, NULL) != 0)
        _exit(4);
    if (traced)
        raise(SIGSTOP);
    story_stage here = *stage;
    if (plan != NULL && plan->sqlite)
        fail_sqlite(plan, &here);
    else if (plan != NULL)
        disk_begin(plan, &stage->result->counts);
    bool ok = story_tell(s, &here);
    disk_end();
    stage->result->sqlite_calls = test_disk.asked;
    _exit(ok ? 0 : 3);
}

int story_run(const story *s, const story_stage *stage, const disk_plan *plan)
{
    int status = -1;
    pid_t child = story_begin(s, stage, plan, false);
    return child > 0 && waitpid(child, &status, 0) == child ? status : -1;
}

/* ---- where stories begin ---- */

static bool step(const story_stage *stage, const char *to, const char *from, const char *name)
{
    char path[STORY_PATH], source[STORY_PATH];
    story_stage here = *stage;
    const story *s = strcmp(name, "look") == 0 ? &story_look : story_find(name);
    snprintf(path, sizeof path, "%s/from/%s", stage->work, to);
    snprintf(source, sizeof source, "%s/from/%s", stage->work, from);
    here.folder = path;
    if (!files_copy(source, path) || s == NULL || story_run(s, &here, NULL) != 0 || !stage->result->finished ||
        !stage->result->readable) {
        fprintf(stderr, "story: the state \"%s\" cannot be made: %s\n", to, stage->result->message);
        return false;
    }
    return true;
}

static bool again(const story_stage *stage, const char *at, const char *name)
{
    char path[STORY_PATH];
    story_stage here = *stage;
    snprintf(path, sizeof path, "%s/from/%s", stage->work, at);
    here.folder = path;
    return story_run(strcmp(name, "look") == 0 ? &story_look : story_find(name), &here, NULL) == 0 && stage->result->finished;
}

static bool make_both(const story_stage *stage)
{
    char path[STORY_PATH];
    story_stage here = *stage;
    story first = *story_find("several"), second = first;
    snprintf(path, sizeof path, "%s/from/both", stage->work);
    first.tree = second.tree = "tree2";
    second.run = run_confirm;
    here.folder = path;
    return files_folder(path) && story_run(&first, &here, NULL) == 0 && story_run(&second, &here, NULL) == 0 &&
           stage->result->told[stage->result->told_count - 1].release[1] == 2;
}

bool story_make_states(const story_stage *stage)
{
    char path[STORY_PATH];
    snprintf(path, sizeof path, "%s/from", stage->work);
    files_remove(path);
    bool ok = files_folder(path);
    snprintf(path, sizeof path, "%s/from/empty", stage->work);
    ok = ok && files_folder(path);
    ok = ok && step(stage, "first", "empty", "install") && step(stage, "two", "first", "confirm");
    ok = ok && step(stage, "staged", "two", "stage") && step(stage, "trial", "two", "update");
    ok = ok && step(stage, "tried", "trial", "look") && again(stage, "tried", "look");
    ok = ok && step(stage, "three", "trial", "confirm") && make_both(stage);
    ok = ok && step(stage, "half", "empty", "look") && files_copy_part(stage->work, "from/half/a/incoming");
    ok = ok && step(stage, "rotten", "three", "look") && files_spoil_pack(stage->work, "from/rotten/a");
    return ok;
}
