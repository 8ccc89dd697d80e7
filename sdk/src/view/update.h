/* What happens to the state: update(state, action) -> state' + what else is to be done. Pure: no SQLite, font or clock.
 *
 *   input, commands, loaded pages -> action -> dct_update() -> effects: bits that view.c acts on
 */
#ifndef DCT_VIEW_UPDATE_H
#define DCT_VIEW_UPDATE_H

#include "state.h"

typedef enum dct_action_kind {
    DCT_ACT_ARRIVE = 1,  /* text: an address whose content has been loaded; number: dct_arrival */
    DCT_ACT_FOCUS,       /* number: key of a box; on: by the keyboard, so that the ring is drawn */
    DCT_ACT_HOVER,       /* number: key */
    DCT_ACT_PRESSED,     /* number: key of the box under a pressed pointer */
    DCT_ACT_FIELD,       /* number: dct_field that gets the keyboard */
    DCT_ACT_INSERT,      /* text, into the field */
    DCT_ACT_SET_TEXT,    /* text replaces all of the field `number` */
    DCT_ACT_DELETE,      /* on: forward; number: 1 a word */
    DCT_ACT_MOVE,        /* number: dct_edit_move; on: keeps the anchor */
    DCT_ACT_PLACE,       /* number: byte; on: keeps the anchor */
    DCT_ACT_SELECT_FIELD,
    DCT_ACT_TICK,        /* text: article; number: step */
    DCT_ACT_ANSWER,      /* text: screen; id: guide; number: answer */
    DCT_ACT_SCROLL,      /* y: where to; on: eased, from time_ms */
    DCT_ACT_COAST,       /* y: pixels a second, from time_ms */
    DCT_ACT_TIME,        /* time_ms; y: the furthest scroll */
    DCT_ACT_SELECT,      /* from, to: places in the page's texts */
    DCT_ACT_FIND,        /* on: open */
    DCT_ACT_FIND_AT,     /* number: the current match */
    DCT_ACT_DIALOG,      /* number: dct_dialog; text */
    DCT_ACT_ZOOM,        /* on: closer; else further */
    DCT_ACT_PAN,         /* x, y: pixels to move the enlarged picture by */
    DCT_ACT_THEME,       /* text */
    DCT_ACT_TEXT_SIZE,   /* number: percent */
    DCT_ACT_WARN,        /* number: seconds, 0 none */
    DCT_ACT_KEYBOARD,    /* number: page of the on-screen keyboard */
    DCT_ACT_CONTEXT,     /* number: a dct_context_kind that the person takes away, or back */
    DCT_ACT_OPINION,     /* number: dct_opinion_stage; x: docent_opinion, 0 none; text: the place, id: its words; NULL: as before */
    DCT_ACT_VOTED,       /* text: a place */
    DCT_ACT_STORY,       /* number: dct_story_kind; text; id: its address; on: refines */
    DCT_ACT_WISH         /* number: dct_wish_part; text, on or x (an item) as that says */
} dct_action_kind;

typedef enum dct_arrival { DCT_ARRIVE_NEW = 0, DCT_ARRIVE_REPLACE, DCT_ARRIVE_BACK, DCT_ARRIVE_FORWARD } dct_arrival;

typedef struct dct_action {
    dct_action_kind kind;
    const char     *text, *id;
    uint32_t        number;
    bool            on;
    float           x, y;
    uint64_t        time_ms;
    dct_text_place  from, to;
} dct_action;

/* What is to be done after an action; bits. */
#define DCT_EFFECT_RECORD 0x01u  /* The same boxes look different. */
#define DCT_EFFECT_BUILD 0x02u   /* The boxes are different. */
#define DCT_EFFECT_REVEAL 0x04u  /* Scroll to the address's anchor, or the focus. */
#define DCT_EFFECT_SEARCH 0x08u  /* The words changed: look again. */
#define DCT_EFFECT_FIND 0x10u    /* The words or the match looked at changed: show it. */
#define DCT_EFFECT_THEME 0x20u   /* Load the theme. */
#define DCT_EFFECT_DRAFT 0x40u   /* What is being written changed: keep it. */
#define DCT_EFFECT_CARET 0x80u   /* Scroll to where is typed. */

/* False in *ok (may be NULL) when memory is short: then nothing changed. */
uint32_t dct_update(dct_state *state, const dct_action *action, bool *ok);
/* Scroll offset of this moment, whole pixels. */
int32_t dct_scroll_offset(const dct_scroll *scroll);

#endif
