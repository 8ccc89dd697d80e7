/* How new the content is, in words for the person at the device: a line on the page of settings, and the dialog while a
 * stick is read. What the words say comes from docent_sync_status() or the host; nothing here fetches. */
#include "newness.h"

#include <docent/sync.h>
#include <stdio.h>

#include "view_impl.h"
#include "when.h"

static const char *content_of(dct_build *b, const docent_sync_look *look)
{
    if (look->published > 0 && look->last_check > 0)
        return dct_tr_fill(b, "Content of {0}, checked {1} ago", dct_day_text(b, look->published),
                           dct_span_text(b, (uint32_t)(b->content->unix_s - look->last_check)));
    if (look->published > 0)
        return dct_tr_fill(b, "Content of {0}, not checked since the start", dct_day_text(b, look->published), NULL);
    if (look->last_check > 0)
        return dct_tr_fill(b, "Content as delivered, checked {0} ago",
                           dct_span_text(b, (uint32_t)(b->content->unix_s - look->last_check)), NULL);
    return dct_tr(b, "Content as delivered, not checked since the start");
}

/* What is under way; NULL: nothing. */
static const char *doing(dct_build *b, const docent_sync_look *look)
{
    switch (look->state) {
    case DOCENT_SYNC_FETCHING:
    case DOCENT_SYNC_UNPACKING: return dct_tr(b, "Newer content is on its way.");
    case DOCENT_SYNC_STAGED: return dct_tr(b, "Newer content is ready.");
    default: return NULL;
    }
}

/* What stands beside is named, as its host names it; the main content's lines need no name. */
static const char *of(dct_build *b, const docent_sync_look *look, const char *id, const char *line)
{
    const char *named = look->beside ? dct_arena_format(b->arena, "%s: %s", id, line) : line;
    return named == NULL ? line : named;
}

static void add_lines(dct_build *b, dct_box *column, const char *id)
{
    docent_sync_look look;
    if (docent_sync_status(b->h, id, &look) != DOCENT_OK)
        return;
    if (look.last_check > b->content->unix_s)
        look.last_check = b->content->unix_s; /* The clock was set back. */
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, of(b, &look, id, content_of(b, &look)))->role = DOCENT_ROLE_STATUS;
    const char *now = doing(b, &look);
    if (now != NULL)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, of(b, &look, id, now));
    if (look.reason_text[0] != 0)
        dct_text(b, column, DCT_LOOK_SMALL, DCT_CAUTION, of(b, &look, id, dct_tr(b, look.reason_text)));
}

void dct_newness_lines(dct_build *b, dct_box *column)
{
    const char *id;
    for (uint32_t i = 0; (id = docent_sync_id_at(b->h, i)) != NULL; i++)
        add_lines(b, column, id);
}

/* ---- a stick ---- */

static const struct {
    const char *title, *text;
} sticks[] = {
    { NULL, NULL },
    { DCT_MSG("Newer content is being read"), DCT_MSG("Please leave the stick in.") },
    { DCT_MSG("The content is up to date"), DCT_MSG("You may remove the stick.") },
    { DCT_MSG("The stick could not be used"), DCT_MSG("You may remove the stick. The help stays as it was.") },
};

dct_box *dct_newness_stick(dct_build *b, dct_box *box)
{
    unsigned what = (unsigned char)b->state->dialog_text[0] - (unsigned)'0';
    const char *why = what == 0 ? "" : b->state->dialog_text + 1;
    if (what == 0 || what >= sizeof sticks / sizeof *sticks)
        return NULL;
    box->label = dct_tr(b, sticks[what].title);
    dct_heading(b, box, 1, DCT_LOOK_HEADING, dct_tr(b, sticks[what].title))->align_x = DCT_ALIGN_CENTER;
    dct_box *text = dct_text(b, box, DCT_LOOK_BODY, DCT_NO_COLOUR, dct_tr(b, sticks[what].text));
    text->role = DOCENT_ROLE_STATUS;
    text->align_x = DCT_ALIGN_CENTER;
    if (what == DOCENT_STICK_FAILED && *why != 0)
        dct_text(b, box, DCT_LOOK_SOFT, DCT_NO_COLOUR, dct_tr(b, why))->align_x = DCT_ALIGN_CENTER;
    dct_button(b, box, DCT_BUTTON_MAIN, "close", dct_tr(b, "Close"), NULL, dct_key("stick-close", 0),
               dct_press_command("close-dialog"));
    return box;
}

void docent_view_stick(docent_view *v, docent_stick what, const char *why)
{
    char text[sizeof v->state.dialog_text];
    dct_action a = { .kind = DCT_ACT_DIALOG, .number = DCT_DIALOG_STICK, .text = text };
    if (v == NULL || (unsigned)what > DOCENT_STICK_FAILED)
        return;
    if (what == DOCENT_STICK_GONE && v->state.dialog != DCT_DIALOG_STICK)
        return;
    if (what == DOCENT_STICK_GONE)
        a.number = DCT_DIALOG_NONE;
    snprintf(text, sizeof text, "%c%s", '0' + (int)what, why == NULL ? "" : why);
    dct_act(v, &a);
}
