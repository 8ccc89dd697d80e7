/* jansson, where it may not harm: bounded size and depth, no duplicate keys, reads that give a default for a wrong type.
 * The only file that includes it; all who read JSON include this one. */
#ifndef DCT_JSON_H
#define DCT_JSON_H

#include "../base/buf.h"

#include <jansson.h>

/* NULL with *err filled: `what` names the text in the message ("answer of desk.example", "device.json"), with line and
 * column. Objects only when `object` is set. At most max_bytes. The owner drops it by json_decref(). */
json_t *dct_json_parse(const char *text, size_t size, size_t max_bytes, bool object, const char *what, docent_error *err);
/* The member as text; "" when it is absent or no text or holds a zero. Borrowed. */
const char *dct_json_text(const json_t *object, const char *key);
/* The member as a number within min..max, else `otherwise`; a text of digits is a number, "true" a truth: YAML has only texts. */
int64_t dct_json_int(const json_t *object, const char *key, int64_t min, int64_t max, int64_t otherwise);
bool dct_json_bool(const json_t *object, const char *key, bool otherwise);
/* {"en": "...", "de": "..."} or a plain text: the text for `locale`, its parents, then `default_locale`, then any; "". */
const char *dct_json_localised(const json_t *value, const char *locale, const char *default_locale);
/* Appends compact JSON with keys as they were set. */
docent_status dct_json_write(const json_t *value, dct_buf *out, docent_error *err);

#endif
