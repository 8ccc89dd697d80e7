/* The configuration file: a map, and a list of what stands beside. Every fault names file, line and column, because whoever
 * writes it stands in a shop with a screwdriver. A key that is not known is a fault: a typing mistake must not pass for a
 * default. */
#include "config.h"

#include "config_key.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#define FILE_MAX (64u << 10) /* A person writes it. */

#define KEYS_MAX 40 /* More than any map has. */

void kiosk_config_default(kiosk_config *config)
{
    memset(config, 0, sizeof *config);
    config->keyboard = true;
    config->shared = true;
    config->idle_seconds = 120;
    config->warn_seconds = 20;
    config->text_percent = 100;
    strcpy(config->remote, "on");
}

float kiosk_config_scale(const kiosk_config *config)
{
    const double point_mm = 25.4 / 96.0;
    if (config->mm_per_pixel > 0)
        return (float)(point_mm / config->mm_per_pixel);
    return (float)config->scale;
}

static const char *given(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

void kiosk_config_view(const kiosk_config *config, docent_view_config *view)
{
    view->start = given(config->start);
    view->theme = given(config->theme);
    view->product = given(config->product);
    view->version = given(config->product_version);
    view->audience = given(config->audience);
    view->screen = given(config->screen);
    view->text_percent = config->text_percent;
    view->flags = DOCENT_VIEW_KIOSK | DOCENT_VIEW_STEP;
    if (config->keyboard)
        view->flags |= DOCENT_VIEW_KEYBOARD;
    if (config->reduced_motion)
        view->flags |= DOCENT_VIEW_STILL;
}

bool kiosk_config_size(const char *text, int32_t *width, int32_t *height)
{
    char *end;
    long w = strtol(text, &end, 10);
    if (end == text || *end != 'x')
        return false;
    const char *second = end + 1;
    long h = strtol(second, &end, 10);
    if (end == second || *end != '\0' || w < 64 || h < 64 || w > 16384 || h > 16384)
        return false;
    *width = (int32_t)w;
    *height = (int32_t)h;
    return true;
}

/* ---- errors ---- */

typedef struct reader {
    kiosk_config    *config;
    const char      *path;
    char            *error;
    yaml_document_t *document;
} reader;

static bool fault(reader *r, const yaml_mark_t *mark, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 3, 4)))
#endif
    ;

static bool fault(reader *r, const yaml_mark_t *mark, const char *format, ...)
{
    int used = mark == NULL
                   ? snprintf(r->error, KIOSK_ERROR_MAX, "%.1024s: ", r->path)
                   : snprintf(r->error, KIOSK_ERROR_MAX, "%.1024s:%zu:%zu: ", r->path, mark->line + 1, mark->column + 1);
    va_list args;
    va_start(args, format);
    vsnprintf(r->error + used, KIOSK_ERROR_MAX - (size_t)used, format, args);
    va_end(args);
    return false;
}

/* ---- the maps ---- */

typedef const kiosk_key *(*key_list)(size_t index);

static bool unknown(reader *r, const yaml_node_t *node, key_list keys)
{
    char names[KIOSK_TEXT_MAX] = "";
    for (size_t i = 0; keys(i) != NULL; i++) {
        strcat(names, i == 0 ? "" : ", ");
        strcat(names, keys(i)->name);
    }
    return fault(r, &node->start_mark, "unknown key \"%.80s\"; known are %s%s", (const char *)node->data.scalar.value, names,
                 keys == kiosk_key_at ? ", beside" : "");
}

static bool set(reader *r, const yaml_node_t *node, const kiosk_key *k, void *target)
{
    char message[KIOSK_ERROR_MAX];
    if (node->type != YAML_SCALAR_NODE)
        return fault(r, &node->start_mark, "%s must be a single value", k->name);
    const char *value = (const char *)node->data.scalar.value;
    if (strlen(value) != node->data.scalar.length)
        return fault(r, &node->start_mark, "%s holds a zero byte; remove it", k->name);
    return kiosk_key_set(k, target, r->path, value, message) || fault(r, &node->start_mark, "%s", message);
}

static bool read_beside(reader *r, const yaml_node_t *list);

static bool pair(reader *r, const yaml_node_t *name, const yaml_node_t *value, key_list keys, void *target,
                 bool seen[KEYS_MAX])
{
    if (name->type != YAML_SCALAR_NODE)
        return fault(r, &name->start_mark, "a key must be a plain word");
    size_t i = 0;
    while (keys(i) != NULL && strcmp((const char *)name->data.scalar.value, keys(i)->name) != 0)
        i++;
    bool is_beside = keys(i) == NULL && keys == kiosk_key_at && strcmp((const char *)name->data.scalar.value, "beside") == 0;
    if (keys(i) == NULL && !is_beside)
        return unknown(r, name, keys);
    if (seen[i])
        return fault(r, &name->start_mark, "%s stands here twice; keep one", (const char *)name->data.scalar.value);
    seen[i] = true;
    return is_beside ? read_beside(r, value) : set(r, value, keys(i), target);
}

static bool read_map(reader *r, const yaml_node_t *map, key_list keys, void *target)
{
    bool seen[KEYS_MAX] = { false };
    const yaml_node_pair_t *p = map->data.mapping.pairs.start;
    for (; p < map->data.mapping.pairs.top; p++) {
        const yaml_node_t *name = yaml_document_get_node(r->document, p->key);
        if (!pair(r, name, yaml_document_get_node(r->document, p->value), keys, target, seen))
            return false;
    }
    return true;
}

