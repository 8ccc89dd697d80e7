#define _GNU_SOURCE
#include "kill_linux.h"

#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

static bool changes_files(unsigned long long nr)
{
    switch (nr) {
    case SYS_fsync:
    case SYS_fdatasync:
    case SYS_msync:
    case SYS_fallocate:
    case SYS_ftruncate:
    case SYS_renameat:
    case SYS_renameat2:
    case SYS_unlinkat:
#ifdef SYS_unlink
    case SYS_unlink:
    case SYS_rename:
    case SYS_mkdir:
#endif
    case SYS_mkdirat:
    case SYS_pwrite64: return true;
    default: return false;
    }
}

/* Writes count when they go to a file, not to a pipe of curl's; so says the first argument, which is looked up. */
static bool writes_file(pid_t child, const struct __ptrace_syscall_info *call)
{
    char path[64], to[512];
    if (call->entry.nr != SYS_write)
        return false;
    snprintf(path, sizeof path, "/proc/%d/fd/%d", (int)child, (int)call->entry.args[0]);
    ssize_t n = readlink(path, to, sizeof to - 1);
    return n > 0 && to[0] == '/' && strncmp(to, "/dev/", 5) != 0 ? true : n > 9 && strncmp(to, "/dev/shm/", 9) == 0;
}

/* Until the child stops at the entry of a system call. False: it has ended. */
static bool next_call(pid_t child, kill_trace *out)
{
    int signal = 0;
    for (;;) {
        struct __ptrace_syscall_info call = { 0 };
        if (ptrace(PTRACE_SYSCALL, child, NULL, signal) != 0 || waitpid(child, &out->status, 0) != child ||
            !WIFSTOPPED(out->status))
            return false;
        signal = WSTOPSIG(out->status) & 0x7f;
        if ((WSTOPSIG(out->status) & 0x80) == 0)
            continue; /* A signal of its own: hand it on. */
        signal = 0;
        if (ptrace(PTRACE_GET_SYSCALL_INFO, child, sizeof call, &call) <= 0 || call.op != PTRACE_SYSCALL_INFO_ENTRY)
            continue;
        out->calls++;
        out->changes += changes_files(call.entry.nr) || writes_file(child, &call);
        return true;
    }
}

bool kill_run(const story *s, const story_stage *stage, long n, kill_trace *out)
{
    *out = (kill_trace){ 0 };
    pid_t child = story_begin(s, stage, n == 0 ? &(disk_plan){ .journal = -1 } : NULL, true);
    if (child < 0 || waitpid(child, &out->status, 0) != child || !WIFSTOPPED(out->status))
        return false;
    if (ptrace(PTRACE_SETOPTIONS, child, NULL, PTRACE_O_TRACESYSGOOD | PTRACE_O_EXITKILL) != 0)
        return false;
    while (next_call(child, out)) {
        if (out->calls != n)
            continue;
        kill(child, SIGKILL);
        waitpid(child, &out->status, 0);
        out->killed = WIFSIGNALED(out->status);
        return true;
    }
    return true;
}
