#include "uuid.h"

#include <string.h>

static bool is_dash(int i)
{
    return i == 8 || i == 13 || i == 18 || i == 23;
}

static void print(const unsigned char bytes[16], docent_id *out)
{
    static const char digits[] = "0123456789abcdef";
    int at = 0;
    for (int i = 0; i < 16; i++) {
        if (is_dash(at))
            out->text[at++] = '-';
        out->text[at++] = digits[bytes[i] >> 4];
        out->text[at++] = digits[bytes[i] & 15];
    }
    out->text[at] = 0;
}

static uint64_t next_ms(dct_uuid_maker *m, int64_t now_ms)
{
    uint64_t now = now_ms < 0 ? 0 : (uint64_t)now_ms & 0xFFFFFFFFFFFFull;
    if (now > m->last_ms) {
        m->last_ms = now;
        m->counter = 0;
    } else if (++m->counter > 0xFFF) {
        m->last_ms++;
        m->counter = 0;
    }
    return m->last_ms;
}

bool dct_uuid_make(dct_uuid_maker *m, const docent_clock *clock, docent_id *out)
{
    unsigned char b[16];
    memset(out, 0, sizeof *out);
    if (!clock->entropy(clock->ctx, b + 8, 8))
        return false;
    uint64_t ms = next_ms(m, clock->unix_ms(clock->ctx));
    for (int i = 0; i < 6; i++)
        b[i] = (unsigned char)(ms >> (40 - 8 * i));
    b[6] = (unsigned char)(0x70 | m->counter >> 8);
    b[7] = (unsigned char)m->counter;
    b[8] = (unsigned char)(0x80 | (b[8] & 0x3F));
    print(b, out);
    return true;
}

bool dct_uuid_ok(const char *text)
{
    for (int i = 0; i < 36; i++) {
        char c = text[i];
        bool fits = is_dash(i) ? c == '-' : (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
        if (!fits)
            return false;
    }
    return text[36] == 0;
}
