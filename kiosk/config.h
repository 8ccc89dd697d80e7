/* What an operator can say about a kiosk, in YAML and on the command line. The README lists the keys. */
#ifndef KIOSK_CONFIG_H
#define KIOSK_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <docent/view.h>

#include "hours.h"

#define KIOSK_TEXT_MAX 1024  /* Paths and addresses; a longer one is an error. */
#define KIOSK_ERROR_MAX 2560 /* A path, a value and a sentence. */
#define KIOSK_NAME_MAX 33
#define KIOSK_MAIN_ID "kiosk" /* Of the source of the main content. */
#define KIOSK_BESIDE_MAX 7   /* The library's eight, with the one in the middle. */

/* Another bundle shown with the main one: a reseller's, this store's. */
typedef struct kiosk_beside {
    char    id[KIOSK_NAME_MAX];
    char    bundle[KIOSK_TEXT_MAX]; /* A file; newer content takes its place. */
    char    content[KIOSK_TEXT_MAX], source[KIOSK_TEXT_MAX], root[KIOSK_TEXT_MAX], channel[KIOSK_TEXT_MAX];
    int32_t precedence;             /* Higher goes first; the main one has 0. */
} kiosk_beside;

typedef struct kiosk_config {
    char     bundle[KIOSK_TEXT_MAX]; /* "" when not given, as in all texts here. */
    char     state[KIOSK_TEXT_MAX];
    char     device[KIOSK_TEXT_MAX]; /* device.json: secrets of whom requests go to. */
    char     start[KIOSK_TEXT_MAX];
    char     theme[KIOSK_TEXT_MAX];
    char     locale[KIOSK_TEXT_MAX];
    char     product[KIOSK_TEXT_MAX]; /* Where the kiosk stands: what fits is found first. */
    char     product_version[KIOSK_TEXT_MAX];
    char     audience[KIOSK_TEXT_MAX];
    char     screen[KIOSK_TEXT_MAX];
    char     content[KIOSK_TEXT_MAX];  /* A folder for newer content; without it the bundle is all there is. */
    char     source[KIOSK_TEXT_MAX];   /* Where newer content is published: up to four addresses with spaces between. */
    char     root[KIOSK_TEXT_MAX];     /* Whom to believe: root.json. */
    char     channel[KIOSK_TEXT_MAX];
    char     usb[KIOSK_TEXT_MAX];      /* Where sticks are mounted: this folder or one in it with a tree in "docent". */
    uint32_t source_minutes;           /* Between two looks; 0: the library's. */
    kiosk_hours switch_hours;          /* When new content may take the place of the old. */
    char     remote[KIOSK_NAME_MAX];   /* Whose settings from afar are obeyed: "on" for the main content's, "off", or an id. */
    kiosk_beside beside[KIOSK_BESIDE_MAX];
    uint32_t beside_count;
    uint32_t serve_port;               /* 0: serves nobody. */
    char     telemetry[KIOSK_TEXT_MAX]; /* A collector that is told how this kiosk is; "": none. */
    char     telemetry_name[KIOSK_TEXT_MAX]; /* What the shop calls this kiosk; "": the random id it made. */
    uint32_t telemetry_minutes;        /* Between two heartbeats; 0: the library's. */
    bool     telemetry_plain;          /* http to another machine is meant. */
    int32_t  width, height;    /* Of the window, pixels; 0: the whole screen. */
    bool     fullscreen;
    bool     keyboard;         /* Draw a keyboard while a text field has the focus. */
    bool     shared;           /* Each visitor sees only what they asked, or opened with their code. */
    bool     reduced_motion;
    bool     compose;          /* Let X11 read its table of dead keys: see the README. */
    uint32_t idle_seconds;     /* 0: never. */
    uint32_t warn_seconds;
    uint32_t text_percent;
    double   scale;            /* Pixels per point; 0: from the display. */
    double   mm_per_pixel;     /* 0: unknown. Another way to say scale. */
} kiosk_config;

void kiosk_config_default(kiosk_config *config);
/* Reads a file over what is there. False with `path:line:column: what, and what to do` in error. Paths in it are
 * relative to its folder. */
bool kiosk_config_read(kiosk_config *config, const char *path, char error[KIOSK_ERROR_MAX]);
/* The same from memory. */
bool kiosk_config_parse(kiosk_config *config, const char *path, const char *text, size_t size,
                        char error[KIOSK_ERROR_MAX]);
/* Pixels per point; 0 leaves it to the display. */
float kiosk_config_scale(const kiosk_config *config);
/* What a view is opened with, but its size and scale. Texts are borrowed from config. */
void kiosk_config_view(const kiosk_config *config, docent_view_config *view);
/* "1080x1920". False for anything else. */
bool kiosk_config_size(const char *text, int32_t *width, int32_t *height);

#endif
