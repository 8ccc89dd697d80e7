/* The rule at the end of a TZif file, which says what holds after its last row: "CET-1CEST,M3.5.0,M10.5.0/3". */
#ifndef DCT_ZONE_RULE_H
#define DCT_ZONE_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum dct_zone_day_kind {
    DCT_ZONE_MONTH_WEEK = 0, /* M3.5.0: the last (5) Sunday (0) of March. */
    DCT_ZONE_JULIAN,         /* J60: day 1 to 365, 29 February is never counted. */
    DCT_ZONE_ORDINAL         /* 59: day 0 to 365, 29 February is counted. */
} dct_zone_day_kind;

typedef struct dct_zone_day {
    dct_zone_day_kind kind;
    int               month, week, weekday, day;
    int32_t           time_s; /* After midnight, local; may be negative or over a day. */
} dct_zone_day;

typedef struct dct_zone_rule {
    int32_t      standard_s, summer_s; /* Offsets from UTC, east positive. */
    bool         has_summer;
    dct_zone_day start, end;           /* Of summer time. */
} dct_zone_rule;

/* False when text is no such rule. */
bool dct_zone_rule_parse(const char *text, size_t size, dct_zone_rule *out);
/* Unix seconds at which summer time starts and ends in a year. has_summer must hold. */
int64_t dct_zone_rule_start(const dct_zone_rule *rule, int year);
int64_t dct_zone_rule_end(const dct_zone_rule *rule, int year);
/* Unix seconds of midnight UTC. month 1 to 12; day may lie outside the month. */
int64_t dct_zone_date_s(int year, int month, int day);

#endif
