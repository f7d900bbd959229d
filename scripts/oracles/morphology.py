"""Writes Tests/Golden/morphology.json: random masks with SciPy's distances, components and steps.

Usage: morphology.py > Tests/Golden/morphology.json
Made with Python 3.11, scipy 1.17.1, numpy 2.4.6.

Masks are strings of 0 and 1, label lists run-length encoded, [label, count, ...], both i fastest.
Distances, in mm, are distance_transform_edt of the complement with sampling. Components are those
of label with the three structures, renumbered from large to small, ties by SciPy's number, which is
the order of first voxels since i runs fastest. Erosion sees background outside the image.
"""

import json
import sys

import numpy
from scipy import ndimage

rng = numpy.random.default_rng(7)


def bits(mask):
    return "".join("01"[int(b)] for b in mask.flatten())


def runs(labels):
    flat = labels.flatten()
    starts = numpy.flatnonzero(numpy.r_[True, flat[1:] != flat[:-1]])
    lengths = numpy.diff(numpy.r_[starts, flat.size])
    return [int(n) for pair in zip(flat[starts], lengths) for n in pair]


def neighbourhood(mask, rank):
    structure = ndimage.generate_binary_structure(3, rank)
    labels, count = ndimage.label(mask, structure)
    sizes = numpy.bincount(labels.flatten(), minlength=count + 1)
    order = sorted(range(1, count + 1), key=lambda n: (-sizes[n], n))
    number = numpy.zeros(count + 1, int)
    number[order] = numpy.arange(1, count + 1)
    boxes = ndimage.find_objects(labels)
    centroids = ndimage.center_of_mass(mask, labels, order)
    return {
        "connectivity": {1: 6, 2: 18, 3: 26}[rank],
        "labels": runs(number[labels]),
        "components": [
            {
                "voxels": int(sizes[n]),
                "centroid": [round(float(x), 9) for x in centroid[::-1]],
                "lower": [s.start for s in boxes[n - 1][::-1]],
                "upper": [s.stop for s in boxes[n - 1][::-1]],
            }
            for n, centroid in zip(order, centroids)
        ],
        "eroded": bits(ndimage.binary_erosion(mask, structure)),
        "dilated": bits(ndimage.binary_dilation(mask, structure)),
    }


def case(name, size, spacing, density):
    mask = rng.random(size[::-1]) < density  # [k, j, i]
    distances = ndimage.distance_transform_edt(~mask, sampling=spacing[::-1])
    return {
        "name": name,
        "size": size,
        "spacing": spacing,
        "mask": bits(mask),
        "distances": [float(f"{d:.7g}") for d in distances.flatten()],
        "neighbourhoods": [neighbourhood(mask, rank) for rank in (1, 2, 3)],
    }


def main():
    result = [
        case("sparse", [9, 8, 7], [0.41, 0.6, 1.5], 0.03),
        case("a tenth, thick slices", [8, 9, 6], [0.5, 0.5, 3.3], 0.1),
        case("a third", [8, 7, 6], [1, 1, 1], 0.33),
        case("nearly full", [7, 6, 6], [2, 0.7, 1.1], 0.85),
        case("one slice", [12, 9, 1], [0.8, 1.2, 5], 0.3),
        case("one line", [1, 1, 24], [1, 1, 0.7], 0.4),
    ]
    json.dump(result, sys.stdout, separators=(",", ":"))
    print()


main()
