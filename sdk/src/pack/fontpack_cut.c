/* harfbuzz-subset keeps the glyphs of the characters and of everything that ligatures, joining and reordering make of
 * them. What no viewer of ours uses is dropped: TrueType instructions, glyph names, metrics and
 * forms for vertical lines, all names but the family's and the style's. */
#include "fontpack_cut.h"

#include "../base/bytes.h"
#include "../base/error.h"
#include "../base/utf8.h"

#include <string.h>

#define WHERE "fontpack"
#define MAX_PIECE 8192u /* Code points shaped at once: shaping costs more than its share on longer runs. */

static void configure(hb_subset_input_t *input, const hb_set_t *wanted, bool keep_hints)
{
    static const hb_tag_t tables[] = { HB_TAG('v', 'h', 'e', 'a'), HB_TAG('v', 'm', 't', 'x'),
                                       HB_TAG('V', 'O', 'R', 'G'), HB_TAG('S', 'T', 'A', 'T'),
                                       HB_TAG('m', 'e', 't', 'a'), HB_TAG('g', 'a', 's', 'p') };
    static const hb_tag_t features[] = { HB_TAG('v', 'e', 'r', 't'), HB_TAG('v', 'r', 't', '2'),
                                         HB_TAG('v', 'r', 't', 'r'), HB_TAG('v', 'k', 'r', 'n'),
                                         HB_TAG('v', 'a', 'l', 't'), HB_TAG('v', 'h', 'a', 'l'),
                                         HB_TAG('v', 'p', 'a', 'l'), HB_TAG('j', 'a', 'l', 't'),
                                         HB_TAG('r', 'a', 'n', 'd') };
    hb_set_t *names = hb_subset_input_set(input, HB_SUBSET_SETS_NAME_ID);
    hb_set_union(hb_subset_input_unicode_set(input), wanted);
    hb_set_add(hb_subset_input_unicode_set(input), ' '); /* What is invisible is drawn as a space without width. */
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        hb_set_add(hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG), tables[i]);
    for (size_t i = 0; i < sizeof features / sizeof *features; i++)
        hb_set_del(hb_subset_input_set(input, HB_SUBSET_SETS_LAYOUT_FEATURE_TAG), features[i]);
    hb_set_clear(names);
    hb_set_add_range(names, 1, 2);
    hb_subset_input_set_flags(input, keep_hints ? HB_SUBSET_FLAGS_DEFAULT : HB_SUBSET_FLAGS_NO_HINTING);
}

/* FreeType hints TrueType outlines lightly by itself, but PostScript ones (CJK) only by the hints in the font: a sixth
 * of the bytes, and it shows at 14 pixels. */
static bool has_postscript_outlines(hb_face_t *face)
{
    hb_blob_t *table = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    bool has = hb_blob_get_length(table) != 0;
    hb_blob_destroy(table);
    return has;
}

docent_status dct_cut_make(hb_face_t *full, const hb_set_t *wanted, const char *name, dct_cut *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    hb_subset_input_t *input = hb_subset_input_create_or_fail();
    hb_subset_plan_t *plan = NULL;
    docent_status status = DOCENT_OK;
    if (input == NULL)
        return dct_fail_memory(err, WHERE);
    configure(input, wanted, has_postscript_outlines(full));
    plan = hb_subset_plan_create_or_fail(full, input);
    if (plan != NULL)
        out->face = hb_subset_plan_execute_or_fail(plan);
    if (out->face == NULL) {
        status = dct_fail(err, DOCENT_ERR_CORRUPT, WHERE, 0, "the font %s cannot be cut; is its file whole?", name);
        goto done;
    }
    out->plan = hb_subset_plan_reference(plan);
    out->fonts[0] = hb_font_create(full);
    out->fonts[1] = hb_font_create(out->face);
done:
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    return status;
}

void dct_cut_close(const docent_alloc *alloc, dct_cut *cut)
{
    dct_free(alloc, cut->seen, cut->seen_room * sizeof *cut->seen);
    hb_font_destroy(cut->fonts[0]);
    hb_font_destroy(cut->fonts[1]);
    hb_subset_plan_destroy(cut->plan);
    hb_face_destroy(cut->face);
    memset(cut, 0, sizeof *cut);
}

/* ---- the check: word by word, each with the spaces around it, once in each language ---- */

static hb_buffer_t *shape(hb_font_t *font, const char *language, const uint32_t *piece, uint32_t count)
{
    hb_buffer_t *buffer = hb_buffer_create();
    hb_buffer_add_codepoints(buffer, piece, (int)count, 0, (int)count);
    if (language[0] != 0)
        hb_buffer_set_language(buffer, hb_language_from_string(language, -1));
    hb_buffer_guess_segment_properties(buffer);
    hb_shape(font, buffer, NULL, 0);
    return buffer;
}

