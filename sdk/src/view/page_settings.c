/* Text size, colours, language: each choice is a radio button with its own look, and takes effect at once. */
#include "form_boxes.h"
#include "newness.h"

#include <math.h>
#include <string.h>

static dct_box *group(dct_build *b, dct_box *column, const char *icon, const char *title)
{
    dct_box *head = dct_row(b, column, 10);
    head->pad.top = roundf(10 * b->m.space);
    dct_icon(b, head, icon, 26, DCT_ACCENT);
    dct_heading(b, head, 2, DCT_LOOK_HEADING, title);
    dct_box *wrap = dct_add(b, column, DCT_BOX_WRAP);
    wrap->gap = roundf(10 * b->m.space);
    wrap->role = DOCENT_ROLE_LIST;
    wrap->key = dct_key(icon, 77);
    wrap->label = title;
    return wrap;
}

static void add_sizes(dct_build *b, dct_box *column)
{
    static const uint32_t sizes[] = { 100, 125, 150, 175, 200 };
    dct_box *wrap = group(b, column, "text-size", dct_tr(b, "Text size"));
    for (uint32_t i = 0; i < 5; i++) {
        const char *text = dct_arena_format(b->arena, "%u %%", (unsigned)sizes[i]);
        dct_form_radio(b, wrap, NULL, text == NULL ? "" : text, b->state->text_percent == sizes[i],
                       dct_key("size", sizes[i]), (dct_press){ DCT_DO_TEXT_SIZE, NULL, sizes[i] });
    }
}

static void add_themes(dct_build *b, dct_box *column)
{
    static const struct { const char *name, *icon, *title; } themes[] = {
        { "light", "sun", DCT_MSG("Light") },
        { "dark", "moon", DCT_MSG("Dark") },
        { "contrast", "contrast", DCT_MSG("High contrast") },
    };
    dct_box *wrap = group(b, column, "contrast", dct_tr(b, "Colours"));
    for (uint32_t i = 0; i < 3; i++)
        dct_form_radio(b, wrap, themes[i].icon, dct_tr(b, themes[i].title), strcmp(b->state->theme, themes[i].name) == 0,
               dct_key("theme", i), (dct_press){ DCT_DO_THEME, themes[i].name, 0 });
}

/* Languages name themselves, each in its own direction: who needs one may read no other. */
static void add_languages(dct_build *b, dct_box *column)
{
    if (docent_language_at(b->h, 1) == NULL)
        return;
    dct_box *wrap = group(b, column, "language", dct_tr(b, "Language"));
    for (uint32_t i = 0; docent_language_at(b->h, i) != NULL; i++) {
        const docent_language *language = docent_language_at(b->h, i);
        const char *before = b->locale;
        b->locale = language->tag;
        dct_form_radio(b, wrap, NULL, language->name, strcmp(docent_locale(b->h)->tag, language->tag) == 0,
               dct_key("language", i), (dct_press){ DCT_DO_LOCALE, language->tag, 0 });
        b->locale = before;
    }
}

void dct_page_settings(dct_build *b, dct_box *page)
{
    dct_box *column = dct_reading_column(b, page);
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Settings"));
    add_sizes(b, column);
    add_themes(b, column);
    add_languages(b, column);
    const docent_info *info = docent_info_of(b->h);
    if (info->content_version[0] != 0) {
        dct_box *about = dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR,
                                  dct_tr_fill(b, "Content: {0}, version {1}", info->product, info->content_version));
        about->pad.top = roundf(24 * b->m.space);
    }
    dct_newness_lines(b, column);
}
