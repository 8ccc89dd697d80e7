/* The rules are plain ones: a person checks what they leave, and a rule that nobody understands is corrected by nobody. */
#include "redact_find.h"

#include "../base/utf8.h"

#include <string.h>
#include <utf8proc.h>

enum { PHONE_DIGITS = 7, SERIAL_DIGITS = 5, LABELLED_DIGITS = 3, LABEL_REACH = 3, SECRET_LETTERS = 16, LINE_BYTES = 90 };

static bool is_digit(uint32_t c)
{
    return utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ND;
}

bool dct_find_is_word(uint32_t c)
{
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)c);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_NO; /* Letters, marks, numbers. */
}

static uint32_t at_of(const char *text, size_t size, size_t at)
{
    return at < size ? dct_utf8_next(text, size, &at) : 0;
}

static size_t after(const char *text, size_t size, size_t at)
{
    dct_utf8_next(text, size, &at);
    return at;
}

/* ---- single pieces ---- */

static bool ends_word(const char *text, size_t size, size_t at)
{
    return at >= size || !dct_find_is_word(at_of(text, size, at));
}

/* Case of letters aside, in any script: names are written in all ways. */
static size_t match_known(const char *text, size_t size, size_t at, const char *known)
{
    size_t i = at, k = 0, length = strlen(known);
    while (k < length) {
        if (i >= size)
            return at;
        uint32_t a = dct_utf8_next(text, size, &i), b = dct_utf8_next(known, length, &k);
        if (a != b && utf8proc_tolower((utf8proc_int32_t)a) != utf8proc_tolower((utf8proc_int32_t)b))
            return at;
    }
    return ends_word(text, size, i) ? i : at;
}

static bool is_space(uint32_t c)
{
    return c <= ' ' || c == 0xA0 || utf8proc_category((utf8proc_int32_t)c) == UTF8PROC_CATEGORY_ZS;
}

static size_t end_of_token(const char *text, size_t size, size_t at)
{
    while (at < size && !is_space(at_of(text, size, at)) && strchr("<>\"'`|", text[at]) == NULL)
        at = after(text, size, at);
    return at;
}

static size_t match_mail(const char *text, size_t size, size_t at)
{
    size_t i = at;
    while (i < size && (dct_find_is_word(at_of(text, size, i)) || strchr(".%+-_", text[i]) != NULL))
        i = after(text, size, i);
    if (i == at || i >= size || text[i] != '@')
        return at;
    size_t host = ++i;
    while (i < size && (dct_find_is_word(at_of(text, size, i)) || text[i] == '-' || text[i] == '.'))
        i = after(text, size, i);
    while (i > host && text[i - 1] == '.')
        i--;
    return i > host ? i : at;
}

/* "AbC123...": too long for a word and mixed, or hexadecimal. */
static bool holds_secret(const char *text, size_t size)
{
    size_t run = 0, digits = 0;
    for (size_t i = 0; i < size; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        bool letter = (text[i] >= 'a' && text[i] <= 'z') || (text[i] >= 'A' && text[i] <= 'Z');
        run = digit || letter ? run + 1 : 0;
        digits = run == 0 ? 0 : digits + digit;
        if ((run >= SECRET_LETTERS && digits > 0) || digits >= SERIAL_DIGITS)
            return true;
    }
    return false;
}

static size_t match_url(const char *text, size_t size, size_t at)
{
    static const char *const begins[] = { "http://", "https://", "ftp://", "www.", "mailto:", "tel:", "xmpp:" };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++) {
        size_t length = strlen(begins[i]);
        if (size - at < length || match_known(text, at + length, at, begins[i]) == at)
            continue;
        size_t end = end_of_token(text, size, at);
        while (end > at && strchr(".,;:!)", text[end - 1]) != NULL)
            end--;
        bool person = i >= 4 || memchr(text + at, '@', end - at) != NULL;
        bool query = memchr(text + at, '?', end - at) != NULL;
        return person || query || holds_secret(text + at, end - at) ? end : at;
    }
    return at;
}

