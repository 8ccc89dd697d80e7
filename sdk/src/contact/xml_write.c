/* Writing XML, and looking into what was read. */
#include "xml.h"

#include "../base/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

bool dct_xml_is(const dct_xml *x, const char *name, const char *ns)
{
    return x != NULL && strcmp(x->name, name) == 0 && (ns == NULL || strcmp(x->ns, ns) == 0);
}

const dct_xml *dct_xml_child(const dct_xml *x, const char *name, const char *ns)
{
    for (const dct_xml *c = x == NULL ? NULL : x->first; c != NULL; c = c->next)
        if (dct_xml_is(c, name, ns))
            return c;
    return NULL;
}

const dct_xml *dct_xml_again(const dct_xml *x)
{
    for (const dct_xml *c = x == NULL ? NULL : x->next; c != NULL; c = c->next)
        if (dct_xml_is(c, x->name, x->ns))
            return c;
    return NULL;
}

const char *dct_xml_get(const dct_xml *x, const char *attr)
{
    for (uint32_t i = 0; x != NULL && i < x->attr_count; i++)
        if (strcmp(x->attrs[i].name, attr) == 0)
            return x->attrs[i].value;
    return "";
}

const char *dct_xml_child_text(const dct_xml *x, const char *name, const char *ns)
{
    const dct_xml *c = dct_xml_child(x, name, ns);
    return c == NULL ? "" : c->text;
}

bool dct_xml_says(const dct_xml *x, const char *attr, const char *value)
{
    return strcmp(dct_xml_get(x, attr), value) == 0;
}

static const char *escape_of(uint32_t c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '\'': return "&apos;";
    case '"': return "&quot;";
    case '\r': return "&#13;"; /* A bare one would be read as a line's end. */
    default: return NULL;
    }
}

void dct_xml_add_text(dct_buf *out, const char *text)
{
    size_t size = strlen(text);
    for (size_t at = 0; at < size;) {
        uint32_t c = dct_utf8_next(text, size, &at);
        const char *escape = escape_of(c);
        char bytes[4];
        if (escape != NULL)
            dct_buf_add_text(out, escape);
        else if ((c >= 0x20 || c == '\t' || c == '\n') && c != 0xFFFE && c != 0xFFFF)
            dct_buf_add(out, bytes, dct_utf8_encode(c, bytes));
    }
}

void dct_xml_add(dct_buf *out, const char *format, ...)
{
    va_list list;
    va_start(list, format);
    for (const char *p = format; *p != 0;) {
        size_t plain = strcspn(p, "%");
        dct_buf_add(out, p, plain);
        p += plain;
        if (*p == 0)
            break;
        if (p[1] == 's')
            dct_xml_add_text(out, va_arg(list, const char *));
        else if (p[1] == 'r')
            dct_buf_add_text(out, va_arg(list, const char *));
        else if (p[1] == 'u')
            dct_buf_add_format(out, "%u", va_arg(list, unsigned));
        else
            out->failed = true; /* A mistake in this program, seen by its first test. */
        p += 2;
    }
    va_end(list);
}
