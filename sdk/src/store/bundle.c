/* Opening a bundle. Each step lets the next one believe a little more:
 *
 *   a file -> header.c: it is ours, whole, not too new -> guard.c: nothing in it can act -> shape.c: its tables are ours
 *          -> what it says of itself, its languages and fonts, checked value by value
 *
 * `immutable=1` says that nobody writes the file while it is open: SQLite takes no lock and looks for no journal. A new
 * bundle comes as a new file. It is read, not mapped into memory: mapped pages would be checked again at each visit (a list
 * of 200 took 2.6 times as long), and a medium that is pulled out would be a signal instead of an error. */
#include "inside.h"

#include "../base/bytes.h"
#include "../base/error.h"
#include "guard.h"
#include "header.h"
#include "shape.h"

#include <string.h>

#define MAX_KEPT_BYTES (4u << 20) /* Names of languages and fonts, and the ranges of characters that fonts draw. */

static const char *const statements[DCT_STATEMENTS] = {
    [DCT_META] = "SELECT value FROM meta WHERE key = ?1",
    [DCT_COUNT_ARTICLES] = "SELECT count(*) FROM (SELECT id FROM article GROUP BY id)",
    [DCT_LANGUAGES] = "SELECT tag, name, rtl FROM language ORDER BY position",
    [DCT_FONTS] = "SELECT name, role, weight, languages, ranges FROM font ORDER BY position",
    [DCT_STRINGS] = "SELECT msgid, msgstr FROM string WHERE lang = ?1 ORDER BY msgid",
    [DCT_TRANSLATIONS] = "SELECT rowid, lang, source FROM article WHERE id = ?1",
    [DCT_ARTICLE_HEAD] = ("SELECT id, lang, kind, category, title, summary, steps, updated, origin "
                          "FROM article WHERE rowid = ?1"),
    [DCT_ARTICLE_WHOLE] = ("SELECT id, lang, kind, category, title, summary, related, doc, updated, origin "
                           "FROM article WHERE rowid = ?1"),
    [DCT_CATEGORY_ARTICLES] = "SELECT id, position FROM article WHERE category = ?1 AND source = 1 ORDER BY position, id",
    [DCT_CATEGORY] = "SELECT parent, icon FROM category WHERE id = ?1",
    [DCT_CATEGORY_TEXTS] = "SELECT lang, title, summary FROM category_text WHERE id = ?1",
    [DCT_CATEGORY_CHILDREN] = "SELECT id, icon FROM category WHERE parent = ?1 ORDER BY position",
    [DCT_TOP] = "SELECT id FROM top ORDER BY position",
    [DCT_ALIAS] = "SELECT id, anchor FROM alias WHERE kind = ?1 AND name = ?2",
    [DCT_ASSET] = "SELECT id FROM asset WHERE kind = ?1 AND name = ?2",
    [DCT_ASSET_FIRST] = "SELECT name FROM asset WHERE kind = ?1 ORDER BY name LIMIT 1 OFFSET ?2",
    [DCT_ASSET_NEXT] = "SELECT name FROM asset WHERE kind = ?1 AND name > ?2 ORDER BY name LIMIT 1",
    [DCT_CONTACT] = "SELECT key, lang, value FROM contact ORDER BY key, lang",
    [DCT_HOURS] = "SELECT day, from_min, to_min FROM hours ORDER BY day, from_min",
    [DCT_HOLIDAYS] = "SELECT day, lang, name FROM holiday ORDER BY day, lang",
    [DCT_ZONE] = "SELECT since, utc_offset_s FROM zone ORDER BY since",
    [DCT_ALL_ARTICLES] = ("SELECT id, lang, source, kind, category, title, summary, keywords, related, steps, doc, "
                          "updated, popularity, origin FROM article ORDER BY rowid"),
    [DCT_ALL_ALIASES] = "SELECT kind, name, id, anchor FROM alias",
    [DCT_ALL_CATEGORIES] = "SELECT id, parent, icon FROM category ORDER BY position",
    [DCT_ALL_SECTIONS] = ("SELECT section.anchor, heading, body, article.rowid IS NULL FROM section "
                          "LEFT JOIN article ON article.rowid = section.article"),
    [DCT_SOURCELESS] = "SELECT id FROM article GROUP BY id HAVING sum(source) <> 1 LIMIT 1",
    [DCT_ALL_SYNONYMS] = "SELECT lang, words FROM synonym ORDER BY position",
    [DCT_ALL_TEXTS] = "SELECT lang, msgid, msgstr FROM string",
};

