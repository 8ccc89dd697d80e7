/* Design tokens: what a colour means, never what it is. Read from the bundle's theme assets ("token #rrggbb" lines). */
#ifndef DCT_VIEW_THEME_H
#define DCT_VIEW_THEME_H

#include <docent/docent.h>

#define DCT_TOKENS(X) \
    X(BACKGROUND, "background") X(SURFACE, "surface") X(RAISED, "raised") X(SUNKEN, "sunken") \
    X(TEXT, "text") X(TEXT_SOFT, "text-soft") X(BORDER, "border") X(CONTROL, "control") \
    X(ACCENT, "accent") X(ON_ACCENT, "on-accent") X(ACCENT_SOFT, "accent-soft") X(LINK, "link") \
    X(FOCUS, "focus") X(MARK, "mark") X(MARK_STRONG, "mark-strong") X(SELECTION, "selection") \
    X(NOTE, "note") X(NOTE_SOFT, "note-soft") X(TIP, "tip") X(TIP_SOFT, "tip-soft") \
    X(IMPORTANT, "important") X(IMPORTANT_SOFT, "important-soft") \
    X(WARNING, "warning") X(WARNING_SOFT, "warning-soft") \
    X(CAUTION, "caution") X(CAUTION_SOFT, "caution-soft") \
    X(OPEN, "open") X(CLOSED, "closed") X(SHADOW, "shadow") X(SHADE, "shade")

typedef enum dct_token {
    DCT_NO_COLOUR = 0,
#define X(id, name) DCT_##id,
    DCT_TOKENS(X)
#undef X
    DCT_TOKEN_COUNT
} dct_token;

typedef struct dct_theme {
    uint32_t colour[DCT_TOKEN_COUNT]; /* 0xAARRGGBB */
} dct_theme;

/* DOCENT_ERR_MISSING when the bundle has no such theme, DOCENT_ERR_CORRUPT when a token is absent or no colour. */
docent_status dct_theme_load(docent *h, const char *name, dct_theme *out, docent_error *err);

#endif
