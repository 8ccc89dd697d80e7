#include "fault_kinds.h"

#define OK SAYS_OK
#define OFF SAYS_OFFLINE
#define CAP SAYS_CAPTIVE
#define SRV SAYS_SERVER
#define TAM SAYS_TAMPER

/* Not JSON at its first byte is taken for a log-in page; JSON that breaks later for a server's fault. Nothing is wrong where
 * only blanks between are: what is kept is looked at. */
#define WRONG_META (TAM | SRV | CAP | OK)
/* One bit makes another major version out of 1.0. */
#define ODD_BIT SAYS_INCOMPATIBLE

const fault_rule fault_rules[FAULT_KINDS] = {
    [FAULT_NONE] = { "none", PARTS_ALL, OK, OK, false, 1 },
    [FAULT_FLIP] = { "a bit flipped", PARTS_ALL, WRONG_META | ODD_BIT, TAM, true, 6 },
    [FAULT_DROP] = { "bytes dropped", PARTS_ALL, WRONG_META, TAM, true, 3 },
    [FAULT_DOUBLE] = { "bytes doubled", PARTS_ALL, WRONG_META, TAM | SRV, true, 3 },
    [FAULT_INSERT] = { "bytes inserted", PARTS_ALL, WRONG_META, TAM | SRV, true, 3 },
    [FAULT_ZERO] = { "bytes zeroed", PARTS_ALL, WRONG_META, TAM, true, 2 },
    [FAULT_SHORT] = { "too short", PARTS_ALL, WRONG_META, TAM, true, 2 },
    [FAULT_LONGER] = { "too long", PARTS_ALL, WRONG_META, TAM | SRV, true, 2 },
    [FAULT_EMPTY] = { "empty", PARTS_ALL, SRV | TAM | CAP, TAM, true, 1 },
    [FAULT_CUT] = { "cut", PARTS_ALL, OFF, OFF, true, 3 },
    [FAULT_CUT_RESET] = { "cut by a reset", PARTS_ALL, OFF, OFF, true, 2 },
    [FAULT_CUT_BARE] = { "cut, no length", PARTS_ALL, OFF | SRV | OK, OFF | SRV, true, 2 },
    [FAULT_LENGTH_SHORT] = { "length too small", PARTS_ALL, WRONG_META, TAM, true, 2 },
    [FAULT_LENGTH_LONG] = { "length too large", PARTS_ALL, OFF, OFF, true, 1 },
    [FAULT_LENGTH_ODD] = { "length odd", PARTS_ALL, OFF | WRONG_META, OK | OFF | SRV | TAM, true, 2 },
    [FAULT_CHUNKED] = { "chunked", PARTS_ALL, OK, OK, true, 2 },
    [FAULT_CHUNKED_BROKEN] = { "broken chunks", PARTS_ALL, OFF | SRV, OFF | SRV | TAM, true, 3 },
    [FAULT_ENDLESS] = { "endless", PARTS_ALL, SRV, SRV, false, 2 },
    [FAULT_ENDLESS_CHUNKS] = { "endless chunks", PARTS_ALL, SRV, SRV, false, 1 },
    [FAULT_LATE] = { "late", PARTS_ALL, OK, OK, false, 1 },
    [FAULT_DRIP] = { "drip", PARTS_ALL, OFF, OFF, true, 1 },
    [FAULT_DRIP_HEAD] = { "drip of the head", PARTS_ALL, OFF, OFF, false, 1 },
    [FAULT_STALL] = { "no answer", PARTS_ALL, OFF, OFF, false, 1 },
    [FAULT_STALL_MIDDLE] = { "stalls in the middle", PARTS_ALL, OFF, OFF, true, 1 },
    [FAULT_RANGE_ELSEWHERE] = { "range: elsewhere", PARTS_FILE, 0, OK | OFF | SRV, true, 2 },
    [FAULT_RANGE_LIE] = { "range: other bytes", PARTS_FILE, 0, OK | OFF | SRV | TAM, true, 2 },
    [FAULT_RANGE_IGNORED] = { "range: ignored", PARTS_FILE, 0, OK | OFF, true, 2 },
    [FAULT_RANGE_REFUSED] = { "range: 416", PARTS_FILE, 0, OK | OFF, true, 1 },
    [FAULT_RANGE_ODD] = { "range: odd", PARTS_FILE, 0, OK | OFF | SRV, true, 2 },
    [FAULT_RANGE_PARTS] = { "range: multipart", PARTS_FILE, 0, OK | OFF | SRV, true, 1 },
    [FAULT_RANGE_CHANGED] = { "range: the file changed", PARTS_FILE, 0, OK | OFF, true, 3 },
    [FAULT_RANGE_MIXED] = { "range: of a changed file", PARTS_FILE, 0, OK | OFF | SRV | TAM, true, 2 },
    [FAULT_RANGE_UNASKED] = { "range: unasked", PARTS_ALL, SRV, SRV | TAM, true, 2 },
    [FAULT_STATUS] = { "a refusal", PARTS_ALL, SRV, SRV, false, 4 },
    [FAULT_RETRY_AFTER] = { "Retry-After", PARTS_ALL, SRV, SRV, false, 3 },
    [FAULT_NOT_MODIFIED] = { "304", PARTS_ALL, SRV | OK, SRV, false, 1 },
    [FAULT_NO_CONTENT] = { "204", PARTS_ALL, SRV, SRV, false, 1 },
    [FAULT_INTERIM] = { "100 for ever", PARTS_ALL, OFF | SRV, OFF | SRV, false, 1 },
    [FAULT_EARLY_HINTS] = { "103 first", PARTS_ALL, OK, OK, true, 1 },
    [FAULT_GZIP] = { "gzip unasked", PARTS_ALL, SRV, SRV, true, 2 },
    [FAULT_GZIP_LIE] = { "gzip named only", PARTS_ALL, OK, OK, true, 1 },
    [FAULT_HEAD_LONG] = { "a header of 1 MB", PARTS_ALL, SRV, SRV, false, 1 },
    [FAULT_HEAD_MANY] = { "20,000 headers", PARTS_ALL, SRV, SRV, false, 1 },
    [FAULT_HEAD_ODD] = { "odd headers", PARTS_ALL, OK | OFF | SRV, OK | OFF | SRV, true, 2 },
    [FAULT_NO_HEAD] = { "HTTP/0.9", PARTS_ALL, OFF | SRV, OFF | SRV, true, 1 },
    [FAULT_GARBAGE] = { "garbage", PARTS_ALL, OFF | SRV, OFF | SRV, false, 2 },
    [FAULT_VERSION] = { "HTTP/3.7", PARTS_ALL, OK | OFF | SRV, OK | OFF | SRV, true, 1 },
    [FAULT_MOVED] = { "moved on the same host", PARTS_ALL, OK, OK, true, 2 },
    [FAULT_MOVED_CIRCLE] = { "moved in a circle", PARTS_ALL, CAP, CAP, false, 1 },
    [FAULT_MOVED_HOST] = { "moved to another host", PARTS_ALL, CAP, CAP, false, 2 },
    [FAULT_MOVED_SCHEME] = { "moved to another scheme", PARTS_ALL, CAP, CAP, false, 2 },
    [FAULT_MOVED_NOWHERE] = { "moved nowhere", PARTS_ALL, CAP, CAP, false, 1 },
    [FAULT_SWAP_OLD] = { "an older file", PARTS_ALL, OK | TAM | SAYS_OLDER, TAM, true, 3 },
    [FAULT_SWAP_ROLE] = { "another's file", PARTS_ALL, TAM | SRV | CAP, TAM | SRV, true, 3 },
    [FAULT_EXPIRED] = { "an expired timestamp", PART_TIMESTAMP, SAYS_STALE | SAYS_OLDER, 0, true, 2 },
    [FAULT_PORTAL] = { "a log-in page", PARTS_ALL, CAP, CAP, false, 2 },
    [FAULT_PORTAL_BARE] = { "a log-in page, no type", PARTS_ALL, CAP, CAP, false, 2 },
    [FAULT_PORTAL_LONG] = { "a log-in page of 6 MB", PARTS_ALL, CAP, CAP, false, 1 },
    [FAULT_PORTAL_MOVED] = { "moved to a log-in page", PARTS_ALL, CAP, CAP, false, 1 },
    [FAULT_PORTAL_511] = { "511", PARTS_ALL, CAP, CAP, false, 1 },
    [FAULT_CONNECT_RESET] = { "no connection", PARTS_ALL, OFF, OFF, false, 2 },
    [FAULT_CONNECT_DEAF] = { "nobody picks up", PARTS_ALL, OFF, OFF, false, 1 },
    [FAULT_RESET_EARLY] = { "reset instead of an answer", PARTS_ALL, OFF, OFF, false, 2 },
    [FAULT_CLOSE_EARLY] = { "closed instead of an answer", PARTS_ALL, OFF, OFF, false, 2 },
    [FAULT_CLOSE_AFTER] = { "closed after each answer", PARTS_ALL, OK, OK, true, 1 },
    [FAULT_EXTRA] = { "more than the length", PARTS_ALL, OK, OK, true, 1 },
    [FAULT_SPLIT] = { "a second answer behind", PARTS_ALL, OK, OK, true, 1 },
    [FAULT_STAYS_OPEN] = { "does not close as it said", PARTS_ALL, OK, OK, true, 1 },
};

