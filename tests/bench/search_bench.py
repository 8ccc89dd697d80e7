#!/usr/bin/env python3
"""Search beside its peers, one after the other in one run: every set of a folder, a hundred thousand articles, typing.

  search_bench.py BUILD DATA WORK [--only SET,...] [--typing N] [--articles N] [--skip PART,...]

Prints tables for people as lines that begin with #, and for docent lines of `name value unit ratio peer`: the ratio is to the
best peer in that measure, or to the peer that is named. Times are CPU time. Parts: sets, typing, many."""
import argparse
import collections
import json
import math
import os
import pathlib
import subprocess
import sys

from search_engines import engines, read_queries

KINDS = [("plain", "queries.tsv"), ("typo", "queries.typo.tsv"), ("prefix", "queries.prefix.tsv")]
Result = collections.namedtuple("Result", "ndcg success recall mean p99")


# ---- measures -------------------------------------------------------------------------------------

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


def mean(values):
    values = list(values)
    return sum(values) / max(1, len(values))


# ---- what is printed --------------------------------------------------------------------------------

def say(text=""):
    print("# " + text if text else "#", flush=True)


def line(name, value, unit, peer=None, peer_name="-"):
    print(f"search_{name} {value:.4g} {unit} {f'{value / peer:.3f}' if peer else '-'} {peer_name}", flush=True)


def best_peer(results, value):
    """The peer for which value(result) is most, and that value."""
    peers = {name: value(r) for name, r in results.items() if name != "docent"}
    return max(peers.items(), key=lambda item: item[1]) if peers else ("-", 0.0)


# ---- the sets ------------------------------------------------------------------------------------------

def find_sets(args):
    for folder in sorted(pathlib.Path(args.data).iterdir()):
        corpus = folder / "corpus.jsonl"
        if corpus.exists() and (not args.only or folder.name in args.only.split(",")):
            yield folder, json.loads(corpus.open(encoding="utf-8").readline()).get("lang", "en")


def run_path(args, name):
    path = os.path.join(args.work, name + ".run")
    if os.path.exists(path):
        os.remove(path)
    return path


def measure(engine, folder, lang, args):
    """One engine on one set: (bytes, seconds), {kind: Result}."""
    cost = engine.build(str(folder / "corpus.jsonl"), lang)
    qrels = read_qrels(folder / "qrels.tsv")
    jobs = [(str(folder / file), run_path(args, kind), kind == "prefix") for kind, file in KINDS]
    times = engine.search(jobs)
    return cost, {kind: Result(*measures(qrels, read_run(job[1])), *took) for (kind, _), job, took in zip(KINDS, jobs, times)}


def attempt(engine, *rest):
    """None when an engine cannot do it: a peer's crash ends nothing but itself."""
    try:
        return measure(engine, *rest)
    except (subprocess.CalledProcessError, OSError, AttributeError, IndexError) as error:
        if engine.name == "docent":
            raise
        say(f"{engine.name} is left out: {error}")
        return None


def print_result(name, cost, results):
    for kind, r in results.items():
        tail = f"{cost[0]:12.0f}{cost[1]:9.3f}" if cost and kind == "plain" else ""
        say(f"{name:<16}{kind:<8}{r.ndcg:8.4f}{r.success:8.4f}{r.recall:8.4f}{r.mean:10.0f}{r.p99:10.0f}{tail}")


def print_set(name, costs, all_results):
    """The lines of docent on one set."""
    ours = all_results["docent"]
    for kind, _ in KINDS:
        results = {engine: r[kind] for engine, r in all_results.items()}
        for label, field in (("ndcg10", "ndcg"), ("success1", "success"), ("recall10", "recall")):
            peer, value = best_peer(results, lambda r, f=field: getattr(r, f))
            line(f"{name}_{kind}_{label}", getattr(ours[kind], field), "share", value, peer)
        for label in ("mean", "p99"):
            peer = "xapian" if "xapian" in results else "fts5_porter"
            line(f"{name}_{kind}_{label}", getattr(ours[kind], label), "us", getattr(results[peer], label), peer)
    line(f"{name}_index", costs["docent"][0] / 1024, "KB", costs["fts5_porter"][0] / 1024, "fts5_porter")
    line(f"{name}_index_build", costs["docent"][1], "s", costs["insert"], "fts5_porter_insert")


HEAD = f"{'engine':<16}{'queries':<8}{'nDCG@10':>8}{'s@1':>8}{'r@10':>8}{'mean_us':>10}{'p99_us':>10}{'bytes':>12}{'build_s':>9}"