/* ---- what it says of itself ---- */

static docent_status read_meta(dct_store *s, const char *key, const char *otherwise, const char **out,
                               docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, DCT_META, &s->kept, err);
    dct_rows_bind_text(&r, 1, key);
    *out = dct_rows_next(&r) ? dct_rows_text(&r, 0) : otherwise;
    return dct_rows_end(&r);
}

static bool parse_count(const char *text, uint32_t *out)
{
    uint64_t value = 0;
    for (const char *p = text; *p != 0; p++) {
        if (*p < '0' || *p > '9' || value > UINT32_MAX)
            return false;
        value = value * 10 + (uint64_t)(*p - '0');
    }
    *out = (uint32_t)value;
    return *text != 0 && value <= UINT32_MAX;
}

static docent_status count_articles(dct_store *s, docent_error *err)
{
    const char *text;
    docent_status status = read_meta(s, "article_count", "", &text, err);
    if (status != DOCENT_OK || parse_count(text, &s->info.article_count))
        return status;
    dct_rows r = dct_rows_begin(&s->db, DCT_COUNT_ARTICLES, &s->kept, err);
    if (dct_rows_next(&r))
        s->info.article_count = (uint32_t)dct_rows_int(&r, 0, 0, UINT32_MAX);
    return dct_rows_end(&r);
}

static docent_status read_info(dct_store *s, docent_error *err)
{
    docent_status status = read_meta(s, "product", "", &s->info.product, err);
    if (status == DOCENT_OK)
        status = read_meta(s, "content_version", "", &s->info.content_version, err);
    if (status == DOCENT_OK)
        status = read_meta(s, "start", "home", &s->info.start, err);
    if (status == DOCENT_OK && *s->info.start == 0)
        s->info.start = "home";
    s->info.default_locale = s->languages[0].tag;
    return status == DOCENT_OK ? count_articles(s, err) : status;
}

static docent_status read_languages(dct_store *s, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, DCT_LANGUAGES, &s->kept, err);
    s->languages = dct_arena_array(&s->kept, DCT_MAX_LANGUAGES, sizeof *s->languages);
    while (s->languages != NULL && dct_rows_next(&r)) {
        if (s->language_count == DCT_MAX_LANGUAGES) {
            dct_rows_refuse(&r, "too many languages");
            break;
        }
        docent_language *l = &s->languages[s->language_count++];
        l->tag = dct_rows_text(&r, 0);
        l->name = dct_rows_text(&r, 1);
        l->rtl = dct_rows_int(&r, 2, 0, 1) != 0;
        if (*l->tag == 0)
            dct_rows_refuse(&r, "a language without a tag");
    }
    if (s->languages != NULL && s->language_count == 0)
        dct_rows_refuse(&r, "it has no language");
    docent_status status = dct_rows_end(&r);
    return s->languages == NULL ? dct_fail_memory(err, "store") : status;
}

/* ---- fonts ---- */

static bool ranges_rise(const uint32_t *pairs, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++)
        if (pairs[2 * i] > pairs[2 * i + 1] || pairs[2 * i + 1] > 0x10FFFF || (i > 0 && pairs[2 * i] <= pairs[2 * i - 1]))
            return false;
    return true;
}

static void read_ranges(dct_store *s, dct_rows *r, docent_font *font)
{
    size_t size;
    const unsigned char *bytes = dct_rows_blob(r, 4, &size);
    uint32_t *pairs = size % 8 != 0 || size / 8 > 0x10FFFF ? NULL : dct_arena_array(&s->kept, size / 4 + 1, 4);
    if (pairs == NULL) {
        dct_rows_refuse(r, "a font's ranges cannot be read");
        return;
    }
    for (size_t i = 0; i < size / 4; i++)
        pairs[i] = dct_u32(bytes + 4 * i);
    font->ranges = pairs;
    font->range_count = (uint32_t)(size / 8);
    if (!ranges_rise(pairs, font->range_count))
        dct_rows_refuse(r, "a font's ranges are out of order");
}

