/* The viewer chooses a face for each cluster: by script, for Han by language, and what belongs to no script (digits,
 * punctuation, marks) by its neighbours or from the first face that has it. So:
 *
 *   a letter        -> the face of its script
 *   common things   -> Noto Sans, and the face of every script in the same text that has them
 *   what is left    -> symbols, CJK, emoji, then any installed Noto font: the first that has it */
#include "fontpack_plan.h"

#include "../base/buf.h"
#include "../base/utf8.h"
#include "keyboard.h"

#include <string.h>
#include <utf8proc.h>

/* ---- what a character is ---- */

/* Nothing to draw: controls, selectors, joiners. Joiners are added to faces that shape by them. */
static bool is_invisible(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c < 0xA0) || c == 0xAD || c == 0x34F || c == 0x61C ||
           (c >= 0x200B && c <= 0x200F) || (c >= 0x2028 && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) ||
           (c >= 0xFE00 && c <= 0xFE0F) || c == 0xFEFF || (c >= 0xE000 && c <= 0xF8FF) || c >= 0xE0000 || c == 0xFFFD ||
           (c & 0xFFFE) == 0xFFFE;
}

static bool is_cjk(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xA960 && c <= 0xA97F) ||
           (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

/* As wide as a letter between Han or kana. */
static bool is_quote_or_dash(uint32_t c)
{
    return c == 0xB7 || c == 0x2014 || c == 0x2015 || c == 0x2018 || c == 0x2019 || c == 0x201C || c == 0x201D ||
           c == 0x2025 || c == 0x2026 || c == ' ' || c == 0xA0;
}

static bool is_regional(uint32_t c)
{
    return c >= 0x1F1E6 && c <= 0x1F1FF;
}

/* May be drawn as a picture. Letters and signs that only a selector turns into one are left to that. */
static bool is_pictograph(uint32_t c)
{
    return is_regional(c) || (c >= 0x2190 && utf8proc_get_property((utf8proc_int32_t)c)->boundclass ==
                                                 UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC);
}

static hb_script_t script_of(uint32_t c)
{
    hb_script_t s = hb_unicode_script(hb_unicode_funcs_get_default(), c);
    return s == HB_SCRIPT_COMMON || s == HB_SCRIPT_INHERITED || s == HB_SCRIPT_UNKNOWN ? HB_SCRIPT_INVALID : s;
}

static void tag_text(hb_script_t script, char out[5])
{
    hb_tag_to_string(hb_script_to_iso15924_tag(script), out);
    out[4] = 0;
}

const char *dct_plan_cjk(const char *language)
{
    static const char *const traditional[] = { "zh-Hant", "zh-TW", "zh-HK", "zh-MO" };
    if (strncmp(language, "ja", 2) == 0 && (language[2] == 0 || language[2] == '-'))
        return "ja";
    if (strncmp(language, "ko", 2) == 0 && (language[2] == 0 || language[2] == '-'))
        return "ko";
    if (strncmp(language, "zh", 2) != 0 || (language[2] != 0 && language[2] != '-'))
        return NULL;
    for (size_t i = 0; i < sizeof traditional / sizeof *traditional; i++)
        if (strncmp(language, traditional[i], strlen(traditional[i])) == 0)
            return "zh-Hant";
    return "zh-Hans";
}

/* ---- faces ---- */

static bool add_if_covered(dct_plan *p, dct_installed *face, uint32_t c, bool optional)
{
    if (face == NULL || !dct_faces_open(p->faces, face, optional) || !hb_set_has(face->covers, c))
        return false;
    hb_set_add(face->wanted, c);
    return true;
}

/* Kana in a text that is not Japanese is Japanese all the same, hangul Korean. */
static dct_installed *cjk_face(dct_plan *p, const char *language, hb_script_t script)
{
    const char *own = dct_plan_cjk(language);
    if (own == NULL)
        own = script == HB_SCRIPT_HIRAGANA || script == HB_SCRIPT_KATAKANA ? "ja"
              : script == HB_SCRIPT_HANGUL                                 ? "ko"
                                                                           : p->cjk;
    return dct_faces_find(p->faces, DCT_FACE_CJK, NULL, own);
}

static dct_installed *face_of_letter(dct_plan *p, const char *language, uint32_t c)
{
    char tag[5];
    hb_script_t script = script_of(c);
    if (is_cjk(c))
        return cjk_face(p, language, script);
    if (script == HB_SCRIPT_INVALID)
        return NULL;
    tag_text(script, tag);
    return dct_faces_find(p->faces, DCT_FACE_SCRIPT, tag, NULL);
}

/* The first of the faces of last resort that has c. */
static bool add_anywhere(dct_plan *p, uint32_t c)
{
    static const dct_face_kind kinds[] = { DCT_FACE_SCRIPT, DCT_FACE_SYMBOLS, DCT_FACE_CJK, DCT_FACE_EMOJI };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (uint32_t i = 0; i < p->faces->count; i++)
            if (p->faces->face[i].spec->kind == kinds[k] && add_if_covered(p, &p->faces->face[i], c, true))
                return true;
    dct_installed *found = dct_faces_scan(p->faces, c);
    return add_if_covered(p, found, c, true);
}

static bool add_emoji(dct_plan *p, uint32_t c)
{
    return add_if_covered(p, dct_faces_find(p->faces, DCT_FACE_EMOJI, NULL, NULL), c, false);
}

/* ---- texts ---- */

#define CLUSTER_MAX 16u /* A letter and its marks; real ones have four. */

typedef struct text_plan {
    uint64_t       used;    /* Faces that draw letters of this text, by index. */
    hb_set_t      *common;  /* Its characters of no script. */
    hb_script_t    script;  /* Of the last letter outside CJK, */
    dct_installed *face;    /* and its face: texts rarely change script. */
    bool           pictures;
    uint32_t       cluster[CLUSTER_MAX], cluster_size; /* A letter and the marks after it, so far. */
} text_plan;

static void note_face(dct_plan *p, text_plan *t, const dct_installed *face)
{
    t->used |= 1ull << (face - p->faces->face);
}

static dct_installed *face_in_text(dct_plan *p, text_plan *t, const char *language, uint32_t c)
{
    hb_script_t script = script_of(c);
    if (is_cjk(c) || script == HB_SCRIPT_INVALID)
        return face_of_letter(p, language, c);
    if (t->face == NULL || script != t->script) {
        t->face = face_of_letter(p, language, c);
        t->script = script;
    }
    return t->face;
}

/* next: the code point after c, 0 at the end. */
static void plan_one(dct_plan *p, text_plan *t, const char *language, uint32_t c, uint32_t next)
{
    bool as_picture = next == 0xFE0F || next == 0x20E3 || c == 0x20E3 || (is_pictograph(c) && next != 0xFE0E);
    if (as_picture && add_emoji(p, c))
        t->pictures = true;
    dct_installed *face = face_in_text(p, t, language, c);
    if (face != NULL && add_if_covered(p, face, c, false))
        note_face(p, t, face);
    else
        hb_set_add(t->common, c);
}

static bool is_in_emoji(dct_plan *p, uint32_t c)
{
    const dct_installed *face = dct_faces_find(p->faces, DCT_FACE_EMOJI, NULL, NULL);
    return c >= 0x1F000 && face->wanted != NULL && hb_set_has(face->wanted, c);
}

/* A character of no script, or one its script's face lacks. */
static void place_common(dct_plan *p, const text_plan *t, uint32_t c)
{
    bool placed = add_if_covered(p, &p->faces->face[0], c, false);
    for (uint32_t i = 1; i < p->faces->count && i < 64; i++) {
        if ((t->used >> i & 1) == 0)
            continue;
        if (p->faces->face[i].spec->kind == DCT_FACE_CJK && placed && !is_quote_or_dash(c))
            continue;
        placed |= add_if_covered(p, &p->faces->face[i], c, true);
    }
    if (!placed && !is_in_emoji(p, c) && !add_anywhere(p, c))
        hb_set_add(p->missing, c);
}

/* A letter with its marks is put in order and composed by HarfBuzz, as far as the font has the composed letters: each
 * step on the way may be what is drawn. */
static void order_marks(uint32_t *c, uint32_t count)
{
    hb_unicode_funcs_t *u = hb_unicode_funcs_get_default();
    for (uint32_t i = 1; i < count; i++)
        for (uint32_t k = i; k > 1 && hb_unicode_combining_class(u, c[k]) != 0 &&
                             hb_unicode_combining_class(u, c[k - 1]) > hb_unicode_combining_class(u, c[k]);
             k--) {
            uint32_t swapped = c[k];
            c[k] = c[k - 1];
            c[k - 1] = swapped;
        }
}

static uint32_t take_apart(const uint32_t *c, uint32_t count, uint32_t out[CLUSTER_MAX * 4])
{
    uint32_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        utf8proc_int32_t parts[4];
        int last = 0;
        utf8proc_ssize_t got = utf8proc_decompose_char((utf8proc_int32_t)c[i], parts, 4, UTF8PROC_DECOMPOSE, &last);
        for (utf8proc_ssize_t k = 0; k < got && k < 4; k++)
            out[total++] = (uint32_t)parts[k];
    }
    return total;
}

