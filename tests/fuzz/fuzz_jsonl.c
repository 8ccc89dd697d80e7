/* Lines of JSON, packed into a bundle. */
#include "fuzz.h"

#include "pack/pack.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *in = fuzz_path("lines.jsonl"), *out = fuzz_path("lines.docent");
    dct_diag diag;
    dct_pack_result result;
    docent_error err;
    fuzz_write(in, data, size);
    dct_diag_init(&diag, &dct_alloc_default);
    docent_status status = dct_pack_run(&dct_alloc_default, &(dct_pack_job){ .jsonl = in, .out = out }, &diag, &result, &err);
    fuzz_check(status == DOCENT_OK || err.message[0] != 0);
    dct_diag_close(&diag);
    remove(in);
    remove(out);
    free(in);
    free(out);
    return 0;
}
