#include "config_key.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "hours.h"

#define AT(field) offsetof(kiosk_config, field)
#define BESIDE(field) offsetof(kiosk_beside, field)

/* From afar may come what a visit looks like and when it ends: never whom to believe, where content lies, what of this device
 * is given away, nor what would leave people before a screen that they cannot use (0 seconds, no keyboard, another size). */
static const kiosk_key keys[] = {
    { "bundle", KIOSK_PATH, AT(bundle), 0, 0, false, false },
    { "state", KIOSK_PATH, AT(state), 0, 0, false, false },
    { "device", KIOSK_PATH, AT(device), 0, 0, false, false },
    { "shared", KIOSK_YES_NO, AT(shared), 0, 0, false, false },
    { "content", KIOSK_PATH, AT(content), 0, 0, false, false },
    { "source", KIOSK_TEXT, AT(source), 0, 0, false, false },
    { "root", KIOSK_PATH, AT(root), 0, 0, false, false },
    { "channel", KIOSK_TEXT, AT(channel), 0, 0, false, false },
    { "source_minutes", KIOSK_WHOLE, AT(source_minutes), 1, 10080, false, true },
    { "switch_hours", KIOSK_HOURS, AT(switch_hours), 0, 0, false, true },
    { "remote", KIOSK_NAME, AT(remote), 0, 0, false, false },
    { "usb", KIOSK_PATH, AT(usb), 0, 0, false, false },
    { "serve_port", KIOSK_WHOLE, AT(serve_port), 1, 65535, true, false },
    { "telemetry", KIOSK_TEXT, AT(telemetry), 0, 0, false, false },
    { "telemetry_name", KIOSK_TEXT, AT(telemetry_name), 0, 0, false, false },
    { "telemetry_minutes", KIOSK_WHOLE, AT(telemetry_minutes), 1, 10080, false, false },
    { "telemetry_plain", KIOSK_YES_NO, AT(telemetry_plain), 0, 0, false, false },
    { "start", KIOSK_TEXT, AT(start), 0, 0, false, true },
    { "theme", KIOSK_THEME, AT(theme), 0, 0, false, true },
    { "locale", KIOSK_TEXT, AT(locale), 0, 0, false, true },
    { "product", KIOSK_TEXT, AT(product), 0, 0, false, true },
    { "product_version", KIOSK_TEXT, AT(product_version), 0, 0, false, true },
    { "audience", KIOSK_TEXT, AT(audience), 0, 0, false, true },
    { "screen", KIOSK_TEXT, AT(screen), 0, 0, false, true },
    { "window", KIOSK_SIZE, AT(width), 0, 0, false, false },
    { "fullscreen", KIOSK_YES_NO, AT(fullscreen), 0, 0, false, false },
    { "keyboard", KIOSK_YES_NO, AT(keyboard), 0, 0, false, false },
    { "reduced_motion", KIOSK_YES_NO, AT(reduced_motion), 0, 0, false, true },
    { "compose", KIOSK_YES_NO, AT(compose), 0, 0, false, false },
    { "idle_seconds", KIOSK_WHOLE, AT(idle_seconds), 10, 86400, true, true },
    { "warn_seconds", KIOSK_WHOLE, AT(warn_seconds), 20, 600, false, true }, /* Less shuts slow readers out: EN 301 549. */
    { "text_percent", KIOSK_WHOLE, AT(text_percent), 100, 200, false, true },
    { "scale", KIOSK_NUMBER, AT(scale), 0.5, 8, false, false },
    { "mm_per_pixel", KIOSK_NUMBER, AT(mm_per_pixel), 0.05, 2, false, false },
};

static const kiosk_key beside[] = {
    { "id", KIOSK_NAME, BESIDE(id), 0, 0, false, false },
    { "bundle", KIOSK_PATH, BESIDE(bundle), 0, 0, false, false },
    { "content", KIOSK_PATH, BESIDE(content), 0, 0, false, false },
    { "source", KIOSK_TEXT, BESIDE(source), 0, 0, false, false },
    { "root", KIOSK_PATH, BESIDE(root), 0, 0, false, false },
    { "channel", KIOSK_TEXT, BESIDE(channel), 0, 0, false, false },
    { "precedence", KIOSK_SIGNED, BESIDE(precedence), -1000, 1000, false, false },
};

const kiosk_key *kiosk_key_at(size_t index)
{
    return index < sizeof keys / sizeof keys[0] ? &keys[index] : NULL;
}

const kiosk_key *kiosk_beside_key_at(size_t index)
{
    return index < sizeof beside / sizeof beside[0] ? &beside[index] : NULL;
}

static bool wrong(char *message, const char *format, ...)
#if defined(__GNUC__)
    __attribute__((format(printf, 2, 3)))
#endif
    ;

static bool wrong(char *message, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    vsnprintf(message, KIOSK_ERROR_MAX, format, args);
    va_end(args);
    return false;
}

