#include "percent.h"

#include "utf8.h"

#include <string.h>

static int hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c |= 0x20;
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool dct_percent_decode_to(const char *text, size_t size, char *out, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < size; i++) {
        char c = text[i];
        if (c == '%' && i + 2 < size && hex(text[i + 1]) >= 0 && hex(text[i + 2]) >= 0) {
            c = (char)(hex(text[i + 1]) << 4 | hex(text[i + 2]));
            i += 2;
        }
        if (n + 1 >= room || (unsigned char)c < 0x20)
            return false;
        out[n++] = c;
    }
    out[n] = 0;
    return dct_utf8_valid(out, n);
}

void dct_percent_encode(const char *text, dct_buf *out)
{
    static const char digits[] = "0123456789ABCDEF";
    for (; *text != 0; text++) {
        unsigned char c = (unsigned char)*text;
        bool plain = c > 0x20 && c < 0x7F && strchr("%#?&\"<>\\^`{|}", c) == NULL;
        if (plain) {
            dct_buf_add_byte(out, c);
        } else {
            dct_buf_add_byte(out, '%');
            dct_buf_add_byte(out, (unsigned char)digits[c >> 4]);
            dct_buf_add_byte(out, (unsigned char)digits[c & 15]);
        }
    }
}
