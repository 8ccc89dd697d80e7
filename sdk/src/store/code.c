#include "code.h"

static int key_byte(unsigned char c)
{
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 'A';
    if ((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c >= 0x80)
        return c;
    return -1;
}

size_t dct_code_key(const char *code, char *out, size_t room)
{
    size_t size = 0;
    for (; *code != 0; code++) {
        int c = key_byte((unsigned char)*code);
        if (c < 0)
            continue;
        if (size + 1 >= room) {
            size = 0;
            break;
        }
        out[size++] = (char)c;
    }
    if (room > 0)
        out[size] = 0;
    return size;
}
