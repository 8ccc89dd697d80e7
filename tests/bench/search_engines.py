"""Docent and its peers, each behind the same two calls: build(corpus) and search(jobs).

A job is (file of `id<TAB>words`, file for the run, whether the last word may be unfinished). The answers are those of a
help system that was set up with care: stop words out, titles four times, stems, spelling, prefixes, as each engine offers."""
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import threading
import time

STOP = set("a an and are as at be by can do does for from how i in is it my of on or to the what when where which who why "
           "with you".split())


def read_queries(path):
    return [line.rstrip("\n").split("\t", 1) for line in open(path, encoding="utf-8") if "\t" in line]


def spread(times):
    times = sorted(times) or [0.0]
    return sum(times) / len(times), times[(len(times) - 1) * 99 // 100]


def said_times(text):
    """CPU time, of every engine: a busy machine changes it little."""
    numbers = re.search(r"cpu_mean_us=([\d.e+-]+) cpu_p99_us=([\d.e+-]+)", text)
    return float(numbers[1]), float(numbers[2])


def run_watched(command):
    """Its output, and the most KB of memory of its own (RssAnon) that it had: what is mapped from files is not counted."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    most = [0]

    def watch():
        while process.poll() is None:
            try:
                status = open(f"/proc/{process.pid}/status", encoding="ascii").read()
                most[0] = max(most[0], int((re.search(r"RssAnon:\s+(\d+)", status) or [0, 0])[1]))
            except OSError:
                return
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    out = process.stdout.read()
    watcher.join()
    if process.wait() != 0:
        raise subprocess.CalledProcessError(process.returncode, command)
    return out, most[0]


class Docent:
    name = "docent"

    def __init__(self, build, work):
        self.program, self.index = os.path.join(build, "bin", "docent"), os.path.join(build, "bin", "bench_index")
        self.bundle = os.path.join(work, "bench.docent")
        self.own_kb = 0

    def build(self, corpus, lang, repeats=3):
        subprocess.run([self.program, "pack", "--quiet", "--jsonl", corpus, "-o", self.bundle], check=True,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        out = subprocess.run([self.index, self.bundle, str(repeats)], check=True, capture_output=True, text=True).stdout
        ours, self.insert_s, size, self.insert_bytes = (float(word) for word in out.split())
        return size, ours

    def search(self, jobs):
        times = []
        for queries, run, prefix in jobs:
            command = [self.program, "search", self.bundle, "--batch", queries, "--run", run, "--limit", "10"]
            out, own = run_watched(command + (["--prefix"] if prefix else []))
            self.own_kb = max(self.own_kb, own)
            times.append(said_times(out))
        return times


class Fts5:
    def __init__(self, tokenizer, work):
        self.tokenizer, self.path = tokenizer, os.path.join(work, "fts5.db")
        self.name = "fts5_" + tokenizer.split()[0]

    def build(self, corpus, lang, repeats=1):
        if os.path.exists(self.path):
            os.remove(self.path)
        rows = [json.loads(line) for line in open(corpus, encoding="utf-8")]
        self.ids = [row["id"] for row in rows]
        self.db = sqlite3.connect(self.path)
        self.db.execute("PRAGMA journal_mode=OFF")
        self.db.execute(f"CREATE VIRTUAL TABLE f USING fts5(title, body, content='', tokenize='{self.tokenizer}')")
        start = time.process_time()
        self.db.executemany("INSERT INTO f(rowid, title, body) VALUES(?, ?, ?)",
                            [(i, row["title"], row["body"]) for i, row in enumerate(rows)])
        self.db.commit()
        seconds = time.process_time() - start
        return self.db.execute("SELECT sum(pgsize) FROM dbstat WHERE name LIKE 'f%'").fetchone()[0], seconds

    def ask(self, words, prefix):
        terms = [w for w in re.findall(r"\w+", words.lower()) if w not in STOP] or re.findall(r"\w+", words.lower())
        if not terms:
            return []
        match = " OR ".join(f'"{w}"' for w in terms) + ("*" if prefix and "trigram" not in self.name else "")
        return [self.ids[row[0]] for row in self.db.execute(
            "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 4.0, 1.0) LIMIT 10", (match,))]

    def search(self, jobs):
        means = []
        for queries, run, prefix in jobs:
            times = []
            with open(run, "w", encoding="utf-8") as out:
                for query, words in read_queries(queries):
                    start = time.thread_time()
                    docs = self.ask(words, prefix)
                    times.append((time.thread_time() - start) * 1e6)
                    out.writelines(f"{query} Q0 {doc} {i + 1} {1000 - i} peer\n" for i, doc in enumerate(docs))
            means.append(spread(times))
        return means


class Xapian:
    name = "xapian"

    def __init__(self, work):
        self.program, self.db = os.path.join(work, "search_xapian"), os.path.join(work, "xapian.db")

    def build(self, corpus, lang, repeats=1):
        self.lang = lang
        out = subprocess.run([self.program, "index", corpus, self.db, lang], check=True, capture_output=True, text=True)
        size = sum(f.stat().st_size for f in pathlib.Path(self.db).iterdir())
        return size, float(re.search(r"build_s=([\d.e-]+)", out.stdout)[1])

    def search(self, jobs):
        return [said_times(subprocess.run([self.program, "query", self.db, self.lang, queries, run, "prefix" if prefix else "plain"],
                                          check=True, capture_output=True, text=True).stdout)
                for queries, run, prefix in jobs]


class Js:
    """minisearch, lunr: an index in memory, so that building and searching are one process."""

    def __init__(self, name, work):
        self.name, self.work, self.corpus = name, work, None

    def call(self, jobs):
        files = [word for queries, run, prefix in jobs
                 for word in (os.path.abspath(queries), os.path.abspath(run), "prefix" if prefix else "plain")]
        out = subprocess.run(["node", "search_js.mjs", self.name, self.corpus, *files], cwd=self.work, check=True,
                             capture_output=True, text=True).stdout.splitlines()
        built = re.search(r"build_s=([\d.e-]+) bytes=(\d+)", out[0])
        return (int(built[2]), float(built[1])), [said_times(line) for line in out[1:]]

    def build(self, corpus, lang, repeats=1):
        self.corpus = os.path.abspath(corpus)
        return self.call([])[0]

    def search(self, jobs):
        return self.call(jobs)[1]


def engines(build, work):
    found = [Docent(build, work)]
    found += [Fts5(tokenizer, work) for tokenizer in ("unicode61", "porter unicode61", "trigram")]
    if os.path.exists(os.path.join(work, "search_xapian")):
        found.append(Xapian(work))
    if os.path.exists(os.path.join(work, "search_js.mjs")):
        found += [Js("minisearch", work), Js("lunr", work)]
    return found
