/* The configuration file: one flat map. Every fault names file, line and column, because whoever writes it stands in
 * a shop with a screwdriver. A key that is not known is a fault: a typing mistake must not pass for a default. */
#include "config.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <yaml.h>

#define FILE_MAX (64u << 10) /* A person writes it. */

typedef enum key_type { TEXT, PATH, SIZE, YES_NO, WHOLE, NUMBER, THEME } key_type;

typedef struct key {
    const char *name;
    key_type    type;
    size_t      offset;
    double      min, max; /* Of WHOLE and NUMBER. 0 is allowed beside them where `zero` says so. */
    bool        zero;
} key;

#define AT(field) offsetof(kiosk_config, field)

static const key keys[] = {
    { "bundle", PATH, AT(bundle), 0, 0, false },
    { "state", PATH, AT(state), 0, 0, false },
    { "device", PATH, AT(device), 0, 0, false },
    { "shared", YES_NO, AT(shared), 0, 0, false },
    { "content", PATH, AT(content), 0, 0, false },
    { "source", TEXT, AT(source), 0, 0, false },
    { "root", PATH, AT(root), 0, 0, false },
    { "channel", TEXT, AT(channel), 0, 0, false },
    { "source_minutes", WHOLE, AT(source_minutes), 1, 10080, false },
    { "usb", PATH, AT(usb), 0, 0, false },
    { "serve_port", WHOLE, AT(serve_port), 1, 65535, true },
    { "start", TEXT, AT(start), 0, 0, false },
    { "theme", THEME, AT(theme), 0, 0, false },
    { "locale", TEXT, AT(locale), 0, 0, false },
    { "product", TEXT, AT(product), 0, 0, false },
    { "product_version", TEXT, AT(product_version), 0, 0, false },
    { "audience", TEXT, AT(audience), 0, 0, false },
    { "screen", TEXT, AT(screen), 0, 0, false },
    { "window", SIZE, AT(width), 0, 0, false },
    { "fullscreen", YES_NO, AT(fullscreen), 0, 0, false },
    { "keyboard", YES_NO, AT(keyboard), 0, 0, false },
    { "reduced_motion", YES_NO, AT(reduced_motion), 0, 0, false },
    { "compose", YES_NO, AT(compose), 0, 0, false },
    { "idle_seconds", WHOLE, AT(idle_seconds), 10, 86400, true },
    { "warn_seconds", WHOLE, AT(warn_seconds), 20, 600, false }, /* Less shuts slow readers out: EN 301 549. */
    { "text_percent", WHOLE, AT(text_percent), 100, 200, false },
    { "scale", NUMBER, AT(scale), 0.5, 8, false },
    { "mm_per_pixel", NUMBER, AT(mm_per_pixel), 0.05, 2, false },
};
#define KEY_COUNT (sizeof keys / sizeof keys[0])

