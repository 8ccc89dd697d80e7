"""pack.py BUILD: packing, opening and typing, beside sqlite3 and plain FTS5 on the same text, turn by turn.

Ten thousand articles of made-up words with the frequencies of a language: the rank of a word decides how often it comes.
"""
import json
import os
import random
import subprocess
import sys
import tempfile
import time

ARTICLES = 10000
WORDS = 30000
REPEATS = 9


def vocabulary(rng):
    letters = "etaoinshrdlucmfwypvbgk"
    return ["".join(rng.choice(letters) for _ in range(rng.randint(2, 10))) for _ in range(WORDS)]


def text(rng, words, count):
    return " ".join(words[min(WORDS - 1, int(rng.paretovariate(0.6)) - 1)] for _ in range(count))


def write_articles(folder):
    rng = random.Random(1)
    words = vocabulary(rng)
    lines, rows = os.path.join(folder, "a.jsonl"), os.path.join(folder, "a.tsv")
    with open(lines, "w") as out, open(rows, "w") as table:
        for i in range(ARTICLES):
            title, body = text(rng, words, 5), text(rng, words, 150)
            out.write(json.dumps({"id": "a%d" % i, "title": title, "body": body, "lang": "en", "format": "plain"}) + "\n")
            table.write("a%d\t%s\t%s\n" % (i, title, body))
    return lines, rows, words[40] + " " + words[300] + " " + words[2000]


def seconds(command, stdin=None):
    start = time.perf_counter()
    subprocess.run(command, input=stdin, text=True, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return time.perf_counter() - start


def medians(*commands):
    runs = [[seconds(*c) for c in commands] for _ in range(REPEATS)]
    return [sorted(column)[REPEATS // 2] for column in zip(*runs)]


def line(name, value, unit, peer=None, peer_name="-"):
    print(name, "%.4g" % value, unit, "%.2f" % (value / peer) if peer else "-", peer_name, flush=True)


def plain_fts5(database, rows):
    return ("CREATE VIRTUAL TABLE t USING fts5(id UNINDEXED, title, body, tokenize='porter');\n"
            ".mode tabs\n.import %s t\n" % rows)


def main():
    build = sys.argv[1]
    docent, bench_open = os.path.join(build, "bin/docent"), os.path.join(build, "bin/bench_open")
    source = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../assets/content")
    content = os.path.join(build, "share/help.docent")
    with tempfile.TemporaryDirectory() as folder:
        bundle, database = os.path.join(folder, "a.docent"), os.path.join(folder, "a.db")
        line("pack_content", seconds([docent, "pack", "--quiet", source, "-o", os.path.join(folder, "c.docent")]), "s")
        lines, rows, query = write_articles(folder)
        ours = seconds([docent, "pack", "--quiet", "--jsonl", lines, "-o", bundle])
        theirs = seconds(["sqlite3", database], plain_fts5(database, rows))
        line("pack_10k", ours, "s", theirs, "fts5_insert")
        line("pack_10k_bytes", os.path.getsize(bundle) / 1024, "KB", os.path.getsize(database) / 1024, "fts5_file")
        select = "SELECT id FROM t WHERE t MATCH '%s' ORDER BY rank LIMIT 20" % " OR ".join(query.split())
        ours, theirs = medians(([bench_open, bundle, query, "once"],), (["sqlite3", database, select],))
        line("open_10k_first_query", ours * 1000, "ms", theirs * 1000, "sqlite3_command")
        for name, file, words in (("10k", bundle, query), ("content", content, "my printer does not print")):
            out = subprocess.run([bench_open, file, words], capture_output=True, text=True, check=True).stdout.split()
            line("open_%s" % name, float(out[0]), "ms")
            line("first_query_%s" % name, float(out[1]), "ms")
            line("keystroke_%s" % name, float(out[2]), "us")


main()