def run_sets(args):
    everything = {}
    for folder, lang in find_sets(args):
        say()
        say(f"{folder.name} ({lang})")
        say(HEAD)
        costs, results = {}, {}
        for engine in engines(args.build, args.work):
            done = attempt(engine, folder, lang, args)
            if done is None:
                continue
            costs[engine.name], results[engine.name] = done
            if engine.name == "docent":
                costs["insert"] = engine.insert_s
            print_result(engine.name, costs[engine.name], results[engine.name])
        print_set(folder.name, costs, results)
        everything[folder.name] = results
    if everything:
        print_means(everything)


def print_means(everything):
    names = [name for name in next(iter(everything.values())) if all(name in results for results in everything.values())]
    means = {name: {kind: Result(*(mean(getattr(results[name][kind], f) for results in everything.values()) for f in Result._fields))
                    for kind, _ in KINDS} for name in names}
    say()
    say(f"means over {len(everything)} sets")
    say(HEAD[:68])
    for name in names:
        print_result(name, None, {kind: means[name][kind] for kind, _ in KINDS})
    say()
    say("nDCG@10: docent minus the best peer of each cell, beside its name")
    say(f"{'set':<16}" + "".join(f"{kind:>24}" for kind, _ in KINDS))
    best = {kind: [] for kind, _ in KINDS}
    above = 0
    for name, results in everything.items():
        cells = ""
        for kind, _ in KINDS:
            peer, value = best_peer({n: r[kind] for n, r in results.items()}, lambda r: r.ndcg)
            ours = results["docent"][kind].ndcg
            best[kind].append(value)
            above += ours >= value
            cells += f"{ours - value:>+10.4f} {peer:<13}"
        say(f"{name:<16}" + cells)
    for kind, _ in KINDS:
        ours = means["docent"][kind]
        line(f"mean_{kind}_ndcg10", ours.ndcg, "share", mean(best[kind]), "best_of_each_cell")
        line(f"mean_{kind}_above_best", ours.ndcg - mean(best[kind]), "share", None, "best_of_each_cell")
        peer, value = best_peer({n: m[kind] for n, m in means.items()}, lambda r: r.ndcg)
        line(f"mean_{kind}_above_one_peer", ours.ndcg - value, "share", None, peer)
    line("cells_at_or_above_best", above, "cells", len(everything) * len(KINDS), "all")
    line("mean_typo_costs", means["docent"]["plain"].ndcg - means["docent"]["typo"].ndcg, "share")
    if "xapian" in means:
        for label in ("mean", "p99"):
            print_latency(everything, label)


def print_latency(everything, label):
    """The mean over sets, with the geometric mean of the ratios: no set decides alone."""
    cells = [(getattr(r["docent"][kind], label), getattr(r["xapian"][kind], label))
             for r in everything.values() for kind, _ in KINDS]
    ratio = math.exp(mean(math.log(ours / theirs) for ours, theirs in cells))
    ours = mean(ours for ours, _ in cells)
    line(f"latency_{label}", ours, "us", ours / ratio, "xapian_geometric_mean_of_ratios")
    line(f"latency_{label}_not_slower", sum(ours <= theirs for ours, theirs in cells), "cells", len(cells), "all")


# ---- typing -------------------------------------------------------------------------------------------------

