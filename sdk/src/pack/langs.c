#include "langs.h"

#include "../base/utf8.h"

#include <string.h>

static const struct {
    const char *tag, *name;
    bool        rtl;
} langs[] = {
    { "af", "Afrikaans", false }, { "am", "አማርኛ", false }, { "ar", "العربية", true }, { "az", "Azərbaycan", false },
    { "be", "Беларуская", false }, { "bg", "Български", false }, { "bn", "বাংলা", false }, { "bs", "Bosanski", false },
    { "ca", "Català", false }, { "cs", "Čeština", false }, { "cy", "Cymraeg", false }, { "da", "Dansk", false },
    { "de", "Deutsch", false }, { "el", "Ελληνικά", false }, { "en", "English", false }, { "eo", "Esperanto", false },
    { "es", "Español", false }, { "et", "Eesti", false }, { "eu", "Euskara", false }, { "fa", "فارسی", true },
    { "fi", "Suomi", false }, { "fil", "Filipino", false }, { "fr", "Français", false }, { "ga", "Gaeilge", false },
    { "gl", "Galego", false }, { "gu", "ગુજરાતી", false }, { "he", "עברית", true }, { "hi", "हिन्दी", false },
    { "hr", "Hrvatski", false }, { "hu", "Magyar", false }, { "hy", "Հայերեն", false }, { "id", "Bahasa Indonesia", false },
    { "is", "Íslenska", false }, { "it", "Italiano", false }, { "ja", "日本語", false }, { "ka", "ქართული", false },
    { "kk", "Қазақша", false }, { "km", "ខ្មែរ", false }, { "kn", "ಕನ್ನಡ", false }, { "ko", "한국어", false },
    { "lo", "ລາວ", false }, { "lt", "Lietuvių", false }, { "lv", "Latviešu", false }, { "mk", "Македонски", false },
    { "ml", "മലയാളം", false }, { "mr", "मराठी", false }, { "ms", "Bahasa Melayu", false }, { "my", "မြန်မာ", false },
    { "nb", "Norsk bokmål", false }, { "ne", "नेपाली", false }, { "nl", "Nederlands", false }, { "nn", "Norsk nynorsk", false },
    { "no", "Norsk", false }, { "pa", "ਪੰਜਾਬੀ", false }, { "pl", "Polski", false }, { "ps", "پښتو", true },
    { "pt", "Português", false }, { "ro", "Română", false }, { "ru", "Русский", false }, { "si", "සිංහල", false },
    { "sk", "Slovenčina", false }, { "sl", "Slovenščina", false }, { "sq", "Shqip", false }, { "sr", "Српски", false },
    { "sv", "Svenska", false }, { "sw", "Kiswahili", false }, { "ta", "தமிழ்", false }, { "te", "తెలుగు", false },
    { "th", "ไทย", false }, { "tr", "Türkçe", false }, { "uk", "Українська", false }, { "ur", "اردو", true },
    { "uz", "O‘zbek", false }, { "vi", "Tiếng Việt", false }, { "yi", "ייִדיש", true }, { "zh", "中文", false },
    { "zu", "isiZulu", false },
};

/* Where a region or a script changes the name. Before the table above. */
static const struct {
    const char *tag, *name;
} variants[] = {
    { "zh-Hans", "简体中文" }, { "zh-CN", "简体中文" }, { "zh-SG", "简体中文" }, { "zh-Hant", "繁體中文" },
    { "zh-TW", "繁體中文" }, { "zh-HK", "繁體中文（香港）" }, { "pt-BR", "Português (Brasil)" },
    { "pt-PT", "Português (Portugal)" }, { "en-GB", "English (UK)" }, { "en-US", "English (US)" },
    { "es-MX", "Español (México)" }, { "fr-CA", "Français (Canada)" }, { "de-AT", "Deutsch (Österreich)" },
    { "de-CH", "Deutsch (Schweiz)" }, { "sr-Latn", "Srpski" },
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 32) : c;
}

/* Writes one part in its usual case: language in lower, script in title, region in upper. */
static void write_part(const char *text, size_t size, bool first, char *out)
{
    for (size_t i = 0; i < size; i++) {
        bool big = !first && (size == 2 || (size == 4 && i == 0));
        out[i] = big ? upper(text[i]) : lower(text[i]);
    }
}

