#include "ledger.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define KEY "fleet"
#define PREFIX KEY ":"
#define COUNT_AT_MOST ((uint64_t)1 << 62) /* Sums of two still fit. */

enum { GET, SET, HOST_ALL, HOST_GET, HOST_SIZE, HOST_CLEAR, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [GET] = "SELECT value FROM device WHERE key = '" KEY "'",
    [SET] = "INSERT INTO device(key, value) VALUES(?1, ?2) ON CONFLICT(key) DO UPDATE SET value = excluded.value",
    [HOST_ALL] = "SELECT substr(key, 7), value FROM device WHERE key > '" PREFIX "' AND key < '" KEY ";' ORDER BY key LIMIT ?1",
    [HOST_GET] = "SELECT value FROM device WHERE key = ?1",
    [HOST_SIZE] = "SELECT count(*) FROM device WHERE key > '" PREFIX "' AND key < '" KEY ";'",
    [HOST_CLEAR] = "DELETE FROM device WHERE key > '" PREFIX "' AND key < '" KEY ";'",
};

void dct_ledger_share(dct_db *db, dct_state *state)
{
    dct_db_share(db, dct_state_db(state), statements, STATEMENTS);
}

/* ---- reading ---- */

/* The next number of the row; false: there is none that may be. */
static bool next(const char **at, int64_t *out)
{
    char *end;
    *out = strtoll(*at, &end, 10);
    if (end == *at || (*end != ' ' && *end != 0))
        return false;
    *at = end;
    return true;
}

static bool parse(const char *text, dct_ledger *out)
{
    int64_t running, number;
    bool ok = next(&text, &out->since_ms) && next(&text, &out->slot) && next(&text, &running) && out->since_ms > 0;
    for (int i = 0; ok && i < DCT_COUNTS; i++) {
        ok = next(&text, &number) && number >= 0 && (uint64_t)number <= COUNT_AT_MOST;
        out->counts[i] = (uint64_t)number;
    }
    out->running = ok && running == 1;
    return ok && *text == 0;
}

docent_status dct_ledger_read(dct_db *db, dct_ledger *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    dct_rows r = dct_rows_begin(db, GET, NULL, err);
    if (dct_rows_next(&r) && !parse(dct_rows_peek(&r, 0), out))
        memset(out, 0, sizeof *out);
    return dct_rows_end(&r);
}

static uint64_t count_of(const char *text)
{
    int64_t number;
    return next(&text, &number) && *text == 0 && number >= 0 && (uint64_t)number <= COUNT_AT_MOST ? (uint64_t)number : 0;
}

docent_status dct_ledger_host(dct_db *db, dct_host_figure *out, uint32_t *count, docent_error *err)
{
    *count = 0;
    dct_rows r = dct_rows_begin(db, HOST_ALL, NULL, err);
    dct_rows_bind_int(&r, 1, DCT_MAX_HOST_COUNTS);
    while (*count < DCT_MAX_HOST_COUNTS && dct_rows_next(&r)) {
        dct_host_figure *f = &out[(*count)++];
        snprintf(f->name, sizeof f->name, "%s", dct_rows_peek(&r, 0));
        f->count = count_of(dct_rows_peek(&r, 1));
    }
    return dct_rows_end(&r);
}

/* ---- writing ---- */

static docent_status set(dct_db *db, const char *key, const char *value, docent_error *err)
{
    dct_rows r = dct_rows_begin(db, SET, NULL, err);
    dct_rows_bind_text(&r, 1, key);
    dct_rows_bind_text(&r, 2, value);
    return dct_rows_run(&r);
}

static uint64_t capped(uint64_t count)
{
    return count < COUNT_AT_MOST ? count : COUNT_AT_MOST;
}

docent_status dct_ledger_write(dct_db *db, const dct_ledger *l, docent_error *err)
{
    char text[24 * (3 + DCT_COUNTS)];
    size_t used = (size_t)snprintf(text, sizeof text, "%" PRId64 " %" PRId64 " %d", l->since_ms, l->slot, l->running);
    for (int i = 0; i < DCT_COUNTS; i++)
        used += (size_t)snprintf(text + used, sizeof text - used, " %" PRIu64, capped(l->counts[i]));
    return set(db, KEY, text, err);
}

/* found: there is a row; room: one more may be made. */
static docent_status look_up(dct_db *db, const char *key, uint64_t *count, bool *found, bool *room, docent_error *err)
{
    *count = 0;
    dct_rows r = dct_rows_begin(db, HOST_GET, NULL, err);
    dct_rows_bind_text(&r, 1, key);
    *found = dct_rows_next(&r);
    if (*found)
        *count = count_of(dct_rows_peek(&r, 0));
    docent_status status = dct_rows_end(&r);
    *room = *found;
    if (status != DOCENT_OK || *found)
        return status;
    r = dct_rows_begin(db, HOST_SIZE, NULL, err);
    if (dct_rows_next(&r))
        *room = dct_rows_int(&r, 0, 0, INT64_MAX) < DCT_MAX_HOST_COUNTS;
    return dct_rows_end(&r);
}

docent_status dct_ledger_add_host(dct_db *db, const char *name, uint64_t more, docent_error *err)
{
    char key[sizeof PREFIX + DCT_MAX_HOST_NAME], value[24];
    uint64_t count;
    bool found, room;
    snprintf(key, sizeof key, PREFIX "%s", name);
    docent_status status = look_up(db, key, &count, &found, &room, err);
    if (status != DOCENT_OK || !room)
        return status;
    snprintf(value, sizeof value, "%" PRIu64, capped(count + capped(more)));
    return set(db, key, value, err);
}

docent_status dct_ledger_clear_host(dct_db *db, docent_error *err)
{
    dct_rows r = dct_rows_begin(db, HOST_CLEAR, NULL, err);
    return dct_rows_run(&r);
}
