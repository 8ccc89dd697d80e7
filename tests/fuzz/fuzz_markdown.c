/* An article: front matter, Markdown and the HTML in it; a guide when its front matter says so. */
#include "project.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    fuzz_project("a.md", data, size);
    return 0;
}
