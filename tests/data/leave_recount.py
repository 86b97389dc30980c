#!/usr/bin/env python3
"""leave_recount.py PROGRAM PEOPLE [SEED] - recounts random histories.

Makes a year of random but plausible events for each person, lets leave-calc
replay them, and recounts the year in another way: minute by minute for the
hours, and by the year's totals for the amounts (病假 beyond 28 days is 事假,
事假 beyond 7 days cuts pay). Nothing here is taken from the C code. Prints TAP.
"""
import datetime
import json
import os
import random
import subprocess
import sys
import tempfile

OFF = set("""2026-01-01 2026-02-16 2026-02-17 2026-02-18 2026-02-19 2026-02-20
2026-02-27 2026-04-03 2026-04-06 2026-05-01 2026-06-19 2026-09-25 2026-09-28
2026-10-09 2026-10-26 2026-12-25 2027-01-01""".split())
SESSIONS = [(450, 720), (780, 990)]
TYPES = ["事假", "病假", "家庭照顧假", "休假", "補休", "公假"]
QUOTA = {"病假": 28 * 8, "事假": 7 * 8, "家庭照顧假": 7 * 8, "休假": 30 * 8}
BATCH = 25


def minute(text):
    day, clock = text.split("T")
    d = (datetime.date.fromisoformat(day) - datetime.date(1970, 1, 1)).days
    return d * 1440 + int(clock[:2]) * 60 + int(clock[3:])


