/* Golden queries out of what people opened: for `docent report --bundle`. */
#ifndef DOCENT_REPORT_QUERIES_H
#define DOCENT_REPORT_QUERIES_H

#include "../src/pack/report.h"

/* Prints proposals for queries.yaml: words after which the same article was opened often enough. */
void report_queries(const dct_report *r, docent *h);

#endif
