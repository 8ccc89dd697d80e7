/* What a server answers: status, header lines, a body that may be JSON. The transport hands the bytes on as they are; bounds,
 * verdicts and readers are ours.
 *
 *     "503\nRetry-After: 7\n\n{...}"   byte by byte and at once must come to the same */
#include "fuzz.h"

#include "base/alloc.h"
#include "crypto/hash.h"
#include "net/clock.h"
#include "net/json.h"
#include "net/net.h"
#include "net/retry_after.h"
#include "net/verdict.h"

#include <string.h>

enum { MAX_BODY = 1000 };

typedef struct wire { const char *text; size_t size, piece; docent_exchange *x; } wire;

static docent_status begin(void *ctx, const docent_request *request, docent_exchange *x)
{
    (void)request;
    ((wire *)ctx)->x = x;
    return DOCENT_OK;
}

/* A line into `line`; what is left of the text is moved on. */
static bool take_line(const char **text, size_t *size, char *line, size_t room)
{
    const char *end = memchr(*text, '\n', *size);
    size_t length = end == NULL ? *size : (size_t)(end - *text), kept = length < room ? length : room - 1;
    memcpy(line, *text, kept);
    line[kept] = 0;
    *text += end == NULL ? length : length + 1;
    *size -= end == NULL ? length : length + 1;
    return *line != 0;
}

static void step(void *ctx, uint32_t wait_ms)
{
    wire *w = ctx;
    const char *text = w->text;
    size_t size = w->size;
    char line[2000];
    (void)wait_ms;
    docent_exchange_sent(w->x);
    while (take_line(&text, &size, line, sizeof line)) {
        char *value = strchr(line, ':');
        if (value == NULL) {
            docent_exchange_status(w->x, atoi(line));
        } else {
            *value = 0;
            docent_exchange_header(w->x, line, value + 1 + (value[1] == ' '));
        }
    }
    for (size_t n; size > 0; text += n, size -= n) {
        n = size < w->piece ? size : w->piece;
        if (!docent_exchange_data(w->x, text, n))
            break;
    }
    docent_exchange_done(w->x, DOCENT_CARRIED_OK, 0, line);
}

static uint32_t next_ms(void *ctx)
{
    (void)ctx;
    return 0;
}

static void cancel(void *ctx, docent_exchange *x)
{
    (void)ctx, (void)x;
}

static void shut(void *ctx)
{
    (void)ctx;
}

static void look(const dct_fetch *f, char summary[200])
{
    uint32_t later, later_smtp;
    size_t size;
    docent_error err;
    int64_t at = 0;
    const char *body = dct_fetch_body(f, &size), *type = dct_fetch_header(f, "content-type");
    dct_verdict v = dct_verdict_http(f, 1793700000, &later), m = dct_verdict_smtp(f, &later_smtp);
    fuzz_check(later <= 3600 && later_smtp <= 3600 && size <= MAX_BODY && body[size] == 0);
    fuzz_check(v != DCT_DONE || (dct_fetch_status(f) >= 200 && dct_fetch_status(f) < 300));
    fuzz_check(v != DCT_NOT_SENT || dct_fetch_status(f) == 407 || dct_fetch_status(f) == 511);
    if (type != NULL && dct_http_date(type, &at))
        fuzz_check(at >= 0);
    json_t *json = dct_json_parse(body, size, MAX_BODY, true, "answer", &err);
    if (json != NULL)
        fuzz_check(strlen(dct_json_text(json, "id")) <= size && strlen(dct_json_localised(json, "de-AT", "en")) <= size);
    snprintf(summary, 200, "%s %s %u %zu %d", dct_verdict_name(v), dct_verdict_name(m), later, size, json != NULL);
    json_decref(json);
}

static void run(const uint8_t *data, size_t size, size_t piece, uint64_t resume_from, char summary[200])
{
    wire w = { (const char *)data, size, piece, NULL };
    docent_transport t = { sizeof t, &w, begin, step, next_ms, cancel, shut };
    docent_request r = { .struct_size = sizeof r, .url = "https://desk.example/", .method = "POST", .resume_from = resume_from };
    dct_net *net;
    docent_error err;
    fuzz_check(dct_net_open(&dct_alloc_default, &dct_clock_system, &t, &net, &err) == DOCENT_OK);
    dct_fetch *f = dct_fetch_new(net, &r, MAX_BODY, &err);
    fuzz_check(f != NULL);
    dct_net_step(net, 0);
    fuzz_check(dct_fetch_done(f) && dct_fetch_sent(f));
    look(f, summary);
    dct_fetch_free(f);
    dct_net_close(net);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char whole[200], pieces[200], resumed[200];
    run(data, size, SIZE_MAX, 0, whole);
    run(data, size, 1, 0, pieces);
    run(data, size, SIZE_MAX, 7, resumed);
    if (size < MAX_BODY)
        fuzz_check(strcmp(whole, pieces) == 0);
    char *text = fuzz_text(data, size);
    unsigned char *bytes = malloc(3 * size / 4 + 4);
    int64_t n = dct_unbase64(text, bytes, 3 * size / 4 + 3);
    if (n >= 0) { /* One text is one run of bytes. */
        char *again = malloc((size_t)n * 2 + 8);
        dct_base64(bytes, (size_t)n, again);
        fuzz_check(strcmp(again, text) == 0);
        free(again);
    }
    free(bytes);
    free(text);
    return 0;
}
