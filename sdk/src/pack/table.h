/* Tables as authors and old HTML write them, made into the ones a viewer draws: a grid of cells with text and pictures.
 *
 *   a cell over several rows      is repeated in each, so that every row reads alone
 *   lists in cells                become lines: "• one"
 *   tables that hold whole texts  (code, steps, lists in a column beside a name) are no tables: each row becomes its
 *                                 first cell as a heading line and the blocks of the others below it */
#ifndef DCT_TABLE_H
#define DCT_TABLE_H

#include "node.h"

/* Every table below root. */
void dct_tables_make(dct_arena *arena, dct_node *root, dct_diag *diag);

#endif
