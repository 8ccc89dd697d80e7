/* Whether the pictures of a project can be packed, without the work of packing them: files are read and decoded, nothing
 * is encoded. For `docent check`, and for the messages of a project that is not packed because of something else.
 * Not here: whether a decoded picture can be encoded; only short memory is in the way of that. */
#include "picture.h"

#include "../base/buf.h"
#include "file.h"
#include "picture_file.h"
#include "picture_threads.h"

#include <string.h>

typedef struct trial {
    const docent_alloc *alloc;
    dct_picture_job    *jobs;
} trial;

static docent_status try_drawing(const dct_buf *file, docent_error *err)
{
    dct_svg *svg;
    double size_x, size_y;
    docent_status status = dct_svg_open(file->data, file->size, &svg, &size_x, &size_y, err);
    if (status == DOCENT_OK)
        dct_svg_close(svg);
    return status;
}

static docent_status try_raster(const docent_alloc *alloc, dct_picture_kind kind, const dct_buf *file, docent_error *err)
{
    dct_image image;
    docent_status status = dct_image_decode(alloc, kind, file->data, file->size, &image, err);
    if (status == DOCENT_OK)
        dct_image_free(alloc, &image);
    return status;
}

static void try_one(void *ctx, uint32_t index)
{
    trial *t = ctx;
    dct_picture_job *job = &t->jobs[index];
    docent_status status;
    dct_buf file;
    dct_buf_init(&file, t->alloc, DCT_MAX_PICTURE_FILE_BYTES);
    status = dct_file_load(t->alloc, job->path, DCT_MAX_PICTURE_FILE_BYTES, &file, &job->error);
    if (status == DOCENT_OK) {
        dct_picture_kind kind = dct_picture_kind_of(file.data, file.size);
        job->source_bytes = file.size;
        status = kind == DCT_PICTURE_SVG ? try_drawing(&file, &job->error) : try_raster(t->alloc, kind, &file, &job->error);
    }
    job->error.status = status;
    dct_buf_close(&file);
}

void dct_pictures_try(const docent_alloc *alloc, dct_picture_job *jobs, uint32_t count, uint32_t threads)
{
    trial t = { alloc, jobs };
    for (uint32_t i = 0; i < count; i++) {
        memset(&jobs[i].picture, 0, sizeof jobs[i].picture);
        memset(&jobs[i].error, 0, sizeof jobs[i].error);
        jobs[i].source_bytes = 0;
    }
    dct_threads_run(count, threads, try_one, &t);
}
