#include "heartbeat.h"

#include <docent/fleet.h>

#include "source.h"

static const char *given(const char *text)
{
    return text[0] != '\0' ? text : NULL;
}

/* A file that cannot be read holds requests back and is no reason to say nothing. The preview reads it, and does nothing else. */
static void tell_device(docent *h, const kiosk_config *config)
{
    docent_asset *text;
    docent_status status = config->device[0] != '\0' ? docent_fleet_preview(h, &text) : DOCENT_ERR_MISSING;
    if (status == DOCENT_OK)
        docent_asset_close(text);
    else if (status != DOCENT_ERR_MISSING)
        fprintf(stderr, "docent-kiosk: %s\n", docent_last_error(h)->message);
}

bool kiosk_heartbeat_open(docent *h, const kiosk_config *config, char error[KIOSK_ERROR_MAX])
{
    docent_fleet fleet = DOCENT_FLEET_INIT;
    if (config->telemetry[0] == '\0') {
        tell_device(h, config);
        return true;
    }
    fleet.url = config->telemetry;
    fleet.instance = given(config->telemetry_name);
    fleet.service = "docent-kiosk";
    fleet.interval_minutes = config->telemetry_minutes;
    fleet.flags = config->telemetry_plain ? DOCENT_FLEET_PLAIN : 0;
    docent_status status = docent_fleet_report(h, &fleet);
    if (status == DOCENT_OK)
        return true;
    snprintf(error, KIOSK_ERROR_MAX, "%s", docent_last_error(h)->message);
    if (status != DOCENT_ERR_ARG)
        fprintf(stderr, "docent-kiosk: no telemetry: %s\n", error);
    return status != DOCENT_ERR_ARG;
}

static int64_t never(void *ctx)
{
    (void)ctx;
    return 0;
}

/* Content that another kiosk has in use now is left out: this is to be read, not to be obeyed. */
bool kiosk_heartbeat_print(docent *h, const kiosk_options *options, FILE *out, char error[KIOSK_ERROR_MAX])
{
    docent_asset *text;
    kiosk_source source = { .hours = &options->config.switch_hours, .unix_s = never, .flags = DOCENT_SOURCE_NO_START };
    (void)kiosk_source_open(&source, h, &options->config, error);
    if (docent_fleet_preview(h, &text) != DOCENT_OK) {
        snprintf(error, KIOSK_ERROR_MAX, "%s", docent_last_error(h)->message);
        return false;
    }
    fprintf(out, "%.*s\n", (int)text->size, (const char *)text->data);
    docent_asset_close(text);
    return true;
}
