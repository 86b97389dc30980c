#!/usr/bin/python3
"""find_secrets.py - where are these secrets, in any of their disguises?

find_secrets.py argv SECRETS STOP   watches every command line of this mount
	namespace (other tests may say the same) until STOP exists, or who
	started this has ended
find_secrets.py files SECRETS PATH...
find_secrets.py memory SECRETS PID...    every mapping of the processes

SECRETS holds "NAME<TAB>TEXT" lines; argv reads it in the end. Each find is a
line "NAME FORM PLACE".
The forms: as it is, hexadecimal, base64 at every alignment, UTF-16, and the
bytes that a text of hexadecimal digits or base64url stands for.
"""
import base64
import contextlib
import os
import sys
import time


LEAST = 8  # bytes: less is found anywhere
READ = (bytes.fromhex,
        lambda text: base64.b64decode(text + "=" * (-len(text) % 4), "-_",
                                      True))


def forms(text):
    raw = text.encode()
    yield "raw", raw
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    for skip in range(3):
        whole = base64.b64encode(b"\0" * skip + raw)
        cut = whole[4 if skip else 0:len(whole) // 4 * 4 - 4]
        if len(cut) >= LEAST:
            yield "base64", cut
    for read in READ:
        with contextlib.suppress(ValueError):
            if len(meant := read(text)) >= LEAST:
                yield "bytes", meant
    yield "utf16le", text.encode("utf-16-le")
    yield "utf16be", text.encode("utf-16-be")


def load(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, text = line.rstrip("\n").split("\t")
            if len(text) < LEAST:
                sys.exit("%s is too short to be looked for" % name)
            for form, needle in forms(text):
                yield name, form, needle


def search(needles, data, place, found):
    for name, form, needle in needles:
        if needle in data:
            found.add("%s %s %s" % (name, form, place))


def argv(secrets, found, stop):
    seen, ours = set(), os.readlink("/proc/self/ns/mnt")
    starter = os.getppid()
    while not os.path.exists(stop) and os.getppid() == starter:
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                if os.readlink("/proc/%s/ns/mnt" % pid) != ours:
                    continue
                with open("/proc/%s/cmdline" % pid, "rb") as file:
                    data = file.read()
                with open("/proc/%s/environ" % pid, "rb") as file:
                    data += file.read()
            except OSError:
                continue
            seen.add(data)
        time.sleep(0.005)
    needles = list(load(secrets))
    for data in seen:
        search(needles, data, "argv", found)


def files(needles, found, paths):
    for top in paths:
        for folder, _, names in os.walk(top):
            for path in (os.path.join(folder, name) for name in names):
                if os.path.isfile(path) and not os.path.islink(path):
                    with open(path, "rb") as file:
                        search(needles, file.read(), path, found)


def memory(needles, found, pids):
    for pid in pids:
        with open("/proc/%s/comm" % pid, encoding="utf-8") as file:
            comm = file.read().strip()
        with open("/proc/%s/maps" % pid, encoding="utf-8") as maps, \
                open("/proc/%s/mem" % pid, "rb", 0) as mem:
            for line in maps:
                span, mode = line.split()[:2]
                start, end = (int(part, 16) for part in span.split("-"))
                if mode[0] != "r" or end - start > 1 << 30:
                    continue
                try:
                    mem.seek(start)
                    data = mem.read(end - start)
                except (OSError, OverflowError, ValueError):
                    continue
                kind = line.split()[5] if len(line.split()) > 5 else "heap?"
                search(needles, data, "%s %s" % (comm, kind), found)


HOW, SECRETS, FOUND = sys.argv[1], sys.argv[2], set()
{"argv": lambda: argv(SECRETS, FOUND, sys.argv[3]),
 "files": lambda: files(list(load(SECRETS)), FOUND, sys.argv[3:]),
 "memory": lambda: memory(list(load(SECRETS)), FOUND, sys.argv[3:])}[HOW]()
print("\n".join(sorted(FOUND)))
