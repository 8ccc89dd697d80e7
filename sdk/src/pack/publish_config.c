/* Settings beside the releases of a channel: they stay from release to release until others take their place. */
#include "publish.h"

#include "../base/error.h"

#include <stdio.h>
#include <time.h>

static const json_t *listed(const dct_repository *r, const char *channel, const char *name, char path[200])
{
    snprintf(path, 200, "%.100s/%s", channel, name);
    return json_object_get(json_object_get(r->targets, "targets"), path);
}

/* A device that finds no release asks for nothing else. */
static docent_status check_channel(const dct_repository *r, const char *channel, docent_error *err)
{
    char path[200];
    if (r->root != NULL && listed(r, channel, "release.json", path) != NULL)
        return DOCENT_OK;
    return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.100s: no release in channel %.60s yet: publish a bundle first", r->path,
                    channel);
}

docent_status dct_publish_config(dct_repository *r, const char *channel, const void *json, size_t size, docent_error *err)
{
    char path[200], date[32] = "";
    time_t now = (time_t)r->now_s;
    struct tm *utc = gmtime(&now);
    docent_status status = check_channel(r, channel, err);
    if (status == DOCENT_OK)
        status = dct_publish_clock(r, err);
    if (status != DOCENT_OK)
        return status;
    if (utc != NULL)
        strftime(date, sizeof date, "%Y-%m-%dT%H:%M:%SZ", utc);
    snprintf(path, sizeof path, "%.100s/config.json", channel);
    json_t *custom = json_pack("{ss}", "published", date);
    status = dct_repository_add(r, path, json, size, custom, err);
    json_decref(custom);
    return status;
}

docent_status dct_publish_no_config(dct_repository *r, const char *channel, docent_error *err)
{
    char path[200];
    if (listed(r, channel, "config.json", path) == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "%.100s: nothing is set in channel %.60s", r->path, channel);
    docent_status status = dct_publish_clock(r, err);
    if (status == DOCENT_OK)
        dct_repository_remove(r, path);
    return status;
}
