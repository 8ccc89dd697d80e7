/* Files (XEP-0363): which service takes them, a place for one, and the bytes by HTTP.
 *
 *     services of the domain -> which takes uploads, how large -> slot: where to PUT, where it will be -> PUT
 *
 * Sending a file twice costs a place on the server and is seen by nobody: only the letter tells where a file is. So what is
 * in doubt here was simply not sent. */
#include "xmpp.h"

#include "../base/limits.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define HEADERS 3 /* Authorization, Cookie and Expires are allowed, no others. */
#define CALL_S 600 /* The longest a file may take. */

/* ---- the service ---- */

static void ask_service(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    dct_xmpp_at(x, DCT_AT_SERVICE);
    dct_xmpp_id(x, job->query);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='get' id='%s' to='%s'><query xmlns='" NS_DISCO_INFO "'/></iq>", job->query,
                job->service);
    dct_xmpp_flush(x);
}

static bool next_service(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    while (job->service_count > 0) {
        const char *jid = job->services[--job->service_count];
        if (jid[0] == 0 || strlen(jid) >= sizeof job->service || strpbrk(jid, " <>&'\"") != NULL)
            continue;
        snprintf(job->service, sizeof job->service, "%s", jid);
        ask_service(x);
        return true;
    }
    return false;
}

void dct_xmpp_upload_begin(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    if (x->upload[0] != 0) {
        job->services[0] = x->upload;
        job->service_count = 1;
        if (!next_service(x))
            dct_xmpp_end(x, DCT_REFUSED, "`upload` is no name of a service");
        return;
    }
    dct_xmpp_at(x, DCT_AT_SERVICES);
    dct_xmpp_id(x, job->query);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='get' id='%s' to='%s'><query xmlns='" NS_DISCO_ITEMS "'/></iq>",
                job->query, x->domain);
    dct_xmpp_flush(x);
}

static void none(dct_xmpp *x)
{
    if (!next_service(x))
        dct_xmpp_end(x, DCT_REFUSED, "the chat server takes no files; name a service with `upload`, or send without");
}

static void take_services(dct_xmpp *x, const dct_xml *iq)
{
    dct_xmpp_job *job = &x->job;
    const dct_xml *query = dct_xml_child(iq, "query", NS_DISCO_ITEMS);
    for (const dct_xml *i = dct_xml_child(query, "item", NS_DISCO_ITEMS); i != NULL; i = dct_xml_again(i)) {
        const char *jid = dct_xml_get(i, "jid"), *kept = dct_arena_text(job->task->arena, jid, strlen(jid));
        if (kept != NULL && job->service_count < sizeof job->services / sizeof *job->services)
            job->services[job->service_count++] = kept;
    }
    none(x);
}

static uint64_t most_of(const dct_xml *query)
{
    for (const dct_xml *f = dct_xml_child(query, "x", NS_FORM); f != NULL; f = dct_xml_again(f))
        if (strcmp(dct_form_value(f, "FORM_TYPE"), NS_UPLOAD) == 0)
            return strtoull(dct_form_value(f, "max-file-size"), NULL, 10);
    return 0;
}

/* ---- the slot ---- */

static const dct_letter_file *file_of(const dct_xmpp_job *job, dct_letter_file *text)
{
    const dct_task *t = job->task;
    if (t->op == DCT_OP_UPLOAD)
        return t->file < t->letter->file_count ? &t->letter->files[t->file] : NULL;
    *text = (dct_letter_file){ "request.txt", "text/plain", "", job->text_size };
    return text;
}

static void ask_slot(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    dct_letter_file text;
    const dct_letter_file *file = file_of(job, &text);
    char size[24];
    if (file == NULL || (x->max_file > 0 && file->bytes > x->max_file)) {
        dct_task_end(job->task, DCT_REFUSED, "the chat server takes files of at most %llu bytes", (unsigned long long)x->max_file);
        return;
    }
    snprintf(size, sizeof size, "%llu", (unsigned long long)file->bytes);
    dct_xmpp_at(x, DCT_AT_SLOT);
    dct_xmpp_id(x, job->query);
    dct_xml_add(&x->out, "<iq xmlns='" NS_CLIENT "' type='get' id='%s' to='%s'>"
                "<request xmlns='" NS_UPLOAD "' filename='%s' size='%s' content-type='%s'/></iq>", job->query, job->service,
                file->name, size,
                file->type[0] == 0 ? "application/octet-stream" : file->type);
    dct_xmpp_flush(x);
}

static void take_service(dct_xmpp *x, const dct_xml *iq)
{
    const dct_xml *query = dct_xml_child(iq, "query", NS_DISCO_INFO);
    for (const dct_xml *f = dct_xml_child(query, "feature", NS_DISCO_INFO); f != NULL; f = dct_xml_again(f))
        if (dct_xml_says(f, "var", NS_UPLOAD)) {
            x->max_file = most_of(query);
            ask_slot(x);
            return;
        }
    none(x);
}

/* ---- the bytes ---- */

