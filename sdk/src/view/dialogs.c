/* What stands over the page: a picture enlarged, an address that leads out, "Are you still there?". */
#include "newness.h"
#include "request_boxes.h"

#include <docent/article.h>

#include <math.h>
#include <string.h>

static dct_box *veil(dct_build *b)
{
    dct_box *veil = dct_column(b, NULL, 0);
    veil->align_x = veil->align_y = DCT_ALIGN_CENTER;
    veil->background = DCT_SHADE;
    veil->note = "veil";
    veil->min_h = b->m.height;
    return veil;
}

static dct_box *panel(dct_build *b, dct_box *parent, const char *label)
{
    dct_box *box = dct_column(b, parent, 16);
    dct_surface(b, box, DCT_SURFACE, DCT_BORDER, 18);
    box->shadow = roundf(24 * b->m.space);
    box->max_w = fminf(b->m.width - 2 * b->m.side, b->m.measure);
    box->align_x = DCT_ALIGN_CENTER;
    dct_pad(b, box, 28, 24);
    box->role = DOCENT_ROLE_DIALOG;
    box->key = dct_key("dialog", 0);
    box->label = label;
    return box;
}

/* ---- are you still there ------------------------------------------------------------- */

static dct_box *build_warning(dct_build *b)
{
    dct_box *root = veil(b);
    dct_box *box = panel(b, root, dct_tr(b, "Are you still there?"));
    box->flags |= DCT_BOX_ASSERTIVE;
    dct_badge(b, box, "clock", 64, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_heading(b, box, 1, DCT_LOOK_TITLE, dct_tr(b, "Are you still there?"))->align_x = DCT_ALIGN_CENTER;
    dct_box *text = dct_text(b, box, DCT_LOOK_LEAD, DCT_NO_COLOUR,
                             dct_tr_fill(b, "This page closes in {0} seconds. Touch the screen or press a key to stay.",
                                         dct_number(b, b->state->warn_seconds), NULL));
    text->align_x = DCT_ALIGN_CENTER;
    dct_button(b, box, DCT_BUTTON_MAIN, "check", dct_tr(b, "Stay here"), NULL, dct_key("stay", 0),
               dct_press_command("stay"));
    return root;
}

/* ---- a picture, large ------------------------------------------------------------------- */

static const docent_block *picture_in(const docent_article *a, const char *name)
{
    for (uint32_t i = 0; a != NULL && i < docent_article_block_count(a); i++) {
        const docent_block *block = docent_article_block(a, i);
        if (block->kind == DOCENT_BLOCK_PICTURE && strcmp(block->target, name) == 0)
            return block;
    }
    return NULL;
}

/* Of the article that is shown, or of those that are quoted. */
static const docent_block *picture_named(const dct_build *b, const char *name)
{
    const docent_block *block = picture_in(b->content->article, name);
    for (uint32_t i = 0; block == NULL && i < docent_ask_count(b->content->ask); i++)
        block = picture_in(docent_ask_at(b->content->ask, i)->article, name);
    return block;
}

static dct_box *build_zoom(dct_build *b)
{
    const docent_block *block = picture_named(b, b->state->dialog_text);
    if (block == NULL || block->width == 0 || block->height == 0)
        return NULL;
    dct_box *root = veil(b);
    root->gap = roundf(12 * b->m.space);
    root->role = DOCENT_ROLE_DIALOG;
    root->key = dct_key("dialog", 0);
    root->label = dct_tr(b, "Picture");
    float room_w = b->m.width - roundf(24 * b->m.space);
    float room_h = b->m.height - 2 * b->m.touch - roundf(48 * b->m.space);
    float fit = fminf(room_w / (float)block->width, room_h / (float)block->height);
    dct_box *picture = dct_add(b, root, DCT_BOX_PICTURE);
    picture->name = block->target;
    picture->fit_w = roundf((float)block->width * fit);
    picture->fit_h = roundf((float)block->height * fit);
    picture->want_w = room_w;
    picture->want_h = room_h;
    picture->role = DOCENT_ROLE_PICTURE;
    picture->key = dct_key("zoomed", 0);
    picture->label = block->text;
    picture->radius = roundf(10 * b->m.space);
    dct_box *row = dct_row(b, root, 12);
    dct_button(b, row, DCT_BUTTON_PLAIN, "minus", NULL, dct_tr(b, "Smaller"), dct_key("zoom-out", 0),
               dct_press_command("zoom-out"));
    dct_button(b, row, DCT_BUTTON_PLAIN, "plus", NULL, dct_tr(b, "Larger"), dct_key("zoom-in", 0),
               dct_press_command("zoom-in"));
    dct_button(b, row, DCT_BUTTON_MAIN, "close", dct_tr(b, "Close picture"), NULL, dct_key("zoom-close", 0),
               dct_press_command("close-dialog"));
    return root;
}

/* ---- a way out ---------------------------------------------------------------------------- */

static float code_room(const dct_build *b)
{
    return fminf(b->m.width - 2 * b->m.side - roundf(56 * b->m.space), b->m.height * 0.45f);
}

/* A request that this device cannot send, for the camera of a phone. */
static dct_box *build_code(dct_build *b)
{
    dct_box *root = veil(b);
    dct_box *box = panel(b, root, dct_tr(b, "Your request as a QR code"));
    dct_heading(b, box, 1, DCT_LOOK_HEADING, dct_tr(b, "Your request as a QR code"))->align_x = DCT_ALIGN_CENTER;
    bool fits = dct_code_box(b, box, b->state->dialog_text, code_room(b)) != NULL;
    dct_box *text = dct_text(b, box, DCT_LOOK_SOFT, DCT_NO_COLOUR,
                             fits ? dct_tr(b, "Take a picture of it with your phone and send the text on.")
                                  : dct_tr(b, "It is too long for a QR code."));
    text->align_x = DCT_ALIGN_CENTER;
    dct_button(b, box, DCT_BUTTON_MAIN, "close", dct_tr(b, "Close"), NULL, dct_key("code-close", 0),
               dct_press_command("close-dialog"));
    return root;
}

/* A kiosk opens no web page: it shows where to find it. */
static dct_box *build_link(dct_build *b)
{
    dct_box *root = veil(b);
    dct_box *box = panel(b, root, dct_tr(b, "On the web"));
    dct_badge(b, box, "globe", 64, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_heading(b, box, 1, DCT_LOOK_HEADING, dct_tr(b, "On the web"))->align_x = DCT_ALIGN_CENTER;
    dct_box *text = dct_text(b, box, DCT_LOOK_SOFT, DCT_NO_COLOUR,
                             dct_tr(b, "This page is not part of the help. Open it on your own phone or computer:"));
    text->align_x = DCT_ALIGN_CENTER;
    dct_code_box(b, box, b->state->dialog_text, code_room(b));
    dct_box *url = dct_text(b, box, DCT_LOOK_CODE, DCT_TEXT, b->state->dialog_text);
    url->align_x = DCT_ALIGN_CENTER;
    dct_button(b, box, DCT_BUTTON_MAIN, "close", dct_tr(b, "Close"), NULL, dct_key("link-close", 0),
               dct_press_command("close-dialog"));
    return root;
}

static dct_box *build_stick(dct_build *b)
{
    dct_box *root = veil(b);
    return dct_newness_stick(b, panel(b, root, NULL)) == NULL ? NULL : root;
}

dct_box *dct_build_dialog(dct_build *b)
{
    if (b->state->warn_seconds > 0)
        return build_warning(b);
    switch (b->state->dialog) {
    case DCT_DIALOG_ZOOM: return build_zoom(b);
    case DCT_DIALOG_LINK: return build_link(b);
    case DCT_DIALOG_CODE: return build_code(b);
    case DCT_DIALOG_STICK: return build_stick(b);
    case DCT_DIALOG_NONE: break;
    }
    return NULL;
}
