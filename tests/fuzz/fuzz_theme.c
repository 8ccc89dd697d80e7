/* A theme's YAML at pack time, alone and with a shop's colour. */
#include "fuzz.h"

#include "pack/theme.h"

static void make(const char *text, size_t size, const char *name, const char *accent)
{
    dct_buf out;
    dct_theme_note note;
    docent_error err;
    dct_buf_init(&out, &dct_alloc_default, 1u << 20);
    if (dct_theme_make_from(&dct_alloc_default, name, text, size, accent, &out, &note, &err) != DOCENT_OK)
        fuzz_check(err.message[0] != 0);
    dct_buf_close(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    make(text, size, "light", NULL);
    make(text, size, "contrast", "#ffcc00");
    free(text);
    return 0;
}
