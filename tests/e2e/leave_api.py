"""leave_api.py DIR - everything that programs ask of leave, as its people.

DIR/session.WHO is each one's session. demoa2 applies, demoa3 is the deputy, demoa4
the head of the unit, demoa1 personnel, demoa5 the director, demoa8 a colleague,
demob2 of another school. Environment: that of tests/link.py, with LEAVE_URL, and
that of tests/days.sh.
Prints "SENTENCE|EXPECTED|GOT" for each test.
"""
import datetime
import itertools
import json
import os
import pathlib
import subprocess
import sys
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, "tests")
from link import Link  # noqa: E402

DIR = pathlib.Path(sys.argv[1])
HOST = os.environ["LEAVE_URL"].removeprefix("https://")
ROOT = "/api/v1"
TAIWAN = datetime.timezone(datetime.timedelta(hours=8))
TODAY = datetime.datetime.now(TAIWAN).date()

link = Link("127.0.0.1", "leave.localhost")


class Answer:
    def __init__(self, response):
        self.status, self.header = response.status, response.getheader
        page = response.read()
        self.json = json.loads(page) if page else {}

    def __getitem__(self, name):
        return self.json.get(name)

    def __str__(self):
        return f"{self.status} {self['reason'] or self['outcome'] or ''}".strip()


def send(method, path, who="demoa2", body=None, **headers):
    headers = {name.replace("_", "-"): text for name, text in headers.items()}
    headers["Host"] = HOST
    if who:
        session = (DIR / f"session.{who}").read_text().strip()
        headers["Authorization"] = f"Bearer {session}"
    if body is not None:
        headers.setdefault("Content-Type", "application/json")
    link.request(method, ROOT + path, body, headers)
    return Answer(link.getresponse())


def get(path, who="demoa2", **headers):
    return send("GET", path, who, **headers)


def post(path, who="demoa2", key=None, **members):
    more = {"Idempotency_Key": key} if key else {}
    return send("POST", path, who, json.dumps(members), **more)


def check(sentence, expected, got):
    print(sentence, expected, got, sep="|")


def leave(day, starts="09:00", ends="12:00", **more):
    return {"type": "事假", "starts": f"{day}T{starts}", "ends": f"{day}T{ends}",
            "deputy": "demoa3"} | more


def working_days():
    """From now on: where leave can be taken."""
    for ahead in range(3, 120):
        day = TODAY + datetime.timedelta(days=ahead)
        if post("/requests/preview", **leave(day)).status == 200:
            yield day


days = working_days()


def shown(request, who="demoa2"):
    return get(f"/requests/{request}", who)


def decide(request, who, action, **more):
    """As somebody who has just looked at it."""
    return post(f"/requests/{request}", who, action=action,
                version=shown(request, who)["version"], **more)


def file(**more):
    return post("/requests", **leave(next(days), **more))["request"]


# ------------------------------------------------------------------- reading
def reading():
    me = get("/me")
    check("a session says whose it is", "demoa2 014501 教務處 TEACHER",
          " ".join(me[name] for name in ("account", "school", "unit", "kind")))
    check("and who is personnel", "personnel", get("/me", "demoa1")["role"])
    types = {row["type"]: row for row in get("/types")["types"]}
    check("types of leave have their law", True, bool(types["事假"]["detail"]))
    check("and what they ask for", "relation",
          types["喪假"]["facts"].split()[-1])
    lot = next(row for row in get("/balances")["balances"]
               if row["type"] == "事假")
    check("a balance is in minutes, and what is left of the type",
          f"{lot['granted']} 0 {types['事假']['available']}",
          f"{lot['available']} {lot['used']} {lot['available']}")
    check("somebody else's balance is personnel's to see",
          "200 403 not_allowed 403 not_allowed", " ".join(
              str(get("/balances?account=demoa2", who))
              for who in ("demoa1", "demoa8", "demob2")))
    check("deputies are a list of accounts", "200", str(get("/deputies")))


