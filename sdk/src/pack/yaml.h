/* YAML as our files use it: maps, lists and texts, each with its place, read with bounds and without anchors, aliases or
 * tags. Every scalar is a text: `no` is Norwegian, 1.10 is a version. Duplicate keys and unknown keys are told. */
#ifndef DCT_YAML_H
#define DCT_YAML_H

#include "diag.h"

typedef enum dct_yaml_kind { DCT_YAML_TEXT = 1, DCT_YAML_LIST, DCT_YAML_MAP } dct_yaml_kind;

typedef struct dct_yaml dct_yaml;
struct dct_yaml {
    dct_yaml_kind   kind;
    dct_place       place;
    const char     *text;  /* Of a TEXT. */
    const dct_yaml *key;   /* A TEXT, when this is a member of a map. */
    const dct_yaml *first; /* Of a LIST or MAP, in the order of the file. */
    const dct_yaml *next;
    uint32_t        count;
};

/* Reads one document of `size` bytes that begin at `start` of a file. Everything returned lies in the arena; texts
 * have no NUL. NULL after a message; a document with nothing in it is an empty map. */
const dct_yaml *dct_yaml_read(dct_arena *arena, const char *text, size_t size, dct_place start, dct_diag *diag);

/* The member of a map, NULL when it has none (or `map` is NULL or no map). */
const dct_yaml *dct_yaml_get(const dct_yaml *map, const char *key);
/* Tells of members that are not in `keys` (ended by NULL), with the nearest that is. `what` names the map. */
void dct_yaml_check_keys(const dct_yaml *map, const char *const *keys, const char *what, dct_diag *diag);
/* Tells and returns false when `node` is not of the kind. NULL is not, but says nothing. */
bool dct_yaml_is(const dct_yaml *node, dct_yaml_kind kind, dct_diag *diag);
/* The text of a member; NULL when it is not there or, after a message, no text. */
const char *dct_yaml_text(const dct_yaml *map, const char *key, dct_diag *diag);
/* The nearest of `keys` (ended by NULL) to a mistyped word; NULL when none is near. */
const char *dct_nearest(const char *word, const char *const *keys);

#endif