static bool set_text(const kiosk_key *k, void *target, const char *value, char *message)
{
    if (strlen(value) >= KIOSK_TEXT_MAX)
        return wrong(message, "%s is longer than %d bytes; shorten it", k->name, KIOSK_TEXT_MAX - 1);
    strcpy((char *)target + k->offset, value);
    return true;
}

/* Relative to the file's own folder, so that it means the same wherever the kiosk is started from. */
static bool set_path(const kiosk_key *k, void *target, const char *path, const char *value, char *message)
{
    char full[2 * KIOSK_TEXT_MAX];
    const char *slash = strrchr(path, '/');
    if (value[0] == '/' || slash == NULL || strlen(value) + (size_t)(slash - path) + 2 > sizeof full)
        return set_text(k, target, value, message);
    snprintf(full, sizeof full, "%.*s/%s", (int)(slash - path), path, value);
    return set_text(k, target, full, message);
}

/* It is part of addresses and of a stick's folder. */
static bool set_name(const kiosk_key *k, void *target, const char *value, char *message)
{
    size_t size = strspn(value, "abcdefghijklmnopqrstuvwxyz0123456789-");
    if (size == 0 || value[size] != '\0' || size >= KIOSK_NAME_MAX)
        return wrong(message, "%s is \"%.80s\"; write a name of at most %d small letters, digits and -", k->name, value,
                     KIOSK_NAME_MAX - 1);
    strcpy((char *)target + k->offset, value);
    return true;
}

static bool set_yes_no(const kiosk_key *k, void *target, const char *value, char *message)
{
    static const char *const words[] = { "no", "false", "off", "yes", "true", "on" };
    for (size_t i = 0; i < 6; i++)
        if (strcmp(value, words[i]) == 0) {
            *(bool *)((char *)target + k->offset) = i >= 3;
            return true;
        }
    return wrong(message, "%s is \"%.80s\"; write true or false", k->name, value);
}

static bool set_number(const kiosk_key *k, void *target, const char *value, char *message)
{
    char *end, *at = (char *)target + k->offset;
    double number = strtod(value, &end);
    bool whole = k->type != KIOSK_NUMBER;
    bool ok = end != value && *end == '\0' && number >= k->min && number <= k->max;
    if (k->zero && end != value && *end == '\0' && number == 0)
        ok = true;
    if (!ok || (whole && number != (double)(int32_t)number))
        return wrong(message, "%s is \"%.80s\"; write a%s number from %g to %g%s", k->name, value, whole ? " whole" : "", k->min,
                     k->max, k->zero ? ", or 0 for never" : "");
    if (k->type == KIOSK_WHOLE)
        *(uint32_t *)(void *)at = (uint32_t)number;
    else if (k->type == KIOSK_SIGNED)
        *(int32_t *)(void *)at = (int32_t)number;
    else
        *(double *)(void *)at = number;
    return true;
}

static bool set_theme(const kiosk_key *k, void *target, const char *value, char *message)
{
    if (strcmp(value, "light") != 0 && strcmp(value, "dark") != 0 && strcmp(value, "contrast") != 0)
        return wrong(message, "theme is \"%.80s\"; write light, dark or contrast", value);
    return set_text(k, target, value, message);
}

static bool set_size(const kiosk_key *k, void *target, const char *value, char *message)
{
    int32_t *side = (int32_t *)(void *)((char *)target + k->offset); /* width, and height after it. */
    if (!kiosk_config_size(value, &side[0], &side[1]))
        return wrong(message, "window is \"%.80s\"; write WIDTHxHEIGHT in pixels, such as 1080x1920", value);
    return true;
}

static bool set_hours(const kiosk_key *k, void *target, const char *value, char *message)
{
    kiosk_hours hours;
    if (!kiosk_hours_read(value, &hours))
        return wrong(message, "%s is \"%.80s\"; write hours such as 22:00-06:00", k->name, value);
    *(kiosk_hours *)(void *)((char *)target + k->offset) = hours;
    return true;
}

bool kiosk_key_set(const kiosk_key *k, void *target, const char *path, const char *value, char message[KIOSK_ERROR_MAX])
{
    switch (k->type) {
    case KIOSK_PATH: return set_path(k, target, path, value, message);
    case KIOSK_NAME: return set_name(k, target, value, message);
    case KIOSK_SIZE: return set_size(k, target, value, message);
    case KIOSK_YES_NO: return set_yes_no(k, target, value, message);
    case KIOSK_WHOLE:
    case KIOSK_SIGNED:
    case KIOSK_NUMBER: return set_number(k, target, value, message);
    case KIOSK_THEME: return set_theme(k, target, value, message);
    case KIOSK_HOURS: return set_hours(k, target, value, message);
    default: return set_text(k, target, value, message);
    }
}