# -------------------------------------------------------------------- filing
def balances(day):
    """Of the year that it lies in: in the end of July the next one."""
    year = subprocess.run(
        ["tests/days.sh", "said", str(day), "academic_year"], check=True,
        capture_output=True, text=True).stdout.strip()
    return get(f"/balances?year={year}")["balances"]


def filing():
    day = next(days)
    left = balances(day)[0]["available"]
    plan = post("/requests/preview", **leave(day))
    check("a preview says what it comes to", f"180 {left - 180} demoa3 1 deputy plan",
          f"{plan['minutes']} {plan['available']} {plan['deputy']} "
          f"{len(plan['lessons'])} {plan['steps'][0]['kind']} {plan['outcome']}")
    check("with the chain", "demoa3 demoa4 demoa1 demoa5",
          " ".join(step["account"] for step in plan["steps"]))
    check("the lesson in it is named", "國文", plan["lessons"][0]["title"])
    check("and files nothing", "0", len(get("/requests")["requests"]))
    filed = post("/requests", key="once", **leave(day, why="牙科"))
    check("leave is filed", "200 filed", str(filed))
    again = post("/requests", key="once", **leave(day, why="牙科"))
    check("with the same key it is not filed twice", "200 same True 1",
          f"{again} {again['request'] == filed['request']} "
          f"{len(get('/requests')['requests'])}")
    check("without it, it overlaps", "409 overlap",
          str(post("/requests", **leave(day))))
    check("what is held is no longer there", "180", sum(
        row["pending"] for row in balances(day)))
    lot = next(row["lot"] for row in balances(day) if row["pending"])
    lines = get(f"/balances/lines?lot={urllib.parse.quote(lot)}")["lines"]
    check("the lines behind a number name the request",
          f"reserve 180 {filed['request']}", " ".join(
              str(lines[-1][name]) for name in ("action", "minutes", "request")))
    check("a deputy who is away is refused", "403 deputy_absent",
          str(post("/requests", "demoa8", **leave(day, deputy="demoa2"))))
    check("and whoever chooses sees it, of the time that is asked about",
          f"away {day}T10:00 {day}T11:00", next(
        f"{row['state']} {row['starts']} {row['ends']}" for row in get(
            f"/staff?starts={day}T10:00&ends={day}T11:00", "demoa8")["staff"]
        if row["account"] == "demoa2"))
    check("personnel file for others, nobody else does",
          "200 filed 403 not_allowed 403 not_allowed", " ".join(
              str(post("/requests", who, account="demoa8", **leave(day)))
              for who in ("demoa1", "demoa2", "demob2")))
    calendar(day)
    return filed["request"]


def calendar(day):
    rows = get(f"/calendar?from={day}&until={day}", "demoa4")["absences"]
    check("colleagues see who is away, neither type nor reason",
          "demoa2 demoa8: account ends name starts",
          " ".join(sorted(row["account"] for row in rows)) + ": " +
          " ".join(sorted(set().union(*rows))))
    check("another school sees nothing of it", "0", len(
        get(f"/calendar?from={day}&until={day}&kind=school",
            "demob2")["absences"]))


