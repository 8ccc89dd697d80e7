/* A stick is a folder that appears:
 *
 *   looked for every two seconds --there--> read (docent_sync_import) --over--> "You may remove it", or why not
 *             ^                                                                      |
 *             +----------------------------- it is gone -----------------------------+
 *
 * The tree for the main content is in the stick's folder "docent", that of one beside in "docent-ID". They are read one after
 * the other, and the person is told once all of them are. */
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

static bool may_switch(void *ctx)
{
    const kiosk_source *s = ctx;
    return kiosk_hours_hold(s->hours, s->unix_s(s->ctx));
}

/* What all sources of this kiosk have in common. */
static docent_status add(kiosk_source *s, const kiosk_config *config, docent_source *source, const char *id, const char *urls_text)
{
    char texts[KIOSK_TEXT_MAX];
    const char *urls[URLS];
    strcpy(texts, urls_text);
    source->id = id;
    source->url_count = split(texts, urls);
    source->urls = urls;
    source->flags |= s->flags | (config->serve_port != 0 ? DOCENT_SOURCE_KEEP : 0);
    source->interval_s = config->source_minutes * 60;
    source->may_switch = may_switch;
    source->ctx = s;
    docent_status status = docent_sync_add(s->h, source);
    if (status == DOCENT_OK)
        strcpy(s->feeds[s->count++].id, id);
    return status;
}

static const char *given(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* A bundle first, so that there is something until newer content takes its place under the same id. */
static docent_status add_beside(kiosk_source *s, const kiosk_config *config, const kiosk_beside *b)
{
    docent_bundle bundle = DOCENT_BUNDLE_INIT;
    docent_source source = DOCENT_SOURCE_INIT;
    bundle.id = b->id;
    bundle.path = b->bundle;
    bundle.precedence = source.precedence = b->precedence;
    docent_status status = b->bundle[0] != '\0' ? docent_bundle_add(s->h, &bundle) : DOCENT_OK;
    if (status != DOCENT_OK || b->content[0] == '\0')
        return status;
    source.folder = b->content;
    source.root_path = given(b->root);
    source.channel = given(b->channel);
    source.flags = DOCENT_SOURCE_BESIDE;
    return add(s, config, &source, b->id, b->source);
}

/* A disk that takes no folder, or one that another kiosk still holds, costs nobody the help that came with this one. A slip in the
 * configuration is told by not starting, and who only looks is told everything. */
static bool goes_without(const kiosk_source *s, docent_status status)
{
    return (status == DOCENT_ERR_IO || status == DOCENT_ERR_BUSY) && (s->flags & DOCENT_SOURCE_NO_START) == 0;
}

bool kiosk_source_open(kiosk_source *s, docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX])
{
    docent_source source = DOCENT_SOURCE_INIT;
    memset(s->feeds, 0, sizeof s->feeds);
    s->h = h;
    s->count = 0;
    s->look_ms = 0;
    s->why = NULL;
    s->usb = given(config->usb);
    source.folder = config->content;
    source.root_path = given(config->root);
    source.channel = given(config->channel);
    docent_status status = config->content[0] != '\0' ? add(s, config, &source, KIOSK_MAIN_ID, config->source) : DOCENT_OK;
    if (status != DOCENT_OK) {
        snprintf(error, KIOSK_ERROR_MAX, "content: %s", docent_last_error(h)->message);
        if (!goes_without(s, status))
            return false;
        fprintf(stderr, "docent-kiosk: no newer content: %s\n", docent_last_error(h)->message);
    }
    for (uint32_t i = 0; i < config->beside_count; i++)
        if (add_beside(s, config, &config->beside[i]) != DOCENT_OK)
            fprintf(stderr, "docent-kiosk: %s: left out: %s\n", config->beside[i].id, docent_last_error(h)->message);
    return true;
}

/* ---- sticks ---- */

static bool is_tree(const char *folder, const char *name, char out[KIOSK_TEXT_MAX])
{
    char file[2 * KIOSK_TEXT_MAX];
    struct stat st;
    snprintf(file, sizeof file, "%s/%s/metadata/timestamp.json", folder, name);
    if (stat(file, &st) != 0 || !S_ISREG(st.st_mode))
        return false;
    return snprintf(out, KIOSK_TEXT_MAX, "%s/%s", folder, name) < KIOSK_TEXT_MAX;
}

