/* The two schemas as text, in one place: pack creates a bundle with it, and opening one compares what it finds with it,
 * so that a bundle cannot smuggle in a view, a trigger or a table of another shape.
 *
 *   article --< section, fts (one row an article, of the same rowid)
 *      |  \--< alias (context ids, error codes)
 *   category, top, synonym, asset, font, string, language, meta, contact
 *
 * All ids of rows are given by pack and kept from release to release. */
#ifndef DCT_SCHEMA_H
#define DCT_SCHEMA_H

#define DCT_BUNDLE_APPLICATION_ID 0x446F6374 /* "Doct" */
#define DCT_BUNDLE_VERSION 1
#define DCT_STATE_APPLICATION_ID 0x446F6353 /* "DocS" */
#define DCT_STATE_VERSION 3

/* One statement a line, in the order of creation. Types are checked by STRICT tables. */
#define DCT_BUNDLE_SCHEMA(X) \
    X("meta", "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID") \
    X("language", "CREATE TABLE language(position INTEGER PRIMARY KEY, tag TEXT NOT NULL UNIQUE, " \
                  "name TEXT NOT NULL, rtl INTEGER NOT NULL) STRICT") \
    X("category", "CREATE TABLE category(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, " \
                  "parent TEXT NOT NULL, icon TEXT NOT NULL) STRICT") \
    X("category_text", "CREATE TABLE category_text(id TEXT NOT NULL, lang TEXT NOT NULL, title TEXT NOT NULL, " \
                       "summary TEXT NOT NULL, PRIMARY KEY(id, lang)) STRICT, WITHOUT ROWID") \
    X("article", "CREATE TABLE article(rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, lang TEXT NOT NULL, " \
                 "source INTEGER NOT NULL, kind INTEGER NOT NULL, category TEXT NOT NULL, " \
                 "position INTEGER NOT NULL, title TEXT NOT NULL, summary TEXT NOT NULL, " \
                 "keywords TEXT NOT NULL, audience TEXT NOT NULL, product TEXT NOT NULL, " \
                 "versions TEXT NOT NULL, related TEXT NOT NULL, steps INTEGER NOT NULL, " \
                 "doc BLOB NOT NULL, updated TEXT NOT NULL, popularity INTEGER NOT NULL, " \
                 "origin TEXT NOT NULL, UNIQUE(id, lang)) STRICT") \
    X("article_by_category", "CREATE INDEX article_by_category ON article(category, position, id)") \
    X("section", "CREATE TABLE section(id INTEGER PRIMARY KEY, article INTEGER NOT NULL, " \
                 "anchor TEXT NOT NULL, heading TEXT NOT NULL, body TEXT NOT NULL) STRICT") \
    X("section_by_article", "CREATE INDEX section_by_article ON section(article)") \
    X("alias", "CREATE TABLE alias(kind INTEGER NOT NULL, name TEXT NOT NULL, id TEXT NOT NULL, " \
               "anchor TEXT NOT NULL, PRIMARY KEY(kind, name)) STRICT, WITHOUT ROWID") \
    X("top", "CREATE TABLE top(position INTEGER PRIMARY KEY, id TEXT NOT NULL) STRICT") \
    X("synonym", "CREATE TABLE synonym(position INTEGER PRIMARY KEY, lang TEXT NOT NULL, words TEXT NOT NULL) STRICT") \
    X("asset", "CREATE TABLE asset(id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, " \
               "data BLOB NOT NULL, UNIQUE(kind, name)) STRICT") \
    X("font", "CREATE TABLE font(position INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, role INTEGER NOT NULL, " \
              "weight INTEGER NOT NULL, languages TEXT NOT NULL, ranges BLOB NOT NULL) STRICT") \
    X("string", "CREATE TABLE string(lang TEXT NOT NULL, msgid TEXT NOT NULL, msgstr TEXT NOT NULL, " \
                "PRIMARY KEY(lang, msgid)) STRICT, WITHOUT ROWID") \
    X("contact", "CREATE TABLE contact(key TEXT NOT NULL, lang TEXT NOT NULL, value TEXT NOT NULL, " \
                 "PRIMARY KEY(key, lang)) STRICT, WITHOUT ROWID") \
    X("hours", "CREATE TABLE hours(day TEXT NOT NULL, from_min INTEGER NOT NULL, to_min INTEGER NOT NULL, " \
               "PRIMARY KEY(day, from_min)) STRICT, WITHOUT ROWID") \
    X("holiday", "CREATE TABLE holiday(day TEXT NOT NULL, lang TEXT NOT NULL, name TEXT NOT NULL, " \
                 "PRIMARY KEY(day, lang)) STRICT, WITHOUT ROWID") \
    X("zone", "CREATE TABLE zone(since INTEGER PRIMARY KEY, utc_offset_s INTEGER NOT NULL) STRICT")

