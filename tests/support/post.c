#include "post.h"

#include "bundle.h"
#include "cmocka_all.h"
#include "fault_transport.h"
#include "state_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "contact/keep.h"
#include "contact/talks.h"
#include "search/index.h"

#define SHAPE(name, sql) { name, sql },
static const dct_shape index_tables[] = { DCT_INDEX_SCHEMA(SHAPE) };

static post *world; /* The connector below finds its server here. */

uint64_t post_chance(post *w, uint64_t below)
{
    return fake_random(&w->random) % below;
}

post_letter *post_find(post *w, const char *id)
{
    for (uint32_t i = 0; i < w->letter_count; i++)
        if (strcmp(w->letters[i].id.text, id) == 0)
            return &w->letters[i];
    return NULL;
}

/* ---- the server ---- */

/* A request that is in doubt may still be on its way: it arrives within half a minute, or never. */
static void arrive(post *w, post_letter *l, int64_t after_ms)
{
    if (w->way == POST_DEDUP && l->copies > 0)
        return;
    l->copies++;
    if (l->copies == 1) {
        l->at_ms = w->clock.unix_ms + after_ms;
        l->shown_ms = (int64_t)w->clock.monotonic_ms + after_ms + 5000;
        l->arrived = ++w->order;
    }
}

static dct_verdict choose(post *w)
{
    static const dct_verdict faults[] = { DCT_NOT_SENT, DCT_NOT_SENT, DCT_LATER, DCT_DOUBT, DCT_DOUBT, DCT_DOUBT };
    int next = w->next;
    w->next = -1;
    if (next >= 0)
        return (dct_verdict)next;
    if (w->offline)
        return DCT_NOT_SENT;
    return post_chance(w, 100) < w->percent ? faults[post_chance(w, 6)] : DCT_DONE;
}

static void take_letter(post *w, dct_task *t)
{
    post_letter *l = post_find(w, t->letter->id);
    if (l == NULL)
        fail_msg("a letter leaves that nobody wrote: %s", t->letter->id);
    if (l->withdrawn)
        fail_msg("a letter leaves that was taken back");
    t->verdict = choose(w);
    if (w->enrols && (w->revoked || atoi(t->credential) != (int)w->tokens) && t->verdict == DCT_DONE)
        t->verdict = DCT_AUTH;
    if (t->verdict == DCT_DONE)
        arrive(w, l, 0);
    else if (t->verdict == DCT_DOUBT && post_chance(w, 2) == 0)
        arrive(w, l, (int64_t)post_chance(w, 30000));
    if (t->verdict == DCT_LATER)
        t->later_s = (uint32_t)post_chance(w, 120);
    if (t->verdict == DCT_DONE && t->op == DCT_OP_CREATE) {
        t->out_remote = dct_arena_format(t->arena, "r-%s", t->letter->conversation);
        t->out_ref = dct_arena_format(t->arena, "#%u", (unsigned)l->arrived);
    }
}

static void look_up(post *w, dct_task *t)
{
    const post_letter *l = post_find(w, t->letter->id);
    if (w->offline || post_chance(w, 100) < w->percent) {
        t->verdict = DCT_NOT_SENT;
        return;
    }
    bool there = l->copies > 0 && l->shown_ms <= (int64_t)w->clock.monotonic_ms;
    t->verdict = there ? DCT_DONE : DCT_ABSENT;
    if (there && t->op == DCT_OP_LOOKUP)
        t->out_remote = dct_arena_format(t->arena, "r-%s", t->letter->conversation);
}

/* Sometimes it tells again what it told before: a cursor is a hint. */
static void poll_all(post *w, dct_task *t)
{
    if (w->offline || post_chance(w, 100) < w->percent) {
        t->verdict = DCT_NOT_SENT;
        return;
    }
    uint32_t from = post_chance(w, 4) == 0 ? 0 : (uint32_t)atoi(t->cursor);
    const char *talk = *t->remote != 0 ? t->remote + 2 : "";
    for (uint32_t i = from; i < w->reply_count; i++) {
        char remote[48];
        snprintf(remote, sizeof remote, "r-%s", w->reply_talk[i]);
        dct_news n = { .remote_id = w->replies[i], .conversation = *talk != 0 ? "" : remote, .author = "Ada", .text = w->replies[i],
                       .at = w->clock.unix_ms / 1000, .origin_id = "" };
        if (*talk == 0 || strcmp(talk, w->reply_talk[i]) == 0)
            t->found(t->found_ctx, &n);
    }
    t->out_cursor = dct_arena_format(t->arena, "%u", (unsigned)w->reply_count);
    t->verdict = DCT_DONE;
}

