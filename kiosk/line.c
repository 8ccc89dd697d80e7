#include "line.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/view.h>

#include "config.h"
#include "timestamp.h"

typedef enum arguments { NONE, REST, QUOTED, ROLE, NUMBER, KEY, TIME, SIZE, ON_OFF } arguments;

static const struct {
    const char   *word;
    kiosk_command command;
    arguments     arguments;
    const char   *usage;
} commands[] = {
    { "GO", KIOSK_GO, REST, "GO address" },
    { "TYPE", KIOSK_TYPE, QUOTED, "TYPE \"text\"" },
    { "KEY", KIOSK_KEY, KEY, "KEY name, such as Tab, Ctrl+F or PageDown" },
    { "PRESS", KIOSK_PRESS, ROLE, "PRESS role \"label\"" },
    { "TOUCH", KIOSK_TOUCH, ROLE, "TOUCH role \"label\"" },
    { "WAIT", KIOSK_WAIT, NUMBER, "WAIT milliseconds, at most 86400000" },
    { "EXPECT", KIOSK_EXPECT, ROLE, "EXPECT role \"text\" [[not] checked|focused|disabled]" },
    { "ABSENT", KIOSK_ABSENT, ROLE, "ABSENT role \"text\" [[not] checked|focused|disabled]" },
    { "TREE", KIOSK_TREE, NONE, "TREE alone" },
    { "SHOT", KIOSK_SHOT, REST, "SHOT file.png" },
    { "OFFLINE", KIOSK_OFFLINE, ON_OFF, "OFFLINE on or OFFLINE off" },
    { "NOW", KIOSK_NOW, TIME, "NOW 2026-11-02T09:30:00+01:00" },
    { "SIZE", KIOSK_SIZE, SIZE, "SIZE 1080x1920" },
};
#define COMMAND_COUNT (sizeof commands / sizeof commands[0])

static const char *skip(const char *p)
{
    while (*p == ' ' || *p == '\t')
        p++;
    return p;
}

/* Copies up to white space. False when there is nothing or too much. */
static bool word(const char **p, char *out, size_t room)
{
    size_t n = 0;
    for (*p = skip(*p); **p != '\0' && !isspace((unsigned char)**p); (*p)++)
        if (n + 1 < room)
            out[n++] = **p;
        else
            return false;
    out[n] = '\0';
    return n > 0;
}

/* "..." with \" \\ and \n in it. Returns what follows it, NULL when it is none. */
static const char *quoted(const char *p, char *out)
{
    size_t n = 0;
    p = skip(p);
    if (*p++ != '"')
        return NULL;
    for (; *p != '"'; p++) {
        if (*p == '\0' || n + 1 >= KIOSK_LINE_MAX)
            return NULL;
        if (*p != '\\') {
            out[n++] = *p;
            continue;
        }
        p++;
        if (*p != '"' && *p != '\\' && *p != 'n')
            return NULL;
        out[n++] = *p == 'n' ? '\n' : *p;
    }
    out[n] = '\0';
    return skip(p + 1);
}

static bool only_quoted(const char *p, char *out)
{
    const char *end = quoted(p, out);
    return end != NULL && *end == '\0';
}

/* The rest of the line without white space around it; quotes are allowed, not needed. */
static bool rest(const char *p, char *out)
{
    p = skip(p);
    if (*p == '"')
        return only_quoted(p, out);
    size_t n = strlen(p);
    while (n > 0 && isspace((unsigned char)p[n - 1]))
        n--;
    if (n >= KIOSK_LINE_MAX)
        return false;
    memcpy(out, p, n);
    out[n] = '\0';
    return n > 0;
}

static bool role(const char *name, int *out)
{
    static const char *const special[] = { "text", "address", "clipboard" };
    for (int i = 0; i < 3; i++)
        if (strcmp(name, special[i]) == 0) {
            *out = -i;
            return true;
        }
    for (int i = DOCENT_ROLE_PAGE; i <= DOCENT_ROLE_KEY; i++)
        if (strcmp(name, docent_role_name((docent_role)i)) == 0) {
            *out = i;
            return true;
        }
    return false;
}

static bool number(const char *text, uint64_t *out)
{
    char *end;
    unsigned long long n = strtoull(text, &end, 10);
    *out = n;
    return isdigit((unsigned char)text[0]) && *end == '\0' && n <= 86400000u;
}

static bool on_off(const char *text, bool *out)
{
    *out = strcmp(text, "on") == 0;
    return *out || strcmp(text, "off") == 0;
}

/* "checked", "focused", "disabled", or "not" before one of them; nothing is any state. */
static bool state(const char *p, kiosk_line *out)
{
    static const struct {
        const char *name;
        uint32_t    bit;
    } states[] = { { "checked", DOCENT_STATE_CHECKED }, { "focused", DOCENT_STATE_FOCUSED },
                   { "disabled", DOCENT_STATE_DISABLED } };
    char name[32];
    if (*p == '\0')
        return true;
    bool negated = word(&p, name, sizeof name) && strcmp(name, "not") == 0;
    if (negated && !word(&p, name, sizeof name))
        return false;
    for (size_t i = 0; i < sizeof states / sizeof states[0]; i++)
        if (strcmp(name, states[i].name) == 0) {
            out->state_mask = states[i].bit;
            out->state = negated ? 0 : states[i].bit;
        }
    return out->state_mask != 0 && *skip(p) == '\0';
}

/* A role, then a quoted text, then perhaps a state. PRESS and TOUCH need something that can be pressed: any role, but no
 * address, and no state. */
static bool role_and_text(const char *p, kiosk_line *out)
{
    char name[32];
    bool looks = out->command == KIOSK_EXPECT || out->command == KIOSK_ABSENT;
    if (!word(&p, name, sizeof name) || !role(name, &out->role) || (!looks && out->role < 0))
        return false;
    p = quoted(p, out->text);
    return p != NULL && (looks && out->role >= 0 ? state(p, out) : *p == '\0');
}

static bool argument(arguments kind, const char *p, kiosk_line *out)
{
    if (kind == NONE)
        return *skip(p) == '\0';
    if (kind == QUOTED)
        return only_quoted(p, out->text);
    if (kind == ROLE)
        return role_and_text(p, out);
    if (!rest(p, out->text))
        return false;
    switch (kind) {
    case NUMBER: return number(out->text, &out->ms);
    case KEY: return kiosk_key_parse(out->text, &out->key, &out->mods);
    case TIME: return kiosk_timestamp(out->text, &out->unix_s);
    case SIZE: return kiosk_config_size(out->text, &out->width, &out->height);
    case ON_OFF: return on_off(out->text, &out->on);
    default: return true;
    }
}

bool kiosk_line_parse(const char *text, kiosk_line *out, char error[256])
{
    char name[32];
    const char *p = text;
    *out = (kiosk_line){ .command = KIOSK_EMPTY };
    if (*skip(p) == '\0' || *skip(p) == '#' || isspace((unsigned char)*skip(p)))
        return true;
    bool has_name = word(&p, name, sizeof name);
    for (size_t i = 0; has_name && i < COMMAND_COUNT; i++) {
        if (strcmp(name, commands[i].word) != 0)
            continue;
        out->command = commands[i].command;
        if (argument(commands[i].arguments, p, out))
            return true;
        snprintf(error, 256, "expected %s", commands[i].usage);
        return false;
    }
    snprintf(error, 256, "unknown command \"%.32s\"; write GO, TYPE, KEY, PRESS, TOUCH, WAIT, EXPECT, ABSENT, TREE, SHOT, "
                         "OFFLINE, NOW or SIZE", has_name ? name : text);
    return false;
}