# ------------------------------------------------------------------ deciding
def deciding(request):
    for kind in ("turn", "deputy"):
        check(f"the deputy is asked: {kind}", "demoa2 demoa8", " ".join(sorted(
            row["account"] for row in
            get(f"/requests?kind={kind}", "demoa3")["requests"])))
    check("and may agree or decline", "agree decline",
          " ".join(shown(request, "demoa3")["action"].split()[:2]))
    check("a colleague, another school and who asks for nothing see nothing",
          "403 not_allowed 403 not_allowed 404 unknown_request", " ".join(
              [str(shown(request, "demoa8")), str(shown(request, "demob2")),
               str(shown("0123"))]))
    path = f"/requests/{request}"
    check("a decision says which version it has seen",
          '400 malformed "version" is missing', "{} {}".format(
              answer := post(path, "demoa3", action="agree"), answer["text"]))
    check("what was decided on meanwhile is not decided on",
          "409 changed_meanwhile",
          str(post(path, "demoa3", action="agree", version=9)))
    check("nor by whom it does not wait for",
          "403 not_allowed 403 not_allowed 403 not_your_turn", " ".join(
              str(post(path, who, action="agree", version=1))
              for who in ("demoa8", "demob2", "demoa2")))
    check("the deputy agrees", "200 decided", str(
        post(path, "demoa3", key="yes", action="agree", version=1)))
    check("once", "200 same", str(
        post(path, "demoa3", key="yes", action="agree", version=1)))
    check("and not of the version before", "409 changed_meanwhile", str(
        post(path, "demoa4", action="approve", version=1)))
    check("each approves when it is their turn", "demoa4 demoa1 demoa5",
          " ".join(approve(request)))
    check("then it is approved", "approved", shown(request)["state"])
    decide(request, "demoa2", "cancel",
           starts=f"{shown(request)['starts'][:10]}T11:00",
           ends=shown(request)["ends"])
    check("a part of it is cancelled when personnel agree",
          "cancel_requested partly_cancelled 120", " ".join(
              [shown(request)["state"],
               decide(request, "demoa1", "approve")["state"],
               str(shown(request)["minutes"])]))


def approve(request):
    while who := shown(request)["target"]:
        decide(request, who, "approve")
        yield who


def deciding_otherwise():
    request = file()
    check("who filed it withdraws it", "withdrawn",
          decide(request, "demoa2", "withdraw")["state"])
    request = file()
    check("the deputy declines, and it is a draft", "draft",
          decide(request, "demoa3", "decline")["state"])
    check("that is sent again", "awaiting_deputy",
          decide(request, "demoa2", "resubmit")["state"])
    decide(request, "demoa3", "agree")
    check("the head returns it, or rejects it", "draft rejected", " ".join(
        [decide(request, "demoa4", "return", why="日期")["state"],
         rejected(request)]))
    check("what is over is not decided on", "409 wrong_state",
          str(decide(request, "demoa2", "withdraw")))
    request = file()
    decide(request, "demoa3", "agree")
    list(approve(request))
    decide(request, "demoa3", "hand_over", deputy="demoa4")
    check("a duty is handed over, and taken over", "demoa4 demoa4", " ".join(
        [shown(request)["actor"],
         decide(request, "demoa4", "take_over")["deputy"]]))


def rejected(request):
    decide(request, "demoa2", "resubmit")
    decide(request, "demoa3", "agree")
    return decide(request, "demoa4", "reject", why="人力")["state"]


# --------------------------------------------------------- cards, long lists
def cards():
    check("coming is noted", "200", str(post("/punches", kind="in"))[:3])
    card = get("/punches")["punches"]
    check("on today's card", f"{TODAY} True",
          f"{card[0]['from']} {'starts' in card[0]}")
    check("somebody else's card is not theirs to see", "403 not_allowed",
          str(get("/punches?account=demoa2", "demoa8")))


def long_lists():
    for day in itertools.islice(days, 9):
        for hour in (8, 9, 10, 11, 13, 14, 15):
            post("/requests", "demoa4", type="公出", starts=f"{day}T{hour:02}:00",
                 ends=f"{day}T{hour + 1:02}:00")
    seen, cursor, pages, first = [], "", 0, 0
    while cursor is not None:
        page = get(f"/requests?kind=mine&cursor={cursor}", "demoa4")
        seen += [row["request"] for row in page["requests"]]
        first = first or len(seen)
        cursor, pages = page["cursor"], pages + 1
    check("a long list comes in pages, each row once", "63 63 2 60",
          f"{len(seen)} {len(set(seen))} {pages} {first}")


