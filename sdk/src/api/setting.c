/* What the publisher of a source set from afar, as a program asks for it: <docent/sync.h>. */
#include "updates.h"

#include "../base/limits.h"

/* Refused before anything is looked for, so that a caller's mistake is never taken for a setting that is absent. */
static docent_status begin(docent *h, const char *id, bool right, const char **text, dct_updates **out)
{
    if (text != NULL)
        *text = "";
    if (h == NULL)
        return DOCENT_ERR_ARG;
    if (!right || text == NULL)
        return dct_misuse(h, "docent_sync_setting: a name and a place for the text are needed");
    *out = dct_updates_find(h, id);
    return *out == NULL ? DOCENT_ERR_MISSING : DOCENT_OK;
}

docent_status docent_sync_setting(docent *h, const char *id, const char *name, const char **text)
{
    dct_updates *u = NULL;
    docent_status status = begin(h, id, name != NULL, text, &u);
    if (status != DOCENT_OK)
        return status;
    json_t *value = json_object_get(u->source.settings, name);
    if (value == NULL)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "\"%.64s\" is not set from afar", name);
    *text = json_string_value(value);
    return DOCENT_OK;
}

docent_status docent_sync_setting_at(docent *h, const char *id, uint32_t index, const char **name, const char **text)
{
    dct_updates *u = NULL;
    docent_status status = begin(h, id, name != NULL, text, &u);
    if (name != NULL)
        *name = "";
    if (status != DOCENT_OK)
        return status;
    void *at = json_object_iter(u->source.settings);
    for (uint32_t i = 0; i < index && at != NULL; i++)
        at = json_object_iter_next(u->source.settings, at);
    if (at == NULL)
        return dct_fail(&h->error, DOCENT_ERR_MISSING, "sync", 0, "no more than %u are set from afar", (unsigned)index);
    *name = json_object_iter_key(at);
    *text = json_string_value(json_object_iter_value(at));
    return DOCENT_OK;
}

docent_status docent_sync_interval(docent *h, const char *id, uint32_t interval_s)
{
    if (h == NULL)
        return DOCENT_ERR_ARG;
    if (interval_s != 0 && interval_s < DCT_SYNC_INTERVAL_LEAST_S)
        return dct_misuse(h, "docent_sync_interval: at least 10 seconds, or 0 for three hours");
    dct_updates *u = dct_updates_find(h, id);
    if (u == NULL)
        return DOCENT_ERR_MISSING;
    dct_source_interval(&u->source, interval_s);
    dct_events_wake(&h->background.events);
    return DOCENT_OK;
}
