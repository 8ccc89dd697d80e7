/* A chat server inside the test, small enough to be seen through: BOSH, one anonymous domain, rooms with an archive. It stands behind
 * a fault_transport, so it is told what arrives, once or twice, and never knows what became of its answers.
 *
 * Of the protocol it holds what matters for "exactly once": numbers of requests, answers given again, sessions that end, rooms
 * that stay, an archive in order. It counts what a person would see. */
#ifndef TEST_XMPP_MODEL_H
#define TEST_XMPP_MODEL_H

#include "contact/xml.h"
#include "fault_transport.h"

#define XMPP_MODEL_ROOMS 8
#define XMPP_MODEL_MESSAGES 128
#define XMPP_MODEL_SESSIONS 64

typedef struct xmpp_model_message { char id[40], origin[40], nick[64], *body; } xmpp_model_message;

typedef struct xmpp_model_room {
    char jid[200], subject[300];
    bool configured;
    uint32_t invitations;
    xmpp_model_message messages[XMPP_MODEL_MESSAGES];
    uint32_t count;
} xmpp_model_room;

typedef struct xmpp_model_session {
    bool     open, in[XMPP_MODEL_ROOMS];
    char     sid[24], jid[64], nick[XMPP_MODEL_ROOMS][64];
    uint64_t rid, heard_ms;
    uint32_t wait_s;
    bool     restarted;
    dct_buf  out;                                            /* Stanzas that wait for a request to answer. */
    struct { uint64_t rid, since_ms; dct_buf text; bool answered; } requests[4]; /* By rid modulo 4. */
} xmpp_model_session;

typedef struct xmpp_model {
    fake_clock *clock;
    xmpp_model_room rooms[XMPP_MODEL_ROOMS];
    xmpp_model_session sessions[XMPP_MODEL_SESSIONS];
    uint32_t    next, ids;
    dct_arena   arena;
    dct_buf     reply;
    uint32_t    typings;    /* How often somebody said that they type. */
    bool        locks;      /* A room that is not configured yet lets nobody else in. */
    bool        lies;       /* Tells of other rooms in between. */
    bool        away;       /* The agent is in no room. */
    uint64_t    lie;
} xmpp_model;

void xmpp_model_init(xmpp_model *m, fake_clock *clock);
void xmpp_model_close(xmpp_model *m);
bool xmpp_model_serve(void *ctx, const docent_request *request, const void *body, size_t size, bool again, fault_reply *reply);
/* All sessions end; rooms and archive stay. */
void xmpp_model_restart(xmpp_model *m);
/* An agent, who is there at first. */
void xmpp_model_come(xmpp_model *m, bool there);
void xmpp_model_say(xmpp_model *m, const char *room, const char *text);
void xmpp_model_type(xmpp_model *m, const char *room, bool on);
const xmpp_model_room *xmpp_model_find(xmpp_model *m, const char *room);

#endif
