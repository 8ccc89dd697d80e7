/* Lines of a kiosk's script. They are taken apart, not run: SHOT writes files. */
#include "fuzz.h"

#include <string.h>

#include "line.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static kiosk_line line;
    char error[256] = "";
    char *text = fuzz_text(data, size);
    for (char *next = text; next != NULL;) {
        char *one = next, *end = strchr(one, '\n');
        next = end == NULL ? NULL : end + 1;
        if (end != NULL)
            *end = 0;
        if (kiosk_line_parse(one, &line, error))
            fuzz_check(memchr(line.text, 0, sizeof line.text) != NULL);
        else
            fuzz_check(memchr(error, 0, sizeof error) != NULL && error[0] != 0);
    }
    free(text);
    return 0;
}
