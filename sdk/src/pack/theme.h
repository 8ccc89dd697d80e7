/* Themes: design tokens from assets/themes/NAME.yaml, with the shop's colour put in.
 *
 * In: a flat YAML map from token to "#rrggbb" (or "#rrggbbaa") or a number. Out, kind "theme": one token a line,
 *
 *   accent #0b57d0
 *   radius 12
 *
 * sorted by token, each line ended by a line feed. The shop's accent replaces `accent`, made darker or lighter as far
 * as needed to stand out from `surface` and to carry `on-accent`: 4.5:1 (WCAG 2.2 AA), 7:1 in the theme "contrast". */
#ifndef DCT_THEME_H
#define DCT_THEME_H

#include "../base/buf.h"

/* The themes the tool carries inside, in the order "light", "dark", "contrast". NULL past the end. */
const char *dct_theme_name_at(uint32_t index);

typedef struct dct_theme_note {
    bool corrected;     /* The accent was changed; used says to what. */
    char used[8];       /* "#0b57d0"; "" when no accent was asked for. */
    double contrast;    /* The least contrast of the accent in use, with on-accent and surface. */
} dct_theme_note;

/* Appends the theme's text. accent: "#rrggbb" or NULL. note may be NULL. DOCENT_ERR_SYNTAX for an accent that is no
 * colour. */
docent_status dct_theme_make(const docent_alloc *alloc, const char *name, const char *accent, dct_buf *out,
                             dct_theme_note *note, docent_error *err);
/* The same from a YAML text. */
docent_status dct_theme_make_from(const docent_alloc *alloc, const char *name, const char *yaml, size_t size,
                                  const char *accent, dct_buf *out, dct_theme_note *note, docent_error *err);

#endif
