#include "jsonl.h"

#include "file.h"
#include "langs.h"
#include "marks.h"
#include "table.h"
#include "write.h"

#include "../base/bytes.h"
#include "../base/error.h"
#include "../base/utf8.h"

#include <errno.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

typedef struct lines {
    dct_project     *p;
    dct_bundle      *b;
    dct_pack_result *result;
    const char      *file; /* For messages. */
    FILE            *in;
    dct_buf          line;
    uint32_t         number;
    dct_arena        ids; /* Names of ids that were read, for counting and duplicates. */
    dct_lookup        seen;
} lines;

static dct_place place_of(const lines *l, size_t column)
{
    return (dct_place){ l->file, l->number, (uint32_t)column };
}

/* ---- lines ----------------------------------------------------------------------- */

/* False at the end of the file. A line that is too long is skipped with a message and comes back empty. */
static bool next_line(lines *l)
{
    int c = 0;
    bool too_long = false;
    dct_buf_clear(&l->line);
    while ((c = getc(l->in)) != EOF && c != '\n') {
        dct_buf_add_byte(&l->line, (unsigned char)c);
        too_long = too_long || l->line.failed;
    }
    if (c == EOF && l->line.size == 0)
        return false;
    l->number++;
    if (too_long) {
        dct_diag_error(l->p->diag, place_of(l, 1), "this line is longer than %u bytes", (unsigned)DCT_MAX_JSONL_BYTES);
        dct_buf_clear(&l->line);
    }
    return true;
}

static bool is_blank(const dct_buf *line)
{
    for (size_t i = 0; i < line->size; i++)
        if (strchr(" \t\r", line->data[i]) == NULL || line->data[i] == 0)
            return false;
    return true;
}

/* ---- one line ----------------------------------------------------------------------- */

/* A member that is a text; `otherwise` when it is not there. NULL after a message. */
static const char *member(lines *l, const json_t *object, const char *key, const char *otherwise, size_t *size)
{
    const json_t *value = json_object_get(object, key);
    *size = otherwise == NULL ? 0 : strlen(otherwise);
    if (value == NULL || json_is_null(value)) {
        if (otherwise == NULL)
            dct_diag_error(l->p->diag, place_of(l, 1), "this line has no \"%s\"", key);
        return otherwise;
    }
    if (!json_is_string(value)) {
        dct_diag_error(l->p->diag, place_of(l, 1), "\"%s\" must be a text", key);
        return NULL;
    }
    *size = json_string_length(value);
    return json_string_value(value);
}

static bool check_id(lines *l, const char *id, size_t size)
{
    bool space = size == 0 || strlen(id) != size;
    for (size_t i = 0; i < size; i++)
        space = space || (unsigned char)id[i] <= ' ' || id[i] == 0x7F;
    if (space)
        dct_diag_error(l->p->diag, place_of(l, 1), "an id has at least one character, and no white space: \"%.60s\"", id);
    else if (size > DCT_MAX_ID_BYTES)
        dct_diag_error(l->p->diag, place_of(l, 1), "this id is longer than %u bytes", (unsigned)DCT_MAX_ID_BYTES);
    return !space && size <= DCT_MAX_ID_BYTES;
}

static const char *check_lang(lines *l, const char *lang)
{
    char tag[40];
    if (!dct_lang_tag(lang, strlen(lang), tag, sizeof tag)) {
        dct_diag_error(l->p->diag, place_of(l, 1), "\"%.40s\" is not a language, like \"de\" or \"pt-BR\"", lang);
        return NULL;
    }
    for (uint32_t i = 0; i < l->p->language_count; i++)
        if (strcmp(l->p->languages[i], tag) == 0)
            return l->p->languages[i];
    const char *copy = dct_arena_text(&l->ids, tag, strlen(tag));
    if (copy == NULL || l->p->language_count == DCT_MAX_LANGUAGES) {
        dct_diag_error(l->p->diag, place_of(l, 1), "more than %u languages", (unsigned)DCT_MAX_LANGUAGES);
        return NULL;
    }
    return l->p->languages[l->p->language_count++] = copy;
}

/* Remembers the line of an id; false after a message when it was there before. */
static bool remember(lines *l, const char *id)
{
    const uint32_t *before = dct_lookup_get(&l->seen, id);
    if (before != NULL) {
        dct_diag_error(l->p->diag, place_of(l, 1), "the id \"%s\" was on line %u already", id, (unsigned)*before);
        return false;
    }
    uint32_t *line = dct_arena_new(&l->ids, sizeof *line);
    const char *name = dct_arena_text(&l->ids, id, strlen(id));
    if (line == NULL || name == NULL)
        return false;
    *line = l->number;
    return dct_lookup_add(&l->seen, name, line) != NULL;
}

/* ---- whose and of when --------------------------------------------------------------- */

