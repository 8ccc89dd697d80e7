#!/usr/bin/env python3
"""tour.py SOURCE: sdk/README.md names every file of sdk/src and sdk/tool exactly once, and none that is gone.

A section "### part" or "### tool" names the files of that folder: `name.c` for one file, `name.[ch]` for a pair.
"""
import os
import re
import sys


def named(section):
    for row in re.findall(r"^\| (`[^|]*`) \|", section, re.M):
        for name in re.findall(r"`([^`]+)`", row):
            if name.endswith(".[ch]"):
                yield name[:-5] + ".c"
                yield name[:-5] + ".h"
            else:
                yield name


def check(root):
    with open(os.path.join(root, "sdk/README.md"), encoding="utf-8") as file:
        text = file.read()
    sections = dict(re.findall(r"^### (\w+)\b.*?\n(.*?)(?=^##|\Z)", text, re.S | re.M))
    folders = {name: f"sdk/src/{name}" for name in sorted(os.listdir(os.path.join(root, "sdk/src")))
               if os.listdir(os.path.join(root, "sdk/src", name))}
    folders["tool"] = "sdk/tool"
    for name in sorted(set(sections) - set(folders)):
        yield f"sdk/README.md: there is no part called {name}"
    for name, folder in folders.items():
        if name not in sections:
            yield f"sdk/README.md: no section \"### {name}\" for {folder}"
            continue
        said = list(named(sections[name]))
        there = {f for f in os.listdir(os.path.join(root, folder)) if f.endswith((".c", ".h", ".py"))}
        for file in sorted(set(said) - there):
            yield f"sdk/README.md: {folder}/{file} is not there"
        for file in sorted(there - set(said)):
            yield f"sdk/README.md: {folder}/{file} is not named under {name}"
        for file in sorted(f for f in set(said) if said.count(f) > 1):
            yield f"sdk/README.md: {folder}/{file} is named {said.count(file)} times"


faults = list(check(sys.argv[1]))
print("\n".join(faults))
sys.exit(1 if faults else 0)
