#include "fault_bending.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_HEAD = 1 << 20, MANY_HEADS = 20000 };

/* ---- ranges ---- */

static void other_range(bending *b, size_t from, const char *data)
{
    size_t size = b->file->size;
    fault_begin(b, "206 Partial Content");
    fault_say_tag(b);
    fault_say(b->out, "Content-Range: bytes %zu-%zu/%zu\r\nContent-Length: %zu\r\n\r\n", from, size - 1, size,
              size - (size_t)b->from);
    fault_add(b->out, data + (size_t)b->from, size - (size_t)b->from);
}

/* The file as it was before it changed: other bytes of the same length. */
static char *changed(const fault_file *f)
{
    char *data = malloc(f->size + 1);
    if (data == NULL)
        exit(2);
    for (size_t i = 0; i < f->size; i++)
        data[i] = (char)~f->data[i];
    return data;
}

static void odd_range(bending *b)
{
    static const char *const odd[] = { "bytes */*", "bytes 5-", "chunks 1-2/3", "bytes 99999999999999999999-1/2", "",
                                       "bytes -5-9/9", "bytes 7-3/9" };
    size_t from = (size_t)b->from, size = b->file->size;
    fault_begin(b, "206 Partial Content");
    if (b->f.kind == FAULT_RANGE_PARTS)
        fault_say(b->out, "Content-Type: multipart/byteranges; boundary=X\r\n");
    else if (fault_below(b, 8) != 0)
        fault_say(b->out, "Content-Range: %s\r\n", odd[fault_below(b, sizeof odd / sizeof *odd)]);
    fault_say(b->out, "Content-Length: %zu\r\n\r\n", size - from);
    fault_add(b->out, b->file->data + from, size - from);
}

/* The first answer is cut, so that there is something to go on with. After that: the fault, where a range is asked for. */
static void ranges(bending *b)
{
    size_t size = b->file->size;
    if (b->from == NO_RANGE) {
        bool before = b->f.kind == FAULT_RANGE_CHANGED || b->f.kind == FAULT_RANGE_MIXED;
        char *data = before ? changed(b->file) : b->file->data;
        if (b->look == 0)
            fault_whole(b, data, size);
        else
            fault_good(b);
        if (b->look == 0) {
            b->out->size = fault_head(b->out) + 1 + (size_t)fault_below(b, size - 1);
            b->out->end = FAULT_CLOSE;
        }
        if (before)
            free(data);
        return;
    }
    if ((uint64_t)b->from >= size) {
        fault_good(b);
        return;
    }
    switch (b->f.kind) {
    case FAULT_RANGE_ELSEWHERE: other_range(b, (size_t)fault_below(b, (uint64_t)b->from), b->file->data); break;
    case FAULT_RANGE_LIE: {
        char *data = changed(b->file);
        other_range(b, (size_t)b->from, data);
        free(data);
        break;
    }
    case FAULT_RANGE_IGNORED: fault_whole(b, b->file->data, size); break;
    case FAULT_RANGE_REFUSED:
        fault_begin(b, "416 Range Not Satisfiable");
        fault_say(b->out, "Content-Length: 0\r\n\r\n");
        break;
    case FAULT_RANGE_ODD:
    case FAULT_RANGE_PARTS: odd_range(b); break;
    default: fault_good(b); break; /* Changed: If-Range is obeyed. Mixed: see bend(). */
    }
}

/* ---- words ---- */

static void refusal(bending *b)
{
    static const char *const words[] = { "400 Bad Request", "401 Unauthorized", "403 Forbidden", "404 Not Found",
                                         "405 Method Not Allowed", "408 Request Timeout", "409 Conflict", "410 Gone",
                                         "418 I'm a teapot", "429 Too Many Requests", "451 Unavailable For Legal Reasons",
                                         "500 Internal Server Error", "501 Not Implemented", "502 Bad Gateway",
                                         "503 Service Unavailable", "504 Gateway Timeout", "507 Insufficient Storage",
                                         "599 ?", "416 Range Not Satisfiable" };
    static const char *const later[] = { "7", "0", "-5", "86400", "99999999999999999999", "Sun, 22 Nov 2026 12:00:00 GMT",
                                         "Fri, 31 Dec 2199 23:59:59 GMT", "Thu, 01 Jan 1970 00:00:00 GMT", "soon", "" };
    bool retry = b->f.kind == FAULT_RETRY_AFTER;
    const char *busy = fault_below(b, 2) != 0 ? "503 Service Unavailable" : "429 Too Many Requests";
    fault_page(b, retry ? busy : words[fault_below(b, sizeof words / sizeof *words)], "text/html", sizeof FAULT_PAGE - 1);
    if (!retry)
        return;
    fault_answer old = *b->out;
    size_t line = (size_t)(strstr(old.data, "\r\n") - old.data) + 2;
    *b->out = (fault_answer){ 0 };
    fault_add(b->out, old.data, line);
    fault_say(b->out, "Retry-After: %s\r\n", later[fault_below(b, sizeof later / sizeof *later)]);
    fault_add(b->out, old.data + line, old.size - line);
    free(old.data);
}

