/* Who gets what, and by when: the rules an author signed with the content (help.yaml, under `contact`) and what this device
 * adds (its own file, with the secrets).
 *
 *     contact row "desk" of the bundle (JSON)  --+
 *     device.json                              --+--> desk --> what a page may offer   dct_desk_look()
 *     hours, holidays, zone of the bundle      --+        --> where a request goes     dct_desk_route()
 *                                                         --> connectors to open       dct_desk_connector_at()
 *
 * A person picks a problem, never a department: the first route that fits what is known decides queue, connector,
 * priority, first answer and promise. Nothing here asks a clock or a server. */
#ifndef DCT_DESK_H
#define DCT_DESK_H

#include "../net/json.h"
#include "../store/store.h"

#include <docent/contact.h>

typedef struct dct_desk dct_desk;

/* Reads the bundle's rules; device_path NULL: no device file. A device file that others may read, that is no JSON or has a
 * key of the wrong type is an error that says what to do. alloc and store are borrowed; the store only for this call. */
docent_status dct_desk_open(const docent_alloc *alloc, dct_store *store, const char *device_path, dct_desk **out,
                            docent_error *err);
/* When that failed: the content's rules without any connector. What is asked is kept, and waits for whoever mends it. */
docent_status dct_desk_open_bare(const docent_alloc *alloc, dct_store *store, dct_desk **out, docent_error *err);
void dct_desk_close(dct_desk *desk);

/* ---- connectors ---- */

typedef struct dct_desk_connector {
    const char   *id, *kind;                /* "desk", "rt". */
    const json_t *public_part, *device_part;/* Either may be NULL, not both. */
} dct_desk_connector;
/* NULL past the end. Those of the bundle in its order, then those the device adds, then the one for telemetry. */
const dct_desk_connector *dct_desk_connector_at(const dct_desk *desk, uint32_t index);
/* The name of the connector that the device's own figures go by. */
#define DCT_TELEMETRY "telemetry"
/* Asks for it in the host's name: what the program says (kept; NULL: nothing), under what the device's file says. Only a
 * device can turn it on, never its content: `telemetry` of help.yaml is not looked at. */
docent_status dct_desk_report(dct_desk *desk, json_t *host, docent_error *err);
/* The connector of that name when it is on; NULL: this device tells nobody. It is the last of those above. */
const dct_desk_connector *dct_desk_telemetry(const dct_desk *desk);
/* "" when none is set. 64 hex digits: what waits is sealed to it (crypto/seal.h). */
const char *dct_desk_seal(const dct_desk *desk);
/* What a request that can neither be looked up nor sent again without risk becomes: sent again (at least once), or held. */
bool dct_desk_at_most_once(const dct_desk *desk);
/* What sending agrees to, in the locale; "" when nothing must be asked. */
const char *dct_desk_consent(const dct_desk *desk, const char *locale);
/* The name the device gives itself ("Kiosk 4, ground floor"); "" when none. */
const char *dct_desk_device(const dct_desk *desk);
/* The connector feedback and forum posts go to; "" when the author wants none. */
const char *dct_desk_feedback(const dct_desk *desk);
const char *dct_desk_forum(const dct_desk *desk);

/* ---- routes ---- */

typedef struct dct_question {
    const char *kind;     /* "ticket", "callback", "chat", "forum". */
    const char *problem;  /* "" when none was picked; as all below. */
    const char *product, *audience, *version, *article, *locale;
    int64_t     now;      /* Unix seconds. */
} dct_question;

typedef struct dct_route {
    const char *connector, *queue, *priority; /* "" when not said; connector: the first that is configured. */
    const char *first_answer;                 /* In the locale; "" when none. */
    int64_t     answer_by;                    /* Unix seconds; 0: not promised. */
} dct_route;
/* Texts are borrowed from the desk. */
void dct_desk_route(const dct_desk *desk, const dct_question *question, dct_route *out);

/* ---- what a page may offer ---- */

typedef struct dct_desk_facts {
    uint32_t median_s; /* Of the last answers; 0: not known. */
    int64_t  median_at;
    bool     chat_known, chat_present; /* What a live connector tells of the agents. */
} dct_desk_facts;
/* One block from `alloc`: docent_desk_close() needs nothing else. where may be NULL. */
docent_status dct_desk_look(const dct_desk *desk, const docent_alloc *alloc, const docent_where *where,
                            const char *locale, int64_t now, const dct_desk_facts *facts, docent_desk **out,
                            docent_error *err);

#endif
