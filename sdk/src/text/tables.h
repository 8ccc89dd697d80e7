/* Made by make_tables.py from Unicode 15.0; change that instead. */
#ifndef DCT_TABLES_H
#define DCT_TABLES_H

#include <stdint.h>

/* Line breaking classes after rule LB1. */
typedef enum dct_break_class {
    DCT_BREAK_BK,
    DCT_BREAK_CR,
    DCT_BREAK_LF,
    DCT_BREAK_NL,
    DCT_BREAK_SP,
    DCT_BREAK_ZW,
    DCT_BREAK_WJ,
    DCT_BREAK_GL,
    DCT_BREAK_ZWJ,
    DCT_BREAK_CM,
    DCT_BREAK_CL,
    DCT_BREAK_CP,
    DCT_BREAK_CP_WIDE,
    DCT_BREAK_EX,
    DCT_BREAK_IS,
    DCT_BREAK_SY,
    DCT_BREAK_QU,
    DCT_BREAK_OP,
    DCT_BREAK_OP_WIDE,
    DCT_BREAK_NS,
    DCT_BREAK_B2,
    DCT_BREAK_CB,
    DCT_BREAK_BA,
    DCT_BREAK_HY,
    DCT_BREAK_BB,
    DCT_BREAK_HL,
    DCT_BREAK_AL,
    DCT_BREAK_ID,
    DCT_BREAK_EB,
    DCT_BREAK_EM,
    DCT_BREAK_EB_FREE,
    DCT_BREAK_IN,
    DCT_BREAK_NU,
    DCT_BREAK_PR,
    DCT_BREAK_PO,
    DCT_BREAK_RI,
    DCT_BREAK_JL,
    DCT_BREAK_JV,
    DCT_BREAK_JT,
    DCT_BREAK_H2,
    DCT_BREAK_H3
} dct_break_class;

#define DCT_CHAR_CLASS 0x3Fu
#define DCT_CHAR_EMOJI 0x40u      /* Drawn as an emoji unless told otherwise. */
#define DCT_CHAR_PICTOGRAPH 0x80u /* May begin an emoji sequence. */

extern const uint16_t dct_char_index[8704];
extern const uint8_t dct_char_blocks[][128];

static inline uint8_t dct_char(uint32_t code_point)
{
    return dct_char_blocks[dct_char_index[code_point / 128]][code_point % 128];
}

#endif