void kiosk_config_default(kiosk_config *config)
{
    memset(config, 0, sizeof *config);
    config->keyboard = true;
    config->shared = true;
    config->idle_seconds = 120;
    config->warn_seconds = 20;
    config->text_percent = 100;
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
    kiosk_config *config;
    const char   *path;
    char         *error;
    bool          seen[KEY_COUNT];
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

/* ---- values ---- */

static bool set_text(reader *r, const yaml_node_t *node, const key *k, const char *value)
{
    if (strlen(value) >= KIOSK_TEXT_MAX)
        return fault(r, &node->start_mark, "%s is longer than %d bytes; shorten it", k->name, KIOSK_TEXT_MAX - 1);
    strcpy((char *)r->config + k->offset, value);
    return true;
}

/* Relative to the file's own folder, so that it means the same wherever the kiosk is started from. */
static bool set_path(reader *r, const yaml_node_t *node, const key *k, const char *value)
{
    char full[2 * KIOSK_TEXT_MAX];
    const char *slash = strrchr(r->path, '/');
    if (value[0] == '/' || slash == NULL || strlen(value) + (size_t)(slash - r->path) + 2 > sizeof full)
        return set_text(r, node, k, value);
    snprintf(full, sizeof full, "%.*s/%s", (int)(slash - r->path), r->path, value);
    return set_text(r, node, k, full);
}

static bool set_yes_no(reader *r, const yaml_node_t *node, const key *k, const char *value)
{
    static const char *const words[] = { "no", "false", "off", "yes", "true", "on" };
    for (size_t i = 0; i < 6; i++)
        if (strcmp(value, words[i]) == 0) {
            *(bool *)((char *)r->config + k->offset) = i >= 3;
            return true;
        }
    return fault(r, &node->start_mark, "%s is \"%.80s\"; write true or false", k->name, value);
}

static bool set_number(reader *r, const yaml_node_t *node, const key *k, const char *value)
{
    char *end;
    double number = strtod(value, &end);
    bool whole = k->type == WHOLE;
    bool ok = end != value && *end == '\0' && number >= k->min && number <= k->max;
    if (k->zero && end != value && *end == '\0' && number == 0)
        ok = true;
    if (!ok || (whole && number != (double)(uint32_t)number))
        return fault(r, &node->start_mark, "%s is \"%.80s\"; write a%s number from %g to %g%s", k->name, value,
                     whole ? " whole" : "", k->min, k->max, k->zero ? ", or 0 for never" : "");
    if (whole)
        *(uint32_t *)((char *)r->config + k->offset) = (uint32_t)number;
    else
        *(double *)((char *)r->config + k->offset) = number;
    return true;
}

static bool set_theme(reader *r, const yaml_node_t *node, const key *k, const char *value)
{
    if (strcmp(value, "light") != 0 && strcmp(value, "dark") != 0 && strcmp(value, "contrast") != 0)
        return fault(r, &node->start_mark, "theme is \"%.80s\"; write light, dark or contrast", value);
    return set_text(r, node, k, value);
}

static bool set_size(reader *r, const yaml_node_t *node, const char *value)
{
    if (!kiosk_config_size(value, &r->config->width, &r->config->height))
        return fault(r, &node->start_mark, "window is \"%.80s\"; write WIDTHxHEIGHT in pixels, such as 1080x1920", value);
    return true;
}

static bool set(reader *r, const yaml_node_t *node, const key *k)
{
    const char *value = (const char *)node->data.scalar.value;
    if (strlen(value) != node->data.scalar.length)
        return fault(r, &node->start_mark, "%s holds a zero byte; remove it", k->name);
    switch (k->type) {
    case PATH: return set_path(r, node, k, value);
    case SIZE: return set_size(r, node, value);
    case YES_NO: return set_yes_no(r, node, k, value);
    case WHOLE:
    case NUMBER: return set_number(r, node, k, value);
    case THEME: return set_theme(r, node, k, value);
    default: return set_text(r, node, k, value);
    }
}

/* ---- the map ---- */

static bool unknown(reader *r, const yaml_node_t *node)
{
    char names[KIOSK_TEXT_MAX] = "";
    for (size_t i = 0; i < KEY_COUNT; i++) {
        strcat(names, i == 0 ? "" : ", ");
        strcat(names, keys[i].name);
    }
    return fault(r, &node->start_mark, "unknown key \"%.80s\"; known are %s", (const char *)node->data.scalar.value, names);
}

static bool pair(reader *r, const yaml_node_t *name, const yaml_node_t *value)
{
    if (name->type != YAML_SCALAR_NODE)
        return fault(r, &name->start_mark, "a key must be a plain word");
    for (size_t i = 0; i < KEY_COUNT; i++) {
        if (strcmp((const char *)name->data.scalar.value, keys[i].name) != 0)
            continue;
        if (r->seen[i])
            return fault(r, &name->start_mark, "%s stands here twice; keep one", keys[i].name);
        r->seen[i] = true;
        if (value->type != YAML_SCALAR_NODE)
            return fault(r, &value->start_mark, "%s must be a single value", keys[i].name);
        return set(r, value, &keys[i]);
    }
    return unknown(r, name);
}

static bool whole(reader *r, yaml_document_t *document)
{
    const yaml_node_t *root = yaml_document_get_root_node(document);
    if (root == NULL)
        return true; /* An empty file says nothing. */
    if (root->type != YAML_MAPPING_NODE)
        return fault(r, &root->start_mark, "expected lines of `key: value`");
    const yaml_node_pair_t *p = root->data.mapping.pairs.start;
    for (; p < root->data.mapping.pairs.top; p++)
        if (!pair(r, yaml_document_get_node(document, p->key), yaml_document_get_node(document, p->value)))
            return false;
    if (r->config->scale > 0 && r->config->mm_per_pixel > 0)
        return fault(r, &root->start_mark, "scale and mm_per_pixel say the same thing; keep one");
    const kiosk_config *c = r->config;
    if ((c->source[0] != '\0' || c->usb[0] != '\0' || c->serve_port != 0) && c->content[0] == '\0')
        return fault(r, &root->start_mark, "source, usb and serve_port need content: a folder for newer content");
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
        ok = whole(&r, &document);
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
