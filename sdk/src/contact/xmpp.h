/* What the files of the chat connector share: one session with a server, the rooms we are in, the task under way.
 *
 *     connect_xmpp.c   configuration, the session      xmpp_task.c     a task from place to place
 *     xmpp_room.c      entering and making rooms       xmpp_letter.c   a letter as a message
 *     xmpp_archive.c   what a room's archive holds     xmpp_upload.c   files
 *     xmpp_enrol.c     an account of our own           xmpp_live.c     while a chat page is open
 *
 * A room per conversation: its name is the conversation's id, which nobody can guess, so that it can be found again by a
 * device that lost all answers. All that is sent twice by mistake would be seen by a person, so nothing is sent before the
 * archive of an older room was asked for it. */
#ifndef DCT_XMPP_H
#define DCT_XMPP_H

#include "setting.h"
#include "stanza.h"
#include "stream.h"
#include "task.h"

#define DCT_XMPP_ROOMS 8      /* At once: one conversation is open on a screen, one is sent to, some linger. */
#define DCT_XMPP_OTHERS 32    /* People in one room that are told apart. */
#define DCT_XMPP_OWN 16       /* Messages of ours that agents may still mark as seen. */
#define DCT_XMPP_JID 320

typedef enum dct_room_place { DCT_ROOM_OUT, DCT_ROOM_ENTERING, DCT_ROOM_IN } dct_room_place;

typedef struct dct_room {
    char     jid[DCT_XMPP_JID], nick[72];
    dct_room_place at;
    bool     watched, created, owner, closed, self; /* self: our own presence came; the subject ends entering. */
    uint32_t tries;                       /* Names that were taken. */
    uint64_t self_ms, used_ms, invited_ms;
    uint64_t again_ms;                    /* Not entered before, after a refusal. */
    char     subject[300];                /* As it stands, without the mark that it is closed. */
    uint64_t others[DCT_XMPP_OTHERS];     /* Hashes of nicks. */
    uint32_t other_count;
    uint64_t agent_typing_ms, typing_ms;  /* Until when; when we last said so. */
    bool     typing;
    char     last[128];                   /* Id in the archive of what we last heard, for what is missed. */
    char     catching[24];                /* The query that asks for it. */
    bool     forward, moved, behind;      /* It goes on from `last`; it brought something; more was said meanwhile. */
    struct { char archived[128], letter[40]; } own[DCT_XMPP_OWN];
    uint32_t own_next;
} dct_room;

typedef enum dct_xmpp_mode { DCT_XMPP_ANONYMOUS, DCT_XMPP_REGISTER, DCT_XMPP_ACCOUNT } dct_xmpp_mode;

enum { /* Places of a task. */
    DCT_AT_SESSION = 1, DCT_AT_ENTER, DCT_AT_FORM, DCT_AT_CONFIGURE, DCT_AT_ARCHIVED, DCT_AT_SEEK, DCT_AT_POST, DCT_AT_PAGE,
    DCT_AT_PROBE, DCT_AT_SERVICES, DCT_AT_SERVICE, DCT_AT_SLOT, DCT_AT_PUT, DCT_AT_ENROL, DCT_AT_LOGIN
};

typedef struct dct_xmpp_job {
    dct_task *task;               /* NULL: none. */
    dct_room *room;
    char      query[24];          /* Id of the query whose answer is awaited. */
    uint64_t  deadline_ms, sent;  /* sent: of the request that carries the letter; 0: not yet. */
    bool      renewed, found, gone, restarted;
    uint32_t  pages;
    char      page[128];          /* Where the next page of the archive begins. */
    const char *text;             /* The letter's text when it is too long for a message: it goes as a file. */
    size_t    text_size;
    const char *text_url;
    char      service[DCT_XMPP_JID]; /* That takes uploads. */
    const char *services[16];     /* That may. */
    uint32_t  service_count;
    const char *get;              /* Where the upload will be. */
    dct_stream *enrol;
    char      user[80], password[80];
} dct_xmpp_job;

typedef struct dct_xmpp {
    dct_connector *c;
    dct_arena   config;
    dct_xmpp_mode mode;
    const char *url, *domain, *muc, *nick, *support, *upload, *lobby;
    const char *token;
    json_t     *queues;           /* A copy; NULL when there are none. */
    char        user[256], password[256];
    dct_wire    wire;
    uint32_t    wait_s, patience_ms;
    dct_stream *stream;
    bool        leaving;
    uint64_t    now_ms, used_ms, retry_ms;
    bool        asked;            /* Somebody may be about to write. */
    uint64_t    seen;             /* Hash of what open pages show. */
    uint32_t    tries, ids;
    dct_room    rooms[DCT_XMPP_ROOMS];
    dct_buf     out;
    dct_arena   scratch;
    uint64_t    max_file;         /* What the service said; 0: not known. */
    dct_xmpp_job job;
} dct_xmpp;

/* ---- the session: connect_xmpp.c ---- */

/* Opens it when there is none. */
void dct_xmpp_connect(dct_xmpp *x);
void dct_xmpp_drop(dct_xmpp *x);
bool dct_xmpp_online(const dct_xmpp *x);
/* Sends what is in x->out. */
uint64_t dct_xmpp_flush(dct_xmpp *x);
/* A new id for a query, written to `id`. */
void dct_xmpp_id(dct_xmpp *x, char id[24]);
void dct_xmpp_setup(dct_xmpp *x, dct_stream_setup *out);
/* One text or several in one, by spaces or commas: calls `each` for every address of support in this queue ("": any). */
void dct_xmpp_each_support(dct_xmpp *x, const char *queue, void (*each)(dct_xmpp *x, const char *jid, void *ctx), void *ctx);