/* Private networks are the same in every house, and articles name them. */
static bool is_private_address(const char *text, size_t size)
{
    static const char *const begins[] = { "192.168.", "10.0.", "127.0.", "255.255.", "169.254." };
    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (size >= strlen(begins[i]) && memcmp(text, begins[i], strlen(begins[i])) == 0)
            return true;
    return false;
}

static size_t match_phone(const char *text, size_t size, size_t at)
{
    size_t i = at, end = at, digits = 0, gap = 0;
    while (i < size && gap <= 3) {
        uint32_t c = at_of(text, size, i);
        bool digit = is_digit(c);
        if (!digit && c != 0xA0 && c != 0x2009 && c != 0x202F && (c > 0x7E || strchr(" -/().+", (char)c) == NULL))
            break;
        i = after(text, size, i);
        digits += digit;
        gap = digit ? 0 : gap + 1;
        end = digit ? i : end;
    }
    bool own = digits >= PHONE_DIGITS && ends_word(text, size, end) && !is_private_address(text + at, end - at);
    return own ? end : at;
}

static size_t match_number(const dct_find_state *s, const char *text, size_t size, size_t at)
{
    size_t i = at, end = at, digits = 0;
    while (i < size) {
        uint32_t c = at_of(text, size, i);
        bool word = dct_find_is_word(c);
        if (!word && (c > 0x7E || strchr("-_/:.", (char)c) == NULL))
            break;
        i = after(text, size, i);
        digits += is_digit(c);
        end = word ? i : end;
    }
    if (is_private_address(text + at, end - at))
        return at;
    return digits >= SERIAL_DIGITS || (s->labelled > 0 && digits >= LABELLED_DIGITS) ? end : at;
}

/* ---- labels ---- */

static const char *const labels[] = {
    "order", "serial", "invoice", "customer", "account", "contract", "imei", "sn", "tracking", "ticket", "reference", "iban",
    "bestellung", "bestellnummer", "seriennummer", "rechnung", "rechnungsnummer", "kundennummer", "auftrag", "auftragsnummer",
    "vertrag", "vertragsnummer", "vorgang", "sendungsnummer", "commande", "facture", "pedido", "factura", "ordine", "fattura",
};

static void note_label(dct_find_state *s, const char *text, size_t size, size_t at)
{
    s->labelled -= s->labelled > 0;
    for (size_t i = 0; i < sizeof labels / sizeof *labels; i++)
        if (match_known(text, size, at, labels[i]) > at)
            s->labelled = LABEL_REACH;
}

size_t dct_find_personal(dct_find_state *s, const char *line, size_t size, size_t at, const char *const *known, uint32_t count)
{
    uint32_t c = at_of(line, size, at);
    bool first = at == 0 || !dct_find_is_word(at_of(line, size, dct_utf8_previous(line, at)));
    bool inside = at > 1 && line[at - 1] == '.' && is_digit(c) && is_digit((unsigned char)line[at - 2]); /* 192.168.1.1 */
    if (!first || inside)
        return at;
    bool word = dct_find_is_word(c);
    size_t end = word ? match_url(line, size, at) : at;
    if (end == at && word)
        end = match_mail(line, size, at);
    for (uint32_t i = 0; i < count && end == at; i++)
        end = match_known(line, size, at, known[i]);
    if (end == at && (c == '+' || c == '(' || is_digit(c)))
        end = match_phone(line, size, at);
    if (end == at && word)
        end = match_number(s, line, size, at);
    if (word)
        note_label(s, line, size, at);
    return end;
}

/* ---- lines ---- */

static size_t words(const char *line, size_t size)
{
    size_t count = 0;
    bool inside = false;
    for (size_t at = 0; at < size; at = after(line, size, at)) {
        bool word = dct_find_is_word(at_of(line, size, at));
        count += word && !inside;
        inside = word;
    }
    return count;
}

