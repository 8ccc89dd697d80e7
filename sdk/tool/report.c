/* Reads state files and adds their counts up. */
#include "report.h"

#include "../src/base/limits.h"
#include "commands.h"

#include <stdlib.h>
#include <string.h>

void report_init(report *r)
{
    memset(r, 0, sizeof *r);
    dct_arena_init(&r->arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
}

void report_close(report *r)
{
    free(r->kinds);
    free(r->questions);
    dct_arena_close(&r->arena);
}

static bool no_memory(void)
{
    command_fail("out of memory: report fewer files at once");
    return false;
}

static bool make_room(report *r, size_t more)
{
    if (r->kind_room - r->kind_count >= more)
        return true;
    size_t room = (r->kind_count + more) * 2;
    dct_search_count *kinds = realloc(r->kinds, room * sizeof *kinds);
    if (kinds == NULL)
        return no_memory();
    r->kinds = kinds;
    r->kind_room = room;
    return true;
}

static bool keep(report *r, const dct_search_count *list, uint32_t count)
{
    if (count == 0)
        return true;
    if (!make_room(r, count))
        return false;
    for (uint32_t i = 0; i < count; i++) {
        dct_search_count *c = &r->kinds[r->kind_count++];
        *c = list[i];
        c->words = dct_arena_text(&r->arena, c->words, strlen(c->words));
        c->lang = dct_arena_text(&r->arena, c->lang, strlen(c->lang));
        c->opened = dct_arena_text(&r->arena, c->opened, strlen(c->opened));
    }
    return !dct_arena_failed(&r->arena) || no_memory();
}

bool report_read(report *r, const char *path)
{
    dct_arena arena;
    const dct_search_count *list;
    uint32_t count;
    docent_error error;
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_ARENA_BYTES);
    bool ok = dct_state_read_counts(&dct_alloc_default, path, &arena, &list, &count, &error) == DOCENT_OK;
    if (ok)
        ok = keep(r, list, count);
    else
        command_fail("%s", error.message);
    dct_arena_close(&arena);
    return ok;
}

static int by_question(const dct_search_count *x, const dct_search_count *y)
{
    int order = strcmp(x->words, y->words);
    return order != 0 ? order : strcmp(x->lang, y->lang);
}

static int by_kind(const void *a, const void *b)
{
    const dct_search_count *x = a, *y = b;
    int order = by_question(x, y);
    return order != 0 ? order : strcmp(x->opened, y->opened);
}

/* The same kind on two devices becomes one. Devices may show different contents: where one found something, it can be
 * found, so the larger `found` stays. */
static void merge(report *r)
{
    size_t kept = 0;
    if (r->kind_count > 0)
        qsort(r->kinds, r->kind_count, sizeof *r->kinds, by_kind);
    for (size_t i = 0; i < r->kind_count; i++) {
        const dct_search_count *c = &r->kinds[i];
        dct_search_count *last = kept == 0 ? NULL : &r->kinds[kept - 1];
        if (last == NULL || by_kind(last, c) != 0) {
            r->kinds[kept++] = *c;
            continue;
        }
        last->count += c->count;
        last->found = c->found > last->found ? c->found : last->found;
    }
    r->kind_count = kept;
}

static void add(report_question *q, const dct_search_count *c)
{
    q->kind_count++;
    q->asked += c->count;
    if (*c->opened == 0 && c->found == 0)
        q->without_result += c->count;
    else if (*c->opened == 0)
        q->without_click += c->count;
    else if (q->most_opened == NULL || c->count > q->most_opened->count)
        q->most_opened = c;
}

bool report_add_up(report *r)
{
    merge(r);
    r->questions = calloc(r->kind_count + 1, sizeof *r->questions);
    if (r->questions == NULL)
        return no_memory();
    for (size_t i = 0; i < r->kind_count; i++) {
        if (i == 0 || by_question(&r->kinds[i - 1], &r->kinds[i]) != 0)
            r->questions[r->question_count++].kinds = &r->kinds[i];
        add(&r->questions[r->question_count - 1], &r->kinds[i]);
    }
    return true;
}
