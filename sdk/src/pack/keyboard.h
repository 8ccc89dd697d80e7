/* On-screen keyboards for languages, out of xkb-data: the same keys as on the keyboards people know.
 *
 * The text of a layout, which the viewer parses (kind "keyboard", named by the language's tag):
 *
 *   layout TAG NAME            the tag asked for; NAME: xkb's description, "German"; may hold spaces
 *   row                        digits, upper, home and lower row
 *   q<US>Q<TAB>w<US>W<TAB>...  the keys of that row, left to right: parted by tabs
 *
 * A key is its levels parted by U+001F: what it types, then what it types with Shift. One level only: Shift changes
 * nothing. A level is one or more code points of UTF-8, never empty, never a control character. Rows may differ in
 * length; none is empty. Every line ends in one line feed. Lines of other kinds are to be skipped.
 *
 * A dead key's level is U+25CC and a combining mark (U+25CC U+0301 on a Spanish keyboard). It types nothing by itself:
 * the mark goes after the next letter typed, and the two are composed ("a" gives U+00E1). A level that is a combining
 * mark alone (Hindi vowel signs, Thai tone marks, the Japanese U+3099) is typed after its letter and is best drawn
 * on U+25CC.
 *
 * Keys for control, and keys at the edges that hold nothing but signs, are left out: signs have a page of their own.
 * Space, Enter, Backspace and Shift are the viewer's. */
#ifndef DCT_KEYBOARD_H
#define DCT_KEYBOARD_H

#include "../base/buf.h"

/* Appends the layout for a BCP 47 tag: its region is tried, then its language ("de-CH", then "de").
 * DOCENT_ERR_MISSING when no layout is known for the language or xkb-data is not installed. */
docent_status dct_keyboard_make(const docent_alloc *alloc, const char *tag, dct_buf *out, docent_error *err);
/* The page of digits and signs, common to all languages, in the same format; its tag is "symbols". */
docent_status dct_keyboard_make_symbols(const docent_alloc *alloc, dct_buf *out, docent_error *err);

#endif
