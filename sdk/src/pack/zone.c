/* TZif: a header, a first block with 32-bit times that is skipped, a second with 64-bit times, and a rule for after it.
 *
 *   TZif 2 | counts | 32-bit block | TZif 2 | counts | times  types  offsets ... | \n CET-1CEST,M3.5.0,M10.5.0/3 \n
 *
 * Leap seconds and abbreviations are not used. */
#include "zone.h"

#include "../base/error.h"
#include "zone_name.h"
#include "zone_rule.h"

#include <stdio.h>
#include <string.h>

#define WHERE "zone"
#define MAX_FILE_BYTES (256u << 10) /* The largest in Debian 12 has 4 KB. */
#define MAX_ROWS 512u               /* 26 years; Morocco, the busiest, changes twice a year. */
#define HEADER_BYTES 44u

typedef struct rows {
    dct_zone_change row[MAX_ROWS];
    uint32_t        count;
    bool            full;
} rows;

typedef struct header {
    uint32_t utc_flags, standard_flags, leaps, times, types, name_bytes;
} header;

typedef struct span {
    const unsigned char *p;
    size_t               size;
} span;

static uint32_t big32(const unsigned char *p)
{
    return (uint32_t)p[0] << 24 | (uint32_t)p[1] << 16 | (uint32_t)p[2] << 8 | p[3];
}

static int64_t big64(const unsigned char *p)
{
    uint64_t value = (uint64_t)big32(p) << 32 | big32(p + 4);
    return value > INT64_MAX ? -(int64_t)~value - 1 : (int64_t)value;
}

static int32_t big32_signed(const unsigned char *p)
{
    uint32_t value = big32(p);
    return value > INT32_MAX ? -(int32_t)~value - 1 : (int32_t)value;
}

static bool read_header(span in, header *out)
{
    if (in.size < HEADER_BYTES || memcmp(in.p, "TZif", 4) != 0 || in.p[4] < '2')
        return false;
    uint32_t n[6];
    for (int i = 0; i < 6; i++) {
        n[i] = big32(in.p + 20 + 4 * i);
        if (n[i] > MAX_FILE_BYTES)
            return false;
    }
    *out = (header){ n[0], n[1], n[2], n[3], n[4], n[5] };
    return true;
}

static size_t block_bytes(const header *h, size_t time_bytes)
{
    return h->times * (time_bytes + 1) + (size_t)h->types * 6 + h->name_bytes + h->leaps * (time_bytes + 4) +
           h->standard_flags + h->utc_flags;
}

static bool skip(span *in, size_t size)
{
    if (size > in->size)
        return false;
    in->p += size;
    in->size -= size;
    return true;
}

static void add_row(rows *out, int64_t since, int32_t offset)
{
    if (since >= DCT_ZONE_TO)
        return;
    if (since <= DCT_ZONE_FROM) { /* The last change before the span is what it starts with. */
        out->row[0] = (dct_zone_change){ DCT_ZONE_FROM, offset };
        out->count = 1;
    } else if (out->count != 0 && out->row[out->count - 1].utc_offset_s != offset) {
        out->full |= out->count == MAX_ROWS;
        if (!out->full)
            out->row[out->count++] = (dct_zone_change){ since, offset };
    }
}

/* The rows of the 64-bit block. *last: the time of the last one. False when the bytes contradict themselves. */
static bool add_explicit(rows *out, const header *h, const unsigned char *block, int64_t *last)
{
    const unsigned char *types = block + (size_t)h->times * 8;
    const unsigned char *offsets = types + h->times;
    add_row(out, INT64_MIN, big32_signed(offsets));
    *last = INT64_MIN;
    for (uint32_t i = 0; i < h->times; i++) {
        int64_t since = big64(block + (size_t)i * 8);
        if (types[i] >= h->types || (i != 0 && since <= *last))
            return false;
        add_row(out, since, big32_signed(offsets + (size_t)types[i] * 6));
        *last = since;
    }
    return true;
}

