/* Answers of other customers say so, with their date and how many found them good: nobody should take them for the company's word.
 * Their few facts come as a small JSON object; this reads those and knows nothing else of JSON. */
#include "origin.h"

#include "when.h"

#include <string.h>

/* Where the value of a member of the outermost object begins; NULL when there is none. */
static const char *member(const char *json, const char *name)
{
    size_t size = strlen(name);
    bool quoted = false;
    int depth = 0;
    for (const char *p = json; *p != 0; p++) {
        if (quoted) {
            if (*p == '\\' && p[1] != 0)
                p++;
            else if (*p == '"')
                quoted = false;
            continue;
        }
        depth += (*p == '{' || *p == '[') - (*p == '}' || *p == ']');
        if (*p != '"')
            continue;
        const char *after = strncmp(p + 1, name, size) == 0 && p[1 + size] == '"' ? p + 2 + size : NULL;
        after = after == NULL ? NULL : after + strspn(after, " \t\r\n");
        if (depth == 1 && after != NULL && *after == ':')
            return after + 1 + strspn(after + 1, " \t\r\n");
        quoted = true;
    }
    return NULL;
}

/* Plain text only: what is escaped is no date and no kind that we know. */
static void read_text(const char *json, const char *name, char *out, size_t room)
{
    const char *value = member(json, name);
    size_t size = value == NULL || *value != '"' ? 0 : strcspn(value + 1, "\"\\");
    out[0] = 0;
    if (size == 0 || size >= room || value[1 + size] != '"')
        return;
    memcpy(out, value + 1, size);
    out[size] = 0;
}

static bool read_number(const char *json, const char *name, uint32_t *out)
{
    const char *value = member(json, name);
    uint32_t n = 0;
    if (value == NULL || *value < '0' || *value > '9')
        return false;
    for (; *value >= '0' && *value <= '9' && n < 100000000u; value++)
        n = n * 10 + (uint32_t)(*value - '0');
    *out = n;
    return true;
}

bool dct_origin_read(const char *json, dct_origin *out)
{
    memset(out, 0, sizeof *out);
    if (json == NULL || json[strspn(json, " ")] != '{')
        return false;
    read_text(json, "kind", out->kind, sizeof out->kind);
    read_text(json, "date", out->date, sizeof out->date);
    out->counted = read_number(json, "votes", &out->votes);
    return out->kind[0] != 0;
}

const char *dct_origin_text(dct_build *b, const char *json)
{
    dct_origin o;
    if (!dct_origin_read(json, &o) || strcmp(o.kind, "community") != 0)
        return NULL;
    const char *text = dct_tr(b, "From the community"), *date = o.date[0] == 0 ? "" : dct_date_text_of(b, o.date);
    if (date[0] != 0)
        text = dct_tr_fill(b, "{0}, {1}", text, date);
    if (!o.counted)
        return text;
    const char *votes = o.votes == 1 ? dct_tr(b, "1 vote") : dct_tr_fill(b, "{0} votes", dct_number(b, o.votes), NULL);
    return dct_tr_fill(b, "{0}, {1}", text, votes);
}

void dct_origin_line(dct_build *b, dct_box *parent, const char *json)
{
    const char *text = dct_origin_text(b, json);
    if (text == NULL)
        return;
    dct_box *row = dct_row(b, parent, 6);
    row->flags |= DCT_BOX_FILL;
    dct_icon(b, row, "person", 18, DCT_NOTE);
    dct_text(b, row, DCT_LOOK_SMALL_BOLD, DCT_NOTE, text)->grow = 1;
}
