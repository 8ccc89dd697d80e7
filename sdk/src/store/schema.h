/* The two schemas as text, in one place: pack creates a bundle with it, and opening one compares what it finds with it,
 * so that a bundle cannot smuggle in a view, a trigger or a table of another shape.
 *
 *   article --< section --< fts (one row a section, rowid = section.id)
 *      |  \--< alias (context ids, error codes)
 *   category, top, synonym, asset, font, string, language, meta, contact
 *
 * All ids of rows are given by pack and kept from release to release. */
#ifndef DCT_SCHEMA_H
#define DCT_SCHEMA_H

#define DCT_BUNDLE_APPLICATION_ID 0x446F6374 /* "Doct" */
#define DCT_BUNDLE_VERSION 1
#define DCT_STATE_APPLICATION_ID 0x446F6353 /* "DocS" */
#define DCT_STATE_VERSION 2

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

/* Version 1 had the first table; version 2 added the second. */
#define DCT_STATE_SCHEMA_1(X) \
    X("bookmark", "CREATE TABLE bookmark(address TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT, WITHOUT ROWID")
#define DCT_STATE_SCHEMA_2(X) \
    X("search_count", "CREATE TABLE search_count(words TEXT NOT NULL, lang TEXT NOT NULL, opened TEXT NOT NULL, " \
                      "found INTEGER NOT NULL, count INTEGER NOT NULL, PRIMARY KEY(words, lang, opened)) STRICT, " \
                      "WITHOUT ROWID")

/* search_count    what was asked, for the authors: words in the form of search/countable.h; opened is an article's id, ""
 *                 when the person left without opening anything; found is how many answers there were the last time.
 *                 Neither a time nor an order is kept: rows lie in the order of their words. */

#endif
