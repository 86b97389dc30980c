"""term_plot.py DIR FILE.svg - a first day of term as four drawings in one SVG."""
import html
import math
import sys

sys.dont_write_bytecode = True
from term_data import KINDS, PARTS, Term  # noqa: E402

WIDTH, HEIGHT, LEFT, TOP, GAP = 960, 200, 70, 40, 70
COLOURS = ("#1b6ca8", "#c1440e", "#2e7d32", "#7b1fa2", "#b8860b", "#00838f",
           "#6d4c41", "#9e9e9e")


class Panel:
    """A drawing with its axes; y may be logarithmic."""

    def __init__(self, row, title, x, y, logarithmic=False):
        self.top = TOP + row * (HEIGHT + GAP)
        self.x, self.y, self.logarithmic = x, y, logarithmic
        self.out = [f'<text x="{LEFT}" y="{self.top - 12}" class="title">'
                    f"{html.escape(title)}</text>",
                    f'<rect x="{LEFT}" y="{self.top}" width="{WIDTH}" '
                    f'height="{HEIGHT}" class="frame"/>']
        for tick in self.ticks(*y, logarithmic):
            self.out.append(
                f'<text x="{LEFT - 6}" y="{self.at_y(tick) + 4:.1f}" '
                f'text-anchor="end">{tick:g}</text>')
        for tick in self.ticks(*x, False):
            self.out.append(
                f'<text x="{self.at_x(tick):.1f}" y="{self.top + HEIGHT + 16}" '
                f'text-anchor="middle">{tick:g}</text>')

    @staticmethod
    def ticks(low, high, logarithmic):
        if logarithmic:
            return [10 ** e for e in range(math.ceil(math.log10(low)),
                                           math.floor(math.log10(high)) + 1)]
        step = 10 ** math.floor(math.log10(max(high - low, 1e-9)))
        step = next(s for s in (step / 5, step / 2, step, 2 * step)
                    if (high - low) / s <= 8)
        return [round(low + i * step, 9)
                for i in range(int((high - low) / step) + 1)]

    def at_x(self, value):
        low, high = self.x
        return LEFT + WIDTH * (value - low) / (high - low)

    def at_y(self, value):
        low, high = self.y
        value = min(max(value, low), high)
        share = (math.log(value / low) / math.log(high / low)
                 if self.logarithmic else (value - low) / (high - low))
        return self.top + HEIGHT * (1 - share)

    def line(self, points, colour, label, place):
        path = " ".join(f"{self.at_x(x):.1f},{self.at_y(y):.1f}"
                        for x, y in points)
        self.out.append(f'<polyline points="{path}" stroke="{colour}"/>')
        self.legend(colour, label, place)

    def dots(self, points, colour, label, place):
        self.out += [f'<circle cx="{self.at_x(x):.1f}" '
                     f'cy="{self.at_y(y):.1f}" r="1.8" fill="{colour}"/>'
                     for x, y in points]
        self.legend(colour, label, place)

    def crosses(self, points, colour, label, place):
        self.out += [f'<text x="{self.at_x(x):.1f}" y="{self.at_y(y):.1f}" '
                     f'fill="{colour}">✕</text>' for x, y in points]
        self.legend(colour, f"{label}: {len(points)}", place)

    def legend(self, colour, label, place):
        self.out.append(
            f'<text x="{LEFT + WIDTH + 10}" y="{self.top + 12 + 16 * place}" '
            f'fill="{colour}">{html.escape(label)}</text>')


def rates(series):
    """cores, of processor time so far"""
    return [(t1, (v1 - v0) / (t1 - t0))
            for (t0, v0), (t1, v1) in zip(series, series[1:])]


def draw(term):
    start, end = term.span("labs")[0], term.marks[-1][0]
    time = (0, end - start)

    def since_start(points):
        return [(t - start, v) for t, v in points if start <= t <= end]

    took = [ms for _, _, ms, _ in term.events]
    latency = Panel(0, "how long people waited (ms), by when they came (s): "
                    "first the day, then the burst", time,
                    (10, max([1000, *took]) * 1.5), True)
    for place, kind in enumerate(KINDS):
        latency.dots(since_start((began, ms) for began, what, ms, said in
                                 term.events if (what, said) == (kind, "ok")),
                     COLOURS[place], kind, place)
    latency.crosses(since_start((began, ms) for began, _, ms, said in
                                term.events if said != "ok"),
                    "#d00000", "not served", len(KINDS))
    cores = Panel(1, "cores in use: " + ", ".join(
        f"{name} from {when - start:.0f} s" for when, name in
        term.marks if name in ("day", "burst", "ramp 1")), time,
        (0, max([1, *(v for part in PARTS for t, v in
                      rates(term.watch[part]) if t >= start)])))
    for place, part in enumerate(PARTS):
        cores.line(since_start(rates(term.watch[part])), COLOURS[place], part,
                   place)
    queue = Panel(2, "letters: how many wait, and the age of the oldest (s)",
                  time, (0, max(10, *(v for name in ("queue", "oldest")
                                      for _, v in term.watch[name]))))
    for place, name in enumerate(("queue", "oldest")):
        queue.line(since_start(term.watch[name]), COLOURS[place], name, place)
    askers = [(n, term.rate(n)) for n in term.ramp]
    ramp = Panel(3, "sign-ins a second, by how many sign in at once",
                 (0, max(term.ramp)), (0, 1.2 * max(v for _, v in askers)))
    ramp.line(askers, COLOURS[0], "a second", 0)
    return [latency, cores, queue, ramp]


def main():
    panels = draw(Term(sys.argv[1]))
    height = TOP + len(panels) * (HEIGHT + GAP)
    with open(sys.argv[2], "w", encoding="utf-8") as svg:
        svg.write(
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'width="{LEFT + WIDTH + 130}" height="{height}">\n<style>'
            "text{font:12px sans-serif}.title{font-weight:bold}"
            ".frame{fill:none;stroke:#999}polyline{fill:none;stroke-width:1.5}"
            '</style>\n<rect width="100%" height="100%" fill="white"/>\n')
        svg.write("\n".join(line for panel in panels for line in panel.out))
        svg.write("\n</svg>\n")


main()
