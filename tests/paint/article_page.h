/* A page such as a help viewer shows, at any size: a bar, a column of text with headings, steps in cards, an alert, a list
 * at the side. For tests and measurements that need a page, without the viewer. */
#ifndef ARTICLE_PAGE_H
#define ARTICLE_PAGE_H

#include "paint/list.h"

#include <string.h>

typedef struct article_page {
    dct_fonts  *fonts;
    dct_arena  *text;   /* Shaped paragraphs: they stay from frame to frame. */
    int32_t     w, h;
    float       scale;
    bool        dark;
    dct_layout  paragraphs[8];
    dct_layout  heading, title;
    const char *icon;
} article_page;

static const char *const article_texts[8] = {
    "Turn the router off, wait ten seconds and turn it on again. The light blinks white while it looks for the network "
    "and stays white once it has found one. If it turns red, count the blinks and look the number up in the table below.",
    "Press and hold the button on the right ear cup for five seconds, until you hear \xe2\x80\x9cReady to pair\xe2\x80\x9d. "
    "Open the settings of your phone, choose Bluetooth, and tap Orbit in the list of devices.",
    "When the name does not appear, move closer: walls of concrete, microwave ovens and other people\xe2\x80\x99s headsets "
    "all take part of the same air. Two metres is far enough to be sure that it is not the distance.",
    "Empty the tray before the water reaches the red float. Rinse it with warm water and no soap; oils from the beans come "
    "off by themselves, and what soap leaves behind you would taste for days.",
    "The lamp remembers up to twelve scenes. Hold a button to store what you see, tap it to have it back. Scenes survive a "
    "power cut, but not a reset: write down the ones you care about.",
    "Put the printer on a firm, level table. Streaks across the page mean that a nozzle is dry. Run the cleaning twice and "
    "wait an hour between the two, because the ink needs the time to find its way.",
    "Each message on the display has a code such as E-104. You can type it into the search field as it stands, with or "
    "without the hyphen, and the page that explains it comes first.",
    "If nothing helps, talk to us. Have the serial number at hand, which stands on the label below the base and begins with "
    "two letters. We are there on weekdays from nine to six, and the shop has the same parts we have.",
};

static inline dct_layout article_shape(article_page *a, const char *text, float size_px, uint32_t flags, float width)
{
    dct_text_span span = { 0, (uint32_t)strlen(text), flags, size_px, 0, "en" };
    dct_layout layout = { 0 };
    dct_paragraph *p = dct_paragraph_new(a->fonts, a->text, text, strlen(text), &span, 1, DCT_LTR);
    if (p != NULL)
        dct_paragraph_break(p, a->text, width, DCT_ALIGN_START, 1.5f, 0, &layout);
    return layout;
}

static inline int32_t article_px(const article_page *a, float points)
{
    return (int32_t)(points * a->scale + 0.5f);
}

static inline int32_t article_column(const article_page *a)
{
    int32_t widest = article_px(a, 760), room = a->w - article_px(a, 96);
    return room < widest ? room : widest;
}

static inline void article_open(article_page *a, dct_fonts *fonts, dct_arena *text, int32_t w, int32_t h, float scale)
{
    *a = (article_page){ .fonts = fonts, .text = text, .w = w, .h = h, .scale = scale };
    float width = (float)article_column(a) - 88 * scale;
    for (int i = 0; i < 8; i++)
        a->paragraphs[i] = article_shape(a, article_texts[i], 19 * scale, 0, width);
    a->heading = article_shape(a, "Connect the headset to a phone", 25 * scale, DCT_TEXT_BOLD, width);
    a->title = article_shape(a, "Orbit headset", 19 * scale, DCT_TEXT_BOLD, width);
    a->icon = "M4 14.5V12a8 8 0 0 1 16 0v2.5M4 13.75h2A1.75 1.75 0 0 1 7.75 15.5v2.75A1.75 1.75 0 0 1 6 20H5.75A1.75 1.75 0 0 "
              "1 4 18.25ZM20 13.75h-2a1.75 1.75 0 0 0-1.75 1.75v2.75A1.75 1.75 0 0 0 18 20h.25A1.75 1.75 0 0 0 20 18.25Z";
}