uint64_t fault_chance(uint64_t *state)
{
    uint64_t x = *state += 0x9e3779b97f4a7c15u;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}

bool fault_is_range(fault_kind kind)
{
    return kind >= FAULT_RANGE_ELSEWHERE && kind <= FAULT_RANGE_MIXED;
}

static fault_kind pick_kind(uint64_t chance)
{
    unsigned all = 0;
    int kind = 0;
    for (int i = 0; i < FAULT_KINDS; i++)
        all += fault_rules[i].weight;
    unsigned at = (unsigned)(chance % all);
    while (at >= fault_rules[kind].weight)
        at -= fault_rules[kind++].weight;
    return (fault_kind)kind;
}

/* One file mostly; both ways to the pack, so that none is left; sometimes all. */
static unsigned pick_parts(fault_kind kind, uint64_t chance)
{
    unsigned parts = 0;
    if (chance % 10 == 0)
        parts = PARTS_ALL;
    else if (chance % 10 <= 2)
        parts = PART_DELTA | PART_FULL;
    else if (chance % 10 == 3)
        parts = PART_TIMESTAMP; /* What a server gives out most. */
    else
        parts = 1u << (chance / 10 % 8);
    parts &= fault_rules[kind].parts;
    return parts != 0 ? parts : fault_rules[kind].parts;
}

