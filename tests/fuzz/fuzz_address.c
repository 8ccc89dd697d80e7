/* An address: what is read and written again reads the same. */
#include "fuzz.h"

#include <string.h>

#include "base/limits.h"
#include "view/address.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    dct_address first, second;
    if (dct_address_parse(text, &first)) {
        dct_buf written;
        dct_buf_init(&written, &dct_alloc_default, DCT_MAX_ADDRESS_BYTES * 3);
        dct_address_format(&first, &written);
        fuzz_check(!written.failed);
        fuzz_check(dct_address_parse(dct_buf_text(&written), &second));
        fuzz_check(first.page == second.page && strcmp(first.id, second.id) == 0);
        fuzz_check(strcmp(first.anchor, second.anchor) == 0 && strcmp(first.query, second.query) == 0);
        dct_buf_close(&written);
    }
    free(text);
    return 0;
}
