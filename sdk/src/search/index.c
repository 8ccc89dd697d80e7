/* Builds the index: every section goes to FTS5 as it is read. */
#include "index.h"

#include "lang.h"
#include "sql.h"
#include "tokenizer.h"

docent_status dct_index_register(sqlite3 *db, docent_error *err)
{
    return dct_tokenizer_register(db, err);
}

/* article.title, keywords; section.id, heading, body; article.lang; is it the article's first section? */
#define SECTIONS \
    "SELECT section.id, CASE WHEN section.id = first THEN title ELSE '' END, " \
    "CASE WHEN section.id = first THEN keywords ELSE '' END, heading, body, lang FROM article " \
    "JOIN (SELECT article AS owner, min(id) AS first FROM section GROUP BY article) ON owner = article.rowid " \
    "JOIN section ON section.article = article.rowid ORDER BY section.id"

static docent_status add_section(sqlite3 *db, sqlite3_stmt *from, sqlite3_stmt *to, docent_error *err)
{
    docent_status status = dct_tokenizer_speak(db, dct_lang_of(dct_sql_text(from, 5, NULL)), err);
    if (status != DOCENT_OK)
        return status;
    for (int i = 0; i < 5; i++)
        sqlite3_bind_value(to, i + 1, sqlite3_column_value(from, i));
    (void)sqlite3_step(to);
    int rc = sqlite3_reset(to);
    return rc == SQLITE_OK ? DOCENT_OK : dct_sql_fail(db, err, rc, "the search index cannot be written");
}

docent_status dct_index_build(sqlite3 *db, docent_error *err)
{
    sqlite3_stmt *from = NULL, *to = NULL;
    int rc = SQLITE_OK;
    docent_status status = dct_sql_prepare(db, SECTIONS, &from, err);
    if (status == DOCENT_OK)
        status = dct_sql_prepare(db, "INSERT INTO fts(rowid, title, keywords, heading, body) VALUES(?1,?2,?3,?4,?5)",
                &to, err);
    while (status == DOCENT_OK && (rc = sqlite3_step(from)) == SQLITE_ROW)
        status = add_section(db, from, to, err);
    if (status == DOCENT_OK && rc != SQLITE_DONE)
        status = dct_sql_fail(db, err, rc, "sections cannot be read");
    sqlite3_finalize(from);
    sqlite3_finalize(to);
    return status;
}
