#include "lexicon.h"

#include <string.h>

#include "rows.h"

static const unsigned char *end_of(const dct_lexicon *lexicon)
{
    return lexicon->data + lexicon->size;
}

bool dct_lexicon_open(dct_lexicon *lexicon, const docent_alloc *alloc, void *data, size_t size, uint32_t term_count)
{
    *lexicon = (dct_lexicon){ alloc, data, size, 0, 0, term_count };
    if (size < 4)
        return false;
    lexicon->count = dct_u32(lexicon->data);
    lexicon->blocks = lexicon->count / DCT_LEXICON_BLOCK + (lexicon->count % DCT_LEXICON_BLOCK != 0);
    if ((size - 4) / 4 < lexicon->blocks)
        return false;
    for (uint32_t i = 0; i < lexicon->blocks; i++)
        if (dct_u32(lexicon->data + 4 + 4 * (size_t)i) >= size)
            return false;
    return true;
}

void dct_lexicon_close(dct_lexicon *lexicon)
{
    if (lexicon->data != NULL)
        dct_free(lexicon->alloc, (void *)(uintptr_t)lexicon->data, lexicon->size);
    memset(lexicon, 0, sizeof *lexicon);
}

void dct_lexicon_block(const dct_lexicon *lexicon, uint32_t block, dct_lexicon_at *at)
{
    at->index = block < lexicon->blocks ? block * DCT_LEXICON_BLOCK : lexicon->count;
    at->p = block < lexicon->blocks ? lexicon->data + dct_u32(lexicon->data + 4 + 4 * (size_t)block) : end_of(lexicon);
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

bool dct_lexicon_next(const dct_lexicon *lexicon, dct_lexicon_at *at, dct_entry *entry)
{
    const unsigned char *p = at->p, *end = end_of(lexicon);
    uint32_t head;
    if (at->index >= lexicon->count || end - p < 2)
        return false;
    uint32_t shared = at->index % DCT_LEXICON_BLOCK == 0 ? 0 : p[0], rest = p[1];
    p += 2;
    if (shared + rest > DCT_MAX_WORD_BYTES || (size_t)(end - p) < rest || (shared > 0 && shared > entry->size))
        return false;
    memcpy(entry->text + shared, p, rest);
    p += rest;
    entry->size = shared + rest;
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
    uint32_t low = 0, high = lexicon->blocks;
    while (high - low > 1) {
        uint32_t middle = low + (high - low) / 2;
        const unsigned char *p = lexicon->data + dct_u32(lexicon->data + 4 + 4 * (size_t)middle);
        size_t rest = end_of(lexicon) - p < 2 ? 0 : p[1];
        if (rest > (size_t)(end_of(lexicon) - p) - 2)
            rest = 0;
        if (compare((const char *)p + 2, rest, text, size) <= 0)
            low = middle;
        else
            high = middle;
    }
    return low;
}

void dct_lexicon_seek(const dct_lexicon *lexicon, const char *text, size_t size, dct_lexicon_at *at, dct_entry *entry)
{
    dct_lexicon_at next;
    dct_entry before;
    dct_lexicon_block(lexicon, block_of(lexicon, text, size), &next);
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
    if (lexicon->count == 0)
        return false;
    dct_lexicon_block(lexicon, block_of(lexicon, text, size), &at);
    out->size = 0;
    for (uint32_t i = 0; i < DCT_LEXICON_BLOCK && dct_lexicon_next(lexicon, &at, out); i++) {
        int order = compare(out->text, out->size, text, size);
        if (order >= 0)
            return order == 0;
    }
    return false;
}
