#include "place.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

typedef struct line {
    char  *text;
    size_t size, room;
    bool   full;
} line;

static void add_char(line *l, char c)
{
    if (l->size + 1 >= l->room) {
        l->full = true;
        return;
    }
    l->text[l->size++] = c;
    l->text[l->size] = 0;
}

static void add(line *l, const char *text)
{
    for (; *text != 0; text++)
        add_char(l, *text);
}

static bool unreserved(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || (c != 0 && strchr("-._~", c) != NULL);
}

static void add_encoded(line *l, const char *text, size_t size, char also)
{
    static const char hex[] = "0123456789ABCDEF";
    for (size_t i = 0; i < size; i++) {
        unsigned char c = (unsigned char)text[i];
        if (unreserved(text[i]) || (also != 0 && text[i] == also)) {
            add_char(l, text[i]);
            continue;
        }
        add_char(l, '%');
        add_char(l, hex[c >> 4]);
        add_char(l, hex[c & 15]);
    }
}

static line begin(char *out, size_t room, const char *base)
{
    line l = { out, 0, room, false };
    out[0] = 0;
    add(&l, base);
    if (l.size > 0 && out[l.size - 1] != '/')
        add_char(&l, '/');
    return l;
}

void dct_place_role_file(const char *role, char out[DCT_ROLE_FILE_ROOM])
{
    line l = begin(out, DCT_ROLE_FILE_ROOM, "");
    add_encoded(&l, role, strlen(role), 0);
    add(&l, ".json");
}

bool dct_place_metadata(const char *base, int64_t version, const char *role, char out[DCT_MAX_SYNC_URL])
{
    line l = begin(out, DCT_MAX_SYNC_URL, base);
    if (version > 0) {
        char number[24];
        snprintf(number, sizeof number, "%" PRId64 ".", version);
        add(&l, number);
    }
    add_encoded(&l, role, strlen(role), 0);
    add(&l, ".json");
    return !l.full;
}

bool dct_place_target(const char *base, const char *path, const char *hash, char out[DCT_MAX_SYNC_URL])
{
    line l = begin(out, DCT_MAX_SYNC_URL, base);
    const char *slash = strrchr(path, '/'), *file = slash != NULL ? slash + 1 : path;
    add_encoded(&l, path, (size_t)(file - path), '/');
    if (hash != NULL) {
        add_encoded(&l, hash, strlen(hash), 0);
        add_char(&l, '.');
    }
    add_encoded(&l, file, strlen(file), 0);
    return !l.full;
}

bool dct_place_target_file(const char *path, char out[256])
{
    line l = begin(out, 241, "");
    add_encoded(&l, path, strlen(path), 0);
    if (strcmp(out, ".") == 0 || strcmp(out, "..") == 0) { /* The two names that are no files. */
        l = begin(out, 241, "");
        add(&l, path[1] == 0 ? "%2E" : "%2E%2E");
    }
    return !l.full && l.size > 0;
}
