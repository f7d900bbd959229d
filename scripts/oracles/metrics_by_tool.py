"""Writes Tests/Golden/metrics-by-tool.json: what five tools say about the pairs of metrics.json.

Usage: metrics_by_tool.py VALUES > Tests/Golden/metrics-by-tool.json
VALUES is values-by-tool.json of this project's reference data: for each tool and pair the values that
were printed by MedPy 0.5.2, google-deepmind/surface-distance 1f805ce, MONAI 1.6.1 (float32),
panoptica and a direct SciPy 1.17.1 version. Kept are the numbers whose definitions we name; a value
that is not finite, or an exception, becomes null.
"""

import json
import math
import pathlib
import sys

KEPT = {
    "medpy_full": ["dice", "jaccard", "assd", "assd_conn3", "hd", "hd95", "ravd", "precision", "recall"],
    "deepmind": ["assd_mean_of_two", "assd_area_weighted", "hd", "hd95", "nsd", "surface_area_gt",
                 "surface_area_pred"],
    "monai_full": ["assd", "hd", "hd95", "nsd", "nsd_subvoxel"],
    "panoptica_fn": ["assd"],
    "scipy_edt": ["assd_mean_of_two", "hd95_max_of_two", "nsd"],
}


def number(value):
    return float(f"{value:.12g}") if isinstance(value, (int, float)) and math.isfinite(value) else None


def main(path):
    by_group = json.loads(path.read_text())
    result = {}
    for group in by_group.values():
        for case, labels in group["values"].items():
            for label, tools in labels.items():
                if int(label) > 255:
                    continue  # label maps here hold 8 bits
                for tool, names in KEPT.items():
                    for name in names:
                        value = tools.get(tool, {}).get(name)
                        values = result.setdefault(case, {}).setdefault(label, {})
                        if isinstance(value, dict):
                            for tolerance, nsd in value.items():
                                values[f"{tool}.{name}.{tolerance}"] = number(nsd)
                        elif value is not None:
                            values[f"{tool}.{name}"] = number(value)
    json.dump(result, sys.stdout, separators=(",", ":"), sort_keys=True)
    print()


main(pathlib.Path(sys.argv[1]))