/* ---- rooms: xmpp_room.c ---- */

/* The room with this address; made when it is not known, in place of the one that was not used for longest. */
dct_room *dct_xmpp_room(dct_xmpp *x, const char *jid);
dct_room *dct_xmpp_room_known(dct_xmpp *x, const char *jid_or_nick);
void dct_xmpp_enter(dct_xmpp *x, dct_room *room);
void dct_xmpp_leave(dct_xmpp *x, dct_room *room);
bool dct_xmpp_room_presence(dct_xmpp *x, const dct_xml *presence); /* False: not of a room of ours. */
/* Asks for the form, and sends it back filled in. */
void dct_xmpp_ask_form(dct_xmpp *x, dct_room *room, char id[24]);
void dct_xmpp_send_form(dct_xmpp *x, dct_room *room, const dct_letter *letter, const dct_xml *answer, char id[24]);
void dct_xmpp_rooms_step(dct_xmpp *x);
/* When a room has something to do by itself; UINT64_MAX: never. */
uint64_t dct_xmpp_rooms_next_ms(const dct_xmpp *x);
void dct_xmpp_rooms_lost(dct_xmpp *x); /* The session is gone. */
bool dct_xmpp_is_us(const dct_xmpp *x, const char *from); /* By nick. */

/* ---- letters: xmpp_letter.c ---- */

/* The address of a conversation's room, in the arena. */
const char *dct_xmpp_jid_of(dct_xmpp *x, const char *conversation, dct_arena *arena);
/* The text that is sent; NULL when memory is short. */
const char *dct_xmpp_text_of(dct_xmpp *x, dct_task *t, size_t *size);
/* Subject, rights and invitations as the room needs them, then the letter, all into x->out: one request. */
void dct_xmpp_write_letter(dct_xmpp *x, dct_task *t, dct_room *room);

/* ---- the archive: xmpp_archive.c ---- */

/* after, before: ids; NULL for neither; before "": from the end. */
void dct_xmpp_ask_archive(dct_xmpp *x, const char *room, const char *after, const char *before, char id[24]);
/* A result of the query `id` of this room: the message in it, with its id in the archive and its time; else NULL. */
const dct_xml *dct_xmpp_archived(const dct_xml *stanza, const char *room, const char *id, const char **archive_id, int64_t *at);
/* What a message of a room tells: false when nothing. Texts in `arena`. */
bool dct_xmpp_news(dct_xmpp *x, const char *room, const dct_xml *message, const char *archive_id, int64_t at, dct_arena *arena,
                   dct_news *out);
/* A subject, or a message of an agent, that says so: it begins with [closed]. What follows that mark, or the text itself. */
bool dct_xmpp_closed(const char *text);
const char *dct_xmpp_unmarked(const char *text);
/* Of our own message; "" else. */
const char *dct_xmpp_origin(const dct_xml *message);

/* ---- tasks: xmpp_task.c ---- */

void dct_xmpp_begin(dct_connector *c, dct_task *t);
void dct_xmpp_step_task(dct_xmpp *x);
bool dct_xmpp_task_stanza(dct_xmpp *x, const dct_xml *stanza);
void dct_xmpp_task_entered(dct_xmpp *x, dct_room *room);
void dct_xmpp_task_not_entered(dct_xmpp *x, dct_room *room, const dct_xml *presence);
void dct_xmpp_task_lost(dct_xmpp *x, dct_verdict verdict, uint32_t later_s, const char *why);
void dct_xmpp_end(dct_xmpp *x, dct_verdict verdict, const char *why);
/* The task goes to this place and waits there for an answer. */
void dct_xmpp_at(dct_xmpp *x, int place);
void dct_xmpp_post(dct_xmpp *x);

/* ---- files: xmpp_upload.c ---- */

void dct_xmpp_upload_begin(dct_xmpp *x);
bool dct_xmpp_upload_stanza(dct_xmpp *x, const dct_xml *stanza);
void dct_xmpp_upload_step(dct_xmpp *x);

/* ---- accounts: xmpp_enrol.c ---- */

void dct_xmpp_enrol_begin(dct_xmpp *x);
void dct_xmpp_enrol_step(dct_xmpp *x);
/* Takes user and password out of what an enrolment gave. False: it is none. */
bool dct_xmpp_use_credential(dct_xmpp *x, const char *credential);

/* ---- live: xmpp_live.c ---- */

void dct_xmpp_tick(dct_connector *c, int64_t now_ms);
void dct_xmpp_watch(dct_connector *c, const char *remote, bool on);
void dct_xmpp_typing(dct_connector *c, const char *remote, bool on);
bool dct_xmpp_there(dct_connector *c, bool *somebody);
void dct_xmpp_notice(dct_xmpp *x); /* Tells pages that are open when something of that is new. */
void dct_xmpp_look(dct_connector *c, const char *remote, docent_chat_state *out);
void dct_xmpp_live_entered(dct_xmpp *x, dct_room *room);
void dct_xmpp_live_message(dct_xmpp *x, dct_room *room, const dct_xml *message);
bool dct_xmpp_live_stanza(dct_xmpp *x, const dct_xml *stanza);

#endif
