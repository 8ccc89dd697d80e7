/* The rules of reaching a person, from `contact` in help.yaml to the text that a device reads (contact/desk.h): checked
 * here, where a mistake can still be told to its author. */
#ifndef DCT_PACK_DESK_H
#define DCT_PACK_DESK_H

#include "project.h"

/* The keys of `contact` that are rules; ended by NULL. */
extern const char *const dct_desk_keys[];
/* JSON, in the project's arena; NULL when there are no rules, or after a message. */
const char *dct_desk_compile(dct_project *p);

#endif
