/* Only what docent publish names is mapped, name by name, so that no request can reach another file:
 *
 *     GET /metadata/timestamp.json                     tuf/timestamp.json
 *     GET /metadata/2.root.json                        roots/2.root.json, or tuf/root.json
 *     GET /metadata/7.targets.json, .../3.books.json   tuf/targets.json, tuf/books.json: any role that was asked here
 *     GET /targets/stable/HASH.release.json            tuf/release.json
 *     GET /targets/stable/HASH.config.json             config.json
 *     GET /targets/packs/HASH.core-41.zst, .../delta/  kept/HASH.zst
 *     GET /packs/HASH.docent                           packs/HASH.docent: what the other two cannot make of nothing
 *     GET /ID/metadata/... , /ID/targets/...           the same in the folder of the content beside that is called ID
 *
 * Metadata must be of the version that is asked for: "there is none" ends the search for newer ones at the other end, where
 * every byte is verified. */
#include "serve_path.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HASH_LETTERS 64u

static bool begins(const char **text, const char *with)
{
    size_t size = strlen(with);
    if (strncmp(*text, with, size) != 0)
        return false;
    *text += size;
    return true;
}

#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
#define DIGITS "0123456789"

/* VERSION.ROLE.json, with a role's name as it is in addresses and on disk: percent-encoded, never with a slash. */
static bool metadata(const char *name, kiosk_request *out)
{
    if (strcmp(name, "timestamp.json") == 0) {
        strcpy(out->path, "tuf/timestamp.json");
        return true;
    }
    size_t digits = strspn(name, DIGITS), size = strlen(name);
    const char *role = name + digits + 1;
    if (digits == 0 || digits > 9 || name[digits] != '.' || size >= 240 || strspn(name, LETTERS DIGITS "-._~%") != size ||
        size < digits + sizeof ".x.json" - 1 || strcmp(name + size - 5, ".json") != 0)
        return false;
    bool root = strcmp(role, "root.json") == 0;
    snprintf(out->path, sizeof out->path, root ? "roots/%s" : "tuf/%s", root ? name : role);
    if (root)
        strcpy(out->other, "tuf/root.json");
    out->version = strtol(name, NULL, 10);
    return true;
}

/* The name behind HASH., "" for none. */
static const char *hashed(const char *name)
{
    return strspn(name, "0123456789abcdef") == HASH_LETTERS && name[HASH_LETTERS] == '.' ? name + HASH_LETTERS + 1 : "";
}

static bool target(const char *path, kiosk_request *out)
{
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1, *rest = hashed(name);
    if (rest[0] == '\0')
        return false;
    if (strcmp(rest, "release.json") == 0)
        strcpy(out->path, "tuf/release.json");
    else if (strcmp(rest, "config.json") == 0)
        strcpy(out->path, "config.json");
    else
        snprintf(out->path, sizeof out->path, "kept/%.64s.zst", name);
    return true;
}

static bool pack(const char *name, kiosk_request *out)
{
    if (strcmp(hashed(name), "docent") != 0)
        return false;
    snprintf(out->path, sizeof out->path, "packs/%.64s.docent", name);
    return true;
}

static bool below(const char *path, kiosk_request *out)
{
    if (begins(&path, "/metadata/"))
        return metadata(path, out);
    if (begins(&path, "/targets/"))
        return target(path, out);
    return begins(&path, "/packs/") && pack(path, out);
}

static bool find(const char *path, kiosk_request *out)
{
    if (below(path, out))
        return true;
    size_t size = strspn(path + 1, "abcdefghijklmnopqrstuvwxyz" DIGITS "-");
    if (size == 0 || size >= sizeof out->place || path[1 + size] != '/' || !below(path + 1 + size, out))
        return false;
    memcpy(out->place, path + 1, size);
    return true;
}

/* "bytes=100-", "bytes=0-99", "bytes=-5"; anything else is no range, which is always allowed. */
static void read_range(const char *value, kiosk_request *out)
{
    char *end;
    value += strspn(value, " ");
    if (!begins(&value, "bytes=") || (*value != '-' && (*value < '0' || *value > '9')))
        return;
    out->from = *value == '-' ? -1 : strtoll(value, &end, 10);
    if (*value == '-')
        end = (char *)(uintptr_t)value;
    if (*end != '-')
        return;
    const char *second = end + 1;
    out->to = *second >= '0' && *second <= '9' ? strtoll(second, &end, 10) : -1;
    if (out->to == -1)
        end = (char *)(uintptr_t)second;
    out->range = (*end == '\r' || *end == '\n') && (out->from >= 0 || out->to > 0);
}

static bool is_header(const char *line, const char *name)
{
    for (; *name != '\0'; line++, name++)
        if ((*line | 0x20) != (*name | 0x20))
            return false;
    return *line == ':';
}

int kiosk_request_read(const char *text, size_t size, kiosk_request *out)
{
    char path[1024];
    memset(out, 0, sizeof *out);
    if (memchr(text, '\0', size) != NULL)
        return 400;
    const char *p = text;
    out->head = begins(&p, "HEAD ");
    if (!out->head && !begins(&p, "GET "))
        return strchr(text, ' ') != NULL ? 405 : 400;
    size_t length = strcspn(p, " ?\r\n");
    if (length >= sizeof path || *p != '/' || strncmp(p + strcspn(p, " \r\n"), " HTTP/1.", 8) != 0)
        return 400;
    memcpy(path, p, length);
    path[length] = '\0';
    while ((p = strchr(p, '\n')) != NULL && p++ != NULL)
        if (is_header(p, "range"))
            read_range(p + 6, out);
    return find(path, out) ? 0 : 404;
}

/* {"signed": {"version": 7, ...}}: the key two levels deep, whatever else is called so. */
long kiosk_metadata_version(const char *text, size_t size)
{
    static const char key[] = "\"version\"";
    size_t depth = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] == '"') {
            size_t from = i++;
            while (i < size && text[i] != '"')
                i += text[i] == '\\' ? 2u : 1u;
            bool ours = depth == 2 && i < size && i + 1 - from == sizeof key - 1 && memcmp(text + from, key, sizeof key - 1) == 0;
            size_t at = i + 1;
            while (ours && at < size && strchr(": \t\r\n", text[at]) != NULL)
                at++;
            long number = 0, digits = 0;
            for (; ours && at < size && text[at] >= '0' && text[at] <= '9' && digits < 9; at++, digits++)
                number = number * 10 + (text[at] - '0');
            if (digits > 0)
                return number;
        }
        depth += i < size && (text[i] == '{' || text[i] == '[');
        depth -= i < size && depth > 0 && (text[i] == '}' || text[i] == ']');
    }
    return -1;
}
