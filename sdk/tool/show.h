/* One article, printed: for a person at a terminal, or as JSON for another program. */
#ifndef DOCENT_SHOW_H
#define DOCENT_SHOW_H

#include <docent/article.h>
#include <stdio.h>

/* Title, summary, blocks with indentation and marks, related articles. */
void show_readable(FILE *out, const docent_article *a, const docent_hits *related);
/* One JSON object on one line. False when memory is short. */
bool show_json(FILE *out, const docent_article *a, const docent_hits *related);

#endif