# ------------------------------------------------------ deputies, overtime
def deputies():
    for sentence, who, members, expected in [
            ("a list of deputies is set", "demoa2", {"deputy": "demoa4 demoa3"},
             "200 set demoa4 demoa3"),
            ("nobody is on it twice", "demoa2", {"deputy": "demoa3 demoa3"},
             "400 bad_field"),
            ("nor oneself", "demoa2", {"deputy": "demoa2"},
             "403 deputy_is_applicant"),
            ("nor somebody of another school", "demoa2", {"deputy": "demob2"},
             "400 bad_field"),
            ("without a list nothing is asked", "demoa2", {}, "400 malformed"),
            ("somebody else's is personnel's to set", "demoa8",
             {"deputy": "demoa3", "account": "demoa2"}, "403 not_allowed"),
            ("who set it", "demoa1", {"deputy": "demoa3", "account": "demoa2"},
             "200 set demoa3"),
            ("a blank alone is nobody", "demoa8", {"deputy": " "}, "200 set")]:
        answer = post("/deputies", who, **members)
        check(sentence, expected, f"{answer} {answer['deputy'] or ''}".strip())
    check("it is what they are asked by", "demoa3", get("/deputies")["deputy"])


def overtime():
    day = subprocess.run(["tests/days.sh", "behind", "1"], check=True,
                         capture_output=True, text=True).stdout.strip()
    worked = {"starts": f"{day}T18:00", "ends": f"{day}T20:00"}
    plan = post("/overtime/preview", **worked)
    check("a preview of overtime says what it comes to", "200 plan 120 120 0",
          f"{plan} {plan['minutes']} {plan['granted']} {plan['paid']}")
    check("and files nothing", "0", len(get("/overtime")["overtime"]))
    filed = post("/overtime", key="worked", **worked)
    check("overtime is filed", "200 filed", str(filed))
    check("once", f"200 same {filed['request']}", "{} {}".format(
        again := post("/overtime", key="worked", **worked), again["request"]))
    check("and overlaps what there is", "409 overlap",
          str(post("/overtime", **worked)))
    path = f"/overtime/{filed['request']}"
    check("it waits for the head", filed["request"], " ".join(
        row["request"] for row in
        get("/overtime?kind=turn", "demoa4")["overtime"]))
    check("nobody else withdraws it", "403 not_your_turn 403 not_allowed",
          " ".join(str(post(path, who, action="withdraw", version=1))
                   for who in ("demoa4", "demoa8")))
    check("who withdraws it has seen it", "400 malformed 409 changed_meanwhile",
          " ".join([str(post(path, action="withdraw")),
                    str(post(path, action="withdraw", version=7))]))
    check("and then does", "200 decided withdrawn", "{} {}".format(
        done := post(path, action="withdraw", version=1), done["state"]))
    check("once only", "409 wrong_state",
          str(post(path, action="withdraw", version=2)))
    again = post("/overtime", **worked)
    check("the head approves", "approved", post(
        f"/overtime/{again['request']}", "demoa4", action="approve",
        version=1)["state"])
    check("the list has both", "approved withdrawn", " ".join(sorted(
        row["state"] for row in get("/overtime")["overtime"])))


# ---------------------------------------------------------- too many, too fast
RATE_AT_ONCE = 300  # limit_req of conf/nginx/leave.conf, and 30 a second


def too_many():
    eager = Link("127.0.0.9", "leave.localhost")
    for _ in range(10 * RATE_AT_ONCE):
        eager.request("GET", f"{ROOT}/me", headers={"Host": HOST})
        answer = Answer(eager.getresponse())
        if answer.status == 429:
            break
    check("more than a program may ask is refused as an answer",
          "429 too_many busy 1", f"{answer} {answer['result']} "
          f"{answer.header('Retry-After')}")
    check("from that address only", "200", str(get("/me")))


