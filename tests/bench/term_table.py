"""term_table.py DIR LABS CORES - the figures of a first day of term, and what they
say of a city ten times as large.

Ends with 1 when somebody of the day was not served.
"""
import sys

sys.dont_write_bytecode = True
from term_data import KINDS, PARTS, Term, quantile  # noqa: E402

term, LABS, CORES = Term(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
CITY = 10  # 300,000 people for 30,000
SIGN_INS, CLAIMS, POLL_S = 2000 / 900, 150 / 600, 10
BUSY = 0.6  # of the cores, so that a burst finds room
AT_ONCE = 8  # letters: what portal-mailer sends unless told otherwise
FULL = 0.95  # of the cores: less is not saturated
SERVED = PARTS[:5]  # what a city has to buy: labs and people bring their own


def latencies(what):
    print(f"\n{what + ', ms':28}{'count':>7}{'p50':>9}{'p95':>9}{'p99':>9}"
          f"{'max':>9}  errors")
    failed = 0
    for kind in KINDS:
        events = term.during(kind, what)
        took = [ms for _, _, ms, said in events if said == "ok"]
        said = [said for *_, said in events if said != "ok"]
        failed += len(said)
        if events:
            print(f"{kind:28}{len(events):7}" + "".join(
                f"{quantile(took, share):9.0f}" for share in
                (0.5, 0.95, 0.99, 1)) + f"  {len(said)} {' '.join(set(said))}")
    since, until = term.span(what)
    for series, name in (("queue", "letters that wait"),
                         ("oldest", "the oldest of them, s")):
        seen = [v for t, v in term.watch[series] if since <= t < until]
        print(f"{name:35}" + "".join(
            f"{quantile(seen, share):9.0f}" for share in (0.5, 0.95, 0.99, 1)))
    return failed


def processors():
    spans = [(name, *term.span(name)) for _, name in term.marks[:-1]]
    print(f"\n{'cores of ' + str(CORES):18}" +
          "".join(f"{name:>9}" for name, *_ in spans))
    rest = [term.cores("machine", since, until) for _, since, until in spans]
    for part in PARTS:
        used = [term.cores(part, since, until) for _, since, until in spans]
        rest = [left - mine for left, mine in zip(rest, used)]
        print(f"{part:18}" + "".join(f"{mine:9.3f}" for mine in used))
    print(f"{'all else':18}" + "".join(f"{left:9.3f}" for left in rest))
    since, until = term.span("day")
    third = (until - since) / 3
    print("slapd in the first third of the day "
          f"{term.cores('slapd', since, since + third):.3f}, in the last "
          f"{term.cores('slapd', until - third, until):.3f}")


def ramp():
    print(f"\n{'sign-ins by askers at once':28}{'a second':>9}{'p50':>9}"
          f"{'p95':>9}{'p99':>9}{'max':>9}  cores")
    for askers, took in term.ramp.items():
        print(f"{askers:28}{term.rate(askers):9.1f}" + "".join(
            f"{quantile(took, share):9.0f}" for share in (0.5, 0.95, 0.99, 1)) +
            f"  {term.cores('machine', *term.span(f'ramp {askers}')):.2f}")
    best = max(term.ramp, key=term.rate)
    span = max((term.span(f"ramp {askers}") for askers in term.ramp),
               key=lambda span: term.cores("machine", *span))
    used = {part: term.cores(part, *span) for part in (*PARTS, "machine")}
    first = max(SERVED, key=used.get)
    full = used["machine"] >= FULL * CORES
    print(f"the limit: {term.rate(best):.1f} sign-ins a second, "
          f"{term.rate(best) * 900:.0f} in a quarter of an hour.\n"
          f"{used['machine']:.2f} of {CORES} cores are busy: " +
          ("the processors are full" if full else
           "they are not full, what holds it back is not among them") +
          f"; {first} has most, {used[first]:.2f},\nwhoever signs in here "
          f"{used['people']:.2f}, which a city does not have to buy")


def cost(part, spans, count):
    """Seconds of a core for each of them, what idles anyway aside."""
    idle = term.cores(part, *term.span("labs"))
    return max(0, sum((term.cores(part, *span) - idle) * (span[1] - span[0])
                      for span in spans)) / max(1, count)


def arithmetic():
    steps = [term.span(f"ramp {askers}") for askers in term.ramp]
    sign_ins = sum(map(len, term.ramp.values()))
    claims = len(term.during("code", "burst"))
    print(f"\n{'ms of a core':18}{'sign-in':>9}{'claim':>9}{'poll':>9}"
          f"{'  cores for a city of 300,000':>30}")
    total = per_sign_in = 0
    for part in SERVED:
        sign_in = cost(part, steps, sign_ins)
        claim = cost(part, [term.span("burst")], claims)
        poll = term.cores(part, *term.span("labs")) * POLL_S / max(1, LABS)
        city = CITY * (SIGN_INS * sign_in + CLAIMS * claim +
                       300 / POLL_S * poll)
        total += city
        per_sign_in += sign_in
        print(f"{part:18}{sign_in * 1e3:9.2f}{claim * 1e3:9.2f}"
              f"{poll * 1e3:9.3f}{city:30.2f}")
    print(f"the {CORES} cores to themselves, they serve "
          f"{CORES / per_sign_in:.1f} sign-ins a second at most")
    print(f"a city of 300,000 in that quarter of an hour: {CITY * SIGN_INS:.1f} "
          f"sign-ins, {CITY * CLAIMS:.1f} claims,\n"
          f"{CITY * 300 / POLL_S:.0f} polls a second: {total:.2f} cores busy, "
          f"{total / BUSY:.1f} to buy at {BUSY:.0%} use; "
          f"{2 * CITY * CLAIMS:.0f} letters a second,\n{AT_ONCE} at a time: the "
          f"relay may take {AT_ONCE / (2 * CITY * CLAIMS):.1f} s for each")


def first_load():
    since, until = term.span("start")
    took = (until - since) * term.cores("slapd", since, until)
    print(f"{LABS} lab machines that know no name have all of their school's "
          f"after {until - since:.0f} s; each takes {took * 1e3 / LABS:.0f} ms "
          f"of slapd's.\n{CITY * LABS} of a city of 300,000, all new at once, "
          f"take {took * CITY:.0f} s of one core")


def memory():
    used = {part: term.watch[f"{part}-memory"][-1][1] for part in SERVED}
    labs = term.watch["labs-memory"][-1][1] / max(1, LABS)
    print("\nMB at the end: " + ", ".join(
        f"{part} {mb:.0f}" for part, mb in used.items()) +
        f"; a lab machine {labs:.1f}")


def main():
    first_load()
    failed = latencies("day") + latencies("burst")
    processors()
    ramp()
    arithmetic()
    memory()
    return 1 if failed else 0


sys.exit(main())