static void odd_head(bending *b)
{
    static const char zero[] = "X-Zero: a\0b\r\n";
    fault_begin(b, "200 OK");
    switch (b->f.kind) {
    case FAULT_HEAD_LONG:
        fault_say(b->out, "X-Long: ");
        for (int i = 0; i < LONG_HEAD / 64; i++)
            fault_add(b->out, "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", 64);
        fault_say(b->out, "\r\n");
        break;
    case FAULT_HEAD_MANY:
        for (int i = 0; i < MANY_HEADS; i++)
            fault_say(b->out, "X-Many-%d: yes\r\n", i);
        break;
    default:
        switch (fault_below(b, 6)) {
        case 0: fault_say(b->out, "no colon at all\r\n"); break;
        case 1: fault_say(b->out, "X-Folded: one\r\n two\r\n\tthree\r\n"); break;
        case 2: fault_add(b->out, zero, sizeof zero - 1); break;
        case 3: fault_say(b->out, ": no name\r\n"); break;
        case 4: fault_say(b->out, "X-\xff\xfe: \x80\x81\r\n"); break;
        default: fault_say(b->out, "X-Bare: line\nX-Other: end\n"); break;
        }
    }
    if (b->file != NULL) {
        fault_say(b->out, "Content-Length: %zu\r\n\r\n", b->file->size);
        fault_add(b->out, b->file->data, b->file->size);
    } else {
        fault_say(b->out, "Content-Length: 2\r\n\r\n{}");
    }
}

static void gzip(bending *b)
{
    size_t size = b->file->size;
    fault_begin(b, "200 OK");
    fault_say(b->out, "Content-Encoding: gzip\r\nContent-Type: %s\r\nContent-Length: ", fault_type(b->file));
    if (b->f.kind == FAULT_GZIP_LIE) {
        fault_say(b->out, "%zu\r\n\r\n", size);
        fault_add(b->out, b->file->data, size);
        return;
    }
    fault_say(b->out, "%zu\r\n\r\n", size / 2 + 10);
    fault_add(b->out, "\x1f\x8b\x08\0\0\0\0\0\0\x03", 10);
    for (size_t i = 0; i < size / 2; i++) {
        char c = (char)fault_below(b, 256);
        fault_add(b->out, &c, 1);
    }
}

static void garbage(bending *b)
{
    static const char *const words[] = { "SSH-2.0-OpenSSH_9.2\r\n", "220 mail.example ESMTP\r\n",
                                         "\x16\x03\x01\x02\x01\x01\x01\x01\xfc", "HTTP/1.1 \r\n\r\n",
                                         "HTTP/1.1 9999 Much\r\n\r\n", "HTTP/1.1 -20 No\r\n\r\n",
                                         "\r\n\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" };
    fault_say(b->out, "%s", words[fault_below(b, sizeof words / sizeof *words)]);
    b->out->end = fault_below(b, 2) ? FAULT_CLOSE : FAULT_RESET;
}

static void words(bending *b)
{
    fault_answer *out = b->out;
    switch (b->f.kind) {
    case FAULT_NOT_MODIFIED: fault_begin(b, "304 Not Modified"), fault_say(out, "ETag: \"x\"\r\n\r\n"); break;
    case FAULT_NO_CONTENT:
        fault_begin(b, fault_below(b, 2) ? "204 No Content" : "205 Reset Content");
        fault_say(out, "Content-Length: 0\r\n\r\n");
        break;
    case FAULT_INTERIM:
        for (int i = 0; i < 400; i++)
            fault_say(out, "HTTP/1.1 100 Continue\r\n\r\n");
        out->end = fault_below(b, 2) ? FAULT_SILENT : FAULT_CLOSE;
        break;
    case FAULT_EARLY_HINTS:
        fault_say(out, "HTTP/1.1 103 Early Hints\r\nLink: </x>; rel=preload\r\n\r\n");
        fault_good(b);
        break;
    case FAULT_NO_HEAD: fault_add(out, b->file->data, b->file->size), out->end = FAULT_CLOSE; break;
    default:
        fault_good(b);
        memcpy(out->data, "HTTP/3.7", 8);
        break;
    }
}

