/* A way to a server: one small file each (connect_webhook.c, connect_mail.c, connect_rt.c, connect_xmpp.c,
 * connect_redmine.c, connect_otlp.c), behind this interface. The courier (courier.h) owns when; a connector owns how.
 *
 *     courier: begin(task) -> step(task) ... step(task) until verdict is not DCT_PENDING
 *
 * One task runs at a time for each connector. A task is one effect: it may take several exchanges (look up, create, look
 * again), keeps its own place in `at` and `mine`, and never blocks. What it reports:
 *     DCT_DONE      the server has it (CREATE and APPEND), or the answer is in the task
 *     DCT_ABSENT    LOOKUP, LOOKUP_MESSAGE: it certainly is not there
 *     NOT_SENT, LATER, REFUSED, AUTH, DOUBT: verdict.h. CREATE must not repeat by itself what may have arrived. */
#ifndef DCT_CONNECTOR_H
#define DCT_CONNECTOR_H

#include "../base/arena.h"
#include "../net/json.h"
#include "../net/net.h"
#include "../net/verdict.h"
#include "letter.h"

typedef enum dct_op {
    DCT_OP_PROBE = 1,      /* Is it there, what can it do. */
    DCT_OP_ENROL,          /* Get a credential of this device's own: token out in `credential`. */
    DCT_OP_UPLOAD,         /* One attachment ahead of its letter (letter.files[file]); out: remote. */
    DCT_OP_CREATE,
    DCT_OP_LOOKUP,         /* Did a CREATE arrive? By letter.id or letter.conversation. Out: remote. */
    DCT_OP_APPEND,         /* To task.remote. */
    DCT_OP_LOOKUP_MESSAGE, /* Did an APPEND arrive? By letter.id. */
    DCT_OP_POLL,           /* What is new in task.remote since task.cursor: found() for each, cursor out. */
    DCT_OP_CLOSE
} dct_op;

enum { /* Capabilities. */
    DCT_CAN_DEDUP = 1u << 0,       /* The server ignores a second CREATE or APPEND with the same id, for dedup_life_s. */
    DCT_CAN_LOOKUP = 1u << 1,
    DCT_CAN_LOOKUP_MESSAGE = 1u << 2,
    DCT_CAN_POLL = 1u << 3,
    DCT_CAN_APPEND = 1u << 4,
    DCT_CAN_CLOSE = 1u << 5,
    DCT_CAN_UPLOAD = 1u << 6,      /* Attachments go ahead of the letter; else they are within it. */
    DCT_CAN_SEALED = 1u << 7,      /* Carries a sealed letter as it is. */
    DCT_CAN_LIVE = 1u << 8,        /* Holds a connection: typing, presence, push. */
    DCT_CAN_ENROL = 1u << 9,
    DCT_CAN_POLL_ALL = 1u << 10,   /* One POLL, with remote "", tells of all conversations: a mailbox. */
    DCT_ONLY_FIGURES = 1u << 11    /* Carries telemetry and nothing else; it stands back while another carries what a person
                                    * wrote. */
};

/* Something a server told. Texts are borrowed for the call. */
typedef struct dct_news {
    const char *remote_id;    /* Of the message, unique within the connector: exactly once. "" for a mere change of state, which
                               * may be told again and again. */
    const char *conversation; /* remote of the conversation, or "" for the task's own. */
    const char *author, *text;/* Plain text. "" text for a mere change of state. */
    int64_t     at;           /* Unix seconds, by the server. */
    bool        from_us;      /* Our own message, come back: confirms it (origin_id). */
    const char *origin_id;    /* letter.id, when from_us. */
    bool        closed, reopened;
    const dct_letter_file *files; uint32_t file_count; /* Names; sha256 is not read. */
    const void *const *file_data;  /* The bytes of each (files[i].bytes of them); NULL: none of them came along. */
} dct_news;

/* The bytes of an attachment, by its hash; -1 on failure. */
typedef int64_t (*dct_read_file)(void *ctx, const char *sha256, uint64_t offset, void *to, size_t size);

