"""Writes Tests/Golden/resampling.json: small images on other grids, as SciPy samples them.

Usage: resampling.py > Tests/Golden/resampling.json
Made with Python 3.11, scipy 1.17.1, numpy 2.4.6, SimpleITK 2.5.7.

SciPy (map_coordinates) gives the values: order 0 and 1 with mode 'nearest', order 3 with mode
'mirror', labels by the largest linearly interpolated indicator with mode 'grid-constant'. Where the
grids have orthogonal axes SimpleITK, which does its own geometry in LPS, must agree, or nothing is
written. Voxels are listed i fastest; `outside` is 1 more than half a voxel beyond the centres.
"""

import json
import sys

import numpy
import SimpleITK
from scipy.ndimage import map_coordinates

rng = numpy.random.default_rng(20)


def affine(spacing, origin, angles=(0, 0, 0), flip=(1, 1, 1)):
    """Columns of a rotation (about x, then y, then z) with lengths `spacing`, and the origin."""
    rotation = numpy.eye(3)
    for axis, angle in enumerate(angles):
        a, b = [n for n in range(3) if n != axis]
        step = numpy.eye(3)
        c, s = numpy.cos(angle), numpy.sin(angle)
        step[a, a], step[a, b], step[b, a], step[b, b] = c, -s, s, c
        rotation = step @ rotation
    result = numpy.eye(4)
    result[:3, :3] = rotation * (numpy.array(spacing) * numpy.array(flip))
    result[:3, 3] = origin
    return result.round(6)


def positions(source, target, size):
    """The source index of each voxel of the target, as [axis, i, j, k]."""
    index = numpy.indices(size).reshape(3, -1)
    found = numpy.linalg.inv(source) @ target @ numpy.vstack([index, numpy.ones(index.shape[1])])
    return found[:3].reshape(3, *size)


def outside(at, size):
    last = numpy.array(size).reshape(3, 1, 1, 1) - 1
    return ((at < -0.5) | (at > last + 0.5)).any(axis=0)


def simple_itk(voxels, matrix):
    image = SimpleITK.GetImageFromArray(voxels.astype(numpy.float64).transpose(2, 1, 0))
    lps = numpy.diag([-1, -1, 1, 1]) @ matrix
    spacing = numpy.linalg.norm(lps[:3, :3], axis=0)
    image.SetSpacing(spacing.tolist())
    image.SetOrigin(lps[:3, 3].tolist())
    image.SetDirection((lps[:3, :3] / spacing).flatten().tolist())
    return image


def compare(voxels, source, target, size, values, beyond):
    moving = simple_itk(voxels, source)
    reference = simple_itk(numpy.zeros(size), target)
    methods = [SimpleITK.sitkNearestNeighbor, SimpleITK.sitkLinear, SimpleITK.sitkBSpline]
    for method, expected in zip(methods, values):
        if method == SimpleITK.sitkBSpline and min(voxels.shape) == 1:
            continue  # ITK has no spline along one voxel
        found = SimpleITK.Resample(moving, reference, SimpleITK.Transform(), method, -1.0)
        found = SimpleITK.GetArrayFromImage(found).transpose(2, 1, 0)
        difference = numpy.abs(numpy.where(beyond, -1, expected) - found).max()
        assert difference < 1e-3, (method, difference)


def flat(array, digits):
    numbers = array.flatten(order="F").round(digits).tolist()
    return [int(n) if n == int(n) else n for n in numbers]


def case(name, voxels, source, size, target, orthogonal=True):
    at = positions(source, target, size)
    values = [
        map_coordinates(voxels.astype(float), at, order=order, mode=mode)
        for order, mode in [(0, "nearest"), (1, "nearest"), (3, "mirror")]
    ]
    beyond = outside(at, voxels.shape)
    assert numpy.abs(at - numpy.floor(at) - 0.5).min() > 1e-6, "a tie of nearest centres"
    if orthogonal:
        compare(voxels, source, target, size, values, beyond)
    return {
        "name": name,
        "source": grid(voxels.shape, source),
        "voxels": flat(voxels, 0),
        "target": grid(size, target),
        "nearest": flat(values[0], 0),
        "linear": flat(values[1], 3),
        "cubic": flat(values[2], 3),
        "outside": "".join("01"[int(b)] for b in beyond.flatten(order="F")),
    }