static void plan_cluster(dct_plan *p, text_plan *t, const char *language, const uint32_t *c, uint32_t count)
{
    uint32_t parts[CLUSTER_MAX * 4], composed;
    uint32_t total = count < 2 ? 0 : take_apart(c, count, parts);
    order_marks(parts, total);
    for (uint32_t i = 0; i < total; i++)
        plan_one(p, t, language, parts[i], 0);
    for (uint32_t i = 1, base = total == 0 ? 0 : parts[0]; i < total; i++)
        if (hb_unicode_compose(hb_unicode_funcs_get_default(), base, parts[i], &composed)) {
            plan_one(p, t, language, composed, 0);
            base = composed;
        }
}

static void plan_mono(dct_plan *p, hb_set_t *all)
{
    dct_installed *mono = dct_faces_find(p->faces, DCT_FACE_MONO, NULL, NULL);
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    if (!dct_faces_open(p->faces, mono, false))
        return;
    for (uint32_t ascii = ' '; ascii < 0x7F; ascii++)
        hb_set_add(mono->wanted, ascii);
    while (hb_set_next(all, &c))
        add_if_covered(p, mono, c, false);
}

/* What makes one picture of several: kept where the text has pictures. */
static void add_sequences(dct_plan *p, const hb_set_t *invisible)
{
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    while (hb_set_next(invisible, &c))
        if (c == 0x200D || c == 0xFE0F || (c >= 0xE0020 && c <= 0xE007F))
            add_emoji(p, c);
}

