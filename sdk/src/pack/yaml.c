/* libyaml's events into a small tree. The event interface is used, not the document one, so that depth and size are
 * bounded before anything is built. */
#include "yaml.h"

#include "../base/limits.h"

#include <stdlib.h>
#include <string.h>
#include <yaml.h>

typedef struct reader {
    dct_arena *arena;
    dct_diag  *diag;
    dct_place  start;
    yaml_parser_t parser;
    struct level {
        dct_yaml       *node;
        dct_yaml       *last; /* Its last member. */
        const dct_yaml *key;  /* Waits for its value. */
    } levels[DCT_MAX_YAML_DEPTH];
    uint32_t  depth, nodes;
    dct_yaml *root;
    bool      failed;
} reader;

static const char *const kind_names[] = { "", "a text", "a list", "a map" };

static dct_place place_of(const reader *r, yaml_mark_t mark)
{
    dct_place place = r->start;
    place.line += (uint32_t)mark.line;
    place.column = (mark.line == 0 ? r->start.column : 1) + (uint32_t)mark.column;
    return place;
}

static void fail(reader *r, dct_place place, const char *message)
{
    if (!r->failed)
        dct_diag_fault(r->diag, place, "%s", message);
    r->failed = true;
}

static void fail_parser(reader *r)
{
    const yaml_parser_t *p = &r->parser;
    if (r->failed)
        return;
    r->failed = true;
    dct_place place = place_of(r, p->problem_mark);
    const char *problem = p->problem == NULL ? "it cannot be read" : p->problem;
    if (p->context != NULL)
        dct_diag_fault(r->diag, place, "bad YAML: %s, %s (begun on line %u)", problem, p->context,
                       (unsigned)place_of(r, p->context_mark).line);
    else
        dct_diag_fault(r->diag, place, "bad YAML: %s", problem);
}

static int compare_keys(const void *left, const void *right)
{
    const dct_yaml *a = *(const dct_yaml *const *)left, *b = *(const dct_yaml *const *)right;
    int order = strcmp(a->text, b->text);
    if (order == 0)
        order = a->place.line != b->place.line ? (a->place.line < b->place.line ? -1 : 1)
                                               : (a->place.column < b->place.column ? -1 : 1);
    return order;
}

/* Sorted, because a hostile map may have very many keys. */
static void check_duplicates(reader *r, const dct_yaml *map)
{
    const dct_yaml **keys = dct_arena_array(r->arena, map->count, sizeof *keys);
    if (map->count < 2 || keys == NULL)
        return;
    size_t count = 0;
    for (const dct_yaml *m = map->first; m != NULL; m = m->next)
        keys[count++] = m->key;
    qsort(keys, count, sizeof *keys, compare_keys);
    for (size_t i = 1; i < count; i++)
        if (strcmp(keys[i - 1]->text, keys[i]->text) == 0)
            dct_diag_fault(r->diag, keys[i]->place, "`%s` is given twice; it was also on line %u", keys[i]->text,
                           (unsigned)keys[i - 1]->place.line);
}

/* Hangs a node under the innermost open one; in a map, texts are keys and values in turn. */
static void attach(reader *r, dct_yaml *node)
{
    if (r->depth == 0) {
        r->root = node;
        return;
    }
    struct level *level = &r->levels[r->depth - 1];
    if (level->node->kind == DCT_YAML_MAP) {
        if (level->key == NULL) {
            if (node->kind != DCT_YAML_TEXT) {
                fail(r, node->place, "bad YAML: the key of a map must be a text");
                return;
            }
            level->key = node;
            return;
        }
        node->key = level->key;
        level->key = NULL;
    }
    if (level->last == NULL)
        level->node->first = node;
    else
        level->last->next = node;
    level->last = node;
    level->node->count++;
}

static dct_yaml *new_node(reader *r, dct_yaml_kind kind, const yaml_event_t *event)
{
    dct_yaml *node = r->nodes++ < DCT_MAX_YAML_NODES ? dct_arena_new(r->arena, sizeof *node) : NULL;
    if (node == NULL) {
        fail(r, place_of(r, event->start_mark), "this YAML is too large");
        return NULL;
    }
    node->kind = kind;
    node->place = place_of(r, event->start_mark);
    return node;
}

static void open_level(reader *r, dct_yaml_kind kind, const yaml_event_t *event)
{
    dct_yaml *node = new_node(r, kind, event);
    if (node == NULL)
        return;
    attach(r, node);
    if (r->depth == DCT_MAX_YAML_DEPTH) {
        fail(r, node->place, "this YAML nests too deep");
        return;
    }
    r->levels[r->depth++] = (struct level){ node, NULL, NULL };
}

static void add_text(reader *r, const yaml_event_t *event)
{
    dct_yaml *node = new_node(r, DCT_YAML_TEXT, event);
    if (node == NULL)
        return;
    size_t size = event->data.scalar.length;
    const char *value = (const char *)event->data.scalar.value;
    if (memchr(value, 0, size) != NULL) {
        fail(r, node->place, "a NUL character is no text");
        return;
    }
    node->text = dct_arena_text(r->arena, value, size);
    if (node->text == NULL)
        fail(r, node->place, "this YAML is too large");
    else
        attach(r, node);
}

static bool has_anchor(const yaml_event_t *e)
{
    return (e->type == YAML_SCALAR_EVENT && e->data.scalar.anchor != NULL) ||
           (e->type == YAML_SEQUENCE_START_EVENT && e->data.sequence_start.anchor != NULL) ||
           (e->type == YAML_MAPPING_START_EVENT && e->data.mapping_start.anchor != NULL);
}

