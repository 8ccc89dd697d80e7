/* Chat, over XMPP: a room for every conversation, which agents enter with the client they like. Keys and servers are in
 * sdk/docs/contact-xmpp.md; how the parts stand to one another in xmpp.h.
 *
 *     task or open chat page ----> session (stream.h) ----> rooms, archive, uploads
 *                                     | ended: a task that may have been heard is in doubt, any other one begins again
 *                                     ` nobody needs it: it takes leave
 *
 * The session is opened for the first who needs it and stays for the next. */
#include "xmpp.h"

#include "../base/limits.h"

#include <stdio.h>
#include <string.h>

#define IDLE_MS 15000 /* Nobody needed it for so long: it takes leave. */

/* ---- configuration ---- */

static dct_xmpp_mode read_mode(dct_settings *s)
{
    static const char *const names[] = { "anonymous", "register", "account" };
    const char *mode = dct_setting(s, "mode");
    for (int i = 0; i < 3; i++)
        if (strcmp(mode, names[i]) == 0 || (mode[0] == 0 && i == DCT_XMPP_ANONYMOUS))
            return (dct_xmpp_mode)i;
    dct_setting_fault(s, "mode", "is none of anonymous, register and account");
    return DCT_XMPP_ANONYMOUS;
}

static void check_host(dct_settings *s, const char *key, const char *value)
{
    if (strlen(value) > 250 || strcspn(value, "@/ <>&'\"") != strlen(value))
        dct_setting_fault(s, key, "is no name of a host");
}

static void check_address(dct_xmpp *x, const char *jid, void *ctx)
{
    (void)x;
    dct_settings *s = ctx;
    if (!dct_jid_ok(jid) || strlen(jid) >= DCT_XMPP_JID)
        dct_setting_fault(s, "support", "holds what is no address like agent@desk.example");
}

static void read_account(dct_settings *s, dct_xmpp *x)
{
    const char *user = dct_setting_secret(s, "user"), *password = dct_setting_secret(s, "password");
    if (strlen(user) >= sizeof x->user || strlen(password) >= sizeof x->password)
        dct_setting_fault(s, "user", "or password is too long");
    else if (x->mode == DCT_XMPP_ACCOUNT && (user[0] == 0 || password[0] == 0))
        dct_setting_fault(s, "user", "and password are not set: write them into the device's file, or choose another mode");
    else if (x->mode == DCT_XMPP_ACCOUNT) {
        snprintf(x->user, sizeof x->user, "%s", user);
        snprintf(x->password, sizeof x->password, "%s", password);
    }
    x->token = dct_setting_secret(s, "enrol_token");
}

static void configure(dct_settings *s, dct_connector *c, dct_xmpp *x)
{
    x->url = dct_setting_url(s, "bosh", "https http");
    if (x->url[0] == 0)
        dct_setting_fault(s, "bosh", "is not set: write the address of the chat server's BOSH service into help.yaml");
    x->domain = dct_setting_need(s, "domain");
    x->muc = dct_setting_need(s, "muc");
    x->support = dct_setting(s, "support");
    x->upload = dct_setting(s, "upload");
    x->lobby = dct_setting(s, "lobby");
    x->nick = dct_setting(s, "nick");
    if (x->nick[0] == 0)
        x->nick = "Visitor";
    x->mode = read_mode(s);
    check_host(s, "domain", x->domain);
    check_host(s, "muc", x->muc);
    check_host(s, "upload", x->upload);
    if (strlen(x->nick) > 60)
        dct_setting_fault(s, "nick", "is longer than 60 bytes");
    if (x->lobby[0] != 0 && (!dct_jid_ok(x->lobby) || strlen(x->lobby) >= DCT_XMPP_JID))
        dct_setting_fault(s, "lobby", "is no address of a room");
    dct_xmpp_each_support(x, "", check_address, s);
    read_account(s, x);
    dct_setting_wire(s, &x->wire);
    x->wait_s = (uint32_t)dct_setting_int(s, "wait_s", 1, 300, 30);
    x->patience_ms = (uint32_t)dct_setting_int(s, "patience_s", 1, 600, 30) * 1000;
    c->can = c->kind->can & ~(uint32_t)(x->mode == DCT_XMPP_REGISTER ? 0 : DCT_CAN_ENROL);
    if (!dct_setting_bool(s, "attachments", true))
        c->can &= ~(uint32_t)DCT_CAN_UPLOAD;
    dct_setting_pace(s, c, 30, 0);
}

