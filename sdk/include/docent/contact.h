/* contact.h - reaching a person. Part of level 1; include it when your program offers more than a phone number.
 *
 * What a person writes is on disk (state_path) before a call returns, has a reference at once, and is delivered once:
 *
 *     docent_ticket_submit / docent_callback_request / docent_chat_post / docent_feedback_give
 *        -> SAVED ------> SENT ---------> RECEIVED ---------> ANSWERED -> CLOSED        docent_step() moves it
 *             |            it left;        the server            a person
 *             |            not confirmed   has it                wrote back
 *             +-> HELD     refused by the server: the person and the staff see why; nothing is lost
 *             +-> WAITING  for a consent, for an enrolment, for a connector to be configured
 *
 * None of these functions touches the network; docent_step() does, when a connector is configured in the bundle's
 * help.yaml (what may be public) and in the device's own file (docent_config.device_path: secrets).
 */
#ifndef DOCENT_CONTACT_H
#define DOCENT_CONTACT_H

#include "docent.h"

#ifdef __cplusplus
extern "C" {
#endif

/* ---- what can be offered ------------------------------------------------------- */

/* A problem the person picks; which queue gets it is the author's business, not theirs. */
typedef struct docent_problem {
    const char *id, *title;       /* In the locale. */
    const char *first_answer;     /* Shown at once when it is picked; "" when none. */
    const char *article;          /* An address worth reading first; "" when none. Never a gate. */
    const char *const *fields;    /* Ids of docent_form_field that it asks for. */
    uint32_t    field_count;
} docent_problem;

typedef enum docent_field_type {
    DOCENT_FIELD_TEXT = 1, DOCENT_FIELD_LONG_TEXT, DOCENT_FIELD_EMAIL, DOCENT_FIELD_PHONE, DOCENT_FIELD_CHOICE,
    DOCENT_FIELD_YES_NO
} docent_field_type;

typedef struct docent_form_field {
    const char       *id, *label, *hint;
    docent_field_type type;
    bool              required;
    const char *const *choices, *const *choice_labels;
    uint32_t          choice_count;
    const char       *consent; /* What a person agrees to by filling it in, shown beside it; "" when nothing. */
} docent_form_field;

/* Another way to reach the company: a messenger, a forum, a social page. Only names and links: nothing is fetched. */
typedef struct docent_channel {
    const char *id, *name, *icon, *url; /* url is also what a QR code holds. */
    const char *note;                   /* "Answers within a day"; "" when none. */
} docent_channel;

/* Now, for this context. */
typedef struct docent_desk {
    bool ticket, callback, chat;   /* Offered by the author. */
    bool chat_open;                /* Somebody is there now (hours, and presence where the server tells it). */
    bool connected;                /* A connector is configured: what is written will leave by itself. */
    bool forum;                    /* A question may be sent to a forum, with explicit consent. */
    const docent_problem *problems; uint32_t problem_count;
    const docent_form_field *fields; uint32_t field_count;
    const docent_channel *channels; uint32_t channel_count;
    const char *consent;           /* What sending agrees to; "" when nothing must be asked. */
    int64_t     answer_by;         /* Unix seconds: promised for a request made now; 0: no promise. */
    uint32_t    median_s;          /* How long the last answers took; 0: not known. */
    int64_t     median_at;         /* When that was known. */
    bool        sealed;            /* What waits here is sealed to the operator: this device cannot read it again. */
} docent_desk;

/* Where the person is decides which problems are offered and where a request goes; NULL for what is not known. */
typedef struct docent_where {
    uint32_t    struct_size;
    const char *product, *audience, *version, *article; /* article: an address such as "article/wifi-slow". */
} docent_where;
#define DOCENT_WHERE_INIT { (uint32_t)sizeof(docent_where), NULL, NULL, NULL, NULL }

/* now: unix seconds. where may be NULL. One block. A bundle without any contact data gives an empty desk, not an error. */
DOCENT_API docent_status docent_desk_open(docent *h, int64_t now, const docent_where *where, docent_desk **out);
DOCENT_API void docent_desk_close(docent_desk *desk);

/* ---- asking ------------------------------------------------------------------------ */

typedef struct docent_field { const char *id, *value; } docent_field;

typedef struct docent_attachment {
    const char *name, *type; /* "log.txt", "text/plain". */
    const void *data;        /* Copied to disk before the call returns. */
    size_t      size;
} docent_attachment;

/* The story so far, as it will be sent; what the person struck is left out by the caller. */
typedef struct docent_story {
    const char *kind;  /* "search", "article", "fix", "context", "version", "ask". */
    const char *text;  /* The words searched, an article's title ... */
    const char *address; /* "" or a place: "article/wifi-slow". */
} docent_story;

typedef struct docent_ticket {
    uint32_t    struct_size;
    const char *subject, *body;        /* body is what the person wrote. subject NULL: made from it. */
    const char *name, *email, *phone;  /* Of the person; NULL when not given. */
    const char *problem;               /* An id of docent_problem, or NULL. */
    const docent_where *where;         /* Or NULL. */
    const docent_field *fields;           uint32_t field_count;
    const docent_attachment *attachments; uint32_t attachment_count;
    const docent_story *story;            uint32_t story_count;
    const char *diagnostics;           /* The host's own, text or JSON; NULL when none. */
    bool        consent;               /* To docent_desk.consent. Without it, it is kept and does not leave. */
    bool        forum;                 /* Send it to the forum instead: public. Needs consent of its own. */
    const char *idempotency;           /* The same text twice is the same request; NULL: each call is a new one. */
} docent_ticket;
#define DOCENT_TICKET_INIT { (uint32_t)sizeof(docent_ticket), NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, 0, NULL, 0, \
                             NULL, 0, NULL, false, false, NULL }

