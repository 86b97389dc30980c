#!/usr/bin/python3
"""find_secrets.py - where are these secrets, in any of their disguises?

find_secrets.py argv SECRETS STOP   watches every command line until STOP exists
find_secrets.py files SECRETS PATH...
find_secrets.py memory SECRETS PID...    every mapping of the processes

SECRETS holds "NAME<TAB>TEXT" lines. Each find is a line "NAME FORM PLACE".
The forms: as it is, hexadecimal, base64 at every alignment, UTF-16.
"""
import base64
import os
import sys
import time


def forms(text):
    raw = text.encode()
    yield "raw", raw
    yield "hex", raw.hex().encode()
    yield "HEX", raw.hex().upper().encode()
    for skip in range(3):
        whole = base64.b64encode(b"\0" * skip + raw)
        cut = whole[4 if skip else 0:len(whole) // 4 * 4 - 4]
        if len(cut) >= 8:
            yield "base64", cut
    yield "utf16le", text.encode("utf-16-le")
    yield "utf16be", text.encode("utf-16-be")


def load(path):
    with open(path, encoding="utf-8") as file:
        for line in file:
            name, text = line.rstrip("\n").split("\t")
            if len(text) < 8:
                sys.exit("%s is too short to be looked for" % name)
            for form, needle in forms(text):
                yield name, form, needle


def search(needles, data, place, found):
    for name, form, needle in needles:
        if needle in data:
            found.add("%s %s %s" % (name, form, place))


def argv(needles, found, stop):
    while not os.path.exists(stop):
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open("/proc/%s/cmdline" % pid, "rb") as file:
                    data = file.read()
                with open("/proc/%s/environ" % pid, "rb") as file:
                    data += file.read()
            except OSError:
                continue
            search(needles, data, "argv", found)
        time.sleep(0.005)


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


NEEDLES, FOUND = list(load(sys.argv[2])), set()
{"argv": lambda: argv(NEEDLES, FOUND, sys.argv[3]),
 "files": lambda: files(NEEDLES, FOUND, sys.argv[3:]),
 "memory": lambda: memory(NEEDLES, FOUND, sys.argv[3:])}[sys.argv[1]]()
print("\n".join(sorted(FOUND)))
