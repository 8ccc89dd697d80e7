#include "stream.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "stanza.h"

#include <stdio.h>
#include <string.h>

#define NS_STREAM "http://etherx.jabber.org/streams"
#define NS_BIND "urn:ietf:params:xml:ns:xmpp-bind"
#define LOGIN_MS 30000 /* From the first request to online. */

typedef enum place { OPENING, PROVING, RESTARTED, BINDING, TOKEN, ACCOUNT, ONLINE, ENROLLED } place;

struct dct_stream {
    dct_stream_setup setup;
    dct_bosh   *bosh;
    place       at;
    dct_sasl    sasl;
    dct_buf     out;
    char        jid[DCT_JID_ROOM];
    uint64_t    begun_ms;
    dct_verdict over; /* What we decided; the connection's own end is bosh's. */
    char        why[240];
};

static void finish(dct_stream *s, dct_verdict verdict, const char *why)
{
    if (s->over != DCT_PENDING)
        return;
    s->over = verdict;
    snprintf(s->why, sizeof s->why, "%s", why);
}

uint64_t dct_stream_send(dct_stream *s, dct_buf *stanzas)
{
    uint64_t sent = 0;
    if (stanzas->failed)
        finish(s, DCT_NOT_SENT, "out of memory");
    else
        sent = dct_bosh_send(s->bosh, (const char *)stanzas->data, stanzas->size);
    dct_buf_clear(stanzas);
    return sent;
}

bool dct_stream_left(const dct_stream *s, uint64_t sent)
{
    return sent != 0 && dct_bosh_left(s->bosh, sent);
}

/* ---- logging in ---- */

static void prove(dct_stream *s, docent_status status, const docent_error *err)
{
    if (status == DOCENT_OK) {
        s->at = PROVING;
        dct_stream_send(s, &s->out);
    } else {
        finish(s, status == DOCENT_ERR_ARG || status == DOCENT_ERR_LIMIT ? DCT_AUTH : DCT_NOT_SENT, err->message);
    }
}

static void begin_login(dct_stream *s, const dct_xml *features)
{
    const dct_stream_setup *setup = &s->setup;
    docent_error err;
    dct_error_clear(&err);
    docent_status status = dct_sasl_choose(&s->sasl, dct_xml_child(features, "mechanisms", DCT_SASL_NS), setup->user,
                                           setup->password, setup->secure, setup->clock, &err);
    if (status == DOCENT_OK)
        status = dct_sasl_first(&s->sasl, &s->out, &err);
    prove(s, status, &err);
}

static void begin_account(dct_stream *s)
{
    const dct_stream_setup *setup = &s->setup;
    s->at = ACCOUNT;
    dct_xml_add(&s->out, "<iq xmlns='" NS_CLIENT "' type='set' id='account' to='%s'><query xmlns='" NS_REGISTER "'>"
                "<username>%s</username><password>%s</password></query></iq>", setup->domain, setup->user, setup->password);
    dct_stream_send(s, &s->out);
}

static void begin_enrolment(dct_stream *s)
{
    if (s->setup.token[0] == 0) {
        begin_account(s);
        return;
    }
    s->at = TOKEN;
    dct_xml_add(&s->out, "<iq xmlns='" NS_CLIENT "' type='set' id='token' to='%s'><preauth xmlns='" NS_PREAUTH "' token='%s'/>"
                "</iq>", s->setup.domain, s->setup.token);
    dct_stream_send(s, &s->out);
}

static void take_features(dct_stream *s, const dct_xml *features)
{
    if (s->at == OPENING && s->setup.enrol) {
        begin_enrolment(s);
    } else if (s->at == OPENING) {
        begin_login(s, features);
    } else if (s->at == RESTARTED) {
        s->at = BINDING;
        dct_xml_add(&s->out, "<iq xmlns='" NS_CLIENT "' type='set' id='bind'><bind xmlns='" NS_BIND "'/></iq>");
        dct_stream_send(s, &s->out);
    }
}

