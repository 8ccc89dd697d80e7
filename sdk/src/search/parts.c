#include "parts.h"

#include <string.h>

#define MIN_USES 2u

/* Letters that German and its neighbours put between parts; the empty one first. */
static const char *const links[] = { "", "s", "es", "n", "en", "er", "e" };

static bool ends_with(const char *word, size_t size, const char *end, size_t end_size)
{
    return size >= end_size && memcmp(word + size - end_size, end, end_size) == 0;
}

static bool is_boundary(const char *word, size_t at)
{
    return ((unsigned char)word[at] & 0xC0) != 0x80;
}

bool dct_parts_split(const char *word, size_t size, dct_uses_of *uses_of, const void *context, dct_split *out)
{
    double best = 0;
    if (size < DCT_MIN_COMPOUND_BYTES)
        return false;
    for (size_t right = DCT_MIN_PART_BYTES; right + DCT_MIN_PART_BYTES <= size; right++) {
        if (!is_boundary(word, right))
            continue;
        uint32_t right_uses = uses_of(context, word + right, size - right);
        if (right_uses < MIN_USES)
            continue;
        for (size_t i = 0; i < sizeof links / sizeof *links; i++) {
            size_t link = strlen(links[i]);
            if (!ends_with(word, right, links[i], link) || right - link < DCT_MIN_PART_BYTES)
                continue;
            uint32_t left_uses = uses_of(context, word, right - link);
            /* Longer first parts are surer than frequent ones. */
            double value = left_uses < MIN_USES ? 0 : (double)left_uses * right_uses / (1.0 + 3.0 * (double)link);
            if (value > best) {
                best = value;
                *out = (dct_split){ right - link, right };
            }
        }
    }
    return best > 0;
}