static size_t end_of_digits(const char *line, size_t size, size_t at)
{
    while (at < size && is_digit(at_of(line, size, at)))
        at = after(line, size, at);
    return at;
}

/* "12 Baker Street": the number first, and no full stop behind it, or it would be a step of a list; the street's word ends
 * the line, or stands before a comma. */
static bool is_number_first(const char *line, size_t size)
{
    static const char *const streets[] = { "street", "st", "road", "rd", "avenue", "ave", "lane", "drive", "square", "blvd" };
    size_t digits = end_of_digits(line, size, 0);
    if (digits == 0 || digits > 5 || at_of(line, size, digits) != ' ')
        return false;
    for (size_t at = digits; at < size; at = after(line, size, at))
        for (size_t i = 0; i < sizeof streets / sizeof *streets && line[at] == ' '; i++) {
            size_t end = match_known(line, size, at + 1, streets[i]);
            end += end > at + 1 && at_of(line, size, end) == '.';
            if (end > at + 1 && (end == size || line[end] == ','))
                return true;
        }
    return false;
}

/* "Kaistraße 7", "Hauptstr. 5a": the number stands behind. */
static bool is_number_behind(const char *line, size_t size)
{
    static const char *const streets[] = { "straße", "strasse", "str", "weg", "platz", "allee", "gasse", "laan", "straat",
                                           "gatan", "vej", "ulica" };
    for (size_t at = 0; at < size; at = after(line, size, at))
        for (size_t i = 0; i < sizeof streets / sizeof *streets; i++) {
            size_t end = match_known(line, size, at, streets[i]), from = end;
            while (end > at && from < size && (line[from] == '.' || line[from] == ' '))
                from++;
            size_t digits = end_of_digits(line, size, from) - from;
            if (from > end && digits > 0 && digits <= 4)
                return true;
        }
    return false;
}

/* "20457 Hamburg": begins with the code, and little else. */
static bool is_town(const char *line, size_t size)
{
    size_t digits = end_of_digits(line, size, 0);
    return digits >= 4 && digits <= 5 && at_of(line, size, digits) == ' ' && words(line, size) >= 2 && words(line, size) <= 3 &&
           utf8proc_category((utf8proc_int32_t)at_of(line, size, digits + 1)) == UTF8PROC_CATEGORY_LU;
}

bool dct_find_postal(const char *line, size_t size)
{
    if (size == 0 || size > LINE_BYTES || words(line, size) > 9)
        return false;
    return is_number_first(line, size) || is_number_behind(line, size) || is_town(line, size);
}

static bool begins_with(const char *line, size_t size, const char *const *list, size_t count)
{
    size_t at = 0;
    while (at < size && is_space(at_of(line, size, at)))
        at = after(line, size, at);
    for (size_t i = 0; i < count; i++)
        if (match_known(line, size, at, list[i]) > at)
            return true;
    return false;
}

bool dct_find_greeting(const char *line, size_t size)
{
    static const char *const words_of[] = { "hi", "hello", "dear", "good morning", "good afternoon", "good evening", "hallo",
                                            "liebe", "lieber", "guten tag", "guten morgen", "sehr geehrte", "sehr geehrter",
                                            "bonjour", "hola", "estimado", "estimada", "buongiorno", "beste", "geachte" };
    return size <= LINE_BYTES && words(line, size) <= 6 && begins_with(line, size, words_of, sizeof words_of / sizeof *words_of);
}

bool dct_find_closing(const char *line, size_t size)
{
    static const char *const words_of[] = { "kind regards", "best regards", "regards", "best wishes", "yours sincerely",
                                            "sincerely", "yours faithfully", "cheers", "mit freundlichen grüßen",
                                            "mit freundlichen gruessen", "freundliche grüße", "viele grüße", "liebe grüße",
                                            "beste grüße", "cordialement", "saludos", "cordiali saluti", "met vriendelijke groet" };
    return size <= LINE_BYTES && words(line, size) <= 5 && begins_with(line, size, words_of, sizeof words_of / sizeof *words_of);
}
