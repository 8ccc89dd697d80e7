/* Which of xkb's layouts a language is typed with. */
#ifndef DCT_KEYBOARD_TABLE_H
#define DCT_KEYBOARD_TABLE_H

typedef struct dct_keyboard_layout {
    const char *tag;     /* BCP 47. */
    const char *layout;  /* xkb's name of the layout, */
    const char *variant; /* and of its variant, "" for the basic one. */
    const char *name;    /* In English, for the first line. */
} dct_keyboard_layout;

/* The entry for the tag or the nearest shorter one ("sr-Latn-RS", "sr-Latn", "sr"); NULL when there is none. */
const dct_keyboard_layout *dct_keyboard_find(const char *tag);

#endif
