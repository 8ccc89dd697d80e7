/* Both alphabets are of prime size (31 and 11 without its last), and each place has a weight of its own: a sum that is zero
 * modulo the prime then changes with any one character, and with any two that change places. */
#include "reference.h"

#include <string.h>

#define PLACES 8
#define LETTERS 31
static const char letters[LETTERS + 1] = "23456789ABCDEFGHJKMNPQRSTUVWXYZ";

static int value_of(char c)
{
    const char *at = c == 0 ? NULL : strchr(letters, c);
    return at == NULL ? -1 : (int)(at - letters);
}

static void print(const char code[PLACES], char out[DCT_REFERENCE_ROOM])
{
    memcpy(out, code, 4);
    out[4] = '-';
    memcpy(out + 5, code + 4, 4);
    out[9] = 0;
}

/* ---- references ---- */

/* The last character's weight is 1: it is what makes the sum zero. */
static char check_letter(const char code[PLACES])
{
    int sum = 0;
    for (int i = 0; i < PLACES - 1; i++)
        sum += (PLACES - i) * value_of(code[i]);
    return letters[(LETTERS - sum % LETTERS) % LETTERS];
}

/* Even chances: bytes beyond the last whole multiple are drawn again. */
static bool draw(const docent_clock *clock, unsigned below, unsigned *out)
{
    unsigned char byte;
    do {
        if (!clock->entropy(clock->ctx, &byte, 1))
            return false;
    } while (byte >= 256 / below * below);
    *out = byte % below;
    return true;
}

bool dct_reference_make(const docent_clock *clock, char out[DCT_REFERENCE_ROOM])
{
    char code[PLACES];
    unsigned n;
    for (int i = 0; i < PLACES - 1; i++) {
        if (!draw(clock, LETTERS, &n))
            return false;
        code[i] = letters[n];
    }
    code[PLACES - 1] = check_letter(code);
    print(code, out);
    return true;
}

/* ---- claim codes: digits, for keypads ---- */

/* 10 when no digit can check it: such a code is not given. */
static int check_digit(const char code[PLACES])
{
    int sum = 0;
    for (int i = 0; i < PLACES - 1; i++)
        sum += (PLACES - i) * (code[i] - '0');
    return (11 - sum % 11) % 11;
}

bool dct_claim_make(const docent_clock *clock, char out[DCT_REFERENCE_ROOM])
{
    char code[PLACES];
    int check;
    unsigned n;
    do {
        for (int i = 0; i < PLACES - 1; i++) {
            if (!draw(clock, 10, &n))
                return false;
            code[i] = (char)('0' + n);
        }
        check = check_digit(code);
    } while (check == 10);
    code[PLACES - 1] = (char)('0' + check);
    print(code, out);
    return true;
}

/* ---- what was typed ---- */

static bool all_digits(const char code[PLACES])
{
    for (int i = 0; i < PLACES; i++)
        if (code[i] < '0' || code[i] > '9')
            return false;
    return true;
}

static bool all_letters(const char code[PLACES])
{
    for (int i = 0; i < PLACES; i++)
        if (value_of(code[i]) < 0)
            return false;
    return true;
}

bool dct_reference_read(const char *typed, char out[DCT_REFERENCE_ROOM])
{
    char code[PLACES];
    int count = 0;
    for (; *typed != 0; typed++) {
        char c = *typed;
        if (c == ' ' || c == '-')
            continue;
        if (count == PLACES)
            return false;
        code[count++] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
    }
    if (count != PLACES)
        return false;
    bool claim = all_digits(code) && check_digit(code) == code[PLACES - 1] - '0';
    if (!claim && !(all_letters(code) && check_letter(code) == code[PLACES - 1]))
        return false;
    print(code, out);
    return true;
}