/* Returns only after it is on disk. *out names the conversation. When the disk failed at its last moment, nobody can say whether it
 * is kept: ask again with the same `idempotency`, and it is one request whatever became of the first. */
DOCENT_API docent_status docent_ticket_submit(docent *h, const docent_ticket *ticket, docent_id *out);

typedef struct docent_callback {
    uint32_t    struct_size;
    const char *phone, *name, *about;   /* about: a sentence, or NULL. */
    int64_t     from, until;            /* Unix seconds: when to call; 0, 0: as soon as possible. A window that has passed
                                         * before it could be sent is sent marked late, or asked again. */
    const docent_where *where;
    const docent_story *story; uint32_t story_count;
    bool        consent;
} docent_callback;
#define DOCENT_CALLBACK_INIT { (uint32_t)sizeof(docent_callback), NULL, NULL, NULL, 0, 0, NULL, NULL, 0, false }
DOCENT_API docent_status docent_callback_request(docent *h, const docent_callback *callback, docent_id *out);

/* Adds to a conversation (a ticket too); conversation NULL begins a chat, named in *out_conversation (may be NULL else).
 * Attachments may be NULL. When nobody is there it is a message all the same. */
DOCENT_API docent_status docent_chat_post(docent *h, const docent_id *conversation, const char *text,
                                          const docent_attachment *attachments, uint32_t attachment_count,
                                          docent_id *out_conversation);
/* The person is typing: told to the other side at most every few seconds, never stored. */
DOCENT_API void docent_chat_typing(docent *h, const docent_id *conversation, bool typing);
/* While a chat page is open: keeps the connection up and asks for what is new. conversation NULL: nobody has written yet, the
 * page only wants to know whether somebody is there, where the server tells it (docent_desk.chat_open). Stays on until it is
 * turned off. DOCENT_EVENT_CHAT tells of what changed. */
DOCENT_API docent_status docent_chat_watch(docent *h, const docent_id *conversation, bool on);
typedef struct docent_chat_state {
    bool online;    /* Connected to the chat server now. */
    bool agent;     /* A person is in the room or available. */
    bool agent_typing;
} docent_chat_state;
DOCENT_API docent_status docent_chat_look(docent *h, const docent_id *conversation, docent_chat_state *out);
/* The person has had enough: CLOSED, and told to the server. Later messages open it again. */
DOCENT_API docent_status docent_request_close(docent *h, const docent_id *conversation);

