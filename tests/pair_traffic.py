"""pair_traffic.py DIR - what people do at the portal and in the labs, without a
pause, through whatever is broken meanwhile.

Environment: that of tests/party.py; PAIR_LABS, the commands that try a login
in each lab, a line each: the account follows, the password is typed.

Works until DIR/stop is there, then finishes what was begun, and prints nothing:
DIR/events has "BEGAN ENDED KIND RESULT TRIES HEARD ACCOUNT" for each thing done,
in seconds of the monotonic clock, and what was heard meanwhile. KIND is sign-in,
sign-on, code or login; RESULT ok, or what was the last thing heard. A person
tries again what did not work, as people do, for PATIENCE_S; what did not work
then is lost. A code whose home is away waits for it, as does a sign-on whose
browser and service are led to hosts that are cut apart; others do not wait for
that. DIR/kids has "MOMENT KID" for each ID token that was believed, by which key.
"""
import os
import pathlib
import shlex
import subprocess
import sys
import threading
import time

sys.dont_write_bytecode = True
sys.path.insert(0, "tests")
from party import Party  # noqa: E402
from visitors import PASSWORD, Claim, sign_in  # noqa: E402

DIR = pathlib.Path(sys.argv[1])
LABS = os.environ["PAIR_LABS"].splitlines()
PATIENCE_S, PAUSE_S = 300, 0.3
SIGNERS, CODERS, GUESTS = 6, 4, 2
AWAY = ("home_away", "wrong_or_away", "temporarily_unavailable")

events_lock = threading.Lock()
events = open(DIR / "events", "a", buffering=1)
kids = open(DIR / "kids", "a", buffering=1)
party = Party("127.0.2.9")


def stopping():
    return (DIR / "stop").exists()


def log_in(lab, account):
    done = subprocess.run(
        shlex.split(lab) + [account], input=PASSWORD + "\n", text=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
    return "ok" if done.returncode == 0 else f"exit-{done.returncode}"


class Errand:
    def __init__(self, kind, account, what):
        self.kind, self.account, self.what = kind, account, what
        self.began, self.tries, self.odd = time.monotonic(), 0, set()
        self.waits = False

    def is_done(self):
        """After one more try."""
        self.tries += 1
        result = self.what()
        now = time.monotonic()
        if result != "ok" and now - self.began <= PATIENCE_S:
            self.odd.add(result)
            self.waits = result in AWAY
            return False
        with events_lock:
            events.write(f"{self.began:.3f} {now:.3f} {self.kind} {result} "
                         f"{self.tries} {','.join(sorted(self.odd)) or '-'} "
                         f"{self.account}\n")
        return True


def sign_on(number, account):
    said, by = party.sign_on(number, account)
    if said == "ok":
        with events_lock:
            kids.writelines(f"{time.monotonic():.3f} {kid}\n" for kid in by)
    return said


def go_on(errand_of, turn, step):
    errands = []
    while errands or not stopping():
        if all(errand.waits for errand in errands) and not stopping():
            errands.append(errand_of(turn))
            turn += step
        errands = [errand for errand in errands if not errand.is_done()]
        time.sleep(PAUSE_S)


def main():
    accounts = (DIR / "accounts").read_text().split()
    first = int((DIR / "first").read_text())

    def one(kind, what):
        """What takes a turn and an account."""
        def errand_of(turn):
            account = accounts[turn % len(accounts)]
            return Errand(kind, account, lambda: what(turn, account))
        return errand_of

    def claim_of(turn):
        number = first + turn
        return Errand("code", f"crowd{number}", Claim(number).step)

    crews = [(one("sign-in", sign_in), SIGNERS),
             (one("sign-on", sign_on), GUESTS), (claim_of, CODERS)]
    threads = [threading.Thread(target=go_on, args=(errand_of, i, count))
               for errand_of, count in crews for i in range(count)]
    threads += [threading.Thread(target=go_on, args=(
        one("login", lambda _, who, lab=lab: log_in(lab, who)), i, 1))
        for i, lab in enumerate(LABS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


main()