static bool same_glyphs(const dct_cut *cut, hb_buffer_t *full, hb_buffer_t *small)
{
    const hb_map_t *map = hb_subset_plan_old_to_new_glyph_mapping(cut->plan);
    unsigned count, small_count;
    const hb_glyph_info_t *a = hb_buffer_get_glyph_infos(full, &count),
                          *b = hb_buffer_get_glyph_infos(small, &small_count);
    const hb_glyph_position_t *p = hb_buffer_get_glyph_positions(full, NULL),
                              *q = hb_buffer_get_glyph_positions(small, NULL);
    if (count != small_count || !hb_buffer_allocation_successful(full) || !hb_buffer_allocation_successful(small))
        return false;
    for (unsigned i = 0; i < count; i++)
        if (hb_map_get(map, a[i].codepoint) != b[i].codepoint || a[i].cluster != b[i].cluster ||
            p[i].x_advance != q[i].x_advance || p[i].y_advance != q[i].y_advance || p[i].x_offset != q[i].x_offset ||
            p[i].y_offset != q[i].y_offset)
            return false;
    return true;
}

static bool grow(const docent_alloc *alloc, dct_cut *cut)
{
    uint32_t room = cut->seen_room == 0 ? 4096 : cut->seen_room * 2;
    uint64_t *table = dct_new_zero(alloc, room * sizeof *table);
    if (table == NULL)
        return false;
    for (uint32_t i = 0; i < cut->seen_room; i++) {
        uint32_t slot = (uint32_t)cut->seen[i] & (room - 1);
        while (cut->seen[i] != 0 && table[slot] != 0)
            slot = (slot + 1) & (room - 1);
        if (cut->seen[i] != 0)
            table[slot] = cut->seen[i];
    }
    dct_free(alloc, cut->seen, cut->seen_room * sizeof *cut->seen);
    cut->seen = table;
    cut->seen_room = room;
    return true;
}

/* True the first time; always when memory for remembering is short. */
static bool is_new(const docent_alloc *alloc, dct_cut *cut, const char *language, const uint32_t *piece, uint32_t count)
{
    uint64_t hash = dct_hash(dct_hash(DCT_HASH_START, language, strlen(language)), piece, count * sizeof *piece) | 1;
    if (cut->seen_count * 2 >= cut->seen_room && !grow(alloc, cut))
        return true;
    uint32_t slot = (uint32_t)hash & (cut->seen_room - 1);
    while (cut->seen[slot] != 0 && cut->seen[slot] != hash)
        slot = (slot + 1) & (cut->seen_room - 1);
    if (cut->seen[slot] == hash)
        return false;
    cut->seen[slot] = hash;
    cut->seen_count++;
    return true;
}

static docent_status check_piece(const dct_cut *cut, const char *name, const char *language, const uint32_t *piece,
                                 uint32_t count, docent_error *err)
{
    char quoted[64] = "";
    hb_buffer_t *full = shape(cut->fonts[0], language, piece, count),
                *small = shape(cut->fonts[1], language, piece, count);
    bool same = same_glyphs(cut, full, small);
    hb_buffer_destroy(full);
    hb_buffer_destroy(small);
    if (same)
        return DOCENT_OK;
    for (uint32_t i = 0, size = 0; i < count && size + 5 < sizeof quoted; i++)
        quoted[size += (uint32_t)dct_utf8_encode(piece[i], quoted + size)] = 0;
    return dct_fail(err, DOCENT_ERR_CORRUPT, WHERE, 0,
                    "cut down, the font %s draws this text differently: \"%s\" (language '%s')", name, quoted,
                    language);
}

/* Joiners and selectors go along with what they stand behind, whether the font names them or not. */
static bool follows(uint32_t c)
{
    return c == 0x200C || c == 0x200D || (c >= 0xFE00 && c <= 0xFE0F);
}

docent_status dct_cut_check(const docent_alloc *alloc, dct_cut *cut, const hb_set_t *wanted, const char *name,
                            const char *language, const char *text, size_t size, docent_error *err)
{
    uint32_t *piece = dct_new(alloc, MAX_PIECE * sizeof *piece), count = 0;
    docent_status status = DOCENT_OK;
    if (piece == NULL)
        return dct_fail_memory(err, WHERE);
    for (size_t at = 0; at < size && status == DOCENT_OK;) {
        uint32_t c = dct_utf8_next(text, size, &at);
        bool inside = hb_set_has(wanted, c) || (count > 0 && follows(c));
        if (inside)
            piece[count++] = c;
        bool end = !inside || count == MAX_PIECE || at == size || (c == ' ' && count > 1);
        if (end && count > 0 && is_new(alloc, cut, language, piece, count))
            status = check_piece(cut, name, language, piece, count, err);
        if (end)
            count = 0;
        if (end && inside && c == ' ') /* The space belongs to the next word too. */
            piece[count++] = c;
    }
    dct_free(alloc, piece, MAX_PIECE * sizeof *piece);
    return status;
}
