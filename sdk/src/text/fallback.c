/* Which face draws a character. Every face that has it gets a cost, and the cheapest wins; of equals the first in the
 * bundle's order:
 *
 *   role      the kind that was asked for (sans, mono, emoji) before the others
 *   language  one made for the language, where that changes the look (Han is drawn differently in Japan and China)
 *   weight    one as bold as asked for
 *
 * A cluster, a letter with its marks, is drawn by one face or it falls apart. When no face has all of it, one that has
 * the composed form will do (HarfBuzz composes), else one that has the letter: a box for the mark alone. */
#include "face.h"

#include <string.h>
#include <utf8proc.h>

bool dct_is_ignorable(uint32_t c)
{
    return c == 0xAD || c == 0x34F || c == 0x61C || (c >= 0x180B && c <= 0x180F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x202A && c <= 0x202E) || (c >= 0x2060 && c <= 0x206F) || (c >= 0xFE00 && c <= 0xFE0F) ||
           c == 0xFEFF || (c >= 0xE0000 && c <= 0xE0FFF);
}

bool dct_is_cjk(uint32_t c)
{
    return (c >= 0x1100 && c <= 0x11FF) || (c >= 0x2E80 && c <= 0xA4CF) || (c >= 0xA960 && c <= 0xA97F) ||
           (c >= 0xAC00 && c <= 0xD7FF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0xFE30 && c <= 0xFE4F) ||
           (c >= 0xFF00 && c <= 0xFFEF) || (c >= 0x20000 && c <= 0x3FFFF);
}

static bool in_ranges(const docent_font *font, uint32_t c)
{
    uint32_t low = 0, high = font->range_count;
    while (low < high) {
        uint32_t middle = low + (high - low) / 2;
        if (c > font->ranges[2 * middle + 1])
            low = middle + 1;
        else
            high = middle;
    }
    return low < font->range_count && c >= font->ranges[2 * low];
}

bool dct_fonts_covers(dct_fonts *fonts, uint32_t index, uint32_t c)
{
    hb_codepoint_t glyph;
    if (index >= fonts->count || !in_ranges(fonts->faces[index].font, c))
        return false;
    dct_face *face = dct_face_get(fonts, index);
    return face != NULL && hb_font_get_nominal_glyph(face->shaper, c, &glyph) && glyph != 0;
}

/* ---- languages ---- */

static size_t tag_size(const char *p)
{
    return strcspn(p, " ,;");
}

static bool same_letter(char a, char b)
{
    return (a | 0x20) == (b | 0x20);
}

/* True when `tag` is `whole` or its beginning up to a hyphen. */
static bool begins(const char *tag, size_t size, const char *whole)
{
    for (size_t i = 0; i < size; i++)
        if (whole[i] == '\0' || !same_letter(tag[i], whole[i]))
            return false;
    return whole[size] == '\0' || whole[size] == '-';
}

/* Chinese is written in two ways; the region tells which when the script is not named. */
static const char *chinese(const char *language)
{
    if (!begins("zh", 2, language))
        return language;
    static const char *const traditional[] = { "zh-hant", "zh-tw", "zh-hk", "zh-mo" };
    for (size_t i = 0; i < sizeof traditional / sizeof traditional[0]; i++)
        if (begins(traditional[i], strlen(traditional[i]), language))
            return "zh-hant";
    return "zh-hans";
}

/* 0: made for the language. 1: for a relative of it. 2: for any. 3: for others. */
static int language_cost(const char *list, hb_language_t wanted)
{
    const char *text = wanted == HB_LANGUAGE_INVALID ? NULL : hb_language_to_string(wanted);
    if (text == NULL || list == NULL || list[0] == '\0')
        return list == NULL || list[0] == '\0' ? 2 : 3;
    text = chinese(text);
    size_t primary = strcspn(text, "-");
    int    cost = 3;
    for (const char *p = list; *p != '\0'; p += strspn(p, " ,;")) {
        size_t size = tag_size(p);
        char   tag[16];
        if (size > 0 && size < sizeof tag) {
            memcpy(tag, p, size);
            tag[size] = '\0';
            const char *name = chinese(tag);
            if (begins(name, strlen(name), text))
                return 0;
            if (begins(text, primary, name))
                cost = 1;
        }
        p += size;
    }
    return cost;
}

