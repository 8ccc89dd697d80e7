/* view.h - the viewer, without a window.
 *
 * Level 2 of 3. Needs FreeType, HarfBuzz, FriBidi and libwebp. The host owns the loop, the window and the
 * clock: it feeds input, asks what changed, and gives a buffer to paint into.
 *
 *     docent_view_input(v, &event);
 *     docent_view_update(v, now_ms, unix_s, &wants);
 *     if (wants.paint) docent_view_paint(v, &surface, 0, dirty, &dirty_count);
 *     sleep until wants.next_ms or input
 *
 * Addresses: "home", "toc", "toc/CATEGORY", "search?q=WORDS", "article/ID#ANCHOR", "steps/ID#step-N",
 * "fix/ID#SCREEN", "contact", "contact/ticket", "contact/chat", "contact/callback", "contact/requests",
 * "contact/request/ID", "contact/claim", "bookmarks", "settings", "ask", "ask?q=WORDS" (asks them).
 * IDs and WORDS are percent-encoded.
 */
#ifndef DOCENT_VIEW_H
#define DOCENT_VIEW_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

typedef struct docent_view docent_view;

typedef struct docent_rect { int32_t x, y, w, h; } docent_rect;

typedef struct docent_view_config {
    uint32_t    struct_size;
    int32_t     width, height; /* Pixels, not points. */
    float       scale;         /* Pixels per point; 0 means 1. A point is 1/96 inch held at arm's length. */
    const char *start;         /* An address; NULL means the bundle's start page. */
    const char *theme;         /* "light", "dark", "contrast"; NULL means light. */
    uint32_t    text_percent;  /* 100 to 200; 0 means 100. */
    uint32_t    flags;         /* DOCENT_VIEW_*. */
    const char *product, *version, *audience, *screen; /* As docent_view_set_context() takes them; NULL: not known. */
} docent_view_config;
#define DOCENT_VIEW_CONFIG_INIT \
    { (uint32_t)sizeof(docent_view_config), 0, 0, 0.0f, NULL, NULL, 0, 0, NULL, NULL, NULL, NULL }
#define DOCENT_VIEW_KIOSK 0x1u    /* Large targets, no links out, no close button. */
#define DOCENT_VIEW_KEYBOARD 0x2u /* Draws its own keyboard while a text field has the focus. */
#define DOCENT_VIEW_PANEL 0x4u    /* Shows a Close button; it sets wants.close. */
#define DOCENT_VIEW_STILL 0x8u    /* Reduced motion: no in-between frames. */
#define DOCENT_VIEW_BUTTON 0x10u  /* Only a button ("Help", with the number of new answers) as large as the view: for a program
                                   * that has room for no more. It sets wants.pressed. */
#define DOCENT_VIEW_STEP 0x20u    /* docent_view_update() calls docent_step() and takes the events of docent_poll(): for programs
                                   * that do neither themselves. wants.next_ms is then the earlier of both. */

/* Borrows `h`, which must outlive the view. `err` may be NULL. On failure *out is NULL. */
DOCENT_API docent_status docent_view_open(docent *h, const docent_view_config *config, docent_view **out,
                                          docent_error *err);
DOCENT_API void docent_view_close(docent_view *v); /* NULL is allowed. */
DOCENT_API docent_status docent_view_resize(docent_view *v, int32_t width, int32_t height, float scale);

/* DOCENT_ERR_SYNTAX for no address, DOCENT_ERR_MISSING for one that leads nowhere; the page stays then. */
DOCENT_API docent_status docent_view_go(docent_view *v, const char *address);
/* Where the view is now. Borrowed until the next call. */
DOCENT_API const char *docent_view_address(const docent_view *v);
DOCENT_API docent_status docent_view_set_theme(docent_view *v, const char *name);
DOCENT_API docent_status docent_view_set_locale(docent_view *v, const char *locale);
DOCENT_API docent_status docent_view_set_text_percent(docent_view *v, uint32_t percent);

/* Where the person is, as in docent_query; NULL: not known. The search page shows each as a chip ("Orbit x"): what fits
 * stands higher, nothing is hidden, and a press on the chip searches without it. Copied; what the person took away before
 * counts again. A program says it when its panel opens and whenever its screen changes. DOCENT_ERR_ARG, and nothing
 * changed, for more than 256 bytes or what is not UTF-8. */
DOCENT_API docent_status docent_view_set_context(docent_view *v, const char *product, const char *version,
                                                 const char *audience, const char *screen);

/* Named commands: "back", "forward", "home", "search", "search-clear", "more-results", "contents", "contact", "ask",
 * "bookmark", "bookmarks", "settings", "find", "find-next", "find-previous", "find-close", "copy", "select-all",
 * "text-larger", "text-smaller", "theme-next", "close-dialog", "zoom-in", "zoom-out", "step-next", "step-previous", "close",
 * "focus-next", "focus-previous", "activate", "scroll-down", "scroll-up", "page-down", "page-up", "scroll-top",
 * "scroll-bottom"; and to reach a person: "ticket", "callback", "chat", "requests", "host-contact", "ticket-send",
 * "callback-send", "reply-send", "claim", "request-close", "request-consent", "request-withdraw", "request-mail",
 * "request-copy", "request-file", "request-code", "ask-send", "ask-again", "ask-ticket", "ask-callback", "ask-chat". False
 * when there is no such command or it cannot run now. */
