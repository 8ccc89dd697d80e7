/* The first hundred bytes of a bundle, looked at before SQLite believes any of them: is it one, is it whole, is it ours
 * to read? */
#ifndef DCT_HEADER_H
#define DCT_HEADER_H

#include "db.h"

/* path is for messages. */
docent_status dct_header_check(dct_db *db, const char *path, docent_error *err);

#endif
