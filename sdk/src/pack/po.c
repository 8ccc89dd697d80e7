#include "po.h"

#include "../base/buf.h"
#include "../base/limits.h"

#include <string.h>

typedef enum field { FIELD_NONE, FIELD_ID, FIELD_STR, FIELD_OTHER } field;

typedef struct reader {
    dct_arena      *arena;
    dct_diag       *diag;
    const char     *file;
    uint32_t        line;
    field           field;
    dct_buf         id, str;
    dct_place       id_place;
    bool            has_id, fuzzy, unusable; /* unusable: with a plural or a context. */
    dct_lookup       seen;
    dct_po_string  *first, **end;
} reader;

static dct_place at(const reader *r, size_t column)
{
    return (dct_place){ r->file, r->line, (uint32_t)column + 1 };
}

/* The entry that was read so far joins the list. */
static void finish_entry(reader *r)
{
    bool header = r->id.size == 0;
    if (r->has_id && !header && !r->unusable) {
        dct_po_string *s = dct_arena_new(r->arena, sizeof *s);
        const char *id = dct_arena_text(r->arena, (const char *)r->id.data, r->id.size);
        const char *str = dct_arena_text(r->arena, (const char *)r->str.data, r->fuzzy ? 0 : r->str.size);
        const dct_po_string *other = s == NULL || id == NULL || str == NULL ? NULL : dct_lookup_add(&r->seen, id, s);
        if (other == s && s != NULL) {
            *s = (dct_po_string){ id, str, r->id_place, NULL };
            *r->end = s;
            r->end = &s->next;
        } else if (other != NULL) {
            dct_diag_fault(r->diag, r->id_place, "this msgid is given twice; it was on line %u", (unsigned)other->place.line);
        }
    }
    r->has_id = r->fuzzy = r->unusable = false;
    r->field = FIELD_NONE;
    dct_buf_clear(&r->id);
    dct_buf_clear(&r->str);
}

static char unescape(char c)
{
    switch (c) {
    case 'n': return '\n';
    case 't': return '\t';
    case 'r': return ' ';
    default: return c;
    }
}

/* "..." at text[from]. */
static void take_quoted(reader *r, const char *text, size_t size, size_t from)
{
    dct_buf *out = r->field == FIELD_ID ? &r->id : r->field == FIELD_STR ? &r->str : NULL;
    size_t i = from + 1;
    for (; i < size && text[i] != '"'; i++) {
        bool escaped = text[i] == '\\' && i + 1 < size;
        if (escaped)
            i++;
        if (out != NULL)
            dct_buf_add_byte(out, (unsigned char)(escaped ? unescape(text[i]) : text[i]));
    }
    if (i >= size)
        dct_diag_fault(r->diag, at(r, from), "bad PO file: the quoted text has no end");
}

static void begin_field(reader *r, const char *word, size_t size)
{
    bool id = size == 5 && memcmp(word, "msgid", 5) == 0;
    bool str = size == 6 && memcmp(word, "msgstr", 6) == 0;
    if (id) {
        if (r->has_id)
            finish_entry(r);
        r->has_id = true;
        r->id_place = at(r, 0);
    } else if (!str) {
        r->unusable = true;
        if (size == 12 && memcmp(word, "msgid_plural", 12) == 0)
            dct_diag_fault(r->diag, at(r, 0), "plurals are not read; the string is left out");
    }
    r->field = id ? FIELD_ID : str ? FIELD_STR : FIELD_OTHER;
}

static void take_keyword(reader *r, const char *text, size_t size)
{
    size_t word = strcspn(text, " \t\"[\n");
    if (word > size)
        word = size;
    if (word < 5 || memcmp(text, "msg", 3) != 0) {
        dct_diag_fault(r->diag, at(r, 0), "bad PO file: expected msgid, msgstr, a quoted text or a comment");
        return;
    }
    if (word == 7 && memcmp(text, "msgctxt", 7) == 0 && r->has_id)
        finish_entry(r);
    begin_field(r, text, word);
    size_t quote = word;
    while (quote < size && text[quote] != '"')
        quote++;
    if (quote == size)
        dct_diag_fault(r->diag, at(r, word), "bad PO file: expected a quoted text");
    else
        take_quoted(r, text, size, quote);
}

/* "#, fuzzy, c-format". Looks no further than the line: a file may have a million of them. */
static bool is_fuzzy(const char *text, size_t size)
{
    if (size < 3 || text[1] != ',')
        return false;
    for (size_t i = 2; i + 5 <= size; i++)
        if (memcmp(text + i, "fuzzy", 5) == 0)
            return true;
    return false;
}

static void take_line(reader *r, const char *text, size_t size)
{
    while (size > 0 && (*text == ' ' || *text == '\t')) {
        text++;
        size--;
    }
    if (size == 0)
        return;
    if (*text == '#') {
        if (r->field == FIELD_STR)
            finish_entry(r);
        r->fuzzy = r->fuzzy || is_fuzzy(text, size);
    } else if (*text == '"') {
        if (r->field == FIELD_NONE)
            dct_diag_fault(r->diag, at(r, 0), "bad PO file: a quoted text before any msgid");
        else
            take_quoted(r, text, size, 0);
    } else {
        take_keyword(r, text, size);
    }
}

dct_po_string *dct_po_read(dct_arena *arena, const char *text, size_t size, const char *file, dct_diag *diag)
{
    reader r = { .arena = arena, .diag = diag, .file = file };
    r.end = &r.first;
    dct_lookup_init(&r.seen, arena);
    dct_buf_init(&r.id, arena->alloc, DCT_MAX_PO_BYTES);
    dct_buf_init(&r.str, arena->alloc, DCT_MAX_PO_BYTES);
    for (size_t start = 0; start < size;) {
        const char *newline = memchr(text + start, '\n', size - start);
        size_t end = newline == NULL ? size : (size_t)(newline - text);
        r.line++;
        take_line(&r, text + start, end - start);
        start = end + 1;
    }
    finish_entry(&r);
    dct_buf_close(&r.id);
    dct_buf_close(&r.str);
    return r.first;
}
