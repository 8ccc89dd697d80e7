#include "xml.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"

#include <string.h>

#define ATTRS 32 /* Of one element; XMPP's have five. */

typedef struct binding { /* What a prefix means, from here inwards. */
    const char *prefix, *ns;
    const struct binding *outer;
} binding;

typedef struct piece {
    const char *text;
    size_t size;
    struct piece *next;
} piece;

typedef struct level {
    dct_xml *node;
    dct_xml *last;   /* Child so far. */
    piece *pieces, *last_piece;
    const binding *scope;
    const char *tag; /* As written, prefix and all. */
} level;

typedef struct reader {
    const char *at, *end, *start, *what;
    dct_arena *arena;
    docent_error *err;
    bool failed;
    const binding *scope;
    uint32_t depth, nodes;
    level levels[DCT_MAX_XML_DEPTH];
    dct_xml *root;
} reader;

static bool wrong(reader *r, const char *why)
{
    if (!r->failed && dct_arena_failed(r->arena))
        dct_fail(r->err, dct_arena_status(r->arena), "xml", 0, "%s: too much XML to hold in memory", r->what);
    else if (!r->failed)
        dct_fail(r->err, DOCENT_ERR_SYNTAX, "xml", 0, "%s: %s at byte %zu; the server's answer is not used", r->what, why,
                 (size_t)(r->at - r->start));
    r->failed = true;
    return false;
}

/* ---- bytes ---- */

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static void skip_space(reader *r)
{
    while (r->at < r->end && is_space(*r->at))
        r->at++;
}

static bool starts(const reader *r, const char *text)
{
    size_t n = strlen(text);
    return (size_t)(r->end - r->at) >= n && memcmp(r->at, text, n) == 0;
}

static bool name_char(char c)
{
    unsigned char u = (unsigned char)c;
    return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u == '-' || u == '.' ||
           u == ':' || u >= 0x80;
}

static const char *read_name(reader *r)
{
    const char *from = r->at;
    while (r->at < r->end && name_char(*r->at))
        r->at++;
    if (r->at == from || (*from >= '0' && *from <= '9') || *from == '-' || *from == '.')
        return wrong(r, "a name is missing"), NULL;
    return dct_arena_text(r->arena, from, (size_t)(r->at - from));
}

/* ---- text ---- */

static bool xml_character(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c <= 0xD7FF) || (c >= 0xE000 && c <= 0xFFFD) ||
           (c >= 0x10000 && c <= 0x10FFFF);
}

/* text: after "&#". The number, or 0 when it is none that XML can hold. */
static uint32_t number_of(const char *text, size_t size)
{
    bool hex = size > 0 && text[0] == 'x';
    uint32_t value = 0;
    size_t i = hex ? 1 : 0;
    if (size <= i || size > 8)
        return 0;
    for (; i < size; i++) {
        char c = text[i];
        uint32_t digit = c >= '0' && c <= '9' ? (uint32_t)(c - '0')
                         : hex && c >= 'a' && c <= 'f' ? (uint32_t)(c - 'a' + 10)
                         : hex && c >= 'A' && c <= 'F' ? (uint32_t)(c - 'A' + 10) : 99;
        if (digit == 99)
            return 0;
        value = value * (hex ? 16 : 10) + digit;
    }
    return xml_character(value) ? value : 0;
}

