"""term_watch.py DIR - what each part of the city takes of the processors, and what
waits to be sent, every STEP_S until DIR/stop is there.

DIR/parts has "NAME PID" lines: that process and all below it. DIR/watch gets
"WHEN PART SECONDS" (of processor time so far; `machine` is all of it) and
"WHEN queue COUNT" and "WHEN oldest SECONDS" of DIR/outbox; at the end "WHEN
PART-memory MB", the proportional set of each.
"""
import collections
import os
import pathlib
import sys
import time

DIR, STEP_S = pathlib.Path(sys.argv[1]), 1
TICK = os.sysconf("SC_CLK_TCK")


def processes():
    """parent, own time and that of buried children, by PID"""
    found = {}
    for name in filter(str.isdigit, os.listdir("/proc")):
        try:
            words = pathlib.Path(f"/proc/{name}/stat").read_text().rpartition(
                ")")[2].split()
        except OSError:  # it has ended meanwhile
            continue
        found[int(name)] = int(words[1]), sum(map(int, words[11:15])) / TICK
    return found


seen = {}  # processor time of a part's process: it stays when that has ended


def families(found):
    """part, its process, and that with all below it"""
    below = collections.defaultdict(list)
    for pid, (parent, _) in found.items():
        below[parent].append(pid)
    for line in (DIR / "parts").read_text().splitlines():
        name, pid = line.split()
        family = [int(pid)]
        for one in family:
            family += below[one]
        yield name, pid, family


def parts():
    """processor time by part"""
    found, used = processes(), collections.Counter()
    for name, pid, family in families(found):
        total = sum(found.get(one, (0, 0))[1] for one in family)
        seen[pid] = max(seen.get(pid, 0), total)
        used[name] += seen[pid]
    return used


def memory():
    """MB by part"""
    used = collections.Counter()
    for name, _, family in families(processes()):
        for one in family:
            try:
                lines = pathlib.Path(f"/proc/{one}/smaps_rollup").read_text()
            except OSError:  # it has ended
                continue
            used[f"{name}-memory"] += int(
                lines.partition("\nPss:")[2].split()[0]) / 1024
    return used


def machine():
    words = pathlib.Path("/proc/stat").read_text().split("\n")[0].split()
    return (sum(map(int, words[1:9])) - int(words[4]) - int(words[5])) / TICK


def queue():
    """when each letter that waits was promised"""
    promised = []
    for place in ("due", "sent"):
        for file in (DIR / "outbox" / place).glob("*"):
            try:
                promised.append(file.stat().st_mtime)
            except OSError:  # sent meanwhile
                pass
    return promised


def main():
    with open(DIR / "watch", "a", buffering=1) as watch:
        while not (DIR / "stop").exists():
            when, waiting = time.monotonic(), queue()
            figures = dict(parts()) | {
                "machine": machine(), "queue": len(waiting),
                "oldest": time.time() - min(waiting) if waiting else 0}
            for name, figure in figures.items():
                watch.write(f"{when:.2f} {name} {figure:.2f}\n")
            time.sleep(max(0, when + STEP_S - time.monotonic()))
        for name, figure in memory().items():
            watch.write(f"{time.monotonic():.2f} {name} {figure:.2f}\n")


main()
