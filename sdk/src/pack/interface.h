/* The interface strings of a bundle: those the tool carries inside, then the project's own strings/LANG.po over them. */
#ifndef DCT_INTERFACE_H
#define DCT_INTERFACE_H

#include "po.h"
#include "project.h"

/* The strings of the index-th language, in the order of the list of all; those without a translation are left out. */
const dct_po_string *dct_interface_strings(dct_project *p, uint32_t index);

#endif
