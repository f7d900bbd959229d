"""Sets a real ceT1 beside simulated ones: contrast, noise, sharpness, histogram, and a picture.

Usage: realism.py --real image.nii.gz label.nii.gz --simulated image label [image label ...]
                  [--picture looking.png]
Needs numpy, scipy, nibabel, matplotlib. The same code finds the regions in every image, from the
image and the labels alone; ranges over the simulated images are printed as lowest to highest.

How each region is found ("deep" is the distance from the head's surface in mm):
  head     above a fifth of the 90th percentile, largest piece, holes filled
  brain    brainstem and cerebellum: the brightest of the frequent intensities (at least half as
           frequent as the most frequent) more than 25 mm deep, behind the tumour's middle and
           within 9 mm of its level, +-15 %, opened; its median
  tumour   the label, eroded by one voxel in plane; its median
  cochlea  the label; its median
  shell    within a distance of the cochlea's label, without the label and the tumour's; its mean
  CSF      the ventricles: more than 38 mm deep, 15 to 60 mm above the tumour, below 0.6 of the
           brain, opened twice in plane; their median
  fat      the brightest tenth less than 9 mm deep, above the tumour; its median
  bone     the darkest tenth 4 to 14 mm deep, above the tumour; its median
  air      the four corners of every slice, an eighth of the width; noise is their mean / 1.2533
  skin     steps from air into the head along the rows: the way from 10 % to 90 % of the first peak
"""

import argparse

import nibabel
import numpy
from scipy import ndimage


def load(image, label):
    volume = nibabel.as_closest_canonical(nibabel.load(image))
    labels = nibabel.as_closest_canonical(nibabel.load(label))
    values = numpy.asarray(volume.dataobj, dtype=numpy.float32)
    codes = numpy.rint(numpy.asarray(labels.dataobj)).astype(int)
    # 2021's labels end at 2 (cochlea), 2023's at 3.
    last = codes.max()
    spacing = numpy.array(volume.header.get_zooms()[:3])
    return values, (codes > 0) & (codes < last), codes == last, spacing


def head_of(values):
    mask = values > numpy.percentile(values, 90) / 5
    mask = ndimage.binary_opening(mask, numpy.ones((3, 3, 1)))
    pieces, count = ndimage.label(mask)
    sizes = ndimage.sum(mask, pieces, range(1, count + 1))
    mask = pieces == 1 + int(numpy.argmax(sizes))
    mask = ndimage.binary_closing(mask, numpy.ones((9, 9, 1)), iterations=2)
    return numpy.stack([ndimage.binary_fill_holes(s) for s in numpy.moveaxis(mask, 2, 0)], axis=2)


def in_plane_depth(head, spacing):
    return numpy.stack(
        [ndimage.distance_transform_edt(s, spacing[:2]) for s in numpy.moveaxis(head, 2, 0)],
        axis=2)


