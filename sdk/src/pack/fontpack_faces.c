/* Noto, because one design covers every script that people read, in two weights, under one free licence.
 *
 * Arabic is Noto Sans Arabic, not Naskh: its strokes are as even and as heavy as those of Noto Sans, so that a line
 * with a product's Latin name in it keeps one colour, and its letters stay open at 15 pixels where Naskh's close. */
#include "fontpack_faces.h"

#include "../base/error.h"
#include "fontpack_files.h"

#include <hb-ot.h>
#include <string.h>

#define WHERE "fontpack"
#define EXTRA_MAX 256u /* Debian 12 has 190 that fit. */
#define NOTO(name, scripts) \
    { DCT_FACE_SCRIPT, name, scripts, "", { name "-Regular.ttf", name "-Bold.ttf" }, NULL, "fonts-noto-core" }
#define CJK(suffix, scripts, language)                                                      \
    { DCT_FACE_CJK, "NotoSans" suffix, scripts, language,                                   \
      { "NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc" }, "Noto Sans CJK " suffix, "fonts-noto-cjk" }
#define SYMBOLS(name, bold) { DCT_FACE_SYMBOLS, name, "", "", { name "-Regular.ttf", bold }, NULL, "fonts-noto-core" }

static const dct_face_spec specs[] = {
    NOTO("NotoSans", "Latn Grek Cyrl"),
    NOTO("NotoSansArabic", "Arab"),
    NOTO("NotoSansHebrew", "Hebr"),
    NOTO("NotoSansDevanagari", "Deva"),
    NOTO("NotoSansThai", "Thai"),
    NOTO("NotoSansBengali", "Beng"),
    NOTO("NotoSansGurmukhi", "Guru"),
    NOTO("NotoSansGujarati", "Gujr"),
    NOTO("NotoSansOriya", "Orya"),
    NOTO("NotoSansTamil", "Taml"),
    NOTO("NotoSansTelugu", "Telu"),
    NOTO("NotoSansKannada", "Knda"),
    NOTO("NotoSansMalayalam", "Mlym"),
    NOTO("NotoSansSinhala", "Sinh"),
    NOTO("NotoSansLao", "Laoo"),
    NOTO("NotoSansKhmer", "Khmr"),
    NOTO("NotoSansMyanmar", "Mymr"),
    NOTO("NotoSansGeorgian", "Geor"),
    NOTO("NotoSansArmenian", "Armn"),
    NOTO("NotoSansEthiopic", "Ethi"),
    NOTO("NotoSansThaana", "Thaa"),
    NOTO("NotoSerifTibetan", "Tibt"),
    CJK("JP", "Jpan Hira Kana Hani", "ja"),
    CJK("KR", "Kore Hang Hani", "ko"),
    CJK("SC", "Hans Bopo Hani", "zh-Hans"),
    CJK("TC", "Hant Bopo Hani", "zh-Hant"),
    SYMBOLS("NotoSansSymbols2", NULL),
    SYMBOLS("NotoSansSymbols", "NotoSansSymbols-Bold.ttf"),
    SYMBOLS("NotoSansMath", NULL),
    { DCT_FACE_MONO, "NotoSansMono", "", "", { "NotoSansMono-Regular.ttf", NULL }, NULL, "fonts-noto-mono" },
    { DCT_FACE_EMOJI, "NotoColorEmoji", "", "", { "NotoColorEmoji.ttf", NULL }, NULL, "fonts-noto-color-emoji" },
};

void dct_faces_init(dct_faces *f, dct_arena *arena)
{
    memset(f, 0, sizeof *f);
    f->arena = arena;
    for (size_t i = 0; i < sizeof specs / sizeof *specs; i++)
        f->face[f->count++].spec = &specs[i];
}

static void close_face(dct_installed *face)
{
    hb_set_destroy(face->covers);
    hb_set_destroy(face->wanted);
    hb_face_destroy(face->full[0]);
    hb_face_destroy(face->full[1]);
}

void dct_faces_close(dct_faces *f)
{
    for (uint32_t i = 0; i < f->count; i++)
        close_face(&f->face[i]);
    for (uint32_t i = 0; i < f->extra_count; i++)
        close_face(&f->extra[i]);
    f->count = f->extra_count = 0;
}

static bool has_family(hb_face_t *face, const char *family)
{
    char name[64];
    unsigned size = sizeof name;
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_FONT_FAMILY, hb_language_from_string("en", -1), &size, name);
    return strcmp(name, family) == 0;
}

/* The font of that family in a collection; NULL when it has none. */
static hb_face_t *open_font(hb_blob_t *file, const char *family)
{
    unsigned count = hb_face_count(file);
    for (unsigned i = 0; i < count; i++) {
        hb_face_t *face = hb_face_create(file, i);
        if (family == NULL || has_family(face, family))
            return face;
        hb_face_destroy(face);
    }
    return NULL;
}

