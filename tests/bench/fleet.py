#!/usr/bin/env python3
"""fleet.py [--judge] ... EVENTS LOG FACTS: what a fleet did, from what its devices wrote down and from the server's log.

Prints the looks of each quarter of an hour, beside those of a fleet that looks at its start and then at a fixed interval; how soon a
release was in force; and lines of `name value unit`. Exit code 1 when there is a wave: more looks in a minute than chance explains.

Looks that each come at a moment of their own are a Poisson process. A minute's bound is what such a process exceeds in one run of a
million, in any of its minutes. Near trouble more than the usual rate is right: those who failed are asking again. By how much follows
from the waits: they grow with the time that it lasts, so each device asks about four times in ten minutes, and the rate is at most six
times the usual; a date in Retry-After brings those who were sent away within an hour back at 1.6 times the usual rate on top of it.
"""
import argparse
import collections
import hashlib
import math
import os
import sys

MARK_BYTES = 27  # Of the line that only this test adds to a request.
TROUBLE, AFTER_DATE, CALM = 6, 4, 1  # Times the usual rate.
BY_CHANCE = 1e-6

Look = collections.namedtuple("Look", "ms device asks sent received answers")


def options():
    parser = argparse.ArgumentParser()
    parser.add_argument("--judge", action="store_true", help="only the judgement")
    parser.add_argument("--devices", required=True)
    for name in "clock interval cut back up news outage busy busy-end tired hours".split():
        parser.add_argument("--" + name, type=int, required=True)
    parser.add_argument("events")
    parser.add_argument("log")
    parser.add_argument("facts")
    return parser.parse_args()


# ---- reading ----

def read_events(path):
    boots, contents, fails, asks = [], [], [], collections.OrderedDict()
    with open(path) as lines:
        for line in lines:
            kind, ms, device, *more = line.split()
            ms, device = int(ms), int(device)
            if kind == "boot":
                boots.append((ms, device))
            elif kind == "ask":
                asks.setdefault((ms, device), []).append(more[0])
            elif kind == "content":
                contents.append((ms, device, int(more[0])))
            else:
                fails.append((ms, device, more[0]))
    return boots, asks, contents, fails


def read_looks(asks, path):
    sent, received = collections.Counter(), collections.Counter()
    answers, connections = collections.defaultdict(list), set()
    with open(path) as lines:
        for line in lines:
            mark, status, request, answer, connection, _ = line.split()
            key = tuple(int(n) for n in mark.split("."))
            sent[key] += int(request) - MARK_BYTES
            received[key] += int(answer)
            answers[key].append(int(status))
            connections.add(connection)
    if set(answers) - set(asks):
        sys.exit("fleet.py: the server was asked what no device asked")
    looks = [Look(k[0], k[1], a, sent[k], received[k], answers[k]) for k, a in asks.items()]
    return looks, len(connections)


# ---- the other way: at the start, then every interval to the second; once a minute while it fails ----

def unspread(o, boots):
    def answer(s):
        if o.back <= s < o.up or o.outage <= s < o.outage + 540:
            return 60
        if o.busy <= s < o.busy_end:
            return o.busy_end - s
        return 600 if o.tired <= s < o.tired + 600 else 0

    times = []
    for ms, _ in boots:
        s, end = ms // 1000, o.cut if ms < o.cut * 1000 else o.hours * 3600
        while s < end:
            times.append(s)
            s += answer(s) or o.interval
    return times


# ---- judging ----

def most_by_chance(mean, minutes):
    """The smallest count that a Poisson process reaches in one of so many minutes with a chance below BY_CHANCE."""
    count, term, tail = 0, math.exp(-mean), 1.0
    while tail * minutes > BY_CHANCE or count < mean:
        tail -= term
        count += 1
        term *= mean / count
        if tail < 1e-14:
            break
    return count


