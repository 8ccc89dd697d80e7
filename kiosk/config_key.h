/* One `key: value` of the configuration: what a value may be, and where it goes. Shared by the file, by what stands beside in
 * it, and by what is set from afar. */
#ifndef KIOSK_CONFIG_KEY_H
#define KIOSK_CONFIG_KEY_H

#include "config.h"

typedef enum kiosk_key_type {
    KIOSK_TEXT, KIOSK_PATH, KIOSK_SIZE, KIOSK_YES_NO, KIOSK_WHOLE, KIOSK_SIGNED, KIOSK_NUMBER, KIOSK_THEME, KIOSK_HOURS, KIOSK_NAME
} kiosk_key_type;

typedef struct kiosk_key {
    const char    *name;
    kiosk_key_type type;
    size_t         offset;
    double         min, max; /* Of WHOLE, SIGNED and NUMBER. 0 is allowed beside them where `zero` says so. */
    bool           zero;
    bool           remote;   /* May be set from afar. */
} kiosk_key;

/* Of the file's own map, and of an item of `beside`. NULL past the end. */
const kiosk_key *kiosk_key_at(size_t index);
const kiosk_key *kiosk_beside_key_at(size_t index);

/* Puts the value into the struct that the key belongs to. Paths are relative to the folder of the file `path`. False, and
 * nothing changed, with what is wrong and what to write in `message`, without a place. */
bool kiosk_key_set(const kiosk_key *k, void *target, const char *path, const char *value, char message[KIOSK_ERROR_MAX]);

#endif