/* A paragraph is mostly in one language: the tags are compared once. */
static void reckon_languages(dct_fonts *fonts, hb_language_t language)
{
    if (fonts->costs_known && fonts->costed == language)
        return;
    for (uint32_t i = 0; i < fonts->count; i++)
        fonts->language_costs[i] = (uint8_t)language_cost(fonts->faces[i].font->languages, language);
    fonts->costed = language;
    fonts->costs_known = true;
}

/* ---- the choice ---- */

static int role_cost(docent_font_role role, const dct_want *want)
{
    if (role == DOCENT_FONT_EMOJI)
        return want->emoji ? 0 : 3;
    if (role == DOCENT_FONT_MONO)
        return (want->flags & DCT_TEXT_MONO) != 0 ? 0 : 2;
    return 1;
}

static int cost_of(const dct_fonts *fonts, uint32_t index, const dct_want *want)
{
    const docent_font *font = fonts->faces[index].font;
    bool bold = (want->flags & DCT_TEXT_BOLD) != 0;
    int  cost = 100 * role_cost(font->role, want);
    if (want->by_language)
        cost += 10 * fonts->language_costs[index];
    return cost + (bold != (font->weight >= 600) ? 1 : 0);
}

static bool covers_all(dct_fonts *fonts, uint32_t index, const uint32_t *c, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (!dct_is_ignorable(c[i]) && !dct_fonts_covers(fonts, index, c[i]))
            return false;
    return true;
}

static uint32_t cheapest(dct_fonts *fonts, const uint32_t *c, uint32_t count, const dct_want *want)
{
    int      best = 1000000;
    uint32_t found = DCT_FACE_BOX;
    if (want->by_language)
        reckon_languages(fonts, want->language);
    for (uint32_t i = 0; i < fonts->count; i++) {
        int cost = cost_of(fonts, i, want);
        if (cost < best && covers_all(fonts, i, c, count)) {
            best = cost;
            found = i;
        }
    }
    return found;
}

/* The styles that `face` lacks and that must be made up. */
static uint32_t made_up(const dct_fonts *fonts, uint32_t face, const dct_want *want)
{
    if (face == DCT_FACE_BOX)
        return face;
    const docent_font *font = fonts->faces[face].font;
    if (font->role == DOCENT_FONT_EMOJI)
        return face;
    if ((want->flags & DCT_TEXT_BOLD) != 0 && font->weight < 600)
        face |= DCT_FACE_BOLD;
    if ((want->flags & DCT_TEXT_ITALIC) != 0)
        face |= DCT_FACE_SLANT;
    return face;
}

#define COMPOSED_MAX 8u

static uint32_t choose(dct_fonts *fonts, const uint32_t *c, uint32_t count, const dct_want *want)
{
    uint32_t face = cheapest(fonts, c, count, want);
    if (face != DCT_FACE_BOX || count < 2)
        return face;
    if (count <= COMPOSED_MAX) {
        utf8proc_int32_t copy[COMPOSED_MAX];
        for (uint32_t i = 0; i < count; i++)
            copy[i] = (utf8proc_int32_t)c[i];
        utf8proc_ssize_t size =
            utf8proc_normalize_utf32(copy, (utf8proc_ssize_t)count, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
        if (size > 0 && size < (utf8proc_ssize_t)count) {
            uint32_t composed[COMPOSED_MAX];
            for (utf8proc_ssize_t i = 0; i < size; i++)
                composed[i] = (uint32_t)copy[i];
            face = cheapest(fonts, composed, (uint32_t)size, want);
        }
    }
    return face != DCT_FACE_BOX ? face : cheapest(fonts, c, 1, want);
}

uint32_t dct_fonts_choose(dct_fonts *fonts, const uint32_t *c, uint32_t count, const dct_want *want)
{
    if (count != 1)
        return made_up(fonts, choose(fonts, c, count, want), want);
    uint32_t      flags = want->flags | (want->emoji ? 0x100u : 0) | (want->by_language ? 0x200u : 0);
    hb_language_t language = want->by_language ? want->language : HB_LANGUAGE_INVALID;
    dct_choice   *choice = &fonts->choices[(c[0] * 31 + flags) % DCT_CHOICES];
    if (!choice->known || choice->code_point != c[0] || choice->flags != flags || choice->language != language) {
        uint32_t face = made_up(fonts, choose(fonts, c, 1, want), want);
        *choice = (dct_choice){ c[0], flags, language, face, true };
    }
    return choice->face;
}
