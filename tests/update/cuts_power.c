/* The two modes of update_cuts that read a journal: power cuts, and the order of syncs. */
#define _POSIX_C_SOURCE 200809L
#include "cut.h"
#include "cuts.h"
#include "files.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

unsigned cuts_ignore(const char *control)
{
    if (strcmp(control, "no-file-syncs") == 0)
        return CUTS_IGNORE_FILES;
    if (strcmp(control, "no-folder-syncs") == 0)
        return CUTS_IGNORE_FOLDERS;
    return strcmp(control, "no-syncs") == 0 ? CUTS_IGNORE_FILES | CUTS_IGNORE_FOLDERS : 0;
}

/* Tells the story and keeps its journal. With `kill_at`, it is told by a process that ends at this call, and again by another:
 * what the first one left unsynced is the second one's to see to. */
static cut_model *tell(cuts *c, const story *s, long kill_at)
{
    char path[STORY_PATH];
    snprintf(path, sizeof path, "%s/journal", c->stage.work);
    int journal = open(path, O_RDWR | O_CREAT | O_TRUNC | O_APPEND, 0600);
    disk_plan plan = { .journal = journal, .fail_at = kill_at, .dies = kill_at > 0 }, again = { .journal = journal };
    cut_model *m = journal >= 0 && judge_reset(s, &c->stage) ? cut_model_new(c->stage.folder) : NULL;
    if (m == NULL)
        return NULL;
    story_run(s, &c->stage, &plan);
    if (kill_at > 0)
        story_run(s, &c->stage, &again);
    if (!c->stage.result->finished || !cut_model_read(m, journal, c->control)) {
        cut_model_free(m);
        m = NULL;
    }
    close(journal);
    return m;
}

/* ---- power cuts ---- */

enum { OF_A_TELLING = 24 };

typedef struct seen { uint64_t *at; size_t room, count; } seen;

static bool is_new(seen *s, uint64_t hash)
{
    size_t i = (size_t)(hash % s->room);
    while (s->at[i] != 0 && s->at[i] != hash)
        i = (i + 1) % s->room;
    if (s->at[i] == hash)
        return false;
    s->at[i] = hash;
    return ++s->count < s->room;
}

/* Cuts one telling `states` times, and judges the disks that are not like one before: little is ever unsynced at once. */
static void cut_telling(cuts *c, const judge_law *law, cut_model *m, const judge_cut *telling, long states, bool whole, seen *known, uint64_t *chance)
{
    char why[JUDGE_WHY];
    size_t operations = cut_model_operations(m);
    for (long i = 0; i < states; i++, c->made++) {
        uint32_t told;
        uint64_t hash;
        size_t at = 1 + (size_t)(cuts_chance(chance) % operations);
        if (!cut_model_make(m, at, chance, c->stage.folder, &told, &hash) || !is_new(known, hash | 1))
            continue;
        c->done++;
        judge_cut cut = *telling;
        cut.count = told;
        cut.unknown = !whole;
        if (!judge_folder(law, &c->stage, &cut, why))
            cuts_lost(c, law->story, "power cut after operation", (long)at, why);
    }
}

int cuts_power(cuts *c, const story *s)
{
    judge_law law;
    disk_plan none = { .journal = -1 };
    uint64_t chance = c->seed * 31 + 7;
    long states = c->step / c->stories + 1, before = c->done, lost = c->lost, made = c->made;
    seen known = { calloc((size_t)states * 2 + 16, sizeof(uint64_t)), (size_t)states * 2 + 16, 0 };
    if (known.at == NULL || !judge_learn(&law, s, &c->stage) || !judge_reset(s, &c->stage))
        return 1;
    story_run(s, &c->stage, &none);
    long points = c->stage.result->counts.points, tellings = states / 2 / OF_A_TELLING + 1;
    tellings = tellings < points ? tellings : points;
    for (long i = 0; i <= tellings; i++) { /* Half of the disks are of a telling that nothing disturbed. */
        long kill_at = i == 0 ? 0 : 1 + (i - 1) * points / tellings;
        cut_model *m = tell(c, s, kill_at);
        if (m == NULL)
            return fprintf(stderr, "cuts: %s, killed at %ld, is not told to its end: %s\n", s->name, kill_at, c->stage.result->message), 1;
        judge_cut telling = judge_told(&c->stage, c->stage.result->told_count);
        cut_telling(c, &law, m, &telling, i == 0 ? states / 2 : states / 2 / tellings + 1, kill_at == 0, &known, &chance);
        cut_model_free(m);
    }
    printf("%-9s %6ld disks of %ld tellings, %ld different, %ld of them lossy\n", s->name, c->made - made, tellings + 1,
           c->done - before, c->lost - lost);
    free(known.at);
    return 0;
}

/* ---- order ---- */

int cuts_order(cuts *c, const story *s)
{
    char why[JUDGE_WHY];
    cut_model *m = tell(c, s, 0);
    if (m == NULL)
        return 1;
    c->done++;
    if (cut_model_order(m, why, sizeof why))
        cuts_lost(c, s, "order", 0, why);
    cut_model_free(m);
    return 0;
}
