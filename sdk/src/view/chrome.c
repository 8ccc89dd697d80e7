/* The frame around every page: header, find bar, footer with the phone number, and the words for opening hours. */
#include "request_boxes.h"

#include <math.h>
#include <string.h>

/* ---- the search field ------------------------------------------------------------- */

/* The text of a field with its caret; the placeholder while it is empty. */
static dct_box *field_text(dct_build *b, dct_box *parent, dct_field field, const char *placeholder)
{
    const dct_edit *edit = &b->state->fields[field];
    bool empty = edit->size == 0;
    const char *text = empty ? placeholder : dct_arena_text(b->arena, edit->text, edit->size);
    dct_box *box = dct_text(b, parent, DCT_LOOK_BODY, empty ? DCT_TEXT_SOFT : DCT_TEXT, text == NULL ? "" : text);
    box->grow = 1;
    box->max_lines = 1;
    box->field = (int32_t)field;
    if (b->state->field == field && !empty) {
        box->flags |= DCT_BOX_SCROLLED;
        box->gap = ceilf(4 * b->m.scale);
    }
    return box;
}

static dct_box *field_box(dct_build *b, dct_box *parent, dct_field field, const char *icon, const char *name)
{
    dct_box *box = dct_row(b, parent, 10);
    bool active = b->state->field == field;
    box->min_h = b->m.touch;
    box->background = DCT_SURFACE;
    box->border = active ? DCT_ACCENT : DCT_CONTROL;
    box->border_width = roundf((active ? 2 : 1) * b->m.scale);
    box->radius = roundf(b->m.touch / 2);
    dct_pad(b, box, 16, 6);
    dct_icon(b, box, icon, 22, DCT_TEXT_SOFT);
    field_text(b, box, field, name);
    dct_pressable(box, DOCENT_ROLE_FIELD, dct_key("field", (uint32_t)field),
                  (dct_press){ DCT_DO_FIELD, NULL, (uint32_t)field }, name);
    box->value = dct_arena_text(b->arena, b->state->fields[field].text, b->state->fields[field].size);
    return box;
}

static void clear_button(dct_build *b, dct_box *row)
{
    dct_button(b, row, DCT_BUTTON_QUIET, "close", NULL, dct_tr(b, "Clear the search"), dct_key("clear", 0),
               dct_press_command("search-clear"));
}

dct_box *dct_search_field(dct_build *b, dct_box *parent, bool big)
{
    dct_box *row = dct_row(b, parent, 4);
    row->grow = big ? 0 : 1;
    row->flags |= DCT_BOX_FILL;
    dct_box *field = field_box(b, row, DCT_FIELD_SEARCH, "search",
                               dct_tr(b, big ? DCT_MSG("What do you need help with?") : DCT_MSG("Search help")));
    field->grow = 1;
    if (big) {
        field->min_h = roundf(b->m.touch * 1.25f);
        field->radius = roundf(field->min_h / 2);
    }
    if (b->state->fields[DCT_FIELD_SEARCH].size > 0)
        clear_button(b, row);
    return row;
}

/* ---- header ------------------------------------------------------------------------------ */

static dct_box *tool_button(dct_build *b, dct_box *row, const char *icon, const char *label, const char *command)
{
    dct_box *button = dct_button(b, row, DCT_BUTTON_QUIET, icon, NULL, dct_tr(b, label), dct_key(command, 0),
                                 dct_press_command(command));
    button->first->colour = DCT_TEXT;
    return button;
}

static bool can_go_back(const dct_build *b)
{
    return b->state->history.at > 0;
}

static void add_logo(dct_build *b, dct_box *row)
{
    dct_box *logo = dct_add(b, row, DCT_BOX_PICTURE);
    logo->name = "logo";
    logo->want_h = roundf(30 * b->m.text);
    logo->want_w = roundf(logo->want_h * b->logo);
    logo->flags |= DCT_BOX_SILENT;
}

