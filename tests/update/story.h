/* What happens to a device, as short stories: each begins with a folder in a known state, does one thing through the public
 * interface, and may be told again from wherever the last telling was cut, to the same end.
 *
 *     from               what it does                                     in force, as the host was told
 *     empty    install   first content, whole                             0  2?
 *     half     resume    the same; a part of the download is here         0  2?
 *     two      update    a newer release, by delta                        2  3?
 *     staged   activate  what is ready is put in force                    2  3?
 *     trial    start     a start of content on trial counts               3?
 *     tried    third     the start after the third: back by itself        2
 *     trial    confirm   the trial is over                                3? 3
 *     three    back      the host goes back                               3  2
 *     ...                                                                 (? is on trial)
 *
 * Each source has a folder below one folder, "a" and "b". */
#ifndef UPDATE_STORY_H
#define UPDATE_STORY_H

#include "disk.h"

#include <docent/sync.h>
#include <sys/types.h>

enum { STORY_SOURCES = 2, STORY_TOLD = 16, STORY_PATH = 600 };

/* What the host knew from some moment on. */
typedef struct story_told {
    int64_t  release[STORY_SOURCES];
    bool     trial[STORY_SOURCES];
    uint32_t starts[STORY_SOURCES]; /* Of the trial, as the disk says then. */
} story_told;

/* In memory that the process which tells the story shares with the one that started it. */
typedef struct story_result {
    disk_counts counts;
    uint32_t    told_count;
    story_told  told[STORY_TOLD];
    bool        finished, readable, added; /* readable: all along, and what is in force is what is read. */
    char        reason[24];  /* The worst one: not OK, where there was one. */
    char        message[300];
    int         set_first, set_last; /* What the settings from afar say at the start and at the end: the number of a release;
                                      * 0: nothing; -1: something that nobody published. */
    long        sqlite_calls; /* Where disk_plan.sqlite is set. */
} story_result;

typedef struct story story;

typedef struct story_stage {
    const char         *work;    /* Where the trees and bundles are. */
    const char         *folder;  /* The device's. */
    story_result       *result;
    const docent_alloc *alloc;   /* NULL: malloc. */
    void              (*opened)(void *ctx); /* Called when the handle is open, before the first source is added. */
    void               *ctx;
} story_stage;

struct story {
    const char *name, *from;
    int64_t     old;     /* In force before it; -1: what it tells first. */
    int64_t     before;  /* What is in force where a start of the trial cannot be counted; else as old. */
    const char *tree;    /* "tree2", "tree3". */
    uint32_t    sources; /* 1 or 2. */
    uint32_t    flags;   /* DOCENT_SOURCE_* besides CONFIRM. */
    void      (*run)(void *teller);
    bool        sweeps;  /* At its end nothing is left in incoming/, and no pack that no line names. */
};

extern const story stories[];
extern const uint32_t story_count;
const story *story_find(const char *name);
/* What only opens the folder and looks at what is there; with both sources where there are two. */
extern const story story_look;

/* In this process. False: the handle cannot be opened; all else is in the result. */
bool story_tell(const story *s, const story_stage *stage);
/* In a process of its own, which ends with it. -1: it cannot be started; wait with waitpid(). */
pid_t story_begin(const story *s, const story_stage *stage, const disk_plan *plan, bool traced);
/* story_begin() and its end; the status of waitpid(). */
int story_run(const story *s, const story_stage *stage, const disk_plan *plan);

/* Makes WORK/from/NAME for each state a story begins with. */
bool story_make_states(const story_stage *stage);

#endif