void dct_xmpp_each_support(dct_xmpp *x, const char *queue, void (*each)(dct_xmpp *x, const char *jid, void *ctx), void *ctx)
{
    const char *own = queue[0] != 0 && x->queues != NULL ? json_string_value(json_object_get(x->queues, queue)) : NULL;
    for (const char *p = own != NULL && own[0] != 0 ? own : x->support; *p != 0;) {
        char jid[DCT_XMPP_JID];
        size_t n = strcspn(p, " ,");
        if (n > 0 && n < sizeof jid) {
            memcpy(jid, p, n);
            jid[n] = 0;
            each(x, jid, ctx);
        }
        p += n + strspn(p + n, " ,");
    }
}

static void close_xmpp(dct_connector *c)
{
    dct_xmpp *x = c->self;
    if (x == NULL)
        return;
    dct_stream_close(x->job.enrol);
    dct_stream_close(x->stream);
    dct_buf_close(&x->out);
    dct_arena_close(&x->scratch);
    dct_arena_close(&x->config);
    json_decref(x->queues);
    memset(x->password, 0, sizeof x->password);
    dct_free(c->alloc, x, sizeof *x);
    c->self = NULL;
}

static docent_status open_xmpp(dct_connector *c, const json_t *public_part, const json_t *device_part, docent_error *err)
{
    dct_xmpp *x = dct_new_zero(c->alloc, sizeof *x);
    if (x == NULL)
        return dct_fail_memory(err, "contact");
    c->self = x;
    x->c = c;
    dct_arena_init(&x->config, c->alloc, DCT_MAX_SETTINGS_BYTES);
    dct_arena_init(&x->scratch, c->alloc, DCT_MAX_XML_HEAP_BYTES);
    dct_buf_init(&x->out, c->alloc, DCT_MAX_CHAT_OUT_BYTES);
    dct_settings s = { c, public_part, device_part, &x->config, err, DOCENT_OK };
    const json_t *queues = json_object_get(public_part, "queues");
    if (json_is_object(queues) && (x->queues = json_deep_copy(queues)) == NULL)
        s.status = dct_fail_memory(err, "contact");
    configure(&s, c, x);
    if (dct_settings_end(&s) != DOCENT_OK)
        close_xmpp(c);
    return s.status;
}

/* ---- the session ---- */

bool dct_xmpp_online(const dct_xmpp *x)
{
    return x->stream != NULL && dct_stream_online(x->stream) && !x->leaving;
}

void dct_xmpp_id(dct_xmpp *x, char id[24])
{
    snprintf(id, 24, "q%u", (unsigned)++x->ids);
}

uint64_t dct_xmpp_flush(dct_xmpp *x)
{
    if (x->stream != NULL)
        return dct_stream_send(x->stream, &x->out);
    dct_buf_clear(&x->out);
    return 0;
}

/* One stanza from the server: of the task, of a room, or live. */
static void take(void *ctx, const dct_xml *stanza)
{
    dct_xmpp *x = ctx;
    dct_arena_reset(&x->scratch);
    if (dct_xml_is(stanza, "presence", NULL) && dct_xmpp_room_presence(x, stanza))
        return;
    if (x->job.task != NULL && dct_xmpp_task_stanza(x, stanza))
        return;
    dct_xmpp_live_stanza(x, stanza);
}

void dct_xmpp_setup(dct_xmpp *x, dct_stream_setup *out)
{
    const dct_connector *c = x->c;
    *out = (dct_stream_setup){ .alloc = c->alloc, .clock = c->clock, .net = c->net, .url = x->url, .domain = x->domain,
                               .wire = &x->wire, .wait_s = x->wait_s, .user = x->user, .password = x->password,
                               .secure = strncmp(x->url, "https:", 6) == 0, .token = "", .stanza = take, .ctx = x };
}

void dct_xmpp_connect(dct_xmpp *x)
{
    docent_error err;
    if (x->leaving)
        dct_xmpp_drop(x); /* Somebody needs it after all: a new one is quicker than waiting for the old one's end. */
    if (x->stream != NULL)
        return;
    dct_stream_setup setup;
    dct_xmpp_setup(x, &setup);
    x->stream = dct_stream_open(&setup, &err);
    x->used_ms = x->now_ms;
}

void dct_xmpp_drop(dct_xmpp *x)
{
    dct_stream_close(x->stream);
    x->stream = NULL;
    x->leaving = false;
    dct_buf_clear(&x->out);
    dct_xmpp_rooms_lost(x);
}

static bool needed(const dct_xmpp *x)
{
    bool watched = false;
    for (int i = 0; i < DCT_XMPP_ROOMS; i++)
        watched = watched || x->rooms[i].watched;
    return watched || x->job.task != NULL;
}

