#include "pack.h"

#include "assets.h"
#include "golden.h"
#include "jsonl.h"
#include "marks.h"
#include "table.h"
#include "tree.h"
#include "write.h"

#include "../base/error.h"

#include <docent/docent.h>
#include <stdio.h>
#include <string.h>

/* Which articles lack which languages; one message each article. */
static void tell_untranslated(dct_project *p)
{
    for (uint32_t i = 0; p->strict && i < p->page_count; i++) {
        const dct_page *page = p->pages[i];
        char missing[512] = "";
        size_t used = 0;
        for (uint32_t l = 0; page->source == NULL && l < p->language_count; l++) {
            bool there = strcmp(page->lang, p->languages[l]) == 0;
            for (const dct_page *t = page->translations; t != NULL; t = t->next_translation)
                there = there || strcmp(t->lang, p->languages[l]) == 0;
            if (!there && used < sizeof missing - 48)
                used += (size_t)snprintf(missing + used, sizeof missing - used, "%s%s", used == 0 ? "" : ", ",
                                         p->languages[l]);
        }
        if (used > 0)
            dct_diag_warning(p->diag, page->place, "missing translation: %s", missing);
    }
}

/* Everything that is known without looking into pictures. */
static void resolve(dct_project *p, dct_refs *refs)
{
    dct_catalog_make(p);
    if (p->page_count == 0 && p->diag->errors == 0)
        dct_diag_error(p->diag, (dct_place){ p->dir, 0, 0 }, "there is no Markdown file in this folder");
    dct_trees_split(p);
    for (uint32_t i = 0; i < p->page_count; i++)
        dct_pictures_find(p, p->pages[i]);
    for (uint32_t i = 0; i < p->page_count; i++)
        dct_tables_make(&p->arena, p->pages[i]->root, p->diag);
    dct_links_resolve(p);
    dct_refs_resolve(p, refs);
    dct_trees_join(p);
    tell_untranslated(p);
}

static void count(const dct_project *p, dct_pack_result *result)
{
    result->articles = p->article_count;
    for (uint32_t i = 0; i < p->page_count; i++)
        result->texts += p->pages[i]->kind != DCT_PAGE_PART;
}

/* All that packing would find, and nothing written: one run tells everything, whether or not the rest was right. */
static docent_status check_folder(dct_project *p, const dct_refs *refs, docent_error *err)
{
    docent_status status = dct_assets_try(p, err);
    return status == DOCENT_OK ? dct_write_project(p, refs, NULL, err) : status;
}

/* Reads the bundle as a device will, before it gets its name. */
static docent_status read_back(const docent_alloc *alloc, const dct_bundle *b, docent_error *err)
{
    docent *h;
    docent_config config = DOCENT_CONFIG_INIT;
    config.bundle_path = dct_bundle_temporary(b);
    config.alloc = alloc;
    docent_status status = docent_open(&config, &h, err);
    if (status != DOCENT_OK)
        return status;
    status = docent_verify(h);
    if (status != DOCENT_OK && err != NULL)
        *err = *docent_last_error(h);
    docent_close(h);
    return status;
}

static uint64_t file_size(const char *path)
{
    FILE *file = fopen(path, "rb");
    long size = file != NULL && fseek(file, 0, SEEK_END) == 0 ? ftell(file) : 0;
    if (file != NULL)
        fclose(file);
    return size < 0 ? 0 : (uint64_t)size;
}

static docent_status finish(dct_project *p, dct_bundle *b, const char *out, dct_pack_result *result, docent_error *err)
{
    docent_status status = dct_arena_failed(&p->arena) ? dct_fail_memory(err, "pack") : DOCENT_OK;
    if (status == DOCENT_OK && p->diag->errors == 0)
        status = dct_bundle_finish(b, err);
    if (status == DOCENT_OK && p->diag->errors == 0)
        status = read_back(p->alloc, b, err);
    if (status == DOCENT_OK && p->diag->errors == 0)
        status = dct_golden_check(p, dct_bundle_temporary(b), err);
    if (status == DOCENT_OK && p->diag->errors == 0) {
        status = dct_bundle_put(b, err);
        result->bytes = file_size(out);
    }
    return status;
}

static docent_status begin(const docent_alloc *alloc, const dct_pack_job *job, dct_bundle **out, docent_error *err)
{
    docent_status status = dct_bundle_begin(alloc, job->out, out, err);
    if (status == DOCENT_OK && job->previous != NULL)
        status = dct_bundle_previous(*out, job->previous, err);
    return status;
}

static docent_status write_folder(dct_project *p, const dct_refs *refs, const dct_pack_job *job, dct_pack_result *result,
                                  docent_error *err)
{
    dct_bundle *b;
    docent_status status = begin(p->alloc, job, &b, err);
    if (status == DOCENT_OK)
        status = dct_assets_pictures(p, b, &result->pictures, err);
    if (status == DOCENT_OK)
        status = dct_write_project(p, refs, b, err);
    if (status == DOCENT_OK && p->diag->errors == 0)
        status = dct_assets_rest(p, b, &result->fonts, err);
    if (status == DOCENT_OK)
        status = finish(p, b, job->out, result, err);
    dct_bundle_close(b);
    return status;
}

static docent_status pack_folder(const docent_alloc *alloc, const dct_pack_job *job, dct_diag *diag,
                                 dct_pack_result *result, docent_error *err)
{
    dct_project p;
    dct_refs refs;
    docent_status status = dct_project_open(&p, alloc, job->dir, diag, err);
    if (status == DOCENT_OK) {
        resolve(&p, &refs);
        count(&p, result);
        status = dct_arena_failed(&p.arena) ? dct_fail_memory(err, "pack") : dct_marks_make(&p, err);
        if (status == DOCENT_OK && (job->out == NULL || diag->errors != 0))
            status = check_folder(&p, &refs, err);
        else if (status == DOCENT_OK)
            status = write_folder(&p, &refs, job, result, err);
    }
    dct_project_close(&p);
    return status;
}

static docent_status pack_lines(const docent_alloc *alloc, const dct_pack_job *job, dct_diag *diag,
                                dct_pack_result *result, docent_error *err)
{
    dct_project p;
    dct_bundle *b = NULL;
    docent_status status = dct_project_open(&p, alloc, "", diag, err);
    if (status == DOCENT_OK)
        status = begin(alloc, job, &b, err);
    if (status == DOCENT_OK)
        status = dct_jsonl_write(&p, job->jsonl, b, result, err);
    if (status == DOCENT_OK)
        status = finish(&p, b, job->out, result, err);
    dct_bundle_close(b);
    dct_project_close(&p);
    return status;
}

docent_status dct_pack_run(const docent_alloc *alloc, const dct_pack_job *job, dct_diag *diag, dct_pack_result *result,
                           docent_error *err)
{
    memset(result, 0, sizeof *result);
    return job->jsonl != NULL ? pack_lines(alloc, job, diag, result, err) : pack_folder(alloc, job, diag, result, err);
}
