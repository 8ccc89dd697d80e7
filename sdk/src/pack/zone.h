/* The offsets from UTC of a time zone, from the compiled IANA files (TZif, RFC 8536) that are installed here.
 *
 * Opening hours are computed on the device from these rows, so a device needs neither tzdata nor a right TZ. */
#ifndef DCT_ZONE_H
#define DCT_ZONE_H

#include "../base/alloc.h"

typedef struct dct_zone_change {
    int64_t since;        /* Unix seconds. */
    int32_t utc_offset_s; /* From then on. The first row covers all before it too. */
} dct_zone_change;

#define DCT_ZONE_FROM 1577836800ll /* 2020-01-01 UTC */
#define DCT_ZONE_TO 2398377600ll   /* 2046-01-01 UTC: 2045 is covered. */

/* Ascending; the first row's since is DCT_ZONE_FROM. Neighbours have different offsets. Free with dct_free(alloc,
 * *out, *count * sizeof **out). DOCENT_ERR_MISSING for an unknown name, with the nearest known one in the message. */
docent_status dct_zone_read(const docent_alloc *alloc, const char *name, dct_zone_change **out, uint32_t *count,
                            docent_error *err);
/* The same from a TZif file's bytes. */
docent_status dct_zone_parse(const docent_alloc *alloc, const void *bytes, size_t size, dct_zone_change **out,
                             uint32_t *count, docent_error *err);

#endif
