/* The one form of a JSON value that signatures are made over: keys sorted by their bytes, no spaces, only " and \ escaped
 * (OLPC's Canonical JSON). Members that nobody knows are part of it like any other. jansson's own writer escapes control
 * characters, which would be other bytes.
 *
 * Numbers with a fraction have no canonical form and are refused. */
#ifndef DCT_CANONICAL_H
#define DCT_CANONICAL_H

#include "../base/buf.h"
#include "../net/json.h"

/* Appends to out. False for a fraction, for what nests deeper than DCT_MAX_TUF_DEPTH, or when out failed (see there). */
bool dct_canonical(json_t *value, dct_buf *out);

#endif
