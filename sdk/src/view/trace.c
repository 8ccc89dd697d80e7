/* State, tree, layout and draw list as stable text: for golden tests, and for a person who asks why. */
#include "view_impl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

typedef struct sink {
    bool (*write)(void *ctx, const char *text, size_t size);
    void *ctx;
    bool  stopped;
} sink;

static void say(sink *s, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static void say(sink *s, const char *format, ...)
{
    char line[2048];
    va_list args;
    va_start(args, format);
    int size = vsnprintf(line, sizeof line, format, args);
    va_end(args);
    if (s->stopped || size < 0)
        return;
    size_t length = (size_t)size < sizeof line ? (size_t)size : sizeof line - 1;
    s->stopped = !s->write(s->ctx, line, length);
}

static const char *const role_names[] = { "",      "page",  "region", "heading", "text", "link", "button",
                                          "field", "checkbox", "radio", "list",  "item", "picture", "table",
                                          "row",   "cell",  "alert",  "status",  "dialog", "code", "key" };

const char *docent_role_name(docent_role role)
{
    size_t count = sizeof role_names / sizeof *role_names;
    return (size_t)role < count ? role_names[role] : "";
}

static void trace_state(docent_view *v, sink *s)
{
    const dct_state *st = &v->state;
    say(s, "address %s\n", docent_view_address(v));
    say(s, "history %u of %u\n", (unsigned)st->history.at + 1, (unsigned)st->history.count);
    say(s, "scroll %d of %d\n", (int)dct_scroll_offset(&st->scroll), (int)dct_frame_scroll_max(v));
    say(s, "theme %s\ntext %u %%\nlocale %s\n", st->theme, (unsigned)st->text_percent, docent_locale(v->h)->tag);
    say(s, "field %d \"%s\" caret %u\n", (int)st->field, st->fields[st->field].text,
        (unsigned)st->fields[st->field].caret);
    if (st->find_open)
        say(s, "find %u of %u\n", (unsigned)st->find_at + 1, (unsigned)v->matches.count);
    say(s, "ticks %u\ntrail %u\n", (unsigned)st->tick_count, (unsigned)st->trail.count);
}

static uint32_t depth_of(const docent_view *v, uint32_t index)
{
    uint32_t depth = 0, parent = v->nodes.items[index].parent;
    for (uint32_t i = index; i-- > 0 && parent != 0;)
        if (v->nodes.items[i].id == parent) {
            parent = v->nodes.items[i].parent;
            depth++;
        }
    return depth;
}

static void trace_tree(docent_view *v, sink *s)
{
    for (uint32_t i = 0; i < v->nodes.count; i++) {
        const docent_node *n = &v->nodes.items[i];
        say(s, "%*s%s", (int)depth_of(v, i) * 2, "", docent_role_name(n->role));
        if (n->level != 0)
            say(s, " %u", (unsigned)n->level);
        say(s, " \"%s\"", n->label);
        if (n->value[0] != 0)
            say(s, " value \"%s\"", n->value);
        static const struct { uint32_t bit; const char *word; } states[] = {
            { DOCENT_STATE_FOCUSED, " focused" }, { DOCENT_STATE_DISABLED, " disabled" },
            { DOCENT_STATE_CHECKED, " checked" }, { DOCENT_STATE_OFFSCREEN, " offscreen" } };
        for (size_t k = 0; k < sizeof states / sizeof *states; k++)
            if (n->state & states[k].bit)
                say(s, "%s", states[k].word);
        say(s, "\n");
    }
}

static const char *const kind_names[] = { "", "column", "row", "wrap", "grid", "table", "text", "picture", "icon" };

static void trace_layout(docent_view *v, sink *s)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(v, roots);
    for (uint32_t r = 0; r < DCT_ROOT_COUNT; r++)
        for (const dct_box *b = roots[r]; b != NULL; b = dct_box_next(roots[r], b)) {
            int depth = 0;
            for (const dct_box *p = b; p != roots[r]; p = p->parent)
                depth++;
            say(s, "%*s%s %g,%g %gx%g", depth * 2, "", kind_names[b->kind], (double)b->x, (double)b->y, (double)b->w,
                (double)b->h);
            if (b->kind == DCT_BOX_TEXT)
                say(s, " lines %u \"%.40s\"", (unsigned)b->layout.line_count, b->text);
            say(s, "\n");
        }
}

docent_status docent_view_trace(docent_view *v, const char *what,
                                bool (*write)(void *ctx, const char *text, size_t size), void *ctx)
{
    if (v == NULL || what == NULL || write == NULL)
        return DOCENT_ERR_ARG;
    docent_status status = dct_frame_make(v);
    if (status != DOCENT_OK)
        return status;
    sink s = { write, ctx, false };
    if (strcmp(what, "state") == 0)
        trace_state(v, &s);
    else if (strcmp(what, "tree") == 0)
        trace_tree(v, &s);
    else if (strcmp(what, "layout") == 0)
        trace_layout(v, &s);
    else if (strcmp(what, "draw") == 0)
        return dct_list_trace(&v->list, write, ctx);
    else
        return DOCENT_ERR_ARG;
    return DOCENT_OK;
}