/* The session ended, by a fault or by leave. */
static void lost(dct_xmpp *x, dct_verdict verdict, uint32_t later_s, const char *why)
{
    char said[240];
    uint64_t chance = 0;
    snprintf(said, sizeof said, "%s", why);
    x->c->clock->entropy(x->c->clock->ctx, &chance, sizeof chance);
    x->tries = x->tries < 10 ? x->tries + 1 : x->tries;
    x->retry_ms = x->now_ms + (later_s > 0 ? later_s * 1000ull : dct_backoff_ms(x->tries, 500, 60000, 250, chance));
    if (x->job.task != NULL)
        dct_xmpp_task_lost(x, verdict, later_s, said);
    else
        dct_xmpp_drop(x);
}

static void step_session(dct_xmpp *x)
{
    dct_verdict verdict;
    uint32_t later_s;
    const char *why;
    x->now_ms = x->c->clock->monotonic_ms(x->c->clock->ctx);
    if (x->stream == NULL)
        return;
    dct_stream_step(x->stream, x->now_ms);
    if (dct_xmpp_online(x)) {
        x->tries = 0;
        dct_xmpp_rooms_step(x);
        dct_stream_step(x->stream, x->now_ms);
    }
    if (needed(x))
        x->used_ms = x->now_ms;
    if (dct_stream_over(x->stream, &verdict, &later_s, &why)) {
        lost(x, verdict, later_s, why);
    } else if (!x->leaving && x->now_ms >= x->used_ms + IDLE_MS) {
        x->leaving = true;
        dct_stream_end(x->stream);
    }
}

/* ---- the interface ---- */

static void step_xmpp(dct_connector *c, dct_task *t)
{
    dct_xmpp *x = c->self;
    if (t != x->job.task || t->verdict != DCT_PENDING)
        return;
    step_session(x);
    if (x->job.task != NULL)
        dct_xmpp_step_task(x);
    if (x->stream != NULL) /* What that put into the queue leaves now. */
        dct_stream_step(x->stream, x->now_ms);
}

static void begin_xmpp(dct_connector *c, dct_task *t)
{
    dct_xmpp *x = c->self;
    x->now_ms = c->clock->monotonic_ms(c->clock->ctx);
    dct_xmpp_begin(c, t);
    if (x->stream != NULL)
        dct_stream_step(x->stream, x->now_ms);
}

static void cancel_xmpp(dct_connector *c, dct_task *t)
{
    dct_xmpp *x = c->self;
    dct_task_drop(t);
    if (x->job.task != t)
        return;
    dct_stream_close(x->job.enrol);
    memset(&x->job, 0, sizeof x->job);
}

static void tick_xmpp(dct_connector *c, int64_t now_ms)
{
    dct_xmpp *x = c->self;
    if (x->job.task == NULL) /* Else step() moves the session. */
        step_session(x);
    dct_xmpp_tick(c, now_ms);
    if (x->stream != NULL)
        dct_stream_step(x->stream, x->now_ms);
    dct_xmpp_notice(x);
}

static uint64_t sooner(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint32_t next_xmpp(dct_connector *c)
{
    const dct_xmpp *x = c->self;
    uint64_t now = c->clock->monotonic_ms(c->clock->ctx), next = UINT64_MAX;
    bool task = x->job.task != NULL && x->job.task->verdict == DCT_PENDING;
    if (task)
        next = x->job.deadline_ms;
    if (x->job.enrol != NULL)
        next = sooner(next, dct_stream_next_ms(x->job.enrol));
    if (x->stream != NULL)
        next = sooner(next, dct_stream_next_ms(x->stream));
    if (x->stream != NULL && !needed(x))
        next = sooner(next, x->used_ms + IDLE_MS);
    next = sooner(next, dct_xmpp_rooms_next_ms(x));
    return next == UINT64_MAX ? UINT32_MAX : next <= now ? 0 : next - now < 3600000 ? (uint32_t)(next - now) : 3600000;
}

const dct_connector_kind dct_connect_xmpp = {
    .name = "xmpp",
    .can = DCT_CAN_LOOKUP | DCT_CAN_LOOKUP_MESSAGE | DCT_CAN_POLL | DCT_CAN_APPEND | DCT_CAN_CLOSE | DCT_CAN_UPLOAD |
           DCT_CAN_LIVE | DCT_CAN_ENROL,
    .open = open_xmpp,
    .close = close_xmpp,
    .begin = begin_xmpp,
    .step = step_xmpp,
    .cancel = cancel_xmpp,
    .tick = tick_xmpp,
    .watch = dct_xmpp_watch,
    .typing = dct_xmpp_typing,
    .look = dct_xmpp_look,
    .there = dct_xmpp_there,
    .next_ms = next_xmpp,
};