/* What the rule says after `last`. Both orders of start and end occur: the south has its summer over New Year. */
static void add_by_rule(rows *out, const dct_zone_rule *rule, int64_t last)
{
    if (!rule->has_summer) {
        add_row(out, last < DCT_ZONE_FROM ? DCT_ZONE_FROM : last, rule->standard_s);
        return;
    }
    for (int year = 2018; year <= 2046; year++) {
        int64_t start = dct_zone_rule_start(rule, year), end = dct_zone_rule_end(rule, year);
        bool start_first = start < end;
        int64_t first = start_first ? start : end, second = start_first ? end : start;
        if (first > last)
            add_row(out, first, start_first ? rule->summer_s : rule->standard_s);
        if (second > last)
            add_row(out, second, start_first ? rule->standard_s : rule->summer_s);
    }
}

/* "\nRULE\n"; an empty rule is allowed and says nothing. */
static bool add_footer(rows *out, span in, int64_t last)
{
    if (in.size < 2 || in.p[0] != '\n')
        return false;
    const unsigned char *end = memchr(in.p + 1, '\n', in.size - 1);
    if (end == NULL)
        return false;
    size_t size = (size_t)(end - in.p) - 1;
    dct_zone_rule rule;
    if (size == 0)
        return true;
    if (!dct_zone_rule_parse((const char *)in.p + 1, size, &rule))
        return false;
    add_by_rule(out, &rule, last);
    return true;
}

static bool parse(span in, rows *out)
{
    header h;
    int64_t last;
    if (!read_header(in, &h) || !skip(&in, HEADER_BYTES) || !skip(&in, block_bytes(&h, 4)))
        return false;
    if (!read_header(in, &h) || !skip(&in, HEADER_BYTES) || h.types == 0)
        return false;
    const unsigned char *block = in.p;
    return skip(&in, block_bytes(&h, 8)) && add_explicit(out, &h, block, &last) && add_footer(out, in, last);
}

docent_status dct_zone_parse(const docent_alloc *alloc, const void *bytes, size_t size, dct_zone_change **out,
                             uint32_t *count, docent_error *err)
{
    rows found = { .count = 0 };
    *out = NULL;
    *count = 0;
    if (size > MAX_FILE_BYTES || !parse((span){ bytes, size }, &found))
        return dct_fail(err, DOCENT_ERR_CORRUPT, WHERE, 0, "not a time zone file of version 2 or later");
    if (found.full)
        return dct_fail(err, DOCENT_ERR_LIMIT, WHERE, 0, "more than %u changes of the clock", MAX_ROWS);
    *out = dct_new(alloc, found.count * sizeof **out);
    if (*out == NULL)
        return dct_fail_memory(err, WHERE);
    memcpy(*out, found.row, found.count * sizeof **out);
    *count = found.count;
    return DOCENT_OK;
}

static docent_status unknown(const char *name, docent_error *err)
{
    char near[DCT_ZONE_NAME_BYTES];
    if (dct_zone_nearest(name, near))
        return dct_fail(err, DOCENT_ERR_MISSING, WHERE, 0, "unknown time zone '%.60s'; did you mean '%s'?", name, near);
    return dct_fail(err, DOCENT_ERR_MISSING, WHERE, 0,
                    "unknown time zone '%.60s'; give a name like Europe/Berlin (Debian package tzdata)", name);
}

docent_status dct_zone_read(const docent_alloc *alloc, const char *name, dct_zone_change **out, uint32_t *count,
                            docent_error *err)
{
    char path[sizeof DCT_ZONE_FOLDER + DCT_ZONE_NAME_BYTES];
    *out = NULL;
    *count = 0;
    FILE *file = NULL;
    if (dct_zone_name_valid(name)) {
        snprintf(path, sizeof path, "%s/%s", DCT_ZONE_FOLDER, name);
        file = fopen(path, "rb");
    }
    if (file == NULL)
        return unknown(name, err);
    unsigned char *bytes = dct_new(alloc, MAX_FILE_BYTES + 1);
    size_t size = bytes == NULL ? 0 : fread(bytes, 1, MAX_FILE_BYTES + 1, file);
    bool failed = ferror(file) != 0; /* A folder, "Europe", opens but cannot be read. */
    fclose(file);
    docent_status status;
    if (bytes == NULL)
        status = dct_fail_memory(err, WHERE);
    else if (failed)
        status = unknown(name, err);
    else
        status = dct_zone_parse(alloc, bytes, size, out, count, err);
    dct_free(alloc, bytes, MAX_FILE_BYTES + 1);
    return status;
}