/* meta            product, content_version; start (an address; "home" when absent); article_count (ids; counted when
 *                 absent)
 * language        in the author's order; the first is the content's own
 * article.lang    BCP 47; article.source = 1 for the text that translations are made from
 * article.related ids, one a line
 * article.updated "2026-11-01", "" when the author does not say; article.popularity 0 to 100, 0 when not
 * article.origin  "" for the author's own; else JSON: {"kind":"community","url":..,"date":..,"votes":..}
 * synonym.words   words or phrases that mean the same, one a line; lang "" for all languages
 * alias.kind      1 context id, 2 error code in the form of code.h
 * font.ranges     pairs of little-endian u32: first, last
 * contact         key phone, phone_note, email, url, address, time_zone; lang "" for all languages
 * hours.day       "0" Monday .. "6" Sunday, or "2026-12-25": a row 0-0 says closed all that day; to_min at or before
 *                 from_min is on the next day, 1440 is its own midnight; at most 4 spans a day
 * zone            offsets from UTC of contact.time_zone, each from `since` (unix seconds) on; the first covers all before
 *
 * The search index (fts and what ranking keeps beside it) has its own schema in search/index.h. */

/* Version 1 had the first table; version 2 added the second; version 3 all that concerns reaching a person. */
#define DCT_STATE_SCHEMA_1(X) \
    X("bookmark", "CREATE TABLE bookmark(address TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT, WITHOUT ROWID")
#define DCT_STATE_SCHEMA_2(X) \
    X("search_count", "CREATE TABLE search_count(words TEXT NOT NULL, lang TEXT NOT NULL, opened TEXT NOT NULL, " \
                      "found INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(words, lang, opened)) STRICT, " \
                      "WITHOUT ROWID")
