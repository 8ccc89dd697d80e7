/* What a configuration says to a connector: a public part that is signed with the content (help.yaml), and this device's own
 * file with the secrets. The device's word counts more; a secret in the public part is an error, not a convenience.
 *
 *     dct_settings s = { c, public_part, device_part, &arena, err, DOCENT_OK };
 *     self->url = dct_setting_url(&s, "url", "https http");
 *     self->secret = dct_setting_secret(&s, "secret");
 *     dct_setting_wire(&s, &self->wire);
 *     if (s.status != DOCENT_OK) ...                  the first fault stays, with a message that names file and key */
#ifndef DCT_SETTING_H
#define DCT_SETTING_H

#include "connector.h"

typedef struct dct_settings {
    const dct_connector *c;
    const json_t  *public_part, *device_part; /* Either may be NULL. */
    dct_arena     *arena;                     /* Texts are copied into it. */
    docent_error  *err;
    docent_status  status;                    /* Sticky. */
} dct_settings;

/* "" when it is not set. Texts with control characters are faults. */
const char *dct_setting(dct_settings *s, const char *key);
/* A fault when it is not set. */
const char *dct_setting_need(dct_settings *s, const char *key);
/* From the device's file only. */
const char *dct_setting_secret(dct_settings *s, const char *key);
/* schemes: "https http". http only to this machine itself, or with "allow_plain": true (mail always asks for TLS, by STARTTLS at
 * the least: net/). "" when it is not set. */
const char *dct_setting_url(dct_settings *s, const char *key, const char *schemes);
/* The same without slashes at its end, for paths to follow. */
const char *dct_setting_base(dct_settings *s, const char *key, const char *schemes);
int64_t dct_setting_int(dct_settings *s, const char *key, int64_t min, int64_t max, int64_t otherwise);
bool dct_setting_bool(dct_settings *s, const char *key, bool otherwise);
/* An object of texts: its member as a copy; "" when there is none. */
const char *dct_setting_member(dct_settings *s, const char *key, const char *member);
/* What every connector has: "settle_s", "poll_s", "max_file_mb" (0: no bound is known). */
void dct_setting_pace(dct_settings *s, dct_connector *c, int64_t poll_s, int64_t max_file_mb);
/* The last call: status, also when a text found no room. */
docent_status dct_settings_end(dct_settings *s);
/* Whether the word stands in a list with spaces between. */
bool dct_setting_among(const char *words, const char *word, size_t size);
/* Makes status a fault about this key. */
void dct_setting_fault(dct_settings *s, const char *key, const char *what);

/* How to reach the server, the same for every connector; from the device's file: "ca_file", "pinned_key", "client_cert",
 * "client_key", "proxy", "proxy_user", "proxy_password". NULL when not set. */
typedef struct dct_wire {
    const char *ca_file, *pinned_key, *client_cert, *client_key, *proxy, *proxy_user, *proxy_password;
} dct_wire;
void dct_setting_wire(dct_settings *s, dct_wire *out);
void dct_wire_use(const dct_wire *wire, docent_request *request);

#endif
