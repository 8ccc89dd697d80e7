/* What follows from a verdict. A letter's next state is in states.h; here stand the times, and what the connector itself
 * learns: that it is well, that it should rest, or that nobody believes its credential. */
#include "courier_inside.h"

#include "../base/error.h"
#include "keep.h"
#include "why.h"

#include <string.h>

#define QUIET_POLLS 4
#define BLOCKED_MS 3600000 /* A credential that was refused may be good again. */

/* ---- the connector itself ---- */

static void well(dct_slot *s)
{
    s->fails = 0;
    s->pause_ms = 0;
}

static void rest(dct_slot *s, int64_t now, int64_t wait_ms)
{
    s->fails++;
    s->pause_ms = now + wait_ms;
}

/* As long as the server asks for, else longer each time. */
static int64_t pause_of(dct_slot *s)
{
    if (s->task.verdict == DCT_LATER && s->task.later_s > 0)
        return (int64_t)(s->task.later_s < 3600 ? s->task.later_s : 3600) * 1000;
    return dct_courier_backoff(s->courier, s->fails);
}

static docent_status refused_us(dct_slot *s, int64_t now, docent_error *err)
{
    s->blocked = true;
    if ((s->connector.can & DCT_CAN_ENROL) == 0 || s->credential == NULL) {
        s->pause_ms = now + BLOCKED_MS;
        return DOCENT_OK;
    }
    dct_slot_credential(s, ""); /* The next task is to get another. */
    rest(s, now, dct_courier_backoff(s->courier, s->fails));
    return dct_keep_credential(s->courier->config.outbox, s->connector.id, "", err);
}

static docent_status after(dct_slot *s, int64_t now, docent_error *err)
{
    switch (s->task.verdict) {
    case DCT_NOT_SENT:
    case DCT_LATER:
    case DCT_DOUBT: rest(s, now, pause_of(s)); return DOCENT_OK;
    case DCT_AUTH: return refused_us(s, now, err);
    default: well(s); return DOCENT_OK;
    }
}

/* ---- letters ---- */

/* Of figures nobody is told: no page shows them. */
void dct_slot_tell(const dct_slot *s)
{
    if ((s->connector.can & DCT_ONLY_FIGURES) == 0)
        dct_courier_tell(s->courier, DOCENT_EVENT_REQUEST, s->row.conversation.text);
}

docent_status dct_slot_move(dct_slot *s, const dct_move *m, bool *moved, docent_error *err)
{
    dct_letter_state was = s->row.state;
    docent_status status = dct_outbox_move(s->courier->config.outbox, &s->row, m, moved, err);
    if (status == DOCENT_OK && *moved && dct_state_shown(was) != dct_state_shown(s->row.state))
        dct_slot_tell(s);
    return status;
}

static dct_letter_event event_of(dct_verdict verdict)
{
    switch (verdict) {
    case DCT_DONE: return DCT_SAYS_DONE;
    case DCT_NOT_SENT: return DCT_SAYS_NOT_SENT;
    case DCT_LATER: return DCT_SAYS_LATER;
    case DCT_REFUSED: return DCT_SAYS_REFUSED;
    case DCT_AUTH: return DCT_SAYS_AUTH;
    default: return DCT_SAYS_DOUBT;
    }
}

/* When a letter in its new state is due: one in doubt has its time to settle, one that waits its own back-off. */
static int64_t due_of(dct_slot *s, const dct_move *m, int64_t now)
{
    dct_letter_state to = dct_state_after(s->row.state, m->event);
    if (to == DCT_LETTER_DOUBTFUL) {
        int64_t settle = (int64_t)s->connector.settle_s * 1000;
        int64_t wait = s->row.tries > 1 ? dct_courier_backoff(s->courier, m->tries) : 0;
        return now + (wait > settle ? wait : settle);
    }
    if (s->task.verdict == DCT_LATER && s->task.later_s > 0)
        return now + pause_of(s);
    return now + dct_courier_backoff(s->courier, m->tries);
}

