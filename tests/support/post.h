/* A world for the courier: a device with a real state file, and a server that is a real one in memory, with every weakness a
 * configuration may have. Time is a fake_clock; chance comes from a seed.
 *
 *     post w;                                  post_open(&w, seed, POST_DEDUP);
 *     post_say(&w, NULL, "Since Monday.", &talk);          submits, as a page does
 *     w.percent = 30;                                       three operations in ten go wrong
 *     post_run(&w, 60000);                                  a minute passes
 *     post_kill(&w);                                        the process dies: what was under way is not ended
 *     post_check(&w);                                       every letter once, in order; every answer once
 *     post_close(&w); */
#ifndef TEST_POST_H
#define TEST_POST_H

#include "contact/courier.h"
#include "fake_clock.h"

enum { POST_LETTERS = 512, POST_REPLIES = 256 };

/* How such a server lets doubt be settled. */
typedef enum post_way { POST_DEDUP, POST_LOOKUP, POST_TWICE, POST_ONCE, POST_WAYS } post_way;

typedef struct post_letter {
    docent_id id, talk;
    uint32_t  seq, arrived, copies;  /* copies: at the server. */
    int64_t   at_ms, shown_ms;       /* When it arrives there; when a look-up shows it. */
    bool      accepted;              /* The device said it was kept. */
    bool      withdrawn;
} post_letter;

typedef struct post {
    /* The device. */
    docent_alloc   alloc;
    docent_clock   system;
    dct_store     *store;
    dct_desk      *desk;
    dct_state     *state;
    dct_net       *net;
    dct_outbox     outbox;
    dct_courier   *courier;
    bool           alive, shared;
    docent_error   err;
    /* The server. */
    fake_clock     clock;
    uint64_t       random;
    post_way       way;
    uint32_t       percent;
    bool           offline, uploads, enrols, revoked, mailbox;
    int            next;             /* A dct_verdict for the next letter that is sent, or -1. */
    post_letter    letters[POST_LETTERS];
    uint32_t       letter_count, order;
    char           replies[POST_REPLIES][64], reply_talk[POST_REPLIES][40];
    uint32_t       reply_count, tokens, uploaded;
    uint32_t       under_way;
    uint32_t       events, messages; /* Told to the host. */
    bool           signed_out;
    bool           failing;          /* Steps may fail: the test makes them. */
} post;

void post_open(post *w, uint64_t seed, post_way way);
/* The same on a device that exists, with this allocator; DOCENT_OK or why not. */
docent_status post_begin(post *w);
/* The process ends; nothing that was under way is. */
void post_kill(post *w);
void post_close(post *w);
/* The device is as new, and nobody at the server knows of it; nothing is begun. */
void post_reset(post *w);
/* A new conversation, or one more message in it. */
docent_status post_say(post *w, const docent_id *talk, const char *text, docent_id *out);
docent_status post_put(post *w, dct_posting *p, docent_id *out);
/* Everything again and again until that much time has passed. */
void post_run(post *w, uint64_t ms);
/* No more faults; runs until nothing waits. False: something waits for ever. */
bool post_settle(post *w);
void post_reply(post *w, const docent_id *talk);
uint64_t post_chance(post *w, uint64_t below);
/* Fails the test with what is wrong. */
void post_check(post *w);
post_letter *post_find(post *w, const char *id);

#endif
