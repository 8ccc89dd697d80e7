/* Faces: where they come from and when they are loaded. A face costs nothing until a character needs it; a face whose
 * bytes are missing or broken is passed over for good, and the next in the order of fallback is asked.
 *
 * FreeType allocates through the host's allocator, up to a bound: fonts come from a bundle, which nobody has checked
 * for us. HarfBuzz has no such door and uses malloc. */
#include "face.h"

#include "../base/error.h"
#include "../base/limits.h"

#include <hb-ot.h>
#include <string.h>

/* ---- FreeType's memory: a header keeps the size that our allocator wants back ---- */

typedef union block {
    size_t      size;
    max_align_t align;
} block;

static void *ft_alloc(FT_Memory memory, long size)
{
    dct_fonts *fonts = memory->user;
    if (size <= 0 || (size_t)size > DCT_MAX_FONT_HEAP_BYTES - fonts->drawer_bytes)
        return NULL;
    block *b = dct_new(&fonts->alloc, sizeof *b + (size_t)size);
    if (b == NULL)
        return NULL;
    b->size = (size_t)size;
    fonts->drawer_bytes += b->size;
    return b + 1;
}

static void ft_free(FT_Memory memory, void *p)
{
    dct_fonts *fonts = memory->user;
    if (p == NULL)
        return;
    block *b = (block *)p - 1;
    fonts->drawer_bytes -= b->size;
    dct_free(&fonts->alloc, b, sizeof *b + b->size);
}

static void *ft_resize(FT_Memory memory, long old_size, long size, void *p)
{
    (void)old_size; /* The header knows. */
    void *fresh = ft_alloc(memory, size);
    if (fresh == NULL || p == NULL)
        return fresh;
    size_t had = ((block *)p - 1)->size;
    memcpy(fresh, p, had < (size_t)size ? had : (size_t)size);
    ft_free(memory, p);
    return fresh;
}

/* Formats that no bundle holds: code that hostile bytes shall not reach. */
static void remove_modules(FT_Library library)
{
    static const char *const names[] = { "bdf", "pcf", "winfonts", "pfr", "type42", "t1cid", "type1" };
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        FT_Module module = FT_Get_Module(library, names[i]);
        if (module != NULL)
            FT_Remove_Module(library, module);
    }
}

static bool start_freetype(dct_fonts *fonts)
{
    if (fonts->library != NULL)
        return true;
    fonts->memory.user = fonts;
    fonts->memory.alloc = ft_alloc;
    fonts->memory.free = ft_free;
    fonts->memory.realloc = ft_resize;
    if (FT_New_Library(&fonts->memory, &fonts->library) != 0) {
        fonts->library = NULL;
        return false;
    }
    FT_Add_Default_Modules(fonts->library);
    remove_modules(fonts->library);
    return true;
}

/* ---- faces ---- */

static void measure(dct_face *face)
{
    hb_font_extents_t extents;
    hb_face_t *hb = hb_font_get_face(face->shaper);
    face->units_per_em = (float)hb_face_get_upem(hb);
    face->ascent = 0.8f;
    face->descent = 0.2f;
    if (!hb_font_get_h_extents(face->shaper, &extents))
        return;
    float ascent = (float)extents.ascender / face->units_per_em;
    float descent = (float)-extents.descender / face->units_per_em;
    if (ascent > 0.2f && ascent < 3.0f && descent >= 0.0f && descent < 2.0f) {
        face->ascent = ascent;
        face->descent = descent;
    }
}

static bool shape_ready(dct_face *face)
{
    hb_blob_t *blob = hb_blob_create(face->data, (unsigned)face->size, HB_MEMORY_MODE_READONLY, NULL, NULL);
    hb_face_t *hb = hb_face_create(blob, 0);
    hb_blob_destroy(blob);
    bool good = hb_face_get_glyph_count(hb) > 0;
    face->shaper = good ? hb_font_create(hb) : NULL;
    hb_face_destroy(hb);
    if (face->shaper == NULL)
        return false;
    hb_ot_font_set_funcs(face->shaper);
    measure(face);
    return true;
}

static void unload(dct_fonts *fonts, dct_face *face)
{
    if (face->drawer != NULL)
        FT_Done_Face(face->drawer);
    hb_font_destroy(face->shaper);
    if (face->data != NULL && fonts->source.release != NULL)
        fonts->source.release(fonts->source.ctx, face->token);
    face->drawer = NULL;
    face->shaper = NULL;
    face->data = NULL;
}

static void load(dct_fonts *fonts, dct_face *face)
{
    face->tried = true;
    face->dead = true;
    if (!fonts->source.load(fonts->source.ctx, face->font->name, &face->data, &face->size, &face->token)) {
        face->data = NULL;
        return;
    }
    if (face->data == NULL || face->size == 0 || face->size > DCT_MAX_ASSET_BYTES || !shape_ready(face)) {
        unload(fonts, face);
        return;
    }
    face->dead = false;
}