/* A header's line as it may be sent: the server names it and its value. */
static const char *header_of(dct_task *t, const dct_xml *h)
{
    static const char *const allowed[] = { "Authorization", "Cookie", "Expires" };
    const char *name = dct_xml_get(h, "name"), *match = NULL;
    for (size_t i = 0; i < sizeof allowed / sizeof *allowed; i++)
        if (strcmp(name, allowed[i]) == 0)
            match = allowed[i];
    char *line = match == NULL ? NULL : dct_arena_format(t->arena, "%s: %s", match, h->text);
    if (line == NULL)
        return NULL;
    char *to = line;
    for (const char *p = line; *p != 0; p++)
        if ((unsigned char)*p >= 0x20 && *p != 0x7F) /* A line's end would begin another header. */
            *to++ = *p;
    *to = 0;
    return line;
}

static int64_t read_text(void *ctx, uint64_t offset, void *to, size_t size)
{
    const dct_xmpp_job *job = ctx;
    if (offset >= job->text_size)
        return 0;
    if (size > job->text_size - offset)
        size = job->text_size - (size_t)offset;
    memcpy(to, job->text + offset, size);
    return (int64_t)size;
}

/* What the server names is used as it stands, but not with less care for secrecy than its own address. */
static bool address_ok(const dct_xmpp *x, const char *url)
{
    bool secret = strncmp(x->url, "https:", 6) == 0;
    return (strncmp(url, "https://", 8) == 0 || (!secret && strncmp(url, "http://", 7) == 0)) &&
           strcspn(url, " \t\r\n<>\"") == strlen(url) && strlen(url) < 2000;
}

static void put(dct_xmpp *x, const char *url, const dct_xml *headers)
{
    dct_xmpp_job *job = &x->job;
    dct_task *t = job->task;
    dct_letter_file text;
    const dct_letter_file *file = file_of(job, &text);
    const char *lines[HEADERS + 1] = { dct_arena_format(t->arena, "Content-Type: %s",
                                                        file->type[0] == 0 ? "application/octet-stream" : file->type) };
    uint32_t count = 1;
    for (const dct_xml *h = headers; h != NULL && count <= HEADERS; h = dct_xml_again(h))
        if ((lines[count] = header_of(t, h)) != NULL)
            count++;
    dct_task_file *body = dct_arena_new(t->arena, sizeof *body);
    if (body != NULL)
        *body = (dct_task_file){ t, file };
    bool ahead = t->op == DCT_OP_UPLOAD;
    docent_request r = { .struct_size = sizeof r, .url = url, .method = "PUT", .headers = lines, .header_count = count,
                         .read = ahead ? dct_task_read_file : read_text, .body_ctx = ahead ? (void *)body : (void *)job,
                         .body_bytes = file->bytes };
    dct_wire_use(&x->wire, &r);
    if (dct_task_start(x->c, t, &r, DCT_MAX_XML_BYTES, DCT_AT_PUT))
        job->deadline_ms = x->now_ms + CALL_S * 1000ull;
}

static void take_slot(dct_xmpp *x, const dct_xml *iq)
{
    dct_xmpp_job *job = &x->job;
    const dct_xml *slot = dct_xml_child(iq, "slot", NS_UPLOAD), *to = dct_xml_child(slot, "put", NS_UPLOAD);
    const char *get = dct_xml_get(dct_xml_child(slot, "get", NS_UPLOAD), "url"), *url = dct_xml_get(to, "url");
    char why[240];
    if (dct_stanza_condition(iq)[0] != 0) {
        dct_verdict v = dct_stanza_verdict(iq, why, sizeof why);
        job->task->later_s = v == DCT_LATER ? 60 : 0; /* Often a quota that time gives back. */
        dct_xmpp_end(x, v == DCT_LATER ? DCT_LATER : DCT_REFUSED, why);
    } else if (!address_ok(x, url) || !address_ok(x, get)) {
        dct_xmpp_end(x, DCT_REFUSED, "the chat server names an address for files that cannot be used");
    } else {
        job->get = dct_arena_text(job->task->arena, get, strlen(get));
        url = dct_arena_text(job->task->arena, url, strlen(url));
        put(x, url, dct_xml_child(to, "header", NS_UPLOAD));
    }
}

static void uploaded(dct_xmpp *x)
{
    dct_xmpp_job *job = &x->job;
    if (job->task->op == DCT_OP_UPLOAD) {
        job->task->out_remote = job->get;
        dct_xmpp_end(x, job->get == NULL ? DCT_NOT_SENT : DCT_DONE, "");
        return;
    }
    job->text_url = job->get; /* The letter's own text: it goes on as any other letter. */
    dct_task_drop(job->task);
    dct_xmpp_at(x, DCT_AT_SESSION);
}

void dct_xmpp_upload_step(dct_xmpp *x)
{
    dct_task *t = x->job.task;
    if (!dct_task_done(t))
        return;
    dct_verdict v = dct_task_http(t);
    if (v == DCT_DONE)
        uploaded(x);
    else
        dct_task_end(t, v == DCT_DOUBT || v == DCT_AUTH ? DCT_NOT_SENT : v, NULL);
}

bool dct_xmpp_upload_stanza(dct_xmpp *x, const dct_xml *iq)
{
    switch (x->job.task->at) {
    case DCT_AT_SERVICES: take_services(x, iq); return true;
    case DCT_AT_SERVICE: take_service(x, iq); return true;
    case DCT_AT_SLOT: take_slot(x, iq); return true;
    default: return false;
    }
}
