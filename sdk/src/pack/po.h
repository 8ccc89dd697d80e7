/* Interface strings: gettext's PO files, as far as help needs them (no plurals, no contexts). */
#ifndef DCT_PO_H
#define DCT_PO_H

#include "diag.h"
#include "lookup.h"

typedef struct dct_po_string dct_po_string;
struct dct_po_string {
    const char    *msgid, *msgstr; /* msgstr "" when it is not translated or fuzzy. */
    dct_place      place;
    dct_po_string *next;
};

/* The strings of a PO file in its order, without its header. Faults are messages. text is zero-terminated. */
dct_po_string *dct_po_read(dct_arena *arena, const char *text, size_t size, const char *file, dct_diag *diag);

#endif
