/* sync.h - newer content for a bundle: signed, small, and safe to interrupt anywhere. Part of level 1.
 *
 *     docent_source source = DOCENT_SOURCE_INIT;
 *     source.id = "shop";
 *     source.folder = "/var/lib/kiosk/content";          this device's; made when it is missing
 *     source.urls = (const char *const[]){ "https://help.example/updates" }, source.url_count = 1;
 *     source.root_path = "/usr/share/kiosk/root.json";   whom to believe: comes with the program, never over the net
 *     docent_sync_add(h, &source);                       and docent_step() does the rest
 *
 * What it does to your device
 *   It keeps files in that folder and nowhere else. Content that was not signed, not whole or older than what is here is
 *   never opened. Content that is here stays when a date has passed, a server is gone or a disk is full: an update can
 *   fail, help cannot.
 *
 *     server --> tuf/ incoming/ --> packs/<sha256>.docent --> STAGED --> TRIAL --confirmed--> in force
 *                                                                          \-- three starts without, or it does not
 *                                                                              open --> back, and never again that one
 *
 * New content is in force from one call to the next: see DOCENT_EVENT_CONTENT. Articles, hits and assets that are open
 * stay as they are until they are closed; what was borrowed from the handle (docent_info_of(), languages, fonts, strings)
 * stays valid until the content changes once more. */
#ifndef DOCENT_SYNC_H
#define DOCENT_SYNC_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- where content comes from --------------------------------------------------------- */

typedef struct docent_source {
    uint32_t           struct_size;
    const char        *id;             /* Its name in all calls below; also in messages. */
    const char        *folder;         /* On this device, for this source alone; its parent must be there. */
    const char *const *urls;           /* Where `docent publish` put its tree; the others are mirrors. https, http, file. */
    uint32_t           url_count;      /* 0: only docent_sync_import(). */
    const void        *root;           /* The first root.json: bytes, or else a file. Needed the first time. */
    size_t             root_size;
    const char        *root_path;
    const char        *channel;        /* NULL: "stable". */
    const char        *ca_file;        /* PEM; NULL: the system's. */
    const char        *pinned_key;     /* "sha256//BASE64", or NULL. */
    const char        *client_cert, *client_key; /* PEM files for mutual TLS, or NULL. */
    const char        *proxy, *proxy_user, *proxy_password;
    uint32_t           interval_s;     /* Between two looks; 0: three hours. Each device looks at a moment of its own. */
    uint64_t           max_update_bytes; /* Of one update over the network; 0: no bound. */
    uint64_t           max_day_bytes;  /* Of one day (UTC) over the network; 0: no bound. */
    bool             (*metered)(void *ctx);    /* True: not now over this connection. NULL: never metered. */
    bool             (*may_switch)(void *ctx); /* A maintenance window: false: new content waits. NULL: any moment. First asked
                                                * one docent_step() after what is set from afar in the same look is known. */
    void              *ctx;
    uint32_t           flags;          /* DOCENT_SOURCE_*. */
    int32_t            precedence;     /* With DOCENT_SOURCE_BESIDE: as in docent_bundle. */
} docent_source;
#define DOCENT_SOURCE_INIT \
    { (uint32_t)sizeof(docent_source), NULL, NULL, NULL, 0, NULL, 0, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, \
      0, 0, NULL, NULL, NULL, 0, 0 }
#define DOCENT_SOURCE_MANUAL 0x1u  /* Staged content waits for docent_sync_activate(). */
#define DOCENT_SOURCE_CONFIRM 0x2u /* Content on trial waits for docent_sync_confirm(); without it, a minute of
                                    * docent_step() with the new content is enough. A program that runs for less at a time
                                    * confirms by itself, or its third start is the content's last. */

#define DOCENT_SOURCE_BESIDE 0x4u  /* Its content stands beside that of docent_config.bundle_path, as with docent_bundle_add()
                                    * under the source's id: a reseller's, a store's. */
#define DOCENT_SOURCE_NO_START 0x10u /* For a tool beside the program: this is no start, and costs content on trial none of its
                                      * three. */
#define DOCENT_SOURCE_KEEP 0x8u    /* What was fetched for the newest release stays in the folder's kept/, packed, and
                                    * every root in roots/: for a neighbour to fetch, as docent-kiosk serves it. Costs that
                                    * much room. */

/* Puts the newest good content of the folder in force at once, if there is any, in place of docent_config.bundle_path, and
 * counts a start of content on trial. Without the network. A disk that is full or fails is no error: what can be read of the
 * good content is in force, and the status says why nothing newer comes. Everything is copied; ctx is borrowed. Any number of
 * sources with DOCENT_SOURCE_BESIDE, one without.
 * DOCENT_ERR_BUSY: another process uses the folder. */
DOCENT_API docent_status docent_sync_add(docent *h, const docent_source *source);

