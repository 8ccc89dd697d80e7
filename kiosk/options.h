/* The command line, laid over the configuration file. */
#ifndef KIOSK_OPTIONS_H
#define KIOSK_OPTIONS_H

#include "config.h"

typedef struct kiosk_options {
    kiosk_config config; /* The file with the command line over it. */
    kiosk_config file;   /* What the file alone says. */
    int          argc;
    char       **argv;   /* Borrowed. */
    const char  *script; /* A file, "-" for standard input, or NULL. */
    bool         help, version;
    bool         heartbeat; /* Print what the collector would be told, and end. */
    bool         look;      /* Look for newer content now, and end. */
} kiosk_options;

/* False with one line in `error`. What argv says wins over the file, wherever the file stands. */
bool kiosk_options_read(int argc, char **argv, kiosk_options *out, char error[KIOSK_ERROR_MAX]);
/* The command line once more, over another configuration. */
bool kiosk_options_over(const kiosk_options *o, kiosk_config *config, char error[KIOSK_ERROR_MAX]);

#endif
