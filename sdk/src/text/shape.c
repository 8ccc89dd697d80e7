/* Shaping by HarfBuzz: characters of one item become glyphs of one face, from left to right, in pixels.
 *
 * HarfBuzz works in the face's own units, so nothing is rounded before the painter stands a glyph on a quarter pixel.
 * It sees the characters around the item: Arabic letters join over a change of colour. Where it says that breaking
 * changes shapes, DCT_MARK_UNSAFE is set, and lines.c shapes the two sides again. What has no glyph becomes a box. */
#include "paragraph.h"

#include <string.h>

#define BOX_EM 0.6f

static void turn_round(dct_shapes *shapes)
{
    for (uint32_t i = 0; i < shapes->count / 2; i++) {
        dct_shape swapped = shapes->at[i];
        shapes->at[i] = shapes->at[shapes->count - 1 - i];
        shapes->at[shapes->count - 1 - i] = swapped;
    }
}

/* One box a character; nothing for joiners and marks of direction. */
static bool shape_boxes(const dct_paragraph *p, const dct_item *item, uint32_t from, uint32_t to, dct_arena *arena,
                        dct_shapes *out)
{
    out->count = 0;
    out->at = dct_arena_array(arena, to - from, sizeof *out->at);
    if (out->at == NULL)
        return false;
    for (uint32_t i = from; i < to; i++) {
        uint32_t c = p->code_points[i];
        if (dct_is_ignorable(c))
            continue;
        float em = c == ' ' || c == 0xA0 ? 0.25f : BOX_EM;
        out->at[out->count++] = (dct_shape){ c | DCT_SHAPE_BOX, i, item->size_px * em, 0.0f, 0.0f };
    }
    if ((item->level & 1) != 0)
        turn_round(out);
    return true;
}

static void fill_buffer(const dct_paragraph *p, const dct_item *item, uint32_t from, uint32_t to)
{
    hb_buffer_t *buffer = p->fonts->buffer;
    hb_buffer_reset(buffer);
    hb_buffer_set_flags(buffer, (hb_buffer_flags_t)((from == 0 ? HB_BUFFER_FLAG_BOT : 0) |
                                                    (to == p->count ? HB_BUFFER_FLAG_EOT : 0)));
    hb_buffer_add_codepoints(buffer, p->code_points, (int)p->count, from, (int)(to - from));
    hb_buffer_set_direction(buffer, (item->level & 1) != 0 ? HB_DIRECTION_RTL : HB_DIRECTION_LTR);
    hb_buffer_set_script(buffer, item->script == HB_SCRIPT_INHERITED ? HB_SCRIPT_COMMON : item->script);
    if (item->language != HB_LANGUAGE_INVALID)
        hb_buffer_set_language(buffer, item->language);
}

/* A glyph id of 0 is the face's own "missing" picture, which in some faces is nothing: the box is ours. */
static dct_shape shape_of(const dct_paragraph *p, const dct_item *item, float scale, const hb_glyph_info_t *info,
                          const hb_glyph_position_t *position)
{
    uint32_t c = p->code_points[info->cluster];
    if (info->codepoint == 0 && !dct_is_ignorable(c))
        return (dct_shape){ c | DCT_SHAPE_BOX, info->cluster, item->size_px * BOX_EM, 0.0f, 0.0f };
    return (dct_shape){ info->codepoint, info->cluster, (float)position->x_advance * scale,
                        (float)position->x_offset * scale, (float)-position->y_offset * scale };
}

