/* A theme file is a flat map, read with libyaml's events; the accent is put in and everything written out sorted.
 *
 *   accent asked for --mixed with black or white, as little as it takes--> accent in use
 *   accent-soft: as far from surface towards the accent as the theme's own pair says */
#include "theme.h"

#include "../base/arena.h"
#include "../base/error.h"
#include "embedded.h"
#include "theme_colour.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

#define WHERE "theme"
#define MAX_TOKENS 256u /* The viewer knows about thirty. */
#define MAX_VALUE_BYTES 24u

typedef struct token {
    char name[32], value[MAX_VALUE_BYTES];
} token;

typedef struct theme {
    const char   *name;
    token         tokens[MAX_TOKENS];
    uint32_t      count;
    docent_error *err;
} theme;

/* ---- names ---- */

static const char *const first_names[] = { "light", "dark", "contrast" };

static const dct_embedded *find_file(const char *name)
{
    char wanted[80];
    if (snprintf(wanted, sizeof wanted, "themes/%s.yaml", name) >= (int)sizeof wanted)
        return NULL;
    for (const dct_embedded *f = dct_embedded_files; f->name != NULL; f++)
        if (strcmp(f->name, wanted) == 0)
            return f;
    return NULL;
}

const char *dct_theme_name_at(uint32_t index)
{
    for (size_t i = 0; i < sizeof first_names / sizeof *first_names; i++)
        if (find_file(first_names[i]) != NULL && index-- == 0)
            return first_names[i];
    return NULL;
}

/* ---- reading ---- */

static bool is_token_name(const char *s)
{
    size_t size = strlen(s);
    return size > 0 && size < sizeof((token *)0)->name && strspn(s, "abcdefghijklmnopqrstuvwxyz0123456789-") == size;
}

/* Digits with at most one point, or '#' and six or eight hexadecimal digits; made lower case. */
static bool take_value(const char *s, char out[MAX_VALUE_BYTES])
{
    size_t size = strlen(s);
    if (size == 0 || size >= MAX_VALUE_BYTES)
        return false;
    for (size_t i = 0; i <= size; i++)
        out[i] = (char)(s[i] >= 'A' && s[i] <= 'F' ? s[i] | 0x20 : s[i]);
    if (out[0] == '#')
        return (size == 7 || size == 9) && strspn(out + 1, "0123456789abcdef") == size - 1;
    size_t whole = strspn(out, "0123456789");
    size_t point = whole > 0 && out[whole] == '.' ? whole + 1 : whole;
    return whole > 0 && point + strspn(out + point, "0123456789") == size && out[size - 1] != '.';
}

static token *find(theme *t, const char *name)
{
    for (uint32_t i = 0; i < t->count; i++)
        if (strcmp(t->tokens[i].name, name) == 0)
            return &t->tokens[i];
    return NULL;
}

static docent_status bad(theme *t, const yaml_mark_t *at, const char *what, const char *which)
{
    return dct_fail(t->err, DOCENT_ERR_SYNTAX, WHERE, 0, "themes/%s.yaml:%lu:%lu: %s%.60s", t->name,
                    (unsigned long)at->line + 1, (unsigned long)at->column + 1, what, which);
}

static docent_status add_name(theme *t, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (!is_token_name(text))
        return bad(t, &event->start_mark, "not a token's name (a-z, 0-9 and '-'): ", text);
    if (find(t, text) != NULL)
        return bad(t, &event->start_mark, "given twice: ", text);
    if (t->count == MAX_TOKENS)
        return bad(t, &event->start_mark, "more tokens than any theme needs: ", text);
    memcpy(t->tokens[t->count].name, text, strlen(text) + 1);
    return DOCENT_OK;
}

static docent_status add_value(theme *t, const yaml_event_t *event)
{
    const char *text = (const char *)event->data.scalar.value;
    if (!take_value(text, t->tokens[t->count].value))
        return bad(t, &event->start_mark, "neither \"#rrggbb\" nor a number: ", text);
    t->count++;
    return DOCENT_OK;
}

/* Names and values take turns; everything but one flat map is refused. */
static docent_status read_events(theme *t, yaml_parser_t *parser)
{
    docent_status status = DOCENT_OK;
    bool in_map = false, done = false, value_next = false;
    while (status == DOCENT_OK && !done) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event))
            return bad(t, &parser->problem_mark, parser->problem == NULL ? "bad YAML" : parser->problem, "");
        if (event.type == YAML_SCALAR_EVENT && in_map) {
            status = value_next ? add_value(t, &event) : add_name(t, &event);
            value_next = !value_next;
        } else if (event.type == YAML_MAPPING_START_EVENT && !in_map) {
            in_map = true;
        } else if (event.type == YAML_STREAM_END_EVENT) {
            done = true;
        } else if (event.type == YAML_MAPPING_START_EVENT || event.type == YAML_SEQUENCE_START_EVENT ||
                   event.type == YAML_ALIAS_EVENT || event.type == YAML_SCALAR_EVENT) {
            status = bad(t, &event.start_mark, "a theme is one flat map from tokens to values", "");
        }
        yaml_event_delete(&event);
    }
    return status;
}

static docent_status read_theme(theme *t, const char *yaml, size_t size)
{
    yaml_parser_t parser;
    if (!yaml_parser_initialize(&parser))
        return dct_fail_memory(t->err, WHERE);
    yaml_parser_set_input_string(&parser, (const unsigned char *)yaml, size);
    docent_status status = read_events(t, &parser);
    yaml_parser_delete(&parser);
    return status;
}