def text(m):
    d = datetime.date(1970, 1, 1) + datetime.timedelta(m // 1440)
    return "%sT%02d:%02d" % (d.isoformat(), m % 1440 // 60, m % 60)


def is_worked(day):
    d = datetime.date(1970, 1, 1) + datetime.timedelta(day)
    return d.weekday() < 5 and d.isoformat() not in OFF


def working_minutes(spans, closures):
    """{day: minutes}, one working minute after the other."""
    days = {}
    for a, b in spans:
        for day in range(a // 1440, (b - 1) // 1440 + 1):
            if not is_worked(day):
                continue
            near = [(x, y) for x, y in closures if x < (day + 1) * 1440 and day * 1440 < y]
            for x, y in SESSIONS:
                minutes = range(max(a, day * 1440 + x), min(b, day * 1440 + y))
                count = sum(not any(c <= m < d for c, d in near) for m in minutes) if near else len(minutes)
                if count:
                    days[day] = days.get(day, 0) + count
    return days


def charged(days, left):
    """Hours of each day: the rounded-up running sum, cut to what is left."""
    hours, total = {}, 0
    for day in sorted(days):
        before = -(-total // 60)
        total += days[day]
        hours[day] = min(-(-total // 60) - before, left.get(day, 8))
    return hours


class Person:
    """Makes events; what the program answers is read afterwards."""

    def __init__(self, rng, number):
        self.rng, self.number, self.events = rng, number, []
        self.now = minute("2026-01-02T08:00")
        self.count = 0
        self.favourite = rng.choice(TYPES + 3 * ["病假"])  # so that amounts are used up

    def add(self, event, **keys):
        self.events.append({"at": text(self.now), "event": event, **keys})

    def random_span(self):
        day = self.now // 1440 + self.rng.randint(0, 12)
        start = day * 1440 + self.rng.choice([450, 480, 540, 600, 655, 780, 870])
        if self.rng.random() < 0.3:
            start = day * 1440
            return start, start + 1440 * self.rng.randint(1, 18)
        return start, start + self.rng.choice([30, 60, 90, 200, 240, 470, 1440])

    def step(self):
        rng = self.rng
        self.now += rng.randint(60, 5 * 1440)
        if self.now >= minute("2026-12-10T00:00"):
            return False
        kind = rng.choices(
            ["file", "approve", "withdraw", "reject", "cancel", "part", "closure", "overtime"],
            [14, 6, 1, 1, 1, 1, 1, 3])[0]
        some = "R%d" % rng.randint(1, max(1, self.count))
        if kind == "file":
            self.count += 1
            a, b = self.random_span()
            self.add("file", id="R%d" % self.count,
                     type=rng.choice(TYPES + 6 * [self.favourite]), **{"from": text(a), "to": text(b)})
        elif kind == "approve":
            self.add("approve", id=some, final=True)
        elif kind in ("withdraw", "reject"):
            self.add(kind, id=some)
        elif kind == "cancel":
            self.add("cancel", id=some)
        elif kind == "part":
            a, b = self.random_span()
            self.add("cancel", id=some, **{"from": text(a), "to": text(b)})
        elif kind == "closure":
            a = (self.now // 1440 + rng.randint(0, 3)) * 1440 + rng.choice([0, 660, 780])
            self.add("closure", **{"from": text(a), "to": text(a + rng.choice([240, 1440]))})
        else:
            day = self.now // 1440
            start = day * 1440 + (1020 if is_worked(day) else 540)
            self.add("overtime", **{"from": text(start), "to": text(start + rng.choice([40, 60, 95, 180, 240]))})
        return True

    def scenario(self):
        for _ in range(60):
            if not self.step():
                break
        self.add("tick")
        return {"why": "random history %d" % self.number,
                "person": {"rule_set": "CIVIL", "hired": "2005-01-03"},
                "events": self.events}


def subtract(spans, a, b):
    out = []
    for x, y in spans:
        if b <= x or y <= a:
            out.append((x, y))
            continue
        if x < a:
            out.append((x, a))
        if b < y:
            out.append((b, y))
    return out


def recount(scenario, lines):
    """The faults found; an empty list is what we want."""
    faults, live, closures = [], {}, []
    earned = 0
    for event, line in zip(scenario["events"], lines):
        accepted = line["result"] == "accepted"
        for row in line["balances"]:
            if row["available_hours"] is not None and row["available_hours"] < 0:
                faults.append("overdrawn %s" % row["type"])
        if not accepted:
            continue
        name = event["event"]
        if name == "closure":
            closures.append((minute(event["from"]), minute(event["to"])))
        elif name == "overtime":
            earned += line["rest_hours"]
        elif name == "file":
            a, b = minute(event["from"]), minute(event["to"])
            first, last = a // 1440, (b - 1) // 1440
            left = {day: 8 - sum(hours_of(r, closures).get(day, 0) for r in live.values()
                                   if any(x // 1440 <= day <= y // 1440 for x, y in r["spans"]))
                    for day in (first, last)}
            live[event["id"]] = {"type": event["type"], "spans": [(a, b)],
                                 "left": {d: max(0, h) for d, h in left.items()}}
        elif name in ("withdraw", "reject"):
            live.pop(event["id"])
        elif name == "cancel":
            r = live[event["id"]]
            if "from" in event:
                r["spans"] = subtract(r["spans"], minute(event["from"]), minute(event["to"]))
            if "from" not in event or line["state"] == "cancelled":
                live.pop(event["id"])
    total = {t: 0 for t in TYPES}
    for r in live.values():
        total[r["type"]] += sum(hours_of(r, closures).values())
    return faults + compare(total, earned, lines[-1]["balances"])


def hours_of(request, closures):
    kept = [] if request["type"] == "公假" else closures
    return charged(working_minutes(request["spans"], kept), request["left"])


def compare(total, earned, balances):
    over = max(0, total["病假"] - QUOTA["病假"])
    personal = total["事假"] + total["家庭照顧假"] + over
    wanted = {
        "病假": min(total["病假"], QUOTA["病假"]),
        "事假": total["事假"] + over + total["家庭照顧假"],
        "家庭照顧假": total["家庭照顧假"],
        "休假": total["休假"],
        "補休": total["補休"],
        "公假": total["公假"],
    }
    cut = max(0, personal - QUOTA["事假"])
    rows = {}
    for row in balances:
        if row["year"] in (2026, None):
            rows[row["type"]] = row
    faults = []
    for kind, hours in wanted.items():
        row = rows.get(kind, {"used_hours": 0, "pending_hours": 0})
        got = row["used_hours"] + row["pending_hours"]
        if got != hours:
            faults.append("%s: counted %s, ledger %s" % (kind, hours, got))
    if rows["事假"].get("pay_cut_hours", 0) != cut:
        faults.append("pay cut: counted %s, ledger %s" % (cut, rows["事假"].get("pay_cut_hours", 0)))
    if total["補休"] > earned:
        faults.append("more 補休 than earned")
    return faults


def replay(program, scenarios):
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for i, scenario in enumerate(scenarios):
            paths.append(os.path.join(folder, "%d.json" % i))
            with open(paths[-1], "w", encoding="utf-8") as f:
                json.dump(scenario, f, ensure_ascii=False)
        done = subprocess.run([program, "scenario", *paths], capture_output=True, check=False)
    parts, part = [], []
    for line in done.stdout.decode().splitlines():
        answer = json.loads(line)
        if "recount" in answer:
            parts.append((part, answer["recount"]))
            part = []
        else:
            part.append(answer)
    return done.returncode, done.stderr.decode(), parts


def main():
    program, people = sys.argv[1], int(sys.argv[2])
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else 20261127
    rng = random.Random(seed)
    bad = accepted = events = cut = 0
    for start in range(0, people, BATCH):
        batch = [Person(rng, start + i).scenario() for i in range(min(BATCH, people - start))]
        code, errors, parts = replay(program, batch)
        if code != 0 or len(parts) != len(batch):
            bad += 1
            print("# seed %d, people from %d: exit %d, %s" % (seed, start, code, errors.strip()))
        for scenario, (lines, own) in zip(batch, parts):
            faults = recount(scenario, lines)
            if not own["agrees"]:
                faults.append("own recount: %s" % own.get("why"))
            events += len(lines)
            cut += any("pay_cut_hours" in row for row in lines[-1]["balances"])
            accepted += sum(l["result"] == "accepted" for l in lines)
            if faults:
                bad += 1
                print("# seed %d, %s: %s" % (seed, scenario["why"], "; ".join(faults)))
                with open("build/leave-recount-failed.json", "w", encoding="utf-8") as f:
                    json.dump(scenario, f, ensure_ascii=False, indent=1)
    print("# %d people, %d events, %d of them accepted, %d people with a pay cut" % (people, events, accepted, cut))
    print("%sok 1 - the ledger of %d random years is what a recount says" % ("not " if bad else "", people))
    print("%sok 2 - the histories reach the limits: accepted, refused and pay cut" %
          ("" if events // 3 < accepted < events and cut > people // 20 else "not "))
    print("1..2")


if __name__ == "__main__":
    main()
