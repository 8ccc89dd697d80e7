#include "resume.h"

#include "../base/limits.h"
#include "../net/retry_after.h"

#include <stdio.h>
#include <string.h>

enum { MAX_MARK = DCT_RESUME_LINE - 16, NAME_ROOM = 256 };

static bool name_of(const char *part, char out[NAME_ROOM])
{
    int size = snprintf(out, NAME_ROOM, "%s.of", part);
    return size > 0 && size < NAME_ROOM;
}

/* "W/..." is good enough for a cache, not for putting two halves together. */
static bool is_strong_tag(const char *tag)
{
    size_t size = strlen(tag);
    if (size < 3 || size > MAX_MARK || tag[0] != '"' || tag[size - 1] != '"')
        return false;
    for (size_t i = 1; i + 1 < size; i++)
        if (tag[i] < 0x21 || tag[i] > 0x7e || tag[i] == '"')
            return false;
    return true;
}

/* A date marks one state of a file only when it was some time ago: a file may change twice in one second. */
static bool is_strong_date(const dct_fetch *f, const char *changed)
{
    int64_t then, now;
    const char *date = dct_fetch_header(f, "Date");
    return date != NULL && dct_http_date(changed, &then) && dct_http_date(date, &now) && now - then >= 60;
}

static const char *mark_of(const dct_fetch *f)
{
    const char *tag = dct_fetch_header(f, "ETag"), *changed = dct_fetch_header(f, "Last-Modified");
    if (tag != NULL && is_strong_tag(tag))
        return tag;
    return changed != NULL && is_strong_date(f, changed) ? changed : NULL;
}

void dct_resume_note(dct_folder *folder, const char *part, const char *url, const dct_fetch *f)
{
    char name[NAME_ROOM], text[DCT_MAX_SYNC_URL + DCT_RESUME_LINE];
    dct_file *file;
    const char *mark = mark_of(f);
    int size = snprintf(text, sizeof text, "%s\n%s\n", url, mark != NULL ? mark : "");
    if (mark == NULL || size < 0 || (size_t)size >= sizeof text || !name_of(part, name)) {
        dct_resume_forget(folder, part);
        return;
    }
    if (dct_file_open(folder, name, true, &file, NULL) != DOCENT_OK)
        return;
    if (dct_file_clear(file, NULL) == DOCENT_OK)
        dct_file_add(file, text, (size_t)size, NULL);
    dct_file_close(file);
}

/* As untrusted as anything on a disk: a mark becomes a header line, so it must be one. */
static bool read_mark(char *text, const char *url, char out[DCT_RESUME_LINE])
{
    int64_t date;
    char *mark = strchr(text, '\n'), *end = mark == NULL ? NULL : strchr(mark + 1, '\n');
    if (end == NULL || end[1] != 0)
        return false;
    *mark++ = *end = 0;
    if (strcmp(text, url) != 0 || !(is_strong_tag(mark) || dct_http_date(mark, &date)))
        return false;
    snprintf(out, DCT_RESUME_LINE, "If-Range: %s", mark);
    return true;
}

bool dct_resume_line(dct_folder *folder, const docent_alloc *alloc, const char *part, const char *url, char out[DCT_RESUME_LINE])
{
    char name[NAME_ROOM];
    dct_buf text;
    dct_buf_init(&text, alloc, DCT_MAX_SYNC_URL + DCT_RESUME_LINE);
    bool known = name_of(part, name) && dct_folder_read(folder, name, &text, NULL) == DOCENT_OK && text.size > 0 &&
                 dct_buf_text(&text)[0] != 0 && !text.failed && read_mark((char *)text.data, url, out);
    dct_buf_close(&text);
    return known;
}

void dct_resume_forget(dct_folder *folder, const char *part)
{
    char name[NAME_ROOM];
    if (name_of(part, name))
        dct_folder_remove(folder, name, NULL);
}