static hb_face_t *open_weight(const dct_face_spec *spec, int weight, size_t *file_size)
{
    char path[DCT_FONT_PATH_BYTES];
    if (spec->files[weight] == NULL || !dct_font_file_find(spec->files[weight], path))
        return NULL;
    hb_blob_t *file = hb_blob_create_from_file_or_fail(path);
    if (file == NULL)
        return NULL;
    hb_face_t *face = open_font(file, spec->family);
    *file_size = hb_blob_get_length(file);
    hb_blob_destroy(file);
    return face;
}

bool dct_faces_open(dct_faces *f, dct_installed *face, bool optional)
{
    if (face->full[0] != NULL)
        return true;
    face->full[0] = open_weight(face->spec, 0, &face->file_size[0]);
    if (face->full[0] == NULL) {
        if (!optional && f->error.status == DOCENT_OK)
            dct_fail(&f->error, DOCENT_ERR_MISSING, WHERE, 0,
                     "the font %s is needed and not installed; install the Debian package %s", face->spec->files[0],
                     face->spec->package);
        return false;
    }
    face->covers = hb_set_create();
    face->wanted = hb_set_create();
    hb_face_collect_unicodes(face->full[0], face->covers);
    return true;
}

hb_face_t *dct_faces_bold(dct_faces *f, dct_installed *face)
{
    (void)f;
    if (face->full[1] == NULL)
        face->full[1] = open_weight(face->spec, 1, &face->file_size[1]);
    return face->full[1];
}

static bool lists(const char *list, const char *word)
{
    size_t size = strlen(word);
    for (const char *at = list; (at = strstr(at, word)) != NULL; at += size)
        if ((at == list || at[-1] == ' ') && (at[size] == ' ' || at[size] == 0))
            return true;
    return false;
}

dct_installed *dct_faces_find(dct_faces *f, dct_face_kind kind, const char *script, const char *language)
{
    for (uint32_t i = 0; i < f->count; i++) {
        const dct_face_spec *spec = f->face[i].spec;
        if (spec->kind == kind && (script == NULL || lists(spec->scripts, script)) &&
            (language == NULL || strcmp(spec->language, language) == 0))
            return &f->face[i];
    }
    return NULL;
}

/* ---- scripts beyond the table ---- */

static bool is_known(const dct_faces *f, const char *file)
{
    for (uint32_t i = 0; i < f->count; i++)
        if (strcmp(f->face[i].spec->files[0], file) == 0)
            return true;
    return false;
}

/* "NotoSansCherokee-Regular.ttf" as a row of the table, in the arena. */
static const dct_face_spec *make_spec(dct_arena *arena, const char *file)
{
    dct_face_spec *spec = dct_arena_new(arena, sizeof *spec);
    size_t size = strlen(file) - strlen("-Regular.ttf");
    if (spec == NULL)
        return NULL;
    spec->kind = DCT_FACE_SYMBOLS;
    spec->name = dct_arena_text(arena, file, size);
    spec->scripts = spec->language = "";
    spec->files[0] = dct_arena_text(arena, file, strlen(file));
    spec->files[1] = dct_arena_format(arena, "%.*s-Bold.ttf", (int)size, file);
    spec->package = "fonts-noto-core";
    return dct_arena_failed(arena) ? NULL : spec;
}

/* Called for each file in the order of names. */
static bool add_extra(void *ctx, const char *file)
{
    dct_faces *f = ctx;
    const dct_face_spec *spec = is_known(f, file) ? NULL : make_spec(f->arena, file);
    if (spec == NULL)
        return false;
    dct_installed *face = &f->extra[f->extra_count];
    face->spec = spec;
    if (dct_faces_open(f, face, true))
        f->extra_count++;
    return f->extra_count == EXTRA_MAX;
}

dct_installed *dct_faces_scan(dct_faces *f, uint32_t c)
{
    if (f->extra == NULL) {
        f->extra = dct_arena_array(f->arena, EXTRA_MAX, sizeof *f->extra);
        if (f->extra == NULL)
            return NULL;
        dct_font_files_walk("NotoSans", "-Regular.ttf", add_extra, f);
        if (f->extra_count < EXTRA_MAX)
            dct_font_files_walk("NotoSerif", "-Regular.ttf", add_extra, f);
    }
    for (uint32_t i = 0; i < f->extra_count && f->count < DCT_FACES_MAX; i++) {
        dct_installed *face = &f->extra[i];
        if (face->covers != NULL && hb_set_has(face->covers, c)) {
            f->face[f->count] = *face;
            memset(face, 0, sizeof *face);
            return &f->face[f->count++];
        }
    }
    return NULL;
}