/* Letters that shaping takes apart wherever they stand: split vowels of Indic scripts, and the AM of Thai and Lao, whose
 * ring goes onto the letter before it. */
static void plan_parts(dct_plan *p, text_plan *t, const char *language, uint32_t c)
{
    bool am = c == 0x0E33 || c == 0x0EB3;
    bool indic = c >= 0x0900 && c <= 0x0DFF;
    utf8proc_int32_t parts[4];
    int last = 0;
    if (!am && !indic)
        return;
    utf8proc_option_t how = am ? UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT : UTF8PROC_DECOMPOSE;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t)c, parts, 4, how, &last);
    for (utf8proc_ssize_t i = 0; count > 1 && i < count && i < 4; i++)
        plan_one(p, t, language, (uint32_t)parts[i], 0);
}

/* One character, and the cluster of marks that it ends or goes on with. */
static void plan_next(dct_plan *p, text_plan *t, const char *language, uint32_t now, uint32_t next)
{
    plan_one(p, t, language, now, next);
    plan_parts(p, t, language, now);
    if (t->cluster_size == CLUSTER_MAX || hb_unicode_combining_class(hb_unicode_funcs_get_default(), now) == 0) {
        plan_cluster(p, t, language, t->cluster, t->cluster_size);
        t->cluster_size = 0;
    }
    t->cluster[t->cluster_size++] = now;
}