static docent_status read_fonts(dct_store *s, docent_error *err)
{
    dct_rows r = dct_rows_begin(&s->db, DCT_FONTS, &s->kept, err);
    while (dct_rows_next(&r)) {
        if (s->fonts == NULL)
            s->fonts = dct_arena_array(&s->kept, DCT_MAX_FONTS, sizeof *s->fonts);
        if (s->fonts == NULL || s->font_count == DCT_MAX_FONTS) {
            dct_rows_refuse(&r, "too many fonts");
            break;
        }
        docent_font *f = &s->fonts[s->font_count++];
        f->name = dct_rows_text(&r, 0);
        f->role = (docent_font_role)dct_rows_int(&r, 1, DOCENT_FONT_SANS, DOCENT_FONT_EMOJI);
        f->weight = (uint32_t)dct_rows_int(&r, 2, 1, 1000);
        f->languages = dct_rows_text(&r, 3);
        read_ranges(s, &r, f);
    }
    docent_status status = dct_rows_end(&r);
    if (status == DOCENT_ERR_CORRUPT && dct_arena_failed(&s->kept))
        return dct_fail_memory(err, "store");
    return status;
}

/* ---- life ---- */

static docent_status open_checked(dct_store *s, const char *path, const dct_shape *index, size_t index_count,
                                  docent_error *err)
{
    docent_status status =
        dct_db_open(&s->db, s->alloc, "bundle", path, "mode=ro&immutable=1", SQLITE_OPEN_READONLY, err);
    if (status != DOCENT_OK)
        return status;
    s->db.sql = statements;
    s->db.count = DCT_STATEMENTS;
    status = dct_header_check(&s->db, path, err);
    if (status == DOCENT_OK)
        status = dct_guard(&s->db, err);
    dct_guard_shut(&s->db);
    if (status == DOCENT_OK)
        status = dct_shape_check(&s->db, index, index_count, err);
    if (status == DOCENT_OK)
        status = read_languages(s, err);
    if (status == DOCENT_OK)
        status = read_info(s, err);
    return status == DOCENT_OK ? read_fonts(s, err) : status;
}

docent_status dct_store_open(const docent_alloc *alloc, const char *path, const dct_shape *index, size_t index_count,
                             dct_store **out, docent_error *err)
{
    *out = NULL;
    dct_store *s = dct_new_zero(alloc, sizeof *s);
    if (s == NULL)
        return dct_fail_memory(err, "store");
    s->alloc = alloc;
    s->asset_index = UINT32_MAX;
    dct_arena_init(&s->kept, alloc, MAX_KEPT_BYTES);
    dct_arena_init(&s->strings.arena, alloc, DCT_MAX_STRINGS_BYTES);
    dct_buf_init(&s->asset_name, alloc, DCT_MAX_ADDRESS_BYTES);
    docent_status status = open_checked(s, path, index, index_count, err);
    if (status == DOCENT_OK)
        *out = s;
    else
        dct_store_close(s);
    return status;
}

void dct_store_close(dct_store *s)
{
    if (s == NULL)
        return;
    dct_db_close(&s->db);
    dct_arena_close(&s->kept);
    dct_arena_close(&s->strings.arena);
    dct_buf_close(&s->asset_name);
    dct_free(s->alloc, s, sizeof *s);
}

struct sqlite3 *dct_store_db(dct_store *s)
{
    return s->db.handle;
}

void dct_store_begin(dct_store *s)
{
    dct_guard_begin(&s->db);
}

const docent_info *dct_store_info(const dct_store *s)
{
    return &s->info;
}

const docent_font *dct_store_font(const dct_store *s, uint32_t index)
{
    return index < s->font_count ? &s->fonts[index] : NULL;
}