typedef enum docent_opinion {
    DOCENT_OPINION_HELPED = 1, DOCENT_OPINION_NOT_HELPED, DOCENT_OPINION_WRONG, DOCENT_OPINION_UNCLEAR,
    DOCENT_OPINION_MISSING, DOCENT_OPINION_SATISFIED, DOCENT_OPINION_NOT_SATISFIED
} docent_opinion;
/* address: the article, with the paragraph's anchor or "#block-N"; or "conversation/ID". text: why, or NULL. Goes through
 * the same outbox where the author asked for it; counted for `docent report` in any case. */
DOCENT_API docent_status docent_feedback_give(docent *h, docent_opinion opinion, const char *address, const char *text);

/* ---- what became of it ----------------------------------------------------------------- */

typedef enum docent_request_kind {
    DOCENT_REQUEST_TICKET = 1, DOCENT_REQUEST_CALLBACK = 2, DOCENT_REQUEST_CHAT = 3, DOCENT_REQUEST_FORUM = 4
} docent_request_kind;

typedef enum docent_request_state {
    DOCENT_REQUEST_SAVED = 1, DOCENT_REQUEST_SENT, DOCENT_REQUEST_RECEIVED, DOCENT_REQUEST_ANSWERED,
    DOCENT_REQUEST_CLOSED, DOCENT_REQUEST_HELD, DOCENT_REQUEST_WAITING
} docent_request_state;

typedef struct docent_conversation {
    docent_id    id;
    const char  *reference;    /* Short, to say on the phone: "K7QM-3XR2". From the first second. */
    const char  *claim;        /* The code that opens it on a shared device: "8241-7730"; "" when none is needed. */
    const char  *remote;       /* The server's own number ("#1042"), "" before it is known. */
    const char  *subject;
    docent_request_kind  kind;
    docent_request_state state;
    const char  *why;          /* Of HELD and WAITING, for a person; "" else. */
    int64_t      made, changed, answer_by; /* Unix seconds; answer_by 0: not promised. */
    bool         overdue;      /* Not answered, and answer_by is past. */
    uint32_t     unread;
    bool         needs_consent; /* WAITING until docent_request_consent(). */
} docent_conversation;

typedef struct docent_conversations docent_conversations; /* One block. */
/* Newest first. On a shared device (docent_config.shared) only what this session made or claimed. */
DOCENT_API docent_status docent_conversations_open(docent *h, int64_t now, docent_conversations **out);
DOCENT_API uint32_t docent_conversations_count(const docent_conversations *list);
DOCENT_API const docent_conversation *docent_conversations_at(const docent_conversations *list, uint32_t index);
DOCENT_API void docent_conversations_close(docent_conversations *list);
/* Over all conversations that may be seen. */
DOCENT_API uint32_t docent_unread(docent *h);

typedef struct docent_message {
    docent_id   id;
    bool        mine;            /* Written on this device. */
    const char *author;          /* "" for mine. */
    const char *text;            /* Plain; "" where it is sealed and cannot be read here again. */
    int64_t     at;              /* Unix seconds. */
    docent_request_state state;  /* Of mine: SAVED, SENT, RECEIVED (HELD, WAITING). Of others: RECEIVED. */
    uint32_t    attachment_count;
} docent_message;

typedef struct docent_messages docent_messages; /* One block. */
/* Oldest first. From the disk: works offline. */
DOCENT_API docent_status docent_messages_open(docent *h, const docent_id *conversation, docent_messages **out);
DOCENT_API uint32_t docent_messages_count(const docent_messages *list);
DOCENT_API const docent_message *docent_messages_at(const docent_messages *list, uint32_t index);
DOCENT_API void docent_messages_close(docent_messages *list);
/* Name and bytes of an attachment; free with docent_asset_close(). name: at most 256 bytes; "" on failure. out NULL: only
 * the name. */
DOCENT_API docent_status docent_attachment_open(docent *h, const docent_id *message, uint32_t index, char name[257],
                                                docent_asset **out);
