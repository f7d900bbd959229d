"""Writes Tests/Golden/statistics.json: signed-rank tests and rank correlations as SciPy gives them.

Usage: statistics.py > Tests/Golden/statistics.json
Made with Python 3.11, scipy 1.17.1, numpy 2.4.6. The inputs are drawn with a fixed seed.

Wilcoxon: `statistic` and `p` are two-sided, `p_greater` is one-sided, all with zero_method="wilcox",
correction=False, method="asymptotic"; `p_greater_in_r` is one-sided as R's wilcox.test chooses it: exact for
fewer than 50 differences without zeros and ties, else asymptotic with continuity correction. `p_exact` is two-sided with method="exact", null where zeros,
ties or more than 25 differences rule it out. Kendall: `tau` is tau-b, null where SciPy returns NaN.
Draws: indices of `numpy.random.seed(s)` and then two times `numpy.random.choice(count, size=count)`.
"""

import json
import math
import sys

import numpy
from scipy.stats import kendalltau, wilcoxon

random = numpy.random.default_rng(20220918)


def signed_rank(name, differences):
    options = {"zero_method": "wilcox", "correction": False, "method": "asymptotic"}
    two_sided = wilcoxon(differences, **options)
    greater = wilcoxon(differences, alternative="greater", **options)
    sizes = [abs(d) for d in differences]
    distinct = 0 not in sizes and len(set(sizes)) == len(sizes)
    plain = distinct and len(sizes) <= 25
    in_r = ({"method": "exact"} if distinct and len(sizes) < 50
            else {"zero_method": "wilcox", "correction": True, "method": "asymptotic"})
    return {
        "name": name,
        "differences": differences,
        "statistic": float(two_sided.statistic),
        "p": float(two_sided.pvalue),
        "p_greater": float(greater.pvalue),
        "p_greater_in_r": float(wilcoxon(differences, alternative="greater", **in_r).pvalue),
        "p_exact": float(wilcoxon(differences, method="exact").pvalue) if plain else None,
    }


def correlation(name, first, second):
    tau = float(kendalltau(first, second).statistic)
    return {"name": name, "first": first, "second": second, "tau": None if math.isnan(tau) else tau}


def integers(low, high, count):
    return [int(n) for n in random.integers(low, high, count)]


def draws(seed, count):
    numpy.random.seed(seed)
    samples = [numpy.random.choice(count, size=count, replace=True).tolist() for _ in range(2)]
    return {"seed": seed, "count": count, "samples": samples}


def main():
    wilcoxons = [
        signed_rank("one difference", [2.5]),
        signed_rank("two opposite differences", [1.0, -2.0]),
        signed_rank("all of one size", [1.0, 1.0, -1.0, 1.0, 1.0, -1.0, 1.0]),
        signed_rank("all positive", [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0]),
    ]
    for count in (5, 12, 25, 26, 200):
        values = [round(float(v), 6) for v in random.normal(0.3, 1, count)]
        wilcoxons.append(signed_rank(f"{count} normal differences", values))
    for count in (10, 60, 271):
        values = [v / 4 for v in integers(-6, 8, count)]
        wilcoxons.append(signed_rank(f"{count} quarters with zeros and ties", values))
    kendalls = [
        correlation("the same order", [1, 2, 3, 4], [1, 2, 3, 4]),
        correlation("the opposite order", [1, 2, 3, 4], [4, 3, 2, 1]),
        correlation("no order in one", [1, 2, 3], [2, 2, 2]),
        correlation("two things", [1, 2], [2, 1]),
    ]
    for count in (3, 8, 12, 40):
        kendalls.append(
            correlation(f"{count} things", random.permutation(count).tolist(),
                        random.permutation(count).tolist()))
        kendalls.append(
            correlation(f"{count} things with ties", integers(1, 5, count), integers(1, 5, count)))
    sampled = [draws(1, 271), draws(18092022, 8), draws(4294967295, 9), draws(0, 400)]
    result = {"wilcoxon": wilcoxons, "kendall": kendalls, "draws": sampled}
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


main()
