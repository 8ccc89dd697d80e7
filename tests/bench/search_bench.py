#!/usr/bin/env python3
"""Runs docent and its peers over the sets of a folder, one after the other in one run, and prints one line an engine:
nDCG@10 of plain, misspelt and unfinished queries, success@1, recall@10, mean and p99 microseconds, bytes, build seconds.

Then, unless --only names other sets: N articles made by rule (speed, size), and the typing test (how many keys until the
right article stands first)."""
import argparse
import collections
import json
import math
import os
import pathlib
import re
import sqlite3
import subprocess
import time

KINDS = ["queries.tsv", "queries.typo.tsv", "queries.prefix.tsv"]
STOP = set("a an and are as at be by can do does for from how i in is it my of on or the to what when where which who why "
           "with you".split())


def read_qrels(path):
    qrels = collections.defaultdict(dict)
    for line in open(path, encoding="utf-8"):
        fields = line.split()
        if len(fields) == 3 and int(fields[2]) > 0:
            qrels[fields[0]][fields[1]] = int(fields[2])
    return qrels


def read_run(path):
    run = collections.defaultdict(list)
    if os.path.exists(path):
        for line in open(path, encoding="utf-8"):
            fields = line.split()
            if len(fields) >= 5:
                run[fields[0]].append((-float(fields[4]), int(fields[3]), fields[2]))
    return {query: [doc for _, _, doc in sorted(rows)] for query, rows in run.items()}


def measures(qrels, run):
    sums = [0.0, 0.0, 0.0]
    for query, relevant in qrels.items():
        docs = run.get(query, [])[:10]
        best = sum(r / math.log2(i + 2) for i, r in enumerate(sorted(relevant.values(), reverse=True)[:10]))
        sums[0] += sum(relevant.get(d, 0) / math.log2(i + 2) for i, d in enumerate(docs)) / best
        sums[1] += bool(docs) and docs[0] in relevant
        sums[2] += sum(d in relevant for d in docs) / len(relevant)
    return [s / max(1, len(qrels)) for s in sums]


def read_queries(path):
    return [line.rstrip("\n").split("\t", 1) for line in open(path, encoding="utf-8") if "\t" in line]


def write_run(path, found):
    with open(path, "w", encoding="utf-8") as out:
        for query, docs in found:
            for i, doc in enumerate(docs):
                out.write(f"{query} Q0 {doc} {i + 1} {1000 - i} peer\n")