static docent_status end_letter(dct_slot *s, int64_t now, docent_error *err)
{
    bool moved;
    dct_move m = { .event = event_of(s->task.verdict), .tries = s->row.tries + (s->task.verdict != DCT_DONE),
                   .doubt_ms = s->row.doubt_ms, .remote = s->task.out_remote, .ref = s->task.out_ref };
    if (m.event == DCT_SAYS_DOUBT && m.doubt_ms == 0)
        m.doubt_ms = now;
    if (m.event == DCT_SAYS_DONE)
        m.doubt_ms = 0;
    m.due_ms = due_of(s, &m, now);
    m.why = m.event == DCT_SAYS_REFUSED ? s->task.why : m.event == DCT_SAYS_AUTH ? DCT_WHY_ENROL : "";
    return dct_slot_move(s, &m, &moved, err);
}

/* A page that was open before the server knew of its conversation. */
static void watch_new(dct_slot *s)
{
    const dct_connector_kind *kind = s->connector.kind;
    const char *remote = s->task.out_remote;
    if (kind->watch != NULL && s->task.verdict == DCT_DONE && remote != NULL && *remote != 0 &&
        dct_courier_watches(s->courier, s->row.conversation.text))
        kind->watch(&s->connector, remote, true);
}

/* ---- attachments that go ahead ---- */

static docent_status uploaded(dct_slot *s, bool *more, docent_error *err)
{
    bool moved;
    uint32_t next = s->task.file + 1;
    const char *name = s->task.out_remote != NULL && *s->task.out_remote != 0 ? s->task.out_remote : "-";
    const char *kept = dct_arena_text(&s->arena, name, strlen(name));
    if (kept == NULL)
        return dct_fail_memory(err, "contact");
    docent_status status = dct_outbox_uploaded(s->courier->config.outbox, s->row.id.text, s->task.file, name, err);
    if (status != DOCENT_OK)
        return status;
    ((const char **)(uintptr_t)s->uploads)[s->task.file] = kept;
    while (next < s->letter.file_count && *s->uploads[next] != 0)
        next++;
    s->connector.kind->cancel(&s->connector, &s->task);
    s->task.fetch = NULL;
    s->task.mine = NULL;
    *more = true;
    if (next < s->letter.file_count) {
        s->task.file = next;
        dct_slot_start(s, DCT_OP_UPLOAD);
        return DOCENT_OK;
    }
    dct_move m = { .event = DCT_SAYS_SEND, .tries = s->row.tries };
    status = dct_slot_move(s, &m, &moved, err);
    *more = status == DOCENT_OK && moved;
    if (*more)
        dct_slot_start(s, s->row.part == DCT_PART_CREATE ? DCT_OP_CREATE : DCT_OP_APPEND);
    return status;
}

static docent_status end_upload(dct_slot *s, int64_t now, bool *more, docent_error *err)
{
    return s->task.verdict == DCT_DONE ? uploaded(s, more, err) : end_letter(s, now, err);
}

/* ---- look-ups ---- */

static docent_status end_lookup(dct_slot *s, int64_t now, docent_error *err)
{
    bool moved;
    dct_move m = { .doubt_ms = s->row.doubt_ms, .tries = s->row.tries, .remote = s->task.out_remote, .ref = s->task.out_ref };
    switch (s->task.verdict) {
    case DCT_DONE: m.event = DCT_SAYS_FOUND; break;
    case DCT_ABSENT:
        m.event = DCT_SAYS_ABSENT;
        m.doubt_ms = 0;
        m.due_ms = now;
        break;
    case DCT_REFUSED: /* It cannot be asked at all. */
        m.event = DCT_SAYS_GIVE_UP;
        m.why = DCT_WHY_UNSURE;
        break;
    default:
        s->row.tries++;
        m.due_ms = now + dct_courier_backoff(s->courier, s->row.tries);
        return dct_outbox_postpone(s->courier->config.outbox, &s->row, m.due_ms, "", err);
    }
    return dct_slot_move(s, &m, &moved, err);
}

/* ---- credentials ---- */