static size_t entity(reader *r, const char *text, size_t size, char out[4])
{
    static const struct { const char *name; char is; } known[] = {
        { "amp", '&' }, { "lt", '<' }, { "gt", '>' }, { "quot", '"' }, { "apos", '\'' },
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (strlen(known[i].name) == size && memcmp(known[i].name, text, size) == 0) {
            out[0] = known[i].is;
            return 1;
        }
    uint32_t c = size > 1 && text[0] == '#' ? number_of(text + 1, size - 1) : 0;
    if (c == 0)
        return wrong(r, "an entity that is not known"), 0;
    return dct_utf8_encode(c, out);
}

/* size bytes with their entities resolved; never longer than before. */
static char *decode(reader *r, const char *from, size_t size, size_t *length)
{
    char *out = dct_arena_new(r->arena, size + 1);
    size_t n = 0;
    for (size_t i = 0; out != NULL && i < size;) {
        unsigned char c = (unsigned char)from[i];
        if (c < 0x20 && !is_space(from[i]))
            return wrong(r, "a character that XML cannot hold"), NULL;
        if (c != '&') {
            out[n++] = from[i++];
            continue;
        }
        const char *stop = memchr(from + i, ';', size - i < 12 ? size - i : 12);
        size_t wrote = stop == NULL ? (wrong(r, "a lone &"), 0) : entity(r, from + i + 1, (size_t)(stop - from) - i - 1, out + n);
        if (wrote == 0)
            return NULL;
        n += wrote;
        i = (size_t)(stop - from) + 1;
    }
    if (length != NULL)
        *length = n;
    return out;
}

static bool add_piece(reader *r, const char *text, size_t size)
{
    level *l = &r->levels[r->depth - 1];
    piece *p = dct_arena_new(r->arena, sizeof *p);
    if (p == NULL)
        return wrong(r, "memory");
    p->text = text;
    p->size = size;
    if (l->last_piece != NULL)
        l->last_piece->next = p;
    else
        l->pieces = p;
    l->last_piece = p;
    return true;
}

static bool read_text(reader *r)
{
    const char *stop = memchr(r->at, '<', (size_t)(r->end - r->at)), *from = r->at;
    if (stop == NULL)
        return wrong(r, "it ends too early");
    size_t length = 0;
    const char *text = decode(r, from, (size_t)(stop - from), &length);
    r->at = stop;
    return text != NULL ? add_piece(r, text, length) : wrong(r, "memory");
}

static bool read_cdata(reader *r)
{
    const char *from = r->at + 9;
    for (const char *p = from; p + 3 <= r->end; p++)
        if (memcmp(p, "]]>", 3) == 0) {
            r->at = p + 3;
            return add_piece(r, from, (size_t)(p - from));
        }
    return wrong(r, "it ends too early");
}

static const char *join(reader *r, const level *l)
{
    if (l->pieces == NULL)
        return "";
    if (l->pieces->next == NULL)
        return dct_arena_text(r->arena, l->pieces->text, l->pieces->size);
    size_t size = 0;
    for (const piece *p = l->pieces; p != NULL; p = p->next)
        size += p->size;
    char *out = dct_arena_new(r->arena, size + 1);
    size = 0;
    for (const piece *p = l->pieces; out != NULL && p != NULL; p = p->next) {
        memcpy(out + size, p->text, p->size);
        size += p->size;
    }
    return out;
}

/* ---- elements ---- */

static bool read_attr(reader *r, dct_xml_attr *attrs, uint32_t *count)
{
    const char *name = read_name(r);
    if (name == NULL)
        return wrong(r, "memory");
    skip_space(r);
    if (r->at >= r->end || *r->at != '=')
        return wrong(r, "an attribute without a value");
    r->at++;
    skip_space(r);
    char quote = r->at < r->end ? *r->at : 0;
    const char *from = r->at + 1, *stop = NULL;
    if (quote == '"' || quote == '\'')
        stop = memchr(from, quote, (size_t)(r->end - from));
    if (stop == NULL || memchr(from, '<', (size_t)(stop - from)) != NULL)
        return wrong(r, "an attribute's value is not in quotes");
    const char *value = decode(r, from, (size_t)(stop - from), NULL);
    if (value == NULL)
        return wrong(r, "memory");
    r->at = stop + 1;
    for (uint32_t i = 0; i < *count; i++)
        if (strcmp(attrs[i].name, name) == 0)
            return wrong(r, "an attribute twice");
    if (*count >= ATTRS)
        return wrong(r, "too many attributes");
    attrs[(*count)++] = (dct_xml_attr){ name, value };
    return true;
}

static bool bind(reader *r, const dct_xml_attr *a)
{
    bool all = strcmp(a->name, "xmlns") == 0;
    if (!all && strncmp(a->name, "xmlns:", 6) != 0)
        return true;
    binding *b = dct_arena_new(r->arena, sizeof *b);
    if (b == NULL)
        return wrong(r, "memory");
    *b = (binding){ all ? "" : a->name + 6, a->value, r->scope };
    r->scope = b;
    return true;
}

/* Splits a written name; the namespace of an element without a prefix is the one in force. */
static bool resolve(reader *r, const char *tag, dct_xml *x)
{
    const char *colon = strchr(tag, ':');
    size_t n = colon == NULL ? 0 : (size_t)(colon - tag);
    x->name = colon == NULL ? tag : colon + 1;
    x->ns = "";
    for (const binding *b = r->scope; b != NULL; b = b->outer)
        if (strlen(b->prefix) == n && memcmp(b->prefix, tag, n) == 0) {
            x->ns = b->ns;
            return true;
        }
    return colon == NULL || wrong(r, "a prefix that is not declared");
}

static bool read_attrs(reader *r, dct_xml *x)
{
    dct_xml_attr attrs[ATTRS];
    for (skip_space(r); r->at < r->end && *r->at != '>' && *r->at != '/'; skip_space(r))
        if (!read_attr(r, attrs, &x->attr_count) || !bind(r, &attrs[x->attr_count - 1]))
            return false;
    dct_xml_attr *kept = dct_arena_array(r->arena, x->attr_count, sizeof *kept);
    if (kept == NULL && x->attr_count > 0)
        return wrong(r, "memory");
    if (x->attr_count > 0)
        memcpy(kept, attrs, x->attr_count * sizeof *kept);
    x->attrs = kept;
    return true;
}

static void hang(reader *r, dct_xml *x)
{
    if (r->depth == 0) {
        r->root = x;
        return;
    }
    level *up = &r->levels[r->depth - 1];
    x->parent = up->node;
    if (up->last != NULL)
        up->last->next = x;
    else
        up->node->first = x;
    up->last = x;
}

static bool close_level(reader *r)
{
    level *l = &r->levels[r->depth - 1];
    l->node->text = join(r, l);
    r->scope = l->scope;
    r->depth--;
    return l->node->text != NULL || wrong(r, "memory");
}

static bool read_open(reader *r)
{
    if (r->depth == 0 && r->root != NULL)
        return wrong(r, "a second element");
    if (r->depth >= DCT_MAX_XML_DEPTH || ++r->nodes > DCT_MAX_XML_NODES)
        return wrong(r, "too many elements");
    const binding *outer = r->scope;
    r->at++;
    dct_xml *x = dct_arena_new(r->arena, sizeof *x);
    const char *tag = read_name(r);
    if (x == NULL || tag == NULL)
        return wrong(r, "memory");
    x->text = "";
    if (!read_attrs(r, x) || !resolve(r, tag, x))
        return false;
    hang(r, x);
    bool empty = starts(r, "/>");
    if (!empty && !starts(r, ">"))
        return wrong(r, "a tag that does not end");
    r->at += empty ? 2 : 1;
    r->levels[r->depth++] = (level){ x, NULL, NULL, NULL, outer, tag };
    return !empty || close_level(r);
}

static bool read_close(reader *r)
{
    r->at += 2;
    const char *tag = read_name(r);
    if (tag == NULL)
        return wrong(r, "memory");
    skip_space(r);
    if (r->depth == 0 || strcmp(tag, r->levels[r->depth - 1].tag) != 0 || !starts(r, ">"))
        return wrong(r, "an end without its beginning");
    r->at++;
    return close_level(r);
}

static bool read_step(reader *r)
{
    if (starts(r, "</"))
        return read_close(r);
    if (r->depth > 0 && starts(r, "<![CDATA["))
        return read_cdata(r);
    if (starts(r, "<!") || starts(r, "<?"))
        return wrong(r, "a declaration, which chat servers may not send,");
    if (starts(r, "<"))
        return read_open(r);
    return r->depth > 0 ? read_text(r) : wrong(r, "text outside of an element");
}

static void skip_prolog(reader *r)
{
    if (starts(r, "\xEF\xBB\xBF"))
        r->at += 3;
    skip_space(r);
    if (!starts(r, "<?xml "))
        return;
    const char *stop = memchr(r->at, '>', (size_t)(r->end - r->at));
    if (stop != NULL && stop[-1] == '?')
        r->at = stop + 1;
}

const dct_xml *dct_xml_read(const char *data, size_t size, dct_arena *arena, const char *what, docent_error *err)
{
    reader r = { .at = data, .end = data + size, .start = data, .what = what, .arena = arena, .err = err };
    static const binding xml = { "xml", "http://www.w3.org/XML/1998/namespace", NULL };
    r.scope = &xml;
    if (size > DCT_MAX_XML_BYTES)
        return wrong(&r, "too long: it begins"), NULL;
    if (!dct_utf8_valid(data, size) || memchr(data, 0, size) != NULL)
        return wrong(&r, "not UTF-8: it begins"), NULL;
    skip_prolog(&r);
    for (skip_space(&r); r.at < r.end; r.depth == 0 ? skip_space(&r) : (void)0)
        if (!read_step(&r))
            return NULL;
    if (r.depth > 0 || r.root == NULL)
        return wrong(&r, "it ends too early"), NULL;
    return r.root;
}