def spread(times):
    times = sorted(times) or [0.0]
    return sum(times) / len(times), times[(len(times) - 1) * 99 // 100]


class Docent:
    name = "docent"

    def __init__(self, build):
        self.program = os.path.join(build, "bin", "docent")

    def build(self, corpus, lang, work):
        self.bundle = os.path.join(work, "bench.docent")
        start = time.monotonic()
        subprocess.run([self.program, "pack", "--jsonl", corpus, "-o", self.bundle], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        seconds = time.monotonic() - start
        shapes = sqlite3.connect(self.bundle).execute(
            "SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'fts%' OR name = 'ranking'").fetchone()
        return shapes[0], seconds

    def search(self, queries, run, prefix):
        command = [self.program, "search", self.bundle, "--batch", queries, "--run", run, "--limit", "10"]
        out = subprocess.run(command + (["--prefix"] if prefix else []), check=True, capture_output=True, text=True).stdout
        numbers = re.search(r"mean_us=([\d.]+) p99_us=([\d.]+)", out)
        return float(numbers[1]), float(numbers[2])


class Fts5:
    def __init__(self, tokenizer):
        self.tokenizer = tokenizer
        self.name = "fts5 " + tokenizer.split()[0]

    def build(self, corpus, lang, work):
        path = os.path.join(work, "fts5.db")
        if os.path.exists(path):
            os.remove(path)
        rows = [json.loads(line) for line in open(corpus, encoding="utf-8")]
        self.ids = [row["id"] for row in rows]
        self.db = sqlite3.connect(path)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute(f"CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='{self.tokenizer}')")
        start = time.monotonic()
        self.db.executemany("INSERT INTO f(rowid, title, body) VALUES(?, ?, ?)",
                            [(i, row["title"], row["body"]) for i, row in enumerate(rows)])
        self.db.commit()
        seconds = time.monotonic() - start
        return self.db.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'f%'").fetchone()[0], seconds

    def search(self, queries, run, prefix):
        found, times = [], []
        for query, words in read_queries(queries):
            start = time.perf_counter()
            terms = [w for w in re.findall(r"\w+", words.lower()) if w not in STOP] or re.findall(r"\w+", words.lower())
            match = " OR ".join(f'"{w}"' for w in terms) + ("*" if prefix and "trigram" not in self.name else "")
            docs = []
            if terms:
                docs = [self.ids[row[0]] for row in self.db.execute(
                    "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 4.0, 1.0) LIMIT 10", (match,))]
            times.append((time.perf_counter() - start) * 1e6)
            found.append((query, docs))
        write_run(run, found)
        return spread(times)


class Xapian:
    name = "xapian"

    def __init__(self, work):
        self.program = os.path.join(work, "search_xapian")

    def build(self, corpus, lang, work):
        self.db, self.lang = os.path.join(work, "xapian.db"), lang
        out = subprocess.run([self.program, "index", corpus, self.db, lang], check=True, capture_output=True, text=True)
        size = sum(f.stat().st_size for f in pathlib.Path(self.db).iterdir())
        return size, float(re.search(r"build_s=([\d.e-]+)", out.stdout)[1])

    def search(self, queries, run, prefix):
        out = subprocess.run([self.program, "query", self.db, self.lang, queries, run, "prefix" if prefix else "plain"],
                             check=True, capture_output=True, text=True).stdout
        numbers = re.search(r"mean_us=([\d.]+) p99_us=([\d.]+)", out)
        return float(numbers[1]), float(numbers[2])


class Js:
    def __init__(self, name, work):
        self.name, self.work, self.corpus = name, work, None

    def build(self, corpus, lang, work):
        self.corpus = corpus
        return self.call([])[0]

    def call(self, files):
        out = subprocess.run(["node", "search_js.mjs", self.name, self.corpus, os.path.join(self.work, "js"), *files],
                             cwd=self.work, check=True, capture_output=True, text=True).stdout.splitlines()
        built = re.search(r"build_s=([\d.]+) bytes=(\d+)", out[0])
        rows = [re.search(r"mean_us=([\d.]+) p99_us=([\d.]+)", line) for line in out[1:]]
        return (int(built[2]), float(built[1])), [(float(r[1]), float(r[2])) for r in rows]

    def search(self, queries, run, prefix):
        times = self.call([os.path.abspath(queries)])[1][0]
        os.replace(os.path.join(self.work, "js." + os.path.basename(queries)), run)
        return times


def engines(build, work):
    yield Docent(build)
    for tokenizer in ["unicode61", "porter unicode61", "trigram"]:
        yield Fts5(tokenizer)
    if os.path.exists(os.path.join(work, "search_xapian")):
        yield Xapian(work)
    if os.path.exists(os.path.join(work, "search_js.mjs")):
        yield Js("minisearch", work)
        yield Js("lunr", work)


HEAD = f"{'engine':<16}{'plain':>8}{'typo':>8}{'prefix':>8}{'s@1':>8}{'r@10':>8}{'mean_us':>10}{'p99_us':>10}{'bytes':>12}{'build_s':>9}"


def measure(engine, folder, lang, work):
    size, seconds = engine.build(os.path.join(folder, "corpus.jsonl"), lang, work)
    qrels = read_qrels(os.path.join(folder, "qrels.tsv"))
    values, times = [], []
    for kind in KINDS:
        run = os.path.join(work, "run.txt")
        if os.path.exists(run):
            os.remove(run)
        times.append(engine.search(os.path.join(folder, kind), run, "prefix" in kind))
        values.append(measures(qrels, read_run(run)))
    mean, p99 = sum(t[0] for t in times) / len(times), max(t[1] for t in times)
    print(f"{engine.name:<16}{values[0][0]:8.4f}{values[1][0]:8.4f}{values[2][0]:8.4f}{values[0][1]:8.4f}{values[0][2]:8.4f}"
          f"{mean:10.0f}{p99:10.0f}{size:12d}{seconds:9.3f}", flush=True)
    return [v[0] for v in values]


def run_sets(args):
    means = collections.defaultdict(list)
    for folder in sorted(pathlib.Path(args.data).iterdir()):
        corpus = folder / "corpus.jsonl"
        if not corpus.exists() or (args.only and folder.name not in args.only.split(",")):
            continue
        lang = json.loads(corpus.open(encoding="utf-8").readline()).get("lang", "en")
        print(f"\n{folder.name} ({lang})\n{HEAD}")
        for engine in engines(args.build, args.work):
            means[engine.name].append(measure(engine, str(folder), lang, args.work))
    if means:
        print(f"\nmean nDCG@10 over the sets\n{HEAD[:40]}")
    for name, rows in means.items():
        print(f"{name:<16}" + "".join(f"{sum(r[k] for r in rows) / len(rows):8.4f}" for k in range(3)))


def english(args):
    folders = [f for f in sorted(pathlib.Path(args.data).iterdir()) if (f / "corpus.jsonl").exists()]
    return [f for f in folders if json.loads((f / "corpus.jsonl").open(encoding="utf-8").readline()).get("lang") in
            ("en", "en-US")]


def run_many(args):
    folders = english(args)
    if not folders or args.articles <= 0:
        return
    corpus, queries = os.path.join(args.work, "many.jsonl"), os.path.join(args.work, "many.tsv")
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run(["python3", os.path.join(here, "search_corpus.py"), str(args.articles), corpus,
                    *[str(f / "corpus.jsonl") for f in folders]], check=True)
    keys = []
    for folder in folders:
        for query, words in read_queries(folder / "queries.tsv")[:60]:
            keys += [f"{folder.name}-{query}-{n}\t{words[:n]}" for n in range(1, min(len(words), 40) + 1)]
    open(queries, "w", encoding="utf-8").write("\n".join(keys) + "\n")
    print(f"\n{args.articles} articles by rule, {len(keys)} keystrokes\n{'engine':<16}{'mean_us':>10}{'p99_us':>10}"
          f"{'bytes':>12}{'build_s':>9}")
    for engine in engines(args.build, args.work):
        if engine.name not in ("docent", "fts5 porter", "xapian"):
            continue
        size, seconds = engine.build(corpus, "en", args.work)
        mean, p99 = engine.search(queries, os.path.join(args.work, "run.txt"), True)
        print(f"{engine.name:<16}{mean:10.0f}{p99:10.0f}{size:12d}{seconds:9.2f}", flush=True)


def run_typing(args):
    """After how many keys does the right article stand first, and stay there?"""
    for folder in english(args)[:2] if args.typing > 0 else []:
        qrels, keys = read_qrels(folder / "qrels.tsv"), os.path.join(args.work, "typing.tsv")
        asked = [(q, w) for q, w in read_queries(folder / "queries.tsv")[:args.typing] if q in qrels]
        with open(keys, "w", encoding="utf-8") as out:
            for query, words in asked:
                out.writelines(f"{query}@{n}\t{words[:n]}\n" for n in range(1, len(words) + 1))
        print(f"\ntyping {len(asked)} queries of {folder.name}: share of the keys typed until the right article is first"
              f"\n{'engine':<16}{'25%':>8}{'50%':>8}{'75%':>8}{'100%':>8}{'never':>8}{'mean_us':>10}")
        for engine in engines(args.build, args.work):
            if engine.name not in ("docent", "fts5 porter", "xapian"):
                continue
            engine.build(str(folder / "corpus.jsonl"), "en", args.work)
            path = os.path.join(args.work, "run.txt")
            mean, _ = engine.search(keys, path, True)
            run, counts = read_run(path), [0] * 5
            for query, words in asked:
                right = [bool(run.get(f"{query}@{n}")) and run[f"{query}@{n}"][0] in qrels[query]
                         for n in range(1, len(words) + 1)]
                first = next((n for n, ok in enumerate(right, 1) if ok), None)
                counts[4 if first is None else min(3, (4 * first - 1) // len(words))] += 1
            print(f"{engine.name:<16}" + "".join(f"{c:8d}" for c in counts) + f"{mean:10.0f}", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("data")
    parser.add_argument("work")
    parser.add_argument("--articles", type=int, default=100000)
    parser.add_argument("--typing", type=int, default=100)
    parser.add_argument("--only", default="")
    args = parser.parse_args()
    args.work = os.path.abspath(args.work)
    run_sets(args)
    run_many(args)
    run_typing(args)


main()
