"""term_data.py - what tests/bench/term.sh has left in a folder, as numbers.

    events   (began, kind, ms, said) of term_traffic.py
    marks    (when, what began then): start, labs, day, burst, pause,
             "ramp ASKERS" ..., end
    watch    what: [(when, figure)] of term_watch.py
    ramp     askers: [ms of each sign-in]
"""
import bisect
import collections
import pathlib

PARTS = ("slapd", "identityd", "portal-front", "nginx", "portal-mailer",
         "relay", "labs", "people")
KINDS = ("sign-in", "forgot", "letter", "code")


def quantile(values, share):
    return sorted(values)[round((len(values) - 1) * share)] if values else 0


def words_of(file):
    return [line.split() for line in file.read_text().splitlines()]


class Term:
    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.events = [(float(began), kind, float(ms), said) for
                       began, kind, ms, said in words_of(folder / "events")]
        self.marks = [(float(when), " ".join(what)) for
                      when, *what in words_of(folder / "marks")]
        self.watch = collections.defaultdict(list)
        for when, what, figure in words_of(folder / "watch"):
            self.watch[what].append((float(when), float(figure)))
        self.ramp = {
            int(what.split()[1]): [
                float(ms) for _, ms in
                words_of(folder / what.replace(" ", "."))]
            for _, what in self.marks if what.startswith("ramp ")}

    def span(self, what):
        """From that mark to the next."""
        at = [name for _, name in self.marks].index(what)
        return self.marks[at][0], self.marks[at + 1][0]

    def at(self, what, when):
        """A figure that grows, between two looks at it."""
        series = self.watch[what]
        i = min(max(bisect.bisect(series, (when,)), 1), len(series) - 1)
        (t0, v0), (t1, v1) = series[i - 1], series[i]
        share = min(max((when - t0) / (t1 - t0), 0), 1)
        return v0 + share * (v1 - v0)

    def cores(self, part, since, until):
        return (self.at(part, until) - self.at(part, since)) / (until - since)

    def during(self, kind, what):
        """The events of that kind which began then."""
        since, until = self.span(what)
        return [event for event in self.events
                if event[1] == kind and since <= event[0] < until]

    def rate(self, askers):
        """Sign-ins a second: each asker has one at a time (Little's law)."""
        took = self.ramp[askers]
        return askers * len(took) / sum(took) * 1e3
