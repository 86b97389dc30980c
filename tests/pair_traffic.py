"""pair_traffic.py DIR - what people do at the portal and in the labs, without a
pause, through whatever is broken meanwhile.

Environment: that of tests/party.py; PAIR_LABS, the commands that try a login
in each lab, a line each: the account follows, the password is typed.

Works until DIR/stop is there, then finishes what was begun, and prints nothing:
DIR/events has "BEGAN ENDED KIND RESULT TRIES HEARD ACCOUNT" for each thing done,
in seconds of the monotonic clock, and what was heard meanwhile. KIND is sign-in,
sign-on, code or login; RESULT ok, or what was the last thing heard. A person tries again
what did not work, as people do, for PATIENCE_S; what did not work then is lost.
A code whose home is away waits for it, and others do not wait for that. DIR/kids
has "MOMENT KID" for each ID token that was believed, by which key.
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
PATIENCE_S, PAUSE_S = 120, 0.3
SIGNERS, CODERS, GUESTS = 6, 4, 2
AWAY = ("home_away", "wrong_or_away")

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


def until_ok(kind, account, what):
    errand = Errand(kind, account, what)
    while not errand.is_done():
        time.sleep(PAUSE_S)


def signer(index, accounts):
    turn = index
    while not stopping():
        account = accounts[turn % len(accounts)]
        until_ok("sign-in", account, lambda: sign_in(turn, account))
        turn += SIGNERS
        time.sleep(PAUSE_S)


def sign_on(number, account):
    said, by = party.sign_on(number, account)
    if said == "ok":
        with events_lock:
            kids.writelines(f"{time.monotonic():.3f} {kid}\n" for kid in by)
    return said


def guest(index, accounts):
    turn = index
    while not stopping():
        account = accounts[turn % len(accounts)]
        until_ok("sign-on", account, lambda: sign_on(turn, account))
        turn += GUESTS
        time.sleep(PAUSE_S)


def coder(index, first):
    number, errands = first + index, []
    while errands or not stopping():
        if all(errand.waits for errand in errands) and not stopping():
            errands.append(Errand("code", f"crowd{number}",
                                  Claim(number).step))
            number += CODERS
        errands = [errand for errand in errands if not errand.is_done()]
        time.sleep(PAUSE_S)


def learner(lab, accounts):
    turn = LABS.index(lab)
    while not stopping():
        account = accounts[turn % len(accounts)]
        until_ok("login", account, lambda: log_in(lab, account))
        turn += 1
        time.sleep(2 * PAUSE_S)


def main():
    accounts = (DIR / "accounts").read_text().split()
    first = int((DIR / "first").read_text())
    threads = [threading.Thread(target=signer, args=(i, accounts))
               for i in range(SIGNERS)]
    threads += [threading.Thread(target=guest, args=(i, accounts))
                for i in range(GUESTS)]
    threads += [threading.Thread(target=coder, args=(i, first))
                for i in range(CODERS)]
    threads += [threading.Thread(target=learner, args=(lab, accounts))
                for lab in LABS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


main()