static void serve(post *w, dct_task *t)
{
    switch (t->op) {
    case DCT_OP_CREATE:
    case DCT_OP_APPEND:
    case DCT_OP_CLOSE: take_letter(w, t); break;
    case DCT_OP_LOOKUP:
    case DCT_OP_LOOKUP_MESSAGE: look_up(w, t); break;
    case DCT_OP_POLL: poll_all(w, t); break;
    case DCT_OP_UPLOAD:
        t->verdict = choose(w);
        t->out_remote = t->verdict == DCT_DONE ? dct_arena_format(t->arena, "u%u", (unsigned)++w->uploaded) : NULL;
        break;
    case DCT_OP_ENROL:
        t->verdict = w->offline ? DCT_NOT_SENT : DCT_DONE;
        w->tokens += t->verdict == DCT_DONE;
        t->out_credential = dct_arena_format(t->arena, "%u", (unsigned)w->tokens);
        break;
    default: t->verdict = DCT_DONE; break;
    }
    /* As every connector: without memory for what was said, the answer was not heard. */
    if (dct_arena_failed(t->arena) && t->verdict == DCT_DONE)
        t->verdict = t->op == DCT_OP_CREATE || t->op == DCT_OP_APPEND || t->op == DCT_OP_CLOSE ? DCT_DOUBT : DCT_NOT_SENT;
}

/* ---- the connector ---- */

static docent_status open_fake(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    static const uint32_t settles[POST_WAYS] = { DCT_CAN_DEDUP, DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE, 0, 0 };
    (void)public_part, (void)device_part, (void)err;
    c->can = DCT_CAN_APPEND | DCT_CAN_CLOSE | DCT_CAN_SEALED | DCT_CAN_POLL | settles[world->way] | (world->uploads ? DCT_CAN_UPLOAD : 0) |
             (world->enrols ? DCT_CAN_ENROL : 0) | (world->mailbox ? DCT_CAN_POLL_ALL : 0);
    c->settle_s = 60;
    c->poll_s = 30;
    return DOCENT_OK;
}

static void close_fake(dct_connector *c)
{
    c->self = NULL;
}

/* A step or three later, so that a process can die in between. */
static void begin_fake(dct_connector *c, dct_task *t)
{
    (void)c;
    world->under_way++;
    t->at = (int)post_chance(world, 3);
    if (t->at == 0)
        serve(world, t);
}

static void step_fake(dct_connector *c, dct_task *t)
{
    (void)c;
    if (t->verdict == DCT_PENDING && --t->at <= 0)
        serve(world, t);
}

/* The process dies with it under way: the server may have got it all the same. */
static void cancel_fake(dct_connector *c, dct_task *t)
{
    (void)c;
    world->under_way--;
    post_letter *l = t->letter == NULL ? NULL : post_find(world, t->letter->id);
    bool sends = t->op == DCT_OP_CREATE || t->op == DCT_OP_APPEND || t->op == DCT_OP_CLOSE;
    if (t->verdict == DCT_PENDING && sends && l != NULL && post_chance(world, 2) == 0)
        arrive(world, l, (int64_t)post_chance(world, 30000));
}

static const dct_connector_kind fake = { .name = "webhook", .can = DCT_CAN_SEALED, .open = open_fake, .close = close_fake,
                                         .begin = begin_fake, .step = step_fake, .cancel = cancel_fake };

static const dct_connector_kind *kind_named(const char *name)
{
    return strcmp(name, "webhook") == 0 ? &fake : NULL;
}

/* ---- the device ---- */

static void on_event(void *ctx, docent_event_kind kind, const char *id)
{
    post *w = ctx;
    w->events++;
    w->messages += kind == DOCENT_EVENT_MESSAGE;
    assert_true(dct_uuid_ok(id));
}

static const char *on_identity(void *ctx)
{
    return ((post *)ctx)->signed_out ? NULL : "";
}

static bool no_answer(void *ctx, const docent_request *r, const void *body, size_t size, bool again, fault_reply *reply)
{
    (void)ctx, (void)r, (void)body, (void)size, (void)again, (void)reply;
    return true;
}

static void make_bundle(const char *path, post_way way)
{
    char sql[400];
    test_bundle *b = test_bundle_sample_open(path);
    snprintf(sql, sizeof sql, "INSERT INTO contact VALUES('desk', '', '{\"feedback\":\"desk\",\"policy\":\"%s\",\"connectors\":"
             "[{\"id\":\"desk\",\"kind\":\"webhook\",\"url\":\"https://desk.test/\"}]}')",
             way == POST_ONCE ? "at-most-once" : "at-least-once");
    test_bundle_run(b, sql);
    test_bundle_finish(b);
}