static docent_status end_enrol(dct_slot *s, int64_t now, docent_error *err)
{
    dct_outbox *o = s->courier->config.outbox;
    if (s->task.verdict != DCT_DONE) {
        rest(s, now, s->task.verdict == DCT_REFUSED || s->task.verdict == DCT_AUTH ? BLOCKED_MS : pause_of(s));
        return DOCENT_OK;
    }
    const char *credential = s->task.out_credential != NULL && *s->task.out_credential != 0 ? s->task.out_credential : "-";
    docent_status status = dct_keep_credential(o, s->connector.id, credential, err);
    if (status != DOCENT_OK)
        return status;
    dct_slot_credential(s, credential);
    s->blocked = false;
    well(s);
    return dct_outbox_enrolled(o, s->connector.id, err);
}

/* ---- polls ---- */

/* What has been quiet for long is asked for less often; what somebody looks at, at once. */
int64_t dct_slot_next_poll(dct_slot *s, const char *conversation, int64_t changed_s)
{
    static const struct {
        int64_t quiet_s, factor;
    } steps[QUIET_POLLS] = { { 3600, 1 }, { 86400, 5 }, { 7 * 86400, 15 }, { INT64_MAX, 60 } };
    dct_courier *c = s->courier;
    int64_t quiet = c->config.clock->unix_ms(c->config.clock->ctx) / 1000 - changed_s, poll = (int64_t)s->connector.poll_s * 1000;
    int i = 0;
    if (dct_courier_watches(c, conversation))
        return dct_courier_ms(c) + (poll < 3000 ? poll : 3000);
    while (quiet > steps[i].quiet_s)
        i++;
    poll *= steps[i].factor;
    return dct_courier_ms(c) + (poll < DCT_LATEST_MS / 2 ? poll : DCT_LATEST_MS / 2);
}

static void changed(void *ctx, const char *conversation, uint32_t answers)
{
    dct_courier_tell(ctx, answers > 0 ? DOCENT_EVENT_MESSAGE : DOCENT_EVENT_REQUEST, conversation);
}

static docent_status end_poll(dct_slot *s, int64_t now, docent_error *err)
{
    dct_outbox *o = s->courier->config.outbox;
    bool all = s->talk.id.text[0] == 0, done = s->task.verdict == DCT_DONE && dct_news_status(&s->news) != DOCENT_ERR_NOMEM;
    int64_t next = all ? now + (int64_t)s->connector.poll_s * 1000 : dct_slot_next_poll(s, s->talk.id.text, s->talk.changed);
    if (all)
        s->poll_ms = next < s->pause_ms ? s->pause_ms : next;
    if (!done)
        return all ? DOCENT_OK : dct_inbox_polled(o, s->talk.id.text, NULL, next, err);
    /* Of more than is taken at once the rest is told again: then the cursor stays. */
    const char *cursor = dct_news_status(&s->news) == DOCENT_OK ? s->task.out_cursor : NULL;
    dct_incoming in = { s->connector.id, s->talk.id.text, cursor, next, s->news.items, s->news.count };
    return dct_inbox_take(o, &in, changed, s->courier, err);
}

/* ---- the end ---- */

/* A failure here is of this device (disk, memory): the row is as it was, the verdict is kept, and the next step tries to
 * write it again. */
docent_status dct_slot_end(dct_slot *s, docent_error *err)
{
    int64_t now = dct_courier_ms(s->courier);
    bool more = false;
    docent_status status;
    switch (s->task.op) {
    case DCT_OP_UPLOAD: status = end_upload(s, now, &more, err); break;
    case DCT_OP_LOOKUP:
    case DCT_OP_LOOKUP_MESSAGE: status = end_lookup(s, now, err); break;
    case DCT_OP_ENROL: status = end_enrol(s, now, err); break;
    case DCT_OP_POLL: status = end_poll(s, now, err); break;
    default: status = end_letter(s, now, err); break;
    }
    if (more || status != DOCENT_OK)
        return status;
    if (s->task.op == DCT_OP_CREATE || s->task.op == DCT_OP_LOOKUP)
        watch_new(s);
    if (s->task.op != DCT_OP_ENROL)
        status = after(s, now, err);
    dct_slot_drop(s);
    return status;
}
