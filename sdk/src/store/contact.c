/* The rows about reaching a person, as they are. What they mean is the business of contact/. */
#include "inside.h"

#include <string.h>

/* The array, twice as large when `count` has reached `room`; NULL when memory is short. */
static void *grow(dct_arena *arena, void *items, uint32_t count, uint32_t *room, size_t size)
{
    if (count < *room)
        return items;
    *room = *room == 0 ? 16 : *room * 2;
    void *copy = dct_arena_array(arena, *room, size);
    if (copy != NULL && count != 0)
        memcpy(copy, items, count * size);
    return copy;
}

/* A new item at the end, or NULL. */
#define ADD(arena, items, count, room) \
    (((items) = grow((arena), (items), (count), &(room), sizeof *(items))) == NULL ? NULL : &(items)[(count)++])

static docent_status read_values(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err)
{
    uint32_t room = 0;
    dct_contact_value *v = NULL;
    dct_rows r = dct_rows_begin(&s->db, DCT_CONTACT, arena, err);
    while (dct_rows_next(&r) && (v = ADD(arena, out->values, out->value_count, room)) != NULL) {
        v->key = dct_rows_text(&r, 0);
        v->lang = dct_rows_text(&r, 1);
        v->value = dct_rows_text(&r, 2);
    }
    return dct_rows_end(&r);
}

static docent_status read_hours(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err)
{
    uint32_t room = 0;
    dct_hours_row *h = NULL;
    dct_rows r = dct_rows_begin(&s->db, DCT_HOURS, arena, err);
    while (dct_rows_next(&r) && (h = ADD(arena, out->hours, out->hours_count, room)) != NULL) {
        h->day = dct_rows_text(&r, 0);
        h->from_min = (uint32_t)dct_rows_int(&r, 1, 0, 1440);
        h->to_min = (uint32_t)dct_rows_int(&r, 2, 0, 1440);
    }
    return dct_rows_end(&r);
}

static docent_status read_holidays(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err)
{
    uint32_t room = 0;
    dct_holiday_row *h = NULL;
    dct_rows r = dct_rows_begin(&s->db, DCT_HOLIDAYS, arena, err);
    while (dct_rows_next(&r) && (h = ADD(arena, out->holidays, out->holiday_count, room)) != NULL) {
        h->day = dct_rows_text(&r, 0);
        h->lang = dct_rows_text(&r, 1);
        h->name = dct_rows_text(&r, 2);
    }
    return dct_rows_end(&r);
}

/* Times are kept where adding two cannot overflow: the first row may say "since ever". */
static int64_t clamp(int64_t t)
{
    const int64_t far = INT64_MAX / 4;
    return t < -far ? -far : t > far ? far : t;
}

/* No place on earth is further than a day from UTC. */
static docent_status read_zone(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err)
{
    uint32_t room = 0;
    dct_zone_row *z = NULL;
    dct_rows r = dct_rows_begin(&s->db, DCT_ZONE, arena, err);
    while (dct_rows_next(&r) && (z = ADD(arena, out->zone, out->zone_count, room)) != NULL) {
        z->since = clamp(dct_rows_int(&r, 0, INT64_MIN, INT64_MAX));
        z->utc_offset_s = dct_rows_int(&r, 1, -86400, 86400);
    }
    return dct_rows_end(&r);
}

docent_status dct_store_contact(dct_store *s, dct_arena *arena, dct_contact_rows *out, docent_error *err)
{
    memset(out, 0, sizeof *out);
    docent_status status = read_values(s, arena, out, err);
    if (status == DOCENT_OK)
        status = read_hours(s, arena, out, err);
    if (status == DOCENT_OK)
        status = read_holidays(s, arena, out, err);
    if (status == DOCENT_OK)
        status = read_zone(s, arena, out, err);
    if (status == DOCENT_OK && dct_arena_failed(arena))
        status = dct_db_fail_arena(&s->db, arena, err);
    return status;
}
