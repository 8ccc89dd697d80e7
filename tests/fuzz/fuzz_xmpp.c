/* What a chat server says once it let us in: any bytes. The first byte chooses the task; answers are separated by zeros. */
#include "fuzz.h"

#include <string.h>

#include "base/limits.h"
#include "base/utf8.h"
#include "contact/connector.h"
#include "contact/xml.h"

#define ROOM "018f0000-0000-7000-8000-000000000001@rooms.test"
#define BODY "<body xmlns='http://jabber.org/protocol/httpbind' sid='s'>"

/* A server that logs anybody in and then says what the fuzzer wants, one piece for each request. */
static const char *const login[] = {
    BODY "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
         "<mechanism>ANONYMOUS</mechanism></mechanisms></stream:features></body>",
    BODY "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/></body>",
    BODY "<stream:features xmlns:stream='http://etherx.jabber.org/streams'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/>"
         "</stream:features></body>",
    BODY "<iq xmlns='jabber:client' type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>u@h/r</jid></bind>"
         "</iq></body>",
};

typedef struct server {
    const uint8_t   *data;
    size_t           size;
    uint32_t         answered, waiting;
    docent_exchange *waits[8];
    uint64_t         now_ms;
} server;

static uint64_t monotonic_ms(void *ctx)
{
    return ((server *)ctx)->now_ms += 20;
}

static int64_t unix_ms(void *ctx)
{
    (void)ctx;
    return INT64_C(1795000000000);
}

static bool entropy(void *ctx, void *out, size_t size)
{
    (void)ctx;
    memset(out, 7, size);
    return true;
}

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    server *s = ctx;
    (void)request;
    if (s->waiting == sizeof s->waits / sizeof *s->waits)
        return DOCENT_ERR_NOMEM;
    s->waits[s->waiting++] = x;
    return DOCENT_OK;
}

static void answer(server *s, docent_exchange *x)
{
    const void *text = BODY "</body>";
    size_t size = strlen(text);
    if (s->answered < sizeof login / sizeof *login) {
        text = login[s->answered];
        size = strlen(text);
    } else if (s->size > 0) {
        const uint8_t *stop = memchr(s->data, 0, s->size);
        text = s->data;
        size = stop == NULL ? s->size : (size_t)(stop - s->data);
        s->data += size + (stop != NULL);
        s->size -= size + (stop != NULL);
    }
    s->answered++;
    docent_exchange_sent(x);
    docent_exchange_status(x, 200);
    bool whole = docent_exchange_data(x, text, size);
    docent_exchange_done(x, whole ? DOCENT_CARRIED_OK : DOCENT_CARRIED_STOPPED, 0, NULL);
}

static void step(void *ctx, uint32_t wait_ms)
{
    server *s = ctx;
    (void)wait_ms;
    while (s->waiting > 0) {
        docent_exchange *x = s->waits[0];
        memmove(s->waits, s->waits + 1, --s->waiting * sizeof *s->waits);
        answer(s, x);
    }
}

static uint32_t next_ms(void *ctx)
{
    return ((server *)ctx)->waiting > 0 ? 0 : UINT32_MAX;
}

static void cancel(void *ctx, docent_exchange *x)
{
    server *s = ctx;
    for (uint32_t i = 0; i < s->waiting; i++)
        if (s->waits[i] == x) {
            memmove(s->waits + i, s->waits + i + 1, (--s->waiting - i) * sizeof *s->waits);
            return;
        }
}

static void shut(void *ctx)
{
    (void)ctx;
}

static void found(void *ctx, const dct_news *news)
{
    (void)ctx;
    fuzz_check(dct_utf8_valid(news->text, strlen(news->text)) && strchr(news->text, '\r') == NULL);
    fuzz_check(strlen(news->remote_id) <= 200 && strpbrk(news->author, "\r\n") == NULL);
    fuzz_check(strcmp(news->conversation, ROOM) == 0); /* Of no other room, whatever it says. */
}

static void talk(dct_connector *c, dct_op op, dct_arena *arena)
{
    dct_letter letter = { .id = "018f0000-0000-7000-8000-0000000000aa", .conversation = "018f0000-0000-7000-8000-000000000001",
                          .reference = "K7QM-3XR2", .kind = "chat", .part = op == DCT_OP_CREATE ? DCT_PART_CREATE : DCT_PART_APPEND,
                          .locale = "en", .subject = "s", .body = "b", .name = "", .email = "", .phone = "", .problem = "",
                          .queue = "", .priority = "", .product = "", .audience = "", .version = "", .article = "",
                          .diagnostics = "", .device = "", .opinion = "" };
    dct_task t = { .op = op, .letter = &letter, .remote = ROOM, .cursor = "", .identity = "", .credential = "", .found = found,
                   .arena = arena };
    c->kind->watch(c, ROOM, true);
    c->kind->begin(c, &t);
    for (int i = 0; i < 400 && t.verdict == DCT_PENDING; i++) {
        dct_net_step(c->net, 0);
        c->kind->tick(c, 0);
        c->kind->step(c, &t);
    }
    fuzz_check(t.verdict != DCT_AUTH && dct_utf8_valid(t.why, strlen(t.why)));
    c->kind->cancel(c, &t);
    for (int i = 0; i < 20; i++) {
        dct_net_step(c->net, 0);
        c->kind->tick(c, 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const dct_op ops[] = { DCT_OP_POLL, DCT_OP_CREATE, DCT_OP_APPEND, DCT_OP_LOOKUP, DCT_OP_LOOKUP_MESSAGE, DCT_OP_PROBE };
    if (size == 0)
        return 0;
    server s = { .data = data + 1, .size = size - 1 };
    docent_clock clock = { (uint32_t)sizeof clock, &s, monotonic_ms, unix_ms, entropy };
    docent_transport transport = { (uint32_t)sizeof transport, &s, begin, step, next_ms, cancel, shut };
    dct_arena arena;
    dct_connector c = { .kind = &dct_connect_xmpp, .alloc = &dct_alloc_default, .clock = &clock, .id = "chat", .device = "d",
                        .news = found };
    docent_error err;
    json_t *settings = json_pack("{s:s, s:s, s:s, s:s}", "bosh", "https://h/b", "domain", "h", "muc", "rooms.test", "support", "a@h");
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_XML_HEAP_BYTES);
    dct_xml_read((const char *)data, size, &arena, "fuzz", &err);
    fuzz_check(dct_net_open(&dct_alloc_default, &clock, &transport, &c.net, &err) == DOCENT_OK);
    fuzz_check(c.kind->open(&c, settings, NULL, &err) == DOCENT_OK);
    talk(&c, ops[data[0] % (sizeof ops / sizeof *ops)], &arena);
    c.kind->close(&c);
    dct_net_close(c.net);
    json_decref(settings);
    dct_arena_close(&arena);
    return 0;
}
