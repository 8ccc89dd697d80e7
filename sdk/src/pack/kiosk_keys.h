/* Which settings docent-kiosk obeys from afar, and what it takes for each: so that a mistake is told where it is made and not
 * on a hundred screens. The kiosk has its own list (kiosk/config.c) and judges again; a test holds the two together. */
#ifndef DCT_KIOSK_KEYS_H
#define DCT_KIOSK_KEYS_H

#include "yaml.h"

#define DCT_KIOSK_PREFIX "kiosk."

/* A setting whose name begins with "kiosk.": tells of a name that no kiosk knows, of one that only the kiosk's own file may
 * say, of a value that it would not take. */
void dct_kiosk_key_check(const char *name, const dct_yaml *value, dct_diag *diag);
/* The names without their prefix; NULL past the end. */
const char *dct_kiosk_key_at(size_t index);

#endif
