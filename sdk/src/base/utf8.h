/* UTF-8 as Unicode 15, table 3-7 defines it: no overlong forms, no surrogates, nothing above U+10FFFF. */
#ifndef DCT_UTF8_H
#define DCT_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Decodes the code point at text[*at], at < size, and moves *at past it. An ill-formed byte gives U+FFFD and moves by one. */
uint32_t dct_utf8_next(const char *text, size_t size, size_t *at);
/* The start of the code point that ends before `at`; 0 at the start. */
size_t dct_utf8_previous(const char *text, size_t at);
bool dct_utf8_valid(const char *text, size_t size);
/* Bytes written: 1 to 4; U+FFFD for what is no code point. */
size_t dct_utf8_encode(uint32_t code_point, char out[4]);
/* The largest cut <= size at the start of a code point. Looks at text[size]; where that is zero, at whether the last code point
 * before it is whole. */
size_t dct_utf8_cut(const char *text, size_t size);

#endif
