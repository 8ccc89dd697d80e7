#include "draft.h"

#include "../base/error.h"
#include "../base/limits.h"
#include "../contact/letter.h"
#include "../store/look.h"
#include "draft_text.h"
#include "draft_words.h"
#include "redact.h"

#include <string.h>

enum { TITLE_BYTES = 120, KEYWORD_BYTES = 60, MAX_LETTERS = 500, MAX_ANSWERS = 500 };

enum { FIND, LETTERS, ANSWERS, STATEMENTS };
static const char *const statements[STATEMENTS] = {
    [FIND] = ("SELECT id, reference, claim, ref, subject FROM conversation WHERE id = ?1 OR reference = ?2 "
              "OR (ref = ?1 AND ref <> '') ORDER BY id LIMIT 2"),
    [LETTERS] = "SELECT body, sealed FROM letter WHERE conversation = ?1 AND part <> 3 ORDER BY position LIMIT 500",
    [ANSWERS] = "SELECT author, text, at FROM message WHERE conversation = ?1 ORDER BY position LIMIT 500",
};

typedef struct answer { const char *author, *text; } answer;

typedef struct draft {
    dct_db      db;
    dct_arena   arena;
    const char *id, *reference, *claim, *ref, *subject, *locale;
    dct_letter  letters[MAX_LETTERS];
    uint32_t    letter_count;
    bool        sealed;
    answer      answers[MAX_ANSWERS];
    uint32_t    answer_count;
    int64_t     last;
    dct_redact  redact;
    dct_draft_words words;
} draft;

/* ---- reading ---- */

static docent_status find(draft *d, const char *name, docent_error *err)
{
    char upper[64] = "";
    uint32_t found = 0;
    for (size_t i = 0; name[i] != 0 && i + 1 < sizeof upper; i++)
        upper[i] = name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 32) : name[i];
    dct_rows r = dct_rows_begin(&d->db, FIND, &d->arena, err);
    dct_rows_bind_text(&r, 1, name);
    dct_rows_bind_text(&r, 2, upper);
    while (dct_rows_next(&r) && ++found == 1) {
        d->id = dct_rows_text(&r, 0);
        d->reference = dct_rows_text(&r, 1);
        d->claim = dct_rows_text(&r, 2);
        d->ref = dct_rows_text(&r, 3);
        d->subject = dct_rows_text(&r, 4);
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && found == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "no conversation %.80s in this state: give its reference, such as "
                                                            "K7QM-3XR2", name);
    if (status == DOCENT_OK && found > 1)
        return dct_fail(err, DOCENT_ERR_ARG, "pack", 0, "%.80s names two conversations: give a reference, such as %s", name,
                        d->reference);
    return status;
}

static docent_status read_letters(draft *d, docent_error *err)
{
    docent_error ignored;
    dct_rows r = dct_rows_begin(&d->db, LETTERS, &d->arena, err);
    dct_rows_bind_text(&r, 1, d->id);
    while (d->letter_count < MAX_LETTERS && dct_rows_next(&r)) {
        size_t size;
        const void *body = dct_rows_blob(&r, 0, &size);
        if (dct_rows_int(&r, 1, 0, 1) == 1)
            d->sealed = true;
        else if (size > 0 && dct_letter_read(body, size, &d->arena, &d->letters[d->letter_count], &ignored) == DOCENT_OK)
            d->letter_count++;
    }
    return dct_rows_end(&r);
}

static docent_status read_answers(draft *d, docent_error *err)
{
    dct_rows r = dct_rows_begin(&d->db, ANSWERS, &d->arena, err);
    dct_rows_bind_text(&r, 1, d->id);
    while (d->answer_count < MAX_ANSWERS && dct_rows_next(&r)) {
        int64_t at = dct_rows_int(&r, 2, INT64_MIN, INT64_MAX);
        d->answers[d->answer_count].author = dct_rows_text(&r, 0);
        d->answers[d->answer_count++].text = dct_rows_text(&r, 1);
        d->last = at > d->last ? at : d->last;
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_OK && d->sealed)
        return dct_fail(err, DOCENT_ERR_DENIED, "pack", 0, "conversation %s is sealed: this device knows no word of it",
                        d->reference);
    if (status == DOCENT_OK && d->answer_count == 0)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "conversation %s has no answer yet: there is nothing to write",
                        d->reference);
    return status;
}

static docent_status read_all(draft *d, const docent_alloc *alloc, const dct_draft_job *job, docent_error *err)
{
    int64_t version;
    docent_status status = dct_state_look(&d->db, alloc, job->state_path, statements, STATEMENTS, &version, err);
    if (status != DOCENT_OK)
        return status;
    status = version < 3 ? dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "state %s: is of a program that had no conversations",
                                    job->state_path)
                         : find(d, job->conversation, err);
    if (status == DOCENT_OK)
        status = read_letters(d, err);
    if (status == DOCENT_OK)
        status = read_answers(d, err);
    dct_db_close(&d->db);
    return status;
}

/* ---- what is taken out, and what stays ---- */

