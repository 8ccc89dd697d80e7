/* Marks for line breaks in scripts that write no spaces, put into an article's texts: see thai.h. */
#ifndef DCT_MARKS_H
#define DCT_MARKS_H

#include "project.h"

/* All pages; only texts with Thai in them change. */
docent_status dct_marks_make(dct_project *p, docent_error *err);

#endif
