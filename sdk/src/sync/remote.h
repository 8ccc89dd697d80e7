/* What a publisher sets on all devices of a source from afar: config.json, a signed target beside release.json.
 *
 *     { "format": 1, "settings": { "kiosk.theme": "dark", "kiosk.idle_seconds": 90, "banner": "Back on Monday" } }
 *
 * A flat list of names and texts. Signed, so its author is known; it is still read as if anybody had written it. What a name
 * means is for the program to say: nothing here obeys. */
#ifndef DCT_REMOTE_H
#define DCT_REMOTE_H

#include "../net/json.h"
#include "reason.h"

/* Small letters, digits and "._-", at most DCT_MAX_SETTING_NAME of them. */
bool dct_setting_name_ok(const char *name);

/* The settings as an object of texts, in their order: numbers and true or false become the text that JSON has for them. The
 * owner drops it. On failure NULL: INCOMPATIBLE, of another format; TAMPER, signed, and yet no settings; MEMORY. */
dct_reason dct_remote_parse(json_t **settings, const void *data, size_t size, docent_error *err);

#endif