/* Marks the clusters of an item that shaped as a whole; the part's own marks are not kept. */
static void mark_unsafe(dct_paragraph *p, const dct_item *item, const hb_glyph_info_t *infos, uint32_t count)
{
    for (uint32_t i = item->from; i < item->to; i++)
        p->marks[i] |= DCT_MARK_UNSAFE; /* Until a glyph that begins there says otherwise. */
    for (uint32_t i = 0; i < count; i++)
        p->marks[infos[i].cluster] &= (uint8_t)~DCT_MARK_UNSAFE;
    for (uint32_t i = 0; i < count; i++)
        if ((hb_glyph_info_get_glyph_flags(&infos[i]) & HB_GLYPH_FLAG_UNSAFE_TO_BREAK) != 0)
            p->marks[infos[i].cluster] |= DCT_MARK_UNSAFE;
}

/* marked: the paragraph whose marks are set, or NULL. */
static bool shape(const dct_paragraph *p, const dct_item *item, uint32_t from, uint32_t to, dct_arena *arena,
                  dct_shapes *out, dct_paragraph *marked)
{
    *out = (dct_shapes){ NULL, 0 };
    if (item->kind != DCT_ITEM_TEXT)
        return true;
    dct_face *face = (item->face & DCT_FACE_BOX) != 0 ? NULL : dct_face_get(p->fonts, item->face & DCT_FACE_INDEX);
    if (face == NULL)
        return shape_boxes(p, item, from, to, arena, out);
    static const char *const shapers[] = { "ot", NULL }; /* Not Graphite: a program in a font that nobody checked. */
    fill_buffer(p, item, from, to);
    hb_shape_full(face->shaper, p->fonts->buffer, NULL, 0, shapers);
    unsigned count;
    const hb_glyph_info_t     *infos = hb_buffer_get_glyph_infos(p->fonts->buffer, &count);
    const hb_glyph_position_t *positions = hb_buffer_get_glyph_positions(p->fonts->buffer, NULL);
    if (!hb_buffer_allocation_successful(p->fonts->buffer))
        return shape_boxes(p, item, from, to, arena, out);
    if (count == 0)
        return true;
    float scale = item->size_px / face->units_per_em;
    out->at = dct_arena_array(arena, count, sizeof *out->at);
    if (out->at == NULL)
        return false;
    out->count = count;
    for (unsigned i = 0; i < count; i++)
        out->at[i] = shape_of(p, item, scale, &infos[i], &positions[i]);
    if (marked != NULL)
        mark_unsafe(marked, item, infos, count);
    return true;
}

bool dct_shape_part(const dct_paragraph *p, const dct_item *item, uint32_t from, uint32_t to, dct_arena *arena,
                    dct_shapes *out)
{
    return shape(p, item, from, to, arena, out, NULL);
}

bool dct_paragraph_shape(dct_paragraph *p, dct_arena *arena)
{
    for (uint32_t i = 0; i < p->item_count; i++) {
        dct_item *item = &p->items[i];
        if (!shape(p, item, item->from, item->to, arena, &item->shapes, p))
            return false;
        for (uint32_t k = 0; k < item->shapes.count; k++)
            p->advances[item->shapes.at[k].cluster] += item->shapes.at[k].advance;
    }
    return true;
}

uint32_t dct_shape_one(const dct_paragraph *p, const dct_item *item, uint32_t code_point, dct_shape *out)
{
    dct_want want = { item->flags & (DCT_TEXT_BOLD | DCT_TEXT_ITALIC | DCT_TEXT_MONO), item->language, false, false };
    uint32_t  index = dct_fonts_choose(p->fonts, &code_point, 1, &want);
    dct_face *face = (index & DCT_FACE_BOX) != 0 ? NULL : dct_face_get(p->fonts, index & DCT_FACE_INDEX);
    *out = (dct_shape){ code_point, item->from, item->size_px * BOX_EM, 0.0f, 0.0f };
    hb_codepoint_t glyph = 0;
    if (face == NULL || !hb_font_get_nominal_glyph(face->shaper, code_point, &glyph))
        return DCT_FACE_BOX;
    out->glyph = glyph;
    out->advance = (float)hb_font_get_glyph_h_advance(face->shaper, glyph) * item->size_px / face->units_per_em;
    return index;
}
