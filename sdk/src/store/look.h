/* A state file of any device, opened to be read and for nothing else: `docent report` and `docent draft` take what comes on a
 * stick. It is never made, repaired, raised or left with a file beside it, and no row of it is believed. */
#ifndef DCT_LOOK_H
#define DCT_LOOK_H

#include "db.h"

/* One statement of the state's schema. */
typedef struct dct_state_table {
    int         since; /* The version that brought it. */
    const char *name, *sql;
} dct_state_table;

extern const dct_state_table dct_state_tables[];
extern const size_t dct_state_table_count;

/* All tables that a file of this version has are there, and as they were made. */
docent_status dct_state_check_tables(dct_db *db, const char *path, int64_t version, docent_error *err);
docent_status dct_state_damaged(const char *path, int code, docent_error *err);

/* Fails for what is no state, or too new. alloc and sql are borrowed; dct_db_close() ends it. Nothing needs closing on failure. */
docent_status dct_state_look(dct_db *db, const docent_alloc *alloc, const char *path, const char *const *sql, int count,
                             int64_t *version, docent_error *err);

#endif
