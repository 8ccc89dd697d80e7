/* Writes the rows of `ranking` (rows.h) out of gathered words and their vocabulary. */
#ifndef DCT_SEARCH_EMIT_H
#define DCT_SEARCH_EMIT_H

#include "../base/error.h"
#include "numbers.h"

struct sqlite3;

docent_status dct_emit(struct sqlite3 *db, const dct_gather *g, dct_vocab *v, const dct_numbers *numbers, docent_error *err);

#endif
