#!/usr/bin/env python3
"""leave_year.py DATABASE - counts leaved's tables (SQLite) from scratch.

Every sum of a lot from its lines, what requests hold from their charges, the
hours of every request minute by minute from its spans, and overlaps; nothing
here is taken from the C code. Prints TAP.
"""
import collections
import datetime
import os
import sqlite3
import sys

sys.path.insert(0, os.path.dirname(__file__))
import leave_recount as counting

SESSIONS = {"ADM": [(450, 720), (780, 990)], "TCH": [(480, 960)]}
PENDING = ("awaiting_deputy", "awaiting_step")
DECIDED = ("approved", "taken", "cancel_requested", "partly_cancelled")
KEEPS_CLOSURE = ("公假",)
faults = []
number = bad = 0


def tell(name):
    global number, bad
    number += 1
    bad += bool(faults)
    for fault in faults[:10]:
        print("# " + fault)
    print("%sok %d - %s" % ("not " if faults else "", number, name))
    faults.clear()


def rows(db, statement):
    db.row_factory = sqlite3.Row
    return db.execute(statement).fetchall()


def count_lots(db):
    """Lines in the order they were written: no sum is ever below zero."""
    lots = {(l["person"], l["n"]): l for l in rows(db, "SELECT * FROM lot")}
    sums = collections.defaultdict(lambda: dict(granted=0, pending=0, used=0, expired=0))
    effects = {"grant": (1, 0, 0, 0), "adjust": (1, 0, 0, 0), "reserve": (0, 1, 0, 0),
               "release": (0, -1, 0, 0), "consume": (0, -1, 1, 0), "refund": (0, 0, -1, 0),
               "expire": (0, 0, 0, 1)}
    for e in rows(db, "SELECT * FROM entry ORDER BY person, seq"):
        key = (e["person"], e["lot"])
        for name, sign in zip(("granted", "pending", "used", "expired"), effects[e["kind"]]):
            sums[key][name] += sign * e["minutes"]
        s = sums[key]
        left = s["granted"] - s["expired"] - s["pending"] - s["used"]
        if min(s["pending"], s["used"]) < 0 or (left < 0 and not lots[key]["is_unlimited"]):
            faults.append("%s line %d: below zero" % (key, e["seq"]))
    for key, lot in lots.items():
        for name, value in sums[key].items():
            if lot[name] != value:
                faults.append("%s %s: lines say %d, the lot %d" % (lot["label"], name, value, lot[name]))
    tell("every sum of %d lots is that of its lines" % len(lots))


def count_held(db):
    held = collections.Counter()
    for c in rows(db, "SELECT c.*, r.state FROM charge c JOIN request r ON r.id = c.request"):
        if c["state"] in PENDING + DECIDED:
            held[(c["person"], c["lot"], c["state"] in PENDING)] += c["minutes"]
    for lot in rows(db, "SELECT * FROM lot"):
        key = (lot["person"], lot["n"])
        if held[key + (True,)] != lot["pending"] or held[key + (False,)] != lot["used"]:
            faults.append("%s: held %d+%d, booked %d+%d" % (lot["label"], held[key + (True,)],
                          held[key + (False,)], lot["pending"], lot["used"]))
    tell("requests hold what the lots say")


def count_hours(db):
    for m in rows(db, "SELECT * FROM mark WHERE mark = 0"):
        counting.OFF.add((datetime.date(1970, 1, 1) + datetime.timedelta(m["day"])).isoformat())
    closures = [(c["from_at"], c["to_at"]) for c in rows(db, "SELECT * FROM closure")]
    schedules = {p["person"]: p["schedule"] for p in rows(db, "SELECT * FROM posting")}
    spans = collections.defaultdict(list)
    for s in rows(db, "SELECT * FROM span WHERE is_live = 1 ORDER BY request, n"):
        spans[s["request"]].append((s["from_at"], s["to_at"]))
    charged = collections.defaultdict(collections.Counter)
    for c in rows(db, "SELECT * FROM charge WHERE is_inside = 0"):
        charged[c["request"]][c["day"]] += c["minutes"]
    count = 0
    for r in rows(db, "SELECT * FROM request"):
        if r["state"] not in PENDING + DECIDED:
            continue
        counting.SESSIONS = SESSIONS[schedules[r["person"]]]
        days = counting.working_minutes(spans[r["id"]], [] if r["type"] in KEEPS_CLOSURE else closures)
        left = {int(d): int(m) // 60 for d, m in (cap.split(":") for cap in r["caps"].split())}
        hours = {d: h * 60 for d, h in counting.charged(days, left).items() if h}
        if hours != {d: m for d, m in charged[r["id"]].items() if m}:
            faults.append("%s %s %s: counted %s, charged %s" % (
                r["id"], r["type"], r["state"], hours, dict(charged[r["id"]])))
        count += 1
    tell("the hours of %d requests are those of a count by the minute" % count)


def count_days(db):
    last = {}
    for s in rows(db, "SELECT * FROM span WHERE is_live = 1 ORDER BY person, from_at"):
        if s["from_at"] < last.get(s["person"], 0):
            faults.append("%s: leave overlaps at %d" % (s["person"], s["from_at"]))
        last[s["person"]] = s["to_at"]
    sums = collections.Counter()
    for c in rows(db, "SELECT c.* FROM charge c WHERE is_inside = 0"):
        sums[(c["person"], c["day"])] += c["minutes"]
    faults.extend("%s: %d minutes on day %d" % (k[0], m, k[1]) for k, m in sums.items() if m > 480)
    tell("nobody is away twice, or for more than eight hours a day")


def count_overtime(db):
    rest = collections.Counter()
    for o in rows(db, "SELECT * FROM overtime WHERE state = 'approved'"):
        rest[(o["person"], o["from_at"] // 1440)] += o["rest"]
        if o["paid"] > 240 and counting.is_worked(o["from_at"] // 1440):
            faults.append("%s: %d paid" % (o["id"], o["paid"]))
    for lot in rows(db, "SELECT * FROM lot WHERE type = '補休' AND label NOT LIKE '%(%'"):
        if lot["granted"] != rest.pop((lot["person"], lot["usable_from"]), 0):
            faults.append("%s of %s: not what was worked" % (lot["label"], lot["person"]))
    faults.extend("%s: no lot" % (k,) for k, m in rest.items() if m)
    tell("every lot of 補休 is what was worked")


def count_cover(db):
    for c in rows(db, "SELECT c.*, r.state FROM cover c JOIN request r ON r.id = c.request"):
        if c["state"] not in PENDING + DECIDED:
            faults.append("%s is over and has cover" % c["request"])
    for c in rows(db, "SELECT a.request FROM cover a JOIN cover b ON a.who = b.who AND a.day = b.day"
                      " AND a.who <> '' AND a.way = '代課' AND b.way = '代課'"
                      " AND a.rowid < b.rowid AND a.to_minute > b.from_minute AND a.from_minute < b.to_minute"):
        faults.append("%s: two classes at once" % c["request"])
    tell("only live leave has cover, and nobody substitutes twice at once")


def count_audit(db):
    previous = None
    for a in rows(db, "SELECT * FROM audit ORDER BY seq"):
        if previous is not None and a["previous"] != previous:
            faults.append("entry %d does not follow" % a["seq"])
        previous = a["hash"]
    tell("the audit is one chain")


def main():
    db = sqlite3.connect("file:%s?mode=ro" % sys.argv[1], uri=True)
    for count in (count_lots, count_held, count_hours, count_days, count_overtime, count_cover, count_audit):
        count(db)
    print("1..%d" % number)
    return bad > 0


sys.exit(main())
