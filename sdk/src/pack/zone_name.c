#define _POSIX_C_SOURCE 200809L
/* Looks through the folder of time zones for the name that takes the fewest edits. A name without a region is compared
 * with the cities ("berlin" finds Europe/Berlin). */
#include "zone_name.h"

#include <dirent.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#define MAX_DEPTH 3 /* America/Argentina/Salta */

typedef struct search {
    const char *wanted;
    unsigned    best;
    char       *near;
} search;

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c == ' ' ? '_' : c;
}

static bool is_name_byte(char c)
{
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || strchr("+-_/", c) != NULL;
}

bool dct_zone_name_valid(const char *name)
{
    size_t size = strlen(name);
    if (size == 0 || size >= DCT_ZONE_NAME_BYTES || name[0] == '/' || name[size - 1] == '/')
        return false;
    for (size_t i = 0; i < size; i++)
        if (!is_name_byte(name[i]) || (name[i] == '/' && name[i + 1] == '/'))
            return false;
    return true;
}

static unsigned least(unsigned a, unsigned b, unsigned c)
{
    unsigned m = a < b ? a : b;
    return m < c ? m : c;
}

/* Insertions, deletions and replacements, without case. Both are shorter than DCT_ZONE_NAME_BYTES. */
static unsigned distance(const char *a, const char *b)
{
    unsigned row[DCT_ZONE_NAME_BYTES];
    size_t width = strlen(b);
    for (size_t j = 0; j <= width; j++)
        row[j] = (unsigned)j;
    for (size_t i = 0; a[i] != 0; i++) {
        unsigned corner = row[0];
        row[0] = (unsigned)i + 1;
        for (size_t j = 0; j < width; j++) {
            unsigned above = row[j + 1];
            row[j + 1] = least(above + 1, row[j] + 1, corner + (lower(a[i]) != lower(b[j])));
            corner = above;
        }
    }
    return row[width];
}

static void consider(search *s, const char *name)
{
    unsigned d = distance(s->wanted, name);
    const char *city = strrchr(name, '/');
    if (city != NULL && strchr(s->wanted, '/') == NULL) {
        unsigned by_city = distance(s->wanted, city + 1);
        d = by_city < d ? by_city : d;
    }
    if (d < s->best || (d == s->best && strcmp(name, s->near) < 0)) {
        s->best = d;
        memcpy(s->near, name, strlen(name) + 1);
    }
}

/* Names of zones and regions begin with a capital; what else lies there (posix, tzdata.zi) does not. */
static void walk(search *s, const char *folder, int depth)
{
    char path[sizeof DCT_ZONE_FOLDER + DCT_ZONE_NAME_BYTES];
    snprintf(path, sizeof path, "%s/%s", DCT_ZONE_FOLDER, folder);
    DIR *dir = opendir(path);
    if (dir == NULL) { /* Not a folder: a zone. */
        consider(s, folder);
        return;
    }
    struct dirent *entry;
    while (depth < MAX_DEPTH && (entry = readdir(dir)) != NULL) {
        char name[DCT_ZONE_NAME_BYTES];
        if (entry->d_name[0] < 'A' || entry->d_name[0] > 'Z')
            continue;
        int size = snprintf(name, sizeof name, "%s%s%s", folder, folder[0] == 0 ? "" : "/", entry->d_name);
        if (size > 0 && size < (int)sizeof name)
            walk(s, name, depth + 1);
    }
    closedir(dir);
}

bool dct_zone_nearest(const char *name, char near[DCT_ZONE_NAME_BYTES])
{
    size_t size = strlen(name);
    near[0] = 0;
    if (size == 0 || size >= DCT_ZONE_NAME_BYTES)
        return false;
    search s = { name, (unsigned)size / 3 + 2, near };
    walk(&s, "", 0);
    return near[0] != 0;
}
