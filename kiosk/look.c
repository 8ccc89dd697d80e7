/* A kiosk looks at a moment of its own, hours after its first start: too late for who has just written its configuration. Here
 * it looks at once and says what is wrong. Nothing is switched to, and content on trial loses no start. */
#define _POSIX_C_SOURCE 200809L
#include "look.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <docent/port.h>

#include "source.h"

#define NAP_MS 50u

static int64_t now_s(void *ctx)
{
    (void)ctx;
    return (int64_t)time(NULL);
}

/* Of several addresses the next is asked at once where one fails. */
static bool is_over(const docent_sync_look *look)
{
    bool at_rest = look->state == DOCENT_SYNC_IDLE || look->state == DOCENT_SYNC_STAGED;
    return at_rest && look->next_check > now_s(NULL) && (look->last_check != 0 || strcmp(look->reason, "OK") != 0);
}

/* The library has a deadline for everything that a server does: this ends. */
static docent_status wait_for(docent *h, const char *id, docent_sync_look *look)
{
    uint32_t next_ms = 0;
    docent_status status = docent_sync_status(h, id, look);
    if (status == DOCENT_OK && look->next_check == 0)
        return status; /* It has no address to ask. */
    if (status == DOCENT_OK)
        status = docent_sync_now(h, id);
    while (status == DOCENT_OK) {
        struct timespec nap = { 0, (long)(next_ms < NAP_MS ? next_ms : NAP_MS) * 1000000 };
        nanosleep(&nap, NULL);
        status = docent_step(h, NAP_MS, &next_ms);
        if (status == DOCENT_OK)
            status = docent_sync_status(h, id, look);
        if (status == DOCENT_OK && is_over(look))
            break;
    }
    return status;
}

static void say(const char *id, const docent_sync_look *look, FILE *out)
{
    if (look->next_check == 0)
        fprintf(out, "%s: no source is named for it: only a stick brings newer content\n", id);
    else if (strcmp(look->reason, "OK") != 0)
        fprintf(out, "%s: %s: %s\n", id, look->reason, look->message[0] != '\0' ? look->message : look->reason_text);
    else if (look->staged != 0)
        fprintf(out, "%s: release %" PRId64 " is here; the next start shows it\n", id, look->staged);
    else if (look->release != 0)
        fprintf(out, "%s: nothing newer than release %" PRId64 ", which is here\n", id, look->release);
    else if (look->message[0] == '\0')
        fprintf(out, "%s: nothing newer than what came with it\n", id);
    if (strcmp(look->reason, "OK") == 0 && look->message[0] != '\0')
        fprintf(out, "%s: %s\n", id, look->message);
}

bool kiosk_look(docent *h, const kiosk_options *options, FILE *out, char error[KIOSK_ERROR_MAX])
{
    bool ok = true;
    kiosk_source source = { .hours = &options->config.switch_hours, .unix_s = now_s,
                            .flags = DOCENT_SOURCE_NO_START | DOCENT_SOURCE_MANUAL };
    if (!kiosk_source_open(&source, h, &options->config, error))
        return false;
    snprintf(error, KIOSK_ERROR_MAX, "%s", source.count > 0 ? "" : "no source: name content, source and root in the configuration");
    for (uint32_t i = 0; i < source.count; i++) {
        docent_sync_look look = { .reason = "" };
        if (wait_for(h, source.feeds[i].id, &look) != DOCENT_OK) {
            snprintf(error, KIOSK_ERROR_MAX, "%s", docent_last_error(h)->message);
            return false;
        }
        say(source.feeds[i].id, &look, out);
        ok = ok && look.next_check != 0 && strcmp(look.reason, "OK") == 0;
    }
    return ok && source.count > 0;
}
