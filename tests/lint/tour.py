#!/usr/bin/env python3
"""tour.py SOURCE: sdk/README.md names every file of sdk/src and sdk/tool exactly once, and none that is gone; so does the
README of kiosk/ with its .c files, and sdk/README.md with the folders of tests/ that are no part's.

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


def read(root, page):
    with open(os.path.join(root, page), encoding="utf-8") as file:
        return file.read()


def section(text, title):
    return re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.S | re.M).group(1)


def compare(page, said, there, folder):
    for name in sorted(set(said) - there):
        yield f"{page}: {folder}/{name} is not there"
    for name in sorted(there - set(said)):
        yield f"{page}: {folder}/{name} is not named"
    for name in sorted(n for n in set(said) if said.count(n) > 1):
        yield f"{page}: {folder}/{name} is named {said.count(name)} times"


def check(root):
    text = read(root, "sdk/README.md")
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
        yield from compare("sdk/README.md", said, there, folder)
    tests = {f for f in os.listdir(os.path.join(root, "tests")) if os.path.isdir(os.path.join(root, "tests", f))}
    yield from compare("sdk/README.md", list(named(section(text, "tests"))), tests - set(folders) | {"tool"}, "tests")
    kiosk = {f for f in os.listdir(os.path.join(root, "kiosk")) if f.endswith(".c")}
    yield from compare("kiosk/README.md", list(named(section(read(root, "kiosk/README.md"), "Source"))), kiosk, "kiosk")


faults = list(check(sys.argv[1]))
print("\n".join(faults))
sys.exit(1 if faults else 0)
