/* docent unseal: what devices with a public key in `seal` sent, for the operator who has the secret one.
 *
 *   docent unseal request.bin --key desk.key             the request as a person reads it
 *   docent unseal mail.eml --key desk.key --files got    and its attachments into a folder
 *
 * It keeps no key and no text; what it prints is the operator's to guard. */
#include "commands.h"

#include "../src/base/alloc.h"
#include "../src/pack/opened.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct options {
    const char *key, *out, *files;
    bool        json;
} options;

static bool write_whole(const char *path, const char *mode, const void *data, size_t size)
{
    FILE *out = fopen(path, mode);
    bool ok = out != NULL && (size == 0 || fwrite(data, size, 1, out) == 1);
    if (out != NULL)
        ok = fclose(out) == 0 && ok;
    if (!ok)
        command_fail("%s: cannot be written: %s", path, strerror(errno));
    return ok;
}

static bool print_out(const options *o, const void *data, size_t size)
{
    if (o->out != NULL && strcmp(o->out, "-") != 0)
        return write_whole(o->out, "wb", data, size);
    return size == 0 || fwrite(data, size, 1, stdout) == 1;
}

/* ---- attachments ---- */

/* Never over a file that is there: two people attach "photo.jpg". */
static bool write_file(const options *o, const dct_opened_piece *piece, uint32_t number)
{
    char path[4096];
    for (int again = 0; again < 1000; again++) {
        char before[24] = "";
        if (again > 0 || *piece->name == 0)
            snprintf(before, sizeof before, "%u%s", (unsigned)(number + (uint32_t)again), *piece->name == 0 ? "" : "-");
        int size = snprintf(path, sizeof path, "%s/%s%s%s", o->files, *piece->name == 0 ? "attachment-" : "", before, piece->name);
        if (size < 0 || size >= (int)sizeof path)
            break;
        FILE *there = fopen(path, "rb");
        if (there == NULL)
            return write_whole(path, "wbx", piece->data, piece->size);
        fclose(there);
    }
    command_fail("%s: has too many files of this name", o->files);
    return false;
}

static bool print_files(const options *o, const dct_opened *opened)
{
    uint32_t number = 0;
    for (uint32_t i = 0; i < opened->count; i++) {
        if (opened->pieces[i].letter)
            continue;
        number++;
        if (o->files != NULL && !write_file(o, &opened->pieces[i], number))
            return false;
    }
    if (number > 0 && o->files == NULL)
        fprintf(stderr, "docent: %u attachment%s left sealed: give a folder with --files DIR\n", (unsigned)number,
                number == 1 ? " is" : "s are");
    return true;
}

/* ---- letters ---- */

static docent_status collect(const options *o, dct_opened *opened, dct_buf *text, docent_error *err)
{
    docent_status status = DOCENT_OK;
    for (uint32_t i = 0; i < opened->count && status == DOCENT_OK; i++) {
        const dct_opened_piece *piece = &opened->pieces[i];
        if (!piece->letter)
            continue;
        if (o->json) {
            dct_buf_add(text, piece->data, piece->size);
            dct_buf_add_byte(text, '\n');
            continue;
        }
        if (text->size > 0)
            dct_buf_add_text(text, "\n----\n\n");
        status = dct_opened_text(opened, piece, text, err);
    }
    return status;
}

static int print_all(const options *o, dct_opened *opened)
{
    dct_buf text;
    docent_error err = { 0 };
    if (opened->count == 1 && !opened->pieces[0].letter && o->files == NULL) /* An attachment alone: its bytes. */
        return print_out(o, opened->pieces[0].data, opened->pieces[0].size) ? 0 : 1;
    dct_buf_init(&text, &dct_alloc_default, (size_t)1 << 30);
    docent_status status = collect(o, opened, &text, &err);
    int code = 0;
    if (status != DOCENT_OK || text.failed)
        code = command_fail("%s", status != DOCENT_OK ? err.message : "out of memory");
    else if (!print_out(o, text.data, text.size) || !print_files(o, opened))
        code = 1;
    dct_buf_close(&text);
    return code;
}

static int run(const options *o, const char **files, int count)
{
    char secret[65] = "";
    docent_error err;
    dct_opened *opened = calloc(1, sizeof *opened);
    if (opened == NULL)
        return command_fail("out of memory");
    dct_opened_init(opened, &dct_alloc_default);
    docent_status status = dct_opened_key(&dct_alloc_default, o->key, secret, &err);
    for (int i = 0; i < count && status == DOCENT_OK; i++)
        status = dct_opened_file(opened, files[i], secret, &err);
    memset(secret, 0, sizeof secret);
    if (status == DOCENT_OK)
        status = dct_opened_names(opened, &err);
    int code = status == DOCENT_OK ? print_all(o, opened) : command_fail("%s", err.message);
    dct_opened_close(opened);
    free(opened);
    return code;
}

int cmd_unseal(int argc, char **argv)
{
    options o = { NULL, NULL, NULL, false };
    const command_option known[] = { { "--key", &o.key, NULL }, { "-o", &o.out, NULL }, { "--files", &o.files, NULL },
                                     { "--json", NULL, &o.json } };
    const char **files = calloc((size_t)argc, sizeof *files);
    if (files == NULL)
        return command_fail("out of memory");
    int count = command_parse(argc, argv, known, sizeof known / sizeof *known, files, argc);
    int code = 2;
    if (count == 0)
        command_usage("unseal", "which sealed files?");
    else if (count > 0 && o.key == NULL)
        command_usage("unseal", "with which key? Name the file of the secret one with --key FILE");
    else if (count > 0)
        code = run(&o, files, count);
    free(files);
    return code;
}
