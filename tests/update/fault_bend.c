#include "fault_bending.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_PAGE = 6 << 20 };

uint64_t fault_below(bending *b, uint64_t below)
{
    return below == 0 ? 0 : fault_chance(&b->chance) % below;
}

/* ---- bytes ---- */

void fault_add(fault_answer *out, const void *data, size_t size)
{
    if (out->size + size + 1 > out->room) {
        out->room = 2 * (out->size + size) + 1024;
        out->data = realloc(out->data, out->room);
    }
    if (out->data == NULL)
        exit(2);
    if (size > 0)
        memcpy(out->data + out->size, data, size);
    out->size += size;
    out->data[out->size] = 0;
}

void fault_say(fault_answer *out, const char *format, ...)
{
    char text[1024];
    va_list args;
    va_start(args, format);
    int n = vsnprintf(text, sizeof text, format, args);
    va_end(args);
    fault_add(out, text, (size_t)n);
}

void fault_begin(bending *b, const char *status)
{
    fault_say(b->out, "HTTP/1.1 %s\r\nServer: fault\r\n", status);
}

const char *fault_type(const fault_file *f)
{
    size_t size = strlen(f->name);
    return size > 5 && strcmp(f->name + size - 5, ".json") == 0 ? "application/json" : "application/octet-stream";
}

/* What a resumed download can name: a strong one, a weak one, a date, nothing. */
void fault_say_tag(bending *b)
{
    static const char dates[] = "Last-Modified: Thu, 19 Nov 2026 08:00:00 GMT\r\nDate: Sun, 22 Nov 2026 08:00:00 GMT\r\n";
    switch (b->f.chance >> 8 & 3) {
    case 0: fault_say(b->out, "ETag: \"%zx\"\r\n", b->file->size); break;
    case 1:
        fault_say(b->out, "ETag: W/\"%zx\"\r\n%s", b->file->size, dates);
        break;
    case 2: fault_say(b->out, "%s", dates); break;
    default: break;
    }
}