DOCENT_API bool docent_view_command(docent_view *v, const char *name);

/* Something happened in the background: the page that shows it is made anew, and the badge on the contact button. A program that
 * takes the events of docent_poll() itself hands each to its views; with DOCENT_VIEW_STEP the view takes them. */
DOCENT_API void docent_view_event(docent_view *v, const docent_event *event);

/* What a program can do for the view beyond input and pixels. A member that is NULL is not offered to the person. */
typedef struct docent_view_host {
    uint32_t struct_size;
    void    *ctx;
    /* A QR code of `text`: fills side * side bytes row by row, 1 for dark, without the quiet zone around it, and *side; capacity in
     * bytes. False when it does not fit. */
    bool   (*code)(void *ctx, const char *text, unsigned char *modules, uint32_t capacity, uint32_t *side);
    /* Puts a file where the person finds it (a mail with a request that this device cannot send). */
    bool   (*save)(void *ctx, const char *name, const void *data, size_t size);
} docent_view_host;
#define DOCENT_VIEW_HOST_INIT { (uint32_t)sizeof(docent_view_host), NULL, NULL, NULL }
/* Copied. NULL: nothing is offered any more. */
DOCENT_API docent_status docent_view_use_host(docent_view *v, const docent_view_host *host);

/* For the end of a kiosk's session: home page, no history, no words, no answers, settings as opened. */
DOCENT_API docent_status docent_view_reset(docent_view *v);
/* Other settings than it was opened with, for the end of a session, too: start, theme, text_percent, DOCENT_VIEW_STILL, the
 * four of the context, and the locale of the handle as it is now. Ends as docent_view_reset() does. DOCENT_ERR_SYNTAX,
 * DOCENT_ERR_MISSING: the start page or the theme; DOCENT_ERR_ARG: the context. Then it stays as it was, reset. */
DOCENT_API docent_status docent_view_reopen(docent_view *v, const docent_view_config *config);
/* Shows "Are you still there?" with the seconds left over the page; 0 takes it away. The host extends on any input. */
DOCENT_API void docent_view_warn(docent_view *v, uint32_t seconds_left);

typedef enum docent_stick {
    DOCENT_STICK_GONE = 0, DOCENT_STICK_READING = 1, DOCENT_STICK_DONE = 2, DOCENT_STICK_FAILED = 3
} docent_stick;
/* Says over the page what becomes of a stick with newer content that somebody plugged in, for a host that watches for one:
 * it is read, it may be removed, or why it could not be used (`why`: reason_text of docent_sync_status(); may be NULL). */
DOCENT_API void docent_view_stick(docent_view *v, docent_stick what, const char *why);

/* ---- input ------------------------------------------------------------------- */

typedef enum docent_input_kind {
    DOCENT_INPUT_KEY = 1, /* key, mods; a press or a repeat. */
    DOCENT_INPUT_TEXT,    /* text: what an input method or keyboard produced. */
    DOCENT_INPUT_DOWN,    /* x, y, pointer, mods. */
    DOCENT_INPUT_MOVE,
    DOCENT_INPUT_UP,
    DOCENT_INPUT_CANCEL,  /* The pointer left or the system took it. */
    DOCENT_INPUT_WHEEL,   /* x, y: lines to the right and down; the pointer's last place counts. */
    DOCENT_INPUT_FOCUS    /* key: 1 the view has the keyboard, 0 it lost it. */
} docent_input_kind;

/* Printable keys are their Unicode code point, lower case; the rest: */
enum {
    DOCENT_KEY_NONE = 0, DOCENT_KEY_BACKSPACE = 8, DOCENT_KEY_TAB = 9, DOCENT_KEY_ENTER = 13,
    DOCENT_KEY_ESCAPE = 27, DOCENT_KEY_SPACE = 32, DOCENT_KEY_DELETE = 127,
    DOCENT_KEY_LEFT = 0x110001, DOCENT_KEY_RIGHT, DOCENT_KEY_UP, DOCENT_KEY_DOWN, DOCENT_KEY_HOME,
    DOCENT_KEY_END, DOCENT_KEY_PAGE_UP, DOCENT_KEY_PAGE_DOWN, DOCENT_KEY_BACK, DOCENT_KEY_FORWARD,
    DOCENT_KEY_F1 = 0x110101 /* F2 is the next, to F24. */
};
#define DOCENT_MOD_SHIFT 0x1u
#define DOCENT_MOD_CTRL 0x2u /* Command on Apple's keyboards. */
#define DOCENT_MOD_ALT 0x4u

/* pointer: 0 is a mouse, 1 and up are fingers (a drag with a finger scrolls, with a mouse it selects). */
typedef struct docent_input {
    docent_input_kind kind;
    uint32_t          key, mods;
    float             x, y; /* Pixels. */
    uint32_t          pointer;
    uint32_t          clicks; /* DOWN: 1, 2, 3 for single, double, triple; 0 counts as 1. */
    uint64_t          time_ms;/* Of the event, on the clock of docent_view_update(). */
    const char       *text;   /* TEXT: borrowed for the call. Else NULL. */
} docent_input;

