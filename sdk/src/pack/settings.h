/* help.yaml: what an author says of the whole project. */
#ifndef DCT_SETTINGS_H
#define DCT_SETTINGS_H

#include "yaml.h"

/* A text that people read, in some languages; lang "" is for all. */
typedef struct dct_wording dct_wording;
struct dct_wording {
    const char  *lang, *text;
    dct_place    place;
    dct_wording *next;
};

/* A text with its place, in a list. */
typedef struct dct_mention dct_mention;
struct dct_mention {
    const char  *text, *value; /* value: what a context leads to; "" else. */
    dct_place    place;
    dct_mention *next;
};

typedef struct dct_category dct_category;
struct dct_category {
    const char   *folder, *icon;
    dct_wording  *title, *summary;
    dct_place     place;
    dct_category *next;
    bool          used; /* Some article is in it. */
};

typedef struct dct_term dct_term;
struct dct_term {
    const char  *name;
    dct_wording *words;
    dct_term    *next;
};

typedef struct dct_open_hours dct_open_hours; /* One span of a day; 0-0 says closed. */
struct dct_open_hours {
    const char     *day; /* "0" Monday ... "6", or "2026-12-25". */
    unsigned        from_min, to_min;
    dct_open_hours *next;
};

typedef struct dct_holiday dct_holiday;
struct dct_holiday {
    const char  *day;
    dct_wording *name;
    dct_place    place;
    dct_holiday *next;
};

typedef struct dct_contact {
    bool            given, has_hours;
    const char     *phone, *email, *url, *time_zone; /* "" when not given. */
    dct_place       time_zone_place;
    dct_wording    *phone_note, *address;
    dct_open_hours *hours;
    dct_holiday    *holidays;
    const dct_yaml *rules; /* All of `contact`, for desk.h. */
} dct_contact;

typedef struct dct_synonyms dct_synonyms; /* A group of words that mean the same; lang "" is for all. */
struct dct_synonyms {
    const char   *lang;
    dct_mention  *words;
    dct_synonyms *next;
};

typedef struct dct_settings {
    const char   *product, *version, *start, *accent, *logo; /* "" when not given. */
    dct_place     place, start_place, accent_place, logo_place;
    dct_mention  *languages, *top, *contexts;
    dct_category *categories;
    dct_term     *terms;
    dct_synonyms *synonyms;
    dct_contact   contact;
} dct_settings;

/* yaml NULL: the defaults. */
void dct_settings_read(dct_arena *arena, const dct_yaml *yaml, dct_diag *diag, dct_settings *out);
/* The part under `synonyms`. */
dct_synonyms *dct_synonyms_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag);
/* The part under `contact`. */
void dct_contact_read(dct_arena *arena, const dct_yaml *yaml, dct_diag *diag, dct_contact *out);
/* One string for all languages, or a map from language to string. NULL when there is none. */
dct_wording *dct_wording_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag);
/* A list of texts; one text counts as a list of one. */
dct_mention *dct_mentions_read(dct_arena *arena, const dct_yaml *node, dct_diag *diag);
/* The text for a language: its own, that of its parent ("de" for "de-AT"), that for all, the first; NULL of none. */
const char *dct_wording_for(const dct_wording *words, const char *lang);

#endif
