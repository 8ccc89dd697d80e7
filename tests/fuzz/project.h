/* A help project of one file that is hostile, checked as `docent check` does: front matter, Markdown, trees, tables, links,
 * compiling. */
#ifndef FUZZ_PROJECT_H
#define FUZZ_PROJECT_H

#include "fuzz.h"

/* name: which of the project's files ("help.yaml", "a.md") has these bytes. */
void fuzz_project(const char *name, const uint8_t *data, size_t size);

#endif
