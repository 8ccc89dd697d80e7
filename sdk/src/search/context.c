#include "context.h"

#include <string.h>

#include "fold.h"
#include "sql.h"

/* Shares of the score. Not measured: no test set has a context. All together weigh less than one more word of the question
 * that an article answers usually does, so that words decide and context settles what they leave open. */
#define PRODUCT_SHARE 0.2
#define VERSION_SHARE 0.1
#define AUDIENCE_SHARE 0.1
#define SCREEN_SHARE 0.2

#define MAX_PARTS 8 /* Of a version. */

/* ---- versions ---- */

typedef struct version {
    uint32_t parts[MAX_PARTS];
    uint32_t count;
} version;

/* Reads "2.1.3" and moves past it and what clings to it. False when no digit is there. */
static bool read_version(const char **text, version *out)
{
    const char *p = *text;
    memset(out, 0, sizeof *out);
    if (*p == 'v' || *p == 'V')
        p++;
    while (*p >= '0' && *p <= '9') {
        uint32_t part = 0;
        for (; *p >= '0' && *p <= '9'; p++)
            part = part > 99999999 ? part : part * 10 + (uint32_t)(*p - '0');
        if (out->count < MAX_PARTS)
            out->parts[out->count++] = part;
        if (p[0] != '.' || p[1] < '0' || p[1] > '9')
            break;
        p++;
    }
    *text = p + strcspn(p, " \t,<>=");
    return out->count > 0;
}

/* Of the first `count` parts; those that are missing are 0. */
static int compare(const version *x, const version *y, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (x->parts[i] != y->parts[i])
            return x->parts[i] < y->parts[i] ? -1 : 1;
    return 0;
}

static bool holds(const version *is, char sign, bool or_equal, const version *limit)
{
    int order = compare(is, limit, MAX_PARTS);
    switch (sign) {
    case '<': return order < 0 || (or_equal && order == 0);
    case '>': return order > 0 || (or_equal && order == 0);
    default: return compare(is, limit, limit->count) == 0;
    }
}

bool dct_version_within(const char *text, const char *ranges)
{
    version is, limit;
    const char *p = ranges;
    text += strspn(text, " \t");
    if (!read_version(&text, &is))
        return false;
    for (p += strspn(p, " \t,"); *p != 0; p += strspn(p, " \t,")) {
        char sign = *p == '<' || *p == '>' ? *p++ : '=';
        bool or_equal = *p == '=';
        p += strspn(p, "=");
        p += strspn(p, " \t");
        if (!read_version(&p, &limit) || !holds(&is, sign, or_equal, &limit))
            return false;
    }
    return *ranges != 0;
}

/* ---- articles ---- */

static bool same(const char *said, const char *written)
{
    char x[DCT_MAX_WORD_BYTES + 1], y[DCT_MAX_WORD_BYTES + 1];
    return said != NULL && *said != 0 && *written != 0 && dct_lower(said, strlen(said), false, x) > 0 &&
           dct_lower(written, strlen(written), false, y) > 0 && strcmp(x, y) == 0;
}

/* The columns of a row: product, audience, versions, whether it is what is on screen. A version says nothing of an article
 * about another product. */
static double share_of(const docent_query *query, sqlite3_stmt *row)
{
    const char *product = dct_sql_text(row, 0, NULL);
    bool fits = same(query->product, product);
    bool other = query->product != NULL && *product != 0 && !fits;
    double share = fits ? PRODUCT_SHARE : 0;
    if (same(query->audience, dct_sql_text(row, 1, NULL)))
        share += AUDIENCE_SHARE;
    if (query->version != NULL && !other && dct_version_within(query->version, dct_sql_text(row, 2, NULL)))
        share += VERSION_SHARE;
    return sqlite3_column_int(row, 3) != 0 ? share + SCREEN_SHARE : share;
}

static docent_status vote(sqlite3_stmt *row, const docent_query *query, uint32_t rowid, dct_candidate *c,
                          docent_error *err)
{
    sqlite3_bind_int64(row, 1, rowid);
    int rc = sqlite3_step(row);
    if (rc == SQLITE_ROW) {
        c->context = c->score * share_of(query, row);
        c->score += c->context;
        rc = SQLITE_DONE;
    }
    sqlite3_reset(row);
    return rc == SQLITE_DONE ? DOCENT_OK
                             : dct_sql_fail(sqlite3_db_handle(row), err, rc, "articles cannot be read");
}

/* What was equal keeps its order; an equal title stays first. */
static void sort(dct_candidate *list, uint32_t count)
{
    for (uint32_t i = 1; i < count; i++) {
        dct_candidate one = list[i];
        uint32_t at = i;
        for (; at > 0 && list[at - 1].exact_title == one.exact_title && list[at - 1].score < one.score; at--)
            list[at] = list[at - 1];
        list[at] = one;
    }
}

docent_status dct_context_vote(sqlite3 *db, const docent_query *query, const dct_ranking *ranking, dct_candidate *list,
                               uint32_t count, docent_error *err)
{
    sqlite3_stmt *row = NULL;
    if ((query->product == NULL && query->audience == NULL && query->version == NULL && query->screen == NULL) || count == 0)
        return DOCENT_OK;
    if (count > DCT_SECOND_LOOK)
        count = DCT_SECOND_LOOK;
    docent_status status =
        dct_sql_prepare(db, "SELECT product, audience, versions, EXISTS (SELECT 1 FROM alias WHERE kind = 1 AND name = ?2 AND "
                            "alias.id = article.id) FROM article WHERE rowid = ?1", &row, err);
    if (status == DOCENT_OK)
        sqlite3_bind_text(row, 2, query->screen, -1, SQLITE_STATIC); /* NULL is no screen. */
    for (uint32_t i = 0; i < count && status == DOCENT_OK; i++)
        status = vote(row, query, dct_ranking_document(ranking, list[i].document).rowid, &list[i], err);
    sqlite3_finalize(row);
    if (status == DOCENT_OK)
        sort(list, count);
    return status;
}
