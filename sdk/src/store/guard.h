/* What a connection to somebody else's bytes may do: read its tables, and not for long.
 *
 *   authorizer    only SELECT, and only with functions on the list; the bundle's file has no view, trigger or generated
 *                 column to call others from, and if it had, this would stop it
 *   limits        of lengths, depths and counts, lowered to what our own SQL needs
 *   progress      every call has a budget of SQLite's operations: hostile b-trees can be endless
 *
 * Nothing global is touched: no sqlite3_config(). */
#ifndef DCT_GUARD_H
#define DCT_GUARD_H

#include "db.h"

/* Closes all doors that can be closed before the file is looked at; the authorizer comes last, with dct_guard_shut(). */
docent_status dct_guard(dct_db *db, docent_error *err);
void dct_guard_shut(dct_db *db);
/* A new budget: at the start of every public call. */
void dct_guard_begin(dct_db *db);

#endif