/* ---- elsewhere ---- */

static void moved(bending *b)
{
    static const char *const codes[] = { "301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect",
                                         "308 Permanent Redirect" };
    static const char *const hosts[] = { "http://127.0.0.2/x", "http://login.invalid/", "//login.invalid/", "http://127.0.0.1:1/x",
                                         "http://user:word@login.invalid/" };
    static const char *const schemes[] = { "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/x", "javascript:alert(1)",
                                           "data:application/json,{}", "smtp://127.0.0.1/", "file://127.0.0.1/etc/passwd" };
    if (b->f.kind == FAULT_MOVED && strstr(b->path, "?moved") != NULL) {
        fault_good(b);
        return;
    }
    fault_begin(b, codes[fault_below(b, sizeof codes / sizeof *codes)]);
    switch (b->f.kind) {
    case FAULT_MOVED: fault_say(b->out, "Location: /%s?moved\r\n", b->path); break;
    case FAULT_MOVED_CIRCLE: fault_say(b->out, "Location: /%s\r\n", b->path); break;
    case FAULT_MOVED_HOST: fault_say(b->out, "Location: %s\r\n", hosts[fault_below(b, sizeof hosts / sizeof *hosts)]); break;
    case FAULT_MOVED_SCHEME:
        fault_say(b->out, "Location: %s\r\n", schemes[fault_below(b, sizeof schemes / sizeof *schemes)]);
        break;
    case FAULT_PORTAL_MOVED: fault_say(b->out, "Location: http://login.invalid/?back=%s\r\n", b->path); break;
    default: break;
    }
    fault_say(b->out, "Content-Length: %zu\r\n\r\n%s", sizeof FAULT_PAGE - 1, FAULT_PAGE);
}

static void connection(bending *b)
{
    if (b->f.kind == FAULT_RESET_EARLY || b->f.kind == FAULT_CLOSE_EARLY) {
        b->out->end = b->f.kind == FAULT_RESET_EARLY ? FAULT_RESET : FAULT_CLOSE;
        return;
    }
    if (b->f.kind == FAULT_STAYS_OPEN) {
        fault_begin(b, "200 OK");
        fault_say(b->out, "Connection: close\r\nContent-Length: %zu\r\n\r\n", b->file->size);
        fault_add(b->out, b->file->data, b->file->size);
        b->out->end = FAULT_SILENT;
        return;
    }
    fault_good(b);
    if (b->f.kind == FAULT_EXTRA)
        fault_say(b->out, "and some more that nobody asked for\r\n");
    else if (b->f.kind == FAULT_SPLIT)
        fault_say(b->out, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
    else if (b->f.kind == FAULT_CLOSE_AFTER)
        b->out->end = FAULT_CLOSE;
}

bool fault_bend_words(bending *b)
{
    fault_kind k = b->f.kind;
    if (fault_is_range(k)) {
        ranges(b);
    } else if (k == FAULT_RANGE_UNASKED) {
        b->from = b->file != NULL ? (int64_t)(b->file->size / 2) : b->from;
        fault_good(b);
    } else if (k == FAULT_STATUS || k == FAULT_RETRY_AFTER) {
        refusal(b);
    } else if (k == FAULT_GZIP || k == FAULT_GZIP_LIE) {
        gzip(b);
    } else if (k >= FAULT_HEAD_LONG && k <= FAULT_HEAD_ODD) {
        odd_head(b);
    } else if (k == FAULT_GARBAGE) {
        garbage(b);
    } else if (k >= FAULT_NOT_MODIFIED && k <= FAULT_VERSION) {
        words(b);
    } else if ((k >= FAULT_MOVED && k <= FAULT_MOVED_NOWHERE) || k == FAULT_PORTAL_MOVED) {
        moved(b);
    } else if (k >= FAULT_RESET_EARLY) {
        connection(b);
    } else {
        return false;
    }
    return true;
}
