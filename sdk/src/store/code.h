/* The one form of an error code: what pack stores in alias.name (kind 2) and what a lookup asks for. */
#ifndef DCT_CODE_H
#define DCT_CODE_H

#include <stddef.h>

/* Upper case; no spaces, hyphens or other punctuation: "e 104" and "E-104" are "E104". Letters beyond ASCII stay as they
 * are. Writes at most room - 1 bytes and a zero; returns the length, 0 when nothing is left or it does not fit. */
size_t dct_code_key(const char *code, char *out, size_t room);

#endif
