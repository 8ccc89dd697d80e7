#include "remote_file.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../sync/remote.h"
#include "file.h"
#include "kiosk_keys.h"

#include <stdio.h>
#include <string.h>

typedef struct reading {
    json_t   *settings;
    dct_diag *diag;
} reading;

static void add(reading *r, const char *name, const dct_yaml *value)
{
    if (strlen(value->text) > DCT_MAX_SETTING_BYTES)
        dct_diag_error(r->diag, value->place, "%s is longer than %u bytes; shorten it", name, DCT_MAX_SETTING_BYTES);
    else if (json_object_get(r->settings, name) != NULL)
        dct_diag_error(r->diag, value->key->place, "%s is said twice; keep one", name);
    else if (strncmp(name, DCT_KIOSK_PREFIX, sizeof DCT_KIOSK_PREFIX - 1) == 0)
        dct_kiosk_key_check(name, value, r->diag);
    json_object_set_new(r->settings, name, json_string(value->text));
}

/* Maps in maps are names with a point between. */
static void read_map(reading *r, const dct_yaml *map, const char *before)
{
    char name[DCT_MAX_SETTING_NAME + 2];
    for (const dct_yaml *at = map->first; at != NULL; at = at->next) {
        int size = snprintf(name, sizeof name, "%s%s%s", before, *before != 0 ? "." : "", at->key->text);
        if (size < 0 || (size_t)size >= sizeof name || !dct_setting_name_ok(name))
            dct_diag_error(r->diag, at->key->place,
                           "\"%.64s\" is no name of a setting: small letters, digits and . _ -, at most %u", at->key->text,
                           DCT_MAX_SETTING_NAME);
        else if (at->kind == DCT_YAML_MAP)
            read_map(r, at, name);
        else if (at->kind == DCT_YAML_TEXT)
            add(r, name, at);
        else
            dct_diag_error(r->diag, at->place, "%s is a list; a setting is one text or number", name);
    }
}

static docent_status write(const reading *r, const char *path, dct_buf *out, docent_error *err)
{
    json_t *read_back, *body = json_pack("{si sO}", "format", 1, "settings", r->settings);
    size_t before = out->size;
    docent_status status = body == NULL ? dct_fail_memory(err, "pack") : dct_json_write(body, out, err);
    json_decref(body);
    if (status != DOCENT_OK)
        return status;
    if (out->size - before > DCT_MAX_REMOTE_BYTES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "%.160s: more than %u bytes of settings; devices take no more", path,
                        DCT_MAX_REMOTE_BYTES);
    if (dct_remote_parse(&read_back, out->data + before, out->size - before, err) != DCT_REASON_NONE) /* By what devices have. */
        return err->status;
    json_decref(read_back);
    return DOCENT_OK;
}

static const dct_yaml *read_yaml(dct_arena *arena, const dct_buf *bytes, const char *path, dct_diag *diag)
{
    size_t size;
    char *text = dct_file_text(arena, bytes->data, bytes->size, path, diag, &size);
    return text == NULL ? NULL : dct_yaml_read(arena, text, size, (dct_place){ path, 1, 1 }, diag);
}

docent_status dct_remote_file_read(const docent_alloc *alloc, const char *path, dct_buf *json, dct_diag *diag, docent_error *err)
{
    dct_arena arena;
    dct_buf bytes;
    reading r = { json_object(), diag };
    dct_arena_init(&arena, alloc, DCT_MAX_PACK_BYTES);
    diag->strict = true; /* Nothing of a file is published that is not whole. */
    docent_status status = dct_file_load(alloc, path, DCT_MAX_YAML_BYTES, &bytes, err);
    const dct_yaml *map = status == DOCENT_OK ? read_yaml(&arena, &bytes, path, diag) : NULL;
    if (map != NULL && dct_yaml_is(map, DCT_YAML_MAP, diag)) {
        read_map(&r, map, "");
        if (json_object_size(r.settings) > DCT_MAX_SETTINGS)
            dct_diag_error(diag, (dct_place){ path, 0, 0 }, "more than %u settings; devices take no more", DCT_MAX_SETTINGS);
        if (json_object_size(r.settings) == 0)
            dct_diag_error(diag, (dct_place){ path, 0, 0 }, "no setting stands here; --no-config withdraws what is published");
    }
    if (status == DOCENT_OK && (diag->errors > 0 || map == NULL))
        status = dct_fail(err, DOCENT_ERR_SYNTAX, "pack", 0, "%.160s: not published", path);
    if (status == DOCENT_OK)
        status = write(&r, path, json, err);
    json_decref(r.settings);
    dct_buf_close(&bytes);
    dct_arena_close(&arena);
    return status;
}
