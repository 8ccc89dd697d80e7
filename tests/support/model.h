/* The other side of a connector inside a test: a server's memory, and what it answers. One for each kind, behind fault_transport:
 *
 *     model m;                                 model_open(&m, "mail", &clock);
 *     fault_init(&net, seed, &clock, m.kind->serve, &m);
 *     ... the connector is opened with m.kind->public_json and m.kind->device_json ...
 *     model_reply(&m, conversation, "Try another cable.");
 *     assert_int_equal(model_count(&m, letter_id), 1);
 *     model_close(&m);
 *
 * A model does what a server of its kind does, its weaknesses included: without `dedup` the mail server keeps what comes
 * twice twice. Letters are kept in the order they arrived. */
#ifndef TEST_MODEL_H
#define TEST_MODEL_H

#include "fault_transport.h"

#define MODEL_ITEMS 256

typedef struct model model;

typedef struct model_kind {
    const char  *name, *public_json, *device_json;
    fault_server serve; /* Its ctx is the model. */
    void       (*reply)(model *m, const char *conversation, const char *text);
} model_kind;

typedef struct model_item {
    char     id[80], conversation[40]; /* Of a letter: its own. Of a reply: the server's. */
    char    *data;                     /* What came, or is to be said. */
    size_t   size;
    uint32_t box, uid;                 /* Mail: which mailbox, and its number there. */
    bool     ours;                     /* A letter. */
} model_item;

struct model {
    const model_kind *kind;
    fake_clock *clock;
    model_item  items[MODEL_ITEMS];
    uint32_t    item_count, uid, posts;
    bool        dedup;    /* The same id twice is once. True at first. */
    const char *broken;   /* The first thing a client did that no client may do; NULL. */
    char       *out;      /* The last answer. */
    int64_t     skew_s;   /* Of the server's clock. */
    char        identity[100]; /* Who the last letter said it is from: its Authorization. */
};

/* NULL for a kind that has no model. */
const model_kind *model_kind_named(const char *name);
void model_open(model *m, const char *kind, fake_clock *clock);
void model_close(model *m);
void model_reply(model *m, const char *conversation, const char *text);
/* How many times the letter is there. */
uint32_t model_count(const model *m, const char *id);
/* The letters of a conversation in the order they arrived; the number of them. */
uint32_t model_letters(const model *m, const char *conversation, const model_item **out, uint32_t room);

/* For the models. */
model_item *model_add(model *m, const char *id, const char *conversation, const void *data, size_t size);
extern const model_kind model_webhook, model_mail, model_rt;

#endif
