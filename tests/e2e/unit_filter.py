"""unit_filter.py UNIT - the system calls that a unit's SystemCallFilter leaves,
one a line, with systemd-analyze's own sets."""
import subprocess
import sys

sets, name = {}, ""
for line in subprocess.run(["systemd-analyze", "syscall-filter", "--no-pager"],
                           capture_output=True, text=True,
                           check=True).stdout.splitlines():
    word = line.strip()
    if line.startswith("@"):
        name = word
        sets[name] = []
    elif name and word and not word.startswith("#"):
        sets[name].append(word)


def calls(word):
    if not word.startswith("@"):
        return {word}
    return set().union(*map(calls, sets[word]))


# systemd.exec(5): these are allowed, whatever else is.
allowed = calls("@default") | {"execve"}
for line in open(sys.argv[1]):
    if line.startswith("SystemCallFilter="):
        words = line.strip().partition("=")[2]
        listed = set().union(*map(calls, words.lstrip("~").split()))
        allowed = allowed - listed if words.startswith("~") else allowed | listed
print("\n".join(sorted(allowed)))
