#include "queries.h"

#include <string.h>

uint32_t query_chance(queries *q, uint32_t below)
{
    q->seed ^= q->seed << 13;
    q->seed ^= q->seed >> 7;
    q->seed ^= q->seed << 17;
    return (uint32_t)((q->seed >> 16) % below);
}

const char *query_kind_name(query_kind kind)
{
    static const char *const names[QUERY_KINDS] = { "words", "slips", "cut", "mixed", "operators", "letters",
                                                    "nonsense", "scripts", "bytes", "long", "many", "huge" };
    return names[kind];
}

/* ---- pieces ---- */

static void add(queries *q, const char *text, size_t size)
{
    size_t room = QUERIES_MAX_BYTES - q->size;
    size = size < room ? size : room;
    memcpy(q->text + q->size, text, size);
    q->size += size;
}

static void add_text(queries *q, const char *text)
{
    add(q, text, strlen(text));
}

static void add_byte(queries *q, unsigned byte)
{
    char c = (char)(byte == 0 ? ' ' : byte);
    add(q, &c, 1);
}

static void add_code(queries *q, uint32_t c)
{
    char b[4] = { (char)(0xF0 | c >> 18), (char)(0x80 | (c >> 12 & 63)), (char)(0x80 | (c >> 6 & 63)), (char)(0x80 | (c & 63)) };
    if (c < 0x80)
        add_byte(q, c);
    else if (c < 0x800)
        add(q, (char[]){ (char)(0xC0 | c >> 6), b[3] }, 2);
    else if (c < 0x10000)
        add(q, (char[]){ (char)(0xE0 | c >> 12), b[2], b[3] }, 3);
    else
        add(q, b, 4);
}

static void add_operator(queries *q)
{
    static const char *const signs[] = { "\"", "*", "(", ")", "NEAR(", "NEAR/3", " AND ", " OR ", " NOT ", "^", ":", "{", "}", "-",
                                         "+", "'", ";--", "%00", "\\", "title:", "[", "~2", "&&", "||", "?", "\n", "\t", "," };
    add_text(q, signs[query_chance(q, sizeof signs / sizeof *signs)]);
}

static void add_space(queries *q)
{
    static const char *const spaces[] = { " ", " ", " ", " ", " ", "-", "", "  ", "\xE3\x80\x80", "\xC2\xA0", ".", "/" };
    add_text(q, spaces[query_chance(q, sizeof spaces / sizeof *spaces)]);
}

static const char *some_word(queries *q)
{
    return q->word_count == 0 ? "help" : q->words[query_chance(q, q->word_count)];
}

/* One slip of the hand in what was added last. Bytes, not letters: half of a letter is a slip, too. */
static void slip(queries *q, size_t from)
{
    size_t size = q->size - from;
    if (size < 2)
        return;
    char *at = q->text + from + query_chance(q, (uint32_t)size - 1);
    switch (query_chance(q, 4)) {
    case 0: *at = (char)('a' + query_chance(q, 26)); break;
    case 1: memmove(at, at + 1, (size_t)(q->text + --q->size - at)); break;
    case 2: {
        char other = at[0];
        at[0] = at[1];
        at[1] = other;
        break;
    }
    default: add_byte(q, (unsigned char)*at);
    }
}

static void add_letters(queries *q, uint32_t count)
{
    while (count-- > 0)
        add_byte(q, 'a' + query_chance(q, 26));
}

/* ---- kinds ---- */

static void make_words(queries *q, uint32_t count, uint32_t slips)
{
    for (uint32_t i = 0; i < count; i++) {
        if (i > 0)
            add_space(q);
        size_t from = q->size;
        add_text(q, some_word(q));
        for (uint32_t s = slips == 0 ? 0 : query_chance(q, slips + 1); s > 0; s--)
            slip(q, from);
    }
}

static void make_cut(queries *q)
{
    make_words(q, 1 + query_chance(q, 4), 1);
    q->size = query_chance(q, (uint32_t)q->size + 1);
}

static void make_mixed(queries *q)
{
    for (uint32_t i = query_chance(q, 30); i > 0; i--) {
        switch (query_chance(q, 4)) {
        case 0: add_text(q, some_word(q)); break;
        case 1: add_operator(q); break;
        case 2: add_byte(q, 1 + query_chance(q, 255)); break;
        default: add_space(q);
        }
    }
}

