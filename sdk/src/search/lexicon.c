#include "lexicon.h"

#include <string.h>

#include "rows.h"

static const unsigned char *end_of(const dct_lexicon *lexicon)
{
    return lexicon->data + lexicon->size;
}

/* The numbers of one list; false when they are damage. There is one at least: no word leads nowhere. */
static bool check_list(const dct_lexicon *lexicon, const unsigned char **p)
{
    uint32_t n, value;
    if (!dct_get_varint(p, end_of(lexicon), &n) || n == 0 || n > DCT_LEXICON_MAX_TERMS)
        return false;
    for (uint32_t i = 0; i < n; i++)
        if (!dct_get_varint(p, end_of(lexicon), &value) || value >= lexicon->term_count)
            return false;
    return true;
}

/* To the next entry; *size is that of this one's text and, before, of the one's before it. */
static bool check_entry(const dct_lexicon *lexicon, const unsigned char **p, uint32_t *size)
{
    uint32_t head;
    if (end_of(lexicon) - *p < 2 || (*p)[0] > *size || (*p)[0] + (*p)[1] > DCT_MAX_WORD_BYTES ||
        end_of(lexicon) - *p - 2 < (*p)[1])
        return false;
    *size = (uint32_t)(*p)[0] + (*p)[1];
    *p += 2 + (*p)[1];
    return dct_get_varint(p, end_of(lexicon), &head) && check_list(lexicon, p) &&
           (!(head & DCT_LEXICON_PARTS) || check_list(lexicon, p));
}

static bool find_blocks(dct_lexicon *lexicon, dct_buf *found)
{
    const unsigned char *p = lexicon->data;
    uint32_t size = 0, begun = 0;
    while (p < end_of(lexicon)) {
        dct_lexicon_block block = { (uint32_t)(p - lexicon->data), lexicon->count };
        if (p[0] == 0) {
            dct_buf_add(found, &block, sizeof block);
            begun = lexicon->count;
        }
        if (lexicon->count - begun >= DCT_LEXICON_MAX_BLOCK || !check_entry(lexicon, &p, &size))
            return false;
        lexicon->count++;
    }
    return true;
}

docent_status dct_lexicon_open(dct_lexicon *lexicon, const docent_alloc *alloc, void *data, size_t size, uint32_t term_count)
{
    *lexicon = (dct_lexicon){ .alloc = alloc, .data = data, .size = size, .term_count = term_count };
    dct_buf_init(&lexicon->found, alloc, UINT32_MAX);
    if (size > UINT32_MAX || !find_blocks(lexicon, &lexicon->found))
        return DOCENT_ERR_CORRUPT;
    lexicon->blocks = (const dct_lexicon_block *)(const void *)lexicon->found.data;
    lexicon->block_count = (uint32_t)(lexicon->found.size / sizeof *lexicon->blocks);
    return lexicon->found.failed ? DOCENT_ERR_NOMEM : DOCENT_OK;
}

void dct_lexicon_close(dct_lexicon *lexicon)
{
    if (lexicon->data != NULL) {
        dct_buf_close(&lexicon->found);
        dct_free(lexicon->alloc, (void *)(uintptr_t)lexicon->data, lexicon->size + 1);
    }
    memset(lexicon, 0, sizeof *lexicon);
}

static void to_block(const dct_lexicon *lexicon, uint32_t block, dct_lexicon_at *at)
{
    bool there = block < lexicon->block_count;
    at->index = there ? lexicon->blocks[block].index : lexicon->count;
    at->p = there ? lexicon->data + lexicon->blocks[block].from : end_of(lexicon);
}

void dct_lexicon_first(const dct_lexicon *lexicon, dct_lexicon_at *at)
{
    to_block(lexicon, 0, at);
}

static bool read_list(const dct_lexicon *lexicon, const unsigned char **p, uint32_t *list, uint32_t *count)
{
    uint32_t n, value;
    *count = 0;
    if (!dct_get_varint(p, end_of(lexicon), &n) || n > DCT_LEXICON_MAX_TERMS)
        return false;
    for (uint32_t i = 0; i < n; i++) {
        if (!dct_get_varint(p, end_of(lexicon), &value) || value >= lexicon->term_count)
            return false;
        list[(*count)++] = value;
    }
    return true;
}