static void take_proof(dct_stream *s, const dct_xml *x)
{
    docent_error err;
    dct_error_clear(&err);
    if (dct_xml_is(x, "challenge", DCT_SASL_NS)) {
        prove(s, dct_sasl_answer(&s->sasl, x->text, &s->out, &err), &err);
    } else if (dct_xml_is(x, "success", DCT_SASL_NS) && dct_sasl_proved(&s->sasl, x->text)) {
        s->at = RESTARTED;
        dct_bosh_restart(s->bosh);
    } else if (dct_xml_is(x, "success", DCT_SASL_NS)) {
        finish(s, DCT_NOT_SENT, "the chat server does not know the password it should know: it is somebody else");
    } else if (dct_xml_is(x, "failure", DCT_SASL_NS)) {
        bool passing = dct_xml_child(x, "temporary-auth-failure", NULL) != NULL;
        finish(s, passing ? DCT_NOT_SENT : DCT_AUTH, passing ? "the chat server cannot check passwords now"
               : "the chat server does not accept this account; check user and password in the device's file, or enrol again");
    }
}

static void take_jid(dct_stream *s, const dct_xml *iq)
{
    const char *jid = dct_xml_child_text(dct_xml_child(iq, "bind", NS_BIND), "jid", NS_BIND);
    if (!dct_stanza_answers(iq, "bind"))
        return;
    if (jid[0] == 0 || strlen(jid) >= sizeof s->jid) {
        finish(s, DCT_NOT_SENT, "the chat server gives us no address");
        return;
    }
    snprintf(s->jid, sizeof s->jid, "%s", jid);
    s->at = ONLINE;
}

static void take_account(dct_stream *s, const dct_xml *iq)
{
    char why[240];
    bool token = s->at == TOKEN;
    if (!dct_stanza_answers(iq, token ? "token" : "account"))
        return;
    if (dct_stanza_verdict(iq, why, sizeof why) != DCT_DONE)
        finish(s, DCT_AUTH, why);
    else if (token)
        begin_account(s);
    else
        s->at = ENROLLED;
}

static void take(void *ctx, const dct_xml *x)
{
    dct_stream *s = ctx;
    if (s->over != DCT_PENDING)
        return;
    if (dct_xml_is(x, "features", NS_STREAM))
        take_features(s, x);
    else if (s->at == PROVING)
        take_proof(s, x);
    else if (s->at == BINDING)
        take_jid(s, x);
    else if (s->at == TOKEN || s->at == ACCOUNT)
        take_account(s, x);
    else if (s->at == ONLINE)
        s->setup.stanza(s->setup.ctx, x);
}

/* ---- life ---- */

dct_stream *dct_stream_open(const dct_stream_setup *setup, docent_error *err)
{
    dct_stream *s = dct_new_zero(setup->alloc, sizeof *s);
    if (s == NULL) {
        dct_fail_memory(err, "xmpp");
        return NULL;
    }
    s->setup = *setup;
    dct_buf_init(&s->out, setup->alloc, 16384);
    dct_bosh_setup bosh = { setup->alloc, setup->clock, setup->net, setup->url, setup->domain, setup->wire, setup->wait_s,
                            take, s };
    s->bosh = dct_bosh_open(&bosh, err);
    s->begun_ms = setup->clock->monotonic_ms(setup->clock->ctx);
    if (s->bosh != NULL)
        return s;
    dct_stream_close(s);
    return NULL;
}

void dct_stream_close(dct_stream *s)
{
    if (s == NULL)
        return;
    dct_bosh_close(s->bosh);
    dct_buf_close(&s->out);
    dct_free(s->setup.alloc, s, sizeof *s);
}

void dct_stream_end(dct_stream *s)
{
    dct_bosh_end(s->bosh);
}

void dct_stream_step(dct_stream *s, uint64_t now_ms)
{
    if (s->over != DCT_PENDING)
        return;
    dct_bosh_step(s->bosh, now_ms);
    if (s->at < ONLINE && now_ms >= s->begun_ms + LOGIN_MS)
        finish(s, DCT_NOT_SENT, "logging in at the chat server takes too long");
}

uint64_t dct_stream_next_ms(const dct_stream *s)
{
    uint64_t next = dct_bosh_next_ms(s->bosh);
    return s->at < ONLINE && s->begun_ms + LOGIN_MS < next ? s->begun_ms + LOGIN_MS : next;
}

bool dct_stream_online(const dct_stream *s)
{
    return s->at == ONLINE;
}

bool dct_stream_enrolled(const dct_stream *s)
{
    return s->at == ENROLLED;
}

const char *dct_stream_jid(const dct_stream *s)
{
    return s->jid;
}

bool dct_stream_over(const dct_stream *s, dct_verdict *verdict, uint32_t *later_s, const char **why)
{
    if (s->over == DCT_PENDING)
        return dct_bosh_over(s->bosh, verdict, later_s, why);
    *verdict = s->over;
    *later_s = 0;
    *why = s->why;
    return true;
}
