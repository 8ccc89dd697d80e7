#!/usr/bin/env python3
"""names.py SOURCE: what the sources say about places holds for whoever has only the sources.

  - no path of one person's machine; data that may stand beside the sources is used by tests alone, which skip without it
  - no note to oneself in place of work done
  - the tests that the page of accessibility names are there; the page of the bundle has every table
  - every link in a page leads to a file that is there, and every anchor to a heading
"""
import glob
import os
import re
import sys

# Split, so that this file does not find itself.
NEVER = ["/wo" + "rk/", "/ho" + "me/", "TO" + "DO", "FIX" + "ME", "HA" + "CK"]
BESIDE = "../sha" + "red"
SKIP_FOLDERS = {".git", "build"}
TEXT = (".c", ".h", ".cpp", ".md", ".py", ".sh", ".txt", ".yaml", ".yml", ".cmake", ".in", ".po", ".pot", ".1", ".service")
TEXT_NAMES = {"dev", "run", "LICENSE"}


def texts(root):
    for where, folders, names in os.walk(root):
        folders[:] = sorted(f for f in folders if f not in SKIP_FOLDERS and not f.startswith("build-"))
        for name in sorted(names):
            if name.endswith(TEXT) or name in TEXT_NAMES:
                path = os.path.join(where, name)
                with open(path, encoding="utf-8") as file:
                    yield os.path.relpath(path, root), file.read()


def line_of(text, at):
    return text.count("\n", 0, at) + 1


def never(path, text):
    for word in NEVER:
        for match in re.finditer(r"(?<![\w.])" + re.escape(word) + (r"\b" if word.isalpha() else ""), text):
            yield f"{path}:{line_of(text, match.start())}: says {word}"


def beside(path, text):
    at = text.find(BESIDE)
    if at >= 0 and not (path.startswith("tests/") and re.search(r"skip", text, re.I)):
        yield f"{path}:{line_of(text, at)}: needs {BESIDE}; only a test may, and says that it skips without"


def anchor(heading):
    """As GitHub makes it from the words of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower().replace("`", "")).replace(" ", "-")


def without_code(text):
    return re.sub(r"^(```.*?^```|    .*?$)", lambda m: "\n" * m.group().count("\n"), text, flags=re.S | re.M)


def links(root, path, text):
    if not path.endswith(".md") or path.startswith("assets/") or path.startswith("tests/"):
        return
    for match in re.finditer(r"\]\(([^)\s]+)\)", re.sub(r"`[^`\n]*`", lambda m: " " * len(m.group()), without_code(text))):
        target, _, place = match.group(1).partition("#")
        if re.match(r"[a-z]+:", target):
            continue
        file = os.path.normpath(os.path.join(root, os.path.dirname(path), target)) if target else os.path.join(root, path)
        if not os.path.exists(file):
            yield f"{path}:{line_of(text, match.start())}: leads to {target}, which is not there"
        elif place and file.endswith(".md"):
            with open(file, encoding="utf-8") as there:
                headings = re.findall(r"^#+ (.*)$", without_code(there.read()), re.M)
            if place not in {anchor(h) for h in headings}:
                yield f"{path}:{line_of(text, match.start())}: no heading #{place} in {os.path.relpath(file, root)}"


def tests_named(root, path, text):
    """`view/test_access`: `a_case` on the page of accessibility: the file and the case are there."""
    if path != "sdk/docs/accessibility.md":
        return
    for match in re.finditer(r"`(\w+)/([\w-]+)`(?:: `(\w+)`)?", text):
        folder, name, case = match.groups()
        found = glob.glob(os.path.join(root, "tests", folder, name + ".*"))
        if folder in {"docent", "kiosk"} and not found:
            continue
        if not found:
            yield f"{path}:{line_of(text, match.start())}: there is no test {folder}/{name}"
        elif case:
            with open(found[0], encoding="utf-8") as file:
                if not re.search(r"^static void " + case + r"\(", file.read(), re.M):
                    yield f"{path}:{line_of(text, match.start())}: {folder}/{name} has no case {case}"


def tables_named(root):
    """The page of the bundle has a word on each of its tables."""
    with open(os.path.join(root, "sdk/docs/bundle.md"), encoding="utf-8") as file:
        page = file.read()
    for header in ["sdk/src/store/schema.h", "sdk/src/search/index.h"]:
        with open(os.path.join(root, header), encoding="utf-8") as file:
            text = file.read().partition("DCT_STATE_SCHEMA")[0]
        for table in re.findall(r"CREATE (?:VIRTUAL )?TABLE (\w+)", text):
            if f"`{table}`" not in page:
                yield f"sdk/docs/bundle.md: nothing about the table {table} of {header}"


root = sys.argv[1]
faults = list(tables_named(root))
for path, text in texts(root):
    faults += list(never(path, text)) + list(beside(path, text)) + list(links(root, path, text))
    faults += list(tests_named(root, path, text))
print("\n".join(faults))
sys.exit(1 if faults else 0)
