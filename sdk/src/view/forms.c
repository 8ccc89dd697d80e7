#include "forms.h"

#include "build.h"

#include "../base/utf8.h"

#include <stdio.h>
#include <string.h>

const docent_problem *dct_form_problem(const dct_content *c, const dct_state *s)
{
    for (uint32_t i = 0; c->desk != NULL && i < c->desk->problem_count; i++)
        if (s->wish.problem[0] != 0 && strcmp(c->desk->problems[i].id, s->wish.problem) == 0)
            return &c->desk->problems[i];
    return NULL;
}

/* ---- what is asked for ------------------------------------------------------------- */

static const docent_form_field *field_named(const docent_desk *desk, const char *id)
{
    for (uint32_t i = 0; i < desk->field_count; i++)
        if (strcmp(desk->fields[i].id, id) == 0)
            return &desk->fields[i];
    return NULL;
}

static bool has_field(const dct_question *list, uint32_t count, dct_field field)
{
    for (uint32_t i = 0; i < count; i++)
        if (list[i].field == field)
            return true;
    return false;
}

/* A problem's own. The person's e-mail address is one, whoever asks for it. */
static uint32_t add_asked(const dct_content *c, const docent_problem *problem, dct_question *out)
{
    uint32_t count = 0, extra = 0;
    for (uint32_t i = 0; problem != NULL && i < problem->field_count; i++) {
        const docent_form_field *f = field_named(c->desk, problem->fields[i]);
        if (f == NULL || extra == DCT_MAX_EXTRA)
            continue;
        dct_field field = f->type == DOCENT_FIELD_EMAIL ? DCT_FIELD_EMAIL
                        : f->type == DOCENT_FIELD_PHONE ? DCT_FIELD_PHONE : DCT_FIELD_NONE;
        if (field == DCT_FIELD_NONE || has_field(out, count, field))
            field = (dct_field)(DCT_FIELD_EXTRA + extra++);
        out[count++] = (dct_question){ field, f->type, f->required, f->id, f->label, f->hint, f->consent, f };
    }
    return count;
}

static uint32_t add_ours(const dct_state *s, dct_question *out, uint32_t count)
{
    static const dct_question ours[] = {
        { DCT_FIELD_NAME, DOCENT_FIELD_TEXT, false, "", DCT_MSG("Your name"), "", "", NULL },
        { DCT_FIELD_EMAIL, DOCENT_FIELD_EMAIL, false, "", DCT_MSG("E-mail"),
          DCT_MSG("If you want the answer there as well."), "", NULL },
        { DCT_FIELD_PHONE, DOCENT_FIELD_PHONE, false, "", DCT_MSG("Phone"), DCT_MSG("If you would rather be called."), "", NULL },
    };
    static const dct_question call = { DCT_FIELD_PHONE, DOCENT_FIELD_PHONE, true, "", DCT_MSG("Your phone number"),
                                       DCT_MSG("With the area code."), "", NULL };
    bool callback = s->address.page == DCT_PAGE_CALLBACK;
    if (callback) {
        out[count++] = call;
        out[count++] = ours[0];
    }
    for (uint32_t i = 0; !callback && i < 3; i++)
        if (!has_field(out, count, ours[i].field))
            out[count++] = ours[i];
    return count;
}

uint32_t dct_form_questions(const dct_content *c, const dct_state *s, dct_question out[DCT_MAX_QUESTIONS])
{
    const docent_problem *problem = s->address.page == DCT_PAGE_TICKET ? dct_form_problem(c, s) : NULL;
    return add_ours(s, out, add_asked(c, problem, out));
}

/* ---- what is missing ------------------------------------------------------------------- */

/* One @ with something on both sides, and a dot after it that ends nothing. Whether it exists only a mail can tell. */
static bool is_email(const char *text)
{
    const char *at = strchr(text, '@'), *dot = at == NULL ? NULL : strrchr(at, '.');
    return at != NULL && at != text && strchr(at + 1, '@') == NULL && dot != NULL && dot != at + 1 && dot[1] != 0 &&
           strpbrk(text, " ,;<>") == NULL;
}

static bool is_digit(uint32_t c)
{
    return (c >= '0' && c <= '9') || (c >= 0x660 && c <= 0x669) || (c >= 0x6F0 && c <= 0x6F9) || (c >= 0x966 && c <= 0x96F) ||
           (c >= 0xFF10 && c <= 0xFF19);
}

/* Five digits in any of the scripts we speak, and nothing that is a letter of ours. */
static bool is_phone(const char *text)
{
    size_t size = strlen(text), at = 0;
    uint32_t digits = 0;
    while (at < size) {
        uint32_t c = dct_utf8_next(text, size, &at);
        digits += is_digit(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            return false;
    }
    return digits >= 5;
}

static bool is_blank(const char *text)
{
    return text[strspn(text, " \n")] == 0;
}

const char *dct_form_wrong(const dct_question *q, const char *text)
{
    bool choose = q->type == DOCENT_FIELD_CHOICE || q->type == DOCENT_FIELD_YES_NO;
    if (is_blank(text))
        return !q->required ? NULL : choose ? DCT_MSG("Please choose one.") : DCT_MSG("Please fill this in.");
    if (q->type == DOCENT_FIELD_EMAIL && !is_email(text))
        return DCT_MSG("This is no e-mail address. One looks like name@example.com.");
    if (q->type == DOCENT_FIELD_PHONE && !is_phone(text))
        return DCT_MSG("This is no phone number. It needs five digits or more.");
    return NULL;
}

const char *dct_form_wrong_letter(const dct_state *s)
{
    return dct_edit_blank(&s->fields[DCT_FIELD_BODY]) ? DCT_MSG("Please write what happened, a sentence is enough.") : NULL;
}

dct_field dct_form_missing(const dct_content *c, const dct_state *s)
{
    dct_question list[DCT_MAX_QUESTIONS];
    uint32_t count = dct_form_questions(c, s, list);
    if (s->address.page == DCT_PAGE_TICKET && dct_form_wrong_letter(s) != NULL)
        return DCT_FIELD_BODY;
    for (uint32_t i = 0; i < count; i++)
        if (dct_form_wrong(&list[i], s->fields[list[i].field].text) != NULL)
            return list[i].field;
    return DCT_FIELD_NONE;
}

bool dct_form_window(const char *text, int64_t *from, int64_t *until)
{
    long long a, b;
    *from = *until = 0;
    if (sscanf(text, "%lld-%lld", &a, &b) != 2 || a <= 0 || b <= a)
        return false;
    *from = a;
    *until = b;
    return true;
}
