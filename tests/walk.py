"""walk.py DIR TABLE [NAME=VALUE]... - everybody goes everywhere at leave-front.

TABLE says who may what, and how to write it: tests/data/leave_walk. Standard
input: the routes, as tests/e2e/leave_routes prints them. DIR/session.WHO: the
session cookie of each visitor who has one, DIR/leaved.db: what leaved keeps. VALUE
is what $NAME in the table stands for. Environment: that of tests/link.py, with
PORTAL_URL and LEAVE_URL.

Below /api/ a visitor's session is a Bearer, and FIELDS are JSON. First everybody
looks at every page, and whoever may not sends every form, with a valid token of
it: that must change nothing. Then whoever may sends them. Prints
"SENTENCE|EXPECTED|GOT" for each test.
"""
import hashlib
import os
import pathlib
import re
import sqlite3
import string
import sys
import urllib.parse
from typing import NamedTuple

sys.dont_write_bytecode = True
from link import Link  # noqa: E402

DIR, TABLE = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
VALUES = dict(word.split("=", 1) for word in sys.argv[3:])
LEAVE = os.environ["LEAVE_URL"]
SIGN_ON = os.environ["PORTAL_URL"] + "/openid/authorize"
SEED = "00112233445566778899aabbccddeeff"  # of everybody's form cookie
FORM = re.compile(r'action="([^"]*)"[^>]*>\s*'
                  r'<input type="hidden" name="token" value="([0-9a-f]*)"')
LETTERS = {200: "o", 400: "?", 401: "s", 403: "-", 404: "0"}
MAY, NOT_ASKED = "o>", "."


class Row(NamedTuple):
    method: str
    route: str
    letters: str
    address: str
    fields: str


class Visitor:
    def __init__(self, number, name):
        self.link = Link(f"127.0.2.{number}", "leave.localhost")
        session = DIR / f"session.{name}"
        self.session = session.read_text().strip() if session.exists() else ""

    def ask(self, method, address, body=None):
        headers = {"Host": LEAVE.removeprefix("https://"), "Origin": LEAVE}
        headers |= self.program() if is_api(address) else self.browser()
        self.link.request(method, encode(address),
                          body if is_api(address) else body and encode(body),
                          headers)
        answer = self.link.getresponse()
        page = answer.read().decode(errors="replace")
        return letter(answer.status, answer.getheader("Location", "")), page


    def browser(self):
        return {"Cookie": f"__Host-form={SEED}; {self.session}",
                "Content-Type": "application/x-www-form-urlencoded"}

    def program(self):
        bearer = self.session.partition("=")[2]
        return {"Content-Type": "application/json"} | (
            {"Authorization": f"Bearer {bearer}"} if bearer else {})


def is_api(address):
    return address.startswith("/api/")


def encode(text):
    return urllib.parse.quote(text, safe="/?=&%+;:,-_")


def letter(status, location):
    if status == 303:
        return "s" if location.startswith(SIGN_ON) else ">"
    return LETTERS.get(status, f"({status})")


def read_table():
    names, words, rows = [], {}, []
    for line in TABLE.read_text().splitlines():
        kind, *rest = line.partition("#")[0].split() or [""]
        if kind == "visitors":
            names = rest
        elif kind == "word":
            words[rest[0]] = rest[1]
        elif kind:
            rows.append(read_row(kind, words, *rest))
    return names, rows


def read_row(method, words, route, letters, *more):
    more = [string.Template(text).substitute(VALUES) for text in more]
    address = more.pop(0) if more and more[0].startswith("/") else route
    return Row(method, route, words.get(letters, letters), address, *more or [""])


def contents():
    """A hash of all that is in the tables."""
    tables = sqlite3.connect(f"file:{DIR}/leaved.db?mode=ro", uri=True)
    dump = "\n".join(tables.iterdump())
    tables.close()
    return hashlib.sha256(dump.encode()).hexdigest()


class Walk:
    def __init__(self, names, rows, bare):
        self.visitors = [Visitor(n + 1, name) for n, name in enumerate(names)]
        self.rows, self.bare = rows, bare
        self.tokens = {}  # of the forms that were seen, by their address
        self.got = {row: [NOT_ASKED] * len(names) for row in rows}

    def go(self, method, is_meant):
        for row in self.rows:
            for n, visitor in enumerate(self.visitors):
                if row.method == method and is_meant(row.letters[n]):
                    self.got[row][n] = self.step(visitor, row)

    def step(self, visitor, row):
        if row.method == "GET":
            got, page = visitor.ask("GET", row.address)
            self.tokens |= dict(FORM.findall(page))
            return got
        if is_api(row.address):
            return visitor.ask("POST", row.address, row.fields.encode())[0]
        if row.address not in self.tokens and row.route not in self.bare:
            return "(nobody was shown this form)"
        body = f"token={self.tokens.get(row.address, '')}&{row.fields}"
        return visitor.ask("POST", row.address, body)[0]


def main():
    routes = [line.split() for line in sys.stdin]
    names, rows = read_table()
    has_line = {(row.method, row.route) for row in rows}
    is_there = {(method, route) for method, route, *_ in routes}
    print(f"every route has a line in {TABLE}, whose head says how to add one",
          "", " ".join(map(" ".join, sorted(is_there - has_line))), sep="|")
    print(f"and no line in {TABLE} is of a route that is gone",
          "", " ".join(map(" ".join, sorted(has_line - is_there))), sep="|")
    walk = Walk(names, rows, {route for _, route, *bare in routes if bare})
    before = contents()
    walk.go("GET", lambda expected: True)
    walk.go("POST", lambda expected: expected not in MAY + NOT_ASKED)
    print("whoever may not do it has changed nothing", before, contents(),
          sep="|")
    walk.go("POST", lambda expected: expected in MAY)
    for row in rows:
        print(f"who may {row.method} {row.address} {row.fields}".rstrip(),
              row.letters, "".join(walk.got[row]), sep="|")


main()
