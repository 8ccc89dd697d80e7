/* A text being typed, a line or a letter: bytes, caret, selection. Pure: whose memory it is in is its owner's business. */
#ifndef DCT_VIEW_EDIT_H
#define DCT_VIEW_EDIT_H

#include <stdbool.h>
#include <stdint.h>

#define DCT_EDIT_LINE 513u  /* Bytes of a line: as much as an address carries of a search. */
#define DCT_EDIT_LONG 8193u /* Of a letter: four pages of Latin script, two of Devanagari. */

typedef struct dct_edit {
    char    *text;                /* UTF-8, zero-terminated, in `room` bytes. */
    uint32_t room;
    bool     lines;               /* A line feed stays one. */
    uint32_t size, caret, anchor; /* Selected: between anchor and caret. */
} dct_edit;

typedef enum dct_edit_move {
    DCT_EDIT_PREVIOUS, DCT_EDIT_NEXT, DCT_EDIT_START, DCT_EDIT_END, DCT_EDIT_PREVIOUS_WORD, DCT_EDIT_NEXT_WORD
} dct_edit_move;

/* Empty, in memory that is lent to it. */
void dct_edit_init(dct_edit *e, char *text, uint32_t room, bool lines);
void dct_edit_set(dct_edit *e, const char *text); /* Caret at the end; cut at a code point if too long. */
/* Replaces the selection. Control characters become spaces; what does not fit is left out. True when it changed. */
bool dct_edit_insert(dct_edit *e, const char *text);
/* Deletes the selection, or the grapheme before (or after) the caret; a whole word when `word`. */
bool dct_edit_delete(dct_edit *e, bool forward, bool word);
void dct_edit_go(dct_edit *e, dct_edit_move move, bool keep_anchor);
void dct_edit_place(dct_edit *e, uint32_t at, bool keep_anchor);
void dct_edit_select_all(dct_edit *e);
bool dct_edit_selection(const dct_edit *e, uint32_t *from, uint32_t *to);
/* Nothing but blanks in it. */
bool dct_edit_blank(const dct_edit *e);

#endif
