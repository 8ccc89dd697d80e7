/* Being called back: a number, and when. Times are offered within the hours in which somebody calls. */
#include "form_boxes.h"
#include "request_boxes.h"
#include "when.h"

#include <math.h>
#include <string.h>

#define SLOT_MIN 180u  /* Three hours: narrow enough to wait for, wide enough to be kept. */
#define DAYS_OFFERED 3u
#define SOON_S 1800    /* The first begins at the full hour after this. */

/* ---- windows of time ------------------------------------------------------------------ */

static void add_slot(dct_build *b, dct_box *wrap, int64_t from, int64_t until, uint32_t *count)
{
    const char *value = dct_arena_format(b->arena, "%lld-%lld", (long long)from, (long long)until);
    const char *text = dct_arena_format(b->arena, "%s %s\xE2\x80\x93%s", dct_day_text(b, from), dct_clock_text(b, from),
                                        dct_clock_text(b, until));
    if (value == NULL || text == NULL)
        return;
    dct_form_radio(b, wrap, NULL, text, strcmp(b->state->wish.when, value) == 0, dct_key("when", ++*count),
                   (dct_press){ DCT_DO_WISH, value, DCT_WISH_WHEN });
}

/* A day's hours in pieces; what is left at the end joins the last. day0: unix seconds of its midnight at the shop. */
static void add_day(dct_build *b, dct_box *wrap, const docent_hours_day *day, int64_t day0, uint32_t *count)
{
    int64_t soon_s = b->content->unix_s + SOON_S - day0;
    uint32_t soon_min = soon_s <= 0 ? 0 : (uint32_t)((soon_s + 3599) / 3600 * 60);
    for (uint32_t i = 0; i < day->span_count && i < 4; i++) {
        uint32_t to = day->to_min[i] > day->from_min[i] ? day->to_min[i] : 1440, end = to;
        for (uint32_t at = day->from_min[i] > soon_min ? day->from_min[i] : soon_min; at < to; at = end) {
            end = at + SLOT_MIN + SLOT_MIN / 2 > to ? to : at + SLOT_MIN;
            add_slot(b, wrap, day0 + at * 60, day0 + end * 60, count);
        }
    }
}

static void add_when(dct_build *b, dct_box *column)
{
    const docent_contact *c = b->content->contact;
    dct_box *wrap = dct_form_group(b, column, dct_tr(b, "When may we call?"), false, NULL, dct_key("when-list", 0));
    dct_form_radio(b, wrap, NULL, dct_tr(b, "As soon as possible"), b->state->wish.when[0] == 0, dct_key("when", 0),
                   (dct_press){ DCT_DO_WISH, "", DCT_WISH_WHEN });
    if (c == NULL || !c->has_hours)
        return;
    int64_t local = b->content->unix_s + c->utc_offset_s, today0 = local - local % 86400 - c->utc_offset_s;
    uint32_t count = 0, days = 0;
    for (uint32_t i = 0; i < 7 && days < DAYS_OFFERED; i++) {
        uint32_t before = count;
        add_day(b, wrap, &c->days[i], today0 + (int64_t)i * 86400, &count);
        days += count > before;
    }
}

void dct_page_callback(dct_build *b, dct_box *page)
{
    dct_question list[DCT_MAX_QUESTIONS];
    if (b->content->desk == NULL || !b->content->desk->callback) {
        dct_page_not_offered(b, page, "phone", dct_tr(b, "Call-backs cannot be asked for here"));
        return;
    }
    uint32_t count = dct_form_questions(b->content, b->state, list);
    dct_box *column = dct_reading_column(b, page);
    column->gap = roundf(18 * b->m.space);
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "We call you back"));
    dct_form_question(b, column, &list[0]);
    add_when(b, column);
    dct_form_text about = { DCT_FIELD_ABOUT, dct_tr(b, "What is it about?"), dct_tr(b, "A few words help us prepare."), "", NULL,
                            false, 2 };
    dct_form_text_box(b, column, &about);
    for (uint32_t i = 1; i < count; i++)
        dct_form_question(b, column, &list[i]);
    dct_along_boxes(b, column);
    dct_consent_boxes(b, column);
    dct_unconnected_box(b, column);
    dct_missing_box(b, column);
    dct_failed_box(b, column);
    dct_box *row = dct_add(b, column, DCT_BOX_WRAP);
    dct_button(b, row, DCT_BUTTON_MAIN, "phone", dct_tr(b, "Call me back"), NULL, dct_key("callback-send", 0),
               dct_press_command("callback-send"));
}
