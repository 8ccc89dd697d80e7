#include "options.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool fail(char *error, const char *option, const char *why)
{
    snprintf(error, KIOSK_ERROR_MAX, "%.200s: %s; see --help", option, why);
    return false;
}

static bool text(char out[KIOSK_TEXT_MAX], const char *value)
{
    if (strlen(value) >= KIOSK_TEXT_MAX)
        return false;
    strcpy(out, value);
    return true;
}

static bool percent(const char *value, uint32_t *out)
{
    char *end;
    unsigned long n = strtoul(value, &end, 10);
    *out = (uint32_t)n;
    return end != value && *end == '\0' && n >= 100 && n <= 200;
}

static bool theme(char out[KIOSK_TEXT_MAX], const char *value)
{
    return (strcmp(value, "light") == 0 || strcmp(value, "dark") == 0 || strcmp(value, "contrast") == 0) && text(out, value);
}

static bool window(kiosk_config *config, const char *value)
{
    config->fullscreen = false;
    return kiosk_config_size(value, &config->width, &config->height);
}

/* Where the kiosk stands: the text an option sets, or NULL when it is another option. */
static char *context_text(kiosk_config *c, const char *name)
{
    if (strcmp(name, "--product") == 0)
        return c->product;
    if (strcmp(name, "--product-version") == 0)
        return c->product_version;
    if (strcmp(name, "--audience") == 0)
        return c->audience;
    return strcmp(name, "--screen") == 0 ? c->screen : NULL;
}

/* One option that takes a value. */
static bool option(const char *name, const char *value, kiosk_config *c, char *error)
{
    if (strcmp(name, "--script") == 0)
        return true; /* No part of the configuration: script_of(). */
    if (strcmp(name, "--bundle") == 0)
        return text(c->bundle, value) || fail(error, name, "the path is too long");
    if (strcmp(name, "--state") == 0)
        return text(c->state, value) || fail(error, name, "the path is too long");
    if (strcmp(name, "--locale") == 0)
        return text(c->locale, value) || fail(error, name, "that is no language");
    if (context_text(c, name) != NULL)
        return text(context_text(c, name), value) || fail(error, name, "that is too long");
    if (strcmp(name, "--theme") == 0)
        return theme(c->theme, value) || fail(error, name, "write light, dark or contrast");
    if (strcmp(name, "--text-size") == 0)
        return percent(value, &c->text_percent) || fail(error, name, "write a number from 100 to 200");
    if (strcmp(name, "--window") == 0)
        return window(c, value) || fail(error, name, "write WIDTHxHEIGHT in pixels, such as 1080x1920");
    return fail(error, name, "unknown option");
}

/* An option without a value. */
static bool stands_alone(const char *name)
{
    return strcmp(name, "--heartbeat") == 0 || strcmp(name, "--look") == 0;
}

/* The configuration file is what does not begin with a dash. It is read first, wherever it stands. */
static bool read_file(int argc, char **argv, kiosk_options *out, char *error)
{
    const char *path = NULL;
    for (int i = 1; i < argc; i++) {
        if (argv[i][0] == '-') {
            i += !stands_alone(argv[i]); /* Its value. */
            continue;
        }
        if (path != NULL)
            return fail(error, argv[i], "one configuration file is enough");
        path = argv[i];
    }
    return path == NULL || kiosk_config_read(&out->config, path, error);
}

static bool wants_words(int argc, char **argv, kiosk_options *out)
{
    for (int i = 1; i < argc; i++) {
        out->help = out->help || strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0;
        out->version = out->version || strcmp(argv[i], "--version") == 0;
    }
    return out->help || out->version;
}

static const char *script_of(int argc, char **argv)
{
    const char *script = NULL;
    for (int i = 1; i + 1 < argc; i++)
        if (argv[i][0] == '-' && !stands_alone(argv[i]) && strcmp(argv[i++], "--script") == 0)
            script = argv[i];
    return script;
}

bool kiosk_options_over(const kiosk_options *o, kiosk_config *config, char error[KIOSK_ERROR_MAX])
{
    for (int i = 1; i < o->argc; i++) {
        if (o->argv[i][0] != '-' || stands_alone(o->argv[i]))
            continue;
        if (i + 1 >= o->argc)
            return fail(error, o->argv[i], "a value is missing, or this option is unknown");
        if (!option(o->argv[i], o->argv[i + 1], config, error))
            return false;
        i++;
    }
    return true;
}

bool kiosk_options_read(int argc, char **argv, kiosk_options *out, char error[KIOSK_ERROR_MAX])
{
    memset(out, 0, sizeof *out);
    kiosk_config_default(&out->config);
    if (wants_words(argc, argv, out))
        return true;
    if (!read_file(argc, argv, out, error))
        return false;
    out->file = out->config;
    out->argc = argc;
    out->argv = argv;
    out->script = script_of(argc, argv);
    for (int i = 1; i < argc; i++)
        *(strcmp(argv[i], "--look") == 0 ? &out->look : &out->heartbeat) |= stands_alone(argv[i]);
    if (!kiosk_options_over(out, &out->config, error))
        return false;
    if (out->config.bundle[0] == '\0')
        return fail(error, "docent-kiosk", "no content: name a bundle with --bundle FILE or in a configuration file");
    return true;
}
