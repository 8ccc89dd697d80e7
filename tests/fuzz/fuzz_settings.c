/* help.yaml. */
#include "project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_project("help.yaml", data, size);
    return 0;
}
