#include "opened.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../base/utf8.h"
#include "../contact/letter.h"
#include "../contact/mail_parse.h"
#include "../contact/mail_text.h"
#include "../crypto/hash.h"
#include "../crypto/seal.h"
#include "file.h"

#include <stdio.h>
#include <string.h>

#define ARENA_BYTES ((size_t)1 << 30)
#define FILE_BYTES ((size_t)3 * DCT_MAX_ATTACHMENT_BYTES) /* Some attachments in one mail, in base64. */
#define KEY_FILE_BYTES 4096u
#define SUBJECT_BYTES 1000u
#define MARK "DCTSEAL1"
#define MARK_BASE64 "RENUU0VBTDE" /* The same: base64 of eight bytes, but for the last four bits. */

void dct_opened_init(dct_opened *o, const docent_alloc *alloc)
{
    memset(o, 0, sizeof *o);
    dct_arena_init(&o->arena, alloc, ARENA_BYTES);
}

void dct_opened_close(dct_opened *o)
{
    dct_arena_close(&o->arena);
}

/* ---- the key ---- */

static bool take_hex(const char *text, char out[65])
{
    unsigned char raw[32];
    size_t size = strspn(text, "0123456789abcdefABCDEF");
    if (size != 64)
        return false;
    memcpy(out, text, 64);
    out[64] = 0;
    bool ok = dct_unhex(out, raw, sizeof raw);
    memset(raw, 0, sizeof raw);
    return ok;
}

static bool find_secret(const char *text, char out[65])
{
    const char *secret = strstr(text, "secret");
    const char *from = secret != NULL ? secret + 6 : text;
    return take_hex(from + strspn(from, " \t\r\n:=\""), out);
}

docent_status dct_opened_key(const docent_alloc *alloc, const char *path, char secret_hex[65], docent_error *err)
{
    dct_buf file;
    dct_buf_init(&file, alloc, KEY_FILE_BYTES + 1);
    docent_status status = dct_file_load(alloc, path, KEY_FILE_BYTES, &file, err);
    if (status == DOCENT_OK && !find_secret(dct_buf_text(&file), secret_hex)) {
        bool only_public = strstr(dct_buf_text(&file), "public") != NULL;
        status = dct_fail(err, DOCENT_ERR_SYNTAX, "pack", 0, only_public ? "%s: holds the public key; what is sealed opens with "
                                                                           "the secret one"
                                                                         : "%s: no secret key of 64 hexadecimal digits; it is "
                                                                           "what `docent keys seal` printed", path);
    }
    if (file.data != NULL)
        memset(file.data, 0, file.room);
    dct_buf_close(&file);
    return status;
}

/* ---- pieces ---- */

static bool is_sealed(const void *data, size_t size)
{
    return size >= DCT_SEAL_OVERHEAD && memcmp(data, MARK, sizeof MARK - 1) == 0;
}

static bool is_letter(dct_opened *o, const void *data, size_t size)
{
    dct_arena scratch;
    dct_letter letter;
    dct_arena_init(&scratch, o->arena.alloc, 4 * (size_t)DCT_MAX_LETTER_BYTES);
    bool ok = size > 2 && *(const char *)data == '{' && dct_letter_read(data, size, &scratch, &letter, NULL) == DOCENT_OK &&
              *letter.id != 0 && *letter.kind != 0;
    dct_arena_close(&scratch);
    return ok;
}

static docent_status open_piece(dct_opened *o, const char *path, const void *data, size_t size, const char *secret,
                                docent_error *err)
{
    dct_buf plain;
    docent_error why;
    if (o->count == DCT_OPENED_PIECES)
        return dct_fail(err, DOCENT_ERR_LIMIT, "pack", 0, "more than %u sealed pieces; give fewer files", DCT_OPENED_PIECES);
    dct_buf_init(&plain, o->arena.alloc, FILE_BYTES);
    docent_status status = dct_unseal(secret, data, size, &plain, &why);
    dct_opened_piece *piece = &o->pieces[o->count];
    if (status != DOCENT_OK)
        status = dct_fail(err, status, "pack", 0, "%s: %s", path, why.message);
    else if ((piece->data = dct_arena_text(&o->arena, (const char *)plain.data, plain.size)) == NULL ||
             !dct_sha256_hex(data, size, piece->sha256))
        status = dct_fail_memory(err, "pack");
    if (status == DOCENT_OK) {
        piece->size = plain.size;
        piece->letter = is_letter(o, piece->data, piece->size);
        piece->name = "";
        o->count++;
    }
    if (plain.data != NULL)
        memset(plain.data, 0, plain.size);
    dct_buf_close(&plain);
    return status;
}

/* ---- files ---- */

static docent_status nothing_sealed(const char *path, docent_error *err)
{
    return dct_fail(err, DOCENT_ERR_SYNTAX, "pack", 0,
                    "%s: holds nothing sealed; it takes the body of a web request, an attachment, or a whole mail", path);
}

