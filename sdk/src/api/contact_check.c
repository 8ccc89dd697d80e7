#include "contact_check.h"

#include "../base/limits.h"

#include <string.h>

const char *dct_check_text(dct_check *c, const char *what, const char *text, size_t max)
{
    if (text == NULL || c->status != DOCENT_OK)
        return "";
    if (dct_text_ok(text, max))
        return text;
    size_t size = 0;
    while (size <= max && text[size] != 0)
        size++;
    if (size > max)
        c->status = dct_fail(&c->h->error, DOCENT_ERR_LIMIT, "api", 0, "%s: more than %u KB; attach it as a file", what,
                             (unsigned)(max >> 10));
    else
        c->status = dct_fail(&c->h->error, DOCENT_ERR_ARG, "api", 0, "%s: is no UTF-8", what);
    return "";
}

const char *dct_check_line(dct_check *c, const char *what, const char *text)
{
    text = dct_check_text(c, what, text, DCT_MAX_ADDRESS_BYTES);
    for (const char *p = text; *p != 0; p++)
        dct_check_that(c, (unsigned char)*p >= 0x20 && *p != 0x7F, what);
    return text;
}

void dct_check_that(dct_check *c, bool right, const char *what)
{
    if (!right && c->status == DOCENT_OK)
        c->status = dct_fail(&c->h->error, DOCENT_ERR_ARG, "api", 0, "%s: is not as contact.h asks for", what);
}

void dct_check_where(dct_check *c, const docent_where *where, dct_letter *out)
{
    const size_t first = offsetof(docent_where, product) + sizeof where->product;
    docent_where w = { 0 };
    out->product = out->audience = out->version = out->article = "";
    if (where == NULL || c->status != DOCENT_OK)
        return;
    dct_check_that(c, where->struct_size >= first && where->struct_size <= 4096, "where.struct_size");
    if (c->status != DOCENT_OK)
        return;
    memcpy(&w, where, where->struct_size < sizeof w ? where->struct_size : sizeof w);
    out->product = dct_check_line(c, "where.product", w.product);
    out->audience = dct_check_line(c, "where.audience", w.audience);
    out->version = dct_check_line(c, "where.version", w.version);
    out->article = dct_check_line(c, "where.article", w.article);
}

void dct_check_story(dct_check *c, const docent_story *story, uint32_t count, dct_letter *out)
{
    dct_check_that(c, count == 0 || story != NULL, "story");
    dct_check_that(c, count <= DCT_MAX_LETTER_ITEMS, "story_count (at most 64)");
    for (uint32_t i = 0; i < count && c->status == DOCENT_OK; i++) {
        dct_check_that(c, story[i].kind != NULL && story[i].text != NULL, "story.kind and text");
        dct_check_line(c, "story.kind", story[i].kind);
        dct_check_text(c, "story.text", story[i].text, DCT_MAX_TEXT_BYTES);
        dct_check_line(c, "story.address", story[i].address);
    }
    out->story = story;
    out->story_count = count;
}

/* Twice the same id would be twice the same member of an object. */
void dct_check_fields(dct_check *c, const docent_field *fields, uint32_t count, dct_letter *out)
{
    dct_check_that(c, count == 0 || fields != NULL, "fields");
    dct_check_that(c, count <= DCT_MAX_LETTER_ITEMS, "field_count (at most 64)");
    for (uint32_t i = 0; i < count && c->status == DOCENT_OK; i++) {
        dct_check_that(c, fields[i].id != NULL && *fields[i].id != 0 && fields[i].value != NULL, "field.id and value");
        dct_check_line(c, "field.id", fields[i].id);
        dct_check_text(c, "field.value", fields[i].value, DCT_MAX_TEXT_BYTES);
        for (uint32_t j = 0; j < i && c->status == DOCENT_OK; j++)
            dct_check_that(c, strcmp(fields[i].id, fields[j].id) != 0, "fields: an id stands twice; each");
    }
    out->fields = fields;
    out->field_count = count;
}

void dct_check_attachments(dct_check *c, const docent_attachment *a, uint32_t count)
{
    dct_check_that(c, count == 0 || a != NULL, "attachments");
    dct_check_that(c, count <= DCT_MAX_ATTACHMENTS, "attachment_count (at most 32)");
    for (uint32_t i = 0; i < count && c->status == DOCENT_OK; i++) {
        dct_check_that(c, a[i].name != NULL && *a[i].name != 0 && strlen(a[i].name) <= DCT_MAX_ID_BYTES, "attachment.name");
        dct_check_that(c, a[i].type != NULL && strlen(a[i].type) <= DCT_MAX_ID_BYTES, "attachment.type");
        dct_check_that(c, a[i].size == 0 || a[i].data != NULL, "attachment.data");
        dct_check_line(c, "attachment.name", a[i].name);
        dct_check_line(c, "attachment.type", a[i].type);
        if (c->status == DOCENT_OK && a[i].size > DCT_MAX_ATTACHMENT_BYTES)
            c->status = dct_fail(&c->h->error, DOCENT_ERR_LIMIT, "api", 0, "attachment %.80s: more than %u MB", a[i].name,
                                 DCT_MAX_ATTACHMENT_BYTES >> 20);
    }
}