static void know_people(draft *d)
{
    dct_redact_init(&d->redact, &d->arena);
    dct_redact_value(&d->redact, d->reference);
    dct_redact_value(&d->redact, d->claim);
    dct_redact_value(&d->redact, d->ref);
    for (uint32_t i = 0; i < d->letter_count; i++) {
        const dct_letter *l = &d->letters[i];
        dct_redact_name(&d->redact, l->name);
        dct_redact_value(&d->redact, l->email);
        dct_redact_value(&d->redact, l->phone);
        for (uint32_t k = 0; k < l->field_count; k++)
            dct_redact_value(&d->redact, l->fields[k].value);
    }
    for (uint32_t i = 0; i < d->answer_count; i++)
        dct_redact_name(&d->redact, d->answers[i].author);
}

static void collect_words(draft *d, const char *locale)
{
    dct_redact quiet = d->redact; /* What is no keyword was not in the article either: it is not counted. */
    const char *said = d->letter_count == 0 ? "" : d->letters[0].locale;
    dct_draft_words_init(&d->words, &d->arena, locale == NULL ? said : locale);
    for (uint32_t i = 0; i < d->letter_count; i++) {
        const dct_letter *l = &d->letters[i];
        for (uint32_t k = 0; k < l->story_count; k++)
            if (strcmp(l->story[k].kind, "search") == 0)
                dct_draft_words_searched(&d->words, dct_redact_text(&quiet, l->story[k].text, DCT_MAX_QUERY_BYTES, false));
        dct_draft_words_written(&d->words, dct_redact_text(&quiet, l->subject, DCT_MAX_QUERY_BYTES, false));
        dct_draft_words_written(&d->words, dct_redact_text(&quiet, l->body, DCT_MAX_TEXT_BYTES, true));
    }
}

/* ---- writing ---- */

static const char *title_of(draft *d)
{
    const char *subject = d->subject;
    if (*subject == 0 && d->letter_count > 0)
        subject = *d->letters[0].subject != 0 ? d->letters[0].subject : d->letters[0].body;
    const char *line = dct_arena_text(&d->arena, subject, strcspn(subject, "\r\n"));
    const char *title = line == NULL ? "" : dct_redact_text(&d->redact, line, TITLE_BYTES, false);
    title += strspn(title, " \t");
    return *title == 0 || strcmp(title, DCT_REMOVED) == 0 ? "Draft" : title;
}

/* Days since 1970 as a date: years are counted from March, so that the day that comes and goes is the last. */
static void add_day(dct_buf *out, int64_t at)
{
    if (at <= 0 || at >= 253402300800) /* The year 10000. */
        return;
    int64_t z = at / 86400 + 719468, era = z / 146097, doe = z - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365, doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153, month = mp < 10 ? mp + 3 : mp - 9;
    dct_buf_add_format(out, "updated: %04lld-%02lld-%02lld\n", (long long)(yoe + era * 400 + (month <= 2)), (long long)month,
                       (long long)(doy - (153 * mp + 2) / 5 + 1));
}

static void add_front(draft *d, dct_buf *out)
{
    const char *best[DCT_DRAFT_PHRASES + DCT_DRAFT_KEYWORDS];
    uint32_t count = dct_draft_words_best(&d->words, best, sizeof best / sizeof *best);
    const char *product = d->letter_count == 0 ? "" : d->letters[0].product;
    dct_buf_add_text(out, "---\ntitle: ");
    dct_draft_quoted(out, title_of(d), TITLE_BYTES);
    dct_buf_add_text(out, "\nkeywords: [");
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            dct_buf_add_text(out, ", ");
        dct_draft_quoted(out, best[i], KEYWORD_BYTES);
    }
    dct_buf_add_text(out, "]\n");
    if (*product != 0) {
        dct_buf_add_text(out, "product: ");
        dct_draft_quoted(out, product, TITLE_BYTES);
        dct_buf_add_byte(out, '\n');
    }
    add_day(out, d->last);
    dct_buf_add_text(out, "---\n");
}

static docent_status write_all(draft *d, dct_buf *out, docent_error *err)
{
    add_front(d, out);
    size_t head = out->size;
    for (uint32_t i = 0; i < d->answer_count; i++)
        dct_draft_markdown(out, dct_redact_text(&d->redact, d->answers[i].text, DCT_MAX_SAID_BYTES, true));
    if (out->failed || dct_arena_failed(&d->arena))
        return dct_fail_memory(err, "pack");
    if (out->size == head)
        return dct_fail(err, DOCENT_ERR_MISSING, "pack", 0, "conversation %s: its answers are empty", d->reference);
    return DOCENT_OK;
}

docent_status dct_draft_make(const docent_alloc *alloc, const dct_draft_job *job, dct_buf *out, uint32_t *removed,
                             docent_error *err)
{
    *removed = 0;
    draft *d = dct_new_zero(alloc, sizeof *d);
    if (d == NULL)
        return dct_fail_memory(err, "pack");
    dct_arena_init(&d->arena, alloc, DCT_MAX_ARENA_BYTES);
    docent_status status = read_all(d, alloc, job, err);
    if (status == DOCENT_OK) {
        know_people(d);
        collect_words(d, job->locale);
        status = write_all(d, out, err);
        *removed = d->redact.removed;
    }
    dct_arena_close(&d->arena);
    dct_free(alloc, d, sizeof *d);
    return status;
}
