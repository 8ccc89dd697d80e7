/* Gathers texts, plans the faces, cuts and checks each weight, collects licences. */
#include "fontpack.h"

#include "../base/arena.h"
#include "../base/error.h"
#include "../base/limits.h"
#include "fontpack_cut.h"
#include "fontpack_faces.h"
#include "fontpack_licence.h"
#include "fontpack_plan.h"

#include <string.h>

#define WHERE "fontpack"
#define MAX_LICENCES 8u /* The table of faces names four packages. */

typedef struct sample {
    struct sample *next;
    const char    *language, *text;
    size_t         size;
    bool           mono;
} sample;

struct dct_fontpack {
    const docent_alloc  *alloc;
    dct_arena            arena;
    sample              *samples, **samples_end;
    const char          *languages[DCT_MAX_LANGUAGES];
    uint32_t             language_count;
    bool                 too_many;
    dct_faces            faces;
    dct_fontpack_font    fonts[DCT_MAX_FONTS];
    hb_blob_t           *blobs[DCT_MAX_FONTS];
    uint32_t             font_count;
    dct_fontpack_licence licences[MAX_LICENCES];
    uint32_t             licence_count;
    hb_set_t            *missing;
};

dct_fontpack *dct_fontpack_new(const docent_alloc *alloc)
{
    dct_fontpack *f = dct_new_zero(alloc, sizeof *f);
    if (f == NULL)
        return NULL;
    f->alloc = alloc;
    f->samples_end = &f->samples;
    dct_arena_init(&f->arena, alloc, DCT_MAX_PACK_BYTES);
    dct_faces_init(&f->faces, &f->arena);
    f->missing = hb_set_create();
    return f;
}

void dct_fontpack_free(dct_fontpack *f)
{
    if (f == NULL)
        return;
    for (uint32_t i = 0; i < f->font_count; i++)
        hb_blob_destroy(f->blobs[i]);
    dct_faces_close(&f->faces);
    hb_set_destroy(f->missing);
    dct_arena_close(&f->arena);
    dct_free(f->alloc, f, sizeof *f);
}

void dct_fontpack_language(dct_fontpack *f, const char *tag)
{
    f->too_many |= f->language_count == DCT_MAX_LANGUAGES;
    if (!f->too_many)
        f->languages[f->language_count++] = dct_arena_text(&f->arena, tag, strlen(tag));
}

void dct_fontpack_text(dct_fontpack *f, const char *language, dct_fontpack_use use, const char *text, size_t size)
{
    sample *s = size == 0 ? NULL : dct_arena_new(&f->arena, sizeof *s);
    if (s == NULL)
        return;
    s->language = dct_arena_text(&f->arena, language, strlen(language));
    s->text = dct_arena_text(&f->arena, text, size);
    s->size = size;
    s->mono = use == DCT_FONTPACK_MONO;
    *f->samples_end = s;
    f->samples_end = &s->next;
}

/* ---- planning ---- */

static const char *first_cjk(const dct_fontpack *f)
{
    for (uint32_t i = 0; i < f->language_count; i++)
        if (dct_plan_cjk(f->languages[i]) != NULL)
            return dct_plan_cjk(f->languages[i]);
    return "ja";
}

/* A language written with Han that nothing is written in costs nothing: kana are not kept on suspicion. */
static bool is_written(const dct_fontpack *f, const char *language)
{
    const char *cjk = dct_plan_cjk(language);
    for (const sample *s = f->samples; s != NULL && cjk != NULL; s = s->next) {
        const char *other = dct_plan_cjk(s->language);
        if (other != NULL && strcmp(cjk, other) == 0)
            return true;
    }
    return cjk == NULL;
}

static docent_status plan_all(dct_fontpack *f, docent_error *err)
{
    dct_plan plan = { &f->faces, first_cjk(f), f->missing };
    docent_error failure = { .status = DOCENT_OK };
    if (f->too_many)
        return dct_fail(err, DOCENT_ERR_LIMIT, WHERE, 0, "more than %u languages", DCT_MAX_LANGUAGES);
    if (dct_arena_failed(&f->arena))
        return dct_fail_memory(err, WHERE);
    dct_plan_typed(&plan, "en", &failure);
    for (uint32_t i = 0; i < f->language_count && failure.status == DOCENT_OK; i++)
        if (is_written(f, f->languages[i]))
            dct_plan_typed(&plan, f->languages[i], &failure);
    for (const sample *s = f->samples; s != NULL; s = s->next)
        dct_plan_text(&plan, s->language, s->mono, s->text, s->size);
    dct_plan_finish(&plan);
    if (failure.status == DOCENT_OK)
        failure = f->faces.error;
    if (failure.status != DOCENT_OK && err != NULL)
        *err = failure;
    return failure.status;
}

/* ---- cutting ---- */

static uint32_t role_of(const dct_face_spec *spec)
{
    return spec->kind == DCT_FACE_MONO    ? DOCENT_FONT_MONO
           : spec->kind == DCT_FACE_EMOJI ? DOCENT_FONT_EMOJI
                                          : DOCENT_FONT_SANS;
}

