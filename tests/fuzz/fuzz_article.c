/* A compiled article. The sum at its end is made right first, or nothing but the sum would be tried. */
#include "fuzz.h"

#include <string.h>

#include "doc/reader.h"
#include "mend.h"

/* What reader.h and article.h promise of every block. */
static void check_block(const dct_doc *doc, uint32_t index)
{
    const docent_block *b = &doc->blocks[index];
    uint32_t from = 0;
    fuzz_check(b->end > index && b->end <= doc->block_count);
    fuzz_check(b->parent == UINT32_MAX || b->parent < index);
    fuzz_check(strlen(b->text) == b->text_len);
    for (uint32_t i = 0; i < b->inline_count; i++) {
        fuzz_check(b->inlines[i].from >= from && b->inlines[i].from < b->inlines[i].to && b->inlines[i].to <= b->text_len);
        fuzz_check(b->inlines[i].style != 0 && b->inlines[i].target != NULL);
        from = b->inlines[i].to;
    }
}

static void read_twice(const uint8_t *bytes, size_t size)
{
    dct_doc doc;
    docent_error err;
    dct_buf plain;
    if (dct_doc_read(&dct_alloc_default, bytes, size, &doc, &err) != DOCENT_OK) {
        fuzz_check(err.message[0] != 0);
        return;
    }
    dct_buf_init(&plain, &dct_alloc_default, 64u << 20);
    for (uint32_t i = 0; i < doc.block_count; i++)
        check_block(&doc, i);
    dct_doc_plain(&doc, 0, doc.block_count, &plain);
    (void)dct_doc_find(&doc, "step-2");
    dct_buf_close(&plain);
    dct_doc_close(&dct_alloc_default, &doc);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint8_t *bytes = malloc(size == 0 ? 1 : size);
    fuzz_check(bytes != NULL);
    memcpy(bytes, data, size);
    read_twice(bytes, size);
    fuzz_mend_article(bytes, size);
    read_twice(bytes, size);
    free(bytes);
    return 0;
}
