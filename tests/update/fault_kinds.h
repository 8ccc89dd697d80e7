/* What can go wrong between a device and a web server, as a list: which fault, on which files, and what a device may say of it.
 * All of a fault follows from one number, so a run that failed can be run again alone. */
#ifndef FAULT_KINDS_H
#define FAULT_KINDS_H

#include <stdbool.h>
#include <stdint.h>

/* Files of the tree; bits. */
enum { PART_ROOT = 1, PART_TIMESTAMP = 2, PART_SNAPSHOT = 4, PART_TARGETS = 8, PART_RELEASE = 16, PART_DELTA = 32, PART_FULL = 64,
       PART_SETTINGS = 128, PARTS_META = 15, PARTS_FILE = 112, PARTS_ALL = 255 };

/* Reasons; bits. */
enum { SAYS_OK = 1, SAYS_OFFLINE = 2, SAYS_CAPTIVE = 4, SAYS_SERVER = 8, SAYS_TAMPER = 16, SAYS_STALE = 32, SAYS_OLDER = 64,
       SAYS_SETUP = 128,
       SAYS_INCOMPATIBLE = 256 };

typedef enum fault_kind {
    /* Bytes. */
    FAULT_NONE, FAULT_FLIP, FAULT_DROP, FAULT_DOUBLE, FAULT_INSERT, FAULT_ZERO, FAULT_SHORT, FAULT_LONGER, FAULT_EMPTY,
    /* Where it ends. */
    FAULT_CUT, FAULT_CUT_RESET, FAULT_CUT_BARE, FAULT_LENGTH_SHORT, FAULT_LENGTH_LONG, FAULT_LENGTH_ODD, FAULT_CHUNKED,
    FAULT_CHUNKED_BROKEN, FAULT_ENDLESS, FAULT_ENDLESS_CHUNKS,
    /* When. */
    FAULT_LATE, FAULT_DRIP, FAULT_DRIP_HEAD, FAULT_STALL, FAULT_STALL_MIDDLE,
    /* Ranges: the first answer is cut, the next one has the fault. */
    FAULT_RANGE_ELSEWHERE, FAULT_RANGE_LIE, FAULT_RANGE_IGNORED, FAULT_RANGE_REFUSED, FAULT_RANGE_ODD, FAULT_RANGE_PARTS,
    FAULT_RANGE_CHANGED, FAULT_RANGE_MIXED, FAULT_RANGE_UNASKED,
    /* Words. */
    FAULT_STATUS, FAULT_RETRY_AFTER, FAULT_NOT_MODIFIED, FAULT_NO_CONTENT, FAULT_INTERIM, FAULT_EARLY_HINTS, FAULT_GZIP,
    FAULT_GZIP_LIE, FAULT_HEAD_LONG, FAULT_HEAD_MANY, FAULT_HEAD_ODD, FAULT_NO_HEAD, FAULT_GARBAGE, FAULT_VERSION,
    /* Elsewhere. */
    FAULT_MOVED, FAULT_MOVED_CIRCLE, FAULT_MOVED_HOST, FAULT_MOVED_SCHEME, FAULT_MOVED_NOWHERE,
    /* Other files. */
    FAULT_SWAP_OLD, FAULT_SWAP_ROLE, FAULT_EXPIRED,
    /* A log-in page. */
    FAULT_PORTAL, FAULT_PORTAL_BARE, FAULT_PORTAL_LONG, FAULT_PORTAL_MOVED, FAULT_PORTAL_511,
    /* The connection. */
    FAULT_CONNECT_RESET, FAULT_CONNECT_DEAF, FAULT_RESET_EARLY, FAULT_CLOSE_EARLY, FAULT_CLOSE_AFTER, FAULT_EXTRA, FAULT_SPLIT,
    FAULT_STAYS_OPEN,
    FAULT_KINDS
} fault_kind;

typedef struct fault_rule {
    const char *name;
    unsigned    parts;      /* Which files it can befall. */
    unsigned    meta, file; /* What a device may say when it befell metadata; another file. */
    bool        whole;      /* Only bytes of a file that is there can be so. */
    unsigned    weight;     /* How often, beside others. */
} fault_rule;

extern const fault_rule fault_rules[FAULT_KINDS];

/* A fault as it is laid on one look of one device. */
typedef struct fault {
    fault_kind kind;
    unsigned   parts;
    uint64_t   chance; /* Where, how long ... */
} fault;

/* Of look `look` (0, 1 ...) in run `run`. Two looks of one run have the same fault where it needs two. */
fault fault_choose(uint64_t seed, uint32_t run, uint32_t look);
/* What a device may say, where `befell` are the parts that the fault was really laid on. */
unsigned fault_may_say(const fault *f, unsigned befell);
bool fault_is_range(fault_kind kind);
/* The next of a row of numbers by chance. */
uint64_t fault_chance(uint64_t *state);

#endif