dct_face *dct_face_get(dct_fonts *fonts, uint32_t index)
{
    if (index >= fonts->count)
        return NULL;
    dct_face *face = &fonts->faces[index];
    if (!face->tried)
        load(fonts, face);
    return face->dead ? NULL : face;
}

dct_face *dct_face_drawer(dct_fonts *fonts, uint32_t index)
{
    dct_face *face = dct_face_get(fonts, index);
    if (face == NULL)
        return NULL;
    if (!face->drawer_tried && start_freetype(fonts)) {
        face->drawer_tried = true;
        if (FT_New_Memory_Face(fonts->library, face->data, (FT_Long)face->size, 0, &face->drawer) != 0)
            face->drawer = NULL;
    }
    return face->drawer == NULL ? NULL : face;
}

/* ---- life ---- */

static bool describe(dct_fonts *fonts)
{
    while (fonts->count < DCT_MAX_FONTS && fonts->source.at(fonts->source.ctx, fonts->count) != NULL)
        fonts->count++;
    if (fonts->count == 0)
        return true;
    fonts->faces = dct_new_zero(&fonts->alloc, fonts->count * sizeof *fonts->faces);
    if (fonts->faces == NULL)
        return false;
    for (uint32_t i = 0; i < fonts->count; i++)
        fonts->faces[i].font = fonts->source.at(fonts->source.ctx, i);
    return true;
}

docent_status dct_fonts_open(const docent_alloc *alloc, const dct_font_source *source, dct_fonts **out,
                             docent_error *err)
{
    *out = NULL;
    if (alloc == NULL)
        alloc = &dct_alloc_default;
    dct_fonts *fonts = dct_new_zero(alloc, sizeof *fonts);
    if (fonts == NULL)
        return dct_fail_memory(err, "text");
    fonts->alloc = *alloc;
    fonts->source = *source;
    dct_arena_init(&fonts->scratch, &fonts->alloc, DCT_MAX_ARENA_BYTES);
    fonts->buffer = hb_buffer_create();
    fonts->cache = dct_glyph_cache_open(&fonts->alloc);
    if (!describe(fonts) || fonts->cache == NULL || !hb_buffer_allocation_successful(fonts->buffer)) {
        dct_fonts_close(fonts);
        return dct_fail_memory(err, "text");
    }
    *out = fonts;
    return DOCENT_OK;
}

void dct_fonts_close(dct_fonts *fonts)
{
    if (fonts == NULL)
        return;
    for (uint32_t i = 0; fonts->faces != NULL && i < fonts->count; i++)
        unload(fonts, &fonts->faces[i]);
    if (fonts->library != NULL)
        FT_Done_Library(fonts->library);
    hb_buffer_destroy(fonts->buffer);
    dct_glyph_cache_close(fonts->cache);
    dct_arena_close(&fonts->scratch);
    dct_free(&fonts->alloc, fonts->faces, fonts->count * sizeof *fonts->faces);
    docent_alloc alloc = fonts->alloc;
    dct_free(&alloc, fonts, sizeof *fonts);
}

void dct_fonts_forget(dct_fonts *fonts)
{
    dct_glyph_cache_clear(fonts->cache);
    memset(fonts->choices, 0, sizeof fonts->choices);
}

static bool is_same(const docent_font *a, const docent_font *b)
{
    return b != NULL && strcmp(a->name, b->name) == 0 && a->role == b->role && a->weight == b->weight &&
           strcmp(a->languages, b->languages) == 0 && a->range_count == b->range_count &&
           (a->range_count == 0 || memcmp(a->ranges, b->ranges, a->range_count * 2 * sizeof *a->ranges) == 0);
}

/* A face that was not asked for yet has no bytes that could differ; one that is dead may be alive now. */
static bool has_same_bytes(dct_fonts *fonts, const dct_face *face)
{
    const void *data = NULL;
    size_t size = 0;
    void *token = NULL;
    if (!face->tried)
        return true;
    if (face->dead || !fonts->source.load(fonts->source.ctx, face->font->name, &data, &size, &token))
        return false;
    bool same = data != NULL && size == face->size && memcmp(data, face->data, size) == 0;
    if (data != NULL && fonts->source.release != NULL)
        fonts->source.release(fonts->source.ctx, token);
    return same;
}

bool dct_fonts_renew(dct_fonts *fonts)
{
    bool same = fonts->source.at(fonts->source.ctx, fonts->count) == NULL || fonts->count == DCT_MAX_FONTS;
    for (uint32_t i = 0; same && i < fonts->count; i++)
        same = is_same(fonts->faces[i].font, fonts->source.at(fonts->source.ctx, i)) && has_same_bytes(fonts, &fonts->faces[i]);
    for (uint32_t i = 0; same && i < fonts->count; i++)
        fonts->faces[i].font = fonts->source.at(fonts->source.ctx, i); /* The old one's words will be gone. */
    return same;
}
