/* Error codes: "what is E-104?" is answered by the article that says so, first of all. */
#ifndef DCT_SEARCH_CODES_H
#define DCT_SEARCH_CODES_H

#include "rank.h"

/* Puts the articles of the codes that the query names before the others. The list has room for DCT_MAX_CODES more. */
#define DCT_MAX_CODES 4u
docent_status dct_codes_first(struct sqlite3_stmt *by_code, const dct_ranking *ranking, const dct_ask *ask, uint8_t lang,
                              dct_arena *arena, dct_candidate *list, uint32_t *count, docent_error *err);
/* The statement it needs. */
docent_status dct_codes_prepare(struct sqlite3 *db, struct sqlite3_stmt **out, docent_error *err);

#endif
