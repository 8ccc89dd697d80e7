/* docent.h - offline help for the program you already have.
 *
 * Level 1 of 3: data only. Needs SQLite. view.h adds a viewer that paints into
 * memory; sdl.h adds SDL2.
 *
 * What this library does to your process
 *   It opens the files you name, and SQLite's own beside them. It keeps no
 *   global state, starts no thread, installs no signal handler, reads no
 *   environment variable, writes nothing to stdout or stderr, never calls
 *   exit() or abort(). It touches the network from docent_step() alone, and
 *   only when content updates, a way to reach a person or heartbeats (fleet.h)
 *   were set up: then libcurl looks names up in a thread of its own.
 *   docent_close() ends at once.
 *
 * Rules that hold for every function here
 *   Errors   A function that can fail returns docent_status: DOCENT_OK (0) or
 *            a negative code. docent_last_error() says more, until the next call.
 *   Memory   What _open, _new or an `out` parameter gives you is yours; give
 *            it back to the _close or _free of the same noun. Everything else
 *            is borrowed from its parent and dies with it.
 *   Strings  UTF-8, zero-terminated, never NULL unless the comment says so.
 *   Threads  One handle, one thread at a time. Different handles, any threads.
 *   Sizes    Structs you fill begin with struct_size; use the *_INIT macros.
 */
#ifndef DOCENT_H
#define DOCENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifndef DOCENT_API
#  if defined(_WIN32) && defined(DOCENT_SHARED)
#    ifdef DOCENT_BUILD
#      define DOCENT_API __declspec(dllexport)
#    else
#      define DOCENT_API __declspec(dllimport)
#    endif
#  elif defined(__GNUC__)
#    define DOCENT_API __attribute__((visibility("default")))
#  else
#    define DOCENT_API
#  endif
#endif