static void add_brand(dct_build *b, dct_box *row)
{
    const docent_info *info = docent_info_of(b->h);
    dct_box *brand = dct_row(b, row, 8);
    brand->min_h = brand->min_w = b->m.touch;
    brand->align_x = DCT_ALIGN_CENTER;
    brand->radius = roundf(10 * b->m.space);
    brand->hover = DCT_ACCENT_SOFT;
    dct_pad(b, brand, 8, 4);
    if (b->logo > 0)
        add_logo(b, brand);
    else
        dct_icon(b, brand, "home", 24, DCT_ACCENT);
    if (b->m.form != DCT_FORM_PANEL && info->product[0] != 0 && b->state->text_percent <= 150) {
        dct_box *name = dct_text(b, brand, DCT_LOOK_LABEL, DCT_NO_COLOUR, info->product);
        name->max_lines = 1;
        name->max_w = b->m.width * 0.3f;
    }
    dct_pressable(brand, DOCENT_ROLE_BUTTON, dct_key("brand", 0), dct_press_command("home"), dct_tr(b, "Home"));
}

static dct_box *header_row(dct_build *b, dct_box *column)
{
    dct_box *row = dct_row(b, column, b->m.form == DCT_FORM_PANEL ? 2 : 10);
    row->flags |= DCT_BOX_FILL;
    row->pad.start = row->pad.end = roundf(b->m.form == DCT_FORM_PANEL ? 6 * b->m.space : b->m.side * 0.5f);
    row->pad.top = row->pad.bottom = roundf(8 * b->m.space);
    return row;
}

/* On a tall kiosk the tools are below, where hands are (dct_build_footer). */
static bool tools_below(const dct_build *b)
{
    return b->m.form == DCT_FORM_TALL && b->m.large;
}

static void add_tools(dct_build *b, dct_box *row)
{
    if (b->m.form != DCT_FORM_PANEL) {
        tool_button(b, row, "list", DCT_MSG("Contents"), "contents");
        tool_button(b, row, "bookmark", DCT_MSG("Bookmarks"), "bookmarks");
    }
    tool_button(b, row, "text-size", DCT_MSG("Settings: text size, colours, language"), "settings");
}

dct_box *dct_build_header(dct_build *b)
{
    bool home = b->state->address.page == DCT_PAGE_HOME;
    dct_box *column = dct_column(b, NULL, 0);
    column->background = DCT_SURFACE;
    column->role = DOCENT_ROLE_REGION;
    column->key = dct_key("header", 0);
    column->label = dct_tr(b, "Tools");
    dct_box *row = header_row(b, column);
    if (can_go_back(b) && !tools_below(b))
        tool_button(b, row, b->rtl ? "forward" : "back", DCT_MSG("Back"), "back");
    add_brand(b, row);
    if (home || dct_is_tight(b))
        dct_column(b, row, 0)->grow = 1;
    else
        dct_search_field(b, row, false);
    if (!tools_below(b))
        add_tools(b, row);
    if (b->flags & DOCENT_VIEW_PANEL)
        tool_button(b, row, "close", DCT_MSG("Close help"), "close");
    bool asks = b->state->address.page == DCT_PAGE_ASK && b->state->field != DCT_FIELD_SEARCH; /* One field is enough. */
    if (!home && !asks && dct_is_tight(b) && !b->state->find_open) { /* The find bar stands in its place. */
        dct_box *second = header_row(b, column);
        second->pad.top = 0;
        dct_search_field(b, second, false);
    }
    dct_rule(b, column);
    return column;
}

static void add_matches(dct_build *b, dct_box *row, const char *count_text)
{
    dct_text(b, row, DCT_LOOK_SMALL, DCT_NO_COLOUR, count_text)->role = DOCENT_ROLE_STATUS;
    tool_button(b, row, "up", DCT_MSG("Previous match"), "find-previous");
    tool_button(b, row, "down", DCT_MSG("Next match"), "find-next");
}

static dct_box *find_row(dct_build *b, dct_box *bar)
{
    dct_box *row = dct_row(b, bar, 6);
    row->flags |= DCT_BOX_FILL;
    row->pad.start = row->pad.end = roundf(b->m.side * 0.5f);
    row->pad.top = row->pad.bottom = roundf(6 * b->m.space);
    return row;
}

