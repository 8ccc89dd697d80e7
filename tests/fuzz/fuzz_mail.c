/* A mail that a stranger sent, from its bytes to the news it would be. */
#include "fuzz.h"

#include <string.h>

#include "base/utf8.h"
#include "contact/mail_news.h"
#include "contact/mail_parse.h"

#define FUZZ_ARENA_BYTES (64u << 20)

static void check_line(const char *text)
{
    fuzz_check(dct_utf8_valid(text, strlen(text)));
    fuzz_check(strpbrk(text, "\n\r") == NULL);
}

static void found(void *ctx, const dct_news *news)
{
    (void)ctx;
    check_line(news->author);
    check_line(news->remote_id);
    fuzz_check(*news->remote_id != 0 && strlen(news->remote_id) <= 200);
    fuzz_check(strlen(news->conversation) == 36);
    fuzz_check(dct_utf8_valid(news->text, strlen(news->text)) && strchr(news->text, '\r') == NULL);
    for (uint32_t i = 0; i < news->file_count; i++) {
        check_line(news->files[i].name);
        fuzz_check(strpbrk(news->files[i].name, "/\\") == NULL && *news->files[i].name != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    uint32_t uids[8], count, validity, next;
    dct_arena arena;
    dct_mail mail;
    dct_task t;
    memset(&t, 0, sizeof t);
    dct_arena_init(&arena, &dct_alloc_default, FUZZ_ARENA_BYTES);
    t.arena = &arena;
    t.found = found;
    if (dct_mail_read(text, size, &arena, &mail))
        fuzz_check(mail.file_count <= DCT_MAIL_FILES);
    docent_status status = dct_mail_news(&t, "kiosk+", "@devices.desk.test", text, size);
    fuzz_check(status == DOCENT_OK || status == DOCENT_ERR_CORRUPT);
    dct_mail_uids(text, 3, uids, 8, &count);
    fuzz_check(count <= 8);
    dct_mail_status(text, &validity, &next);
    dct_arena_close(&arena);
    free(text);
    return 0;
}
