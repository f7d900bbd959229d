#!/usr/bin/env python3
"""Prints mean Dice by site and recipe over the seeds of a study, with the range of the seeds.

Usage: scripts/study-table.py FOLDER, the folder of scripts/study-benchmark's runs.
"""

import json
import pathlib
import statistics
import sys

RECIPES = ["source-only", "adapt", "supervised"]
STRUCTURES = ["VS", "cochlea"]


def known(seed):
    """Mean Dice of the demo's sites: {(structure, site, recipe): dice}."""
    results = json.loads((seed / "results.json").read_text())
    return {
        (structure, site, run["name"]): means["dice"]
        for run in results["runs"]
        for structure, sites in run["means"].items()
        for site, means in sites.items()
    }


def unseen(seed):
    """Mean Dice of sites nobody trained on, from what `evaluate` wrote case by case."""
    cells = {}
    for recipe in RECIPES:
        for row in json.loads((seed / f"unseen-{recipe}.json").read_text())["rows"]:
            # A structure that neither the truth nor the prediction has is left out.
            if row.get("dice") is not None:
                key = (row["structure"], row["site"], recipe)
                cells.setdefault(key, []).append(row["dice"])
    return {key: statistics.mean(values) for key, values in cells.items()}


def main(folder):
    seeds = [known(seed) | unseen(seed) for seed in sorted(folder.glob("seed-*")) if seed.is_dir()]
    sites = list(dict.fromkeys(site for seed in seeds for _, site, _ in seed))
    print(f"{'':10}{'site':8}" + "".join(f"{recipe:22}" for recipe in RECIPES).rstrip())
    for structure in STRUCTURES:
        for site in sites:
            line = f"{structure:10}{site:8}"
            for recipe in RECIPES:
                values = [seed[structure, site, recipe] for seed in seeds]
                line += f"{statistics.mean(values):.3f}  {min(values):.2f} to {max(values):.2f}   "
            print(line.rstrip())


main(pathlib.Path(sys.argv[1]))
