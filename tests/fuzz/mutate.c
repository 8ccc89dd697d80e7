#include "mutate.h"

#include "support/chance.h"

#include <string.h>

#define PAGE 4096u

/* ---- bytes ---- */

static void flip_bits(mutant *m, chance *c)
{
    for (size_t i = 1 + below(c, 16); i > 0; i--)
        m->bytes[below(c, m->size)] ^= (uint8_t)(1u << below(c, 8));
}

/* Where a page's tree is: its header and the cells it points to first. */
static void change_trees(mutant *m, chance *c)
{
    static const uint8_t values[] = { 0, 1, 0x0D, 0x7F, 0x80, 0xFF };
    for (size_t i = 1 + below(c, 12); i > 0; i--) {
        size_t at = below(c, m->size / PAGE) * PAGE + below(c, 64);
        m->bytes[at < 100 ? at + 100 : at] = below(c, 2) == 0 ? values[below(c, sizeof values)] : (uint8_t)next(c);
    }
}

static void overwrite_block(mutant *m, chance *c)
{
    size_t length = 1 + below(c, 2048), at = below(c, m->size - length), from = below(c, m->size - length);
    switch (below(c, 4)) {
    case 0: memset(m->bytes + at, 0, length); break;
    case 1: memset(m->bytes + at, 0xFF, length); break;
    case 2: memmove(m->bytes + at, m->bytes + from, length); break;
    default:
        for (size_t i = 0; i < length; i++)
            m->bytes[at + i] = (uint8_t)next(c);
    }
}

static void put_pages(mutant *m, uint32_t pages)
{
    for (int i = 0; i < 4; i++)
        m->bytes[28 + i] = (uint8_t)(pages >> 8 * (3 - i));
}

static void cut(mutant *m, chance *c)
{
    m->size = below(c, m->size);
}

/* At a page, with a header that says so. */
static void cut_and_hide(mutant *m, chance *c)
{
    size_t pages = 1 + below(c, m->size / PAGE);
    m->size = pages * PAGE;
    put_pages(m, (uint32_t)pages);
}

static void swap_pages(mutant *m, chance *c)
{
    uint8_t page[PAGE];
    size_t pages = m->size / PAGE, a = below(c, pages) * PAGE, b = below(c, pages) * PAGE;
    memcpy(page, m->bytes + a, PAGE);
    memcpy(m->bytes + a, m->bytes + b, PAGE);
    memcpy(m->bytes + b, page, PAGE);
}

/* One page in the place of another: trees that meet, and rings. */
static void repeat_page(mutant *m, chance *c)
{
    size_t pages = m->size / PAGE, from = below(c, pages), to = 1 + below(c, pages - 1);
    memmove(m->bytes + to * PAGE, m->bytes + from * PAGE, PAGE);
}

/* Everything behind moves. */
static void insert_or_leave_out(mutant *m, chance *c)
{
    size_t length = 1 + below(c, PAGE), at = below(c, m->size - length);
    if (below(c, 2) == 0) {
        memmove(m->bytes + at, m->bytes + at + length, m->size - at - length);
        m->size -= length;
    } else {
        memmove(m->bytes + at + length, m->bytes + at, m->size - at);
        m->size += length;
    }
}

static void wrong_magic(mutant *m, chance *c)
{
    m->bytes[below(c, 2) == 0 ? below(c, 16) : 68 + below(c, 4)] ^= (uint8_t)(1 + below(c, 255));
}

static void another_version(mutant *m, chance *c)
{
    static const uint32_t versions[] = { 2, 3, 255, 256, 0x7FFFFFFF, 0x80000000u, 0xFFFFFFFFu, 0 };
    uint32_t version = versions[below(c, sizeof versions / sizeof *versions)];
    for (int i = 0; i < 4; i++)
        m->bytes[60 + i] = (uint8_t)(version >> 8 * (3 - i));
}

/* Page size, reserved bytes, encodings, free list: the rest of the header. */
static void change_header(mutant *m, chance *c)
{
    for (size_t i = 1 + below(c, 3); i > 0; i--)
        m->bytes[16 + below(c, 84)] = (uint8_t)next(c);
}

/* Letters of the CREATE statements on the first page. */
static void change_schema_text(mutant *m, chance *c)
{
    for (size_t i = 1 + below(c, 4); i > 0; i--) {
        size_t at = 108 + below(c, 2 * PAGE - 108);
        while (at < 2 * PAGE && (m->bytes[at] < 'A' || m->bytes[at] > 'z'))
            at++;
        if (at < 2 * PAGE)
            m->bytes[at] = (uint8_t)("abcdeTRVW ,()'"[below(c, 14)]);
    }
}

/* ---- rows ---- */

