/* Makes the new bundle out of the one before: its file is copied, and of each table only the rows that differ are deleted,
 * inserted or replaced.
 *
 *   before   | article 1..9 | section | article 10.. |        pages in the order they once grew
 *   fresh    | article 1..10.. | section | ranking |          all pages, and what points to them, somewhere else
 *   grafted  | article 1..9 | section | article 10.. | more |
 *
 * A file written afresh moves its pages, and each overflow page names the next: one page more changes all that follow.
 * What was deleted is overwritten with zeroes: nothing of an article that was taken back stays in the file. */
#ifndef DCT_GRAFT_H
#define DCT_GRAFT_H

#include "../base/error.h"

/* The rows of the bundle `fresh` into a copy of `previous`, at `out`. *worth is false when that is no gain: the schema is
 * another, or what was freed makes the file a fifth larger than `fresh`; then there is no `out`. Same files, same bytes. */
docent_status dct_graft(const char *fresh, const char *previous, const char *out, bool *worth, docent_error *err);

#endif