/* The next word's letters: how many it shares with the one before, how many follow, these. */
static bool read_text(const unsigned char **p, const unsigned char *end, dct_entry *entry)
{
    if (end - *p < 2)
        return false;
    uint32_t shared = (*p)[0], rest = (*p)[1];
    *p += 2;
    if (shared + rest > DCT_MAX_WORD_BYTES || (size_t)(end - *p) < rest || (shared > 0 && shared > entry->size))
        return false;
    for (uint32_t i = 0; i < rest; i++) /* A few letters: less than a call. */
        entry->text[shared + i] = (char)(*p)[i];
    *p += rest;
    entry->size = shared + rest;
    return true;
}

bool dct_lexicon_next(const dct_lexicon *lexicon, dct_lexicon_at *at, dct_entry *entry)
{
    const unsigned char *p = at->p, *end = end_of(lexicon);
    uint32_t head;
    if (at->index >= lexicon->count || !read_text(&p, end, entry))
        return false;
    entry->text[entry->size] = '\0';
    if (!dct_get_varint(&p, end, &head) || !read_list(lexicon, &p, entry->terms, &entry->term_count))
        return false;
    entry->flags = head & 0xF;
    entry->uses = head >> 4;
    entry->part_count = 0;
    if ((entry->flags & DCT_LEXICON_PARTS) && !read_list(lexicon, &p, entry->parts, &entry->part_count))
        return false;
    at->p = p;
    at->index++;
    return true;
}

static int compare(const char *a, size_t a_size, const char *b, size_t b_size)
{
    int order = memcmp(a, b, a_size < b_size ? a_size : b_size);
    return order != 0 ? order : (a_size > b_size) - (a_size < b_size);
}

/* The last block whose first entry is not after the text; 0 when there is none. */
static uint32_t block_of(const dct_lexicon *lexicon, const char *text, size_t size)
{
    uint32_t low = 0, high = lexicon->block_count;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        const unsigned char *p = lexicon->data + lexicon->blocks[middle].from;
        if (compare((const char *)p + 2, p[1], text, size) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static bool skip_list(const unsigned char **p, const unsigned char *end)
{
    uint32_t n;
    if (!dct_get_varint(p, end, &n) || n > DCT_LEXICON_MAX_TERMS)
        return false;
    for (; n > 0 && *p < end; ++*p)
        n -= **p < 0x80;
    return n == 0;
}

/* As dct_lexicon_next(), but only the text is taken. */
static bool skip(const dct_lexicon *lexicon, dct_lexicon_at *at, dct_entry *entry)
{
    const unsigned char *p = at->p, *end = end_of(lexicon);
    uint32_t head;
    if (at->index >= lexicon->count || !read_text(&p, end, entry))
        return false;
    if (!dct_get_varint(&p, end, &head) || !skip_list(&p, end) || ((head & DCT_LEXICON_PARTS) && !skip_list(&p, end)))
        return false;
    at->p = p;
    at->index++;
    return true;
}

bool dct_lexicon_entry(const dct_lexicon *lexicon, uint32_t index, dct_entry *out)
{
    uint32_t low = 0, high = lexicon->block_count;
    dct_lexicon_at at;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        if (lexicon->blocks[middle].index <= index)
            low = middle;
        else
            high = middle;
    }
    to_block(lexicon, low, &at);
    out->size = 0;
    while (at.index < index)
        if (!skip(lexicon, &at, out))
            return false;
    return dct_lexicon_next(lexicon, &at, out);
}

void dct_lexicon_seek(const dct_lexicon *lexicon, const char *text, size_t size, dct_lexicon_at *at, dct_entry *entry)
{
    dct_lexicon_at next;
    dct_entry before;
    to_block(lexicon, block_of(lexicon, text, size), &next);
    entry->size = 0;
    do {
        *at = next;
        before.size = entry->size;
        memcpy(before.text, entry->text, entry->size);
        if (!dct_lexicon_next(lexicon, &next, entry)) {
            next.index = lexicon->count;
            *at = next;
            return;
        }
    } while (compare(entry->text, entry->size, text, size) < 0);
    memcpy(entry->text, before.text, before.size);
    entry->size = before.size;
}

bool dct_lexicon_find(const dct_lexicon *lexicon, const char *text, size_t size, dct_entry *out)
{
    dct_lexicon_at at;
    to_block(lexicon, block_of(lexicon, text, size), &at);
    out->size = 0;
    while (dct_lexicon_next(lexicon, &at, out)) {
        int order = compare(out->text, out->size, text, size);
        if (order >= 0)
            return order == 0;
    }
    return false;
}
