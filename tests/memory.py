#!/usr/bin/python3
"""memory.py PID TEXT... - prints each TEXT that the memory of PID holds.

Looks for it raw, in hex, in UTF-16 and in base64 at each of the three
alignments. Needs the right to read /proc/PID/mem.
"""
import base64
import sys


def forms(text):
    raw = text.encode()
    yield raw
    yield raw.hex().encode()
    yield raw.hex().upper().encode()
    yield text.encode("utf-16-le")
    for shift in range(3):
        packed = base64.b64encode(b"\0" * shift + raw)
        # Without the characters that the neighbours have a share in.
        yield packed[(0, 2, 3)[shift]:len(packed) // 4 * 4 - 4]


def regions(pid):
    with open(f"/proc/{pid}/maps", encoding="ascii") as maps, \
            open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            place, rights = line.split()[:2]
            if rights[0] != "r" or line.rstrip().endswith("[vvar]"):
                continue
            start, end = (int(word, 16) for word in place.split("-"))
            try:
                memory.seek(start)
                yield memory.read(end - start)
            except OSError:
                continue


everything = list(regions(sys.argv[1]))
for secret in sys.argv[2:]:
    if any(form in region for form in forms(secret) for region in everything):
        print(secret)
