#include "judge.h"

#include "files.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static bool says(char why[JUDGE_WHY], const story_result *r, const char *what)
{
    const story_told *last = r->told_count > 0 ? &r->told[r->told_count - 1] : NULL;
    snprintf(why, JUDGE_WHY, "%s: release %" PRId64 "%s starts %u, beside %" PRId64 ", reason %s, %s%s%s: %s", what,
             last != NULL ? last->release[0] : -1, last != NULL && last->trial[0] ? "?" : "",
             last != NULL ? (unsigned)last->starts[0] : 0u, last != NULL ? last->release[1] : -1, r->reason,
             r->finished ? "finished" : "cut off", r->readable ? "" : ", cannot be read", r->added ? "" : ", not added", r->message);
    return false;
}

bool judge_reset(const story *s, const story_stage *stage)
{
    char from[STORY_PATH];
    snprintf(from, sizeof from, "%s/from/%s", stage->work, s->from);
    files_remove(stage->folder);
    return files_copy(from, stage->folder);
}

bool judge_any(const judge_law *law, int64_t release, uint32_t source)
{
    bool known = release == law->story->old || release == law->story->before;
    for (uint32_t i = 0; i < law->told_count; i++)
        known = known || release == law->told[i].release[source];
    return known;
}

judge_cut judge_told(const story_stage *stage, uint32_t count)
{
    judge_cut cut = { .count = count };
    memcpy(cut.told, stage->result->told, sizeof cut.told);
    return cut;
}

/* Sources change one by one, in any order: the turns of one of them. */
typedef struct turn { int64_t release; bool trial; } turn;

static uint32_t turns_of(const story_told *told, uint32_t count, uint32_t source, turn out[STORY_TOLD])
{
    uint32_t n = 0;
    for (uint32_t i = 0; i < count; i++) {
        turn t = { told[i].release[source], told[i].trial[source] };
        if (n == 0 || out[n - 1].release != t.release || out[n - 1].trial != t.trial)
            out[n++] = t;
    }
    return n;
}

/* The turn that was told last, or the one that would have come. */
static bool is_due(const judge_law *law, const judge_cut *cut, const story_told *now, uint32_t i)
{
    turn all[STORY_TOLD], had[STORY_TOLD];
    if (cut->unknown)
        return judge_any(law, now->release[i], i);
    uint32_t count = turns_of(law->told, law->told_count, i, all), n = turns_of(cut->told, cut->count, i, had);
    if (n > 0 && had[n - 1].release == now->release[i])
        return true;
    return n < count ? all[n].release == now->release[i] || (n == 0 && now->release[i] == law->story->old) : false;
}

/* A promise about the trial of what was told last: its end holds, and each of its starts counts. */
static bool keeps_trial(const judge_law *law, const judge_cut *cut, const story_told *now, uint32_t i)
{
    turn all[STORY_TOLD], had[STORY_TOLD];
    uint32_t count = turns_of(law->told, law->told_count, i, all), n = turns_of(cut->told, cut->count, i, had);
    if (cut->unknown || n == 0 || !now->trial[i] || now->release[i] != had[n - 1].release)
        return true;
    if (!had[n - 1].trial)
        return n < count && all[n].release == now->release[i] && all[n].trial;
    return now->starts[i] > cut->told[cut->count - 1].starts[i];
}

static bool packs_are_whole(const judge_law *law, const story_stage *stage, bool ended, bool strict, char why[JUDGE_WHY])
{
    static const char *const ids[STORY_SOURCES] = { "a", "b" };
    bool spoilt = strcmp(law->story->from, "rotten") == 0; /* One was broken to begin with, and may stay where it does no harm. */
    for (uint32_t i = 0; i < law->story->sources; i++) {
        char path[STORY_PATH];
        files_left left;
        snprintf(path, sizeof path, "%s/%s", stage->folder, ids[i]);
        files_look(path, &left);
        if (left.broken > (spoilt && (!ended || (left.unnamed == 1 && !strict)) ? 1u : 0u)) {
            snprintf(why, JUDGE_WHY, "%u packs of %u are not what their names say", left.broken, left.packs);
            return false;
        }
        if (ended && law->story->sweeps && (left.incoming > 0 || left.unnamed > 0)) {
            snprintf(why, JUDGE_WHY, "left over: %u in incoming/, %u packs that no line names", left.incoming, left.unnamed);
            return false;
        }
    }
    return true;
}

static bool look(const judge_law *law, const story_stage *stage, const judge_cut *cut, char why[JUDGE_WHY])
{
    char copy[STORY_PATH];
    story look = story_look;
    story_stage here = *stage;
    const story_result *r = stage->result;
    if (!packs_are_whole(law, stage, false, false, why))
        return false;
    snprintf(copy, sizeof copy, "%s/look", stage->work);
    files_remove(copy);
    here.folder = copy;
    look.sources = law->story->sources;
    if (!files_copy(stage->folder, copy) || story_run(&look, &here, NULL) != 0 || !r->finished || !r->readable || !r->added)
        return says(why, r, "a start after it");
    if ((r->set_first < law->set_first || r->set_first > law->set_last) && !(cut->unknown && r->set_first == 0)) {
        snprintf(why, JUDGE_WHY, "the settings are of %d, neither of %d nor of %d", r->set_first, law->set_first, law->set_last);
        return false;
    }
    const story_told *now = &r->told[r->told_count - 1];
    for (uint32_t i = 0; i < law->story->sources; i++)
        if (!is_due(law, cut, now, i) || !keeps_trial(law, cut, now, i))
            return says(why, r, "neither old nor new, or less than was told");
    return true;
}

bool judge_folder(const judge_law *law, const story_stage *stage, const judge_cut *cut, char why[JUDGE_WHY])
{
    const story_result *r = stage->result;
    const story_told *end = &law->told[law->told_count - 1];
    if (!look(law, stage, cut, why))
        return false;
    if (story_run(law->story, stage, NULL) != 0 || !r->finished || !r->readable || !r->added)
        return says(why, r, "told again");
    const story_told *now = &r->told[r->told_count - 1];
    if (r->set_last != law->set_last && !cut->unknown)
        return says(why, r, "told again, its settings are not the newest");
    for (uint32_t i = 0; i < law->story->sources; i++) {
        bool over = cut->unknown && law->story->before >= 0 && now->release[i] == law->story->before; /* It had its starts. */
        if (!over && (now->release[i] != end->release[i] || now->trial[i] != end->trial[i]))
            return says(why, r, "told again, it ends elsewhere");
    }
    return packs_are_whole(law, stage, !cut->unknown, false, why);
}

bool judge_learn(judge_law *law, const story *s, const story_stage *stage)
{
    char why[JUDGE_WHY];
    const story_result *r = stage->result;
    *law = (judge_law){ .story = s };
    if (!judge_reset(s, stage) || story_run(s, stage, NULL) != 0 || !r->finished || !r->readable || r->told_count == 0) {
        says(why, r, "undisturbed");
        fprintf(stderr, "judge: %s: %s\n", s->name, why);
        return false;
    }
    law->told_count = r->told_count;
    law->set_first = r->set_first;
    law->set_last = r->set_last;
    memcpy(law->told, r->told, sizeof law->told);
    if (packs_are_whole(law, stage, true, true, why))
        return true;
    fprintf(stderr, "judge: %s: %s\n", s->name, why);
    return false;
}