/* What a prefix of one letter finds is most of the bundle, once for each. */
static void make_letters(queries *q)
{
    for (uint32_t i = 1 + query_chance(q, 40); i > 0; i--) {
        const char *word = some_word(q);
        size_t size = 1;
        while (((unsigned char)word[size] & 0xC0) == 0x80)
            size++;
        add(q, word, size);
        add_text(q, query_chance(q, 8) == 0 ? "" : " ");
    }
}

/* No such word in any language: everything is tried for each. */
static void make_nonsense(queries *q)
{
    for (uint32_t i = 1 + query_chance(q, 40); i > 0; i--) {
        add_letters(q, 3 + query_chance(q, 14));
        add_byte(q, ' ');
    }
}

static void make_scripts(queries *q)
{
    static const uint32_t starts[] = { 0x20, 0xC0, 0x300, 0x370, 0x400, 0x590, 0x600, 0x900, 0xE00, 0x1000, 0x1100, 0x1780,
                                       0x2000, 0x3040, 0x4E00, 0x9000, 0xAC00, 0xD800, 0xFB50, 0xFE00, 0xFFF0, 0x1F600,
                                       0x20000, 0xE0000, 0x10FF00 };
    for (uint32_t i = 1 + query_chance(q, 20); i > 0; i--) {
        uint32_t start = starts[query_chance(q, sizeof starts / sizeof *starts)];
        for (uint32_t k = 1 + query_chance(q, 12); k > 0; k--)
            add_code(q, start + query_chance(q, 0x60));
        if (query_chance(q, 2) == 0)
            add_space(q);
    }
}

static void make_bytes(queries *q)
{
    for (uint32_t i = query_chance(q, 200); i > 0; i--)
        add_byte(q, query_chance(q, 256));
}

/* One word without an end: letters, one letter, or marks on a letter. */
static void make_long(queries *q)
{
    uint32_t count = 1u << query_chance(q, 17), way = query_chance(q, 4);
    if (way == 0)
        add_letters(q, count);
    for (uint32_t i = 0; way > 0 && i < count; i++)
        add_text(q, way == 1 ? "w" : way == 2 ? "\xCC\x81" : "\xE6\x89\x93");
}

static void make_huge(queries *q)
{
    while (q->size < QUERIES_MAX_BYTES) {
        size_t from = q->size;
        switch (query_chance(q, 4)) {
        case 0: make_words(q, 20, 2); break;
        case 1: make_scripts(q); break;
        case 2: make_nonsense(q); break;
        default: make_mixed(q);
        }
        size_t piece = q->size - from;
        for (uint32_t i = query_chance(q, 100000); i > 0 && piece > 0 && q->size < QUERIES_MAX_BYTES; i--)
            add(q, q->text + from, piece);
    }
}

static void make(queries *q, query_kind kind)
{
    switch (kind) {
    case QUERY_WORDS: make_words(q, 1 + query_chance(q, 8), 0); break;
    case QUERY_SLIPS: make_words(q, 1 + query_chance(q, 40), 2); break;
    case QUERY_CUT: make_cut(q); break;
    case QUERY_MIXED: make_mixed(q); break;
    case QUERY_OPERATORS:
        for (uint32_t i = 1 + query_chance(q, 60); i > 0; i--)
            add_operator(q);
        break;
    case QUERY_LETTERS: make_letters(q); break;
    case QUERY_NONSENSE: make_nonsense(q); break;
    case QUERY_SCRIPTS: make_scripts(q); break;
    case QUERY_BYTES: make_bytes(q); break;
    case QUERY_LONG: make_long(q); break;
    case QUERY_MANY: make_words(q, 10000, query_chance(q, 3)); break;
    default: make_huge(q);
    }
}

query_kind query_next(queries *q)
{
    query_kind kind = (query_kind)query_chance(q, QUERY_MANY);
    if (query_chance(q, 1000) == 0)
        kind = query_chance(q, 2) == 0 ? QUERY_MANY : QUERY_HUGE;
    q->size = 0;
    make(q, kind);
    q->text[q->size] = 0;
    return kind;
}