/* Rows of contact/: what their numbers mean stands in contact/states.h and docent/contact.h. */
#define DCT_STATE_SCHEMA_3(X) \
    X("conversation", "CREATE TABLE conversation(id TEXT PRIMARY KEY, kind INTEGER NOT NULL, state INTEGER NOT NULL, " \
                      "reference TEXT NOT NULL, claim TEXT NOT NULL, idem TEXT NOT NULL, connector TEXT NOT NULL, " \
                      "remote TEXT NOT NULL, ref TEXT NOT NULL, cursor TEXT NOT NULL, subject TEXT NOT NULL, " \
                      "made INTEGER NOT NULL, changed INTEGER NOT NULL, answer_by INTEGER NOT NULL, " \
                      "answered INTEGER NOT NULL, unread INTEGER NOT NULL, seen INTEGER NOT NULL, " \
                      "poll_ms INTEGER NOT NULL) STRICT, WITHOUT ROWID") \
    X("conversation_by_reference", "CREATE UNIQUE INDEX conversation_by_reference ON conversation(reference)") \
    X("conversation_by_claim", "CREATE UNIQUE INDEX conversation_by_claim ON conversation(claim) WHERE claim <> ''") \
    X("conversation_by_idem", "CREATE UNIQUE INDEX conversation_by_idem ON conversation(idem) WHERE idem <> ''") \
    X("conversation_by_remote", "CREATE INDEX conversation_by_remote ON conversation(connector, remote) " \
                                "WHERE remote <> ''") \
    X("conversation_by_poll", "CREATE INDEX conversation_by_poll ON conversation(connector, poll_ms) WHERE poll_ms > 0") \
    X("conversation_unread", "CREATE INDEX conversation_unread ON conversation(seen, unread) WHERE unread > 0") \
    X("letter", "CREATE TABLE letter(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, " \
                "conversation TEXT NOT NULL, seq INTEGER NOT NULL, part INTEGER NOT NULL, kind TEXT NOT NULL, " \
                "rank INTEGER NOT NULL, connector TEXT NOT NULL, state INTEGER NOT NULL, sealed INTEGER NOT NULL, " \
                "tries INTEGER NOT NULL, due_ms INTEGER NOT NULL, doubt_ms INTEGER NOT NULL, until INTEGER NOT NULL, " \
                "made INTEGER NOT NULL, bytes INTEGER NOT NULL, remote TEXT NOT NULL, why TEXT NOT NULL, " \
                "body BLOB NOT NULL) STRICT") \
    X("letter_by_conversation", "CREATE UNIQUE INDEX letter_by_conversation ON letter(conversation, seq)") \
    X("letter_waiting", "CREATE INDEX letter_waiting ON letter(connector, rank, due_ms, made, state, bytes) " \
                        "WHERE state < 16") \
    X("letter_afoot", "CREATE INDEX letter_afoot ON letter(state) WHERE state BETWEEN 8 AND 15") \
    X("message", "CREATE TABLE message(position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, " \
                 "conversation TEXT NOT NULL, connector TEXT NOT NULL, remote_id TEXT NOT NULL, author TEXT NOT NULL, " \
                 "text TEXT NOT NULL, at INTEGER NOT NULL, UNIQUE(connector, remote_id)) STRICT") \
    X("message_by_conversation", "CREATE INDEX message_by_conversation ON message(conversation, position)") \
    X("attachment", "CREATE TABLE attachment(owner TEXT NOT NULL, position INTEGER NOT NULL, name TEXT NOT NULL, " \
                    "type TEXT NOT NULL, bytes INTEGER NOT NULL, sha256 TEXT NOT NULL, upload TEXT NOT NULL, " \
                    "PRIMARY KEY(owner, position)) STRICT, WITHOUT ROWID") \
    X("attachment_by_sha256", "CREATE INDEX attachment_by_sha256 ON attachment(sha256)") \
    X("blob", "CREATE TABLE blob(sha256 TEXT PRIMARY KEY, data BLOB NOT NULL) STRICT") \
    X("draft", "CREATE TABLE draft(key TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT, WITHOUT ROWID") \
    X("device", "CREATE TABLE device(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID") \
    X("connector", "CREATE TABLE connector(id TEXT PRIMARY KEY, credential TEXT NOT NULL, cursor TEXT NOT NULL) " \
                   "STRICT, WITHOUT ROWID") \
    X("consent", "CREATE TABLE consent(conversation TEXT NOT NULL, sha256 TEXT NOT NULL, at INTEGER NOT NULL, " \
                 "PRIMARY KEY(conversation, sha256)) STRICT, WITHOUT ROWID") \
    X("answer", "CREATE TABLE answer(position INTEGER PRIMARY KEY, took_s INTEGER NOT NULL, at INTEGER NOT NULL) STRICT") \
    X("tally", "CREATE TABLE tally(kind INTEGER NOT NULL, name TEXT NOT NULL, count INTEGER NOT NULL, " \
               "PRIMARY KEY(kind, name)) STRICT, WITHOUT ROWID")

/* search_count    what was asked, for the authors: words in the form of search/countable.h; opened is an article's id, ""
 *                 when the person left without opening anything; found is how many answers there were the last time.
 *                 Neither a time nor an order is kept: rows lie in the order of their words.
 * conversation    what a person sees of a request: ids are UUIDs of version 7, so they lie in the order they were made; claim ""
 *                 where none is needed; remote is the server's name for it, ref the number it tells people; seen = 1 for the
 *                 person at the device now; poll_ms = 0: no answer is awaited
 * letter          one effect on a server, frozen in `body` (JSON of contact/letter.h, or sealed); due_ms by the courier's
 *                 clock; doubt_ms <> 0: it may have arrived; rank 0 requests, 1 feedback, 2 telemetry
 * message         what came from the other side, once: (connector, remote_id)
 * attachment      of a letter or message (owner); its bytes are a file named by sha256 beside the state, or a row of `blob`
 *                 when the state is in memory; upload is the server's name for it, once it went ahead
 * device          what this device knows of itself: its id, wrong claim codes
 * connector       what a server gave this device: a credential; where reading its mailbox goes on
 * answer          how long the last answers took; position counts up
 * tally           kind of contact/tally.h, an address, how often; nothing of who or when */

#endif