# ------------------------------------------------------------- bad questions
FILE = '{"type":"事假","starts":"2099-01-05","ends":"2099-01-05"%s}'
BODIES = [
    ("{", "400 malformed"), ("[]", "400 malformed"), ("7", "400 malformed"),
    ("[" * 9000, "400 malformed"), ("{}", '400 malformed "type" is missing'),
    (FILE % ',"colour":"red"', '400 malformed "colour" is unknown'),
    (FILE % ',"session":"x"', '400 malformed "session" is unknown'),
    (FILE % ',"plan":1', '400 malformed "plan" is unknown'),
    (FILE % ',"why":5', '400 malformed "why" is of another type'),
    (FILE % ',"deputy":["demoa3"]', '400 malformed "deputy" is of another type'),
    (FILE % ',"why":"a","why":"b"', "400 malformed"),
    (FILE % ',"why":"a\\nb"', '400 malformed "why" has control characters'),
    (FILE % f',"why":"{"x" * 300}"', '400 malformed "why" is too long'),
    (FILE.replace("事假", "") % "", '400 malformed "type" is missing'),
    (FILE.replace("事假", "x") % "", "400 unknown_type"),
    (FILE.replace("05", "45") % "", "400 bad_date"),
    (FILE % "", "404 calendar_missing"),
    (FILE % ',"deputy":"nobody"', "400 bad_field"),
    (" " * 20000, "413 too_long"),
]
ADDRESSES = [
    ("GET", "/nowhere", "404 no_address None"),
    ("GET", "/requests/", "404 no_address None"),
    ("GET", "/requests/%41", "404 no_address None"),
    ("GET", f"/requests/{'a' * 41}", "404 no_address None"),
    ("GET", "/session", "405 method POST"),
    ("HEAD", "/session", "405 POST"),
    ("POST", "/me", "405 method GET, HEAD"),
    ("PUT", "/me", "405 method GET, HEAD"),
    ("DELETE", "/requests/0123", "405 method GET, HEAD, POST"),
    ("OPTIONS", "/requests", "405 method GET, HEAD, POST"),
    ("HEAD", "/me", "200 None"),
    ("GET", "/me?colour=red", "400 malformed None"),
    ("GET", "/balances?year=x", "400 malformed None"),
    ("GET", "/balances?year=1&year=2", "400 malformed None"),
    ("GET", "/balances/lines", "400 malformed None"),
    ("GET", "/calendar?from=2026-01-01&until=2027-01-01", "400 bad_field None"),
    ("GET", "/staff?starts=2026-01-01&ends=2026-04-03", "200 None"),
    ("GET", "/staff?starts=2026-01-01&ends=2026-04-04", "400 bad_field None"),
    ("GET", "/staff?starts=2026-01-02&ends=2026-01-01",
     "400 end_not_after_start None"),
    ("GET", "/staff?starts=2026-01-01", "400 bad_date None"),
    ("GET", "/calendar?from=x&until=y", "400 bad_field None"),
    ("GET", "/requests?kind=x", "400 bad_field None"),
    ("GET", "/balances?account=nobody", "404 no_person None"),
]


def bad_questions():
    for body, expected in BODIES:
        answer = send("POST", "/requests", body=body.encode())
        got = f"{answer} {answer['text']}"
        check(f"{body[-40:]!r} is refused", expected, got[:len(expected)])
    for method, path, expected in ADDRESSES:
        answer = send(method, path)
        check(f"{method} {path} is {expected}", expected,
              f"{answer} {answer.header('Allow')}")
    check("a form is no question", "415 no_json", str(send(
        "POST", "/requests", body="type=x",
        Content_Type="application/x-www-form-urlencoded")))
    check("nor what a page elsewhere sends", "403 origin", str(send(
        "POST", "/requests", body="{}", Origin="https://evil.example")))
    check("a key has its bound", "400 malformed", str(
        post("/requests", key="k" * 65, **leave(TODAY))))
    for lang, text in (("en", "There is no such request."),
                       ("zh-TW", "查無此申請單。")):
        check(f"a sentence is in {lang}", text,
              get("/requests/0123", Accept_Language=lang)["text"])
    for lang, text in (("en", "Say who you are"), ("zh-TW", "請在")):
        check(f"ours as well, in {lang}", text, get(
            "/me", None, Accept_Language=lang)["text"][:len(text)])


def main():
    reading()
    deciding(filing())
    deciding_otherwise()
    cards()
    long_lists()
    deputies()
    overtime()
    bad_questions()
    too_many()
    check("the end", "", "")


main()
