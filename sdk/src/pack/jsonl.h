/* Exports of other systems: one JSON object a line,
 *
 *   {"id": "a1", "title": "...", "body": "...", "lang": "en", "format": "plain"}
 *
 * Lines are read, written and forgotten one by one: an export may be larger than memory. No fonts, no pictures. */
#ifndef DCT_JSONL_H
#define DCT_JSONL_H

#include "bundle.h"
#include "pack.h"
#include "project.h"

/* Reads the file `path`, "-" for standard input, into the bundle. Faults of lines are errors in p->diag. */
docent_status dct_jsonl_write(dct_project *p, const char *path, dct_bundle *b, dct_pack_result *result,
                              docent_error *err);

#endif
