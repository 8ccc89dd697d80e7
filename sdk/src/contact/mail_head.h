/* The header lines of a mail or of one of its parts: found by name, unfolded, with their parameters. */
#ifndef DCT_MAIL_HEAD_H
#define DCT_MAIL_HEAD_H

#include "../base/arena.h"

typedef struct dct_mail_head { const char *data; size_t size; } dct_mail_head;

/* Takes the header lines off the front of data; *body gets where they end (after the empty line). */
dct_mail_head dct_mail_head_of(const char *data, size_t size, size_t *body);
/* The value of the number'th line of this name (from 0), unfolded, at most 8 KB; NULL when there is none. */
const char *dct_mail_field(dct_arena *arena, dct_mail_head head, const char *name, uint32_t number);
/* What stands before the parameters, in lower case: "text/plain". "" for NULL. */
const char *dct_mail_value(dct_arena *arena, const char *field);
/* A parameter of a field, RFC 2231 pieces put together, as UTF-8; "" when absent. */
const char *dct_mail_parameter(dct_arena *arena, const char *field, const char *key);
/* "Ada <ada@desk.example>": the first address and the name before it, each "" when absent. */
void dct_mail_person(dct_arena *arena, const char *field, const char **name, const char **address);

#endif