/* Where there is no room beside the field for the matches they stand below it. */
dct_box *dct_build_find(dct_build *b, const char *count_text)
{
    dct_box *bar = dct_column(b, NULL, 0);
    bar->background = DCT_SURFACE;
    bar->role = DOCENT_ROLE_REGION;
    bar->key = dct_key("find-bar", 0);
    bar->label = dct_tr(b, "Find on this page");
    dct_box *row = find_row(b, bar);
    dct_box *field = field_box(b, row, DCT_FIELD_FIND, "search", dct_tr(b, "Find on this page"));
    field->grow = 1;
    if (!dct_is_tight(b))
        add_matches(b, row, count_text);
    tool_button(b, row, "close", DCT_MSG("Close find"), "find-close");
    if (dct_is_tight(b)) {
        dct_box *second = find_row(b, bar);
        second->pad.top = second->pad.bottom = 0;
        second->align_x = DCT_ALIGN_END;
        add_matches(b, second, count_text);
    }
    dct_rule(b, bar);
    return bar;
}

/* ---- where a question is typed ------------------------------------------------------------------- */

dct_box *dct_build_compose(dct_build *b)
{
    if (b->state->address.page != DCT_PAGE_ASK)
        return NULL;
    dct_box *bar = dct_column(b, NULL, 0);
    bar->background = DCT_SURFACE;
    bar->align_x = DCT_ALIGN_CENTER;
    bar->role = DOCENT_ROLE_REGION;
    bar->key = dct_key("compose", 0);
    bar->label = dct_tr(b, "Your question");
    dct_rule(b, bar);
    dct_box *row = dct_row(b, bar, 8);
    row->flags |= DCT_BOX_FILL;
    row->max_w = b->m.measure + 2 * b->m.side;
    row->pad.start = row->pad.end = b->m.form == DCT_FORM_PANEL ? roundf(10 * b->m.space) : b->m.side;
    row->pad.top = row->pad.bottom = roundf(8 * b->m.space);
    field_box(b, row, DCT_FIELD_ASK, "chat", dct_tr(b, "Ask in your own words"))->grow = 1;
    const char *send = dct_tr(b, "Send");
    bool wide = b->m.form != DCT_FORM_PANEL;
    dct_button(b, row, DCT_BUTTON_MAIN, b->rtl ? "back" : "forward", wide ? send : NULL, wide ? NULL : send, dct_key("ask-send", 0),
               dct_press_command("ask-send"));
    return bar;
}

/* ---- opening hours in words ------------------------------------------------------------------ */

const char *dct_weekday(dct_build *b, uint32_t day)
{
    static const char *const names[7] = { DCT_MSG("Monday"),   DCT_MSG("Tuesday"), DCT_MSG("Wednesday"),
                                          DCT_MSG("Thursday"), DCT_MSG("Friday"),  DCT_MSG("Saturday"),
                                          DCT_MSG("Sunday") };
    return dct_tr(b, names[day % 7]);
}

static const char *clock_text(dct_build *b, unsigned minutes)
{
    const char *text = dct_arena_format(b->arena, "%u:%02u", minutes / 60, minutes % 60);
    return text == NULL ? "" : text;
}

static const char *opens_line(dct_build *b, const docent_contact *c)
{
    const char *at = clock_text(b, c->next_min);
    if (c->next_change == 0)
        return dct_tr(b, "Closed");
    if (c->next_days == 0)
        return dct_tr_fill(b, "Closed now. Opens today at {0}", at, NULL);
    if (c->next_days == 1)
        return dct_tr_fill(b, "Closed now. Opens tomorrow at {0}", at, NULL);
    return dct_tr_fill(b, "Closed now. Opens {0} at {1}", dct_weekday(b, c->next_weekday), at);
}

const char *dct_hours_line(dct_build *b, const docent_contact *c)
{
    if (c == NULL || !c->has_hours)
        return NULL;
    if (!c->open)
        return opens_line(b, c);
    if (c->next_change == 0)
        return dct_tr(b, "Open now");
    return dct_tr_fill(b, "Open now, until {0}", clock_text(b, c->next_min), NULL);
}

/* ---- footer ---------------------------------------------------------------------------------------- */

static void add_open_state(dct_build *b, dct_box *row, const docent_contact *c)
{
    const char *line = dct_hours_line(b, c);
    if (line == NULL)
        return;
    dct_box *state = dct_row(b, row, 8);
    dct_icon(b, state, c->open ? "check-circle" : "clock", 20, c->open ? DCT_OPEN : DCT_CLOSED);
    dct_text(b, state, DCT_LOOK_SMALL_BOLD, c->open ? DCT_OPEN : DCT_CLOSED, line)->role = DOCENT_ROLE_STATUS;
}

