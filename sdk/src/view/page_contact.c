/* Reaching a person: the number, whether somebody is there now, every other way there is, and what this device cannot do, said
 * openly. */
#include "request_boxes.h"

#include "when.h"

#include <math.h>
#include <string.h>

static void add_phone(dct_build *b, dct_box *column, const docent_contact *c)
{
    if (c->phone[0] == 0)
        return;
    dct_box *card = dct_row(b, column, 18);
    card->flags |= DCT_BOX_FILL;
    dct_surface(b, card, DCT_ACCENT_SOFT, DCT_BORDER, 14);
    dct_pad(b, card, 20, 18);
    if (!dct_is_tight(b))
        dct_badge(b, card, "phone", 52, DCT_ACCENT, DCT_ON_ACCENT);
    dct_box *words = dct_column(b, card, 2);
    words->grow = 1;
    dct_text(b, words, DCT_LOOK_SMALL_BOLD, DCT_NO_COLOUR, dct_tr(b, "Call us"));
    dct_box *number = dct_whole_text(b, words, b->m.width < 20 * 16 * b->m.text ? DCT_LOOK_LABEL : DCT_LOOK_TITLE, c->phone);
    number->flags |= DCT_BOX_SELECTABLE;
    number->order = b->selectable++;
    const char *line = dct_hours_line(b, c);
    if (line != NULL)
        dct_text(b, words, DCT_LOOK_BODY_BOLD, c->open ? DCT_OPEN : DCT_CLOSED, line)->role = DOCENT_ROLE_STATUS;
    if (c->phone_note[0] != 0)
        dct_text(b, words, DCT_LOOK_SOFT, DCT_NO_COLOUR, c->phone_note);
}

static void add_fact(dct_build *b, dct_box *card, const char *icon, const char *name, const char *value)
{
    if (value[0] == 0)
        return;
    dct_box *row = dct_row(b, card, 14);
    row->flags |= DCT_BOX_FILL;
    row->min_h = b->m.touch;
    dct_icon(b, row, icon, 24, DCT_ACCENT);
    dct_box *words = dct_column(b, row, 0);
    words->grow = 1;
    dct_text(b, words, DCT_LOOK_SMALL, DCT_NO_COLOUR, name);
    dct_box *text = dct_text(b, words, DCT_LOOK_BODY, DCT_NO_COLOUR, value);
    text->flags |= DCT_BOX_SELECTABLE;
    text->order = b->selectable++;
}

static const char *span_text(dct_build *b, const docent_hours_day *day)
{
    const char *text = "";
    for (uint32_t i = 0; i < day->span_count && i < 4; i++) {
        text = dct_arena_format(b->arena, "%s%s%u:%02u\xE2\x80\x93%u:%02u", text, i == 0 ? "" : ", ",
                                day->from_min[i] / 60u, day->from_min[i] % 60u, day->to_min[i] / 60u,
                                day->to_min[i] % 60u);
        if (text == NULL)
            return "";
    }
    return day->span_count == 0 ? dct_tr(b, "Closed") : text;
}

static void add_day(dct_build *b, dct_box *table, const docent_hours_day *day, bool today)
{
    dct_box *row = dct_row(b, table, 0);
    row->role = DOCENT_ROLE_ROW;
    row->key = dct_key("day", day->weekday);
    row->label = "";
    row->background = today ? DCT_ACCENT_SOFT : DCT_NO_COLOUR;
    dct_look look = today ? DCT_LOOK_BODY_BOLD : DCT_LOOK_BODY;
    dct_box *name = dct_column(b, row, 0);
    dct_pad(b, name, 14, 7);
    name->role = DOCENT_ROLE_CELL;
    name->key = dct_key("day-name", day->weekday);
    name->label = "";
    dct_text(b, name, look, DCT_NO_COLOUR, dct_weekday(b, day->weekday));
    if (day->holiday[0] != 0)
        dct_text(b, name, DCT_LOOK_SMALL, DCT_NO_COLOUR, day->holiday);
    dct_box *hours = dct_column(b, row, 0);
    dct_pad(b, hours, 14, 7);
    hours->role = DOCENT_ROLE_CELL;
    hours->key = dct_key("day-hours", day->weekday);
    hours->label = "";
    dct_text(b, hours, look, DCT_NO_COLOUR, span_text(b, day));
}

