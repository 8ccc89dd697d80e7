/* FTS5's view of words.h and stem.h: the tokenizer called `docent`. */
#ifndef DCT_SEARCH_TOKENIZER_H
#define DCT_SEARCH_TOKENIZER_H

#include "../base/error.h"

struct sqlite3;

docent_status dct_tokenizer_register(struct sqlite3 *db, docent_error *err);
/* The language (lang.h) of the text that goes through this connection's FTS5 from now on: FTS5 tells a tokenizer
 * nothing about the row. */
docent_status dct_tokenizer_speak(struct sqlite3 *db, uint8_t lang, docent_error *err);

#endif
