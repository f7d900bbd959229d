"""Writes Tests/Golden/preprocessing.json: percentiles and z-scores of small arrays from NumPy.

Usage: python scripts/oracles/preprocessing.py
Made with Python 3.11 and numpy 2.4.6; all values are synthetic.

Values are rounded to float32 first, everything after is computed in float64. `large` holds arrays
that are too long to store: value i is (i * 7919) % 100003. Their percentiles are those of every
third value, and beside them those of all values.
"""

import json
from pathlib import Path

import numpy

GOLDEN = Path(__file__).resolve().parents[2] / "Tests" / "Golden"
PERCENTAGES = [0, 0.5, 2, 25, 37.5, 50, 75, 95, 99.5, 99.9, 100]


def percentiles(values):
    return [float(p) for p in numpy.percentile(values, PERCENTAGES)]


def case(name, values):
    values = numpy.asarray(values, "float32").astype("float64")
    deviation = values.std()
    scores = (values - values.mean()) / deviation if deviation > 0 else values * 0
    return {
        "name": name,
        "values": [float(v) for v in values],
        "percentiles": percentiles(values),
        "zScores": [round(float(z), 9) for z in scores],
    }


def large(count):
    values = (numpy.arange(count, dtype="int64") * 7919 % 100003).astype("float64")
    return {
        "count": count,
        "everyThird": percentiles(values[::3]),
        "all": percentiles(values),
    }


def main():
    random = numpy.random.default_rng(7)
    cases = [
        case("one voxel", [3.5]),
        case("two voxels", [10, -2]),
        case("five in disorder", [5, 1, 4, 2, 3]),
        case("constant", [7.25] * 6),
        case("ties", [0, 0, 0, 1, 1, 9, 9, 9, 9, 9]),
        case("normal", random.normal(0, 1, 101).round(4)),
        case("scan-like", random.gamma(2, 15000, 120).round()),
        case("far from zero", (1e5 + random.normal(0, 10, 60)).round(2)),
        case("long tail", numpy.exp(random.normal(0, 3, 100)).round(4)),
    ]
    text = json.dumps(
        {"numpy": numpy.__version__, "percentages": PERCENTAGES, "cases": cases,
         "large": [large(400_000), large(450_001), large(600_000)]},
        separators=(",", ":"))
    text = text.replace('{"name"', '\n{"name"').replace('{"count"', '\n{"count"')
    (GOLDEN / "preprocessing.json").write_text(text + "\n")


main()
