/* All pictures of a project within the bytes that came in.
 *
 *   raster pictures, each within its own file's bytes       what they save
 *            |                                                   |
 *            +--> budget of the drawings = their own bytes + ----+
 *                 one level for all of them, the best that fits:   0 1 2 ... 15
 *                                                                  |<- up while it fits, down while it does not
 *
 * The search begins where the sizes of the floor level suggest. */
#include "picture.h"

#include "../base/buf.h"
#include "../base/error.h"
#include "file.h"
#include "picture_choose.h"
#include "picture_file.h"
#include "picture_threads.h"

#include <string.h>

#define FLOOR (DCT_DRAWING_LEVELS - 1)

typedef struct project {
    const docent_alloc *alloc;
    dct_picture_job    *jobs;
    uint32_t            count;
    uint32_t           *drawings; /* Indices of jobs that are drawings. */
    uint32_t            drawing_count;
    dct_picture        *trial;    /* Of each drawing at the level that is tried. */
    uint32_t            level;
    uint32_t            threads;
    bool               *is_drawing; /* Of each job. */
} project;

/* How many times the floor level's bytes a level takes: tenths, measured on drawings of devices. */
static const unsigned char level_weight[DCT_DRAWING_LEVELS] = { 125, 95, 63, 45, 39, 30, 27, 24,
                                                                22,  20, 19, 18, 16, 14, 12, 10 };

/* ---- raster pictures, and which are drawings ---- */

static void pack_first(void *ctx, uint32_t index)
{
    project *p = ctx;
    dct_picture_job *job = &p->jobs[index];
    dct_buf file;
    dct_buf_init(&file, p->alloc, DCT_MAX_PICTURE_FILE_BYTES);
    job->error.status = dct_file_load(p->alloc, job->path, DCT_MAX_PICTURE_FILE_BYTES, &file, &job->error);
    if (job->error.status == DOCENT_OK) {
        dct_picture_kind kind = dct_picture_kind_of(file.data, file.size);
        job->source_bytes = file.size;
        p->is_drawing[index] = kind == DCT_PICTURE_SVG;
        if (kind == DCT_PICTURE_SVG)
            job->error.status =
                dct_picture_pack_drawing(p->alloc, file.data, file.size, FLOOR, &job->picture, &job->error);
        else
            job->error.status =
                dct_picture_pack_raster(p->alloc, kind, file.data, file.size, &job->picture, &job->error);
    }
    dct_buf_close(&file);
}

static void list_drawings(project *p)
{
    for (uint32_t i = 0; i < p->count; i++)
        if (p->is_drawing[i] && p->jobs[i].error.status == DOCENT_OK)
            p->drawings[p->drawing_count++] = i;
}

/* ---- drawings ---- */

static void pack_drawing(void *ctx, uint32_t index)
{
    project *p = ctx;
    dct_picture_job *job = &p->jobs[p->drawings[index]];
    docent_error err;
    dct_buf file;
    memset(&p->trial[index], 0, sizeof p->trial[index]);
    dct_buf_init(&file, p->alloc, DCT_MAX_PICTURE_FILE_BYTES);
    if (dct_file_load(p->alloc, job->path, DCT_MAX_PICTURE_FILE_BYTES, &file, &err) == DOCENT_OK)
        dct_picture_pack_drawing(p->alloc, file.data, file.size, p->level, &p->trial[index], &err);
    dct_buf_close(&file);
}

static void drop_trial(project *p)
{
    for (uint32_t i = 0; i < p->drawing_count; i++)
        dct_picture_free(p->alloc, &p->trial[i]);
}

/* Packs all drawings at a level. True, and the jobs hold them, when they fit; a drawing that failed (short memory)
 * counts as not fitting. */
static bool try_level(project *p, uint32_t level, uint64_t budget)
{
    uint64_t total = 0;
    bool complete = true;
    p->level = level;
    dct_threads_run(p->drawing_count, p->threads, pack_drawing, p);
    for (uint32_t i = 0; i < p->drawing_count; i++) {
        total += p->trial[i].size;
        complete &= p->trial[i].size != 0;
    }
    bool fits = complete && total <= budget;
    for (uint32_t i = 0; fits && i < p->drawing_count; i++) {
        dct_picture kept = p->jobs[p->drawings[i]].picture;
        p->jobs[p->drawings[i]].picture = p->trial[i];
        p->trial[i] = kept;
    }
    drop_trial(p);
    return fits;
}

static uint32_t guess_level(uint64_t floor_bytes, uint64_t budget)
{
    uint32_t level = 0;
    while (level < FLOOR && floor_bytes * level_weight[level] / 10 > budget)
        level++;
    return level;
}

/* The jobs hold the floor level. */
static void choose_level(project *p, uint64_t floor_bytes, uint64_t budget)
{
    if (floor_bytes > budget)
        return;
    uint32_t level = guess_level(floor_bytes, budget);
    if (level < FLOOR && !try_level(p, level, budget)) {
        for (level++; level < FLOOR && !try_level(p, level, budget);)
            level++;
        return;
    }
    while (level > 0 && try_level(p, level - 1, budget))
        level--;
}

static uint64_t sum(const project *p, bool drawings_only)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->jobs[i].error.status == DOCENT_OK && (!drawings_only || p->is_drawing[i]))
            total += p->jobs[i].picture.size;
    return total;
}

static uint64_t sum_sources(const project *p)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < p->count; i++)
        if (p->jobs[i].error.status == DOCENT_OK)
            total += p->jobs[i].source_bytes;
    return total;
}

static void fit_drawings(project *p)
{
    uint64_t drawn = sum(p, true), rest = sum(p, false) - drawn, sources = sum_sources(p);
    list_drawings(p);
    if (p->drawing_count != 0)
        choose_level(p, drawn, sources > rest ? sources - rest : 0);
}

docent_status dct_pictures_pack(const docent_alloc *alloc, dct_picture_job *jobs, uint32_t count, uint32_t threads,
                                uint64_t *over_bytes, docent_error *err)
{
    project p = { .alloc = alloc, .jobs = jobs, .count = count, .threads = threads };
    docent_status status = DOCENT_OK;
    if (over_bytes != NULL)
        *over_bytes = 0;
    if (count == 0)
        return DOCENT_OK;
    p.drawings = dct_new_zero(alloc, count * sizeof *p.drawings);
    p.is_drawing = dct_new_zero(alloc, count * sizeof *p.is_drawing);
    p.trial = dct_new_zero(alloc, count * sizeof *p.trial);
    if (p.drawings == NULL || p.is_drawing == NULL || p.trial == NULL) {
        status = dct_fail_memory(err, DCT_PICTURE_WHERE);
        goto done;
    }
    for (uint32_t i = 0; i < count; i++) {
        memset(&jobs[i].picture, 0, sizeof jobs[i].picture);
        memset(&jobs[i].error, 0, sizeof jobs[i].error);
        jobs[i].source_bytes = 0;
    }
    dct_threads_run(count, threads, pack_first, &p);
    fit_drawings(&p);
    uint64_t made = sum(&p, false), given = sum_sources(&p);
    if (over_bytes != NULL && made > given)
        *over_bytes = made - given;
done:
    dct_free(alloc, p.drawings, count * sizeof *p.drawings);
    dct_free(alloc, p.is_drawing, count * sizeof *p.is_drawing);
    dct_free(alloc, p.trial, count * sizeof *p.trial);
    return status;
}