/* With the largest text on a small panel the number alone fills its line. */
static bool is_full(const dct_build *b)
{
    return b->m.width < 13 * 16 * b->m.text;
}

static void add_phone(dct_build *b, dct_box *row, const docent_contact *c)
{
    dct_box *phone = dct_row(b, row, 8);
    phone->align_y = DCT_ALIGN_CENTER;
    if (!is_full(b))
        dct_icon(b, phone, "phone", 22, DCT_ACCENT);
    dct_whole_text(b, phone, DCT_LOOK_LABEL, c->phone);
}

/* A tool of a tall kiosk: its icon above its word. */
static void bar_button(dct_build *b, dct_box *row, const char *icon, const char *word, const char *command, bool can)
{
    dct_box *box = dct_column(b, row, 2);
    box->grow = 1;
    box->min_h = roundf(b->m.touch * 1.2f);
    box->align_x = box->align_y = DCT_ALIGN_CENTER;
    box->radius = roundf(10 * b->m.space);
    box->hover = DCT_ACCENT_SOFT;
    dct_pad(b, box, 4, 6);
    dct_icon(b, box, icon, 26, can ? DCT_TEXT : DCT_CONTROL);
    dct_box *text = dct_text(b, box, DCT_LOOK_SMALL_BOLD, can ? DCT_TEXT : DCT_CONTROL, dct_tr(b, word));
    text->align_x = DCT_ALIGN_CENTER;
    text->max_lines = 2;
    dct_pressable(box, DOCENT_ROLE_BUTTON, dct_key(command, 0), dct_press_command(command), NULL);
    if (!can)
        box->flags |= DCT_BOX_DISABLED;
}

/* Words are never broken: each button is as wide as its word, and what is left is shared. False: that is too wide by *much. */
static bool fit_bar(const dct_build *b, dct_box *bar, float *much)
{
    float widest = 0, sum = 0, room = b->m.width - bar->pad.start - bar->pad.end;
    uint32_t count = 0;
    for (dct_box *c = bar->first; c != NULL; c = c->next, count++) {
        float w = dct_box_natural_width(c);
        widest = fmaxf(widest, w);
        sum += w;
    }
    room -= bar->gap * (float)(count - 1);
    *much = sum / fmaxf(room, 1);
    if (widest * (float)count > room)
        for (dct_box *c = bar->first; c != NULL; c = c->next)
            c->grow = dct_box_natural_width(c);
    return *much <= 1;
}

static dct_box *add_tools_below(dct_build *b, dct_box *column)
{
    dct_box *row = dct_row(b, column, 6);
    row->flags |= DCT_BOX_FILL;
    row->pad.start = row->pad.end = roundf(b->m.side * 0.5f);
    row->pad.top = row->pad.bottom = roundf(4 * b->m.space);
    bar_button(b, row, b->rtl ? "forward" : "back", DCT_MSG("Back"), "back", can_go_back(b));
    bar_button(b, row, "home", DCT_MSG("Home"), "home", true);
    bar_button(b, row, "list", DCT_MSG("Contents"), "contents", true);
    bar_button(b, row, "bookmark", DCT_MSG("Bookmarks"), "bookmarks", true);
    bar_button(b, row, "text-size", DCT_MSG("Settings"), "settings", true);
    return row;
}

#define LEAST_BAR 0.6f

/* One row, because a second one takes from the page what the larger text needs: where five words do not fit beside each other,
 * they grow a little less than the page's. Where even that does not do, the row is two. */
static void add_bar(dct_build *b, dct_box *column)
{
    float text = b->m.text, much = 1;
    uint32_t texts = b->texts;
    for (int tries = 0; tries < 3; tries++) {
        b->texts = texts;
        if (fit_bar(b, add_tools_below(b, dct_column(b, NULL, 0)), &much))
            break;
        b->m.text = fmaxf(b->m.text / much / 1.02f, text * LEAST_BAR); /* Its paddings stay: seldom right at once. */
    }
    b->texts = texts;
    dct_box *row = add_tools_below(b, column);
    b->m.text = text;
    if (!fit_bar(b, row, &much)) {
        row->kind = DCT_BOX_WRAP;
        row->gap = roundf(16 * b->m.space);
        row->line_gap = roundf(2 * b->m.space);
    }
    dct_rule(b, column);
}

