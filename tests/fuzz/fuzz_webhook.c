/* What a webhook's receiver answers: any bytes. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "contact/webhook_answer.h"

#define FUZZ_ARENA_BYTES (64u << 20)
#define FUZZ_ORIGIN "https://desk.example"

static void found(void *ctx, const dct_news *news)
{
    (void)ctx;
    fuzz_check(dct_utf8_valid(news->text, strlen(news->text)) && strchr(news->text, '\r') == NULL);
    fuzz_check(strlen(news->remote_id) <= 200 && strpbrk(news->author, "\r\n") == NULL);
}

static void check_place(const char *url)
{
    fuzz_check(*url == 0 || strncmp(url, FUZZ_ORIGIN, sizeof FUZZ_ORIGIN - 1) == 0);
    fuzz_check(*url == 0 || url[sizeof FUZZ_ORIGIN - 1] == 0 || strchr("/?", url[sizeof FUZZ_ORIGIN - 1]) != NULL);
    fuzz_check(strpbrk(url, " \r\n\\") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    dct_arena arena;
    dct_webhook_place place;
    dct_task t;
    memset(&t, 0, sizeof t);
    dct_arena_init(&arena, &dct_alloc_default, FUZZ_ARENA_BYTES);
    t.arena = &arena;
    t.found = found;
    dct_webhook_place_take(&t, FUZZ_ORIGIN, "own", text, size);
    fuzz_check(t.out_remote != NULL && *t.out_remote != 0);
    dct_webhook_place_read(t.out_remote, FUZZ_ORIGIN, &arena, &place);
    fuzz_check(*place.id != 0);
    check_place(place.url);
    check_place(place.poll);
    dct_webhook_place_read(text, FUZZ_ORIGIN, &arena, &place); /* Out of a state file that somebody changed. */
    check_place(place.poll);
    dct_webhook_news(&t, text, size);
    dct_webhook_error(&arena, text, size);
    dct_arena_close(&arena);
    free(text);
    return 0;
}
