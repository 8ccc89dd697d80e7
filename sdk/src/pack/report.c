#include "report.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <stdlib.h>
#include <string.h>

void dct_report_init(dct_report *r, const docent_alloc *alloc)
{
    memset(r, 0, sizeof *r);
    r->alloc = alloc;
    dct_arena_init(&r->arena, alloc, DCT_MAX_ARENA_BYTES);
}

void dct_report_close(dct_report *r)
{
    dct_free(r->alloc, r->kinds, r->kind_room * sizeof *r->kinds);
    dct_free(r->alloc, r->questions, r->question_room * sizeof *r->questions);
    dct_arena_close(&r->arena);
}

static bool make_room(dct_report *r, size_t more)
{
    if (r->kind_room - r->kind_count >= more)
        return true;
    size_t room = (r->kind_count + more) * 2;
    dct_search_count *kinds =
        dct_resize(r->alloc, r->kinds, r->kind_room * sizeof *kinds, room * sizeof *kinds);
    if (kinds == NULL)
        return false;
    r->kinds = kinds;
    r->kind_room = room;
    return true;
}

static docent_status keep(dct_report *r, const dct_search_count *list, uint32_t count, docent_error *err)
{
    if (count > 0 && !make_room(r, count))
        return dct_fail_memory(err, "pack");
    for (uint32_t i = 0; i < count; i++) {
        dct_search_count *c = &r->kinds[r->kind_count++];
        *c = list[i];
        c->words = dct_arena_text(&r->arena, c->words, strlen(c->words));
        c->lang = dct_arena_text(&r->arena, c->lang, strlen(c->lang));
        c->opened = dct_arena_text(&r->arena, c->opened, strlen(c->opened));
    }
    if (dct_arena_status(&r->arena) == DOCENT_ERR_LIMIT)
        return dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "more counts than are added up at once; give fewer files");
    return dct_arena_failed(&r->arena) ? dct_fail_memory(err, "pack") : DOCENT_OK;
}

docent_status dct_report_read(dct_report *r, const char *path, docent_error *err)
{
    dct_arena arena;
    const dct_search_count *list;
    uint32_t count;
    dct_arena_init(&arena, r->alloc, DCT_MAX_ARENA_BYTES);
    docent_status status = dct_state_read_counts(r->alloc, path, &arena, &list, &count, err);
    if (status == DOCENT_OK)
        status = keep(r, list, count, err);
    dct_arena_close(&arena);
    return status;
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
static void merge(dct_report *r)
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

static void add(dct_question *q, const dct_search_count *c)
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

docent_status dct_report_add_up(dct_report *r, docent_error *err)
{
    merge(r);
    if (r->kind_count == 0)
        return DOCENT_OK;
    r->questions = dct_new_zero(r->alloc, r->kind_count * sizeof *r->questions);
    if (r->questions == NULL)
        return dct_fail_memory(err, "pack");
    r->question_room = r->kind_count;
    for (size_t i = 0; i < r->kind_count; i++) {
        if (i == 0 || by_question(&r->kinds[i - 1], &r->kinds[i]) != 0)
            r->questions[r->question_count++].kinds = &r->kinds[i];
        add(&r->questions[r->question_count - 1], &r->kinds[i]);
    }
    return DOCENT_OK;
}
