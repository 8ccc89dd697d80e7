/* What the program says of where the person is, as chips above the results: never a filter that works unseen.
 *
 *   First come pages for:  [ Orbit x ]  [ Version 2.1 x ]  [ + This screen ]
 *                              counts        counts            was taken away
 *
 * A chip that was taken away stays, so that the keyboard's focus has a place and a slip of the hand can be undone. It
 * says to those who cannot see it what it does and that it hides nothing. */
#include "pages.h"

#include <math.h>

static const char *words_of(dct_build *b, uint32_t kind)
{
    const char *value = b->content->context.values[kind];
    switch (kind) {
    case DCT_CONTEXT_VERSION: return dct_tr_fill(b, "Version {0}", value, NULL);
    case DCT_CONTEXT_SCREEN: return dct_tr(b, "This screen");
    default: return value;
    }
}

static void add_chip(dct_build *b, dct_box *row, uint32_t kind)
{
    bool on = (b->state->context_off >> kind & 1) == 0;
    const char *words = words_of(b, kind);
    const char *label = on ? dct_tr_fill(b, "{0}: pages that fit stand higher, none is hidden. Take away", words, NULL)
                           : dct_tr_fill(b, "{0}: does not count now. Let pages that fit stand higher", words, NULL);
    dct_box *chip = dct_row(b, row, 6);
    chip->min_h = chip->min_w = b->m.touch;
    dct_pad(b, chip, 14, 4);
    dct_surface(b, chip, on ? DCT_ACCENT_SOFT : DCT_RAISED, DCT_CONTROL, 0);
    chip->radius = roundf(b->m.touch / 2);
    chip->hover = on ? DCT_RAISED : DCT_ACCENT_SOFT;
    if (!on)
        dct_icon(b, chip, "plus", 18, DCT_TEXT_SOFT);
    dct_box *text = dct_text(b, chip, DCT_LOOK_LABEL, on ? DCT_TEXT : DCT_TEXT_SOFT, words);
    text->max_lines = 2;
    text->max_w = b->m.width * 0.5f;
    if (on)
        dct_icon(b, chip, "close", 18, DCT_TEXT);
    dct_pressable(chip, DOCENT_ROLE_BUTTON, dct_key("context", kind), (dct_press){ DCT_DO_CONTEXT, NULL, kind }, label);
}

/* As high as the chips beside it, so that it stands at their middle. */
static void add_words(dct_build *b, dct_box *row)
{
    dct_box *words = dct_row(b, row, 0);
    words->min_h = dct_is_tight(b) ? 0 : b->m.touch;
    dct_text(b, words, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr(b, "First come pages for:"));
}

void dct_context_chips(dct_build *b, dct_box *parent)
{
    dct_box *row = NULL;
    for (uint32_t kind = 0; kind < DCT_CONTEXT_COUNT; kind++) {
        if (b->content->context.values[kind][0] == 0)
            continue;
        if (row == NULL) {
            row = dct_add(b, parent, DCT_BOX_WRAP);
            row->gap = row->line_gap = roundf(8 * b->m.space);
            add_words(b, row);
        }
        add_chip(b, row, kind);
    }
}