fault fault_choose(uint64_t seed, uint32_t run, uint32_t look)
{
    uint64_t first = seed ^ ((uint64_t)run << 20), next;
    fault f = { .kind = pick_kind(fault_chance(&first)) };
    f.parts = pick_parts(f.kind, fault_chance(&first));
    f.chance = fault_chance(&first);
    if (look == 0 || fault_is_range(f.kind))
        return f;
    next = seed ^ ((uint64_t)run << 20) ^ ((uint64_t)look << 56);
    f.kind = pick_kind(fault_chance(&next));
    f.parts = pick_parts(f.kind, fault_chance(&next));
    f.chance = fault_chance(&next);
    return f;
}

/* A delta that is wrong or not given out costs nothing but its bytes: the full file is the next way. A line that is down is
 * down for both, and a server that asks to be left alone is.
 * Settings are never in the way. No root above the one that is here is what most devices find: a refusal there is no news. */
unsigned fault_may_say(const fault *f, unsigned befell)
{
    const fault_rule *r = &fault_rules[f->kind];
    unsigned says = 0;
    befell &= ~(unsigned)PART_SETTINGS;
    if (befell == 0)
        return OK;
    if ((befell & PARTS_META) != 0)
        says |= r->meta;
    if ((befell & PARTS_FILE) != 0)
        says |= r->file;
    if (befell == PART_DELTA && (r->file & (TAM | SRV)) != 0)
        says = OK | (r->file & OFF) | (f->kind == FAULT_RETRY_AFTER ? SRV : 0);
    if (befell == PART_ROOT && f->kind == FAULT_STATUS)
        says |= OK | TAM; /* Without the root that names their keys, newer files are signed by nobody. */
    return says;
}
