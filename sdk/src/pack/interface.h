/* The interface strings of a bundle: those the tool carries inside, then the project's own strings/LANG.po over them. */
#ifndef DCT_INTERFACE_H
#define DCT_INTERFACE_H

#include "po.h"
#include "project.h"

/* One language's strings in the order of the list of all strings; those without a translation are left out. */
dct_po_string *dct_interface_strings(dct_project *p, const char *lang);

#endif