def rate_at(o, minute):
    s = minute * 60
    if o.back <= s < o.up + 1800 or o.outage <= s < o.outage + 540 + 1800:
        return TROUBLE
    if o.busy <= s < o.busy_end + 2 * 3600 or o.tired <= s < o.tired + 600 + 3600:
        return AFTER_DATE
    return CALM


def judge_minutes(o, count, minutes):
    usual, bad = count * 60 / o.interval, []
    bounds = {times: most_by_chance(times * usual, o.hours * 60) for times in (CALM, AFTER_DATE, TROUBLE)}
    for minute, looks in sorted(minutes.items()):
        if looks >= bounds[rate_at(o, minute)]:
            bad.append(f"{clock(o, minute * 60)}: {looks} looks in a minute, by chance there are fewer than {bounds[rate_at(o, minute)]}")
    return usual, bounds, bad


def judge_first(o, boots, looks):
    """After each start the first look comes at a moment that the device's number decides."""
    bad, times = [], collections.defaultdict(list)
    for look in looks:
        times[look.device].append(look.ms)
    for ms, device in boots:
        with open(os.path.join(o.devices, str(device), "device")) as name:
            number = hashlib.sha256(name.read().strip().encode()).digest()
        due = ms + int.from_bytes(number[:7], "big") % (o.interval * 1000)
        if due >= (o.cut if ms < o.cut * 1000 else o.hours * 3600) * 1000:
            continue
        first = min((t for t in times[device] if t >= ms), default=None)
        if first != due:
            bad.append(f"device {device}: its first look after {ms} ms is at {first}, not at {due}")
    return bad


def judge_patience(o, looks):
    """Who is asked to wait waits, and those who were sent away together come back one by one."""
    bad, last = [], {}
    for look in looks:
        until, s = last.get(look.device, 0), look.ms / 1000
        if s < until:
            bad.append(f"device {look.device}: {clock(o, s)} is before {clock(o, until)}, which it was asked to wait for")
        if 503 in look.answers:
            last[look.device] = min(o.busy_end if s < o.tired else s + 600, s + 3600)
    return bad, len(last)


def judge_looks(looks, fails, contents):
    """A look without news asks for the next root and the timestamp, and for nothing else."""
    failed, news = {(ms, device) for ms, device, _ in fails}, {(ms, device) for ms, device, _ in contents}
    good = [l for l in looks if (l.ms, l.device) not in failed]
    without = [l for l in good if (l.ms, l.device) not in news]
    bad = [f"device {l.device}: a look without news asks for {' '.join(l.asks)}" for l in without
           if l.asks != ["2.root.json", "timestamp.json"]]
    return good, [l for l in good if l.asks == ["2.root.json", "timestamp.json"]], bad


# ---- saying it ----

def clock(o, s):
    s += o.clock
    return f"{s // 3600 % 24:02.0f}:{s // 60 % 60:02.0f}"


def bar(n, most, width):
    return "#" * (math.ceil(n * width / most) if most else 0)


