/* HTML as text, as far as a mail needs it: no tree is built, nothing is fetched, and time is linear in its length.
 *
 *     text    -> text, white space as one space       <br> <p> <div> <li> <tr> ... -> a new line, never three
 *     &name;  -> its character                        <style> <script> <head> <blockquote> and comments -> nothing */
#include "mail_text.h"

#include "../base/utf8.h"

#include <string.h>

typedef struct writer {
    char  *out;
    size_t size;
    size_t newlines; /* At the end; 2 at the start, so that nothing begins with one. */
    bool   space;    /* One is owed before the next character. */
} writer;

static void put_line(writer *w, size_t most)
{
    w->space = false;
    if (w->newlines < most) {
        w->out[w->size++] = '\n';
        w->newlines++;
    }
}

static void put(writer *w, uint32_t c)
{
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == 0xA0) {
        w->space = w->newlines == 0;
        return;
    }
    if (w->space)
        w->out[w->size++] = ' ';
    w->space = false;
    w->newlines = 0;
    w->size += dct_utf8_encode(c, w->out + w->size);
}

/* ---- characters by name ---- */

static const struct { const char *name; uint16_t c; } names[] = {
    { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' }, { "nbsp", ' ' }, { "euro", 0x20AC },
    { "auml", 0xE4 }, { "ouml", 0xF6 }, { "uuml", 0xFC }, { "Auml", 0xC4 }, { "Ouml", 0xD6 }, { "Uuml", 0xDC },
    { "szlig", 0xDF }, { "eacute", 0xE9 }, { "egrave", 0xE8 }, { "agrave", 0xE0 }, { "ccedil", 0xE7 }, { "ntilde", 0xF1 },
    { "ndash", 0x2013 }, { "mdash", 0x2014 }, { "hellip", 0x2026 }, { "lsquo", 0x2018 }, { "rsquo", 0x2019 },
    { "ldquo", 0x201C }, { "rdquo", 0x201D }, { "bdquo", 0x201E }, { "laquo", 0xAB }, { "raquo", 0xBB }, { "copy", 0xA9 },
    { "reg", 0xAE }, { "deg", 0xB0 }, { "bull", 0x2022 }, { "middot", 0xB7 }, { "zwnj", 0x200C }, { "zwj", 0x200D }
};

static uint32_t by_number(const char *p, size_t size)
{
    uint32_t c = 0;
    bool hex = size > 1 && (p[1] == 'x' || p[1] == 'X');
    for (size_t i = hex ? 2 : 1; i < size; i++) {
        char d = p[i] >= 'A' && p[i] <= 'F' ? (char)(p[i] + 32) : p[i];
        uint32_t v = d >= '0' && d <= '9' ? (uint32_t)(d - '0') : hex && d >= 'a' && d <= 'f' ? (uint32_t)(d - 'a') + 10 : 99;
        if (v == 99 || c > 0x10FFFF)
            return 0;
        c = c * (hex ? 16 : 10) + v;
    }
    return c > 0x10FFFF || (c < 0x20 && c != '\n' && c != '\t') ? 0 : c;
}

/* After "&": the bytes it takes with its semicolon; 0: it is only an ampersand. */
static size_t entity(const char *p, uint32_t *c)
{
    size_t size = strcspn(p, "; \n<&");
    *c = 0;
    if (p[size] != ';' || size == 0 || size > 10)
        return 0;
    if (*p == '#') {
        *c = by_number(p, size);
        return *c != 0 ? size + 1 : 0;
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strlen(names[i].name) == size && memcmp(names[i].name, p, size) == 0)
            *c = names[i].c;
    return *c != 0 ? size + 1 : 0;
}

/* ---- tags ---- */

typedef struct tag {
    char        name[16]; /* Lower case. */
    bool        end;
    const char *after;    /* What follows it. */
    const char *inside;   /* Its attributes. */
} tag;

static bool named(const char *const *list, const char *name)
{
    for (; *list != NULL; list++)
        if (strcmp(*list, name) == 0)
            return true;
    return false;
}

/* p: at "<". False: it is a mere sign. */
static bool read_tag(const char *p, tag *t)
{
    const char *at = p + 1;
    size_t n = 0;
    if (strncmp(at, "!--", 3) == 0) {
        const char *end = strstr(at, "-->");
        t->name[0] = 0;
        t->after = end != NULL ? end + 3 : at + strlen(at);
        return true;
    }
    t->end = *at == '/';
    at += t->end;
    if (!((*at | 32) >= 'a' && (*at | 32) <= 'z') && *at != '!' && *at != '?')
        return false;
    for (; *at != 0 && strchr(" \t\r\n/>", *at) == NULL; at++)
        if (n + 1 < sizeof t->name)
            t->name[n++] = *at >= 'A' && *at <= 'Z' ? (char)(*at + 32) : *at;
    t->name[n] = 0;
    t->inside = at;
    at += strcspn(at, ">");
    t->after = at + (*at != 0);
    return true;
}

/* Past the end of an element that is not shown, its likes within it counted. */
static const char *skip_element(const char *p, const char *name)
{
    int depth = 1;
    while (depth > 0 && (p = strchr(p, '<')) != NULL) {
        tag t = { "", false, p + 1, p };
        if (read_tag(p, &t) && strcmp(t.name, name) == 0)
            depth += t.end ? -1 : 1;
        p = t.after;
    }
    return p;
}

static const char *take_tag(writer *w, const char *p)
{
    static const char *const hidden[] = { "style", "script", "head", "title", "blockquote", "template", "svg", NULL };
    static const char *const lines[] = { "br", "div", "li", "tr", "ul", "ol", "table", "hr", "dt", "dd", NULL };
    static const char *const paragraphs[] = { "p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", NULL };
    tag t = { "", false, p + 1, p };
    if (!read_tag(p, &t)) {
        put(w, '<');
        return p + 1;
    }
    if (!t.end && named(hidden, t.name))
        return skip_element(t.after, t.name);
    if (named(paragraphs, t.name))
        put_line(w, 2), put_line(w, 2);
    else if (named(lines, t.name))
        put_line(w, strcmp(t.name, "br") == 0 ? 2 : 1);
    if (!t.end && strcmp(t.name, "li") == 0)
        put(w, '-'), put(w, ' ');
    return t.after;
}

const char *dct_mail_html(dct_arena *arena, const char *html)
{
    size_t size = strlen(html), at;
    /* An entity is longer than its character, a tag than the lines it makes; a byte that is no UTF-8 becomes three. */
    writer w = { dct_arena_new(arena, 3 * size + 8), 0, 2, false };
    if (w.out == NULL)
        return "";
    for (const char *p = html; p != NULL && *p != 0;) {
        uint32_t c;
        size_t n = *p == '&' ? entity(p + 1, &c) : 0;
        if (*p == '<') {
            p = take_tag(&w, p);
        } else if (n > 0) {
            put(&w, c);
            p += 1 + n;
        } else {
            at = 0;
            put(&w, dct_utf8_next(p, (size_t)(html + size - p), &at));
            p += at;
        }
    }
    w.out[w.size] = 0;
    return w.out;
}
