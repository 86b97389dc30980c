#!/usr/bin/python3
"""rank_sum.py FILE FILE - are the numbers of two files of one distribution?

Mean, standard deviation, median and 99th percentile of each, then the rank-sum
test of Mann and Whitney: z (beyond +-3.3 is one in a thousand by chance) and
how often a number of the first file is the larger one (0.5: one cannot tell).
"""
import math
import statistics
import sys


def ranks(values):
    """The rank of each value, from 1; equal ones share theirs."""
    order = sorted(range(len(values)), key=values.__getitem__)
    got = [0.0] * len(values)
    at = 0
    while at < len(order):
        end = at
        while end < len(order) and values[order[end]] == values[order[at]]:
            end += 1
        for i in order[at:end]:
            got[i] = (at + 1 + end) / 2
        at = end
    return got


def rank_sum(a, b):
    larger = sum(ranks(a + b)[:len(a)]) - len(a) * (len(a) + 1) / 2
    pairs = len(a) * len(b)
    sigma = math.sqrt(pairs * (len(a) + len(b) + 1) / 12)
    return (larger - pairs / 2) / sigma, larger / pairs


both = []
for path in sys.argv[1:3]:
    with open(path, encoding="ascii") as lines:
        values = [float(line) for line in lines]
    name = path.rsplit("/", 1)[-1]
    cuts = statistics.quantiles(values, n=100, method="inclusive")
    print(f"  {name:8} n {len(values)}  mean {statistics.mean(values):.3f}  "
          f"sd {statistics.stdev(values):.3f}  p50 {cuts[49]:.3f}  "
          f"p99 {cuts[98]:.3f} ms")
    both.append(values)
z, share = rank_sum(*both)
print(f"  rank sum z {z:+.2f}, known takes longer in {share:.3f} of all pairs")
