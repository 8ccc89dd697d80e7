/* A whole bundle: opened, listed, searched, read and looked at. */
#include "visit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    visit result;
    char *path = fuzz_path("bundle.docent");
    fuzz_write(path, data, size);
    visit_bundle(path, 0, &result);
    remove(path);
    free(path);
    return 0;
}
