"""Writes Tests/Golden/metrics.json: small label pairs with the scores MedPy gives them.

Usage: metrics.py FOLDER > Tests/Golden/metrics.json
FOLDER holds cases.json and NIfTI pairs NAME_gt.nii.gz, NAME_pred.nii.gz of this project's own
synthetic shapes. Made with Python 3.11, MedPy 0.5.2, scipy 1.17.1, numpy 2.4.6, nibabel 5.4.2.

Label maps are run-length encoded, i fastest: [label, count, label, count, ...]. A score is null
where MedPy raises or returns NaN (an empty mask). `assd` is MedPy 0.5's mean over both directions
pooled; `assd_of_means` is MedPy 0.4's mean of the two directed means.
"""

import json
import math
import pathlib
import sys

import nibabel
import numpy
from medpy.metric import binary


def runs(labels):
    flat = labels.flatten(order="F")
    starts = numpy.flatnonzero(numpy.r_[True, flat[1:] != flat[:-1]])
    lengths = numpy.diff(numpy.r_[starts, flat.size])
    return [int(n) for pair in zip(flat[starts], lengths) for n in pair]


def value(function):
    try:
        number = float(function())
    except RuntimeError:
        return None
    return number if math.isfinite(number) else None


def scores(prediction, reference, spacing):
    with numpy.errstate(all="ignore"):
        there = value(lambda: binary.asd(prediction, reference, spacing))
        back = value(lambda: binary.asd(reference, prediction, spacing))
        return {
            "dice": value(lambda: binary.dc(prediction, reference)),
            "assd": value(lambda: binary.assd(prediction, reference, spacing)),
            "assd_of_means": None if there is None or back is None else (there + back) / 2,
            "hd95": value(lambda: binary.hd95(prediction, reference, spacing)),
            "hd": value(lambda: binary.hd(prediction, reference, spacing)),
            "predicted_voxels": int(prediction.sum()),
            "reference_voxels": int(reference.sum()),
        }


def main(folder):
    result = []
    for case in json.loads((folder / "cases.json").read_text()):
        if max(case["labels"]) > 255:
            continue  # label maps here hold 8 bits
        prediction, reference = (
            numpy.rint(nibabel.load(folder / case[key]).get_fdata()).astype(numpy.uint8)
            for key in ("pred", "gt")
        )
        spacing = case["spacing_used"]
        result.append(
            {
                "name": case["name"],
                "size": list(prediction.shape),
                "spacing": spacing,
                "prediction": runs(prediction),
                "reference": runs(reference),
                "scores": {
                    str(label): scores(prediction == label, reference == label, spacing)
                    for label in case["labels"]
                },
            }
        )
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


main(pathlib.Path(sys.argv[1]))
