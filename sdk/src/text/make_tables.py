#!/usr/bin/env python3
"""Writes tables.c and tables.h: what line breaking and emoji need to know of each code point.

    python3 make_tables.py [DIR]      DIR: Unicode's data files, /usr/share/unicode by default (Debian: unicode-data)

One byte a code point: the line breaking class, resolved as rule LB1 says, in six bits; then whether it is drawn as an
emoji by default, and whether it may begin an emoji sequence. Equal blocks of 128 are stored once.
"""
import os
import sys

SIZE = 0x110000
BLOCK = 128

# Classes that the rules tell apart. OP_WIDE and CP_WIDE are the East Asian brackets that rule LB30 leaves out; EB_FREE are
# code points reserved for emoji, which rule LB30b keeps together with a skin tone that follows.
CLASSES = ("BK CR LF NL SP ZW WJ GL ZWJ CM CL CP CP_WIDE EX IS SY QU OP OP_WIDE NS B2 CB BA HY BB HL AL ID EB EM EB_FREE "
           "IN NU PR PO RI JL JV JT H2 H3").split()

EMOJI, PICTOGRAPH = 0x40, 0x80


def rows(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            fields = [field.strip() for field in line.split("#")[0].split(";")]
            if len(fields) >= 2:
                first, _, last = fields[0].partition("..")
                yield int(first, 16), int(last or first, 16), fields[1]


def fill(path, default):
    values = [default] * SIZE
    for first, last, value in rows(path):
        values[first:last + 1] = [value] * (last + 1 - first)
    return values


def marked(path, name):
    points = set()
    for first, last, value in rows(path):
        if value == name:
            points.update(range(first, last + 1))
    return points


def line_classes(folder):
    classes = fill(os.path.join(folder, "LineBreak.txt"), "XX")
    general = fill(os.path.join(folder, "extracted/DerivedGeneralCategory.txt"), "Cn")
    width = fill(os.path.join(folder, "EastAsianWidth.txt"), "N")
    pictographs = marked(os.path.join(folder, "emoji/emoji-data.txt"), "Extended_Pictographic")
    for c in range(SIZE):
        name = classes[c]
        if name == "SA":
            name = "CM" if general[c] in ("Mn", "Mc") else "AL"
        elif name in ("AI", "SG", "XX"):
            name = "AL"
        elif name == "CJ":
            name = "NS"
        elif name in ("OP", "CP") and width[c] in ("F", "W", "H"):
            name += "_WIDE"
        if c in pictographs and general[c] == "Cn":
            name = "EB_FREE"
        classes[c] = name
    return classes


def packed(values):
    """A list of distinct blocks, and for each block of the code space its place in the list."""
    blocks, places, index = [], {}, []
    for at in range(0, SIZE, BLOCK):
        block = bytes(values[at:at + BLOCK])
        if block not in places:
            places[block] = len(blocks)
            blocks.append(block)
        index.append(places[block])
    return blocks, index


def lines(numbers, each):
    for at in range(0, len(numbers), each):
        yield "    " + ", ".join(str(n) for n in numbers[at:at + each]) + ","


def write_header(path):
    with open(path, "w", encoding="utf-8") as out:
        out.write("/* Made by make_tables.py from Unicode 15.0; change that instead. */\n"
                  "#ifndef DCT_TABLES_H\n#define DCT_TABLES_H\n\n#include <stdint.h>\n\n"
                  "/* Line breaking classes after rule LB1. */\ntypedef enum dct_break_class {\n")
        out.write(",\n".join("    DCT_BREAK_" + name for name in CLASSES))
        out.write("\n} dct_break_class;\n\n"
                  "#define DCT_CHAR_CLASS 0x3Fu\n"
                  "#define DCT_CHAR_EMOJI 0x%Xu      /* Drawn as an emoji unless told otherwise. */\n"
                  "#define DCT_CHAR_PICTOGRAPH 0x%Xu /* May begin an emoji sequence. */\n\n" % (EMOJI, PICTOGRAPH))
        out.write("extern const uint16_t dct_char_index[%d];\nextern const uint8_t dct_char_blocks[][%d];\n\n"
                  % (SIZE // BLOCK, BLOCK))
        out.write("static inline uint8_t dct_char(uint32_t code_point)\n{\n"
                  "    return dct_char_blocks[dct_char_index[code_point / %d]][code_point %% %d];\n}\n\n#endif\n"
                  % (BLOCK, BLOCK))


def write_source(path, blocks, index):
    with open(path, "w", encoding="utf-8") as out:
        out.write('/* Made by make_tables.py from Unicode 15.0; change that instead. */\n#include "tables.h"\n\n')
        out.write("const uint16_t dct_char_index[%d] = {\n" % len(index))
        out.write("\n".join(lines(index, 24)) + "\n};\n\n")
        out.write("const uint8_t dct_char_blocks[%d][%d] = {\n" % (len(blocks), BLOCK))
        for block in blocks:
            out.write("    {\n" + "\n".join("    " + line for line in lines(block, 32)) + "\n    },\n")
        out.write("};\n")


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else "/usr/share/unicode"
    here = os.path.dirname(os.path.abspath(__file__))
    emoji = os.path.join(folder, "emoji/emoji-data.txt")
    shown, pictographs = marked(emoji, "Emoji_Presentation"), marked(emoji, "Extended_Pictographic")
    classes = line_classes(folder)
    values = [CLASSES.index(classes[c]) | (EMOJI if c in shown else 0) | (PICTOGRAPH if c in pictographs else 0)
              for c in range(SIZE)]
    blocks, index = packed(values)
    write_header(os.path.join(here, "tables.h"))
    write_source(os.path.join(here, "tables.c"), blocks, index)


if __name__ == "__main__":
    main()
