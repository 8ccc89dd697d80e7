/* Is a bundle's schema, word for word, the one that this library makes? Then it holds no view, no trigger, no generated
 * column and no table of another shape, and our SQL means what it says. */
#ifndef DCT_SHAPE_H
#define DCT_SHAPE_H

#include "db.h"
#include "store.h"

/* The bundle's tables, and those of `index`. FTS5's own tables of the virtual tables in `index` are known to it. */
docent_status dct_shape_check(dct_db *db, const dct_shape *index, size_t index_count, docent_error *err);

#endif