def label_case(name, labels, source, size, target):
    at = positions(source, target, size)
    numbers = [n for n in numpy.unique(labels) if n != 0]
    parts = [
        map_coordinates((labels == n).astype(float), at, order=1, mode="grid-constant", cval=0)
        for n in numbers
    ]
    parts = numpy.array([1 - sum(parts)] + parts)
    ordered = numpy.sort(parts, axis=0)
    assert (ordered[-1] - ordered[-2]).min() > 1e-6, "a tie of labels"
    won = numpy.array([0] + numbers)[parts.argmax(axis=0)]
    return {
        "name": name,
        "source": grid(labels.shape, source),
        "voxels": flat(labels, 0),
        "target": grid(size, target),
        "labels": flat(won, 0),
    }


def grid(size, matrix):
    return {"size": list(size), "affine": matrix[:3].tolist()}


def main():
    block = rng.integers(0, 256, (7, 6, 5))
    upright = affine((0.41, 0.6, 1.5), (-12, 3.3, 40))
    tilted = affine((0.7, 0.5, 1.2), (8, -5, 2), (0.3, -0.5, 1.1), (1, -1, 1))
    sheared = upright.copy()
    sheared[0, 1] = 0.25
    middle = (upright @ [3.1, 2.57, 2.03, 1])[:3]  # off centre, so no centre ties

    def around(spacing, size, angles=(0, 0, 0), flip=(1, 1, 1), at=middle):
        matrix = affine(spacing, (0, 0, 0), angles, flip)
        matrix[:3, 3] = at - (matrix[:3, :3] @ (numpy.array(size) - 1)) / 2
        return matrix.round(6)

    line = rng.integers(0, 256, (40, 2, 3))
    slice_ = rng.integers(0, 256, (6, 5, 1))
    labels = numpy.array([0, 3, 7, 200])[rng.integers(0, 4, (7, 6, 5))]
    finer, coarser, turned = (6, 6, 6), (5, 4, 6), (6, 5, 6)
    images = [
        case("finer", block, upright, finer, around((0.33, 0.52, 0.77), finer)),
        case("coarser, past all sides", block, upright, coarser, around((0.9, 1.3, 1.7), coarser)),
        case("left-handed", block, upright, finer, around((0.4, 0.6, 1), finer, flip=(-1, 1, 1))),
        case("oblique", block, upright, turned, around((0.6, 0.7, 1.1), turned, (0.4, 0.2, -0.9))),
        case(
            "from oblique", block, tilted, turned,
            around((0.8, 0.6, 0.9), turned, at=(tilted @ [3, 2.5, 2, 1])[:3]),
        ),
        case("sheared", block, sheared, finer, around((0.4, 0.5, 1.3), finer), orthogonal=False),
        case(
            "a line of 40", line, affine((0.5, 1, 1), (0, 0, 0)), (61, 1, 2),
            affine((0.3431, 1, 1), (-0.6135, 0.3, 0.7)),
        ),
        case(
            "one slice", slice_, affine((1, 1, 4), (0, 0, 0)), (5, 5, 3),
            affine((1.1, 0.9, 1.7), (0.23, 0.1, -1.6)),
        ),
    ]
    maps = [
        label_case("finer", labels, upright, (8, 7, 8), around((0.33, 0.52, 0.97), (8, 7, 8))),
        label_case(
            "oblique", labels, upright, turned, around((0.6, 0.7, 1.1), turned, (0.4, 0.2, 1))
        ),
    ]
    json.dump({"images": images, "labels": maps}, sys.stdout, separators=(",", ":"))
    print()


main()