/* True when the view used it, so the host should not. */
DOCENT_API bool docent_view_input(docent_view *v, const docent_input *input);

/* ---- time and pixels ------------------------------------------------------------ */

typedef enum docent_cursor { DOCENT_CURSOR_ARROW = 0, DOCENT_CURSOR_HAND, DOCENT_CURSOR_TEXT } docent_cursor;

typedef struct docent_view_wants {
    bool          paint;      /* Pixels would differ from the last paint. */
    bool          text_input; /* A text field has the focus: start the IME. */
    bool          close;      /* The person asked to close the panel. Said once. */
    docent_rect   caret;      /* Where the IME should point. */
    docent_cursor cursor;
    uint64_t      next_ms;    /* Call again at this time; UINT64_MAX: only on input. */
    const char   *open_url;   /* A link out was followed: the host may open it. Said once; NULL else. */
    const char   *clipboard;  /* Put this on the clipboard. Said once; NULL else. */
    uint32_t      unread;     /* Answers nobody has seen: for a badge of the program's own. */
    bool          reply;      /* An answer came. Said once. */
    bool          pressed;    /* DOCENT_VIEW_BUTTON: the button was pressed. Said once. */
} docent_view_wants;

/* The one place where time passes. Same state, input and times: same pixels. now_ms: a monotonic clock; unix_s: the
 * wall clock, for opening hours. */
DOCENT_API docent_status docent_view_update(docent_view *v, uint64_t now_ms, int64_t unix_s,
                                            docent_view_wants *out);

typedef enum docent_format { DOCENT_BGRA8 = 0, DOCENT_RGBA8 = 1 } docent_format; /* Byte order in memory. */

typedef struct docent_surface {
    void         *pixels;
    int32_t       width, height; /* At least the view's. */
    size_t        stride;        /* Bytes. */
    docent_format format;        /* Alpha is always 255: no blend mode to agree on. */
} docent_surface;

#define DOCENT_PAINT_ALL 0x1u /* The buffer does not hold the previous frame. */

/* Touches only what changed and lists it; *dirty_count is capacity in, used out. With too small a capacity the
 * rectangles are joined. A partial paint leaves the same pixels as a full one. */
DOCENT_API docent_status docent_view_paint(docent_view *v, const docent_surface *surface, uint32_t flags,
                                           docent_rect *dirty, uint32_t *dirty_count);

/* ---- what is on screen, for screen readers, tests and automation ------------------- */

typedef enum docent_role {
    DOCENT_ROLE_PAGE = 1, DOCENT_ROLE_REGION, DOCENT_ROLE_HEADING, DOCENT_ROLE_TEXT, DOCENT_ROLE_LINK,
    DOCENT_ROLE_BUTTON, DOCENT_ROLE_FIELD, DOCENT_ROLE_CHECKBOX, DOCENT_ROLE_RADIO, DOCENT_ROLE_LIST,
    DOCENT_ROLE_ITEM, DOCENT_ROLE_PICTURE, DOCENT_ROLE_TABLE, DOCENT_ROLE_ROW, DOCENT_ROLE_CELL,
    DOCENT_ROLE_ALERT, DOCENT_ROLE_STATUS, DOCENT_ROLE_DIALOG, DOCENT_ROLE_CODE, DOCENT_ROLE_KEY
} docent_role;
/* "button", "heading"... Static. */
DOCENT_API const char *docent_role_name(docent_role role);

#define DOCENT_STATE_FOCUSED 0x1u
#define DOCENT_STATE_DISABLED 0x2u
#define DOCENT_STATE_CHECKED 0x4u
#define DOCENT_STATE_OFFSCREEN 0x8u /* Outside what is shown; scroll to it. */
#define DOCENT_STATE_ASSERTIVE 0x10u/* Speak it at once. */

typedef struct docent_node {
    uint32_t    id, parent; /* id is stable from update to update while the thing exists; parent 0: the page. */
    docent_role role;
    uint32_t    level;      /* Of a heading. */
    const char *label;      /* What it says. Borrowed until the next update. */
    const char *value;      /* A field's text; "" else. */
    const char *locale;     /* The language of label. */
    docent_rect box;        /* Pixels of the view. */
    uint32_t    state;
} docent_node;

/* In reading order, parents before children. */
DOCENT_API uint32_t docent_view_node_count(const docent_view *v);
DOCENT_API const docent_node *docent_view_node_at(const docent_view *v, uint32_t index);
/* Does what a press on it does. False when it cannot be pressed. */
DOCENT_API bool docent_view_activate(docent_view *v, uint32_t node_id);

/* Writes "state", "tree", "layout" or "draw" as stable text, for golden tests. `write` returns false to stop. */
DOCENT_API docent_status docent_view_trace(docent_view *v, const char *what,
                                           bool (*write)(void *ctx, const char *text, size_t size),
                                           void *ctx);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_VIEW_H */
