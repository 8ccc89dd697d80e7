/* Names of keys, as scripts and people write them. Case does not matter. */
#include "line.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <docent/view.h>

static const struct {
    const char *name;
    uint32_t    key;
} keys[] = {
    { "Tab", DOCENT_KEY_TAB },        { "Enter", DOCENT_KEY_ENTER },       { "Return", DOCENT_KEY_ENTER },
    { "Escape", DOCENT_KEY_ESCAPE },  { "Esc", DOCENT_KEY_ESCAPE },        { "Space", DOCENT_KEY_SPACE },
    { "Backspace", DOCENT_KEY_BACKSPACE }, { "Delete", DOCENT_KEY_DELETE }, { "Left", DOCENT_KEY_LEFT },
    { "Right", DOCENT_KEY_RIGHT },    { "Up", DOCENT_KEY_UP },             { "Down", DOCENT_KEY_DOWN },
    { "Home", DOCENT_KEY_HOME },      { "End", DOCENT_KEY_END },           { "PageUp", DOCENT_KEY_PAGE_UP },
    { "PageDown", DOCENT_KEY_PAGE_DOWN }, { "Back", DOCENT_KEY_BACK },     { "Forward", DOCENT_KEY_FORWARD },
};

static const struct {
    const char *name;
    uint32_t    mod;
} mods_by_name[] = { { "Ctrl+", DOCENT_MOD_CTRL }, { "Shift+", DOCENT_MOD_SHIFT }, { "Alt+", DOCENT_MOD_ALT } };

static bool begins(const char *text, const char *with)
{
    for (; *with != '\0'; text++, with++)
        if (tolower((unsigned char)*text) != tolower((unsigned char)*with))
            return false;
    return true;
}

static bool function_key(const char *name, uint32_t *key)
{
    char *end;
    if (toupper((unsigned char)name[0]) != 'F' || !isdigit((unsigned char)name[1]))
        return false;
    long n = strtol(name + 1, &end, 10);
    if (*end != '\0' || n < 1 || n > 24)
        return false;
    *key = DOCENT_KEY_F1 + (uint32_t)(n - 1);
    return true;
}

static bool bare_key(const char *name, uint32_t *key)
{
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
        if (begins(name, keys[i].name) && strlen(name) == strlen(keys[i].name)) {
            *key = keys[i].key;
            return true;
        }
    if (function_key(name, key))
        return true;
    *key = (uint32_t)tolower((unsigned char)name[0]);
    return isgraph((unsigned char)name[0]) && name[1] == '\0';
}

bool kiosk_key_parse(const char *name, uint32_t *key, uint32_t *mods)
{
    *mods = 0;
    for (size_t i = 0; i < sizeof mods_by_name / sizeof mods_by_name[0]; i++) {
        if (!begins(name, mods_by_name[i].name))
            continue;
        *mods |= mods_by_name[i].mod;
        name += strlen(mods_by_name[i].name);
        i = (size_t)-1; /* From the first again: modifiers come in any order. */
    }
    return bare_key(name, key);
}
