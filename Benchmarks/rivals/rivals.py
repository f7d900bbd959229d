"""The Python rivals of `make bench`.

rivals.py list                  prints the names of the rivals as a JSON list
rivals.py measure NAME FOLDER   prints measurements as a JSON list: times in memory, peak memory
rivals.py once NAME FOLDER      reads the pair, prints Dice and ASSD of labels 1 and 2: a whole process

FOLDER holds prediction.nii.gz, reference.nii.gz and scores.csv. One thread. The script is ours; each
rival is called as its documentation says.
"""

import csv
import importlib.metadata
import json
import os
import pathlib
import resource
import sys
import time

for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"):
    os.environ.setdefault(name, "1")

import numpy

LABELS = (1, 2)
OVERLAP_AND_DISTANCE = "Dice and ASSD of two labels, in memory"
EVERY_METRIC = "all metrics a tool has, of two labels, in memory"
BOOTSTRAPS = "rank, 1000 bootstraps, one set of metrics, in memory"


def medpy(prediction, reference, spacing):
    from medpy.metric import binary

    def short(a, b):
        return binary.dc(a, b), binary.assd(a, b, spacing)

    def full(a, b):
        return *short(a, b), binary.hd(a, b, spacing), binary.hd95(a, b, spacing)

    return each_label(short, prediction, reference), each_label(full, prediction, reference)


def surface_distance(prediction, reference, spacing):
    import surface_distance as tool

    def short(a, b, full=False):
        distances = tool.compute_surface_distances(b, a, spacing)
        there, back = tool.compute_average_surface_distance(distances)
        scores = tool.compute_dice_coefficient(b, a), (there + back) / 2
        if not full:
            return scores
        return (*scores, tool.compute_robust_hausdorff(distances, 100),
                tool.compute_robust_hausdorff(distances, 95),
                tool.compute_surface_dice_at_tolerance(distances, 1))

    return (each_label(short, prediction, reference),
            each_label(lambda a, b: short(a, b, True), prediction, reference))


def monai(prediction, reference, spacing):
    import monai.metrics as tool
    import torch

    torch.set_num_threads(1)
    options = {"include_background": True, "spacing": spacing}

    def short():
        a, b = (torch.from_numpy(numpy.stack([array == n for n in LABELS])[None])
                for array in (prediction, reference))
        dice = tool.compute_dice(a.float(), b.float())[0].tolist()
        assd = tool.compute_average_surface_distance(a, b, symmetric=True, **options)[0].tolist()
        return a, b, [dice, assd]

    def full():
        a, b, scores = short()
        for percentile in (None, 95):
            scores.append(
                tool.compute_hausdorff_distance(a, b, percentile=percentile, **options)[0].tolist())
        scores.append(
            tool.compute_surface_dice(a, b, class_thresholds=[1, 1], **options)[0].tolist())
        return scores

    def by_label(scores):
        return [value for label in zip(*scores) for value in label]

    return lambda: by_label(short()[2]), lambda: by_label(full())


def simpleitk(prediction, reference, spacing):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)

    def image(mask):
        result = sitk.GetImageFromArray(mask.T.astype(numpy.uint8))
        result.SetSpacing([float(s) for s in spacing])
        return result

    def distances(start, target):
        distance = sitk.Abs(sitk.SignedMaurerDistanceMap(
            sitk.LabelContour(target, False), squaredDistance=False, useImageSpacing=True))
        contour = sitk.GetArrayViewFromImage(sitk.LabelContour(start, False))
        return sitk.GetArrayViewFromImage(distance)[contour > 0]

    def short(a, b):
        a, b = image(a), image(b)
        overlap = sitk.LabelOverlapMeasuresImageFilter()
        overlap.Execute(b, a)
        pooled = numpy.concatenate([distances(a, b), distances(b, a)])
        return overlap.GetDiceCoefficient(), pooled.mean()

    return each_label(short, prediction, reference), None


def cropped(distances_between):
    """Dice and ASSD with SciPy on the box around both maps; `distances_between` searches."""

    def rival(prediction, reference, spacing):
        from scipy import ndimage

        def run():
            box = ndimage.find_objects(((prediction > 0) | (reference > 0)).astype(numpy.uint8))[0]
            a, b = (numpy.pad(array[box], 1) for array in (prediction, reference))
            result = []
            for n in LABELS:
                p, r = a == n, b == n
                surfaces = [m ^ ndimage.binary_erosion(m) for m in (p, r)]
                pooled = distances_between(*surfaces, numpy.asarray(spacing))
                result += [2 * (p & r).sum() / (p.sum() + r.sum()), pooled.mean()]
            return result

        return run, None

    return rival


