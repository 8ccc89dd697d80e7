/* SIGKILL at a system call of one's choice, by ptrace: at whichever call, in whichever library. */
#ifndef UPDATE_KILL_H
#define UPDATE_KILL_H

#include "story.h"

typedef struct kill_trace {
    long calls;   /* System calls up to the end. */
    long changes; /* Those that change files: as many as disk.h counts, or it does not see all. */
    bool killed;
    int  status;  /* Of waitpid(). */
} kill_trace;

/* Kills the process as it enters its Nth system call; 0: never. False: this machine does not let us trace. */
bool kill_run(const story *s, const story_stage *stage, long n, kill_trace *out);

#endif