static void add_hours(dct_build *b, dct_box *column, const docent_contact *c)
{
    if (!c->has_hours)
        return;
    dct_heading(b, column, 2, DCT_LOOK_HEADING, dct_tr(b, "Opening hours"));
    dct_text(b, column, DCT_LOOK_SMALL, DCT_NO_COLOUR, dct_tr_fill(b, "Times are the shop's own ({0}).", c->time_zone, NULL));
    dct_box *card = dct_card(b, column, 6);
    card->flags |= DCT_BOX_FILL;
    dct_box *table = dct_add(b, card, DCT_BOX_TABLE);
    table->column_max = 2;
    table->role = DOCENT_ROLE_TABLE;
    table->key = dct_key("hours", 0);
    table->label = dct_tr(b, "Opening hours");
    for (uint32_t i = 0; i < 7; i++)
        add_day(b, table, &c->days[i], i == 0);
}

/* ---- every way there is ---------------------------------------------------------------------- */

static dct_box *way(dct_build *b, dct_box *grid, const char *icon, const char *title, const char *note, uint32_t key,
                    dct_press press)
{
    dct_box *row = dct_row(b, grid, 14);
    row->flags |= DCT_BOX_FILL;
    row->min_h = roundf(b->m.touch * 1.4f);
    dct_surface(b, row, DCT_SURFACE, DCT_BORDER, 14);
    row->hover = DCT_ACCENT_SOFT;
    dct_pad(b, row, 16, 12);
    if (!dct_is_tight(b))
        dct_badge(b, row, icon, 44, DCT_ACCENT_SOFT, DCT_ACCENT);
    dct_box *words = dct_column(b, row, 1);
    words->grow = 1;
    dct_text(b, words, DCT_LOOK_SUBHEADING, DCT_NO_COLOUR, title);
    if (note != NULL && note[0] != 0)
        dct_text(b, words, DCT_LOOK_SMALL, DCT_NO_COLOUR, note);
    dct_pressable(row, DOCENT_ROLE_BUTTON, key, press, NULL);
    return row;
}

static const char *promise(dct_build *b)
{
    int64_t by = b->content->desk->connected ? b->content->desk->answer_by : 0;
    return by == 0 ? "" : dct_tr_fill(b, "Answer by {0}", dct_when(b, by), NULL);
}

static void add_requests(dct_build *b, dct_box *grid)
{
    uint32_t unread = b->content->unread;
    const char *note = unread == 0 ? dct_tr(b, "What you asked, and the answers")
                     : dct_tr_fill(b, "New answers: {0}", dct_number(b, unread), NULL);
    dct_box *row = way(b, grid, "list", dct_tr(b, "Your requests"), note, dct_key("way", 3), dct_press_command("requests"));
    dct_count_badge(b, row, unread);
}

