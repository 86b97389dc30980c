"""term_traffic.py DIR SECONDS KIND:RATE:FIRST... - people who come at their own
moments, RATE a second for SECONDS, however long others wait; ends not before that.

KIND is sign-in (crowdFIRST, ..., who have PASSWORD, from
SCHOOLS addresses by turns) or claim (crowdFIRST, ..., who have none yet, all from the one
address SCHOOL: letter, code, password).

Environment: that of tests/visitors.py. DIR/events gets "BEGAN KIND MS RESULT" for
each step: sign-in; forgot, letter, code. BEGAN is the moment they meant to begin,
in seconds of the monotonic clock: a queue before us counts.
"""
import concurrent.futures
import pathlib
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, "tests")
from visitors import Claim, sign_in  # noqa: E402

SCHOOLS, SCHOOL = 300, "127.0.2.9"
PATIENCE_S = 600  # with a slow relay
PEOPLE_AT_ONCE = 400

events = open(pathlib.Path(sys.argv[1]) / "events", "a", buffering=1)
events_lock = threading.Lock()


def step(kind, began, what):
    said = what()
    with events_lock:
        events.write(f"{began:.3f} {kind} "
                     f"{(time.monotonic() - began) * 1e3:.1f} {said}\n")
    return said == "ok"


def come_to_sign_in(number, began):
    step("sign-in", began,
         lambda: sign_in(number % SCHOOLS, f"crowd{number}"))


def come_to_claim(number, began):
    claim = Claim(number, SCHOOL)
    if (step("forgot", began, claim.ask) and
            step("letter", time.monotonic(), lambda: claim.read(PATIENCE_S))):
        step("code", time.monotonic(), claim.redeem)


COME = {"sign-in": come_to_sign_in, "claim": come_to_claim}


def moments(spec, start, seconds):
    kind, rate, first = spec.split(":")
    return [(start + i / float(rate), COME[kind], int(first) + i)
            for i in range(round(float(rate) * seconds))]


def main():
    seconds, start = float(sys.argv[2]), time.monotonic()
    day = sorted((moment for spec in sys.argv[3:]
                  for moment in moments(spec, start, seconds)),
                 key=lambda moment: moment[0])
    with concurrent.futures.ThreadPoolExecutor(PEOPLE_AT_ONCE) as people:
        for began, come, number in day:
            time.sleep(max(0, began - time.monotonic()))
            people.submit(come, number, began)
        time.sleep(max(0, start + seconds - time.monotonic()))


main()