static inline int32_t article_text(const article_page *a, const dct_layout *t, int32_t x, int32_t y, uint32_t colour,
                                   dct_list *list)
{
    if (y < a->h && y + (int32_t)t->height > 0) {
        for (uint32_t i = 0; i < t->line_count; i++) {
            for (uint32_t k = 0; k < t->lines[i].run_count; k++)
                dct_list_glyphs(list, &t->lines[i].runs[k], (float)x, (float)y + t->lines[i].baseline, colour);
        }
    }
    return y + (int32_t)t->height;
}

/* One step: a card with a number in a disc. Returns where the next begins. */
static inline int32_t article_step(const article_page *a, const dct_layout *t, int32_t x, int32_t y, dct_list *list)
{
    int32_t pad = article_px(a, 24), side = article_px(a, 40), w = article_column(a);
    docent_rect card = { x, y, w, (int32_t)t->height + 2 * pad };
    docent_rect disc = { x + article_px(a, 16), y + pad - article_px(a, 5), side, side };
    docent_rect icon = { disc.x + side / 5, disc.y + side / 5, side * 3 / 5, side * 3 / 5 };
    float round = 14 * a->scale;
    dct_list_shadow(list, card, round, 18 * a->scale, a->dark ? 0x60000000 : 0x1c102040);
    dct_list_fill(list, card, round, a->dark ? 0xff23272f : 0xffffffff);
    dct_list_stroke(list, card, round, a->scale, a->dark ? 0xff343a45 : 0xffe4e1db);
    dct_list_fill(list, disc, (float)side / 2, a->dark ? 0xff1d3a5c : 0xffe3eefb);
    dct_list_path(list, icon, a->icon, 1.75f * (float)icon.w / 24, a->dark ? 0xff8fc1ff : 0xff1a5fb4);
    article_text(a, t, x + article_px(a, 72), y + pad, a->dark ? 0xffe6e4e0 : 0xff26241f, list);
    return y + card.h + article_px(a, 18);
}

/* dy: how far the page is scrolled. focus: the step with a ring around it, -1 for none. typed: characters in the search
 * field. */
static inline void article_record(const article_page *a, int32_t dy, int focus, const dct_glyph_run *typed,
                                  dct_list *list)
{
    int32_t bar = article_px(a, 64), x = (a->w - article_column(a)) / 2, y = bar + article_px(a, 36) - dy;
    uint32_t ink = a->dark ? 0xfff3f1ee : 0xff1b1a17;
    dct_list_fill(list, (docent_rect){ 0, 0, a->w, a->h }, 0, a->dark ? 0xff16181d : 0xfff7f5f1);
    dct_list_scroll(list, (docent_rect){ 0, bar, a->w, a->h - bar }, 1, dy);
    for (int i = 0; y < a->h; i++) {
        if (i % 4 == 0)
            y = article_text(a, &a->heading, x, y, ink, list) + article_px(a, 16);
        int32_t next = article_step(a, &a->paragraphs[i % 8], x, y, list);
        if (i == focus)
            dct_list_stroke(list, (docent_rect){ x - 5, y - 5, article_column(a) + 10, next - y - article_px(a, 18) + 10 },
                            18 * a->scale, 3 * a->scale, a->dark ? 0xff8fc1ff : 0xff1a5fb4);
        y = next;
    }
    dct_list_end_scroll(list);
    docent_rect top = { 0, 0, a->w, bar }, field = { x, article_px(a, 10), article_column(a), bar - article_px(a, 20) };
    dct_list_fill(list, top, 0, a->dark ? 0xff1b1e24 : 0xffffffff);
    dct_list_fill(list, (docent_rect){ 0, bar - 1, a->w, 1 }, 0, a->dark ? 0xff343a45 : 0xffe4e1db);
    article_text(a, &a->title, article_px(a, 24), article_px(a, 18), ink, list);
    dct_list_fill(list, field, (float)field.h / 2, a->dark ? 0xff2a2f38 : 0xfff1eee8);
    if (typed != NULL)
        dct_list_glyphs(list, typed, (float)field.x + 24 * a->scale, 38 * a->scale, ink);
}

#endif
