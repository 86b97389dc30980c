"""visitors.py - people at the portal, as a browser and as a program: for Python
programs of the tests that make many of them.

Environment: PORTAL_PORT, PORTAL_CA, PORTAL_BITS as of tests/portal.sh; MAIL, the
folders that letters come to, a colon between them. Everybody is crowdN of
tests/crowd.sh, and their password PASSWORD.
"""
import email
import email.policy
import hashlib
import http.client
import json
import os
import pathlib
import re
import time
import urllib.parse

from link import PORT, Link

BITS = int(os.environ["PORTAL_BITS"])
MAIL = [pathlib.Path(name) for name in os.environ["MAIL"].split(":")]
PASSWORD = "Blue-Harbor-77"
LETTER_S = 15
HOST = f"portal.localhost:{PORT}"


def national_id(number):
    digits = f"1{number:07d}"
    total = 1 + sum(int(d) * w for d, w in zip(digits, range(8, 0, -1)))
    return f"A{digits}{-total % 10}"


def prove(challenge, form):
    number = 0
    while int.from_bytes(hashlib.sha256(
            f"{challenge}:{form}:{number}".encode()).digest(),
            "big") >> (256 - BITS):
        number += 1
    return str(number)


class Person:
    """Somebody at an address of their own, or at that of their school."""

    def __init__(self, number, address=None):
        self.address = (address or
                        f"127.0.{3 + number // 200}.{1 + number % 200}")
        self.cookies, self.led = {}, ""

    def ask(self, method, path, body=None, kind=None):
        """The status and the page; 0 where there is none. Where it leads is
        in `led`."""
        link = Link(self.address)
        headers = {"Host": HOST, "Origin": f"https://{HOST}",
                   "Accept-Language": "en"}
        if kind:
            headers["Content-Type"] = kind
        if self.cookies:
            headers["Cookie"] = "; ".join(
                f"{k}={v}" for k, v in self.cookies.items())
        try:
            link.request(method, path, body, headers)
            answer = link.getresponse()
            page = answer.read().decode()
            self.led = answer.headers.get("Location", "")
            for line in answer.headers.get_all("Set-Cookie") or []:
                name, _, value = line.split(";")[0].partition("=")
                self.cookies[name] = value
            return answer.status, page
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            link.close()

    def api(self, name, **question):
        status, page = self.ask("GET", f"/api/v1/challenge?form={name}")
        if status != 200:
            return status, {}
        asked = json.loads(page)
        question |= {"challenge": asked["challenge"],
                     "proof": prove(asked["challenge"], asked["form"])}
        status, page = self.ask("POST", f"/api/v1/{name}",
                                json.dumps(question), "application/json")
        return status, json.loads(page) if page.startswith("{") else {}


def hidden(page, name):
    found = re.search(f'name="{name}" value="([^"]*)"', page)
    return found.group(1) if found else ""


def sign_in(number, account, address=None):
    return enter(Person(number, address), account)


def enter(person, account):
    status, page = person.ask("GET", "/sign-in")
    for _ in range(2):  # a form that the other host gave is shown again
        if not hidden(page, "captcha"):
            return f"page-{status}"
        form = {"token": hidden(page, "token"),
                "captcha": hidden(page, "captcha"),
                "proof": prove(hidden(page, "captcha"), "sign-in"),
                "account": account, "password": PASSWORD}
        status, page = person.ask(
            "POST", "/sign-in", urllib.parse.urlencode(form),
            "application/x-www-form-urlencoded")
        if status == 303:
            return "ok"
        if "Wrong account or password" in page:
            return "wrong-password"
    return f"form-{status}"


letters = {}  # file: when it came, to whom, and the code


def read_letter(file):
    letter = email.message_from_bytes(
        file.read_bytes(), policy=email.policy.default)
    code = re.search(r"\d{4} \d{4} \d{4}", letter.get_content())
    return letter["to"], code.group() if code else None


def letter_to(address, since, patience_s=LETTER_S):
    """The newest check code for that address, by a letter that came after
    `since`; where none comes, by one of before."""
    until, newest = time.monotonic() + patience_s, (0, None)
    while newest[0] < since and time.monotonic() < until:
        for file in [f for folder in MAIL for f in (folder / "new").glob("*")]:
            if file not in letters:
                letters[file] = (file.stat().st_mtime, *read_letter(file))
            came, to, code = letters[file]
            if address in to and code:
                newest = max(newest, (came, code))
        time.sleep(0.05)
    return newest[1]


def heard(status, answer):
    return answer.get("reason") or answer.get("result") or str(status)


class Claim:
    """A first password, by check code: what was done is not done again, and a
    code that cannot be checked just now is kept, as the portal says."""

    def __init__(self, number, address=None):
        self.number, self.code = number, None
        self.person = Person(number, address)
        self.id = national_id(number)
        self.mail = f"crowd{number}@school.example"

    def step(self):
        if self.code is None:
            said = self.ask()
            if said != "ok":
                return said
            said = self.read()
            return self.step() if said == "ok" else said
        return self.redeem()

    def ask(self):
        self.asked = time.time() - 1  # a file system's clock is coarse
        status, answer = self.person.api(
            "forgot", national_id=self.id, mail=self.mail)
        return "ok" if status == 200 else heard(status, answer)

    def read(self, patience_s=LETTER_S):
        self.code = letter_to(self.mail, self.asked, patience_s)
        return "letter" if self.code is None else "ok"

    def redeem(self):
        status, answer = self.person.api(
            "redeem", national_id=self.id, code=self.code, password=PASSWORD)
        said = heard(status, answer)
        if said == "wrong_code":  # of a later letter, or not known here yet
            self.code = None
        if said == "password_in_history":  # set, by a question whose answer
            return sign_in(self.number, f"crowd{self.number}")  # was lost
        return "ok" if said in ("ok", "already_set") else said