def sample(queries, count):
    """Every n-th query, from the first, so that about `count` are taken: the same ones in every run."""
    step = max(1, len(queries) // count)
    return queries[::step][:count]


def write_keys(path, asked):
    with open(path, "w", encoding="utf-8") as out:
        for query, words in asked:
            out.writelines(f"{query}@{n}\t{words[:n]}\n" for n in range(1, len(words) + 1))


def first_right(run, query, words, relevant):
    """The number of keys after which a right article stood first for the first time; infinite when it never did."""
    for n in range(1, len(words) + 1):
        docs = run.get(f"{query}@{n}")
        if docs and docs[0] in relevant:
            return n
    return math.inf


def keys_text(value):
    return "-" if math.isinf(value) else f"{value:.0f}"


def quantiles(keys):
    keys = sorted(keys)
    return [keys[min(len(keys) - 1, int(len(keys) * share))] for share in (0.25, 0.5, 0.75, 0.9)]


def run_typing(args):
    keys, times, typed = collections.defaultdict(list), collections.defaultdict(list), 0
    for folder, lang in find_sets(args):
        qrels, path = read_qrels(folder / "qrels.tsv"), os.path.join(args.work, "typing.tsv")
        asked = sample([(q, w) for q, w in read_queries(folder / "queries.tsv") if q in qrels], args.typing)
        write_keys(path, asked)
        count = sum(len(words) for _, words in asked)
        typed += count
        for engine in engines(args.build, args.work):
            try:
                engine.build(str(folder / "corpus.jsonl"), lang, 1)
                took = engine.search([(path, run_path(args, "typing"), True)])[0]
            except (subprocess.CalledProcessError, OSError) as error:
                say(f"{engine.name} is left out on {folder.name}: {error}")
                continue
            run = read_run(os.path.join(args.work, "typing.run"))
            keys[engine.name] += [first_right(run, q, words, qrels[q]) for q, words in asked]
            times[engine.name].append((count, *took))
    if not keys:
        return
    say()
    say(f"typing: {len(keys['docent'])} queries of all sets (in each every n-th, about {args.typing}), {typed} keystrokes; after how many")
    say("keys a right article stands first for the first time, for a quarter, a half ... of the queries; p99 is the worst set's")
    say(f"{'engine':<16}{'p25':>6}{'p50':>6}{'p75':>6}{'p90':>6}{'never':>8}{'mean_us':>10}{'p99_us':>10}")
    rows = {}
    for name, found in keys.items():
        average = sum(n * m for n, m, _ in times[name]) / sum(n for n, _, _ in times[name])
        rows[name] = (quantiles(found), mean(math.isinf(k) for k in found), average, max(t[2] for t in times[name]))
        say(f"{name:<16}" + "".join(f"{keys_text(q):>6}" for q in rows[name][0]) +
            f"{rows[name][1]:8.3f}{rows[name][2]:10.0f}{rows[name][3]:10.0f}")
    print_typing(rows)


def print_typing(rows):
    ours, peers = rows["docent"], {name: row for name, row in rows.items() if name != "docent"}
    for i, label in enumerate(("p25", "p50", "p75", "p90")):
        name, row = min(peers.items(), key=lambda item: item[1][0][i])
        if not math.isinf(ours[0][i]):
            line(f"typing_{label}", ours[0][i], "keys", None if math.isinf(row[0][i]) else row[0][i], name)
    name, row = min(peers.items(), key=lambda item: item[1][1])
    line("typing_never", ours[1], "share", row[1], name)
    if "xapian" in rows:
        line("typing_mean", ours[2], "us", rows["xapian"][2], "xapian")
        line("typing_p99", ours[3], "us", rows["xapian"][3], "xapian")


# ---- a hundred thousand articles --------------------------------------------------------------------------------

def run_many(args):
    folders = [folder for folder, lang in find_sets(args) if lang in ("en", "en-US")]
    if not folders or args.articles <= 0:
        return
    corpus, queries = os.path.join(args.work, "many.jsonl"), os.path.join(args.work, "many.tsv")
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([sys.executable, os.path.join(here, "search_corpus.py"), str(args.articles), corpus,
                    *[str(f / "corpus.jsonl") for f in folders]], check=True)
    asked = [(f"{folder.name}-{q}", words[:40]) for folder in folders
             for q, words in sample(read_queries(folder / "queries.tsv"), 60)]
    write_keys(queries, asked)
    say()
    say(f"{args.articles} articles made by rule, {sum(len(words) for _, words in asked)} keystrokes")
    say(f"{'engine':<16}{'mean_us':>10}{'p99_us':>10}{'bytes':>12}{'build_s':>9}")
    rows, ours = {}, None
    for engine in engines(args.build, args.work):
        if engine.name not in ("docent", "fts5_porter", "xapian"):
            continue
        size, seconds = engine.build(corpus, "en", 1)
        rows[engine.name] = engine.search([(queries, run_path(args, "many"), True)])[0] + (size, seconds)
        say(f"{engine.name:<16}" + "{:10.0f}{:10.0f}{:12.0f}{:9.2f}".format(*rows[engine.name]))
        ours = engine if engine.name == "docent" else ours
    print_many(rows, ours)


def print_many(rows, ours):
    peer = "xapian" if "xapian" in rows else "fts5_porter"
    line("many_mean", rows["docent"][0], "us", rows[peer][0], peer)
    line("many_p99", rows["docent"][1], "us", rows[peer][1], peer)
    line("many_p99_ms", rows["docent"][1] / 1000, "ms", 16, "limit_16_ms")
    line("many_memory", ours.own_kb, "KB", 32 * 1024, "limit_32_MB")
    line("many_index", rows["docent"][2] / 1024, "KB", ours.insert_bytes / 1024, "fts5_porter")
    line("many_index_build", rows["docent"][3], "s", ours.insert_s, "fts5_porter_insert")


def main():
    parser = argparse.ArgumentParser()
    for name in ("build", "data", "work"):
        parser.add_argument(name)
    parser.add_argument("--articles", type=int, default=100000)
    parser.add_argument("--typing", type=int, default=40)
    parser.add_argument("--only", default="")
    parser.add_argument("--skip", default="")
    args = parser.parse_args()
    args.build, args.work = os.path.abspath(args.build), os.path.abspath(args.work)
    for part, run in (("sets", run_sets), ("typing", run_typing), ("many", run_many)):
        if part not in args.skip.split(","):
            run(args)


if __name__ == "__main__":
    main()
