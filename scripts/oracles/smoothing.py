"""Writes Tests/Golden/smoothing.json: images smoothed, and smoothed then resampled, by SciPy.

Usage: smoothing.py > Tests/Golden/smoothing.json
Made with Python 3.11, scipy 1.17.1, numpy 2.4.6.

The image is not stored: voxel (i, j, k) is (37 i^2 + 101 j + 59 i j k + 17 k^2 + 13) mod 251.
Smoothing is gaussian_filter1d along each axis with mode 'nearest' and a radius of three standard
deviations, rounded up. Without aliasing means: the whole image smoothed with
sqrt(coarse^2 - fine^2) / 2 mm along each axis where the target steps more than 1.2 times as far,
then map_coordinates. Voxels are listed i fastest.
"""

import json
import math
import sys

import numpy
from scipy.ndimage import gaussian_filter1d, map_coordinates


def pattern(size):
    i, j, k = numpy.indices(size)
    return ((37 * i * i + 101 * j + 59 * i * j * k + 17 * k * k + 13) % 251).astype(float)


def smoothed(voxels, sigma, spacing):
    for axis in range(3):
        deviation = sigma[axis] / spacing[axis]
        if deviation > 0:
            radius = max(1, math.ceil(3 * deviation))
            voxels = gaussian_filter1d(voxels, deviation, axis, mode="nearest", radius=radius)
    return voxels


def flat(array):
    return array.flatten(order="F").round(3).tolist()


def smoothing(name, size, spacing, sigma):
    return {
        "name": name,
        "size": size,
        "spacing": spacing,
        "sigma": sigma,
        "voxels": flat(smoothed(pattern(size), sigma, spacing)),
    }


def resampling(name, target_size, target_spacing, start, method, outside=None, turn=0):
    size, spacing = [24, 20, 8], [0.5, 0.5, 1.5]
    c, s = math.cos(turn), math.sin(turn)
    target = numpy.array([[c, -s, 0], [s, c, 0], [0, 0, 1]]) * target_spacing
    steps = target / numpy.array(spacing)[:, None]  # rows: source axes, in source voxels
    sigma = []
    for axis in range(3):
        fine, coarse = spacing[axis], float(numpy.linalg.norm(steps[axis])) * spacing[axis]
        sigma.append(math.sqrt(coarse**2 - fine**2) / 2 if coarse > 1.2 * fine else 0)
    index = numpy.indices(target_size).reshape(3, -1)
    at = steps @ index + (numpy.array(start) / spacing)[:, None]
    orders = {"nearest": (0, "nearest"), "linear": (1, "nearest"), "cubic": (3, "mirror")}
    order, mode = orders[method]
    values = map_coordinates(smoothed(pattern(size), sigma, spacing), at, order=order, mode=mode)
    if outside is not None:
        beyond = (at < -0.5) | (at > numpy.array(size)[:, None] - 0.5)
        values = numpy.where(beyond.any(axis=0), outside, values)
    return {
        "name": name,
        "size": size,
        "spacing": spacing,
        "targetSize": target_size,
        "columns": target.T.tolist(),
        "start": start,
        "interpolation": method,
        "outside": outside,
        "voxels": flat(values.reshape(target_size)),
    }


def main():
    smoothings = [
        smoothing("anisotropic", [9, 8, 6], [0.41, 0.6, 1.5], [0.8, 0.5, 2]),
        smoothing("one axis", [6, 5, 4], [1, 1, 1], [0, 1.3, 0]),
        smoothing("less than half a voxel", [6, 5, 4], [1, 1, 3], [0.4, 0.3, 0.9]),
        smoothing("a kernel longer than the image", [5, 4, 3], [0.5, 0.5, 0.5], [2, 3, 1]),
    ]
    resamplings = [
        resampling("the whole, coarser", [7, 6, 5], [1.6, 1.6, 2.4], [0.3, 0.4, 0.5], "linear"),
        resampling("a small part", [3, 3, 3], [1.5, 1, 1.5], [4.1, 4.2, 3.1], "linear"),
        resampling("a small part, spline", [3, 3, 3], [1.5, 1, 1.5], [4.1, 4.2, 3.1], "cubic"),
        resampling("as fine, spline", [3, 3, 2], [0.5, 0.5, 1.5], [5.2, 4.3, 5], "cubic"),
        resampling("nearest", [4, 3, 3], [2, 2.1, 2], [1.1, 1.2, 2.1], "nearest"),
        resampling("turned", [4, 4, 3], [2, 1.1, 3.1], [4, 0.6, 1.1], "linear", turn=0.6),
        resampling("past a side", [5, 4, 3], [2, 2, 2], [5.1, 4.2, 6.1], "linear", outside=-1),
        resampling("past a corner", [5, 4, 3], [1, 1, 2], [9.1, 6.2, 7.1], "linear", outside=-1),
        resampling("past a side, held", [5, 4, 3], [2, 2, 2], [-4.9, 4.2, 6.1], "linear"),
    ]
    found = {"smoothed": smoothings, "withoutAliasing": resamplings}
    json.dump(found, sys.stdout, separators=(",", ":"))
    print()


main()
