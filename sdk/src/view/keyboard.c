/* The on-screen keyboard: the layout that was packed for the language, plus the keys every language needs.
 *
 *   1 2 3 4 5 6 7 8 9 0          rows of the layout, parted by tabs; levels of a key by U+001F
 *    q w e r t z u i o p
 *    a s d f g h j k l
 *   ^  y x c v b n m  <-         Shift and Backspace
 *   123  [    space    ]  Enter
 *
 * Keys that are a combining mark alone are drawn on a dotted circle. A key is pressed on release, like every button. */
#include "pages.h"

#include "../base/utf8.h"

#include <math.h>
#include <string.h>

#define LEVEL_MARK 0x1F

static dct_box *key_box(dct_build *b, dct_box *row, float grow, uint32_t key)
{
    dct_box *box = dct_column(b, row, 0);
    box->grow = grow;
    box->min_h = roundf(b->m.touch * (b->m.large ? 0.95f : 1.0f));
    box->align_x = box->align_y = DCT_ALIGN_CENTER;
    dct_surface(b, box, DCT_RAISED, DCT_BORDER, 8);
    box->hover = DCT_ACCENT_SOFT;
    box->key = key;
    return box;
}

/* U+0300..036F, Indic signs, Thai marks, kana marks: what needs something to stand on. */
static bool is_mark(const char *text)
{
    size_t at = 0;
    uint32_t c = dct_utf8_next(text, strlen(text), &at);
    return (c >= 0x300 && c <= 0x36F) || (c >= 0x64B && c <= 0x65F) || (c >= 0x900 && c <= 0x903) ||
           (c >= 0x93A && c <= 0x94F && c != 0x93D) || (c >= 0x955 && c <= 0x957) || c == 0xE31 ||
           (c >= 0xE34 && c <= 0xE3A) || (c >= 0xE47 && c <= 0xE4E) || c == 0x3099 || c == 0x309A;
}

static void add_key(dct_build *b, dct_box *row, const char *text, uint32_t index)
{
    dct_box *box = key_box(b, row, 1, 0);
    const char *shown = is_mark(text) ? dct_arena_format(b->arena, "\xE2\x97\x8C%s", text) : text;
    dct_text(b, box, DCT_LOOK_LABEL, DCT_NO_COLOUR, shown == NULL ? text : shown);
    dct_pressable(box, DOCENT_ROLE_KEY, dct_key("osk", index), (dct_press){ DCT_DO_KEY, text, 0 }, text);
}

static void add_special(dct_build *b, dct_box *row, float grow, const char *icon, const char *text, const char *label,
                        dct_press press)
{
    dct_box *box = key_box(b, row, grow, 0);
    box->background = DCT_SUNKEN;
    if (icon != NULL)
        dct_icon(b, box, icon, 22, DCT_TEXT);
    else
        dct_text(b, box, DCT_LOOK_LABEL, DCT_NO_COLOUR, text);
    dct_pressable(box, DOCENT_ROLE_KEY, dct_key(label, 1), press, dct_tr(b, label));
}

/* One level of a key: the shifted one if there is one and it is wanted. */
static const char *level_of(dct_build *b, const char *key, size_t size, bool shifted)
{
    const char *mark = memchr(key, LEVEL_MARK, size);
    const char *from = key, *to = mark == NULL ? key + size : mark;
    if (shifted && mark != NULL) {
        from = mark + 1;
        const char *more = memchr(from, LEVEL_MARK, size - (size_t)(from - key));
        to = more == NULL ? key + size : more;
    }
    return dct_arena_text(b->arena, from, (size_t)(to - from));
}

static void add_row(dct_build *b, dct_box *row, const char *line, size_t size, uint32_t index)
{
    bool shifted = b->state->keyboard_page == 1;
    for (size_t at = 0, n = 0; at < size && n < 16; n++) {
        const char *tab = memchr(line + at, '\t', size - at);
        size_t length = tab == NULL ? size - at : (size_t)(tab - line) - at;
        const char *text = level_of(b, line + at, length, shifted);
        if (text != NULL && text[0] != 0)
            add_key(b, row, text, index * 32 + (uint32_t)n);
        at += length + 1;
    }
}