docent_status post_begin(post *w)
{
    static fault_transport nothing;
    fault_init(&nothing, 1, &w->clock, no_answer, NULL);
    docent_transport transport = fault_transport_of(&nothing);
    world = w;
    docent_status status = dct_state_open(&w->alloc, test_path("post.db"), &w->state, &w->err);
    if (status != DOCENT_OK)
        return status;
    status = dct_outbox_open(&w->outbox, &w->alloc, &w->system, w->state, w->shared, &w->err);
    if (status != DOCENT_OK) {
        dct_state_close(w->state);
        return status;
    }
    status = dct_net_open(&w->alloc, &w->system, &transport, &w->net, &w->err);
    dct_courier_config config = { .alloc = &w->alloc, .outbox = &w->outbox, .desk = w->desk, .net = w->net, .clock = &w->system,
                                  .event = on_event, .identity = on_identity, .ctx = w, .kind_named = kind_named };
    if (status == DOCENT_OK)
        status = dct_courier_open(&config, &w->courier, &w->err);
    if (status != DOCENT_OK) {
        dct_net_close(w->net);
        w->net = NULL;
        dct_outbox_close(&w->outbox);
        dct_state_close(w->state);
    }
    w->alive = status == DOCENT_OK;
    return status;
}

void post_open(post *w, uint64_t seed, post_way way)
{
    memset(w, 0, sizeof *w);
    w->alloc = dct_alloc_default;
    w->way = way;
    w->next = -1;
    w->random = seed * 7919 + 1;
    fake_clock_init(&w->clock, seed);
    w->system = fake_clock_of(&w->clock);
    test_state_remove_all(test_path("post.db"));
    make_bundle(test_path("post.docent"), way);
    assert_int_equal(dct_store_open(&dct_alloc_default, test_path("post.docent"), index_tables,
                                    sizeof index_tables / sizeof *index_tables, &w->store, &w->err), DOCENT_OK);
    if (dct_desk_open(&dct_alloc_default, w->store, NULL, &w->desk, &w->err) != DOCENT_OK)
        fail_msg("%s", w->err.message);
    if (post_begin(w) != DOCENT_OK)
        fail_msg("%s", w->err.message);
}

void post_kill(post *w)
{
    if (!w->alive)
        return;
    dct_courier_close(w->courier);
    dct_net_close(w->net);
    dct_outbox_close(&w->outbox);
    dct_state_close(w->state);
    w->courier = NULL;
    w->net = NULL;
    w->alive = false;
}

void post_reset(post *w)
{
    post_kill(w);
    test_state_remove_all(test_path("post.db"));
    w->letter_count = w->reply_count = w->order = w->tokens = w->uploaded = w->messages = 0;
    w->under_way = 0;
}

void post_close(post *w)
{
    post_kill(w);
    dct_desk_close(w->desk);
    dct_store_close(w->store);
    test_state_remove_all(test_path("post.db"));
    remove(test_path("post.docent"));
}

docent_status post_put(post *w, dct_posting *p, docent_id *out)
{
    docent_id made;
    p->connector = p->connector == NULL ? "desk" : p->connector;
    p->seal = p->seal == NULL ? "" : p->seal;
    p->consent = p->consent == NULL ? "" : p->consent;
    uint64_t before = w->outbox.changes;
    docent_status status = dct_outbox_put(&w->outbox, p, &made, &w->err);
    if (status != DOCENT_OK) /* When the last sync fails, what was refused may be there after all: but not twice. */
        memset(&made, 0, sizeof made);
    bool maybe = status != DOCENT_OK && dct_uuid_ok(p->id.text);
    if ((maybe || before != w->outbox.changes) && w->letter_count < POST_LETTERS) { /* Not the same once more. */
        post_letter *l = &w->letters[w->letter_count++];
        memset(l, 0, sizeof *l);
        l->accepted = !maybe;
        l->id = p->id;
        l->talk = made;
        l->seq = p->letter.seq;
    }
    if (out != NULL && status == DOCENT_OK)
        *out = made;
    return status;
}

docent_status post_say(post *w, const docent_id *talk, const char *text, docent_id *out)
{
    dct_posting p = { .kind = DOCENT_REQUEST_TICKET, .agreed = true };
    dct_letter *l = &p.letter;
    l->locale = "en";
    l->subject = l->name = l->email = l->phone = l->problem = l->queue = l->priority = l->product = l->audience = "";
    l->version = l->article = l->diagnostics = l->opinion = "";
    l->kind = "ticket";
    l->body = text;
    l->part = talk == NULL ? DCT_PART_CREATE : DCT_PART_APPEND;
    l->conversation = talk == NULL ? "" : talk->text;
    return post_put(w, &p, out);
}

