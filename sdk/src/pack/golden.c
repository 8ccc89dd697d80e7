#include "golden.h"

#include "file.h"

#include "../base/error.h"

#include <stdlib.h>
#include <string.h>

#define FILE_NAME "queries.yaml"

static const dct_yaml *read_queries(dct_project *p)
{
    dct_buf bytes;
    docent_error failure;
    const char *path = dct_arena_format(&p->arena, "%s/%s", p->dir, FILE_NAME);
    if (path == NULL || dct_lookup_get(&p->files, FILE_NAME) == NULL)
        return NULL;
    if (dct_file_load(p->alloc, path, DCT_MAX_YAML_BYTES, &bytes, &failure) != DOCENT_OK) {
        dct_diag_error(p->diag, (dct_place){ FILE_NAME, 0, 0 }, "%s", failure.message);
        return NULL;
    }
    size_t size;
    const char *text = dct_file_text(&p->arena, bytes.data, bytes.size, FILE_NAME, p->diag, &size);
    dct_buf_close(&bytes);
    return text == NULL ? NULL : dct_yaml_read(&p->arena, text, size, (dct_place){ FILE_NAME, 1, 1 }, p->diag);
}

/* From 1; 0 when the article is not among them. */
static uint32_t rank_of(const docent_hits *hits, const char *id)
{
    for (uint32_t i = 0; i < docent_hits_count(hits); i++)
        if (strcmp(docent_hits_at(hits, i)->id, id) == 0)
            return i + 1;
    return 0;
}

static void tell(dct_project *p, const dct_yaml *query, const char *words, const char *id, uint32_t top,
                 const docent_hits *hits)
{
    const docent_hit *first = docent_hits_at(hits, 0);
    uint32_t rank = rank_of(hits, id);
    if (rank > 0)
        dct_diag_error(p->diag, query->place, "\"%s\" finds \"%s\" in place %u, not among the first %u; first is \"%s\"",
                       words, id, (unsigned)rank, (unsigned)top, first->id);
    else
        dct_diag_error(p->diag, query->place, "\"%s\" does not find \"%s\"; first is \"%s\"", words, id,
                       first == NULL ? "" : first->id);
}

static uint32_t read_top(const dct_yaml *query, dct_diag *diag)
{
    const char *text = dct_yaml_text(query, "top", diag);
    long top = text == NULL ? 3 : strtol(text, NULL, 10);
    if (top >= 1 && top <= 20)
        return (uint32_t)top;
    dct_diag_error(diag, dct_yaml_get(query, "top")->place, "`top` must be a number from 1 to 20");
    return 20;
}

static docent_status ask(dct_project *p, docent *h, const dct_yaml *query, docent_error *err)
{
    static const char *const keys[] = { "words", "expect", "top", "lang", NULL };
    dct_yaml_check_keys(query, keys, "a query", p->diag);
    const char *words = dct_yaml_text(query, "words", p->diag), *id = dct_yaml_text(query, "expect", p->diag);
    const char *lang = dct_yaml_text(query, "lang", p->diag);
    uint32_t top = read_top(query, p->diag);
    if (words == NULL || id == NULL) {
        dct_diag_error(p->diag, query->place, "a query needs `words` and `expect`");
        return DOCENT_OK;
    }
    if (dct_lookup_get(&p->by_id, id) == NULL)
        dct_diag_error(p->diag, dct_yaml_get(query, "expect")->place, "there is no article \"%s\"", id);
    docent_query q = DOCENT_QUERY_INIT;
    q.text = words;
    q.locale = lang;
    q.flags = DOCENT_QUERY_NO_EXCERPTS;
    docent_hits *hits;
    docent_status status = docent_search(h, &q, &hits);
    if (status != DOCENT_OK) {
        if (err != NULL)
            *err = *docent_last_error(h);
        return status;
    }
    uint32_t rank = rank_of(hits, id);
    if (rank == 0 || rank > top)
        tell(p, query, words, id, top, hits);
    docent_hits_free(hits);
    return DOCENT_OK;
}

docent_status dct_golden_check(dct_project *p, const char *path, docent_error *err)
{
    const dct_yaml *queries = *p->dir == 0 ? NULL : read_queries(p);
    docent *h;
    docent_config config = DOCENT_CONFIG_INIT;
    if (!dct_yaml_is(queries, DCT_YAML_LIST, p->diag))
        return DOCENT_OK;
    config.bundle_path = path;
    config.alloc = p->alloc;
    docent_status status = docent_open(&config, &h, err);
    for (const dct_yaml *q = queries->first; q != NULL && status == DOCENT_OK; q = q->next)
        if (dct_yaml_is(q, DCT_YAML_MAP, p->diag))
            status = ask(p, h, q, err);
    if (h != NULL)
        docent_close(h);
    return status;
}