static dct_box *new_row(dct_build *b, dct_box *column)
{
    dct_box *row = dct_row(b, column, b->m.form == DCT_FORM_PANEL ? 3 : 6);
    row->flags |= DCT_BOX_FILL;
    return row;
}

static size_t line_length(const char *text)
{
    const char *end = strchr(text, '\n');
    return end == NULL ? strlen(text) : (size_t)(end - text);
}

static uint32_t count_rows(const char *layout)
{
    uint32_t rows = 0;
    for (const char *p = layout; *p != 0; p += line_length(p) + (p[line_length(p)] != 0))
        rows += line_length(p) == 3 && memcmp(p, "row", 3) == 0;
    return rows;
}

static void add_rows(dct_build *b, dct_box *column, const char *layout)
{
    uint32_t rows = count_rows(layout), index = 0;
    for (const char *p = layout; *p != 0;) {
        size_t length = line_length(p);
        bool row_line = length == 3 && memcmp(p, "row", 3) == 0;
        p += length + (p[length] != 0);
        if (!row_line || *p == 0)
            continue;
        dct_box *row = new_row(b, column);
        bool last = ++index == rows;
        if (last)
            add_special(b, row, 1.4f, "shift", NULL, DCT_MSG("Shift"),
                        (dct_press){ DCT_DO_LAYOUT, NULL, b->state->keyboard_page == 1 ? 0 : 1 });
        add_row(b, row, p, line_length(p), index);
        if (last)
            add_special(b, row, 1.4f, "backspace", NULL, DCT_MSG("Delete"), (dct_press){ DCT_DO_KEY, "", DOCENT_KEY_BACKSPACE });
    }
}

/* What Enter does in the field that is typed into (input.c). */
typedef struct enter_key { const char *icon, *label; } enter_key;

static const enter_key *enter_of(const dct_build *b)
{
    static const enter_key search = { "search", DCT_MSG("Search") }, line = { "enter", DCT_MSG("New line") };
    static const enter_key next = { "down", DCT_MSG("Next field") }, send = { "check", DCT_MSG("Send") };
    dct_field field = b->state->field;
    if (field == DCT_FIELD_SEARCH || field == DCT_FIELD_FIND)
        return &search;
    if (field == DCT_FIELD_CODE || (field == DCT_FIELD_REPLY && b->state->address.page == DCT_PAGE_CHAT))
        return &send;
    return b->state->fields[field].lines ? &line : &next;
}

dct_box *dct_build_keyboard(dct_build *b, const char *layout)
{
    bool rtl = b->rtl;
    b->rtl = false; /* Keys stand where they stand on real keyboards. */
    dct_box *column = dct_column(b, NULL, b->m.form == DCT_FORM_PANEL ? 4 : 6);
    column->background = DCT_BACKGROUND;
    column->role = DOCENT_ROLE_REGION;
    column->key = dct_key("keyboard", 0);
    column->label = dct_tr(b, "Keyboard");
    dct_pad(b, column, b->m.form == DCT_FORM_PANEL ? 6 : 14, 8);
    add_rows(b, column, layout);
    dct_box *row = new_row(b, column);
    bool signs = b->state->keyboard_page == 2;
    add_special(b, row, 1.6f, NULL, signs ? "abc" : "123", signs ? DCT_MSG("Letters") : DCT_MSG("Digits and signs"),
                (dct_press){ DCT_DO_LAYOUT, NULL, signs ? 0 : 2 });
    add_special(b, row, 5, NULL, " ", DCT_MSG("Space"), (dct_press){ DCT_DO_KEY, " ", 0 });
    const enter_key *enter = enter_of(b);
    add_special(b, row, 1.6f, enter->icon, NULL, enter->label, (dct_press){ DCT_DO_KEY, "", DOCENT_KEY_ENTER });
    add_special(b, row, 1.2f, "keyboard", NULL, DCT_MSG("Hide the keyboard"), dct_press_command("keyboard-hide"));
    b->rtl = rtl;
    return column;
}
