/* Open now, and when does that change? A pure function of a moment, the hours, the special days and the zone's rules that
 * pack compiled in; neither the device's clock nor its time zone is asked. */
#ifndef DCT_HOURS_H
#define DCT_HOURS_H

#include "../store/store.h"

/* Moments that can be told: the years 1 to 9999. */
#define DCT_HOURS_MIN (-62135596800)
#define DCT_HOURS_MAX 253402300799

/* Fills has_hours and all below it; strings are borrowed from `rows`. Names of special days are taken in the language
 * nearest to `locale`. now: DCT_HOURS_MIN..DCT_HOURS_MAX. */
void dct_hours_at(const dct_contact_rows *rows, const char *locale, int64_t now, docent_contact *out);
/* The moment at which the shop has been open for open_s seconds since `from`; `from` + open_s where no hours are given; 0
 * when that does not come within a year. from: DCT_HOURS_MIN..DCT_HOURS_MAX. */
int64_t dct_hours_after(const dct_contact_rows *rows, int64_t from, int64_t open_s);

#endif