/* Forgets the source. Its content goes with it: what stood beside is gone, what stood in place gives way to
 * docent_config.bundle_path. Its folder stays. */
DOCENT_API docent_status docent_sync_remove(docent *h, const char *id);

/* ---- what the host may ask for ----------------------------------------------------------- */

/* Looks at the next docent_step(), whatever the interval. */
DOCENT_API docent_status docent_sync_now(docent *h, const char *id);
/* The same once from elsewhere: "file:///media/usb/docent", a neighbour's "http://192.168.1.7:8080". Verified like all. */
DOCENT_API docent_status docent_sync_import(docent *h, const char *id, const char *url);
/* Switches to staged content now. DOCENT_ERR_MISSING when none is staged; when it does not open: what was in force stays,
 * that release is refused from now on, and the status says why. */
DOCENT_API docent_status docent_sync_activate(docent *h, const char *id);
/* The new content works: the trial is over. DOCENT_ERR_MISSING when none is on trial. */
DOCENT_API docent_status docent_sync_confirm(docent *h, const char *id);
/* Back to the content before; what is in force is refused until a newer release. DOCENT_ERR_MISSING when there is none. */
DOCENT_API docent_status docent_sync_roll_back(docent *h, const char *id);

/* ---- what the publisher sets from afar --------------------------------------------------- */

/* `docent publish --config FILE` signs a few names and texts for all devices of a channel, without a release: a notice, a
 * switch, what a kiosk obeys. They come with the next look, stay when the network goes, and go when they are withdrawn.
 *
 *     const char *text;
 *     if (docent_sync_setting(h, "shop", "banner", &text) == DOCENT_OK)
 *         show_banner(text);                            and again at each DOCENT_EVENT_SETTINGS
 *
 * id as below. DOCENT_ERR_MISSING: nobody set it. Numbers and true or false are texts, too. *text until the next
 * docent_step(). */
DOCENT_API docent_status docent_sync_setting(docent *h, const char *id, const char *name, const char **text);
/* All of them, in the publisher's order; DOCENT_ERR_MISSING past the end. Lent as above. */
DOCENT_API docent_status docent_sync_setting_at(docent *h, const char *id, uint32_t index, const char **name,
                                                const char **text);

/* Another time between two looks, from now on; 0: the library's. */
DOCENT_API docent_status docent_sync_interval(docent *h, const char *id, uint32_t interval_s);

/* ---- how it stands ----------------------------------------------------------------------- */

typedef enum docent_sync_state {
    DOCENT_SYNC_IDLE      = 0, /* Waits for next_check. */
    DOCENT_SYNC_CHECKING  = 1, /* Asks what there is. */
    DOCENT_SYNC_FETCHING  = 2,
    DOCENT_SYNC_UNPACKING = 3, /* Makes the new file from the old one and checks every byte of it. */
    DOCENT_SYNC_STAGED    = 4  /* New content is ready. */
} docent_sync_state;

typedef struct docent_sync_look {
    docent_sync_state state;
    const char *reason;       /* Why it does not go on: "OFFLINE", "CAPTIVE", "SERVER", "STALE", "CLOCK_SUSPECT", "OLDER", "TAMPER",
                               * "INCOMPATIBLE", "MISSING", "NOSPACE", "STORAGE", "BUDGET", "SETUP", "MEMORY"; "OK". Static. */
    const char *reason_text;  /* The same for the person at the device, in English: a msgid. "" for "OK". Static. */
    const char *message;      /* Exactly what happened, for whoever repairs it, or why a release is not taken; "". Until the next
                               * call. */
    int64_t     release;      /* In force; 0: the content that came with the program. */
    int64_t     published;    /* When that was published, unix seconds; 0. */
    int64_t     staged;       /* The release that waits; 0. */
    bool        trial;        /* What is in force is on trial. */
    int64_t     last_check;   /* When a look last succeeded, unix seconds; 0: never since the start. */
    int64_t     next_check;   /* Unix seconds; 0: not planned. */
    uint64_t    bytes_done, bytes_total; /* Over the network for the update under way: exact. */
    uint64_t    day_bytes;    /* Over the network today. */
    bool        beside;       /* DOCENT_SOURCE_BESIDE. */
    bool        importing;    /* docent_sync_import() was asked for and is not over; then `reason` says how it went. */
    uint32_t    settings_set; /* Another number after each change of its settings; 0: there were none yet. */
    const char *settings_message; /* Why the newest settings do not count; "". Until the next call. */
} docent_sync_look;
/* id NULL: of the source that was added first. DOCENT_ERR_MISSING: there is none. */
DOCENT_API docent_status docent_sync_status(docent *h, const char *id, docent_sync_look *out);
/* The name of a source, in the order they were added; NULL past the last. Borrowed until it is removed. */
DOCENT_API const char *docent_sync_id_at(const docent *h, uint32_t index);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_SYNC_H */
