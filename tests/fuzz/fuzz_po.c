/* An interface's strings in a PO file. */
#include "fuzz.h"

#include "base/limits.h"
#include "pack/file.h"
#include "pack/po.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dct_arena arena;
    dct_diag diag;
    size_t text_size = 0;
    dct_arena_init(&arena, &dct_alloc_default, DCT_MAX_PACK_BYTES);
    dct_diag_init(&diag, &dct_alloc_default);
    char *text = dct_file_text(&arena, data, size, "x.po", &diag, &text_size);
    fuzz_check(text != NULL);
    for (dct_po_string *s = dct_po_read(&arena, text, text_size, "x.po", &diag); s != NULL; s = s->next)
        fuzz_check(s->msgid[0] != 0 && s->msgstr != NULL && s->place.line > 0);
    dct_diag_close(&diag);
    dct_arena_close(&arena);
    return 0;
}