bool dct_lang_tag(const char *text, size_t size, char *out, size_t room)
{
    if (size + 1 > room || size < 2)
        return false;
    for (size_t at = 0; at < size;) {
        size_t end = at;
        while (end < size && (is_letter(text[end]) || (at > 0 && text[end] >= '0' && text[end] <= '9')))
            end++;
        bool first = at == 0;
        if (end == at || end - at > 8 || (first && (end - at < 2 || end - at > 3)) ||
            (end < size && text[end] != '-' && text[end] != '_') || end + 1 == size)
            return false;
        write_part(text + at, end - at, first, out + at);
        if (end < size)
            out[end] = '-';
        at = end + 1;
    }
    out[size] = 0;
    return true;
}

static size_t find(const char *tag)
{
    size_t size = strcspn(tag, "-_"), i = 0;
    while (i < sizeof langs / sizeof *langs &&
           (strlen(langs[i].tag) != size || memcmp(langs[i].tag, tag, size) != 0))
        i++;
    return i;
}

bool dct_lang_known(const char *tag)
{
    return find(tag) < sizeof langs / sizeof *langs;
}

const char *dct_lang_name(const char *tag)
{
    for (size_t i = 0; i < sizeof variants / sizeof *variants; i++)
        if (strcmp(variants[i].tag, tag) == 0)
            return variants[i].name;
    return dct_lang_known(tag) ? langs[find(tag)].name : tag;
}

bool dct_lang_rtl(const char *tag)
{
    return dct_lang_known(tag) && langs[find(tag)].rtl;
}

/* ---- a guess ----------------------------------------------------------------------- */

/* Ranges of letters that speak for a language; several for one script when a letter tells them apart. */
static const struct {
    unsigned    first, last;
    const char *tag;
} scripts[] = {
    { 0x0370, 0x03FF, "el" }, { 0x0400, 0x052F, "ru" }, { 0x0530, 0x058F, "hy" }, { 0x0590, 0x05FF, "he" },
    { 0x0600, 0x06FF, "ar" }, { 0x0900, 0x097F, "hi" }, { 0x0980, 0x09FF, "bn" }, { 0x0A00, 0x0A7F, "pa" },
    { 0x0A80, 0x0AFF, "gu" }, { 0x0B80, 0x0BFF, "ta" }, { 0x0C00, 0x0C7F, "te" }, { 0x0C80, 0x0CFF, "kn" },
    { 0x0D00, 0x0D7F, "ml" }, { 0x0D80, 0x0DFF, "si" }, { 0x0E00, 0x0E7F, "th" }, { 0x0E80, 0x0EFF, "lo" },
    { 0x1000, 0x109F, "my" }, { 0x10A0, 0x10FF, "ka" }, { 0x1200, 0x137F, "am" }, { 0x1780, 0x17FF, "km" },
    { 0x3040, 0x30FF, "ja" }, { 0x4E00, 0x9FFF, "zh" }, { 0xAC00, 0xD7AF, "ko" },
};
#define SCRIPT_COUNT (sizeof scripts / sizeof *scripts)

/* Letters that Persian has and Arabic has not; that Ukrainian has and Russian has not. */
static bool has_any(const char *text, size_t size, const char *letters)
{
    for (size_t at = 0; letters[at] != 0;) {
        size_t start = at;
        dct_utf8_next(letters, strlen(letters), &at);
        size_t length = at - start;
        for (size_t i = 0; i + length <= size; i++)
            if (memcmp(text + i, letters + start, length) == 0)
                return true;
    }
    return false;
}

static const char *refine(const char *tag, const char *text, size_t size)
{
    if (strcmp(tag, "ar") == 0 && has_any(text, size, "پچگی"))
        return has_any(text, size, "ٹڈے") ? "ur" : "fa";
    if (strcmp(tag, "ru") == 0 && has_any(text, size, "їєґ"))
        return "uk";
    if (strcmp(tag, "ru") == 0 && has_any(text, size, "јљњђћџ"))
        return "sr";
    return tag;
}

const char *dct_lang_guess(const char *text, size_t size)
{
    size_t counts[SCRIPT_COUNT] = { 0 }, latin = 0, best = 0;
    for (size_t at = 0; at < size;) {
        uint32_t c = dct_utf8_next(text, size, &at);
        latin += (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
        for (size_t i = 0; c >= 0x370 && i < SCRIPT_COUNT; i++)
            counts[i] += c >= scripts[i].first && c <= scripts[i].last;
    }
    size_t kana = SCRIPT_COUNT - 3, han = SCRIPT_COUNT - 2;
    if (counts[kana] * 10 > counts[han]) { /* Japanese is half Chinese characters. */
        counts[kana] += counts[han];
        counts[han] = 0;
    }
    for (size_t i = 1; i < SCRIPT_COUNT; i++)
        if (counts[i] > counts[best])
            best = i;
    if (counts[best] < 20 || counts[best] * 3 < latin)
        return NULL;
    return refine(scripts[best].tag, text, size);
}