def by_tree(a, b, spacing):
    from scipy.spatial import cKDTree

    first, second = (numpy.argwhere(surface) * spacing for surface in (a, b))
    return numpy.concatenate(
        [cKDTree(second).query(first)[0], cKDTree(first).query(second)[0]])


def by_transform(a, b, spacing):
    from scipy.ndimage import distance_transform_edt

    return numpy.concatenate([
        distance_transform_edt(~target, sampling=spacing)[start]
        for start, target in ((a, b), (b, a))])


def each_label(function, prediction, reference):
    return lambda: [
        value for n in LABELS for value in function(prediction == n, reference == n)]


def numpy_ranking(folder):
    """Rank-then-mean with 1000 bootstraps: ranks once, then one matrix product for all draws."""
    from scipy.stats import kendalltau, rankdata

    with open(folder / "scores.csv", newline="") as file:
        rows = list(csv.DictReader(file))
    cases = sorted({row["Case"] for row in rows})
    teams = sorted({row["Team"] for row in rows})
    metrics = ["VS_Dice", "VS_ASSD", "Cochlea_Dice", "Cochlea_ASSD"]
    values = numpy.zeros((len(cases), len(metrics), len(teams)))
    case_place, team_place = ({name: n for n, name in enumerate(names)} for names in (cases, teams))
    for row in rows:
        for m, metric in enumerate(metrics):
            sign = -1 if metric.endswith("Dice") else 1
            values[case_place[row["Case"]], m, team_place[row["Team"]]] = sign * float(row[metric])

    def run():
        ranks = rankdata(values, method="min", axis=2).mean(axis=1)
        original = rankdata(ranks.mean(axis=0), method="min")
        numpy.random.seed(1)
        drawn = numpy.stack(
            [numpy.random.choice(len(cases), len(cases)) for _ in range(1000)])
        counts = numpy.stack([numpy.bincount(d, minlength=len(cases)) for d in drawn])
        again = rankdata(counts @ ranks / len(cases), method="min", axis=1)
        return [numpy.mean([kendalltau(original, row)[0] for row in again])]

    return run


# The distribution whose version is shown, and the function.
RIVALS = {
    "SciPy cKDTree on the crop, hand-written": ("scipy", cropped(by_tree)),
    "SciPy EDT on the crop, hand-written": ("scipy", cropped(by_transform)),
    "surface-distance": ("surface-distance", surface_distance),
    "MONAI": ("monai", monai),
    "SimpleITK": ("SimpleITK", simpleitk),
    "MedPy": ("MedPy", medpy),
}
RANKING = "vectorised NumPy, hand-written"


def load(folder):
    import nibabel

    images = [nibabel.load(folder / f"{name}.nii.gz") for name in ("prediction", "reference")]
    arrays = [numpy.asarray(image.dataobj).astype(numpy.uint8) for image in images]
    return *arrays, tuple(float(round(s, 6)) for s in images[1].header.get_zooms())


def timed(task, tool, run, budget=20):
    times, cpu = [], []
    while len(times) < 15 and (not times or sum(times) < budget):
        start, cpu_start = time.perf_counter(), time.process_time()
        values = run()
        cpu.append(time.process_time() - cpu_start)
        times.append(time.perf_counter() - start)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return {
        "task": task, "tool": tool, "milliseconds": [1000 * t for t in times],
        "cpuMilliseconds": [1000 * t for t in cpu],
        "peakMiB": peak / (1 << 20 if sys.platform == "darwin" else 1 << 10),
        "values": [float(value) for value in values],
    }


def main(mode, name="", folder=""):
    if mode == "list":
        print(json.dumps([*RIVALS, RANKING]))
        return
    folder = pathlib.Path(folder)
    if name == RANKING:
        tool = f"{RANKING} {numpy.__version__}"
        print(json.dumps([timed(BOOTSTRAPS, tool, numpy_ranking(folder))]))
        return
    distribution, rival = RIVALS[name]
    short, full = rival(*load(folder))
    if mode == "once":
        print(short())
        return
    tool = f"{name} {importlib.metadata.version(distribution)}"
    rows = [timed(OVERLAP_AND_DISTANCE, tool, short)]
    if full:
        # After the short task, so that its peak is not counted there.
        rows.insert(0, timed(EVERY_METRIC, tool, full))
    print(json.dumps(rows))


main(*sys.argv[1:])
