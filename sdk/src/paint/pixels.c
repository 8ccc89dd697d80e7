/* Four channels are blended at once: spread to 16 bits each, a 64-bit word holds them without carries,
 *
 *   word   AAAA.... -> 0A0A0A0A      s * a + d * (255 - a) + 128 <= 65153 in every lane
 *
 * and long spans of one alpha run over bytes in blocks of sixteen, which compilers turn into vectors. */
#include "pixels.h"

#define LANES 0x00ff00ff00ff00ffull
#define HALVES 0x0080008000800080ull

static inline uint32_t load(const unsigned char *from)
{
    uint32_t word;
    memcpy(&word, from, 4);
    return word;
}

static inline void store(unsigned char *to, uint32_t word)
{
    memcpy(to, &word, 4);
}

static inline uint64_t spread(uint32_t word)
{
    return (word | (uint64_t)word << 24) & LANES;
}

/* Lanes of at most 65025 divided by 255, packed. */
static inline uint32_t pack(uint64_t lanes)
{
    lanes += HALVES;
    lanes = ((lanes + (lanes >> 8 & LANES)) >> 8) & LANES;
    return (uint32_t)(lanes | lanes >> 24);
}

static inline uint32_t mix(uint64_t source, uint32_t under, uint32_t alpha)
{
    return pack(source * alpha + spread(under) * (255 - alpha));
}

uint32_t dct_pixel(uint32_t argb, docent_format format)
{
    unsigned char red = (unsigned char)(argb >> 16), green = (unsigned char)(argb >> 8), blue = (unsigned char)argb;
    unsigned char bytes[4] = { blue, green, red, 255 };
    if (format == DOCENT_RGBA8) {
        bytes[0] = red;
        bytes[2] = blue;
    }
    return load(bytes);
}

void dct_span_fill(unsigned char *to, size_t count, uint32_t pixel)
{
    unsigned char block[64];
    for (int i = 0; i < 16; i++)
        store(block + 4 * i, pixel);
    for (; count >= 16; count -= 16, to += 64)
        memcpy(to, block, 64);
    for (; count != 0; count--, to += 4)
        store(to, pixel);
}

void dct_span_blend(unsigned char *to, size_t count, uint32_t pixel, uint32_t alpha)
{
    unsigned char channel[4];
    uint16_t add[16];
    memcpy(channel, &pixel, 4);
    for (int i = 0; i < 16; i++)
        add[i] = (uint16_t)(channel[i % 4] * alpha + 128);
    uint16_t keep = (uint16_t)(255 - alpha);
    for (; count >= 4; count -= 4, to += 16) {
        for (int i = 0; i < 16; i++) {
            uint16_t value = (uint16_t)(to[i] * keep + add[i]);
            to[i] = (unsigned char)((uint16_t)(value + (value >> 8)) >> 8);
        }
    }
    for (; count != 0; count--, to += 4)
        store(to, mix(spread(pixel), load(to), alpha));
}

void dct_span_cover(unsigned char *to, size_t count, uint32_t pixel, const unsigned char *cover,
                    const unsigned char table[256])
{
    uint64_t source = spread(pixel);
    for (size_t i = 0; i < count; i++) {
        if (cover[i] == 0) { /* Most of a glyph's box is empty. */
            while (i + 4 < count && load(cover + i + 1) == 0)
                i += 4;
            continue;
        }
        uint32_t alpha = table[cover[i]];
        store(to + 4 * i, alpha == 255 ? pixel : mix(source, load(to + 4 * i), alpha));
    }
}

static inline uint32_t swap_red(uint32_t word)
{
    unsigned char bytes[4], red;
    memcpy(bytes, &word, 4);
    red = bytes[2];
    bytes[2] = bytes[0];
    bytes[0] = red;
    return load(bytes);
}

/* One pixel of a premultiplied picture over what is there. */
static inline void put_picture(unsigned char *to, const unsigned char *from, uint32_t cover, docent_format format)
{
    uint32_t alpha = dct_div255(from[3] * cover);
    if (alpha == 0)
        return;
    uint32_t word = format == DOCENT_RGBA8 ? swap_red(load(from)) : load(from);
    if (alpha != 255) {
        uint64_t over = spread(word) * cover + spread(load(to)) * (255 - alpha);
        word = pack(over); /* Premultiplied channels are at most alpha: no lane passes 65025. */
    }
    store(to, word);
    to[3] = 255;
}

void dct_span_picture(unsigned char *to, size_t count, const unsigned char *from, const unsigned char *cover,
                      docent_format format)
{
    for (size_t i = 0; i < count; i++)
        put_picture(to + 4 * i, from + 4 * i, cover == NULL ? 255 : cover[i], format);
}

void dct_table_alpha(unsigned char table[256], uint32_t alpha)
{
    for (uint32_t i = 0; i < 256; i++)
        table[i] = (unsigned char)dct_div255(i * alpha);
}

void dct_cover_multiply(unsigned char *cover, const unsigned char *by, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cover[i] = (unsigned char)dct_div255((uint32_t)cover[i] * by[i]);
}