void dct_plan_text(dct_plan *p, const char *language, bool mono, const char *text, size_t size)
{
    text_plan t = { .common = hb_set_create() };
    hb_set_t *all = hb_set_create(), *invisible = hb_set_create();
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    for (size_t at = 0; at < size;) {
        uint32_t now = dct_utf8_next(text, size, &at);
        size_t after = at;
        uint32_t next = at < size ? dct_utf8_next(text, size, &after) : 0;
        hb_set_add(is_invisible(now) ? invisible : all, now);
        if (!is_invisible(now))
            plan_next(p, &t, language, now, next);
    }
    plan_cluster(p, &t, language, t.cluster, t.cluster_size);
    while (hb_set_next(t.common, &c))
        place_common(p, &t, c);
    if (t.pictures)
        add_sequences(p, invisible);
    if (mono)
        plan_mono(p, all);
    hb_set_destroy(invisible);
    hb_set_destroy(all);
    hb_set_destroy(t.common);
}

static bool has_marks(const hb_set_t *wanted)
{
    hb_codepoint_t c = HB_SET_VALUE_INVALID;
    while (hb_set_next(wanted, &c)) {
        hb_unicode_general_category_t category = hb_unicode_general_category(hb_unicode_funcs_get_default(), c);
        if (category == HB_UNICODE_GENERAL_CATEGORY_SPACING_MARK ||
            category == HB_UNICODE_GENERAL_CATEGORY_NON_SPACING_MARK)
            return true;
    }
    return false;
}

void dct_plan_finish(dct_plan *p)
{
    static const uint32_t helpers[] = { 0x200C, 0x200D, 0x25CC };
    for (uint32_t i = 0; i < p->faces->count; i++) {
        dct_installed *face = &p->faces->face[i];
        if (face->wanted == NULL || face->spec->kind == DCT_FACE_EMOJI || !has_marks(face->wanted))
            continue;
        for (size_t h = 0; h < sizeof helpers / sizeof *helpers; h++)
            add_if_covered(p, face, helpers[h], true);
    }
}

/* ---- what can be typed ---- */

typedef struct typed_range {
    const char *script; /* "": for every language. */
    uint32_t    first, last;
} typed_range;

/* Beyond the letters on the keys: what the viewer itself writes, signs, and letters that accents and marks make. */
static const typed_range typed[] = {
    { "", 0x20, 0x7E },       { "", 0xA0, 0xFF },       { "", 0x2010, 0x2015 },   { "", 0x2018, 0x201E },
    { "", 0x2022, 0x2022 },   { "", 0x2026, 0x2026 },   { "", 0x2030, 0x2030 },   { "", 0x2039, 0x203A },
    { "", 0x20AC, 0x20AC },   { "", 0x2122, 0x2122 },   { "", 0x2190, 0x2193 },   { "", 0x25CC, 0x25CC },
    { "", 0x300, 0x304 },     { "", 0x306, 0x308 },     { "", 0x30A, 0x30C },     { "", 0x327, 0x328 },
    { "LatA", 0x100, 0x17F }, { "LatA", 0x218, 0x21B }, { "LatV", 0x1EA0, 0x1EF9 }, { "LatV", 0x1A0, 0x1B0 },
    { "LatV", 0x102, 0x103 }, { "LatV", 0x110, 0x111 }, { "Grek", 0x384, 0x3CE }, { "Cyrl", 0x400, 0x45F },
    { "Cyrl", 0x490, 0x491 }, { "Hebr", 0x5B0, 0x5F4 }, { "Arab", 0x60C, 0x66D }, { "Deva", 0x900, 0x97F },
    { "Thai", 0xE01, 0xE5B }, { "Armn", 0x531, 0x58F }, { "Geor", 0x10D0, 0x10FF }, { "Hira", 0x3001, 0x3003 },
    { "Hira", 0x3008, 0x3011 }, { "Hira", 0x3041, 0x30FF }, { "Beng", 0x980, 0x9FF }, { "Guru", 0xA00, 0xA7F },
    { "Gujr", 0xA80, 0xAFF }, { "Orya", 0xB00, 0xB7F }, { "Taml", 0xB80, 0xBFF }, { "Telu", 0xC00, 0xC7F },
    { "Knda", 0xC80, 0xCFF }, { "Mlym", 0xD00, 0xD7F }, { "Sinh", 0xD80, 0xDFF }, { "Laoo", 0xE80, 0xEDF },
    { "Khmr", 0x1780, 0x17F9 }, { "Mymr", 0x1000, 0x109F }, { "Thaa", 0x780, 0x7B1 },
};

