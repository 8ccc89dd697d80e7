/* One row a language. Chinese and Korean are typed through input methods that xkb does not have: they get the Latin
 * letters that such keyboards carry, enough for names, codes and numbers. */
#include "keyboard_table.h"

#include <stddef.h>
#include <string.h>

static const dct_keyboard_layout layouts[] = {
    { "af", "za", "", "Afrikaans" },
    { "am", "et", "", "Amharic" },
    { "ar", "ara", "", "Arabic" },
    { "ar-MA", "ma", "", "Arabic (Morocco)" },
    { "as", "in", "ben_inscript", "Assamese" },
    { "az", "az", "", "Azerbaijani" },
    { "be", "by", "", "Belarusian" },
    { "bg", "bg", "", "Bulgarian" },
    { "bn", "bd", "", "Bangla" },
    { "bs", "ba", "", "Bosnian" },
    { "ca", "es", "cat", "Catalan" },
    { "cs", "cz", "", "Czech" },
    { "cy", "gb", "", "Welsh" },
    { "da", "dk", "", "Danish" },
    { "de", "de", "", "German" },
    { "de-AT", "at", "", "German (Austria)" },
    { "de-CH", "ch", "", "German (Switzerland)" },
    { "dv", "mv", "", "Dhivehi" },
    { "dz", "bt", "", "Dzongkha" },
    { "el", "gr", "", "Greek" },
    { "en", "us", "", "English (US)" },
    { "en-GB", "gb", "", "English (UK)" },
    { "en-IE", "ie", "", "English (Ireland)" },
    { "eo", "epo", "", "Esperanto" },
    { "es", "es", "", "Spanish" },
    { "es-419", "latam", "", "Spanish (Latin American)" },
    { "es-AR", "latam", "", "Spanish (Latin American)" },
    { "es-CL", "latam", "", "Spanish (Latin American)" },
    { "es-CO", "latam", "", "Spanish (Latin American)" },
    { "es-MX", "latam", "", "Spanish (Latin American)" },
    { "et", "ee", "", "Estonian" },
    { "eu", "es", "", "Basque" },
    { "fa", "ir", "", "Persian" },
    { "fi", "fi", "", "Finnish" },
    { "fil", "ph", "", "Filipino" },
    { "fo", "fo", "", "Faroese" },
    { "fr", "fr", "", "French" },
    { "fr-BE", "be", "", "Belgian" },
    { "fr-CA", "ca", "", "French (Canada)" },
    { "fr-CH", "ch", "fr", "French (Switzerland)" },
    { "ga", "ie", "", "Irish" },
    { "gl", "es", "", "Galician" },
    { "gu", "in", "guj", "Gujarati" },
    { "he", "il", "", "Hebrew" },
    { "hi", "in", "deva", "Hindi" },
    { "hr", "hr", "", "Croatian" },
    { "hu", "hu", "", "Hungarian" },
    { "hy", "am", "", "Armenian" },
    { "id", "id", "", "Indonesian" },
    { "is", "is", "", "Icelandic" },
    { "it", "it", "", "Italian" },
    { "ja", "jp", "kana", "Japanese (Kana)" },
    { "ka", "ge", "", "Georgian" },
    { "kk", "kz", "", "Kazakh" },
    { "km", "kh", "", "Khmer" },
    { "kn", "in", "kan", "Kannada" },
    { "ko", "us", "", "English (US)" },
    { "ky", "kg", "", "Kyrgyz" },
    { "lo", "la", "", "Lao" },
    { "lt", "lt", "", "Lithuanian" },
    { "lv", "lv", "", "Latvian" },
    { "mi", "mao", "", "Maori" },
    { "mk", "mk", "", "Macedonian" },
    { "ml", "in", "mal", "Malayalam" },
    { "mn", "mn", "", "Mongolian" },
    { "mr", "in", "deva", "Marathi" },
    { "ms", "us", "", "Malay" },
    { "mt", "mt", "", "Maltese" },
    { "my", "mm", "", "Burmese" },
    { "nb", "no", "", "Norwegian" },
    { "ne", "np", "", "Nepali" },
    { "nl", "us", "intl", "Dutch" },
    { "nl-BE", "be", "", "Belgian" },
    { "nn", "no", "", "Norwegian" },
    { "no", "no", "", "Norwegian" },
    { "or", "in", "ori", "Oriya" },
    { "pa", "in", "guru", "Punjabi" },
    { "pl", "pl", "", "Polish" },
    { "ps", "af", "ps", "Pashto" },
    { "pt", "pt", "", "Portuguese" },
    { "pt-BR", "br", "", "Portuguese (Brazil)" },
    { "ro", "ro", "", "Romanian" },
    { "ru", "ru", "", "Russian" },
    { "si", "lk", "", "Sinhala" },
    { "sk", "sk", "", "Slovak" },
    { "sl", "si", "", "Slovenian" },
    { "sq", "al", "", "Albanian" },
    { "sr", "rs", "", "Serbian" },
    { "sr-Latn", "rs", "latin", "Serbian (Latin)" },
    { "sv", "se", "", "Swedish" },
    { "sw", "ke", "", "Swahili" },
    { "ta", "in", "tam", "Tamil" },
    { "te", "in", "tel", "Telugu" },
    { "tg", "tj", "", "Tajik" },
    { "th", "th", "", "Thai" },
    { "tk", "tm", "", "Turkmen" },
    { "tr", "tr", "", "Turkish" },
    { "uk", "ua", "", "Ukrainian" },
    { "ur", "pk", "", "Urdu" },
    { "uz", "uz", "latin", "Uzbek" },
    { "vi", "vn", "", "Vietnamese" },
    { "zh", "us", "", "English (US)" },
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c == '_' ? '-' : c;
}

static int same(const char *entry, const char *tag, size_t size)
{
    if (strlen(entry) != size)
        return 0;
    for (size_t i = 0; i < size; i++)
        if (lower(entry[i]) != lower(tag[i]))
            return 0;
    return 1;
}

const dct_keyboard_layout *dct_keyboard_find(const char *tag)
{
    size_t size = strlen(tag);
    while (size > 0) {
        for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
            if (same(layouts[i].tag, tag, size))
                return &layouts[i];
        do
            size--;
        while (size > 0 && tag[size] != '-' && tag[size] != '_');
    }
    return NULL;
}
