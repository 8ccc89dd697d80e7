/* A letter as a person at a desk reads it: what was written first, then one line for each thing that is known. In English,
 * for the desk; what the person wrote is as they wrote it. */
#include "letter.h"

#include "../base/error.h"

#include <string.h>

/* Days since 1970-01-01 as a date: years are counted from March, so that the day that comes and goes is the last. */
static void add_time(dct_buf *out, int64_t at)
{
    int64_t days = at / 86400, second = at % 86400;
    if (second < 0) {
        second += 86400;
        days--;
    }
    int64_t z = days + 719468, era = (z >= 0 ? z : z - 146096) / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9, year = yoe + era * 400 + (month <= 2);
    dct_buf_add_format(out, "%04lld-%02lld-%02lld %02lld:%02lld UTC", (long long)year, (long long)month,
                       (long long)(doy - (153 * mp + 2) / 5 + 1), (long long)(second / 3600), (long long)(second / 60 % 60));
}

static void add_line(dct_buf *out, const char *label, const char *text)
{
    if (text == NULL || *text == 0)
        return;
    dct_buf_add_text(out, label);
    dct_buf_add_text(out, ": ");
    for (const char *p = text; *p != 0; p++) /* A value of several lines keeps to its label. */
        dct_buf_add_text(out, *p == '\n' ? "\n    " : (char[2]){ *p, 0 });
    dct_buf_add_byte(out, '\n');
}

static void add_window(dct_buf *out, const dct_letter *l)
{
    if (l->until == 0)
        return;
    dct_buf_add_text(out, "Call between: ");
    add_time(out, l->from);
    dct_buf_add_text(out, " and ");
    add_time(out, l->until);
    dct_buf_add_text(out, l->late ? "\nLATE: this window had passed before the device was connected. Ask when to call.\n" : "\n");
}

static void add_story(dct_buf *out, const dct_letter *l)
{
    if (l->story_count > 0)
        dct_buf_add_text(out, "What was tried:\n");
    for (uint32_t i = 0; i < l->story_count; i++) {
        const docent_story *s = &l->story[i];
        dct_buf_add_format(out, "  - %s: %s", s->kind, s->text);
        if (s->address != NULL && *s->address != 0)
            dct_buf_add_format(out, " (%s)", s->address);
        dct_buf_add_byte(out, '\n');
    }
}

static void add_known(dct_buf *out, const dct_letter *l)
{
    add_line(out, "Name", l->name);
    add_line(out, "E-mail", l->email);
    add_line(out, "Phone", l->phone);
    add_window(out, l);
    add_line(out, "Problem", l->problem);
    add_line(out, "Opinion", l->opinion);
    for (uint32_t i = 0; i < l->field_count; i++)
        add_line(out, l->fields[i].id, l->fields[i].value);
    add_line(out, "Product", l->product);
    add_line(out, "Version", l->version);
    add_line(out, "Audience", l->audience);
    add_line(out, "Article", l->article);
    add_story(out, l);
    for (uint32_t i = 0; i < l->file_count; i++)
        dct_buf_add_format(out, "Attached: %s (%llu bytes)\n", l->files[i].name, (unsigned long long)l->files[i].bytes);
    add_line(out, "Diagnostics", l->diagnostics);
    add_line(out, "Language", l->locale);
    add_line(out, "Device", l->device);
}

docent_status dct_letter_text(const dct_letter *l, dct_buf *out, docent_error *err)
{
    dct_buf known;
    dct_buf_init(&known, out->alloc, out->max);
    add_known(&known, l);
    dct_buf_add_text(out, l->body);
    if (*l->body != 0 && l->body[strlen(l->body) - 1] != '\n')
        dct_buf_add_byte(out, '\n');
    if (known.size > 0 && *l->body != 0)
        dct_buf_add_byte(out, '\n');
    dct_buf_add(out, known.data, known.size);
    if (l->part == DCT_PART_CREATE && l->reference != NULL)
        add_line(out, "Reference", l->reference);
    bool failed = known.failed || out->failed;
    dct_buf_close(&known);
    return failed ? dct_fail_memory(err, "contact") : DOCENT_OK;
}