/* As a good server answers, ranges and If-Range included, with `data` for the file's bytes. */
void fault_whole(bending *b, const char *data, size_t size)
{
    fault_begin(b, "200 OK");
    fault_say_tag(b);
    fault_say(b->out, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n", fault_type(b->file), size);
    fault_add(b->out, data, size);
}

static bool has_changed(const bending *b)
{
    return *b->if_range != 0 && b->f.kind == FAULT_RANGE_CHANGED && b->look > 0;
}

static void as_it_is(bending *b)
{
    size_t size = b->file->size, from = (size_t)b->from;
    if (b->from == NO_RANGE || has_changed(b)) {
        fault_whole(b, b->file->data, size);
        return;
    }
    if (from >= size) {
        fault_begin(b, "416 Range Not Satisfiable");
        fault_say(b->out, "Content-Range: bytes */%zu\r\nContent-Length: 0\r\n\r\n", size);
        return;
    }
    fault_begin(b, "206 Partial Content");
    fault_say_tag(b);
    fault_say(b->out, "Content-Range: bytes %zu-%zu/%zu\r\nContent-Length: %zu\r\n\r\n", from, size - 1, size, size - from);
    fault_add(b->out, b->file->data + from, size - from);
}

static void absent(bending *b)
{
    fault_begin(b, "404 Not Found");
    fault_say(b->out, "Content-Type: text/html\r\nContent-Length: 22\r\n\r\n<h1>404 Not Found</h1>");
}

void fault_good(bending *b)
{
    if (b->file != NULL)
        as_it_is(b);
    else
        absent(b);
}

void fault_page(bending *b, const char *status, const char *type, size_t size)
{
    fault_begin(b, status);
    if (type != NULL)
        fault_say(b->out, "Content-Type: %s\r\n", type);
    fault_say(b->out, "Content-Length: %zu\r\n\r\n", size);
    for (size_t at = 0; at < size; at += sizeof FAULT_PAGE - 1)
        fault_add(b->out, FAULT_PAGE, size - at < sizeof FAULT_PAGE - 1 ? size - at : sizeof FAULT_PAGE - 1);
}

/* ---- wrong bytes ---- */

static size_t within(bending *b, size_t size)
{
    return (size_t)fault_below(b, 4) == 0 ? (size_t)fault_below(b, size < 40 ? size : 40) : (size_t)fault_below(b, size);
}

static void damage(bending *b)
{
    size_t size = b->file->size, at = within(b, size), n = 1 + (size_t)fault_below(b, fault_below(b, 2) ? 8 : 600);
    char *data = malloc(2 * size + 700);
    if (data == NULL || size == 0)
        exit(2);
    memcpy(data, b->file->data, size);
    if (n > size - at)
        n = size - at;
    switch (b->f.kind) {
    case FAULT_FLIP: data[at] = (char)(data[at] ^ (1 << fault_below(b, 8))); break;
    case FAULT_DROP: memmove(data + at, data + at + n, size - at - n), size -= n; break;
    case FAULT_DOUBLE: memmove(data + at + n, data + at, size - at), size += n; break;
    case FAULT_INSERT:
        memmove(data + at + n, data + at, size - at), size += n;
        for (size_t i = 0; i < n; i++)
            data[at + i] = (char)fault_below(b, 256);
        break;
    case FAULT_ZERO:
        for (size_t i = at; i < at + n; i++)
            data[i] = data[i] != 0 ? 0 : 1;
        break;
    case FAULT_SHORT: size = at; break;
    case FAULT_LONGER:
        for (size_t i = 0; i < n; i++)
            data[size++] = (char)fault_below(b, 256);
        break;
    default: size = 0; break;
    }
    fault_whole(b, data, size);
    free(data);
}

static void swap(bending *b)
{
    const fault_file *other = b->old;
    if (b->f.kind == FAULT_EXPIRED)
        other = &b->trees->expired;
    for (int i = 0; b->f.kind == FAULT_SWAP_ROLE && i < 100 && (other == b->old || other->size == b->file->size); i++)
        other = &b->trees->files[fault_below(b, (uint64_t)b->trees->count)];
    fault_whole(b, other->data, other->size);
}

/* ---- where it ends ---- */

size_t fault_head(const fault_answer *a)
{
    const char *end = strstr(a->data, "\r\n\r\n");
    return end == NULL ? a->size : (size_t)(end - a->data) + 4;
}

static void cut(bending *b)
{
    size_t head, size = b->file->size;
    if (b->f.kind == FAULT_CUT_BARE) {
        fault_begin(b, "200 OK");
        fault_say(b->out, "Content-Type: %s\r\nConnection: close\r\n\r\n", fault_type(b->file));
        fault_add(b->out, b->file->data, size);
    } else {
        fault_good(b);
    }
    head = fault_head(b->out);
    size = b->out->size - head;
    /* More than the line's end behind a file's brace: without that it is a whole file. */
    b->out->size = head + (size_t)fault_below(b, b->f.kind == FAULT_CUT_BARE && size > 1 ? size - 1 : size);
    b->out->end = b->f.kind == FAULT_CUT_RESET ? FAULT_RESET : FAULT_CLOSE;
}

static void odd_length(bending *b)
{
    static const char *const odd[] = { "-1", "99999999999999999999999", "9223372036854775807", "twelve", "0x20", "12, 13", "+5",
                                       "1e3", "", " " };
    size_t size = b->file->size;
    fault_begin(b, "200 OK");
    if (b->f.kind == FAULT_LENGTH_SHORT)
        fault_say(b->out, "Content-Length: %zu\r\n", (size_t)fault_below(b, size));
    else if (b->f.kind == FAULT_LENGTH_LONG)
        fault_say(b->out, "Content-Length: %zu\r\n", size + 1 + (size_t)fault_below(b, 5000));
    else if (fault_below(b, 3) == 0)
        fault_say(b->out, "Content-Length: %zu\r\nContent-Length: %zu\r\n", size, (size_t)fault_below(b, 2 * size));
    else
        fault_say(b->out, "Content-Length: %s\r\n", odd[fault_below(b, sizeof odd / sizeof *odd)]);
    fault_say(b->out, "\r\n");
    fault_add(b->out, b->file->data, size);
    b->out->end = b->f.kind != FAULT_LENGTH_ODD ? FAULT_KEEP : fault_below(b, 2) != 0 ? FAULT_SILENT : FAULT_CLOSE;
}

static void chunks(bending *b)
{
    static const char *const broken[] = { "zz\r\n", "ffffffffffffffffff\r\n", "-5\r\nabcde\r\n", "5\r\nabcdefgh\r\n", "\r\n\r\n",
                                          "7fffffff\r\n", "5" };
    size_t size = b->file->size, at = 0, stop = b->f.kind == FAULT_CHUNKED ? SIZE_MAX : (size_t)fault_below(b, size);
    fault_begin(b, "200 OK");
    fault_say(b->out, "Transfer-Encoding: chunked\r\n\r\n");
    while (at < size && at <= stop) {
        size_t n = 1 + (size_t)fault_below(b, 700);
        n = n < size - at ? n : size - at;
        fault_say(b->out, "%zx%s\r\n", n, fault_below(b, 4) == 0 ? ";note=\"x\"" : "");
        fault_add(b->out, b->file->data + at, n);
        fault_say(b->out, "\r\n");
        at += n;
    }
    if (b->f.kind == FAULT_CHUNKED) {
        fault_say(b->out, "0\r\n%s\r\n", fault_below(b, 2) ? "X-Trailer: yes\r\n" : "");
        return;
    }
    fault_say(b->out, "%s", broken[fault_below(b, sizeof broken / sizeof *broken)]);
    b->out->end = fault_below(b, 2) ? FAULT_CLOSE : FAULT_SILENT;
}

static void endless(bending *b)
{
    bool chunked = b->f.kind == FAULT_ENDLESS_CHUNKS;
    fault_begin(b, "200 OK");
    fault_say(b->out, "Content-Type: application/octet-stream\r\n%s\r\n", chunked ? "Transfer-Encoding: chunked\r\n" : "");
    if (b->file != NULL && !chunked && fault_below(b, 2) != 0)
        fault_add(b->out, b->file->data, b->file->size);
    for (int i = 0; i < 512; i++) /* 4 KB: what is sent again and again. */
        fault_add(b->out, chunked ? "2\r\n{}\r\n1" : "{\"a\":01}", 8);
    if (chunked) { /* Whole chunks only: 4 KB of them. */
        b->out->size -= 4096;
        for (int i = 0; i < 256; i++)
            fault_add(b->out, "b\r\n{\"aaaaaaa\":\r\n", 16);
    }
    b->out->end = FAULT_AGAIN;
}

/* ---- when ---- */

static void slow(bending *b)
{
    fault_good(b);
    size_t head = fault_head(b->out), body = b->out->size - head;
    switch (b->f.kind) {
    case FAULT_LATE: b->out->wait_ms = 50 + (unsigned)fault_below(b, 400); break;
    case FAULT_DRIP:
        b->out->slow_from = head + (size_t)fault_below(b, body / 2);
        b->out->rate = 1 + (unsigned)fault_below(b, 20);
        break;
    case FAULT_DRIP_HEAD:
        b->out->slow_from = (size_t)fault_below(b, head / 2);
        b->out->rate = 1 + (unsigned)fault_below(b, 5);
        break;
    case FAULT_STALL: b->out->size = (size_t)fault_below(b, 2) * (size_t)fault_below(b, head); break;
    default: b->out->size = head + (size_t)fault_below(b, body); break;
    }
    if (b->f.kind == FAULT_STALL || b->f.kind == FAULT_STALL_MIDDLE)
        b->out->end = FAULT_SILENT;
}

static void bend(bending *b)
{
    fault_kind k = b->f.kind;
    if (k >= FAULT_FLIP && k <= FAULT_EMPTY)
        damage(b);
    else if (k >= FAULT_CUT && k <= FAULT_CUT_BARE)
        cut(b);
    else if (k >= FAULT_LENGTH_SHORT && k <= FAULT_LENGTH_ODD)
        odd_length(b);
    else if (k == FAULT_CHUNKED || k == FAULT_CHUNKED_BROKEN)
        chunks(b);
    else if (k == FAULT_ENDLESS || k == FAULT_ENDLESS_CHUNKS)
        endless(b);
    else if (k >= FAULT_LATE && k <= FAULT_STALL_MIDDLE)
        slow(b);
    else if (k >= FAULT_SWAP_OLD && k <= FAULT_EXPIRED)
        swap(b);
    else if (k == FAULT_PORTAL_LONG)
        fault_page(b, "200 OK", fault_below(b, 2) ? "text/html; charset=utf-8" : NULL, LONG_PAGE);
    else if (k == FAULT_PORTAL_511)
        fault_page(b, "511 Network Authentication Required", "text/html", sizeof FAULT_PAGE - 1);
    else if (k == FAULT_PORTAL || k == FAULT_PORTAL_BARE)
        fault_page(b, "200 OK", k == FAULT_PORTAL_BARE ? NULL : fault_below(b, 2) ? "text/html" : "Text/HTML; charset=iso-8859-1",
                   sizeof FAULT_PAGE - 1);
    else if (!fault_bend_words(b))
        fault_good(b);
}

/* ---- the request ---- */

static bool ends(const char *text, const char *end)
{
    size_t size = strlen(text), more = strlen(end);
    return size >= more && strcmp(text + size - more, end) == 0;
}

unsigned fault_part(const char *name)
{
    static const struct { const char *end; unsigned part; } ends_of[] = {
        { ".root.json", PART_ROOT },       { "timestamp.json", PART_TIMESTAMP }, { ".snapshot.json", PART_SNAPSHOT },
        { ".targets.json", PART_TARGETS }, { ".release.json", PART_RELEASE },    { ".config.json", PART_SETTINGS },
        { ".zd", PART_DELTA },             { ".zst", PART_FULL },
    };
    for (unsigned i = 0; i < sizeof ends_of / sizeof *ends_of; i++)
        if (ends(name, ends_of[i].end))
            return ends_of[i].part;
    return 0;
}

static const fault_file *find(const fault_file *files, int count, const char *name)
{
    for (int i = 0; i < count; i++)
        if (strcmp(files[i].name, name) == 0)
            return &files[i];
    return NULL;
}

/* The older file that stands nearest: the same name, else one of the same role with other bytes. */
static const fault_file *older(const fault_trees *t, const fault_file *file, unsigned part)
{
    const fault_file *same = find(t->old, t->old_count, file->name), *last = same;
    for (int i = 0; i < t->old_count && (last == NULL || part != PART_TIMESTAMP); i++)
        if (fault_part(t->old[i].name) == part && strcmp(t->old[i].name, file->name) != 0)
            last = &t->old[i];
    return last != NULL ? last : &t->old[0];
}

static const char *line_of(const char *head, const char *name)
{
    const char *at = strstr(head, name);
    return at != NULL ? at + strlen(name) : "";
}

void fault_bend(void *ctx, const char *head, fault_answer *out)
{
    const fault_bender *bender = ctx;
    char path[512] = "", name[512];
    unsigned number = 0;
    int skip = 0;
    bending b = { .trees = bender->trees, .out = out, .from = NO_RANGE, .path = path };
    sscanf(head, "GET /%511[^ ]", path);
    sscanf(path, "%u/%n", &number, &skip);
    fault_slot *slot = &bender->shared->slots[number % FAULT_SLOTS];
    snprintf(name, sizeof name, "%s", path + skip);
    name[strcspn(name, "?")] = 0;
    unsigned part = fault_part(name);
    b.file = find(b.trees->files, b.trees->count, name);
    sscanf(line_of(head, "\r\nRange: bytes="), "%" SCNd64, &b.from);
    sscanf(line_of(head, "\r\nIf-Range: "), "%79[^\r]", b.if_range);
    slot->asked++;
    slot->if_range += *b.if_range != 0;
    b.f = fault_choose(bender->shared->seed, slot->run, slot->look);
    b.look = slot->look;
    b.chance = b.f.chance ^ part;
    bool spared = slot->clean || (b.f.parts & part) == 0 || (fault_rules[b.f.kind].whole && b.file == NULL);
    if (b.f.kind == FAULT_CONNECT_RESET || b.f.kind == FAULT_CONNECT_DEAF) /* Those are other ports. */
        spared = true;
    if (!spared && b.file != NULL)
        b.old = older(b.trees, b.file, part);
    if (!spared && b.f.kind == FAULT_SWAP_OLD && b.old->size == b.file->size &&
        memcmp(b.old->data, b.file->data, b.file->size) == 0)
        spared = true;
    if (!spared) {
        slot->befell |= part;
        bend(&b);
        return;
    }
    if (slot->clean)
        b.f.kind = FAULT_NONE;
    fault_good(&b);
}
