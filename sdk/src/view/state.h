/* Everything a view remembers between frames, and nothing that can be computed from it: no article, no font, no clock.
 * update.c changes it by actions; build.c reads it. */
#ifndef DCT_VIEW_STATE_H
#define DCT_VIEW_STATE_H

#include "address.h"
#include "edit.h"

#include <docent/view.h>

/* ---- history ---------------------------------------------------------------------- */

typedef struct dct_visit {
    char  *address;   /* Owned. */
    size_t room;      /* Bytes of the allocation. */
    float  scroll;
    uint32_t focus;
} dct_visit;

typedef struct dct_history {
    const docent_alloc *alloc;
    dct_visit *visits;
    uint32_t   count, room, at;
} dct_history;

void dct_history_init(dct_history *h, const docent_alloc *alloc);
/* After `at`; what was ahead is forgotten. False when memory is short: the history stays. */
bool dct_history_push(dct_history *h, const char *address);
bool dct_history_replace(dct_history *h, const char *address);
dct_visit *dct_history_now(dct_history *h);
void dct_history_close(dct_history *h);

/* ---- the rest ------------------------------------------------------------------------ */

#define DCT_MAX_EXTRA 12u /* Fields that one problem asks for; a person fills in three. */

/* What can be typed into. From BODY on they belong to a request that is being written, and are kept as drafts. */
typedef enum dct_field {
    DCT_FIELD_NONE = 0, DCT_FIELD_SEARCH, DCT_FIELD_FIND, DCT_FIELD_CODE, DCT_FIELD_WHY, DCT_FIELD_ASK, DCT_FIELD_BODY,
    DCT_FIELD_REPLY, DCT_FIELD_ABOUT, DCT_FIELD_NAME, DCT_FIELD_EMAIL, DCT_FIELD_PHONE,
    DCT_FIELD_EXTRA, /* The first of those that the problem asks for, in its order. */
    DCT_FIELD_COUNT = DCT_FIELD_EXTRA + DCT_MAX_EXTRA
} dct_field;

#define DCT_LONG_FIELDS 3u     /* BODY, REPLY, ABOUT: letters; the rest are lines. */
#define DCT_EXTRA_BYTES 2049u  /* What a problem asks for may be a letter too, a short one. */

#define DCT_MAX_TICKS 256u /* Steps ticked off in one session; the oldest is forgotten. */
#define DCT_MAX_TRAIL 64u  /* Screens of a guide in a row. */

/* A place in the selectable texts of the page: which text, which byte. */
typedef struct dct_text_place { uint32_t order, offset; } dct_text_place;

/* The way through one guide: screens in the order they were answered. */
typedef struct dct_trail {
    char     guide[257];
    uint32_t count;
    struct { char screen[129]; uint32_t answer; } steps[DCT_MAX_TRAIL];
} dct_trail;

/* What of a request is chosen rather than typed. */
typedef enum dct_wish_part {
    DCT_WISH_PROBLEM = 1, /* text: an id, "" for none */
    DCT_WISH_WHEN,        /* text: "FROM-UNTIL" in unix seconds, "" as soon as possible */
    DCT_WISH_CONSENT,     /* on */
    DCT_WISH_FORUM,       /* on: to the forum, in public */
    DCT_WISH_TRIED,       /* on: send was pressed, what is missing is shown */
    DCT_WISH_UNFOLD,      /* on: what goes along is shown in full */
    DCT_WISH_STRIKE,      /* number: an item of the story goes along or not */
    DCT_WISH_FAILED,      /* text: why it could not be kept; "" */
    DCT_WISH_SENT         /* text: the id of the request that was just made; "" */
} dct_wish_part;

typedef struct dct_wish {
    char     problem[129], when[48], failed[241], sent[37];
    bool     consent, forum, tried, unfold;
    uint32_t struck; /* Bit i: item i of the story stays here. */
} dct_wish;

/* What was looked for and read before a person is asked: it can go along, so that nobody has to tell it twice. */
#define DCT_MAX_STORY 12u
typedef enum dct_story_kind { DCT_STORY_SEARCH = 1, DCT_STORY_ARTICLE, DCT_STORY_FIX, DCT_STORY_ASK } dct_story_kind;
typedef struct dct_story_item {
    dct_story_kind kind;
    char           text[481], address[301]; /* Of a guide: the questions and what was answered. */
} dct_story_item;
typedef struct dct_story {
    dct_story_item items[DCT_MAX_STORY]; /* Oldest first. */
    uint32_t       count;
} dct_story;