/* All of it has been seen. */
DOCENT_API docent_status docent_conversation_read(docent *h, const docent_id *conversation);
/* What docent_forget() does to requests. A request that has not reached a server stays, for it may never be lost: unseen by
 * whoever comes next, and erased the moment a server has it. All else goes at once: texts, names, attachments, drafts, and, where
 * the device is one person's, the conversations too. On a shared device conversations stay without their texts, so that an
 * answer can still be had with the claim code. Whoever must leave no byte behind at once sets `seal` in help.yaml: then nobody
 * can read what waits here. */
/* On a shared device: shows the conversation with this claim code, or reference, to this session. DOCENT_ERR_MISSING when
 * there is none; DOCENT_ERR_LIMIT after five wrong codes, for a minute. */
DOCENT_API docent_status docent_claim(docent *h, const char *code, docent_id *out);
/* Takes back what has not left yet. DOCENT_ERR_BUSY when it is too late. */
DOCENT_API docent_status docent_request_withdraw(docent *h, const docent_id *conversation);
/* The person agrees now: WAITING for a consent becomes SAVED. */
DOCENT_API docent_status docent_request_consent(docent *h, const docent_id *conversation);

/* The request in a form that leaves without a connector. form: "mailto" (a URL, cut to 1,800 bytes), "eml" (a whole mail
 * with its attachments), "text" (for a QR code: at most 1,200 bytes). Free with docent_asset_close(). */
DOCENT_API docent_status docent_request_export(docent *h, const docent_id *conversation, const char *form, docent_asset **out);

typedef struct docent_outbox {
    uint32_t waiting;     /* Not yet at a server. */
    uint32_t held, blocked, doubtful;
    uint64_t bytes;       /* With attachments. */
    int64_t  oldest;      /* Unix seconds; 0 when empty. */
    uint64_t limit_bytes; /* At which new attachments are refused; texts never are. */
    bool     warn;        /* More than half of a limit, or older than a week. */
} docent_outbox;
DOCENT_API docent_status docent_outbox_look(docent *h, docent_outbox *out);

/* ---- drafts ---------------------------------------------------------------------------- */

/* What a person is writing, kept on disk across a crash; key names the field ("ticket.body"). text NULL or "": forget. */
DOCENT_API docent_status docent_draft_set(docent *h, const char *key, const char *text);
/* "" when none. Borrowed until the next call. */
DOCENT_API const char *docent_draft_get(docent *h, const char *key);

/* ---- what a host adds -------------------------------------------------------------------- */

typedef struct docent_screen {
    const uint32_t *pixels; /* 0xAARRGGBB (BGRA in memory), premultiplied. */
    int32_t width, height, stride; /* stride in pixels. */
    const int32_t (*masks)[4];     /* x, y, width, height: blackened before anything is stored. */
    uint32_t mask_count;
} docent_screen;
/* A PNG of the screen with its masks, as an attachment: free the data with docent_asset_close(). */
DOCENT_API docent_status docent_screen_attach(docent *h, const docent_screen *screen, docent_asset **out);

typedef struct docent_contact_hook {
    uint32_t    struct_size;
    void       *ctx;
    const char *label;                                    /* The host's own way ("Open our chat"); NULL: none. */
    void      (*open)(void *ctx, const char *address);    /* It was chosen on this page. */
    /* When a request is made: more about the app. The text returned is borrowed until the next call; NULL: none. */
    const char *(*diagnostics)(void *ctx);
    const char *(*log)(void *ctx, size_t *size);
    bool      (*screen)(void *ctx, docent_screen *out);
    /* At send time: a token that says who the person is ("Authorization: Bearer ..."). Borrowed until the next call; NULL:
     * not signed in: the request waits. */
    const char *(*identity)(void *ctx);
} docent_contact_hook;
/* Copied, texts too. NULL: none. Only `identity` is called by docent_step(); the others are for whoever builds the ticket (the
 * viewer does), so that a person sees what is sent before it is. */
DOCENT_API docent_status docent_use_contact_hook(docent *h, const docent_contact_hook *hook);
/* The hook in force, for a viewer; borrowed; NULL: none. */
DOCENT_API const docent_contact_hook *docent_contact_hook_of(const docent *h);

#ifdef __cplusplus
}
#endif
#endif /* DOCENT_CONTACT_H */