def draw(o, looks, minutes, plain):
    seconds, quarter = collections.Counter(l.ms // 1000 for l in looks), collections.Counter(l.ms // 900000 for l in looks)
    plain_minutes, plain_quarter = collections.Counter(s // 60 for s in plain), collections.Counter(s // 900 for s in plain)
    most = max(quarter.values())
    print("quarter   looks  most in a minute  in a second | looks at a fixed interval  most in a second")
    at_once = collections.Counter(plain)
    for q in range(o.hours * 4):
        if not (o.cut // 900 - 4 <= q < o.back // 900 + 28 or o.busy // 900 - 2 <= q < o.busy_end // 900 + 6):
            continue
        print(f"{clock(o, q * 900)}    {quarter[q]:6} {max(minutes[m] for m in range(q * 15, q * 15 + 15)):7}"
              f" {max(seconds[s] for s in range(q * 900, q * 900 + 900)):7} {bar(quarter[q], most, 30):30} |"
              f" {plain_quarter[q]:6} {max(at_once[s] for s in range(q * 900, q * 900 + 900)):6}"
              f" {bar(plain_quarter[q], max(plain_quarter.values()), 20)}")
    return max(minutes.values()), max(seconds.values()), max(plain_minutes.values()), max(at_once.values())


def day_of(o, ms):
    return (o.clock + ms // 1000) // 86400 - o.clock // 86400


def say_bytes(o, looks, without, count, facts):
    line = "{} {} {}".format
    for name, day in (("day_with_a_release", 1), ("day_without", 2)):
        of_day = [l for l in looks if day_of(o, l.ms) == day]
        total = sum(l.sent + l.received for l in of_day)
        idle = [l for l in without if day_of(o, l.ms) == day]
        print(line(f"fleet_{name}_per_device", round(total / count), "bytes"), "looks", round(len(of_day) / count, 2),
              "sent", round(sum(l.sent for l in of_day) / count), "received", round(sum(l.received for l in of_day) / count),
              "without_news", round(sum(l.sent + l.received for l in idle) / count))
    one = sorted(l.sent + l.received for l in without)[len(without) // 2]
    news = [l.sent + l.received for l in looks if any(".zd" in a or "delta" in a or len(l.asks) > 4 for a in l.asks)]
    print(line("fleet_look_without_news", one, "bytes"))
    if news:
        print(line("fleet_look_with_a_release", sorted(news)[len(news) // 2], "bytes"), "of_it_delta", facts["delta"], "full", facts["full"])


def say_release(o, contents, count):
    got = sorted(ms / 1000 - o.news for ms, _, release in contents if release == 2)
    if len(got) < count:
        return [f"{count - len(got)} of {count} devices never had the release"]
    for percent in (50, 90, 99, 100):
        s = got[max(0, math.ceil(count * percent / 100) - 1)]
        print(f"fleet_release_at_{percent}_percent {s / 60:.0f} min", clock(o, o.news + s))
    return []


def read_facts(path):
    with open(path) as file:
        words = file.read().split()
    return dict(zip(words[::2], words[1::2]))


def main():
    o = options()
    boots, asks, contents, fails = read_events(o.events)
    looks, connections = read_looks(asks, o.log)
    facts, count = read_facts(o.facts), len({device for _, device in boots})
    minutes = collections.Counter(l.ms // 60000 for l in looks)
    usual, bounds, bad = judge_minutes(o, count, minutes)
    bad += judge_first(o, boots, looks)
    patience, sent_away = judge_patience(o, looks)
    good, without, more = judge_looks(looks, fails, contents)
    bad += patience + more
    if sent_away == 0:
        bad.append("nobody was asked to wait: this shows nothing")
    if not o.judge:
        minute, second, plain_minute, plain_second = draw(o, looks, minutes, unspread(o, boots))
        print(f"fleet_most_in_a_minute {minute} looks usual {usual:.2f} fixed_interval {plain_minute}")
        print(f"fleet_most_in_a_second {second} looks fixed_interval {plain_second}")
        say_bytes(o, looks, without, count, facts)
    bad += say_release(o, contents, count)
    print(f"fleet_looks {len(looks)} looks good {len(good)} without_news {len(without)} connections {connections}",
          f"requests {sum(len(l.answers) for l in looks)} sent_away {sent_away}")
    print(f"fleet_server_cpu {facts['server_cpu_ms']} ms per_look {int(facts['server_cpu_ms']) / len(looks):.3f}")
    print(f"fleet_memory_per_device {int(facts['rss_kb']) // count} kB private {int(facts['private_kb']) // count}")
    print(f"fleet_wall {facts['wall_s']} s fleet_cpu {int(facts['cpu_ms']) / 1000:.1f}")
    print(f"fleet_bounds {bounds[CALM]} looks_a_minute after_a_date {bounds[AFTER_DATE]} near_trouble {bounds[TROUBLE]}")
    for line in bad[:20]:
        print("fleet.py:", line)
    sys.exit(1 if bad else 0)


main()
