/* A picture at pack time: PNG, JPEG, GIF, WebP or SVG, told apart by content. What comes out is a small picture. */
#include "fuzz.h"

#include "base/limits.h"
#include "pack/picture.h"

/* libxml2 2.9.14 (Debian 12) loses the value of an entity that is declared twice or badly: 100 bytes each time, not ours. */
__attribute__((visibility("default"))) const char *__lsan_default_suppressions(void);

const char *__lsan_default_suppressions(void)
{
    return "leak:xmlParseEntityValue\n";
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    dct_picture picture;
    docent_error err;
    if (dct_picture_pack(&dct_alloc_default, data, size, &picture, &err) != DOCENT_OK) {
        fuzz_check(err.message[0] != 0 && picture.data == NULL);
        return 0;
    }
    fuzz_check(picture.size > 0 && picture.pixels_x > 0 && picture.pixels_x <= DCT_PICTURE_MAX_WIDTH);
    fuzz_check(picture.pixels_y > 0 && picture.pixels_y <= DCT_MAX_PICTURE_SIDE);
    dct_picture_free(&dct_alloc_default, &picture);
    return 0;
}
