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

typedef enum dct_field { DCT_FIELD_NONE = 0, DCT_FIELD_SEARCH, DCT_FIELD_FIND, DCT_FIELD_COUNT } dct_field;

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

/* A scroll position that moves by itself: eased to a target, or by the inertia of a finger. */
typedef struct dct_scroll {
    float    y, from, to;   /* Pixels. */
    float    velocity;      /* Pixels a second when coasting. */
    uint64_t start_ms;
    enum { DCT_SCROLL_STILL = 0, DCT_SCROLL_EASE, DCT_SCROLL_COAST } mode;
} dct_scroll;

typedef enum dct_dialog { DCT_DIALOG_NONE = 0, DCT_DIALOG_ZOOM, DCT_DIALOG_LINK } dct_dialog;

typedef struct dct_state {
    dct_history history;
    dct_address address;    /* history's current one, parsed. */
    dct_scroll  scroll;
    uint32_t    focus;      /* Key of a box; 0 none. */
    bool        focus_seen; /* The ring is drawn: the keyboard was used last. */
    uint32_t    hover, pressed;

    dct_field field;        /* Which has the keyboard. */
    dct_edit  fields[DCT_FIELD_COUNT];
    bool      find_open;
    uint32_t  find_at;      /* Which match is the current one. */

    dct_text_place selection_from, selection_to;

    uint64_t  ticks[DCT_MAX_TICKS];
    uint32_t  tick_count;
    dct_trail trail;

    dct_dialog dialog;
    char       dialog_text[1025]; /* The picture shown or the URL. */
    float      pan_x, pan_y;      /* Of the enlarged picture, pixels from the middle. */
    float      zoom;
    uint32_t   keyboard_page;     /* 0 letters, 1 shifted, 2 digits and symbols. */
    char       dead[9];           /* A combining mark that waits for its letter. */

    uint32_t context_off;         /* What the person took away of where they are: bits by dct_context_kind. */

    char     theme[17];
    uint32_t text_percent;
    uint32_t warn_seconds;
} dct_state;

uint64_t dct_tick_key(const char *article, uint32_t step);
bool dct_state_ticked(const dct_state *s, const char *article, uint32_t step);
void dct_state_tick(dct_state *s, const char *article, uint32_t step);
/* The answer given on a screen of the guide on the trail; UINT32_MAX if none. */
uint32_t dct_trail_answer(const dct_trail *t, const char *guide, const char *screen);
/* Notes an answer: what was answered after this screen before is forgotten. */
void dct_trail_note(dct_trail *t, const char *guide, const char *screen, uint32_t answer);

#endif