static void add_ways(dct_build *b, dct_box *column)
{
    const docent_desk *desk = b->content->desk;
    const docent_contact_hook *hook = docent_contact_hook_of(b->h);
    dct_box *grid = dct_add(b, column, DCT_BOX_GRID);
    grid->gap = roundf(12 * b->m.space);
    grid->column_min = roundf(250 * b->m.text);
    grid->column_max = 2;
    if (desk != NULL && desk->chat)
        way(b, grid, "chat", desk->chat_open ? dct_tr(b, "Chat with us now") : dct_tr(b, "Leave a message"),
            desk->chat_open ? dct_tr(b, "Somebody is there.") : promise(b), dct_key("way", 0), dct_press_command("chat"));
    if (desk != NULL && desk->ticket)
        way(b, grid, "mail", dct_tr(b, "Write to us"), promise(b), dct_key("way", 1), dct_press_command("ticket"));
    if (desk != NULL && desk->callback)
        way(b, grid, "phone", dct_tr(b, "Call me back"), dct_tr(b, "We call you, when it suits you."), dct_key("way", 2),
            dct_press_command("callback"));
    if (hook != NULL && hook->label != NULL)
        way(b, grid, "external", hook->label, NULL, dct_key("way", 4), dct_press_command("host-contact"));
    if (desk != NULL && (desk->ticket || desk->callback || desk->chat))
        add_requests(b, grid);
    way(b, grid, "question", dct_tr(b, "Ask a question"), dct_tr(b, "Answered from this help, at any hour."), dct_key("way", 5),
        dct_press_command("ask"));
}

static void add_channels(dct_build *b, dct_box *column)
{
    const docent_desk *desk = b->content->desk;
    if (desk == NULL || desk->channel_count == 0)
        return;
    dct_heading(b, column, 2, DCT_LOOK_HEADING, dct_tr(b, "Elsewhere"));
    dct_box *grid = dct_add(b, column, DCT_BOX_GRID);
    grid->gap = roundf(12 * b->m.space);
    grid->column_min = roundf(250 * b->m.text);
    grid->column_max = 2;
    for (uint32_t i = 0; i < desk->channel_count; i++) {
        const docent_channel *c = &desk->channels[i];
        way(b, grid, c->icon[0] == 0 ? "globe" : c->icon, c->name, c->note, dct_key("channel", i),
            (dct_press){ DCT_DO_URL, c->url, 0 })->role = DOCENT_ROLE_LINK;
    }
}

static void add_facts(dct_build *b, dct_box *column, const docent_contact *c)
{
    if (c->email[0] == 0 && c->url[0] == 0 && c->address[0] == 0)
        return;
    dct_box *card = dct_card(b, column, 18);
    card->flags |= DCT_BOX_FILL;
    add_fact(b, card, "mail", dct_tr(b, "E-mail"), c->email);
    add_fact(b, card, "globe", dct_tr(b, "Web"), c->url);
    add_fact(b, card, "shop", dct_tr(b, "Address"), c->address);
}

static bool has_ways(const dct_build *b)
{
    const docent_desk *desk = b->content->desk;
    const docent_contact_hook *hook = docent_contact_hook_of(b->h);
    return (desk != NULL && (desk->ticket || desk->callback || desk->chat || desk->channel_count > 0)) ||
           (hook != NULL && hook->label != NULL);
}

void dct_page_contact(dct_build *b, dct_box *page)
{
    dct_box *column = dct_reading_column(b, page);
    const docent_contact *c = b->content->contact;
    if (c == NULL && !has_ways(b)) {
        dct_empty(b, column, "person", dct_tr(b, "No contact is given"),
                  dct_tr(b, "This help does not say whom to call. Ask where you got the product."));
        return;
    }
    dct_heading(b, column, 1, DCT_LOOK_TITLE, dct_tr(b, "Talk to a person"));
    if (c != NULL)
        add_phone(b, column, c);
    if (has_ways(b))
        add_ways(b, column);
    if (c != NULL)
        add_facts(b, column, c);
    add_channels(b, column);
    if (c != NULL)
        add_hours(b, column, c);
}

/* ---- a way that is not offered here -------------------------------------------------------- */

void dct_page_not_offered(dct_build *b, dct_box *page, const char *icon, const char *title)
{
    dct_box *column = dct_reading_column(b, page);
    const docent_contact *c = b->content->contact;
    dct_empty(b, column, icon, title, dct_tr(b, "These ways always work:"));
    if (c == NULL)
        return;
    add_phone(b, column, c);
    add_facts(b, column, c);
}