#ifdef __cplusplus
extern "C" {
#endif

#define DOCENT_VERSION_MAJOR 0
#define DOCENT_VERSION_MINOR 1
#define DOCENT_VERSION_PATCH 0
#define DOCENT_VERSION \
    (DOCENT_VERSION_MAJOR * 1000000 + DOCENT_VERSION_MINOR * 1000 + DOCENT_VERSION_PATCH)

/* ---- status ------------------------------------------------------------ */

typedef enum docent_status {
    DOCENT_OK          = 0,
    DOCENT_ERR_ARG     = -1,  /* The caller broke a rule of this header. */
    DOCENT_ERR_NOMEM   = -2,
    DOCENT_ERR_IO      = -3,
    DOCENT_ERR_CORRUPT = -4,  /* Stored bytes fail a check. */
    DOCENT_ERR_NEWER   = -5,  /* The file was written by a newer library. */
    DOCENT_ERR_MISSING = -6,  /* No such article, asset or file. */
    DOCENT_ERR_SYNTAX  = -7,  /* An address cannot be parsed. */
    DOCENT_ERR_BUSY    = -8,  /* Another process holds the state. */
    DOCENT_ERR_LIMIT   = -9,  /* A documented bound was reached. */
    DOCENT_ERR_NET     = -10, /* Not reached, or refused; what waits stays. */
    DOCENT_ERR_DENIED  = -11  /* A consent or a signature is missing. */
} docent_status;

typedef struct docent_error {
    docent_status status;
    const char   *where;        /* Static: the part: "api", "store", "article", "search", "contact", "text", "view", "sdl". */
    int           native;       /* SQLite, FreeType or errno code; 0 if none. */
    char          message[240]; /* One line: what, where, what to do. No final newline. */
} docent_error;

/* DOCENT_VERSION of the library that is linked. */
DOCENT_API int docent_version(void);
/* "ok", "corrupt"... Static; "unknown" for a number that is not a status. */
DOCENT_API const char *docent_status_name(docent_status status);

/* ---- life --------------------------------------------------------------- */

typedef struct docent docent;

/* resize(ctx, NULL, 0, n) allocates, aligned as malloc() does; (old, n, 0) frees and returns NULL. SQLite keeps its own. */
typedef struct docent_alloc {
    void *(*resize)(void *ctx, void *old, size_t old_size, size_t new_size);
    void *ctx;
} docent_alloc;

typedef struct docent_config {
    uint32_t            struct_size;
    const char         *bundle_path; /* The content: a file made by `docent pack`. */
    const char         *state_path;  /* What this device keeps: bookmarks, counts. NULL: in memory. */
    const char         *locale;      /* BCP 47, e.g. "pt-BR"; NULL means the content's own. */
    const docent_alloc *alloc;       /* NULL means malloc. Copied. */
    const char         *device_path; /* This device's own settings and secrets, JSON, for its owner's eyes only (0600): the
                                      * tokens of contact.h's connectors. NULL: none, and nothing is sent. */
    bool                shared;      /* Many people use this device: each sees only what they asked or have claimed. */
} docent_config;
#define DOCENT_CONFIG_INIT { (uint32_t)sizeof(docent_config), NULL, NULL, NULL, NULL, NULL, false }

/* Opens a bundle, read only. `err` may be NULL. On failure *out is NULL and nothing needs closing. */
DOCENT_API docent_status docent_open(const docent_config *config, docent **out, docent_error *err);
/* NULL is allowed. Every article, hits and asset taken from `h` must be freed before. */
DOCENT_API void docent_close(docent *h);
/* Of the last call on this handle that failed. Borrowed. */
DOCENT_API const docent_error *docent_last_error(const docent *h);
/* What `h` allocates with; for parts that are built on it. Borrowed. */
DOCENT_API const docent_alloc *docent_alloc_of(const docent *h);
/* Reads every page and every row of the bundle and checks it. Slow: for installers and `docent check`. */
DOCENT_API docent_status docent_verify(docent *h);

/* ---- what the bundle says of itself ------------------------------------- */

typedef struct docent_info {
    const char *product;         /* "" when the author gave none. */
    const char *content_version; /* "" when the author gave none. */
    const char *start;           /* The address to show first; "home" by default. */
    const char *default_locale;  /* BCP 47. */
    uint32_t    article_count;   /* Ids, whatever the number of their translations. */
} docent_info;
/* Borrowed from `h`; the same until it closes. */
DOCENT_API const docent_info *docent_info_of(const docent *h);

typedef struct docent_language {
    const char *tag;  /* BCP 47. */
    const char *name; /* In the language itself: "Deutsch". */
    bool        rtl;  /* Written from right to left. */
} docent_language;
/* The author's order. Borrowed; NULL past the end. */
DOCENT_API const docent_language *docent_language_at(const docent *h, uint32_t index);

/* The locale texts are preferred in. The nearest language of the bundle is taken: "de-AT" gives "de". */
DOCENT_API docent_status docent_set_locale(docent *h, const char *locale);
/* The language of the bundle in force. Borrowed until the next docent_set_locale(). */
DOCENT_API const docent_language *docent_locale(const docent *h);
/* What the interface says for the English text `msgid`, in the locale; msgid itself when the bundle has no
 * translation. Borrowed until docent_set_locale() or docent_close(), or msgid. */
DOCENT_API const char *docent_string(docent *h, const char *msgid);

/* ---- several bundles as one: a vendor's, a reseller's, this store's -------- */

typedef struct docent_bundle {
    uint32_t    struct_size;
    const char *id;         /* Its name in the calls below. */
    const char *path;       /* Made by `docent pack`; stays until it is removed. */
    int32_t     precedence; /* Higher goes first; the content of docent_config has 0. Of equals the one added last. */
} docent_bundle;
#define DOCENT_BUNDLE_INIT { (uint32_t)sizeof(docent_bundle), NULL, NULL, 0 }

/* Adds a bundle, or puts it in place of the one of the same id. From then on an article, context id, code, picture or text
 * of the interface is the first bundle's that has it: an id hides its namesakes behind it wherever they would be listed or
 * found. Searches rank over all as if they were one bundle; lists and top say what the first says, then what the others
 * add; ways to reach a person are the first bundle's that gives any. docent_info_of() stays the one of docent_config.
 * A viewer is told by DOCENT_EVENT_CONTENT. DOCENT_ERR_LIMIT: eight in all. On failure nothing has changed. */
DOCENT_API docent_status docent_bundle_add(docent *h, const docent_bundle *bundle);
/* Its articles are gone, what they hid is there again. DOCENT_ERR_MISSING: none of that id. */
DOCENT_API docent_status docent_bundle_remove(docent *h, const char *id);

/* ---- lists and search ---------------------------------------------------- */

typedef struct docent_query {
    uint32_t    struct_size;
    const char *text;   /* What the person typed: any bytes; never SQL or FTS syntax. */
    const char *locale; /* BCP 47; NULL is the handle's. It prefers, never filters. */
    uint32_t    limit;  /* 0 means 20; at most 200. */
    uint32_t    offset; /* For the next page. */
    uint32_t    flags;  /* DOCENT_QUERY_*. */
    const char *product, *audience, *version; /* Where the person is; NULL: not known. Articles whose front matter names
                                               * them stand higher among those that answer; none is left out. */
    const char *screen; /* The same for the context id of what is on screen, as in docent_article_by_context(). */
} docent_query;
#define DOCENT_QUERY_INIT { (uint32_t)sizeof(docent_query), NULL, NULL, 0, 0, 0, NULL, NULL, NULL, NULL }
#define DOCENT_QUERY_PREFIX 0x1u      /* The last word may be unfinished: someone is typing. */
#define DOCENT_QUERY_NO_EXCERPTS 0x2u /* Ids, titles and scores only: faster. */
#define DOCENT_QUERY_EXPLAIN 0x4u     /* With docent_hits_explained(). */

typedef enum docent_kind {
    DOCENT_KIND_ARTICLE  = 1,
    DOCENT_KIND_FIX      = 2, /* A fix-it guide: questions and things to try. */
    DOCENT_KIND_CATEGORY = 3  /* In lists only; its id goes into docent_list(). */
} docent_kind;

typedef struct docent_span { uint32_t from, to; } docent_span; /* Bytes, half open. */

typedef struct docent_hit {
    docent_kind kind;
    const char *id, *title, *summary; /* summary: "" when none. */
    const char *category;             /* The title of its category, "" when none. */
    const char *icon;                 /* A category's icon name; "" for the rest. */
    const char *locale;               /* The language of this text. */
    const char *anchor;               /* The section that matched best, "" for the article's start. */
    const char *excerpt;              /* "" in lists and with DOCENT_QUERY_NO_EXCERPTS. */
    const docent_span *marks;         /* What matched within excerpt, in order, not overlapping. */
    const docent_span *title_marks;   /* The same for title. */
    uint32_t    mark_count, title_mark_count;
    uint32_t    step_count;           /* Steps in the article: "6 steps". */
    double      score;                /* Higher is better, strictly falling in a search; 0 in lists. */
    const char *updated;              /* "2026-11-01"; "" when the author does not say. */
    const char *origin;               /* "" for the author's own; else JSON:
                                       * {"kind":"community","url":"...","date":"2026-10-03","votes":12}. */
    double      coverage;             /* How much of what was asked it says, by the rarity of the words: 0..1; 0 in lists. */
} docent_hit;

typedef struct docent_hits docent_hits; /* One block: hits, strings, spans together. */

/* Articles in any language that answer the words. No hit is DOCENT_OK with a count of 0. */
DOCENT_API docent_status docent_search(docent *h, const docent_query *query, docent_hits **out);
/* The table of contents: NULL or "" lists the top categories and articles in none, else what that category holds. */
DOCENT_API docent_status docent_list(docent *h, const char *category_id, docent_hits **out);
/* The questions the author put on the home page. */
DOCENT_API docent_status docent_top(docent *h, docent_hits **out);
DOCENT_API uint32_t docent_hits_count(const docent_hits *hits);
/* How many there would be without a limit; a lower bound where counting would cost more than finding. */
DOCENT_API uint32_t docent_hits_total(const docent_hits *hits);
/* The words that were searched when they differ from what was typed ("printer" for "pritner"); else "". */
DOCENT_API const char *docent_hits_corrected(const docent_hits *hits);
/* For authors: how the words were understood and what each score is made of, in lines; "" without
 * DOCENT_QUERY_EXPLAIN. Whatever was asked for, it begins with one line when a bundle's search index is damaged or of
 * another version, and words were looked for in a simpler one. */
DOCENT_API const char *docent_hits_explained(const docent_hits *hits);
/* Borrowed from `hits`; NULL past the end. */
DOCENT_API const docent_hit *docent_hits_at(const docent_hits *hits, uint32_t index);
DOCENT_API void docent_hits_free(docent_hits *hits);

/* ---- articles: their blocks are in article.h ------------------------------ */

typedef struct docent_article docent_article;

/* In the locale if it is translated, else in its source language. */
DOCENT_API docent_status docent_article_open(docent *h, const char *id, docent_article **out);
/* *anchor (may be NULL) is set to the place in it, "" for its start; borrowed from the article. */
DOCENT_API docent_status docent_article_by_context(docent *h, const char *context_id,
                                                   docent_article **out, const char **anchor);
/* Codes are compared without case, spaces and hyphens: "e 104" is "E-104". */
DOCENT_API docent_status docent_article_by_code(docent *h, const char *code, docent_article **out);
DOCENT_API void docent_article_close(docent_article *a);

/* ---- pictures, fonts, themes, icons, keyboards, licences ------------------- */

typedef struct docent_asset {
    const void *data;
    size_t      size;
} docent_asset;
/* kind: "picture" (WebP), "font" (OpenType), "theme" (text), "keyboard" (text), "licence" (text).
 * The names of pictures stand in article blocks, of fonts in docent_font_at(); "light" is a theme,
 * "de" a keyboard. DOCENT_ERR_MISSING when there is none. */
DOCENT_API docent_status docent_asset_open(docent *h, const char *kind, const char *name,
                                           docent_asset **out);
DOCENT_API void docent_asset_close(docent_asset *asset);
/* The name of the index-th asset of a kind, sorted; NULL past the end. Borrowed until the next call. */
DOCENT_API const char *docent_asset_name(docent *h, const char *kind, uint32_t index);

typedef enum docent_font_role {
    DOCENT_FONT_SANS = 1, DOCENT_FONT_MONO = 2, DOCENT_FONT_EMOJI = 3
} docent_font_role;

typedef struct docent_font {
    const char      *name;
    docent_font_role role;
    uint32_t         weight;      /* 400 or 700. */
    const char      *languages;   /* Preferred for these, e.g. "ja"; "" for any. */
    const uint32_t  *ranges;      /* Pairs first, last (inclusive), ascending: code points it draws. */
    uint32_t         range_count; /* Pairs. */
} docent_font;
/* In the order of fallback. Borrowed; NULL past the end. */
DOCENT_API const docent_font *docent_font_at(const docent *h, uint32_t index);

/* ---- reaching a person ------------------------------------------------------ */

typedef struct docent_hours_day {
    uint8_t  weekday;      /* 0 Monday ... 6 Sunday, at the shop. */
    uint16_t from_min[4];  /* Minutes after midnight at the shop; to may be 1440. */
    uint16_t to_min[4];    /* At or before its from: on the next day. */
    uint32_t span_count;   /* 0: closed. */
    int32_t  year; uint8_t month, day;
    const char *holiday;   /* Its name when this day is a special one, else "". */
} docent_hours_day;

typedef struct docent_contact {
    const char *phone, *phone_note, *email, *url, *address; /* "" when not given. */
    bool        has_hours;   /* All below is set only then. */
    bool        open;        /* Now, by the `now` that was passed. */
    int64_t     next_change; /* Unix seconds at which `open` turns; 0 if not within 14 days. */
    uint8_t     next_weekday;
    uint16_t    next_min;    /* The same in the shop's time: day of week, minutes after midnight. */
    uint32_t    next_days;   /* Days from today at the shop: 0 today, 1 tomorrow. */
    int64_t     utc_offset_s;
    const char *time_zone;   /* "Europe/Berlin". */
    docent_hours_day days[7];/* Today at the shop, and the six after it. */
} docent_contact;

/* now: unix seconds. One block; free with docent_contact_close(). DOCENT_ERR_MISSING if the author gave no
 * way to reach anybody. Pure: computed from the time-zone rules in the bundle, not from the device's. */
DOCENT_API docent_status docent_contact_open(docent *h, int64_t now, docent_contact **out);
DOCENT_API void docent_contact_close(docent_contact *contact);

/* ---- bookmarks ---------------------------------------------------------------- */

/* On disk (state_path) before it returns. `address` as in view.h, e.g. "article/wifi-setup". */
DOCENT_API docent_status docent_bookmark_set(docent *h, const char *address, bool on);
DOCENT_API bool docent_bookmark_get(docent *h, const char *address);
/* Newest first; titles in the locale. Bookmarks of articles that are gone are left out. */
DOCENT_API docent_status docent_bookmarks(docent *h, docent_hits **out);
/* Forgets everything this device knows of a person: for the end of a kiosk's session. What docent_count_search() counted
 * says nothing of who asked, and stays. Requests that have not left stay until they have: see docent_claim() in contact.h. */
DOCENT_API docent_status docent_forget(docent *h);

/* ---- work in the background: the host decides when ------------------------------- */

/* A name made on this device: a UUID, in lower case; "" for none. */
typedef struct docent_id { char text[37]; } docent_id;

typedef enum docent_event_kind {
    DOCENT_EVENT_NONE           = 0,
    DOCENT_EVENT_REQUEST        = 1, /* A request changed its state; id names its conversation. */
    DOCENT_EVENT_MESSAGE        = 2, /* An answer came; id names its conversation. */
    DOCENT_EVENT_OUTBOX         = 3, /* Much is waiting, or for long: docent_outbox_look(). */
    DOCENT_EVENT_CHAT           = 4, /* Connection, presence, typing: docent_chat_look(). */
    DOCENT_EVENT_CONTENT_STAGED = 5, /* New content is ready; the host chooses the moment. */
    DOCENT_EVENT_CONTENT        = 6, /* Other content is in force. */
    DOCENT_EVENT_SYNC           = 7, /* docent_sync_status() says something else. */
    DOCENT_EVENT_SETTINGS       = 8  /* docent_sync_setting() says something else. */
} docent_event_kind;

typedef struct docent_event {
    docent_event_kind kind;
    docent_id         id;     /* Of what it is about; "" when of none, or of so many that they were not kept apart: look
                               * at all of that kind. */
    docent_status     status;
} docent_event;

/* All work with the network: sends what waits, fetches what is new. Takes at most about budget_ms, waiting for the network
 * included; 0 does what can be done at once. *next_ms (may be NULL): call again after so many ms at the latest;
 * UINT32_MAX: not before something is asked for, see docent_on_wakeup(). What fails is tried again later and is told by
 * events; the status is of the handle itself. */
DOCENT_API docent_status docent_step(docent *h, uint32_t budget_ms, uint32_t *next_ms);
/* The oldest event, once. False: none. The events are hints, what they are about is kept elsewhere: none is lost for good
 * when a host does not look. */
DOCENT_API bool docent_poll(docent *h, docent_event *out);
/* For a host that sleeps until *next_ms: called from within a call of yours when docent_step() should run earlier or an
 * event can be polled. It may only take note (write to a pipe, post to a loop), never call this handle. NULL: nobody. */
DOCENT_API void docent_on_wakeup(docent *h, void (*wakeup)(void *ctx), void *ctx);

/* ---- what people ask, for the authors ------------------------------------------ */

/* Counts that somebody searched for `words`, had `found` answers and opened the article `opened_id`; NULL when they left
 * without opening any. The viewer calls it; a program with search pages of its own may.
 *
 * Stored, in state_path (in memory when that is NULL): the words in lower case, their first 80 bytes; the language in
 * force; the id; the last `found`; how often. No time, no order, nothing of who asked. What looks like an e-mail address,
 * an address of the web or a telephone number (seven digits or more) is not counted at all: DOCENT_OK, and nothing is
 * written. A name cannot be told from other words: where people may type names, keep the file as you keep such things.
 * At most 5,000 kinds of searches are kept; the rarest go. None of it ever leaves the device by itself: `docent report`
 * reads the file when somebody takes it there. */
DOCENT_API docent_status docent_count_search(docent *h, const char *words, uint32_t found, const char *opened_id);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_H */
