/* What Redmine answers: any bytes, to any question. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "contact/redmine_answer.h"

#define FUZZ_ARENA_BYTES (64u << 20)

static void check_id(const char *id)
{
    fuzz_check(id == NULL || *id == 0 || (dct_redmine_id_ok(id) && strpbrk(id, "/?&# ") == NULL));
}

static void found(void *ctx, const dct_news *news)
{
    (void)ctx;
    check_id(news->remote_id);
    fuzz_check(dct_utf8_valid(news->text, strlen(news->text)) && strchr(news->text, '\r') == NULL);
    fuzz_check(strpbrk(news->author, "\r\n") == NULL && !news->from_us);
    for (uint32_t i = 0; i < news->file_count; i++)
        fuzz_check(*news->files[i].name != 0 && strpbrk(news->files[i].name, "\r\n") == NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const dct_redmine_mark marks[] = { { 1, "018f0000-0000-7000-8000-000000000001", "K7QM-3XR2" }, { 0, "", "K7QM-3XR2" } };
    char *text = fuzz_text(data, size);
    const char *id;
    bool flag;
    dct_arena arena;
    dct_task t;
    memset(&t, 0, sizeof t);
    dct_arena_init(&arena, &dct_alloc_default, FUZZ_ARENA_BYTES);
    t.arena = &arena;
    t.found = found;
    for (size_t i = 0; i < 2; i++) {
        check_id(dct_redmine_made(&arena, &marks[i], text, size, &flag));
        if (dct_redmine_found(&arena, &marks[i], text, size, &id) == DCT_REDMINE_ONE)
            fuzz_check(dct_redmine_id_ok(id));
    }
    id = dct_redmine_token(&arena, text, size);
    fuzz_check(id == NULL || strpbrk(id, "/?&# \r\n\"") == NULL);
    dct_redmine_noted(text, size, marks[0].value);
    dct_redmine_closed(text, size, &flag);
    dct_redmine_news(&t, text, size);
    dct_redmine_error(&arena, text, size);
    dct_arena_close(&arena);
    free(text);
    return 0;
}
