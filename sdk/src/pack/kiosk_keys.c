#include "kiosk_keys.h"

#include <stdlib.h>
#include <string.h>

typedef struct kiosk_key {
    const char *name;
    enum { TEXT, WORD, YES_NO, WHOLE, HOURS } kind;
    const char *words;  /* Of WORD: with spaces between. */
    long        min, max;
} kiosk_key;

enum { TEXT_MAX = 1023 };

static const kiosk_key keys[] = {
    { "start", TEXT, NULL, 0, 0 },
    { "theme", WORD, "light dark contrast", 0, 0 },
    { "locale", TEXT, NULL, 0, 0 },
    { "text_percent", WHOLE, NULL, 100, 200 },
    { "reduced_motion", YES_NO, NULL, 0, 0 },
    { "idle_seconds", WHOLE, NULL, 10, 86400 },
    { "warn_seconds", WHOLE, NULL, 20, 600 },
    { "product", TEXT, NULL, 0, 0 },
    { "product_version", TEXT, NULL, 0, 0 },
    { "audience", TEXT, NULL, 0, 0 },
    { "screen", TEXT, NULL, 0, 0 },
    { "source_minutes", WHOLE, NULL, 1, 10080 },
    { "switch_hours", HOURS, NULL, 0, 0 },
};
#define KEY_COUNT (sizeof keys / sizeof keys[0])

/* What a kiosk knows and takes from its own file alone. */
static const char *const local[] = { "bundle", "state", "device", "shared", "content", "source", "root", "channel", "usb",
                                     "serve_port", "window", "fullscreen", "keyboard", "compose", "scale", "mm_per_pixel",
                                     "remote", "beside", "telemetry", "telemetry_name", "telemetry_minutes",
                                     "telemetry_plain", NULL };

const char *dct_kiosk_key_at(size_t index)
{
    return index < KEY_COUNT ? keys[index].name : NULL;
}

static bool is_word(const char *words, const char *text)
{
    size_t size = strlen(text);
    for (const char *at = words; *at != 0; at += strspn(at, " ")) {
        size_t length = strcspn(at, " ");
        if (length == size && memcmp(at, text, size) == 0)
            return true;
        at += length;
    }
    return false;
}

/* In digits alone: what strtol() would forgive a kiosk does not. */
static bool is_whole(const char *text, long min, long max)
{
    size_t digits = strspn(text, "0123456789");
    long n = digits > 0 && digits < 10 && text[digits] == 0 ? strtol(text, NULL, 10) : -1;
    return n >= min && n <= max;
}

/* "22:00-06:30" */
static bool is_hours(const char *text)
{
    static const char form[] = "00:00-00:00";
    for (size_t i = 0; i < sizeof form; i++)
        if (form[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != form[i])
            return false;
    return memcmp(text, "24", 2) < 0 && memcmp(text + 3, "60", 2) < 0 && memcmp(text + 6, "24", 2) < 0 &&
           memcmp(text + 9, "60", 2) < 0 && memcmp(text, text + 6, 5) != 0;
}

static void check_value(const kiosk_key *k, const dct_yaml *value, dct_diag *diag)
{
    const char *text = value->text;
    if (k->kind == WORD && !is_word(k->words, text))
        dct_diag_error(diag, value->place, "kiosk.%s is \"%.80s\"; write one of: %s", k->name, text, k->words);
    else if (k->kind == YES_NO && !is_word("true false yes no on off", text))
        dct_diag_error(diag, value->place, "kiosk.%s is \"%.80s\"; write true or false", k->name, text);
    else if (k->kind == WHOLE && !is_whole(text, k->min, k->max))
        dct_diag_error(diag, value->place, "kiosk.%s is \"%.80s\"; write a whole number from %ld to %ld", k->name, text,
                       k->min, k->max);
    else if (k->kind == HOURS && !is_hours(text))
        dct_diag_error(diag, value->place, "kiosk.%s is \"%.80s\"; write hours such as 22:00-06:00", k->name, text);
    else if (k->kind == TEXT && strlen(text) > TEXT_MAX)
        dct_diag_error(diag, value->place, "kiosk.%s is longer than %d bytes; shorten it", k->name, TEXT_MAX);
}

static void unknown(const char *name, const dct_yaml *value, dct_diag *diag)
{
    const char *names[KEY_COUNT + 1] = { NULL };
    for (size_t i = 0; i < KEY_COUNT; i++)
        names[i] = keys[i].name;
    for (size_t i = 0; local[i] != NULL; i++)
        if (strcmp(local[i], name) == 0) {
            dct_diag_error(diag, value->key->place, "kiosk.%s cannot be set from afar: only the kiosk's own file says it", name);
            return;
        }
    const char *nearest = dct_nearest(name, names);
    dct_diag_error(diag, value->key->place, "no kiosk knows kiosk.%.64s%s%s%s", name,
                   nearest != NULL ? "; did you mean kiosk." : "", nearest != NULL ? nearest : "", nearest != NULL ? "?" : "");
}

void dct_kiosk_key_check(const char *name, const dct_yaml *value, dct_diag *diag)
{
    name += sizeof DCT_KIOSK_PREFIX - 1;
    for (size_t i = 0; i < KEY_COUNT; i++)
        if (strcmp(keys[i].name, name) == 0) {
            check_value(&keys[i], value, diag);
            return;
        }
    unknown(name, value, diag);
}
