/* What may be there after a story was cut, and what may not:
 *
 *     it opens, help can be read            the release in force is one the host was told last, or would have been told next
 *     every pack is what its name says      what was told stays: a trial's starts, its end, a way back
 *     settings from afar are old or new
 *     the story, told again, comes to its end; and then nothing is left over */
#ifndef UPDATE_JUDGE_H
#define UPDATE_JUDGE_H

#include "story.h"

typedef struct judge_law {
    const story *story;
    story_told   told[STORY_TOLD]; /* By an undisturbed telling. */
    uint32_t     told_count;
    int          set_first, set_last; /* Settings, as in story_result. */
} judge_law;

enum { JUDGE_WHY = 900 };

/* What the host knew when it was cut off. */
typedef struct judge_cut {
    bool       unknown; /* Anything may have been told. */
    uint32_t   count;
    story_told told[STORY_TOLD];
} judge_cut;

/* Tells the story undisturbed in WORK/dev and keeps what it tells. False: it does not come to its end. */
bool judge_learn(judge_law *law, const story *s, const story_stage *stage);
/* Removes WORK/dev and puts the state there that the story begins with. */
bool judge_reset(const story *s, const story_stage *stage);
/* From stage->result, of its first `count` things told. */
judge_cut judge_told(const story_stage *stage, uint32_t count);
/* stage->folder as a cut left it. Tells the story again there. False: why says what is wrong. */
bool judge_folder(const judge_law *law, const story_stage *stage, const judge_cut *cut, char why[JUDGE_WHY]);
/* Is it old or new at all? */
bool judge_any(const judge_law *law, int64_t release, uint32_t source);

#endif
