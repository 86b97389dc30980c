"""pair_table.py EVENTS MARKS - what pair_traffic.py has noted, fault by fault.

MARKS has "SECONDS NAME": what began then. Prints a line for each: how many
sign-ins, sign-ons, codes and logins were done in its time, the longest any of them took,
and what was heard on the way. Ends with 1 when one was lost, or when in the time
of one fault nothing of a kind was done.
"""
import collections
import pathlib
import sys

KINDS = ("sign-in", "sign-on", "code", "login")
events = [line.split() for line in
          pathlib.Path(sys.argv[1]).read_text().splitlines()]
marks = [line.split(" ", 1) for line in
         pathlib.Path(sys.argv[2]).read_text().splitlines()]
starts = [float(start) for start, _ in marks] + [float("inf")]
complaints = [f"lost: {' '.join(event)}" for event in events
              if event[3] != "ok"]

print(f"{'fault':28}" + "".join(f"{kind + 's':>10}{'longest':>9}"
                                for kind in KINDS) + "  heard")
for start, end, (_, name) in zip(starts, starts[1:], marks):
    line, heard = f"{name:28}", collections.Counter()
    for kind in KINDS:
        ours = [event for event in events
                if event[2] == kind and start <= float(event[1]) < end]
        longest = max((float(e[1]) - float(e[0]) for e in ours), default=0)
        line += f"{len(ours):10}{longest:7.1f} s"
        for event in ours:
            heard.update(word for word in event[5].split(",") if word != "-")
        if not ours:
            complaints.append(f"{name}: no {kind} was done")
    print(line + "  " + (", ".join(
        f"{word} ({count})" for word, count in heard.most_common()) or "-"))
print("\n".join(complaints))
sys.exit(1 if complaints else 0)