/* %u are small random numbers. */
static const char *const statements[] = {
    "UPDATE asset SET data = substr(data, 1, %u * length(data) / 256) WHERE id %% 7 = %u %% 7",
    "UPDATE asset SET data = CAST(substr(data, 1, %u) || randomblob(%u) || substr(data, %u) AS BLOB)",
    "UPDATE asset SET data = zeroblob(%u * 1000) WHERE kind = 'font'",
    "UPDATE asset SET data = (SELECT data FROM asset b WHERE b.id <> asset.id ORDER BY (b.id * %u) %% 17 LIMIT 1)",
    "UPDATE asset SET data = CAST(replace(CAST(data AS TEXT), char(9), char(%u %% 32 + 1)) AS BLOB) WHERE kind = 'keyboard'",
    "UPDATE asset SET data = CAST(substr(data, %u %% 400) AS BLOB) WHERE kind = 'theme'",
    "DELETE FROM asset WHERE kind IN (SELECT kind FROM asset ORDER BY (id * %u) %% 19 LIMIT 1)",
    "UPDATE font SET ranges = randomblob(8 * (%u %% 40))",
    "UPDATE font SET ranges = x'00000000ffff1000', role = %u %% 5, weight = %u * 100",
    "UPDATE font SET role = %u %% 6 - 1, languages = 'x' || hex(randomblob(%u))",
    "UPDATE font SET name = name || %u",
    "UPDATE article SET doc = substr(doc, 1, %u * length(doc) / 256)",
    "UPDATE article SET doc = CAST(substr(doc, 1, %u) || randomblob(4) || substr(doc, %u + 5) AS BLOB)",
    "UPDATE article SET doc = (SELECT doc FROM article b WHERE b.rowid <> article.rowid ORDER BY (b.rowid * %u) %% 7 LIMIT 1)",
    "UPDATE article SET kind = %u %% 4, position = %u * -1000000000, steps = %u * 100000000",
    "UPDATE article SET title = replace(hex(zeroblob(%u * 100)), '0', char(0x202E, 0x0301, %u + 1)), summary = title",
    "UPDATE article SET title = CAST(randomblob(%u) AS TEXT), summary = CAST(randomblob(%u) AS TEXT)",
    "UPDATE article SET title = '', summary = '', keywords = '', related = id",
    "UPDATE article SET related = replace(hex(zeroblob(%u * 40)), '00', 'connect' || char(10))",
    "UPDATE article SET lang = char(%u + 1) || 'x', category = 'radio'",
    "UPDATE language SET tag = CASE position WHEN 0 THEN hex(randomblob(%u)) ELSE tag END, rtl = %u %% 3 - 1",
    "UPDATE language SET name = replace(hex(zeroblob(%u)), '0', char(0x0628))",
    "UPDATE category SET parent = id",
    "UPDATE category SET parent = CASE id WHEN 'radio' THEN 'guides' ELSE 'radio' END, icon = 'no such icon %u'",
    "UPDATE category_text SET title = replace(hex(zeroblob(%u * 20)), '0', char(0x1F469, 0x200D))",
    "UPDATE contact SET value = replace(hex(zeroblob(%u * 50)), '0', char(0x0E01))",
    "UPDATE hours SET from_min = %u * 1000000000, to_min = %u * -1000000000",
    "UPDATE holiday SET day = '%u-%u-99'",
    "UPDATE zone SET utc_offset_s = %u * 9000000000 - 4611686018427387904",
    "UPDATE zone SET utc_offset_s = (since * %u) %% 2000000",
    "UPDATE meta SET value = replace(hex(zeroblob(%u)), '0', 'search?q=%%41')",
    "UPDATE string SET msgstr = replace(hex(zeroblob(%u * 4)), '0', '%%s%%n')",
    "UPDATE section SET body = CAST(randomblob(%u) AS TEXT), article = %u %% 9",
    "UPDATE section SET anchor = hex(zeroblob(%u * 20)), heading = body",
    "UPDATE alias SET id = 'nothing', anchor = CAST(randomblob(%u) AS TEXT)",
    "UPDATE top SET id = CAST(randomblob(%u %% 9) AS TEXT)",
    "UPDATE fts_data SET block = substr(block, 1, %u * length(block) / 256)",
    "UPDATE fts_data SET block = CAST(substr(block, 1, %u) || randomblob(%u %% 9) || substr(block, %u) AS BLOB)",
    "UPDATE fts_docsize SET sz = randomblob(%u %% 20)",
    "CREATE VIEW more AS SELECT * FROM article WHERE rowid = %u",
    "CREATE TRIGGER bang AFTER UPDATE ON meta BEGIN DELETE FROM article WHERE rowid = %u; END",
    "CREATE TABLE more(x INTEGER CHECK (x <> %u))",
    "DROP INDEX article_by_category",
    "DROP TABLE zone",
};
#define STATEMENT_COUNT (sizeof statements / sizeof *statements)

#define KIND_COUNT 16u
#define FIRST_ROW_KIND 12u /* A quarter of all. */

const char *mutate_sql(uint64_t seed, char *buf, size_t buf_size)
{
    if (seed % KIND_COUNT < FIRST_ROW_KIND)
        return NULL;
    chance c = chance_of(seed);
    const char *format = statements[below(&c, STATEMENT_COUNT)];
    size_t used = 0;
    for (const char *p = format; *p != 0 && used + 12 < buf_size; p++) {
        if (p[0] == '%' && p[1] == 'u')
            used += (size_t)snprintf(buf + used, buf_size - used, "%u", (unsigned)below(&c, 256));
        else
            buf[used++] = *p;
        p += p[0] == '%';
    }
    buf[used] = 0;
    return buf;
}

void mutate(const uint8_t *whole, size_t size, uint64_t seed, mutant *out)
{
    static const struct {
        const char *name;
        void (*change)(mutant *m, chance *c);
    } kinds[FIRST_ROW_KIND] = {
        { "bits flipped", flip_bits }, { "trees changed", change_trees }, { "a block overwritten", overwrite_block },
        { "cut", cut }, { "cut, and hidden", cut_and_hide }, { "pages swapped", swap_pages },
        { "a page repeated", repeat_page }, { "moved", insert_or_leave_out }, { "wrong magic", wrong_magic },
        { "another version", another_version }, { "header changed", change_header }, { "schema changed", change_schema_text },
    };
    chance c = chance_of(seed);
    memcpy(out->bytes, whole, size);
    out->size = size;
    out->kind = "rows changed";
    if (seed % KIND_COUNT < FIRST_ROW_KIND) {
        out->kind = kinds[seed % KIND_COUNT].name;
        kinds[seed % KIND_COUNT].change(out, &c);
    }
}
