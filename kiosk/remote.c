#include "remote.h"

#include <stdio.h>
#include <string.h>

#include <docent/sync.h>

#include "config_key.h"
#include "hours.h"

#define PREFIX "kiosk."

void kiosk_remote_open(kiosk_remote *r, docent *h, const kiosk_options *options)
{
    const kiosk_config *c = &options->config;
    memset(r, 0, sizeof *r);
    r->h = h;
    r->options = options;
    r->now = *c;
    if (strcmp(c->remote, "on") == 0)
        r->id = c->content[0] != '\0' ? KIOSK_MAIN_ID : NULL;
    else if (strcmp(c->remote, "off") != 0)
        r->id = c->remote;
}

static void say(const char *name, const char *what)
{
    fprintf(stderr, "docent-kiosk: set from afar: %.100s: %.400s; ignored\n", name, what);
}

/* ---- what is set, over the file ---- */

static const kiosk_key *find(const char *name)
{
    for (size_t i = 0; kiosk_key_at(i) != NULL; i++)
        if (strcmp(kiosk_key_at(i)->name, name) == 0)
            return kiosk_key_at(i);
    return NULL;
}

static void set(kiosk_config *config, const char *name, const char *text)
{
    char message[KIOSK_ERROR_MAX];
    const kiosk_key *found = find(name + sizeof PREFIX - 1);
    if (found == NULL || !found->remote) {
        say(name, found == NULL ? "no such key" : "only the kiosk's own file may say it");
        return;
    }
    kiosk_key near = *found;
    near.zero = false; /* 0 is never: a visit that nobody ends shows the next person what the last one did. */
    if (!kiosk_key_set(&near, config, "", text, message))
        say(name, message);
}

/* A page that is not there and a theme that cannot be read would leave an empty screen: tried before they count. */
static void try_on(kiosk_remote *r, kiosk_config *wanted, docent_view *view)
{
    const kiosk_config *file = &r->options->file;
    if (wanted->start[0] != '\0' && strcmp(wanted->start, file->start) != 0 && docent_view_go(view, wanted->start) != DOCENT_OK) {
        say(PREFIX "start", "there is no such page");
        strcpy(wanted->start, file->start);
    }
    if (wanted->theme[0] != '\0' && strcmp(wanted->theme, file->theme) != 0 &&
        docent_view_set_theme(view, wanted->theme) != DOCENT_OK) {
        say(PREFIX "theme", "the content has no such theme");
        strcpy(wanted->theme, file->theme);
    }
}

static void read_all(kiosk_remote *r, kiosk_config *out)
{
    const char *name, *text;
    *out = r->options->file;
    for (uint32_t i = 0; docent_sync_setting_at(r->h, r->id, i, &name, &text) == DOCENT_OK; i++)
        if (strncmp(name, PREFIX, sizeof PREFIX - 1) == 0)
            set(out, name, text);
}

/* ---- done to what runs ---- */

static void apply(kiosk_remote *r, const kiosk_config *wanted, kiosk_session *session, docent_view *view)
{
    docent_view_config config = DOCENT_VIEW_CONFIG_INIT;
    const char *before = r->now.locale[0] != '\0' ? r->now.locale : NULL;
    docent_set_locale(r->h, wanted->locale[0] != '\0' ? wanted->locale : NULL);
    kiosk_config_view(wanted, &config);
    if (docent_view_reopen(view, &config) != DOCENT_OK) {
        docent_set_locale(r->h, before);
        say(r->id, "these settings cannot be shown");
        return;
    }
    kiosk_session_start(session, wanted->idle_seconds, wanted->warn_seconds);
    const char *id;
    for (uint32_t i = 0; wanted->source_minutes != r->now.source_minutes && (id = docent_sync_id_at(r->h, i)) != NULL; i++)
        docent_sync_interval(r->h, id, wanted->source_minutes * 60);
    r->now = *wanted;
}

static void take_over(kiosk_remote *r, kiosk_session *session, docent_view *view)
{
    kiosk_config wanted;
    char error[KIOSK_ERROR_MAX];
    read_all(r, &wanted);
    try_on(r, &wanted, view);
    kiosk_options_over(r->options, &wanted, error); /* It was read before: it is right. */
    apply(r, &wanted, session, view);
}

/* A release that came in the same look asks in the next docent_step() whether it may take force: it must not be by the hours
 * before, nor those of a visit that lasts. They change nothing that anybody sees. */
static void take_hours(kiosk_remote *r)
{
    const char *text;
    kiosk_hours hours;
    bool set = docent_sync_setting(r->h, r->id, PREFIX "switch_hours", &text) == DOCENT_OK && kiosk_hours_read(text, &hours);
    r->now.switch_hours = set ? hours : r->options->file.switch_hours;
}

/* False: nothing is set from afar here. */
static bool notice(kiosk_remote *r, docent_sync_look *look)
{
    if (r->id == NULL || docent_sync_status(r->h, r->id, look) != DOCENT_OK)
        return false;
    if (r->set != look->settings_set) {
        take_hours(r);
        r->due = true;
    }
    r->set = look->settings_set;
    return true;
}

void kiosk_remote_notice(kiosk_remote *r)
{
    docent_sync_look look;
    (void)notice(r, &look);
}

bool kiosk_remote_tick(kiosk_remote *r, kiosk_session *session, docent_view *view)
{
    docent_sync_look look;
    if (!notice(r, &look))
        return false;
    if (strcmp(r->said, look.settings_message) != 0) {
        snprintf(r->said, sizeof r->said, "%s", look.settings_message);
        if (r->said[0] != '\0')
            say(r->id, r->said);
    }
    if (!r->due || session->state != KIOSK_NOBODY)
        return false;
    r->due = false;
    take_over(r, session, view);
    return true;
}