typedef struct dct_task {
    /* In, borrowed while it runs. */
    dct_op            op;
    const dct_letter *letter;      /* NULL for PROBE, ENROL, POLL. Of a sealed one only the envelope: id, conversation, reference,
                                    * seq, kind, part, made, device, and of its files sha256 and bytes (of the sealed bytes). */
    const void       *frozen;      /* Its bytes as stored: JSON, or sealed. */
    size_t            frozen_bytes;
    bool              sealed;
    uint32_t          file;        /* UPLOAD: which. */
    const char       *remote;      /* Of the conversation; "" before CREATE. */
    const char *const *uploads;    /* remote of each file that went ahead. */
    const char       *cursor;      /* POLL: what the last one gave; "" at first. */
    const char       *identity;    /* The hook's token, or "". */
    const char       *credential;  /* What ENROL gave, or "". */
    int64_t           now_s;
    dct_read_file     read_file;   void *read_ctx;
    void            (*found)(void *ctx, const dct_news *news); void *found_ctx;
    /* The connector's own place. */
    int               at;
    dct_fetch        *fetch;
    void             *mine;
    /* Out. In `arena` of the task, dropped with it. */
    dct_verdict       verdict;
    uint32_t          later_s;
    const char       *out_remote, *out_ref, *out_cursor, *out_credential; /* NULL: unchanged. */
    char              why[240];    /* One line for a person. */
    dct_arena        *arena;
} dct_task;

typedef struct dct_connector dct_connector;

typedef struct dct_connector_kind {
    const char *name;              /* "webhook", "mail", "rt", "xmpp", "redmine", "otlp". */
    uint32_t    can;               /* DCT_CAN_*; a configuration may have fewer: connector.can. */
    /* public_part: from help.yaml; device_part: from the device's file (secrets); either may be NULL. Checks all it needs;
     * the message names the file, the key and what to do. */
    docent_status (*open)(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err);
    void (*close)(dct_connector *c);
    void (*begin)(dct_connector *c, dct_task *task); /* Sets at, may start a fetch, may decide at once. */
    void (*step)(dct_connector *c, dct_task *task);  /* Called again after each dct_net_step(). */
    void (*cancel)(dct_connector *c, dct_task *task);/* Frees fetch and mine; also after the verdict. */
    /* Live connectors only, else NULL. */
    void (*tick)(dct_connector *c, int64_t now_ms);
    void (*watch)(dct_connector *c, const char *remote, bool on); /* remote "": nobody has written yet, only there() matters. */
    void (*typing)(dct_connector *c, const char *remote, bool on);
    void (*look)(dct_connector *c, const char *remote, docent_chat_state *out);
    /* Whether somebody is there for whoever may write; false: the server does not tell, or nobody watches. */
    bool (*there)(dct_connector *c, bool *somebody);
    /* Live connectors, else NULL: in how many ms tick() or step() has something to do although no answer came; UINT32_MAX: not. */
    uint32_t (*next_ms)(dct_connector *c);
} dct_connector_kind;

struct dct_connector {
    const dct_connector_kind *kind;
    const docent_alloc *alloc;
    const docent_clock *clock;
    dct_net    *net;
    const char *id;                /* Of this configuration: "desk". */
    const char *device;            /* This device's id: a UUID. */
    uint32_t    can;
    uint32_t    dedup_life_s;      /* How long a server remembers an id; 0: for ever. */
    uint32_t    settle_s;          /* Before a doubtful one is looked up: 60 unless configured. */
    uint32_t    poll_s;            /* Between polls while an answer is awaited. */
    uint64_t    max_file_bytes;    /* 0: no bound known. */
    void      (*news)(void *ctx, const dct_news *news); void *news_ctx; /* Live connectors: outside a task. */
    uint32_t    stirs;             /* Live connectors: counts what changed of connection, presence and typing. */
    void       *self;
};

/* NULL when there is none of this name. */
const dct_connector_kind *dct_connector_kind_named(const char *name);

extern const dct_connector_kind dct_connect_webhook, dct_connect_mail, dct_connect_rt, dct_connect_xmpp, dct_connect_redmine,
                                 dct_connect_otlp;

#endif
