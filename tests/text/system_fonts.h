/* Debian's Noto fonts as a dct_font_source, for tests of text; they skip where the fonts are not installed. */
#ifndef TEST_SYSTEM_FONTS_H
#define TEST_SYSTEM_FONTS_H

#include "text/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const uint32_t system_font_everything[2] = { 0x20, 0x10FFFF };

#define NOTO "/usr/share/fonts/truetype/noto/"
#define SYSTEM_FONT(path, role, weight, languages) { path, role, weight, languages, system_font_everything, 1 }

static const docent_font system_fonts[] = {
    SYSTEM_FONT(NOTO "NotoSans-Regular.ttf", DOCENT_FONT_SANS, 400, ""),
    SYSTEM_FONT(NOTO "NotoSans-Bold.ttf", DOCENT_FONT_SANS, 700, ""),
    SYSTEM_FONT(NOTO "NotoSansMono-Regular.ttf", DOCENT_FONT_MONO, 400, ""),
    SYSTEM_FONT(NOTO "NotoSansArabic-Regular.ttf", DOCENT_FONT_SANS, 400, "ar"),
    SYSTEM_FONT(NOTO "NotoSansArabic-Bold.ttf", DOCENT_FONT_SANS, 700, "ar"),
    SYSTEM_FONT(NOTO "NotoSansHebrew-Regular.ttf", DOCENT_FONT_SANS, 400, "he"),
    SYSTEM_FONT(NOTO "NotoSansDevanagari-Regular.ttf", DOCENT_FONT_SANS, 400, "hi"),
    SYSTEM_FONT(NOTO "NotoSansThai-Regular.ttf", DOCENT_FONT_SANS, 400, "th"),
    SYSTEM_FONT("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", DOCENT_FONT_SANS, 400, "ja zh ko"),
    SYSTEM_FONT(NOTO "NotoColorEmoji.ttf", DOCENT_FONT_EMOJI, 400, ""),
};

static const docent_font *system_font_at(void *ctx, uint32_t index)
{
    (void)ctx;
    return index < sizeof system_fonts / sizeof system_fonts[0] ? &system_fonts[index] : NULL;
}

static bool system_font_load(void *ctx, const char *name, const void **data, size_t *size, void **token)
{
    (void)ctx;
    FILE *file = fopen(name, "rb");
    if (file == NULL)
        return false;
    fseek(file, 0, SEEK_END);
    *size = (size_t)ftell(file);
    rewind(file);
    void *bytes = malloc(*size);
    bool  good = bytes != NULL && fread(bytes, 1, *size, file) == *size;
    fclose(file);
    if (!good)
        free(bytes);
    *data = *token = good ? bytes : NULL;
    return good;
}

static void system_font_release(void *ctx, void *token)
{
    (void)ctx;
    free(token);
}

static inline bool system_fonts_installed(void)
{
    for (size_t i = 0; i < sizeof system_fonts / sizeof system_fonts[0]; i++) {
        FILE *file = fopen(system_fonts[i].name, "rb");
        if (file == NULL)
            return false;
        fclose(file);
    }
    return true;
}

static inline dct_fonts *system_fonts_open(void)
{
    dct_font_source source = { NULL, system_font_at, system_font_load, system_font_release };
    dct_fonts      *fonts = NULL;
    docent_error    err;
    return dct_fonts_open(&dct_alloc_default, &source, &fonts, &err) == DOCENT_OK ? fonts : NULL;
}

#endif
