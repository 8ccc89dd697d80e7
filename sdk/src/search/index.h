/* The search index inside a bundle: made by pack, read by search.
 *
 *   fts      FTS5, one row an article, rowid = article.rowid: the index of record. It answers when `ranking` cannot be
 *            read, and says only which articles have a word: an index without its text cannot rank anyway.
 *   ranking  the same words arranged for speed: see rows.h. Derived: pack makes it from the same text in one pass. */
#ifndef DCT_SEARCH_INDEX_H
#define DCT_SEARCH_INDEX_H

#include <docent/docent.h>

struct sqlite3;

/* Statements that create the index's tables: X(name, sql), as in store/schema.h. */
#define DCT_INDEX_SCHEMA(X) \
    X("fts", "CREATE VIRTUAL TABLE fts USING fts5(title, keywords, heading, body, content='', " \
             "detail=none, columnsize=0, tokenize='docent')") \
    X("ranking", "CREATE TABLE ranking(id INTEGER PRIMARY KEY, data BLOB NOT NULL) STRICT")

/* Registers the `docent` tokenizer on a connection; before the index is made or read. */
docent_status dct_index_register(struct sqlite3 *db, docent_error *err);
/* Fills the index from the tables article and section; pack calls it once, inside its transaction, when both are
 * complete. The tables of DCT_INDEX_SCHEMA exist and are empty. */
docent_status dct_index_build(struct sqlite3 *db, docent_error *err);
/* The same, with the numbers of the bundle before (may be NULL) for what is in both, so that an update is small. */
docent_status dct_index_build_after(struct sqlite3 *db, struct sqlite3 *previous, docent_error *err);

#endif
