#include "request.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "net.h"

#include <string.h>

static const char *const schemes[] = { "https", "http", "file", "smtp", "smtps", "imap", "imaps" };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

bool dct_same_name(const char *a, const char *b)
{
    while (*a != 0 && lower(*a) == lower(*b))
        a++, b++;
    return lower(*a) == lower(*b);
}

/* ---- URLs, as much of them as we need ---- */

const char *dct_url_scheme(const char *url, size_t *size)
{
    const char *end = strstr(url, "://");
    *size = end == NULL ? 0 : (size_t)(end - url);
    return end == NULL ? "" : url;
}

static bool scheme_ok(const char *url)
{
    size_t size;
    const char *scheme = dct_url_scheme(url, &size);
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (strlen(schemes[i]) == size && memcmp(schemes[i], scheme, size) == 0)
            return true;
    return false;
}

/* A backslash is a slash to some readers of URLs and a letter to others: what comes after belongs to no host. */
void dct_url_host(const char *url, char *out, size_t room)
{
    const char *at = strstr(url, "://");
    at = at == NULL ? url : at + 3;
    size_t size = strcspn(at, "/?#\\");
    for (size_t i = 0; i < size; i++)
        if (at[i] == '@')
            at += i + 1, size -= i + 1, i = (size_t)-1;
    if (size > 0 && *at == '[') {
        at++, size--;
        const char *end = memchr(at, ']', size);
        size = end == NULL ? size : (size_t)(end - at);
    } else {
        const char *port = size == 0 ? NULL : memchr(at, ':', size);
        size = port == NULL ? size : (size_t)(port - at);
    }
    if (size >= room)
        size = room - 1;
    for (size_t i = 0; i < size; i++)
        out[i] = lower(at[i]);
    out[size] = 0;
}

bool dct_host_is_loopback(const char *host)
{
    if (strcmp(host, "localhost") == 0 || strcmp(host, "::1") == 0)
        return true;
    return strncmp(host, "127.", 4) == 0 && host[strspn(host, "0123456789.")] == 0;
}

bool dct_range_ok(int status, const char *content_range, uint64_t from)
{
    uint64_t n = 0;
    if (status != 206 || content_range == NULL || strncmp(content_range, "bytes ", 6) != 0)
        return false;
    const char *p = content_range + 6;
    if (*p < '0' || *p > '9')
        return false;
    for (; *p >= '0' && *p <= '9'; p++) {
        if (n > (UINT64_MAX - 9) / 10)
            return false;
        n = n * 10 + (uint64_t)(*p - '0');
    }
    return *p == '-' && n == from;
}

/* ---- the copy ---- */

typedef struct copier {
    dct_arena   *texts;
    const char  *wrong; /* The first field that cannot be sent. */
} copier;

static const char *copy_text(copier *c, const char *text, const char *field)
{
    if (text == NULL)
        return NULL;
    size_t size = 0;
    for (; text[size] != 0; size++) {
        unsigned char byte = (unsigned char)text[size];
        if (size >= DCT_MAX_REQUEST_BYTES || byte == 0x7F || (byte < 0x20 && byte != '\t')) {
            c->wrong = c->wrong == NULL ? field : c->wrong;
            return NULL;
        }
    }
    return dct_arena_text(c->texts, text, size);
}

static const char *const *copy_list(copier *c, const char *const *list, uint32_t count, const char *field)
{
    const char **copy = count == 0 ? NULL : dct_arena_array(c->texts, count, sizeof *copy);
    for (uint32_t i = 0; copy != NULL && i < count; i++) {
        if (list == NULL || list[i] == NULL) {
            c->wrong = field;
            return NULL;
        }
        copy[i] = copy_text(c, list[i], field);
    }
    return copy;
}

/* "<a@b>\r\n" was dealt with; what is left that could end an address early. */
static void check_mail(copier *c, const docent_request *r)
{
    if (r->mail_from != NULL && strpbrk(r->mail_from, "<> \t") != NULL)
        c->wrong = "mail_from";
    for (uint32_t i = 0; r->mail_to != NULL && i < r->mail_to_count; i++)
        if (r->mail_to[i] != NULL && strpbrk(r->mail_to[i], "<> \t") != NULL)
            c->wrong = "mail_to";
}

static bool is_http_token(const char *text)
{
    static const char marks[] = "!#$%&'*+-.^_`|~";
    size_t size = 0;
    for (; text[size] != 0; size++) {
        char c = lower(text[size]);
        if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr(marks, c) != NULL))
            return false;
    }
    return size > 0;
}

static void check_method(copier *c, const docent_request *r)
{
    if (r->method == NULL || *r->method == 0)
        c->wrong = "method";
    else if (strncmp(r->url, "http", 4) == 0 && (!is_http_token(r->method) || strcmp(r->method, "CONNECT") == 0))
        c->wrong = "method";
}

docent_status dct_request_copy(const docent_request *from, dct_arena *texts, docent_request *out, docent_error *err)
{
    copier c = { texts, NULL };
    docent_request r;
    memset(&r, 0, sizeof r);
    if (from->struct_size < offsetof(docent_request, headers) || from->struct_size > 4096)
        return dct_fail(err, DOCENT_ERR_ARG, "net", 0, "request: struct_size is not set");
    memcpy(&r, from, from->struct_size < sizeof r ? from->struct_size : sizeof r);
    r.struct_size = (uint32_t)sizeof r;
    if (r.url == NULL || !scheme_ok(r.url))
        return dct_fail(err, DOCENT_ERR_ARG, "net", 0, "request: %.100s: the address must begin with https://, http://, file://, "
                        "smtp(s):// or imap(s)://", r.url == NULL ? "NULL" : r.url);
    check_method(&c, &r);
    check_mail(&c, &r);
    r.url = copy_text(&c, r.url, "url");
    r.method = copy_text(&c, r.method, "method");
    r.headers = copy_list(&c, r.headers, r.header_count, "headers");
    r.user = copy_text(&c, r.user, "user");
    r.password = copy_text(&c, r.password, "password");
    r.mail_from = copy_text(&c, r.mail_from, "mail_from");
    r.mail_to = copy_list(&c, r.mail_to, r.mail_to_count, "mail_to");
    r.ca_file = copy_text(&c, r.ca_file, "ca_file");
    r.pinned_key = copy_text(&c, r.pinned_key, "pinned_key");
    r.client_cert = copy_text(&c, r.client_cert, "client_cert");
    r.client_key = copy_text(&c, r.client_key, "client_key");
    r.proxy = copy_text(&c, r.proxy, "proxy");
    r.proxy_user = copy_text(&c, r.proxy_user, "proxy_user");
    r.proxy_password = copy_text(&c, r.proxy_password, "proxy_password");
    if (c.wrong != NULL)
        return dct_fail(err, DOCENT_ERR_ARG, "net", 0, "request: %s holds what cannot be sent: a line break, or nothing", c.wrong);
    if (dct_arena_failed(texts))
        return dct_fail(err, dct_arena_status(texts), "net", 0, "request: too long, or out of memory");
    *out = r;
    return DOCENT_OK;
}

/* ---- a body in memory ---- */

int64_t dct_memory_read(void *ctx, uint64_t offset, void *to, size_t size)
{
    const dct_memory_body *body = ctx;
    if (offset >= body->size)
        return 0;
    if (size > body->size - offset)
        size = body->size - (size_t)offset;
    memcpy(to, (const char *)body->data + offset, size);
    return (int64_t)size;
}
