/* What the files of the outbox share: their statements. */
#ifndef DCT_OUTBOX_INSIDE_H
#define DCT_OUTBOX_INSIDE_H

#include "outbox.h"

enum {
    DCT_OUT_MAKE = 0, DCT_OUT_REOPEN, DCT_OUT_CLOSE, DCT_OUT_SAME, DCT_OUT_SEQ, DCT_OUT_HAS, DCT_OUT_LETTER,
    DCT_OUT_ATTACH, DCT_OUT_CONSENT, DCT_OUT_CROWD, DCT_OUT_OLDEST, DCT_OUT_DROP, DCT_OUT_DUE, DCT_OUT_NEXT,
    DCT_OUT_BODY, DCT_OUT_FILES, DCT_OUT_UPLOADED, DCT_OUT_MOVE, DCT_OUT_ARRIVED, DCT_OUT_TOUCH, DCT_OUT_SEEN,
    DCT_OUT_ERASE, DCT_OUT_BY_ID, DCT_OUT_RESTART, DCT_OUT_FUTURE, DCT_OUT_ENROLLED, DCT_OUT_HOLD, DCT_OUT_SETTLE,
    DCT_OUT_POSTPONE, DCT_OUT_AGREE, DCT_OUT_CONNECTOR, DCT_OUT_REROUTE, DCT_OUT_REROUTE_TALK, DCT_OUT_UNFINISHED,
    DCT_OUT_TOTALS, DCT_OUT_DROP_FILES, DCT_OUT_DROP_TALK, DCT_OUT_LEFT, DCT_OUT_HIDE, DCT_OUT_ERASE_ALL,
    DCT_OUT_ERASE_FILES, DCT_OUT_DROP_DONE, DCT_OUT_DROP_DONE_LETTERS, DCT_OUT_DROP_DONE_MESSAGES,
    DCT_OUT_DROP_DONE_FILES, DCT_OUT_DROP_DONE_CONSENT, DCT_OUT_DROP_FIGURES, DCT_OUT_STATEMENTS
};
extern const char *const dct_out_statements[DCT_OUT_STATEMENTS];

/* Reads the columns that make a dct_row, in this order. */
#define DCT_ROW_COLUMNS "position, id, conversation, seq, part, kind, state, sealed, tries, due_ms, doubt_ms, until, made"
void dct_row_read(dct_rows *r, dct_row *out);
/* Deletes a letter with its attachments' rows; their files go by dct_files_drop() once it is committed. */
docent_status dct_outbox_drop(dct_outbox *o, int64_t position, const char *id, docent_error *err);

#endif
