/* What else an article says of itself: when it was last looked after, how much it is read, and whose it is. */
#ifndef DCT_STANDING_H
#define DCT_STANDING_H

#include "yaml.h"

typedef struct dct_standing {
    const char *updated;    /* "2026-11-01", "" when not given. */
    const char *origin;     /* As article.origin of store/schema.h. */
    uint32_t    popularity; /* 0 to 100. */
} dct_standing;

#define DCT_STANDING_NONE ((dct_standing){ "", "", 0 })

#define DCT_MAX_VOTES 1000000000u

/* A day of the calendar as "2026-11-01". */
bool dct_is_date(const char *text);
/* A whole number from 0 to `most`, in digits alone. */
bool dct_is_number(const char *text, uint32_t most, uint32_t *out);
/* "https://..." or "http://...", not longer than an origin has room for. */
bool dct_is_web_address(const char *url);
/* The JSON text of what a community gave. url and date may be ""; NULL when memory is short. */
const char *dct_origin_make(dct_arena *arena, const char *url, const char *date, uint32_t votes);
/* `updated`, `popularity` and `community` of a front matter; what is wrong is told and left out. */
dct_standing dct_standing_read(dct_arena *arena, const dct_yaml *map, dct_diag *diag);

#endif
