#!/usr/bin/env python3
"""Tries other weights of the ranking, and says what they would be worth on a set they were not chosen on.

  search_tune.py BUILD_DIR DATA_DIR --try "title=12 typo=0.8" ...   the means of each trial beside the table's
  search_tune.py BUILD_DIR DATA_DIR --leave-one-out [WEIGHT ...]    choose on all sets but one, measure on that one

BUILD_DIR holds bin/docent and bin/bench_weigh; DATA_DIR folders with corpus.jsonl, queries*.tsv and qrels.tsv. The mean of a
trial is over sets and kinds of questions (plain, misspelt, unfinished)."""
import argparse
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys
import tempfile

KINDS = [("queries.tsv", "plain"), ("queries.typo.tsv", "plain"), ("queries.prefix.tsv", "prefix")]
STEPS = [0.7, 0.85, 1.2, 1.4]
LEAST = 0.0001  # A move that gains less on the mean is noise.


class Bench:
    def __init__(self, build, data, work):
        self.program = os.path.join(build, "bin", "bench_weigh")
        self.folders = [f for f in sorted(pathlib.Path(data).iterdir()) if (f / "corpus.jsonl").exists()]
        self.sets, self.work, self.known = [f.name for f in self.folders], work, {}
        for folder in self.folders:
            subprocess.run([os.path.join(build, "bin", "docent"), "pack", "--jsonl", str(folder / "corpus.jsonl"), "-o",
                            self.bundle(folder)], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def bundle(self, folder):
        return os.path.join(self.work, folder.name + ".docent")

    def run(self, job):
        folder, (queries, mode), trials = job
        out = subprocess.run([self.program, self.bundle(folder), str(folder / queries), str(folder / "qrels.tsv"), mode],
                             input="\n".join(trials) + "\n", check=True, capture_output=True, text=True).stdout
        return [float(line) for line in out.split()]

    def measure(self, trials):
        """For each trial: a row a set, three numbers in it."""
        new = [t for t in dict.fromkeys(trials) if t not in self.known]
        jobs = [(folder, kind, new) for folder in self.folders for kind in KINDS]
        if new:
            with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
                columns = list(pool.map(self.run, jobs))
            for i, trial in enumerate(new):
                values = [column[i] for column in columns]
                self.known[trial] = [values[k:k + 3] for k in range(0, len(values), 3)]
        return [self.known[t] for t in trials]


def mean(rows):
    return sum(sum(r) for r in rows) / (3 * len(rows))


def kinds(rows):
    return " ".join(f"{sum(r[k] for r in rows) / len(rows):.4f}" for k in range(3))


def weights_of(source):
    """The table as it is: name -> value, of those that turn on an order (0 turns nothing)."""
    text = pathlib.Path(source).read_text(encoding="utf-8")
    return {name: float(value) for name, value in re.findall(r"\.(\w+) = ([\d.]+)", text) if float(value) > 0}


def leave_one_out(bench, names, table, steps):
    base = bench.measure([""])[0]
    moves = {name: [f"{name}={table[name] * step:.6g}" for step in steps] for name in names}
    rows = dict(zip(sum(moves.values(), []), bench.measure(sum(moves.values(), []))))
    total = [0.0, 0.0, 0.0]
    for held, name in enumerate(bench.sets):
        def others(values):
            return mean([r for i, r in enumerate(values) if i != held])
        chosen = []
        for candidates in moves.values():
            best = max(candidates, key=lambda move: others(rows[move]))
            if others(rows[best]) > others(base) + LEAST:
                chosen.append(best)
        after = [bench.run((bench.folders[held], kind, [" ".join(chosen)]))[0] for kind in KINDS]
        gained = [a - b for a, b in zip(after, base[held])]
        total = [t + g for t, g in zip(total, gained)]
        print(f"{name:<16}" + " ".join(f"{g:+.4f}" for g in gained) + "   " + " ".join(chosen), flush=True)
    print(f"{'mean':<16}" + " ".join(f"{t / len(bench.sets):+.4f}" for t in total))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("data")
    parser.add_argument("--try", dest="trials", nargs="*", default=[])
    parser.add_argument("--sets", action="store_true", help="a line a set, too")
    parser.add_argument("--leave-one-out", nargs="*")
    parser.add_argument("--steps", nargs="*", type=float, default=STEPS, help="what a weight is multiplied by")
    args = parser.parse_args()
    if not os.path.isdir(args.data):
        print(f"search tune: skipped, there is no {args.data}")
        return
    table = weights_of(pathlib.Path(__file__).parents[2] / "sdk/src/search/weights.c")
    with tempfile.TemporaryDirectory() as work:
        bench = Bench(args.build, args.data, work)
        trials = [""] + args.trials
        for trial, rows in zip(trials, bench.measure(trials)):
            print(f"{mean(rows):.5f}  {kinds(rows)}  {trial or 'the table as it is'}", flush=True)
            for name, row, was in zip(bench.sets, rows, bench.known[""]) if args.sets else []:
                if row != was or trial == "":
                    print(f"    {name:<16}" + " ".join(f"{v:.4f} ({v - w:+.4f})" for v, w in zip(row, was)))
        if args.leave_one_out is not None:
            unknown = [n for n in args.leave_one_out if n not in table]
            if unknown:
                sys.exit(f"search tune: no weight called {unknown[0]}")
            leave_one_out(bench, args.leave_one_out or list(table), table, args.steps)


main()
