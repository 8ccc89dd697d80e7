#include "said.h"

#include "../base/utf8.h"
#include "../crypto/hash.h"

#include <string.h>

#define ID_BYTES 200u

/* Overrides and isolates of UAX 9: in somebody else's text they can make "exe.pdf" of "fdp.exe". */
static bool turns(uint32_t c)
{
    return (c >= 0x202A && c <= 0x202E) || (c >= 0x2066 && c <= 0x2069);
}

static bool shown(uint32_t c)
{
    return c >= 0x20 && !(c >= 0x7F && c <= 0x9F) && !turns(c) && c != 0xFEFF;
}

static const char *clean(dct_arena *arena, const char *text, size_t size, size_t max_bytes, bool lines)
{
    bool cut = size > max_bytes;
    size_t from = cut ? max_bytes : size, at = 0, n = 0;
    /* A byte that is no UTF-8 becomes three. */
    char *out = text != NULL ? dct_arena_new(arena, 3 * from + 4) : NULL;
    if (out == NULL)
        return "";
    while (at < from) {
        uint32_t c = dct_utf8_next(text, size, &at);
        if (c == '\n' || c == '\t')
            out[n++] = lines ? (char)c : ' ';
        else if (shown(c))
            n += dct_utf8_encode(c, out + n);
    }
    if (cut)
        n += dct_utf8_encode(0x2026, out + n);
    out[n] = 0;
    return out;
}

const char *dct_said_text(dct_arena *arena, const char *text, size_t size, size_t max_bytes)
{
    return clean(arena, text, size, max_bytes, true);
}

const char *dct_said_line(dct_arena *arena, const char *text, size_t size, size_t max_bytes)
{
    return clean(arena, text, size, max_bytes, false);
}

const char *dct_said_id(dct_arena *arena, const char *text, size_t size)
{
    bool fine = size > 0 && size <= ID_BYTES;
    for (size_t i = 0; fine && i < size; i++)
        fine = text[i] > 0x20 && text[i] < 0x7F;
    char hex[DCT_HEX_SHA256];
    if (fine || !dct_sha256_hex(text, size, hex))
        return dct_arena_text(arena, text, fine ? size : 0);
    return dct_arena_text(arena, hex, strlen(hex));
}