/* Pairs of the characters that the cut font maps, in the arena. */
static bool read_ranges(dct_fontpack *f, hb_face_t *cut, dct_fontpack_font *out)
{
    hb_set_t *has = hb_set_create();
    hb_codepoint_t first = HB_SET_VALUE_INVALID, last = HB_SET_VALUE_INVALID;
    uint32_t count = 0;
    hb_face_collect_unicodes(cut, has);
    while (hb_set_next_range(has, &first, &last))
        count++;
    uint32_t *ranges = dct_arena_array(&f->arena, 2u * count + 1, sizeof *ranges);
    first = last = HB_SET_VALUE_INVALID;
    for (uint32_t i = 0; ranges != NULL && hb_set_next_range(has, &first, &last); i++) {
        ranges[2 * i] = first;
        ranges[2 * i + 1] = last;
    }
    hb_set_destroy(has);
    out->ranges = ranges;
    out->range_count = count;
    return ranges != NULL;
}

static docent_status check_all(dct_fontpack *f, const dct_installed *face, dct_cut *cut, const char *name,
                               docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (const sample *s = f->samples; s != NULL && status == DOCENT_OK; s = s->next)
        if (face->spec->kind != DCT_FACE_MONO || s->mono)
            status = dct_cut_check(f->alloc, cut, face->wanted, name, s->language, s->text, s->size, err);
    return status;
}

static docent_status keep(dct_fontpack *f, const dct_installed *face, int weight, const char *name, hb_face_t *cut,
                          docent_error *err)
{
    if (f->font_count == DCT_MAX_FONTS)
        return dct_fail(err, DOCENT_ERR_LIMIT, WHERE, 0, "the content needs more than %u fonts", DCT_MAX_FONTS);
    dct_fontpack_font *font = &f->fonts[f->font_count];
    unsigned size;
    hb_blob_t *blob = hb_face_reference_blob(cut);
    const char *data = hb_blob_get_data(blob, &size);
    *font = (dct_fontpack_font){ .name = name, .role = role_of(face->spec), .weight = weight == 0 ? 400 : 700,
                                 .languages = face->spec->language, .data = (const unsigned char *)data, .size = size,
                                 .full_size = face->file_size[weight] };
    f->blobs[f->font_count++] = blob;
    return read_ranges(f, cut, font) ? DOCENT_OK : dct_fail_memory(err, WHERE);
}

static docent_status cut_weight(dct_fontpack *f, dct_installed *face, int weight, docent_error *err)
{
    dct_cut cut;
    const char *name = dct_arena_format(&f->arena, "%s-%d", face->spec->name, weight == 0 ? 400 : 700);
    if (name == NULL)
        return dct_fail_memory(err, WHERE);
    docent_status status = dct_cut_make(face->full[weight], face->wanted, name, &cut, err);
    if (status == DOCENT_OK)
        status = check_all(f, face, &cut, name, err);
    if (status == DOCENT_OK)
        status = keep(f, face, weight, name, cut.face, err);
    dct_cut_close(f->alloc, &cut);
    return status;
}

static void keep_licence(dct_fontpack *f, const dct_installed *face)
{
    const char *package = face->spec->package;
    for (uint32_t i = 0; i < f->licence_count; i++)
        if (strcmp(f->licences[i].name, package) == 0)
            return;
    dct_fontpack_licence licence = { .name = package };
    licence.text = dct_licence_of(&f->arena, package, face->full[0], &licence.size);
    if (licence.text != NULL && f->licence_count < MAX_LICENCES)
        f->licences[f->licence_count++] = licence;
}

docent_status dct_fontpack_build(dct_fontpack *f, docent_error *err)
{
    docent_status status = plan_all(f, err);
    for (uint32_t i = 0; i < f->faces.count && status == DOCENT_OK; i++) {
        dct_installed *face = &f->faces.face[i];
        if (face->wanted == NULL || hb_set_is_empty(face->wanted))
            continue;
        status = cut_weight(f, face, 0, err);
        if (status == DOCENT_OK && dct_faces_bold(&f->faces, face) != NULL)
            status = cut_weight(f, face, 1, err);
        keep_licence(f, face);
    }
    if (status == DOCENT_OK && dct_arena_failed(&f->arena))
        status = dct_fail_memory(err, WHERE);
    return status;
}

/* ---- results ---- */

const dct_fontpack_font *dct_fontpack_font_at(const dct_fontpack *f, uint32_t index)
{
    return index < f->font_count ? &f->fonts[index] : NULL;
}

const dct_fontpack_licence *dct_fontpack_licence_at(const dct_fontpack *f, uint32_t index)
{
    return index < f->licence_count ? &f->licences[index] : NULL;
}

uint32_t dct_fontpack_missing_at(const dct_fontpack *f, uint32_t index)
{
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    do
        if (!hb_set_next(f->missing, &c))
            return 0;
    while (index-- > 0);
    return c;
}
