#!/usr/bin/env python3
"""sizes.py SOURCE: functions of at most 70 lines, files of at most 450 (tests: 600), lines of C of at most 132 characters.

A long function does two things, a long file holds two nouns. Prints file:line: for each that is over, and the medians.
It relies on the layout of our sources: a function's braces stand alone in the first column.
"""
import os
import re
import sys

FUNCTION_LINES = 70
FILE_LINES = 450
TEST_FILE_LINES = 600  # a test file is a list of cases; nobody has to hold it in the head at once
LINE_CHARS = 132  # 100 is the aim; more than this nobody reads
FOLDERS = ["sdk", "kiosk", "sample-app", "tests"]

# Written by a program, read by nobody. Nothing else may stand here.
GENERATED = {
    "sdk/src/text/tables.c": "by make_tables.py from the Unicode data files",
}


def sources(root):
    for folder in FOLDERS:
        for where, folders, names in os.walk(os.path.join(root, folder)):
            folders[:] = sorted(f for f in folders if not f.startswith("build"))
            for name in sorted(names):
                if name.endswith((".c", ".h", ".py", ".sh")):
                    yield os.path.relpath(os.path.join(where, name), root)


def functions(lines):
    """Name, first line and number of lines of each function's body, braces included."""
    start = None
    for number, line in enumerate(lines, 1):
        if line == "{":
            start = number
        elif line == "}" and start is not None:
            head = " ".join(lines[max(0, start - 6):start - 1])
            names = re.findall(r"(\w+)\(", head.rsplit("}", 1)[-1].rsplit(";", 1)[-1])
            yield (names[0] if names else "?"), start, number - start + 1
            start = None


def median(numbers):
    return sorted(numbers)[len(numbers) // 2] if numbers else 0


def check(root):
    faults, bodies, files = [], [], []
    for path in sources(root):
        with open(os.path.join(root, path), encoding="utf-8") as file:
            lines = file.read().split("\n")
        if path in GENERATED:
            continue
        files.append(len(lines))
        most = TEST_FILE_LINES if path.startswith("tests/") else FILE_LINES
        if len(lines) > most:
            faults.append(f"{path}:1: {len(lines)} lines; at most {most}")
        # Tests may have tables of cases, one a line.
        for number, line in enumerate(lines, 1) if path.endswith((".c", ".h")) and most == FILE_LINES else ():
            if len(line) > LINE_CHARS:
                faults.append(f"{path}:{number}: {len(line)} characters in a line; at most {LINE_CHARS}")
        for name, number, size in functions(lines) if path.endswith((".c", ".h")) else ():
            bodies.append(size)
            if size > FUNCTION_LINES:
                faults.append(f"{path}:{number}: {name} has {size} lines; at most {FUNCTION_LINES}")
    print(f"{len(files)} files, median {median(files)} lines; {len(bodies)} functions, median {median(bodies)} lines, "
          f"{100 * sum(b <= 40 for b in bodies) // max(1, len(bodies))} % within 40")
    return faults


faults = check(sys.argv[1])
print("\n".join(faults))
sys.exit(1 if faults else 0)
