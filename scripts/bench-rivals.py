"""Times the Python rivals on a pair of NIfTI files: Dice and ASSD of labels 1 and 2, in memory.

Usage: bench-rivals.py FOLDER [TOOL ...]
FOLDER holds prediction.nii.gz and reference.nii.gz. Prints one JSON object: for each tool that can
be imported the best of its runs in milliseconds, the peak memory in MiB and the scores. Each tool
runs in a process of its own. One thread.
"""

import json
import os
import pathlib
import resource
import subprocess
import sys
import time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"):
    os.environ.setdefault(name, "1")

import numpy

LABELS = (1, 2)


def medpy(prediction, reference, spacing):
    from medpy.metric import binary

    return lambda: [
        (binary.dc(prediction == n, reference == n), binary.assd(prediction == n, reference == n, spacing))
        for n in LABELS
    ]


def surface_distance(prediction, reference, spacing):
    import surface_distance as tool

    def run():
        result = []
        for n in LABELS:
            a, b = prediction == n, reference == n
            distances = tool.compute_surface_distances(b, a, spacing)
            there, back = tool.compute_average_surface_distance(distances)
            result.append((tool.compute_dice_coefficient(b, a), (there + back) / 2))
        return result

    return run


def monai(prediction, reference, spacing):
    import torch
    from monai.metrics import compute_average_surface_distance, compute_dice

    torch.set_num_threads(1)

    def run():
        a = torch.from_numpy(numpy.stack([prediction == n for n in LABELS])[None])
        b = torch.from_numpy(numpy.stack([reference == n for n in LABELS])[None])
        dice = compute_dice(a.float(), b.float())[0].tolist()
        assd = compute_average_surface_distance(
            a, b, include_background=True, symmetric=True, spacing=spacing)[0].tolist()
        return list(zip(dice, assd))

    return run


def simpleitk(prediction, reference, spacing):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)

    def image(array):
        result = sitk.GetImageFromArray(array.T.astype(numpy.uint8))
        result.SetSpacing([float(s) for s in spacing])
        return result

    def distances(start, target):
        contour = sitk.LabelContour(target, False)
        distance = sitk.Abs(sitk.SignedMaurerDistanceMap(contour, squaredDistance=False, useImageSpacing=True))
        values = sitk.GetArrayViewFromImage(distance)
        contour = sitk.LabelContour(start, False)
        return values[sitk.GetArrayViewFromImage(contour) > 0]

    def run():
        result = []
        for n in LABELS:
            a, b = image(prediction == n), image(reference == n)
            overlap = sitk.LabelOverlapMeasuresImageFilter()
            overlap.Execute(b, a)
            pooled = numpy.concatenate([distances(a, b), distances(b, a)])
            result.append((overlap.GetDiceCoefficient(), float(pooled.mean())))
        return result

    return run


def scipy_kdtree(prediction, reference, spacing):
    from scipy import ndimage
    from scipy.spatial import cKDTree

    def run():
        box = ndimage.find_objects(((prediction > 0) | (reference > 0)).astype(numpy.uint8))[0]
        a, b = (numpy.pad(array[box], 1) for array in (prediction, reference))
        result = []
        for n in LABELS:
            p, r = a == n, b == n
            points = [
                numpy.argwhere(m ^ ndimage.binary_erosion(m)) * numpy.asarray(spacing) for m in (p, r)
            ]
            pooled = numpy.concatenate(
                [cKDTree(points[1]).query(points[0])[0], cKDTree(points[0]).query(points[1])[0]])
            result.append((2 * (p & r).sum() / (p.sum() + r.sum()), pooled.mean()))
        return result

    return run


TOOLS = {
    "scipy cKDTree on the crop": scipy_kdtree,
    "surface-distance": surface_distance,
    "MONAI": monai,
    "SimpleITK": simpleitk,
    "MedPy": medpy,
}


def measure(folder, tool):
    import nibabel

    images = [nibabel.load(folder / f"{name}.nii.gz") for name in ("prediction", "reference")]
    prediction, reference = (numpy.asarray(image.dataobj).astype(numpy.uint8) for image in images)
    spacing = tuple(float(round(s, 6)) for s in images[1].header.get_zooms())
    run = TOOLS[tool](prediction, reference, spacing)
    times = []
    while len(times) < 3 and sum(times) < 30:
        start = time.perf_counter()
        scores = run()
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    scores = [[float(value) for value in pair] for pair in scores]
    print(json.dumps({"milliseconds": 1000 * min(times), "peakMiB": peak, "scores": scores}))


def main():
    folder = pathlib.Path(sys.argv[1])
    if len(sys.argv) > 3 and sys.argv[2] == "--only":
        measure(folder, sys.argv[3])
        return
    results = {}
    for tool in sys.argv[2:] or TOOLS:
        child = subprocess.run(
            [sys.executable, __file__, str(folder), "--only", tool], capture_output=True, text=True)
        if child.returncode == 0:
            results[tool] = json.loads(child.stdout.splitlines()[-1])
        else:
            print(f"{tool}: left out: {child.stderr.strip().splitlines()[-1]}", file=sys.stderr)
    print(json.dumps(results))


main()