def rise(values, head, spacing, middle):
    """The median 10-90 % distance in mm of the step into the head along rows near one slice."""
    widths = []
    for k in range(middle - 5, middle + 20, 3):
        for j in range(values.shape[1] // 3, 2 * values.shape[1] // 3, 4):
            inside = numpy.flatnonzero(head[:, j, k])
            if len(inside) == 0 or inside[0] < 14:
                continue
            line = values[inside[0] - 12:inside[0] + 30, j, k]
            floor = line[:6].mean()
            steps = numpy.flatnonzero(numpy.diff(line[10:]) < 0)
            peak = 10 + (int(steps[0]) if len(steps) else 0)
            height = line[peak] - floor
            if height < 5 * line[:6].std():
                continue
            crossing = []
            for share in (0.1, 0.9):
                level = floor + share * height
                after = int(numpy.argmax(line[:peak + 1] >= level))
                before = line[after - 1]
                crossing.append(after - (line[after] - level) / max(line[after] - before, 1e-6))
            widths.append((crossing[1] - crossing[0]) * spacing[0])
    return float(numpy.median(widths))


def measure(image, label):
    values, tumour, cochlea, spacing = load(image, label)
    middle = int(numpy.median(numpy.argwhere(cochlea | tumour)[:, 2]))
    # From 20 mm below the tumour to 60 mm above; the rest is not measured.
    first = max(middle - int(20 / spacing[2]), 0)
    last = middle + int(60 / spacing[2])
    values, tumour, cochlea = (a[:, :, first:last] for a in (values, tumour, cochlea))
    middle -= first
    head = head_of(values)
    depth = in_plane_depth(head, spacing)
    up = (numpy.arange(values.shape[2]) - middle) * spacing[2]
    above = (up > 15) & (up < 60)
    plane = numpy.ones((3, 3, 1), bool)

    level_with = abs(up) < 9
    behind = numpy.arange(values.shape[1])[:, None] < numpy.argwhere(tumour)[:, 1].mean()
    deep = values[(depth > 25) & behind & level_with]
    counts, edges = numpy.histogram(deep, 400, (numpy.percentile(deep, 30), deep.max()))
    counts = ndimage.gaussian_filter1d(counts.astype(float), 4)
    peaks = (counts == ndimage.maximum_filter1d(counts, 21)) & (counts >= counts.max() / 2)
    mode = edges[int(numpy.flatnonzero(peaks)[-1])] + (edges[1] - edges[0]) / 2
    brain = ndimage.binary_opening(
        (abs(values / mode - 1) < 0.15) & (depth > 25) & behind & level_with, plane)
    level = float(numpy.median(values[brain]))

    corner = values.shape[0] // 8
    ends = numpy.concatenate([
        values[i, j].ravel()
        for i in (slice(0, corner), slice(-corner, None))
        for j in (slice(0, corner), slice(-corner, None))])
    outside = values[:corner, :corner].astype(float)
    centred = outside - outside.mean()
    correlation = [
        float((centred[lag:] * centred[:-lag]).mean() / centred.var()) for lag in (1, 2)]

    ventricles = (values < 0.6 * level) & (depth > 38) & above
    ventricles = ndimage.binary_opening(ventricles, plane, iterations=2)
    scalp = values[(depth > 0) & (depth < 9) & above]
    skull = values[(depth > 4) & (depth < 14) & above]
    inner = ndimage.binary_erosion(tumour, plane)
    local = ndimage.uniform_filter(values, (7, 7, 1))
    square = ndimage.uniform_filter(values**2, (7, 7, 1))
    whole = ndimage.binary_erosion(brain, plane, iterations=3)
    texture = numpy.sqrt(numpy.maximum(square - local**2, 0))[whole]

    place = numpy.argwhere(cochlea)
    near = tuple(
        slice(max(low - margin, 0), high + margin + 1)
        for low, high, margin in zip(
            place.min(axis=0), place.max(axis=0), numpy.ceil(6 / spacing).astype(int)))
    away = ndimage.distance_transform_edt(~cochlea[near], spacing)
    shell = lambda low, high: float(
        values[near][(away > low) & (away <= high) & ~tumour[near]].mean()) / level

    ratio = lambda region: float(numpy.median(region)) / level
    return {
        "tumour / brain": ratio(values[inner if inner.any() else tumour]),
        "cochlea / brain": ratio(values[cochlea]),
        "0.8 to 2.5 mm round the cochlea / brain": shell(0.8, 2.5),
        "2.5 to 5 mm round the cochlea / brain": shell(2.5, 5),
        "CSF / brain": ratio(values[ventricles]) if ventricles.any() else float("nan"),
        "fat / brain": ratio(scalp[scalp > numpy.percentile(scalp, 90)]),
        "bone / brain": ratio(skull[skull < numpy.percentile(skull, 10)]),
        "brain / noise in air": level / (ends.mean() / 1.2533),
        "deviation in brain, 7 x 7 voxels / brain": float(numpy.median(texture)) / level,
        "noise correlation at 1 voxel": correlation[0],
        "noise correlation at 2 voxels": correlation[1],
        "air to skin, 10 to 90 %, mm": rise(values, head, spacing, middle),
    }, numpy.clip(values[head] / level, 0, 3), (values / level, tumour, cochlea, spacing, middle)


def distance(a, b):
    """The first Wasserstein distance, from 999 quantiles."""
    share = numpy.linspace(0.001, 0.999, 999)
    return float(abs(numpy.quantile(a, share) - numpy.quantile(b, share)).mean())


def draw(path, names, scenes):
    import matplotlib

    matplotlib.use("Agg")
    import matplotlib.pyplot as plot

    figure, axes = plot.subplots(len(scenes), 4, figsize=(16, 4.2 * len(scenes)), squeeze=False)
    for row, (name, (values, tumour, cochlea, spacing, middle)) in enumerate(zip(names, scenes)):
        place = numpy.argwhere(tumour | cochlea)
        i, j = numpy.median(place[:, 0]), int(numpy.median(place[:, 1]))
        width = int(32 / spacing[0])
        box = slice(max(int(i) - width, 0), int(i) + width)
        deep = slice(max(j - width, 0), j + width)
        up = min(middle + int(35 / spacing[2]), values.shape[2] - 1)
        views = [
            (values[:, :, middle], spacing[1] / spacing[0]),
            (values[box, deep, middle], spacing[1] / spacing[0]),
            (values[:, :, up], spacing[1] / spacing[0]),
            (values[:, j, :], spacing[2] / spacing[0]),
        ]
        for axis, (view, aspect) in zip(axes[row], views):
            axis.imshow(view.T, cmap="gray", vmin=0, vmax=2.4, origin="lower", aspect=aspect)
            axis.axis("off")
        axes[row][0].set_title(name, loc="left")
    plot.tight_layout()
    plot.savefig(path, dpi=60)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--real", nargs=2, required=True)
    parser.add_argument("--simulated", nargs="+", required=True)
    parser.add_argument("--picture")
    options = parser.parse_args()
    pairs = list(zip(options.simulated[::2], options.simulated[1::2]))
    real, histogram, scene = measure(*options.real)
    others = [measure(*pair) for pair in pairs]
    print(f"| | real | simulated ({len(pairs)}) |\n|---|---|---|")
    for name, value in real.items():
        found = [o[0][name] for o in others]
        print(f"| {name} | {value:.3g} | {min(found):.3g} to {max(found):.3g} |")
    found = [distance(histogram, o[1]) for o in others]
    between = [
        distance(a[1], b[1]) for n, a in enumerate(others) for b in others[:n]] or [float("nan")]
    print(
        f"| histogram distance, in units of brain | - | {min(found):.3g} to {max(found):.3g}"
        f" (among the simulated {min(between):.3g} to {max(between):.3g}) |")
    if options.picture:
        names = ["real"] + [f"simulated {n + 1}" for n in range(len(others))]
        draw(options.picture, names, [scene] + [o[2] for o in others])


main()
