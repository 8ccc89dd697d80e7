/* A stick is a folder that appears:
 *
 *   looked for every two seconds --there--> read (docent_sync_import) --last_check moved--> "You may remove it"
 *             ^                                       \--a reason--> why not --------------------+
 *             +----------------------------- it is gone ----------------------------------------+
 */
#define _XOPEN_SOURCE 700
#include "source.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define LOOK_MS 2000u
#define URLS 4u

/* Cuts the addresses apart in place. */
static uint32_t split(char *text, const char *urls[URLS])
{
    uint32_t count = 0;
    for (char *p = text; count < URLS && *(p += strspn(p, " ")) != '\0';) {
        urls[count++] = p;
        p += strcspn(p, " ");
        if (*p != '\0')
            *p++ = '\0';
    }
    return count;
}

bool kiosk_source_open(kiosk_source *s, docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX])
{
    char texts[KIOSK_TEXT_MAX];
    const char *urls[URLS];
    docent_source source = DOCENT_SOURCE_INIT;
    memset(s, 0, sizeof *s);
    if (config->content[0] == '\0')
        return true;
    strcpy(texts, config->source);
    source.id = "kiosk";
    source.folder = config->content;
    source.url_count = split(texts, urls);
    source.urls = urls;
    source.root_path = config->root[0] != '\0' ? config->root : NULL;
    source.channel = config->channel[0] != '\0' ? config->channel : NULL;
    source.flags = config->serve_port != 0 ? DOCENT_SOURCE_KEEP : 0;
    source.interval_s = config->source_minutes * 60;
    if (docent_sync_add(h, &source) != DOCENT_OK) {
        snprintf(error, KIOSK_ERROR_MAX, "content: %s", docent_last_error(h)->message);
        return false;
    }
    s->h = h;
    s->usb = config->usb[0] != '\0' ? config->usb : NULL;
    return true;
}

/* ---- sticks ---- */

static bool is_tree(const char *folder, char out[KIOSK_TEXT_MAX])
{
    char file[KIOSK_TEXT_MAX + 40];
    struct stat st;
    snprintf(file, sizeof file, "%s/docent/metadata/timestamp.json", folder);
    if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    return snprintf(out, KIOSK_TEXT_MAX, "%s/docent", folder) < KIOSK_TEXT_MAX;
}

/* The folder itself, as where one stick is always mounted; else the first in it, as where each stick has a folder. */
static bool find_stick(const char *usb, char out[KIOSK_TEXT_MAX])
{
    char folder[KIOSK_TEXT_MAX + 300];
    if (is_tree(usb, out))
        return true;
    DIR *d = opendir(usb);
    bool found = false;
    const struct dirent *e;
    for (unsigned i = 0; d != NULL && !found && i < 1000 && (e = readdir(d)) != NULL; i++) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(folder, sizeof folder, "%s/%s", usb, e->d_name);
        found = strlen(folder) < KIOSK_TEXT_MAX && is_tree(folder, out);
    }
    if (d != NULL)
        closedir(d);
    return found;
}

/* All but letters, digits and a few signs is percent-encoded: a stick may be called "My Stick #2". */
static void write_url(const char *path, char *out, size_t size)
{
    size_t used = (size_t)snprintf(out, size, "file://");
    for (; *path != '\0' && used + 4 < size; path++) {
        unsigned char c = (unsigned char)*path;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("/-._~", c) != NULL;
        used += (size_t)snprintf(out + used, size - used, plain ? "%c" : "%%%02X", c);
    }
}

static void plugged_in(kiosk_source *s, docent_view *view)
{
    char url[3 * 4096 + 8], *whole;
    docent_sync_look look;
    if (docent_sync_status(s->h, "kiosk", &look) != DOCENT_OK || look.state != DOCENT_SYNC_IDLE)
        return; /* An update is under way: the next time. */
    whole = realpath(s->stick, NULL); /* An address has no current folder. */
    write_url(whole != NULL ? whole : s->stick, url, sizeof url);
    free(whole);
    s->check_s = look.last_check;
    s->moved = s->told = false;
    s->asked = docent_sync_import(s->h, "kiosk", url) == DOCENT_OK;
    docent_view_stick(view, s->asked ? DOCENT_STICK_READING : DOCENT_STICK_FAILED, "");
    s->told = !s->asked;
}

static void follow(kiosk_source *s, docent_view *view)
{
    docent_sync_look look;
    if (docent_sync_status(s->h, "kiosk", &look) != DOCENT_OK)
        return;
    s->moved = s->moved || look.state != DOCENT_SYNC_IDLE || look.last_check != s->check_s || look.reason_text[0] != '\0';
    bool busy = !s->moved || (look.state != DOCENT_SYNC_IDLE && look.state != DOCENT_SYNC_STAGED);
    if (busy)
        return;
    s->asked = false;
    s->told = true;
    bool good = strcmp(look.reason, "OK") == 0;
    docent_view_stick(view, good ? DOCENT_STICK_DONE : DOCENT_STICK_FAILED, look.reason_text);
}

void kiosk_source_tick(kiosk_source *s, docent_view *view, uint64_t now_ms, uint64_t *next_ms)
{
    char found[KIOSK_TEXT_MAX] = "";
    if (s->h == NULL || s->usb == NULL)
        return;
    if (now_ms >= s->look_ms) {
        s->look_ms = now_ms + LOOK_MS;
        if (!find_stick(s->usb, found))
            found[0] = '\0';
        if (found[0] == '\0' && s->stick[0] != '\0') {
            docent_view_stick(view, DOCENT_STICK_GONE, NULL);
            s->asked = s->told = false;
        }
        strcpy(s->stick, found);
        if (s->stick[0] != '\0' && !s->asked && !s->told)
            plugged_in(s, view);
    }
    if (s->asked)
        follow(s, view);
    uint64_t at = s->asked ? now_ms + 100 : s->look_ms;
    *next_ms = at < *next_ms ? at : *next_ms;
}
