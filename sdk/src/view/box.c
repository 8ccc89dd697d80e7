#include "box.h"

#include <math.h>
#include <stddef.h>

dct_box *dct_box_skip(const dct_box *root, const dct_box *box)
{
    while (box != root) {
        if (box->next != NULL)
            return box->next;
        box = box->parent;
    }
    return NULL;
}

dct_box *dct_box_next(const dct_box *root, const dct_box *box)
{
    return box->first != NULL ? box->first : dct_box_skip(root, box);
}

dct_box *dct_box_by_key(dct_box *root, uint32_t key)
{
    for (dct_box *b = root; b != NULL; b = dct_box_next(root, b))
        if (b->key == key)
            return b;
    return NULL;
}

float dct_box_line_width(const dct_box *box)
{
    return ceilf(dct_paragraph_max_width(box->paragraph)) + box->gap;
}
