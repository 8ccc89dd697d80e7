/* What people call things that do not work, and what a help text may call them. Written by us, for help about devices and
 * programs; weighed far below the author's own synonyms. */
#ifndef DCT_SEARCH_TROUBLE_H
#define DCT_SEARCH_TROUBLE_H

#include <stdint.h>

/* A group: ways of saying one thing, each after a '|'. NULL past the end. lang is one of lang.h. */
const char *dct_trouble_at(uint8_t lang, uint32_t index);

#endif