static const char *date_member(lines *l, const json_t *object, const char *key)
{
    size_t size;
    const char *text = member(l, object, key, "", &size);
    if (text == NULL || (size > 0 && (strlen(text) != size || !dct_is_date(text)))) {
        if (text != NULL)
            dct_diag_error(l->p->diag, place_of(l, 1), "\"%s\" must be a day like 2026-11-01, not \"%.40s\"", key, text);
        return "";
    }
    return dct_arena_text(&l->p->arena, text, size);
}

static uint32_t number_member(lines *l, const json_t *object, const char *key, uint32_t most)
{
    const json_t *value = json_object_get(object, key);
    json_int_t number = value == NULL || json_is_null(value) ? 0 : json_is_integer(value) ? json_integer_value(value) : -1;
    if (number >= 0 && number <= (json_int_t)most)
        return (uint32_t)number;
    dct_diag_error(l->p->diag, place_of(l, 1), "\"%s\" must be a whole number from 0 to %u", key, (unsigned)most);
    return 0;
}

static dct_standing read_standing(lines *l, const json_t *object)
{
    const json_t *community = json_object_get(object, "community");
    dct_standing s = { date_member(l, object, "updated"), "", number_member(l, object, "popularity", 100) };
    if (community == NULL || json_is_null(community))
        return s;
    if (!json_is_object(community)) {
        dct_diag_error(l->p->diag, place_of(l, 1), "\"community\" must be an object: {\"url\": ..., \"votes\": ...}");
        return s;
    }
    size_t size;
    const char *url = member(l, community, "url", "", &size), *date = date_member(l, community, "date");
    bool web = url != NULL && dct_is_web_address(url);
    if (url != NULL && size > 0 && !web)
        dct_diag_error(l->p->diag, place_of(l, 1), "\"url\" must be an address of the web, not \"%.60s\"", url);
    s.origin = dct_origin_make(&l->p->arena, web ? url : "", date == NULL ? "" : date,
                               number_member(l, community, "votes", DCT_MAX_VOTES));
    return s;
}

/* An article of an export has no files: what its Markdown points to is gone. */
static void drop_pointers(lines *l, dct_page *page)
{
    for (dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n)) {
        if (n->kind == DOCENT_BLOCK_PICTURE) {
            n->kind = DOCENT_BLOCK_PARAGRAPH;
            n->target = n->title = "";
            if (n->text_size == 0)
                dct_node_drop(n);
        }
        for (dct_run *r = n->runs; r != NULL; r = r->next)
            if ((r->style & DOCENT_SPAN_LINK) != 0 && strstr(r->target, "://") == NULL &&
                strncmp(r->target, "mailto:", 7) != 0) {
                const char *anchor = r->target[0] == '#' ? dct_anchor_find(&l->p->arena, page, r->target + 1) : NULL;
                r->target = anchor == NULL ? "" : dct_page_address(&l->p->arena, page, anchor);
                if (r->target == NULL || *r->target == 0)
                    r->style &= ~DOCENT_SPAN_LINK;
            }
    }
    for (const dct_node *n = page->root; n != NULL; n = dct_node_next(page->root, n))
        page->steps += n->kind == DOCENT_BLOCK_STEP;
}

/* Valid UTF-8 without NUL; one warning for a line where it was none. */
static const char *clean_text(lines *l, const char *what, const char *text, size_t size, size_t *clean_size)
{
    dct_diag quiet;
    dct_diag_init(&quiet, l->p->alloc);
    const char *clean = dct_file_text(&l->p->arena, text, size, l->file, &quiet, clean_size);
    if (quiet.warnings > 0 || quiet.errors > 0)
        dct_diag_warning(l->p->diag, place_of(l, 1), "\"%s\" holds bytes that are no text; U+FFFD is put in their place", what);
    dct_diag_close(&quiet);
    return clean;
}

static docent_status write_article(lines *l, dct_page *page, const char *body, size_t body_size, bool plain,
                                   docent_error *err)
{
    dct_project *p = l->p;
    size_t size;
    const char *text = clean_text(l, "body", body, body_size, &size);
    docent_status status = text == NULL ? dct_fail_memory(err, "pack") : DOCENT_OK;
    dct_diag *diag = p->diag, quiet; /* An export's author cannot mend its Markdown. */
    dct_diag_init(&quiet, p->alloc);
    p->diag = &quiet;
    if (status == DOCENT_OK)
        status = dct_project_add(p, page, text, size, plain, err);
    if (status == DOCENT_OK && quiet.errors > 0) /* No Markdown that can be read: its text then. */
        status = dct_project_add(p, page, text, size, true, err);
    if (status == DOCENT_OK) {
        if (*page->title == 0 && !plain)
            dct_title_make(&p->arena, page);
        dct_anchors_make(&p->arena, page, p->diag);
        drop_pointers(l, page);
        dct_tables_make(&p->arena, page->root, p->diag);
        status = dct_marks_make(p, err);
    }
    p->diag = diag;
    dct_diag_close(&quiet);
    if (status == DOCENT_OK && dct_arena_failed(&p->arena))
        status = dct_fail_memory(err, "pack");
    return status == DOCENT_OK ? dct_write_page(p, page, l->b, err) : status;
}

