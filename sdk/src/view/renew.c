/* Other content came into force under the page that is shown: its fonts and pictures are taken, the page is made again from it,
 * and what the person sees stays where it is: address, scroll, focus, what they typed. A page that is gone becomes the start. */
#include "view_impl.h"

#include <string.h>

/* All of it or nothing: without memory the old fonts go on, which are copies. */
static bool take_parts(docent_view *v)
{
    dct_fonts *fonts = v->fonts;
    dct_painter *painter = v->painter;
    v->fonts = NULL;
    v->painter = NULL;
    if (dct_view_open_parts(v, NULL) == DOCENT_OK) {
        dct_painter_close(painter);
        dct_fonts_close(fonts);
        return true;
    }
    dct_painter_close(v->painter);
    dct_fonts_close(v->fonts);
    v->fonts = fonts;
    v->painter = painter;
    return false;
}

/* As a rule the fonts are the same, and what was made of them is still right: glyphs need not be drawn anew. */
static bool keep_parts(docent_view *v)
{
    if (!dct_fonts_renew(v->fonts) || dct_theme_load(v->h, v->state.theme, &v->theme, NULL) != DOCENT_OK)
        return false;
    dct_painter_renew(v->painter);
    dct_view_measure_logo(v);
    v->painted = false;
    return true;
}

void dct_view_renew(docent_view *v)
{
    if (v->built)
        dct_drafts_keep(v);
    if (!keep_parts(v) && take_parts(v))
        v->built = v->painted = false; /* Its boxes were measured by fonts that are gone. */
    v->keyboard_locale[0] = 0;
    v->need_build = true;
    if (dct_content_load(&v->content, &v->state.address) == DOCENT_ERR_MISSING && docent_view_go(v, v->start) != DOCENT_OK)
        docent_view_go(v, "home");
}