/* ---- the accent ---- */

static bool colour_of(theme *t, const char *name, dct_colour *out)
{
    token *found = find(t, name);
    return found != NULL && dct_colour_parse(found->value, out);
}

typedef struct neighbours {
    dct_colour on_accent, surface;
    dct_colour also[2]; /* Other grounds it is drawn on. */
    uint32_t   also_count;
    bool       has_soft;
    unsigned   soft_part; /* accent-soft = surface + soft_part/255 of the way to the accent. */
} neighbours;

static bool read_neighbours(theme *t, neighbours *out)
{
    static const char *const others[2] = { "background", "raised" };
    dct_colour own, soft;
    memset(out, 0, sizeof *out);
    if (!colour_of(t, "on-accent", &out->on_accent) || !colour_of(t, "surface", &out->surface) ||
        !colour_of(t, "accent", &own))
        return false;
    for (int i = 0; i < 2; i++)
        if (colour_of(t, others[i], &out->also[out->also_count]))
            out->also_count++;
    out->has_soft = colour_of(t, "accent-soft", &soft);
    if (out->has_soft)
        out->soft_part = dct_colour_part(out->surface, own, soft);
    return true;
}

static double least_contrast(const neighbours *n, dct_colour accent)
{
    double least = dct_colour_contrast(accent, n->on_accent);
    double c = dct_colour_contrast(accent, n->surface);
    least = c < least ? c : least;
    for (uint32_t i = 0; i < n->also_count; i++) {
        c = dct_colour_contrast(accent, n->also[i]);
        least = c < least ? c : least;
    }
    if (n->has_soft) {
        c = dct_colour_contrast(accent, dct_colour_mix(n->surface, accent, n->soft_part));
        least = c < least ? c : least;
    }
    return least;
}

/* The least change that reaches `need`, or `fallback` (the theme's own accent) where none does. */
static dct_colour correct(const neighbours *n, dct_colour asked, dct_colour fallback, double need)
{
    static const dct_colour black = { 0, 0, 0 }, white = { 255, 255, 255 };
    for (unsigned part = 0; part <= 255; part++) {
        dct_colour darker = dct_colour_mix(asked, black, part), lighter = dct_colour_mix(asked, white, part);
        if (least_contrast(n, darker) >= need)
            return darker;
        if (least_contrast(n, lighter) >= need)
            return lighter;
    }
    return fallback;
}

static docent_status apply_accent(theme *t, const char *accent, dct_theme_note *note)
{
    dct_colour asked, own;
    neighbours n;
    if (!dct_colour_parse(accent, &asked))
        return dct_fail(t->err, DOCENT_ERR_SYNTAX, WHERE, 0, "'%.40s' is no colour; write \"#rrggbb\"", accent);
    if (!read_neighbours(t, &n) || !colour_of(t, "accent", &own))
        return dct_fail(t->err, DOCENT_ERR_SYNTAX, WHERE, 0,
                        "themes/%s.yaml needs the colours accent, on-accent and surface", t->name);
    dct_colour used = correct(&n, asked, own, strcmp(t->name, "contrast") == 0 ? 7.0 : 4.5);
    dct_colour_write(used, find(t, "accent")->value);
    if (n.has_soft)
        dct_colour_write(dct_colour_mix(n.surface, used, n.soft_part), find(t, "accent-soft")->value);
    dct_colour_write(used, note->used);
    note->corrected = memcmp(&used, &asked, sizeof used) != 0;
    note->contrast = least_contrast(&n, used);
    return DOCENT_OK;
}

/* ---- writing ---- */

static int by_name(const void *a, const void *b)
{
    return strcmp(((const token *)a)->name, ((const token *)b)->name);
}

static docent_status write_theme(theme *t, dct_buf *out)
{
    qsort(t->tokens, t->count, sizeof t->tokens[0], by_name);
    for (uint32_t i = 0; i < t->count; i++)
        dct_buf_add_format(out, "%s %s\n", t->tokens[i].name, t->tokens[i].value);
    return out->failed ? dct_fail_memory(t->err, WHERE) : DOCENT_OK;
}

docent_status dct_theme_make_from(const docent_alloc *alloc, const char *name, const char *yaml, size_t size,
                                  const char *accent, dct_buf *out, dct_theme_note *note, docent_error *err)
{
    dct_theme_note own_note;
    dct_theme_note *told = note == NULL ? &own_note : note;
    memset(told, 0, sizeof *told);
    theme *t = dct_new_zero(alloc, sizeof *t);
    if (t == NULL)
        return dct_fail_memory(err, WHERE);
    t->name = name;
    t->err = err;
    docent_status status = read_theme(t, yaml, size);
    if (status == DOCENT_OK && accent != NULL)
        status = apply_accent(t, accent, told);
    if (status == DOCENT_OK)
        status = write_theme(t, out);
    dct_free(alloc, t, sizeof *t);
    return status;
}

docent_status dct_theme_make(const docent_alloc *alloc, const char *name, const char *accent, dct_buf *out,
                             dct_theme_note *note, docent_error *err)
{
    const dct_embedded *file = find_file(name);
    if (file == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, WHERE, 0, "there is no theme '%.40s'", name);
    return dct_theme_make_from(alloc, name, (const char *)file->data, file->size, accent, out, note, err);
}