/* Bits of dct_wish.struck above those of the story's items. */
#define DCT_STRIKE_CONTEXT 20u
#define DCT_STRIKE_VERSION 21u
#define DCT_STRIKE_DIAGNOSTICS 22u
#define DCT_STRIKE_LOG 23u
#define DCT_STRIKE_SCREEN 24u

/* What somebody thinks of the page: where they are in saying it. */
typedef enum dct_opinion_stage { DCT_OPINION_NONE = 0, DCT_OPINION_PICKING, DCT_OPINION_REASONS } dct_opinion_stage;
typedef struct dct_opinion {
    dct_opinion_stage stage;
    uint32_t          reason;     /* docent_opinion; 0 none yet. */
    char              place[601]; /* What it is about, and its first words. */
    char              about[161];
} dct_opinion;
#define DCT_MAX_VOTES 64u /* Places somebody spoke about in one session; the oldest is forgotten. */

/* A scroll position that moves by itself: eased to a target, or by the inertia of a finger. */
typedef struct dct_scroll {
    float    y, from, to;   /* Pixels. */
    float    velocity;      /* Pixels a second when coasting. */
    uint64_t start_ms;
    enum { DCT_SCROLL_STILL = 0, DCT_SCROLL_EASE, DCT_SCROLL_COAST } mode;
} dct_scroll;

typedef enum dct_dialog { DCT_DIALOG_NONE = 0, DCT_DIALOG_ZOOM, DCT_DIALOG_LINK, DCT_DIALOG_CODE,
                          DCT_DIALOG_STICK } dct_dialog;

typedef struct dct_state {
    dct_history history;
    dct_address address;    /* history's current one, parsed. */
    dct_scroll  scroll;
    uint32_t    focus;      /* Key of a box; 0 none. */
    bool        focus_seen; /* The ring is drawn: the keyboard was used last. */
    uint32_t    hover, pressed;

    dct_field field;        /* Which has the keyboard. */
    dct_edit  fields[DCT_FIELD_COUNT];
    dct_wish  wish;
    bool      find_open;
    uint32_t  find_at;      /* Which match is the current one. */

    dct_text_place selection_from, selection_to;

    uint64_t  ticks[DCT_MAX_TICKS];
    uint32_t  tick_count;
    dct_trail trail;
    dct_story story;

    dct_opinion opinion;
    uint64_t    votes[DCT_MAX_VOTES];
    uint32_t    vote_count;

    dct_dialog dialog;
    char       dialog_text[1281]; /* The picture shown, the URL, or the text of a QR code. */
    float      pan_x, pan_y;      /* Of the enlarged picture, pixels from the middle. */
    float      zoom;
    uint32_t   keyboard_page;     /* 0 letters, 1 shifted, 2 digits and symbols. */
    char       dead[9];           /* A combining mark that waits for its letter. */

    uint32_t context_off;         /* What the person took away of where they are: bits by dct_context_kind. */

    char     theme[17];
    uint32_t text_percent;
    uint32_t warn_seconds;

    char line_texts[DCT_FIELD_EXTRA - DCT_LONG_FIELDS][DCT_EDIT_LINE]; /* Where fields keep what is typed. */
    char long_texts[DCT_LONG_FIELDS][DCT_EDIT_LONG];
    char extra_texts[DCT_MAX_EXTRA][DCT_EXTRA_BYTES];
} dct_state;

/* Nothing typed, nowhere yet. The state stays where it is from then on: fields point into it. */
void dct_state_init(dct_state *s, const docent_alloc *alloc);

uint64_t dct_tick_key(const char *article, uint32_t step);
bool dct_state_ticked(const dct_state *s, const char *article, uint32_t step);
void dct_state_tick(dct_state *s, const char *article, uint32_t step);
bool dct_state_voted(const dct_state *s, const char *place);
void dct_state_vote(dct_state *s, const char *place);
/* Notes a search, an article or a guide; of one that is in it already, what is said now. `refines`: it takes the place of
 * the search before it. */
void dct_story_note(dct_state *s, dct_story_kind kind, const char *text, const char *address, bool refines);
/* The answer given on a screen of the guide on the trail; UINT32_MAX if none. */
uint32_t dct_trail_answer(const dct_trail *t, const char *guide, const char *screen);
/* Notes an answer: what was answered after this screen before is forgotten. */
void dct_trail_note(dct_trail *t, const char *guide, const char *screen, uint32_t answer);

#endif