static void add_range(dct_plan *p, dct_installed *face, const typed_range *range)
{
    for (uint32_t c = range->first; c <= range->last; c++)
        add_if_covered(p, face, c, false);
}

static void add_ranges(dct_plan *p, dct_installed *face, const char *script)
{
    for (size_t i = 0; i < sizeof typed / sizeof *typed; i++)
        if (strcmp(typed[i].script, script) == 0)
            add_range(p, face, &typed[i]);
}

/* Languages in Latin letters that U+00FF is the end of. Others have letters that stand on a third level of their keys
 * (Polish) or come of a dead key (Maltese). */
static bool ends_with_latin_1(const char *language)
{
    static const char list[] = " af ca da de en es eu fi fil fo fr ga gl id is it ko ms nb nl nn no pt sq sv sw zh ";
    char word[8] = " ";
    size_t size = strcspn(language, "-_");
    if (size == 0 || size > 3)
        return size != 0;
    memcpy(word + 1, language, size);
    memcpy(word + 1 + size, " ", 2);
    return strstr(list, word) != NULL;
}

/* Which groups of letters a keyboard types. */
static void add_scripts(dct_plan *p, const char *language, const char *keys, size_t size)
{
    bool latin = false, vietnamese = strncmp(language, "vi", 2) == 0;
    hb_script_t last = HB_SCRIPT_LATIN;
    for (size_t at = 0; at < size;) {
        char tag[5];
        uint32_t c = dct_utf8_next(keys, size, &at);
        hb_script_t script = script_of(c);
        latin |= c == 'a';
        if (script == HB_SCRIPT_INVALID || script == HB_SCRIPT_LATIN || script == last)
            continue;
        last = script;
        tag_text(script, tag);
        add_ranges(p, face_of_letter(p, language, c), tag);
    }
    if (latin && !ends_with_latin_1(language))
        add_ranges(p, &p->faces->face[0], vietnamese ? "LatV" : "LatA");
}

void dct_plan_typed(dct_plan *p, const char *language, docent_error *err)
{
    dct_buf keys;
    dct_buf_init(&keys, p->faces->arena->alloc, 65536);
    add_ranges(p, &p->faces->face[0], "");
    docent_error ignored;
    if (dct_keyboard_make(p->faces->arena->alloc, language, &keys, &ignored) == DOCENT_OK) {
        const char *rows = strchr(dct_buf_text(&keys), '\n') + 1; /* The first line is in English. */
        size_t size = strlen(rows);
        dct_plan_text(p, language, false, rows, size);
        add_scripts(p, language, rows, size);
    }
    if (keys.failed)
        *err = (docent_error){ .status = DOCENT_ERR_NOMEM, .where = "fontpack", .message = "out of memory" };
    dct_buf_close(&keys);
}
