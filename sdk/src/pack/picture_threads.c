#define _POSIX_C_SOURCE 200809L
/* Threads take the next number until there is none. */
#include "picture_threads.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define MAX_THREADS 16u

typedef struct crew {
    atomic_uint next;
    uint32_t    count;
    void (*work)(void *ctx, uint32_t index);
    void *ctx;
} crew;

static void *take_turns(void *arg)
{
    crew *c = arg;
    for (;;) {
        uint32_t index = atomic_fetch_add(&c->next, 1);
        if (index >= c->count)
            return NULL;
        c->work(c->ctx, index);
    }
}

static uint32_t processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count < 1 ? 1 : (uint32_t)count;
}

void dct_threads_run(uint32_t count, uint32_t threads, void (*work)(void *ctx, uint32_t index), void *ctx)
{
    crew c = { .count = count, .work = work, .ctx = ctx };
    pthread_t helpers[MAX_THREADS];
    uint32_t wanted = threads == 0 ? processors() : threads, started = 0;
    if (wanted > MAX_THREADS)
        wanted = MAX_THREADS;
    if (wanted > count)
        wanted = count;
    atomic_init(&c.next, 0);
    while (started + 1 < wanted && pthread_create(&helpers[started], NULL, take_turns, &c) == 0)
        started++;
    take_turns(&c);
    while (started > 0)
        pthread_join(helpers[--started], NULL);
}
