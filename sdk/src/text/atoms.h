/* Stretches of text that are one thing: numbers, telephone numbers, codes, addresses. */
#ifndef DCT_ATOMS_H
#define DCT_ATOMS_H

#include <stdbool.h>
#include <stdint.h>

typedef struct dct_atom {
    uint32_t from, to; /* Characters. */
    bool     whole;    /* Never broken over two lines: a telephone number, a code. */
    bool     word;     /* Letters only: no atom, but it may stand next to one ("Orbit OX-200"). */
    bool     letters;  /* There is a letter in it. */
} dct_atom;

/* The next atom or word at or after *at in code_points[0..count); moves *at past it. False when there is none. */
bool dct_atom_next(const uint32_t *code_points, uint32_t count, uint32_t *at, dct_atom *out);

#endif
