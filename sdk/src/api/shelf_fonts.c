/* Fonts are cut to the letters that a bundle uses, so two bundles may each bring "Noto Sans Regular" with other letters. All
 * cuts are told, in the order of the bundles; a cut that has nothing new is left out, and one whose name was told before is
 * told with its bundle's:
 *
 *   store     Noto Sans Regular (a-z)                 "Noto Sans Regular"
 *   reseller  Noto Sans Regular (a-k)                 left out
 *   vendor    Noto Sans Regular (a-z, Cyrillic)       "Noto Sans Regular of vendor" */
#include "shelf.h"

#include <string.h>

static bool covers(const docent_font *wide, const docent_font *narrow)
{
    for (uint32_t i = 0; i < narrow->range_count; i++) {
        bool inside = false;
        for (uint32_t k = 0; k < wide->range_count && !inside; k++)
            inside = wide->ranges[2 * k] <= narrow->ranges[2 * i] && wide->ranges[2 * k + 1] >= narrow->ranges[2 * i + 1];
        if (!inside)
            return false;
    }
    return true;
}

static uint32_t fonts_of(const dct_store *s)
{
    uint32_t count = 0;
    while (dct_store_font(s, count) != NULL)
        count++;
    return count;
}

static const char *name_of(docent *h, const dct_store *s)
{
    for (uint32_t i = 0; i < h->shelf->count; i++)
        if (h->shelf->more[i].volume.store == s)
            return h->shelf->more[i].id;
    return "";
}

/* "Noto Sans Regular of vendor"; NULL when memory is short. */
static const char *qualify(docent *h, const dct_store *s, const char *name)
{
    const char *whose = name_of(h, s);
    size_t size = strlen(name), more = strlen(whose);
    char *text = dct_arena_array(&h->shelf->arena, size + more + 5, 1);
    if (text == NULL)
        return NULL;
    memcpy(text, name, size);
    memcpy(text + size, " of ", 4);
    memcpy(text + size + 4, whose, more + 1);
    return text;
}

static void add(docent *h, dct_store *s, const docent_font *font)
{
    dct_shelf *f = h->shelf;
    bool named = false;
    for (uint32_t i = 0; i < f->font_count; i++) {
        if (strcmp(f->fonts[i].name, font->name) != 0)
            continue;
        if (covers(&f->fonts[i].font, font))
            return;
        named = true;
    }
    dct_shelf_font *one = &f->fonts[f->font_count];
    *one = (dct_shelf_font){ *font, s, font->name };
    if (!named || (one->font.name = qualify(h, s, font->name)) != NULL)
        f->font_count++;
}

void dct_shelf_gather_fonts(docent *h)
{
    dct_volume all[DCT_MAX_BUNDLES];
    dct_shelf *f = h->shelf;
    uint32_t fonts = 0, count = dct_shelf_volumes(h, all);
    dct_arena_reset(&f->arena);
    f->font_count = 0;
    for (uint32_t i = 0; i < count; i++)
        fonts += fonts_of(all[i].store);
    f->fonts = dct_arena_array(&f->arena, fonts + 1u, sizeof *f->fonts);
    for (uint32_t i = 0; f->fonts != NULL && i < count; i++)
        for (uint32_t k = 0; k < fonts_of(all[i].store); k++)
            add(h, all[i].store, dct_store_font(all[i].store, k));
}

const docent_font *dct_shelf_font_at(const docent *h, uint32_t index)
{
    const dct_shelf *f = h->shelf;
    if (f == NULL || f->count == 0 || f->fonts == NULL)
        return dct_store_font(h->store, index);
    return index < f->font_count ? &f->fonts[index].font : NULL;
}
