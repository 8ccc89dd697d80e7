/* An account of this device's own (XEP-0077), made with a one-time token where the server asks for one (XEP-0445).
 *
 *     make the account -> DONE: {"user", "password"}
 *            | refused: perhaps it is there, and only the answer was lost
 *            `-> log in with it -> DONE                                 with a token, name and password follow from it
 *
 * So a token that was used up by an answer that never came is not lost. */
#include "xmpp.h"

#include "../crypto/hash.h"
#include "../net/json.h"

#include <stdio.h>
#include <string.h>

bool dct_xmpp_use_credential(dct_xmpp *x, const char *credential)
{
    docent_error err;
    json_t *json = dct_json_parse(credential, strlen(credential), 2048, true, "credential", &err);
    const char *user = dct_json_text(json, "user"), *password = dct_json_text(json, "password");
    bool ok = user[0] != 0 && password[0] != 0 && strlen(user) < sizeof x->user && strlen(password) < sizeof x->password;
    if (ok && strcmp(user, x->user) != 0 && x->stream != NULL)
        dct_xmpp_drop(x); /* Somebody else now. */
    if (ok) {
        snprintf(x->user, sizeof x->user, "%s", user);
        snprintf(x->password, sizeof x->password, "%s", password);
    }
    json_decref(json);
    return ok;
}

/* With a token both follow from it; else they are chance. */
static bool name_account(dct_xmpp *x)
{
    unsigned char chance[32];
    char hex[65];
    if (x->token[0] != 0) {
        if (!dct_hmac_sha256(x->token, strlen(x->token), x->c->device, strlen(x->c->device), chance))
            return false;
    } else if (!x->c->clock->entropy(x->c->clock->ctx, chance, sizeof chance)) {
        return false;
    }
    dct_hex(chance, sizeof chance, hex);
    snprintf(x->job.user, sizeof x->job.user, "device-%.16s", hex);
    snprintf(x->job.password, sizeof x->job.password, "%s", hex + 16);
    return true;
}

static void open_stream(dct_xmpp *x, bool enrol)
{
    docent_error err;
    dct_stream_setup setup;
    dct_xmpp_setup(x, &setup);
    setup.user = x->job.user;
    setup.password = x->job.password;
    setup.enrol = enrol;
    setup.token = x->token;
    dct_stream_close(x->job.enrol);
    x->job.enrol = dct_stream_open(&setup, &err);
    dct_xmpp_at(x, enrol ? DCT_AT_ENROL : DCT_AT_LOGIN);
    if (x->job.enrol == NULL)
        dct_xmpp_end(x, DCT_NOT_SENT, "out of memory");
}

void dct_xmpp_enrol_begin(dct_xmpp *x)
{
    if (x->mode != DCT_XMPP_REGISTER)
        dct_xmpp_end(x, DCT_REFUSED, "this connector's mode is not register");
    else if (!name_account(x))
        dct_xmpp_end(x, DCT_NOT_SENT, "no random bytes on this device");
    else
        open_stream(x, true);
}

static void enrolled(dct_xmpp *x)
{
    dct_task *t = x->job.task;
    t->out_credential = dct_arena_format(t->arena, "{\"user\":\"%s\",\"password\":\"%s\"}", x->job.user, x->job.password);
    dct_xmpp_end(x, t->out_credential == NULL ? DCT_NOT_SENT : DCT_DONE, "");
}

void dct_xmpp_enrol_step(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    dct_verdict verdict;
    uint32_t later_s;
    const char *why;
    dct_stream_step(job->enrol, x->now_ms);
    if (dct_stream_enrolled(job->enrol) || dct_stream_online(job->enrol)) {
        enrolled(x);
    } else if (dct_stream_over(job->enrol, &verdict, &later_s, &why)) {
        char said[240];
        snprintf(said, sizeof said, "%s", why);
        if (job->task->at == DCT_AT_ENROL && x->token[0] != 0 && verdict == DCT_AUTH) {
            snprintf(job->page, sizeof job->page, "%.120s", said); /* The first reason is the true one. */
            open_stream(x, false);
        } else {
            job->task->later_s = later_s;
            dct_xmpp_end(x, verdict == DCT_DONE ? DCT_NOT_SENT : verdict, job->page[0] != 0 ? job->page : said);
        }
    }
}