/* The folder itself, as where one stick is always mounted; else the first in it, as where each stick has a folder. */
static bool find_stick(const char *usb, const char *name, char out[KIOSK_TEXT_MAX])
{
    char folder[KIOSK_TEXT_MAX + 300];
    if (is_tree(usb, name, out))
        return true;
    DIR *d = opendir(usb);
    bool found = false;
    const struct dirent *e;
    for (unsigned i = 0; d != NULL && !found && i < 1000 && (e = readdir(d)) != NULL; i++) {
        if (e->d_name[0] == '.')
            continue;
        snprintf(folder, sizeof folder, "%s/%s", usb, e->d_name);
        found = strlen(folder) < KIOSK_TEXT_MAX && is_tree(folder, name, out);
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

/* Not while an update is under way: the next time. */
static void plugged_in(kiosk_source *s, kiosk_feed *f, docent_view *view)
{
    char url[3 * 4096 + 8], *whole;
    docent_sync_look look;
    if (docent_sync_status(s->h, f->id, &look) != DOCENT_OK || (look.state != DOCENT_SYNC_IDLE && look.state != DOCENT_SYNC_STAGED))
        return;
    whole = realpath(f->stick, NULL); /* An address has no current folder. */
    write_url(whole != NULL ? whole : f->stick, url, sizeof url);
    free(whole);
    f->asked = docent_sync_import(s->h, f->id, url) == DOCENT_OK;
    docent_view_stick(view, f->asked ? DOCENT_STICK_READING : DOCENT_STICK_FAILED, NULL);
    f->told = !f->asked;
}

static bool is_reading(const kiosk_source *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->feeds[i].asked)
            return true;
    return false;
}

void kiosk_source_again(const kiosk_source *s, docent_view *view)
{
    if (is_reading(s))
        docent_view_stick(view, DOCENT_STICK_READING, NULL);
}

static kiosk_feed *next_to_read(kiosk_source *s)
{
    for (uint32_t i = 0; i < s->count; i++)
        if (s->feeds[i].stick[0] != '\0' && !s->feeds[i].asked && !s->feeds[i].told)
            return &s->feeds[i];
    return NULL;
}

static void follow(kiosk_source *s, kiosk_feed *f, docent_view *view)
{
    docent_sync_look look;
    if (!f->asked || docent_sync_status(s->h, f->id, &look) != DOCENT_OK)
        return;
    if (look.importing)
        return;
    f->asked = false;
    f->told = true;
    if (strcmp(look.reason, "OK") != 0)
        s->why = look.reason_text;
    if (next_to_read(s) == NULL)
        docent_view_stick(view, s->why == NULL ? DOCENT_STICK_DONE : DOCENT_STICK_FAILED, s->why);
}

/* True: there is one now. */
static bool look_for(kiosk_source *s, kiosk_feed *f)
{
    char name[KIOSK_NAME_MAX + 8] = "docent", found[KIOSK_TEXT_MAX] = "";
    if (strcmp(f->id, KIOSK_MAIN_ID) != 0)
        snprintf(name, sizeof name, "docent-%s", f->id);
    if (!find_stick(s->usb, name, found)) {
        found[0] = '\0';
        f->asked = f->told = false;
    }
    strcpy(f->stick, found);
    return found[0] != '\0';
}

static void look(kiosk_source *s, docent_view *view)
{
    bool before = false, there = false;
    for (uint32_t i = 0; i < s->count; i++) {
        before = before || s->feeds[i].stick[0] != '\0';
        there = look_for(s, &s->feeds[i]) || there;
    }
    if (before && !there) {
        s->why = NULL;
        docent_view_stick(view, DOCENT_STICK_GONE, NULL);
    }
}

void kiosk_source_tick(kiosk_source *s, docent_view *view, uint64_t now_ms, uint64_t *next_ms)
{
    if (s->count == 0 || s->usb == NULL)
        return;
    if (now_ms >= s->look_ms) {
        s->look_ms = now_ms + LOOK_MS;
        look(s, view);
    }
    for (uint32_t i = 0; i < s->count; i++)
        follow(s, &s->feeds[i], view);
    kiosk_feed *next = is_reading(s) ? NULL : next_to_read(s);
    if (next != NULL)
        plugged_in(s, next, view);
    uint64_t at = is_reading(s) ? now_ms + 100 : s->look_ms;
    *next_ms = at < *next_ms ? at : *next_ms;
}