static void take(reader *r, const yaml_event_t *event)
{
    if (has_anchor(event) || event->type == YAML_ALIAS_EVENT) {
        fail(r, place_of(r, event->start_mark), "anchors and aliases (& and *) are not read here; quote the text");
        return;
    }
    switch (event->type) {
    case YAML_SCALAR_EVENT: add_text(r, event); break;
    case YAML_SEQUENCE_START_EVENT: open_level(r, DCT_YAML_LIST, event); break;
    case YAML_MAPPING_START_EVENT: open_level(r, DCT_YAML_MAP, event); break;
    case YAML_SEQUENCE_END_EVENT: r->depth--; break;
    case YAML_MAPPING_END_EVENT: check_duplicates(r, r->levels[--r->depth].node); break;
    case YAML_DOCUMENT_START_EVENT:
        if (r->root != NULL)
            fail(r, place_of(r, event->start_mark), "there is a second YAML document; only one is read");
        break;
    default: break;
    }
}

static void read_events(reader *r)
{
    yaml_event_type_t type = YAML_NO_EVENT;
    while (!r->failed && type != YAML_STREAM_END_EVENT) {
        yaml_event_t event;
        if (!yaml_parser_parse(&r->parser, &event)) {
            fail_parser(r);
            return;
        }
        type = event.type;
        take(r, &event);
        yaml_event_delete(&event);
    }
}

const dct_yaml *dct_yaml_read(dct_arena *arena, const char *text, size_t size, dct_place start, dct_diag *diag)
{
    reader r;
    memset(&r, 0, sizeof r);
    r.arena = arena;
    r.diag = diag;
    r.start = start;
    if (size > DCT_MAX_YAML_BYTES) {
        fail(&r, start, "this YAML is larger than 1 MB");
        return NULL;
    }
    if (!yaml_parser_initialize(&r.parser)) {
        fail(&r, start, "out of memory");
        return NULL;
    }
    yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r.parser, (const unsigned char *)text, size);
    read_events(&r);
    yaml_parser_delete(&r.parser);
    if (r.failed)
        return NULL;
    if (r.root == NULL && (r.root = dct_arena_new(arena, sizeof *r.root)) != NULL) {
        r.root->kind = DCT_YAML_MAP;
        r.root->place = start;
    }
    return r.root;
}

const dct_yaml *dct_yaml_get(const dct_yaml *map, const char *key)
{
    if (map == NULL || map->kind != DCT_YAML_MAP)
        return NULL;
    for (const dct_yaml *m = map->first; m != NULL; m = m->next)
        if (strcmp(m->key->text, key) == 0)
            return m;
    return NULL;
}

bool dct_yaml_is(const dct_yaml *node, dct_yaml_kind kind, dct_diag *diag)
{
    if (node == NULL)
        return false;
    if (node->kind == kind)
        return true;
    if (node->key != NULL)
        dct_diag_fault(diag, node->place, "`%s` must be %s, not %s", node->key->text, kind_names[kind],
                       kind_names[node->kind]);
    else
        dct_diag_fault(diag, node->place, "this must be %s, not %s", kind_names[kind], kind_names[node->kind]);
    return false;
}

const char *dct_yaml_text(const dct_yaml *map, const char *key, dct_diag *diag)
{
    const dct_yaml *node = dct_yaml_get(map, key);
    return dct_yaml_is(node, DCT_YAML_TEXT, diag) ? node->text : NULL;
}

#define NEAR_BYTES 40

/* Insertions, deletions and replacements from a to b; both at most NEAR_BYTES long. */
static size_t distance(const char *a, const char *b)
{
    size_t row[NEAR_BYTES + 1], length = strlen(b);
    for (size_t j = 0; j <= length; j++)
        row[j] = j;
    for (size_t i = 0; a[i] != 0; i++) {
        size_t corner = row[0];
        row[0] = i + 1;
        for (size_t j = 0; j < length; j++) {
            size_t best = corner + (a[i] != b[j]);
            corner = row[j + 1];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (corner + 1 < best)
                best = corner + 1;
            row[j + 1] = best;
        }
    }
    return row[length];
}

const char *dct_nearest(const char *word, const char *const *keys)
{
    const char *best = NULL;
    size_t length = strlen(word), best_distance = (length + 1) / 3 + 1;
    if (length > NEAR_BYTES)
        return NULL;
    for (size_t i = 0; keys[i] != NULL; i++) {
        size_t d = strlen(keys[i]) > NEAR_BYTES ? best_distance : distance(word, keys[i]);
        if (d < best_distance) {
            best_distance = d;
            best = keys[i];
        }
    }
    return best;
}

void dct_yaml_check_keys(const dct_yaml *map, const char *const *keys, const char *what, dct_diag *diag)
{
    int guesses = 20; /* Looking for near words takes time, and nobody has more misspellings. */
    for (const dct_yaml *m = map->first; m != NULL; m = m->next) {
        size_t i = 0;
        while (keys[i] != NULL && strcmp(keys[i], m->key->text) != 0)
            i++;
        if (keys[i] != NULL)
            continue;
        const char *near = guesses-- > 0 ? dct_nearest(m->key->text, keys) : NULL;
        if (near != NULL)
            dct_diag_fault(diag, m->key->place, "unknown key `%s` in %s; did you mean `%s`?", m->key->text, what,
                           near);
        else
            dct_diag_fault(diag, m->key->place, "unknown key `%s` in %s", m->key->text, what);
    }
}