/* Everything of the article before is forgotten. */
static void begin_article(lines *l)
{
    dct_arena_reset(&l->p->arena);
    l->p->pages = NULL;
    l->p->page_count = l->p->page_room = 0;
    dct_lookup_init(&l->p->by_file, &l->p->arena);
    dct_lookup_init(&l->p->pictures, &l->p->arena);
}

static docent_status take_object(lines *l, const json_t *object, docent_error *err)
{
    size_t id_size, title_size, body_size, lang_size, format_size;
    const char *id = member(l, object, "id", NULL, &id_size), *title = member(l, object, "title", "", &title_size);
    const char *body = member(l, object, "body", NULL, &body_size), *lang = member(l, object, "lang", "", &lang_size);
    const char *format = member(l, object, "format", "plain", &format_size);
    if (id == NULL || title == NULL || body == NULL || lang == NULL || format == NULL || !check_id(l, id, id_size))
        return DOCENT_OK;
    bool plain = strcmp(format, "plain") == 0;
    if (!plain && strcmp(format, "markdown") != 0) {
        dct_diag_error(l->p->diag, place_of(l, 1), "\"format\" is plain or markdown, not \"%.40s\"", format);
        return DOCENT_OK;
    }
    if (*lang == 0 && (lang = dct_lang_guess(body, body_size < 4000 ? body_size : 4000)) == NULL)
        lang = "en";
    if ((lang = check_lang(l, lang)) == NULL || !remember(l, id))
        return DOCENT_OK;
    begin_article(l);
    size_t clean_size;
    const char *clean = clean_text(l, "title", title, title_size, &clean_size);
    dct_page *page = dct_arena_new(&l->p->arena, sizeof *page);
    if (page == NULL || clean == NULL)
        return dct_fail_memory(err, "pack");
    *page = (dct_page){ .file = l->file, .id = id, .lang = lang, .stem = "", .category = "", .kind = DCT_PAGE_ARTICLE,
                        .title = clean, .summary = "", .audience = "", .product = "", .versions = "",
                        .hidden_words = "", .place = place_of(l, 1), .id_place = place_of(l, 1),
                        .order = l->result->articles, .standing = read_standing(l, object) };
    if (page->standing.updated == NULL || page->standing.origin == NULL)
        return dct_fail_memory(err, "pack");
    l->result->articles++;
    l->result->texts++;
    return write_article(l, page, body, body_size, plain, err);
}

static docent_status take_line(lines *l, docent_error *err)
{
    json_error_t error;
    docent_status status = DOCENT_OK;
    json_t *object = json_loadb((const char *)l->line.data, l->line.size, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL, &error);
    if (object == NULL)
        dct_diag_error(l->p->diag, place_of(l, error.column < 1 ? 1 : (size_t)error.column), "bad JSON: %s", error.text);
    else if (!json_is_object(object))
        dct_diag_error(l->p->diag, place_of(l, 1), "a line must be an object: {\"id\": ..., \"body\": ...}");
    else
        status = take_object(l, object, err);
    json_decref(object);
    return status;
}

static docent_status read_lines(lines *l, docent_error *err)
{
    docent_status status = DOCENT_OK;
    while (status == DOCENT_OK && next_line(l))
        if (!is_blank(&l->line))
            status = take_line(l, err);
    if (status == DOCENT_OK && ferror(l->in))
        status = dct_fail(err, DOCENT_ERR_IO, "pack", errno, "cannot read %s: %s", l->file, strerror(errno));
    if (status == DOCENT_OK && (dct_arena_failed(&l->ids) || dct_arena_failed(&l->p->arena)))
        status = dct_fail_memory(err, "pack");
    return status;
}

docent_status dct_jsonl_write(dct_project *p, const char *path, dct_bundle *b, dct_pack_result *result,
                              docent_error *err)
{
    bool standard = strcmp(path, "-") == 0;
    lines l = { .p = p, .b = b, .result = result, .file = standard ? "stdin" : path, .in = standard ? stdin : fopen(path, "rb") };
    if (l.in == NULL)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", errno, "cannot open %s: %s", path, strerror(errno));
    dct_buf_init(&l.line, p->alloc, DCT_MAX_JSONL_BYTES);
    dct_arena_init(&l.ids, p->alloc, DCT_MAX_PACK_BYTES);
    dct_lookup_init(&l.seen, &l.ids);
    docent_status status = read_lines(&l, err);
    if (p->language_count == 0)
        p->languages[p->language_count++] = "en";
    if (status == DOCENT_OK) {
        char count[16];
        snprintf(count, sizeof count, "%u", (unsigned)result->articles);
        dct_bundle_meta(b, "article_count", count);
        dct_write_languages(p, b);
    }
    if (!standard)
        fclose(l.in);
    dct_buf_close(&l.line);
    dct_arena_close(&l.ids);
    return status;
}
