/* The names in the JSON are those of article.h in lower case; what is 0, "" or empty is left out. */
#include "show.h"

#include <jansson.h>

static const char *const kinds[] = { "",      "heading", "paragraph", "steps",    "step",   "list",
                                     "item",  "alert",   "quote",     "table",    "row",    "cell",
                                     "picture", "code",  "rule",      "footnote", "screen", "answer" };
static const char *const alerts[] = { "", "note", "tip", "important", "warning", "caution" };
static const char *const aligns[] = { "", "center", "end" };

#define COUNT(names) (sizeof(names) / sizeof *(names))

static void add_text(json_t *object, const char *key, const char *text)
{
    if (*text != 0)
        json_object_set_new(object, key, json_string(text));
}

static void add_number(json_t *object, const char *key, uint32_t number)
{
    if (number != 0)
        json_object_set_new(object, key, json_integer(number));
}

static void add_flag(json_t *object, const char *key, bool flag)
{
    if (flag)
        json_object_set_new(object, key, json_true());
}

static json_t *styles_of(uint32_t style)
{
    static const char *const names[] = { "emphasis", "strong", "code", "ui", "key", "strike", "link", "note" };
    json_t *list = json_array();
    for (size_t i = 0; i < COUNT(names); i++)
        if ((style >> i & 1) != 0)
            json_array_append_new(list, json_string(names[i]));
    return list;
}

static json_t *inlines_of(const docent_block *b)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < b->inline_count; i++) {
        json_t *o = json_object();
        json_object_set_new(o, "from", json_integer(b->inlines[i].from));
        json_object_set_new(o, "to", json_integer(b->inlines[i].to));
        json_object_set_new(o, "style", styles_of(b->inlines[i].style));
        add_text(o, "target", b->inlines[i].target);
        json_array_append_new(list, o);
    }
    return list;
}

static void add_level(json_t *o, const docent_block *b)
{
    if (b->kind == DOCENT_BLOCK_HEADING)
        add_number(o, "level", b->level);
    else if (b->kind == DOCENT_BLOCK_ALERT && b->level < COUNT(alerts))
        add_text(o, "alert", alerts[b->level]);
    else if (b->kind == DOCENT_BLOCK_CELL && b->level < COUNT(aligns))
        add_text(o, "align", aligns[b->level]);
}

static json_t *block_json(const docent_block *b)
{
    json_t *o = json_object();
    add_text(o, "kind", (size_t)b->kind < COUNT(kinds) ? kinds[b->kind] : "");
    json_object_set_new(o, "end", json_integer(b->end));
    if (b->parent != UINT32_MAX)
        json_object_set_new(o, "parent", json_integer(b->parent));
    add_level(o, b);
    add_number(o, "number", b->number);
    add_number(o, "width", b->width);
    add_number(o, "height", b->height);
    add_flag(o, "header", (b->flags & DOCENT_BLOCK_HEADER) != 0);
    add_flag(o, "fix", (b->flags & DOCENT_BLOCK_FIX) != 0);
    add_flag(o, "checkbox", (b->flags & DOCENT_BLOCK_CHECKBOX) != 0);
    add_flag(o, "checked", (b->flags & DOCENT_BLOCK_CHECKED) != 0);
    add_text(o, "text", b->text);
    add_text(o, "anchor", b->anchor);
    add_text(o, "target", b->target);
    if (b->inline_count > 0)
        json_object_set_new(o, "inlines", inlines_of(b));
    return o;
}

static json_t *related_json(const docent_hits *related)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < docent_hits_count(related); i++)
        json_array_append_new(list, json_string(docent_hits_at(related, i)->id));
    return list;
}

bool show_json(FILE *out, const docent_article *a, const docent_hits *related)
{
    json_t *o = json_object(), *blocks = json_array();
    json_object_set_new(o, "id", json_string(docent_article_id(a)));
    json_object_set_new(o, "kind", json_string(docent_article_kind(a) == DOCENT_KIND_FIX ? "fix" : "article"));
    json_object_set_new(o, "locale", json_string(docent_article_locale(a)));
    json_object_set_new(o, "title", json_string(docent_article_title(a)));
    json_object_set_new(o, "summary", json_string(docent_article_summary(a)));
    json_object_set_new(o, "category", json_string(docent_article_category(a)));
    json_object_set_new(o, "related", related_json(related));
    for (uint32_t i = 0; i < docent_article_block_count(a); i++)
        json_array_append_new(blocks, block_json(docent_article_block(a, i)));
    bool whole = json_object_set_new(o, "blocks", blocks) == 0 && json_object_size(o) == 8 &&
                 json_array_size(blocks) == docent_article_block_count(a);
    bool written = whole && json_dumpf(o, out, JSON_COMPACT) == 0;
    fputc('\n', out);
    json_decref(o);
    return written;
}