static docent_status open_mail(dct_opened *o, const char *path, const dct_buf *file, const char *secret, docent_error *err)
{
    dct_mail *mail = dct_arena_new(&o->arena, sizeof *mail);
    if (mail == NULL || !dct_mail_read((const char *)file->data, file->size, &o->arena, mail))
        return dct_fail(err, dct_arena_status(&o->arena), "pack", 0, "%s: the mail is too large, or memory is short", path);
    docent_status status = DOCENT_OK;
    uint32_t before = o->count;
    for (uint32_t i = 0; i < mail->file_count && status == DOCENT_OK; i++)
        if (is_sealed(mail->files[i].data, mail->files[i].bytes))
            status = open_piece(o, path, mail->files[i].data, mail->files[i].bytes, secret, err);
    return status == DOCENT_OK && o->count == before ? nothing_sealed(path, err) : status;
}

static docent_status open_text(dct_opened *o, const char *path, const dct_buf *file, const char *secret, docent_error *err)
{
    const char *text = (const char *)file->data;
    size_t from = 0, size = 0;
    while (from < file->size && strchr(" \t\r\n", text[from]) != NULL && text[from] != 0)
        from++;
    if (file->size - from < sizeof MARK_BASE64 || memcmp(text + from, MARK_BASE64, sizeof MARK_BASE64 - 2) != 0)
        return open_mail(o, path, file, secret, err);
    const char *raw = dct_mail_decode(&o->arena, "base64", text + from, file->size - from, &size);
    return is_sealed(raw, size) ? open_piece(o, path, raw, size, secret, err) : nothing_sealed(path, err);
}

docent_status dct_opened_file(dct_opened *o, const char *path, const char *secret_hex, docent_error *err)
{
    dct_buf file;
    dct_buf_init(&file, o->arena.alloc, FILE_BYTES + 1);
    docent_status status = dct_file_load(o->arena.alloc, path, FILE_BYTES, &file, err);
    if (status == DOCENT_OK && file.size == 0)
        status = nothing_sealed(path, err);
    else if (status == DOCENT_OK && is_sealed(file.data, file.size))
        status = open_piece(o, path, file.data, file.size, secret_hex, err);
    else if (status == DOCENT_OK)
        status = open_text(o, path, &file, secret_hex, err);
    dct_buf_close(&file);
    return status;
}

/* ---- names ---- */

/* The last part of a path, whoever's: it will be a file in a folder of ours. */
static const char *safe_name(dct_arena *arena, const char *name)
{
    const char *last = name;
    for (const char *p = name; *p != 0; p++)
        last = *p == '/' || *p == '\\' || *p == ':' ? p + 1 : last;
    last += strspn(last, ". ");
    char *copy = dct_arena_text(arena, last, dct_utf8_cut(last, strlen(last) < 200 ? strlen(last) : 200));
    for (char *p = copy; p != NULL && *p != 0; p++)
        if ((unsigned char)*p < 0x20 || *p == 0x7F || strchr("<>\"|?*", *p) != NULL)
            *p = '_';
    return copy == NULL ? "" : copy;
}

static void name_files(dct_opened *o, const dct_letter *letter)
{
    for (uint32_t i = 0; i < letter->file_count; i++)
        for (uint32_t k = 0; k < o->count; k++)
            if (!o->pieces[k].letter && *o->pieces[k].name == 0 && strcmp(o->pieces[k].sha256, letter->files[i].sha256) == 0) {
                o->pieces[k].name = safe_name(&o->arena, letter->files[i].name);
                break;
            }
}

docent_status dct_opened_names(dct_opened *o, docent_error *err)
{
    dct_letter letter;
    for (uint32_t i = 0; i < o->count; i++) {
        docent_status status = o->pieces[i].letter
                                   ? dct_letter_read(o->pieces[i].data, o->pieces[i].size, &o->arena, &letter, err)
                                   : DOCENT_OK;
        if (status != DOCENT_OK)
            return status;
        if (o->pieces[i].letter)
            name_files(o, &letter);
    }
    return dct_arena_failed(&o->arena) ? dct_fail_memory(err, "pack") : DOCENT_OK;
}

/* ---- letters ---- */

docent_status dct_opened_text(dct_opened *o, const dct_opened_piece *piece, dct_buf *out, docent_error *err)
{
    dct_letter letter;
    size_t from = out->size;
    docent_status status = dct_letter_read(piece->data, piece->size, &o->arena, &letter, err);
    if (status == DOCENT_OK && *letter.subject != 0) {
        size_t size = strlen(letter.subject);
        dct_buf_add_text(out, "Subject: ");
        dct_buf_add(out, letter.subject, dct_utf8_cut(letter.subject, size < SUBJECT_BYTES ? size : SUBJECT_BYTES));
        dct_buf_add_text(out, "\n\n");
    }
    if (status == DOCENT_OK)
        status = dct_letter_text(&letter, out, err);
    for (size_t i = from; i < out->size; i++)
        if ((out->data[i] < 0x20 && out->data[i] != '\n' && out->data[i] != '\t') || out->data[i] == 0x7F)
            out->data[i] = ' ';
    return status;
}
