/* The YAML between two lines of `---` at the top of an article. */
#include "page.h"

#include <stdlib.h>
#include <string.h>

/* "---" alone on the line at text[at]; *next is the line after. */
static bool is_fence(const char *text, size_t size, size_t at, size_t *next)
{
    const char *end = memchr(text + at, '\n', size - at);
    size_t stop = end == NULL ? size : (size_t)(end - text);
    *next = end == NULL ? size : stop + 1;
    while (stop > at && (text[stop - 1] == ' ' || text[stop - 1] == '\t'))
        stop--;
    return stop - at == 3 && memcmp(text + at, "---", 3) == 0;
}

static int32_t read_position(const dct_yaml *map, dct_diag *diag)
{
    const char *text = dct_yaml_text(map, "position", diag);
    if (text == NULL)
        return INT32_MAX;
    char *end;
    long value = strtol(text, &end, 10);
    if (*text != 0 && *end == 0 && value > -1000000 && value < 1000000)
        return (int32_t)value;
    dct_diag_fault(diag, dct_yaml_get(map, "position")->place, "`position` must be a whole number, not \"%s\"", text);
    return INT32_MAX;
}

static dct_page_kind read_kind(const dct_yaml *map, dct_diag *diag)
{
    const char *text = dct_yaml_text(map, "kind", diag);
    if (text == NULL || strcmp(text, "article") == 0)
        return DCT_PAGE_ARTICLE;
    if (strcmp(text, "fix") == 0)
        return DCT_PAGE_FIX;
    if (strcmp(text, "part") == 0)
        return DCT_PAGE_PART;
    dct_diag_fault(diag, dct_yaml_get(map, "kind")->place, "`kind` is article, fix or part, not \"%s\"", text);
    return DCT_PAGE_ARTICLE;
}

/* Keys that people bring from elsewhere and that mean the same. */
static const char *text_or(const dct_yaml *map, const char *key, const char *also, dct_diag *diag)
{
    const char *text = dct_yaml_text(map, key, diag);
    if (text == NULL && also != NULL)
        text = dct_yaml_text(map, also, diag);
    return text == NULL ? "" : text;
}

static void read_id(const dct_yaml *map, dct_diag *diag, dct_page *page)
{
    const char *id = dct_yaml_text(map, "id", diag);
    if (id == NULL)
        return;
    page->id_place = dct_yaml_get(map, "id")->place;
    page->id = id;
}

static void read_map(dct_arena *arena, const dct_yaml *map, dct_diag *diag, dct_page *page)
{
    static const char *const keys[] = { "id", "title", "summary", "description", "keywords", "tags", "audience",
                                        "product", "versions", "related", "contexts", "codes", "position", "kind",
                                        "updated", "popularity", "community", NULL };
    dct_yaml_check_keys(map, keys, "the front matter", diag);
    read_id(map, diag, page);
    page->kind = read_kind(map, diag);
    page->position = read_position(map, diag);
    page->title = text_or(map, "title", NULL, diag);
    page->summary = text_or(map, "summary", "description", diag);
    page->audience = text_or(map, "audience", NULL, diag);
    page->product = text_or(map, "product", NULL, diag);
    page->versions = text_or(map, "versions", NULL, diag);
    page->standing = dct_standing_read(arena, map, diag);
    const dct_yaml *keywords = dct_yaml_get(map, "keywords");
    page->keywords = dct_mentions_read(arena, keywords != NULL ? keywords : dct_yaml_get(map, "tags"), diag);
    page->related = dct_mentions_read(arena, dct_yaml_get(map, "related"), diag);
    page->contexts = dct_mentions_read(arena, dct_yaml_get(map, "contexts"), diag);
    page->codes = dct_mentions_read(arena, dct_yaml_get(map, "codes"), diag);
}

static uint32_t count_lines(const char *text, size_t size)
{
    uint32_t lines = 0;
    for (size_t i = 0; i < size; i++)
        lines += text[i] == '\n';
    return lines;
}

size_t dct_frontmatter_read(dct_arena *arena, const char *text, size_t size, dct_diag *diag, dct_page *page,
                            uint32_t *line)
{
    size_t start, at, next;
    *line = 1;
    if (size == 0 || !is_fence(text, size, 0, &start))
        return 0;
    for (at = start; at < size; at = next)
        if (is_fence(text, size, at, &next))
            break;
    if (at >= size) {
        dct_diag_fault(diag, (dct_place){ page->file, 1, 1 }, "the front matter has no second line of ---");
        return 0;
    }
    const dct_yaml *map = dct_yaml_read(arena, text + start, at - start, (dct_place){ page->file, 2, 1 }, diag);
    if (map != NULL && dct_yaml_is(map, DCT_YAML_MAP, diag))
        read_map(arena, map, diag, page);
    *line = 1 + count_lines(text, next);
    return next;
}
