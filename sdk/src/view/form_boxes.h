/* Forms as boxes. */
#ifndef DCT_VIEW_FORM_BOXES_H
#define DCT_VIEW_FORM_BOXES_H

#include "forms.h"
#include "pages.h"

typedef struct dct_form_text {
    dct_field   field;
    const char *label, *hint, *consent; /* "" for none. */
    const char *wrong;                  /* NULL when nothing is. */
    bool        required;
    uint32_t    lines;                  /* At least so high; a letter grows. */
} dct_form_text;

dct_box *dct_form_text_box(dct_build *b, dct_box *parent, const dct_form_text *text);
/* A labelled place for radio buttons. wrong may be NULL. */
dct_box *dct_form_group(dct_build *b, dct_box *parent, const char *label, bool required, const char *wrong, uint32_t key);
dct_box *dct_form_radio(dct_build *b, dct_box *wrap, const char *icon, const char *text, bool on, uint32_t key,
                        dct_press press);
/* note: "" for none. */
dct_box *dct_form_check(dct_build *b, dct_box *parent, const char *text, const char *note, bool on, uint32_t key, dct_press press);
/* As its type asks for, with what is wrong once send was pressed. */
void dct_form_question(dct_build *b, dct_box *parent, const dct_question *question);

#endif