/* Writing and being called back are one press away on every screen; with large text in a panel the contact page has them. */
static void add_short_ways(dct_build *b, dct_box *row)
{
    const docent_desk *desk = b->content->desk;
    bool wide = b->m.width >= 62 * 16 * b->m.text;
    float least = b->m.form == DCT_FORM_PANEL ? 21 : b->m.form == DCT_FORM_TALL ? 33 : 40;
    bool room = b->m.width >= least * 16 * b->m.text;
    if (desk == NULL || !room || b->state->address.page == DCT_PAGE_CONTACT)
        return;
    if (desk->ticket && b->state->address.page != DCT_PAGE_TICKET)
        dct_button(b, row, wide ? DCT_BUTTON_PLAIN : DCT_BUTTON_QUIET, "mail", wide ? dct_tr(b, "Write to us") : NULL,
                   wide ? NULL : dct_tr(b, "Write to us"), dct_key("short-ticket", 0), dct_press_command("ticket"));
    if (desk->callback && b->state->address.page != DCT_PAGE_CALLBACK)
        dct_button(b, row, wide ? DCT_BUTTON_PLAIN : DCT_BUTTON_QUIET, "callback", wide ? dct_tr(b, "Call me back") : NULL,
                   wide ? NULL : dct_tr(b, "Call me back"), dct_key("short-callback", 0), dct_press_command("callback"));
}

/* With the number of answers that are new. */
static void add_contact_button(dct_build *b, dct_box *row)
{
    bool panel = b->m.form == DCT_FORM_PANEL, tight = dct_is_tight(b);
    const docent_desk *desk = b->content->desk;
    bool crowded = panel && desk != NULL && (desk->ticket || desk->callback);
    uint32_t unread = b->content->unread;
    const char *words = dct_tr(b, panel ? DCT_MSG("Contact") : DCT_MSG("Talk to a person"));
    const char *shown = tight || crowded ? NULL : words, *said = shown == NULL ? words : NULL;
    if (unread > 0)
        said = dct_tr_fill(b, "{0}. New answers: {1}", words, dct_number(b, unread));
    dct_box *button = dct_button(b, row, panel ? DCT_BUTTON_PLAIN : DCT_BUTTON_MAIN, "person", shown, said, dct_key("contact", 0),
                                 dct_press_command(unread > 0 ? "requests" : "contact"));
    dct_count_badge(b, button, unread);
}

static void add_contact_row(dct_build *b, dct_box *column, const docent_contact *c)
{
    bool panel = b->m.form == DCT_FORM_PANEL;
    dct_box *row = dct_row(b, column, is_full(b) ? 4 : panel ? 10 : 24);
    row->flags |= DCT_BOX_FILL;
    row->pad.start = row->pad.end = roundf(is_full(b) ? 5 * b->m.space : panel ? 12 * b->m.space : b->m.side);
    row->pad.top = row->pad.bottom = roundf(7 * b->m.space);
    dct_box *facts = dct_add(b, row, DCT_BOX_WRAP);
    facts->gap = roundf(20 * b->m.space);
    facts->line_gap = roundf(2 * b->m.space);
    facts->grow = 1;
    if (c != NULL && c->phone[0] != 0)
        add_phone(b, facts, c);
    /* With very large text in a panel the number matters more: the contact page has the hours. */
    if (c != NULL && (b->m.width >= 18 * 16 * b->m.text || c->phone[0] == 0))
        add_open_state(b, facts, c);
    add_short_ways(b, row);
    if (b->state->address.page != DCT_PAGE_CONTACT)
        add_contact_button(b, row);
}

dct_box *dct_build_footer(dct_build *b)
{
    const docent_contact *c = b->content->contact;
    bool reached = c != NULL || (b->content->desk != NULL && b->content->desk->connected);
    if (!reached && !tools_below(b))
        return NULL;
    dct_box *column = dct_column(b, NULL, 0);
    column->background = DCT_SURFACE;
    column->role = DOCENT_ROLE_REGION;
    column->key = dct_key("footer", 0);
    column->label = dct_tr(b, "Talk to a person");
    dct_rule(b, column);
    if (tools_below(b))
        add_bar(b, column);
    if (reached)
        add_contact_row(b, column, c);
    return column;
}
