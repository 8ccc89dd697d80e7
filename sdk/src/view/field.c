/* The field that is typed into shows its caret: a text wider than the field is moved along.
 *
 *        |<-- field -->|
 *   my headset makes no |
 *   \_____/             the caret; moved out of sight
 *    scroll
 *
 * The scroll is kept from frame to frame and changes only as far as the caret asks for: a click into the text moves nothing.
 * It is counted from the side where the page's lines start. */
#include "view_impl.h"

#include <math.h>

dct_box *dct_field_box(docent_view *v, int *root)
{
    dct_box *roots[DCT_ROOT_COUNT];
    dct_frame_roots(v, roots);
    for (*root = 0; *root < DCT_ROOT_COUNT; ++*root)
        for (dct_box *b = roots[*root]; b != NULL; b = dct_box_next(roots[*root], b))
            if (b->field != 0 && b->field == (int32_t)v->state.field && b->paragraph != NULL)
                return b;
    return NULL;
}

dct_caret dct_field_caret(const docent_view *v, const dct_box *b)
{
    const dct_edit *edit = &v->state.fields[b->field];
    return dct_layout_caret(b->paragraph, &b->layout, edit->size == 0 ? 0 : edit->caret);
}

/* Coordinates in a text box begin at pad.start: moving that moves what is drawn, marked and pressed. */
void dct_field_follow(docent_view *v)
{
    int root;
    dct_box *b = dct_field_box(v, &root);
    float width = b == NULL || (b->flags & DCT_BOX_SCROLLED) == 0 ? 0 : dct_box_line_width(b);
    float hidden = b == NULL ? 0 : width - b->w;
    if (hidden < 1) {
        v->field_scroll = 0;
        return;
    }
    bool rtl = (b->flags & DCT_BOX_RTL) != 0;
    float x = dct_field_caret(v, b).x, along = rtl ? width - x : x;
    float scroll = fminf(fmaxf(v->field_scroll, along + b->gap - b->w), along - b->gap);
    v->field_scroll = fminf(fmaxf(roundf(scroll), 0), ceilf(hidden));
    b->pad.start = rtl ? v->field_scroll - hidden : -v->field_scroll;
    b->pad.end = -b->pad.start;
}
