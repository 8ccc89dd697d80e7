#!/usr/bin/env python3
"""What a search over several bundles loses against one bundle of the same articles.

  several.py BUILD DATA WORK [--sets NAME,...] [--parts N]

BUILD holds bin/docent; DATA the folders with corpus.jsonl, queries*.tsv, qrels.tsv. Each set is cut into N bundles, every N-th
article to the same one, and once into a large and two small ones (8:1:1). Prints name value unit ratio peer: nDCG@10 of the
parts, the ratio to one bundle; the mean CPU time of a query likewise."""
import argparse
import os
import pathlib
import subprocess
import sys

from search_bench import KINDS, line, measures, read_qrels, read_run, run_path, say


def pack(program, lines, path):
    jsonl = path + ".jsonl"
    with open(jsonl, "w", encoding="utf-8") as out:
        out.writelines(lines)
    subprocess.run([program, "pack", "--quiet", "--jsonl", jsonl, "-o", path], check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    return path


def search(args, bundles, folder, kind, queries):
    run = run_path(args, "several")
    command = [args.program, "search", bundles[0], "--batch", str(folder / queries), "--run", run, "--limit", "10"]
    command += ["--also", ",".join(bundles[1:])] if len(bundles) > 1 else []
    out = subprocess.run(command + (["--prefix"] if kind == "prefix" else []), check=True, capture_output=True, text=True).stdout
    cpu_us = float(dict(word.split("=") for word in out.split())["cpu_mean_us"])
    return measures(read_qrels(folder / "qrels.tsv"), read_run(run))[0], cpu_us


def cuts(lines, parts):
    yield f"{parts}_equal", [lines[i::parts] for i in range(parts)]
    small = [i % 10 for i in range(len(lines))]
    yield "8_1_1", [[l for l, s in zip(lines, small) if s < 8], [l for l, s in zip(lines, small) if s == 8],
                    [l for l, s in zip(lines, small) if s == 9]]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("build")
    parser.add_argument("data")
    parser.add_argument("work")
    parser.add_argument("--sets", default="lohelp-en-US,lohelp-de")
    parser.add_argument("--parts", type=int, default=3)
    args = parser.parse_args()
    args.program = os.path.join(args.build, "bin", "docent")
    os.makedirs(args.work, exist_ok=True)
    worst = 0.0
    for name in args.sets.split(","):
        folder = pathlib.Path(args.data) / name
        if not (folder / "corpus.jsonl").exists():
            say(f"{name}: skipped, there is no such set in {args.data}")
            continue
        lines = open(folder / "corpus.jsonl", encoding="utf-8").readlines()
        whole = pack(args.program, lines, os.path.join(args.work, "whole.docent"))
        for label, parts in cuts(lines, args.parts):
            bundles = [pack(args.program, part, os.path.join(args.work, f"part{i}.docent")) for i, part in enumerate(parts)]
            for kind, queries in KINDS:
                one, one_us = search(args, [whole], folder, kind, queries)
                many, many_us = search(args, bundles, folder, kind, queries)
                worst = max(worst, one - many)
                line(f"several_{name}_{label}_{kind}_ndcg10", many, "share", one, "one_bundle")
                line(f"several_{name}_{label}_{kind}_cpu", many_us, "us", one_us, "one_bundle")
    say(f"the most that is lost: {worst:.4f} (goal: 0.01)")
    return 0 if worst <= 0.01 else 1


if __name__ == "__main__":
    sys.exit(main())
