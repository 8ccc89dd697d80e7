#include "mail_news.h"

#include "../base/limits.h"
#include "../crypto/hash.h"
#include "letter_mail.h"
#include "mail_parse.h"
#include "said.h"
#include "uuid.h"

#include <string.h>

#define UUID 36u

/* ---- what IMAP says ---- */

/* At a digit: the number; UINT32_MAX for one that is too large. */
static uint32_t number(const char **at)
{
    uint64_t n = 0;
    for (; **at >= '0' && **at <= '9'; (*at)++)
        n = n < UINT32_MAX ? n * 10 + (uint64_t)(**at - '0') : n;
    return n < UINT32_MAX ? (uint32_t)n : UINT32_MAX;
}

/* Servers give them in any order; the lowest are kept. */
static void insert(uint32_t *list, uint32_t *count, uint32_t room, uint32_t value)
{
    uint32_t at = *count;
    while (at > 0 && list[at - 1] > value)
        at--;
    if ((at > 0 && list[at - 1] == value) || at == room)
        return;
    if (*count < room)
        (*count)++;
    memmove(list + at + 1, list + at, (*count - 1 - at) * sizeof *list);
    list[at] = value;
}

bool dct_mail_uids(const char *answer, uint32_t above, uint32_t *out, uint32_t room, uint32_t *count)
{
    const char *p = strstr(answer, "* SEARCH");
    *count = 0;
    if (p == NULL || (p != answer && p[-1] != '\n'))
        return false;
    for (p += 8; *p == ' ' || (*p >= '0' && *p <= '9');) {
        if (*p == ' ') {
            p++;
            continue;
        }
        uint32_t uid = number(&p);
        if (uid > above && uid < UINT32_MAX)
            insert(out, count, room, uid);
    }
    return *p == 0 || *p == '\r' || *p == '\n';
}

static bool after_word(const char *text, const char *word, uint32_t *value)
{
    const char *at = strstr(text, word);
    if (at == NULL || at[strlen(word)] < '0' || at[strlen(word)] > '9')
        return false;
    at += strlen(word);
    *value = number(&at);
    return true;
}

bool dct_mail_status(const char *answer, uint32_t *validity, uint32_t *next)
{
    return after_word(answer, "UIDVALIDITY ", validity) && after_word(answer, "UIDNEXT ", next);
}

/* ---- whose it is ---- */

static bool same_letters(const char *a, const char *b, size_t size)
{
    for (size_t i = 0; i < size; i++) {
        char x = a[i] >= 'A' && a[i] <= 'Z' ? (char)(a[i] + 32) : a[i];
        char y = b[i] >= 'A' && b[i] <= 'Z' ? (char)(b[i] + 32) : b[i];
        if (x != y || x == 0)
            return false;
    }
    return true;
}

/* In a list of addresses: before + UUID + after. Mail servers may change the case of letters. */
static const char *in_addresses(dct_arena *arena, const char *list, const char *before, const char *after)
{
    size_t n = strlen(before), m = strlen(after), size = strlen(list);
    for (const char *p = list; (size_t)(list + size - p) >= n + UUID + m; p++) {
        if (!same_letters(p, before, n) || !same_letters(p + n + UUID, after, m))
            continue;
        char *id = dct_arena_text(arena, p + n, UUID);
        for (char *c = id; c != NULL && *c != 0; c++)
            *c = *c >= 'A' && *c <= 'F' ? (char)(*c + 32) : *c;
        if (id != NULL && dct_uuid_ok(id))
            return id;
    }
    return NULL;
}

static const char *conversation_of(dct_arena *arena, const dct_mail *mail, const char *before, const char *after)
{
    const char *id = in_addresses(arena, mail->recipients, before, after);
    if (id == NULL)
        id = dct_mail_thread(arena, mail->in_reply_to, NULL);
    return id != NULL ? id : dct_mail_thread(arena, mail->references, NULL);
}

/* ---- as news ---- */

static void add_files(dct_arena *arena, const dct_mail *mail, dct_news *news)
{
    dct_letter_file *files = dct_arena_array(arena, DCT_MAIL_FILES, sizeof *files);
    const void **data = dct_arena_array(arena, DCT_MAIL_FILES, sizeof *data);
    if (files == NULL || data == NULL)
        return;
    for (uint32_t i = 0; i < mail->file_count; i++) {
        files[i] = (dct_letter_file){ mail->files[i].name, mail->files[i].type, "", mail->files[i].bytes };
        data[i] = mail->files[i].data;
    }
    news->files = files;
    news->file_data = data;
    news->file_count = mail->file_count;
}

/* Without a Message-ID a mail is named by its bytes. */
static const char *id_of(dct_arena *arena, const dct_mail *mail, const char *bytes, size_t size)
{
    if (*mail->message_id != 0)
        return dct_said_id(arena, mail->message_id, strlen(mail->message_id));
    return dct_said_id(arena, bytes, size);
}

static void tell(dct_task *t, const dct_mail *mail, const char *conversation, const char *bytes, size_t size)
{
    dct_news news = { .conversation = conversation, .text = mail->text, .origin_id = "" };
    const char *own = "";
    news.remote_id = id_of(t->arena, mail, bytes, size);
    news.author = *mail->from_name != 0 ? mail->from_name : mail->from;
    news.at = mail->date != INT64_MIN ? mail->date : t->now_s;
    if (dct_mail_thread(t->arena, mail->message_id, &own) != NULL && *own != 0) {
        news.from_us = true; /* The witness. */
        news.origin_id = own;
        news.text = "";
    } else if (mail->file_count > 0) {
        add_files(t->arena, mail, &news);
    }
    if (!dct_arena_failed(t->arena))
        t->found(t->found_ctx, &news);
}

docent_status dct_mail_news(dct_task *t, const char *before, const char *after, const char *bytes, size_t size)
{
    dct_mail mail;
    dct_arena own; /* What a mail takes while it is read does not stay with the task. */
    dct_arena *kept = t->arena;
    docent_status status = DOCENT_OK;
    dct_arena_init(&own, kept->alloc, DCT_MAX_NEWS_BYTES);
    t->arena = &own;
    if (dct_mail_read(bytes, size, &own, &mail)) {
        const char *conversation = conversation_of(&own, &mail, before, after);
        if (conversation != NULL)
            tell(t, &mail, conversation, bytes, size);
        else if (*mail.recipients == 0 && *mail.references == 0 && *mail.in_reply_to == 0)
            status = DOCENT_ERR_CORRUPT;
    }
    if (own.failed && !own.full) /* A mail that is too large even for that bound is passed over; short memory is not. */
        status = DOCENT_ERR_NOMEM;
    dct_arena_close(&own);
    t->arena = kept;
    return status;
}
