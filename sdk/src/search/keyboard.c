/* The usual layouts of five scripts, row by row, as they are printed on the keys of a PC. The place in the string is the
 * place of the key, so that the same place in two strings is the same key. */
#include "keyboard.h"

#include <string.h>

#include "../base/utf8.h"

#define ROW_KEYS 13u
#define KEYS (3u * ROW_KEYS)

/* A space is a key without a letter of this script. */
static const char *const layouts[DCT_KEYBOARD_LAYOUTS] = {
    "qwertyuiop[] " "asdfghjkl;'  " "zxcvbnm,.    ",
    "йцукенгшщзхъ " "фывапролджэ  " "ячсмитьбю    ",
    ";ςερτυθιοπ[] " "ασδφγηξκλ    " "ζχψωβνμ,.    ",
    "ضصثقفغعهخحجد " "شسيبلاتنمكط  " "ئءؤرلىةوزظ   ",
    "/'קראטוןםפ   " "שדגכעיחלךף,  " "זסבהנמצתץ    ",
};

static uint32_t key_at(const char *layout, unsigned key)
{
    size_t at = 0, size = strlen(layout);
    uint32_t c = ' ';
    for (unsigned i = 0; i <= key && at < size; i++)
        c = dct_utf8_next(layout, size, &at);
    return c;
}

/* The key that a letter is on, or KEYS. */
static unsigned key_of(const char *layout, uint32_t letter)
{
    size_t at = 0, size = strlen(layout);
    for (unsigned i = 0; at < size; i++)
        if (dct_utf8_next(layout, size, &at) == letter && letter != ' ')
            return i;
    return KEYS;
}

uint16_t dct_keyboard_key(uint32_t letter)
{
    for (unsigned i = 0; i < DCT_KEYBOARD_LAYOUTS; i++) {
        unsigned key = key_of(layouts[i], letter);
        if (key != KEYS)
            return (uint16_t)(i << 8 | key);
    }
    return DCT_NO_KEY;
}

bool dct_keyboard_near(uint16_t a, uint16_t b)
{
    if (a == DCT_NO_KEY || b == DCT_NO_KEY || a >> 8 != b >> 8)
        return false;
    unsigned x = a & 0xFF, y = b & 0xFF;
    int rows = (int)(x / ROW_KEYS) - (int)(y / ROW_KEYS), columns = (int)(x % ROW_KEYS) - (int)(y % ROW_KEYS);
    return rows >= -1 && rows <= 1 && columns >= -1 && columns <= 1;
}

size_t dct_keyboard_swap(const char *word, size_t size, unsigned from, unsigned to, char *out, size_t room)
{
    size_t written = 0;
    if (from >= DCT_KEYBOARD_LAYOUTS || to >= DCT_KEYBOARD_LAYOUTS || from == to)
        return 0;
    for (size_t at = 0; at < size;) {
        char bytes[4];
        unsigned key = key_of(layouts[from], dct_utf8_next(word, size, &at));
        uint32_t letter = key == KEYS ? ' ' : key_at(layouts[to], key);
        size_t n = dct_utf8_encode(letter, bytes);
        if (letter == ' ' || written + n >= room)
            return 0;
        memcpy(out + written, bytes, n);
        written += n;
    }
    out[written] = '\0';
    return written;
}