/* ---- what stands beside ---- */

static bool check_beside(reader *r, const yaml_node_t *node, const kiosk_beside *b)
{
    static const char *const taken[] = { "", KIOSK_MAIN_ID, "on", "off", "metadata", "targets", "packs" };
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++)
        if (strcmp(b->id, taken[i]) == 0)
            return fault(r, &node->start_mark, "give it an id of its own; kiosk, on, off, metadata, targets and packs are taken");
    if (b->bundle[0] == '\0' && b->content[0] == '\0')
        return fault(r, &node->start_mark, "%s: name a bundle, or content: a folder for what its source brings", b->id);
    if (b->content[0] == '\0' && (b->source[0] != '\0' || b->root[0] != '\0' || b->channel[0] != '\0'))
        return fault(r, &node->start_mark, "%s: source, root and channel need content: a folder for newer content", b->id);
    for (const kiosk_beside *other = r->config->beside; other != b; other++)
        if (strcmp(other->id, b->id) == 0)
            return fault(r, &node->start_mark, "%s: another has this id", b->id);
    return true;
}

static bool read_beside(reader *r, const yaml_node_t *list)
{
    if (list->type != YAML_SEQUENCE_NODE)
        return fault(r, &list->start_mark, "beside must be a list of bundles, each with an id");
    const yaml_node_item_t *at = list->data.sequence.items.start;
    for (r->config->beside_count = 0; at < list->data.sequence.items.top; at++) {
        const yaml_node_t *node = yaml_document_get_node(r->document, *at);
        if (r->config->beside_count == KIOSK_BESIDE_MAX)
            return fault(r, &node->start_mark, "at most %d stand beside the main one", KIOSK_BESIDE_MAX);
        if (node->type != YAML_MAPPING_NODE)
            return fault(r, &node->start_mark, "expected lines of `key: value`");
        kiosk_beside *b = &r->config->beside[r->config->beside_count];
        memset(b, 0, sizeof *b);
        if (!read_map(r, node, kiosk_beside_key_at, b) || !check_beside(r, node, b))
            return false;
        r->config->beside_count++;
    }
    return true;
}

/* ---- the whole ---- */

static bool is_whose(const kiosk_config *c)
{
    bool known = strcmp(c->remote, "on") == 0 || strcmp(c->remote, "off") == 0;
    for (uint32_t i = 0; i < c->beside_count; i++)
        known = known || (strcmp(c->remote, c->beside[i].id) == 0 && c->beside[i].content[0] != '\0');
    return known;
}

static bool whole(reader *r)
{
    const yaml_node_t *root = yaml_document_get_root_node(r->document);
    const kiosk_config *c = r->config;
    if (root == NULL)
        return true; /* An empty file says nothing. */
    if (root->type != YAML_MAPPING_NODE)
        return fault(r, &root->start_mark, "expected lines of `key: value`");
    if (!read_map(r, root, kiosk_key_at, r->config))
        return false;
    if (c->scale > 0 && c->mm_per_pixel > 0)
        return fault(r, &root->start_mark, "scale and mm_per_pixel say the same thing; keep one");
    bool keeps = c->content[0] != '\0';
    if (c->source[0] != '\0' && !keeps)
        return fault(r, &root->start_mark, "source needs content: a folder for newer content");
    for (uint32_t i = 0; i < c->beside_count; i++)
        keeps = keeps || c->beside[i].content[0] != '\0';
    if ((c->usb[0] != '\0' || c->serve_port != 0) && !keeps)
        return fault(r, &root->start_mark, "usb and serve_port need content: a folder for newer content");
    if (!is_whose(c))
        return fault(r, &root->start_mark, "remote is \"%s\"; write on, off, or the id of one beside that has content", c->remote);
    return true;
}

bool kiosk_config_parse(kiosk_config *config, const char *path, const char *text, size_t size,
                        char error[KIOSK_ERROR_MAX])
{
    reader r = { .config = config, .path = path, .error = error };
    yaml_parser_t parser;
    yaml_document_t document;
    if (yaml_parser_initialize(&parser) == 0)
        return fault(&r, NULL, "out of memory");
    yaml_parser_set_input_string(&parser, (const unsigned char *)text, size);
    bool ok = yaml_parser_load(&parser, &document) != 0;
    if (!ok) {
        fault(&r, &parser.problem_mark, "%s; see the example in the README",
              parser.problem != NULL ? parser.problem : "out of memory");
    } else {
        r.document = &document;
        ok = whole(&r);
        yaml_document_delete(&document);
    }
    yaml_parser_delete(&parser);
    return ok;
}

bool kiosk_config_read(kiosk_config *config, const char *path, char error[KIOSK_ERROR_MAX])
{
    reader r = { .path = path, .error = error };
    FILE *file = fopen(path, "rb");
    if (file == NULL)
        return fault(&r, NULL, "cannot be read: %s", strerror(errno));
    bool ok = false;
    char *text = malloc(FILE_MAX + 1);
    size_t size = text == NULL ? 0 : fread(text, 1, FILE_MAX + 1, file);
    if (text == NULL)
        fault(&r, NULL, "out of memory");
    else if (ferror(file))
        fault(&r, NULL, "cannot be read: %s", strerror(errno));
    else if (size > FILE_MAX)
        fault(&r, NULL, "is larger than %u bytes; is it the right file?", FILE_MAX);
    else
        ok = kiosk_config_parse(config, path, text, size, error);
    free(text);
    fclose(file);
    return ok;
}