void post_reply(post *w, const docent_id *talk)
{
    bool there = false; /* Nobody answers what never came. */
    for (uint32_t i = 0; i < w->letter_count; i++)
        there = there || (strcmp(w->letters[i].talk.text, talk->text) == 0 && w->letters[i].seq == 0 && w->letters[i].copies > 0);
    if (!there || w->reply_count == POST_REPLIES)
        return;
    snprintf(w->replies[w->reply_count], sizeof w->replies[0], "answer %u to %.36s", (unsigned)w->reply_count, talk->text);
    snprintf(w->reply_talk[w->reply_count++], sizeof w->reply_talk[0], "%s", talk->text);
}

void post_run(post *w, uint64_t ms)
{
    uint64_t end = w->clock.monotonic_ms + ms;
    for (int turns = 0; turns < 1000000 && w->clock.monotonic_ms <= end; turns++) {
        docent_status status = dct_courier_step(w->courier, &w->err);
        if (status != DOCENT_OK && !w->failing)
            fail_msg("step: %s", w->err.message);
        uint32_t next = dct_courier_next_ms(w->courier);
        uint64_t left = end - w->clock.monotonic_ms + 1;
        next = w->under_way > 0 || next < 20 ? 20 : next;
        fake_clock_advance(&w->clock, next < left ? next : left);
    }
}

/* ---- what came of it ---- */

bool post_settle(post *w)
{
    docent_outbox totals;
    w->percent = 0;
    w->offline = w->revoked = w->signed_out = false;
    w->next = -1;
    for (int hour = 0; hour < 60; hour++) {
        post_run(w, 60000 << (hour < 6 ? hour : 6));
        if (dct_outbox_count(&w->outbox, 0, &totals, &w->err) != DOCENT_OK)
            fail_msg("%s", w->err.message);
        /* What is held once holds what comes after it. */
        if (totals.waiting == totals.held || (w->way == POST_ONCE && totals.held > 0 && hour > 5)) {
            for (uint32_t i = 0; i < w->reply_count; i++) { /* What is quiet is asked for seldom. */
                docent_id talk;
                snprintf(talk.text, sizeof talk.text, "%s", w->reply_talk[i]);
                assert_int_equal(dct_inbox_hurry(&w->outbox, talk.text, &w->err), DOCENT_OK);
            }
            post_run(w, 120000);
            return true;
        }
    }
    return false;
}

static void check_letter(post *w, const post_letter *l)
{
    bool exact = w->way == POST_DEDUP || w->way == POST_LOOKUP;
    if (l->withdrawn && l->copies > 0)
        fail_msg("%s was taken back and is there", l->id.text);
    if (l->withdrawn || (!l->accepted && l->copies <= 1))
        return;
    if (exact && l->copies != 1)
        fail_msg("letter %s (seq %u) is there %u times", l->id.text, (unsigned)l->seq, (unsigned)l->copies);
    if (w->way == POST_TWICE && l->copies < 1)
        fail_msg("letter %s is lost", l->id.text);
    if (w->way == POST_ONCE && l->copies > 1)
        fail_msg("letter %s is there %u times", l->id.text, (unsigned)l->copies);
    for (uint32_t i = 0; i < w->letter_count; i++) {
        const post_letter *other = &w->letters[i];
        if (strcmp(other->talk.text, l->talk.text) == 0 && other->copies > 0 && l->copies > 0 && other->seq < l->seq &&
            other->arrived > l->arrived)
            fail_msg("letters %u and %u of %s changed places", (unsigned)other->seq, (unsigned)l->seq, l->talk.text);
    }
}

static void check_replies(post *w)
{
    docent_messages *list;
    for (uint32_t i = 0; i < w->reply_count; i++) {
        uint32_t found = 0;
        assert_int_equal(dct_messages_open(&w->outbox, w->reply_talk[i], &list, &w->err), DOCENT_OK);
        for (uint32_t j = 0; j < docent_messages_count(list); j++)
            found += strcmp(docent_messages_at(list, j)->text, w->replies[i]) == 0;
        docent_messages_close(list);
        bool unknown = w->way == POST_ONCE && found == 0; /* Held as unsure: the device knows no name to ask by. */
        if (found != 1 && !unknown)
            fail_msg("answer %u to %s was received %u times", (unsigned)i, w->reply_talk[i], (unsigned)found);
    }
}

void post_check(post *w)
{
    for (uint32_t i = 0; i < w->letter_count; i++)
        check_letter(w, &w->letters[i]);
    check_replies(w);
}
