"""Measures how `kakehashi predict` grows with its work; called by `scripts/study-scaling`.

study_scaling.py KAKEHASHI MODEL OUTPUT writes OUTPUT.json, OUTPUT.md and OUTPUT.svg. Scans are of noise with
a bright ball for each ear; time does not depend on what they show. One thread; CPU seconds of the process,
its peak resident memory and what was forecast.
"""

import datetime
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile

import matplotlib
import nibabel
import numpy
from safetensors.numpy import load_file, save_file

matplotlib.use("Agg")
from matplotlib import pyplot

SIZES = ((256, 256, 40), (320, 320, 64), (512, 512, 80), (512, 512, 160))
CASES = (1, 2, 4)
CLASSES = (4, 8, 16)


def scan(path, size):
    """A T2-like scan of a field of view of 205 x 205 x 100 mm."""
    spacing = numpy.array([205 / size[0], 205 / size[1], 100 / size[2]])
    random = numpy.random.default_rng(1)
    data = random.normal(300, 30, size)
    place = [(numpy.arange(n) - (n - 1) / 2) * s for n, s in zip(size, spacing)]
    for x in (-38, 38):
        distance = numpy.sqrt(
            (place[0] - x)[:, None, None] ** 2 + place[1][None, :, None] ** 2
            + place[2][None, None, :] ** 2)
        data[distance < 6] += 600
    affine = numpy.diag([*spacing, 1])
    affine[:3, 3] = [p[0] for p in place]
    nibabel.save(nibabel.Nifti1Image(data.clip(0, 4000).astype(numpy.int16), affine), path)


def with_classes(model, folder, count):
    """The model with its last classes repeated, so that its head has as many."""
    plan = json.loads((model / "plan.json").read_text())
    known = len(plan["classes"])
    plan["classes"] = (plan["classes"] + [f"class {n}" for n in range(known, count)])[:count]
    plan["network"]["classes"] = count
    (folder / "plan.json").write_text(json.dumps(plan))
    weights = load_file(model / "segmenter.safetensors")
    for name, value in weights.items():
        if name.startswith("head."):
            weights[name] = numpy.concatenate(
                [value, numpy.repeat(value[-1:], count - known, axis=0)])
    save_file(weights, folder / "segmenter.safetensors")
    save_file(load_file(model / "localiser.safetensors"), folder / "localiser.safetensors")
    return folder


def predict(kakehashi, model, scans, output):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [kakehashi, "predict", "-i", scans, "-o", output, "-m", model, "--threads", "1", "--json",
         "--quiet", "--overwrite"], check=True, capture_output=True, text=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    outcomes = [json.loads(line) for line in done.stdout.splitlines()]
    return {
        "cpuSeconds": after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime,
        "peakMiB": max(outcome["peakMemoryMiB"] for outcome in outcomes),
        "forecastMiB": max(outcome["forecastMemoryMiB"] for outcome in outcomes),
    }


def measured(kakehashi, model, folder):
    rows = []
    middle = SIZES[1]
    for size in SIZES:
        scans = folder / "x".join(map(str, size))
        scans.mkdir()
        scan(scans / "a_T2.nii.gz", size)
        rows.append({"axis": "million voxels", "value": numpy.prod(size) / 1e6,
                     **predict(kakehashi, model, scans, folder / "out")})
    for count in CASES:
        scans = folder / f"cases-{count}"
        scans.mkdir()
        for n in range(count):
            os.link(folder / "x".join(map(str, middle)) / "a_T2.nii.gz", scans / f"{n}_T2.nii.gz")
        rows.append({"axis": "cases", "value": count,
                     **predict(kakehashi, model, scans, folder / "out")})
    for count in CLASSES:
        changed = folder / f"classes-{count}"
        changed.mkdir()
        rows.append({"axis": "classes", "value": count, **predict(
            kakehashi, with_classes(model, changed, count),
            folder / "x".join(map(str, middle)), folder / "out")})
    return rows


def draw(rows, path):
    axes = list(dict.fromkeys(row["axis"] for row in rows))
    figure, plots = pyplot.subplots(2, len(axes), figsize=(4 * len(axes), 6), squeeze=False)
    for column, axis in enumerate(axes):
        chosen = [row for row in rows if row["axis"] == axis]
        x = [row["value"] for row in chosen]
        plots[0][column].plot(x, [row["cpuSeconds"] for row in chosen], "o-")
        plots[0][column].set_ylabel("CPU s")
        plots[1][column].plot(x, [row["peakMiB"] for row in chosen], "o-", label="peak")
        plots[1][column].plot(x, [row["forecastMiB"] for row in chosen], "x--", label="forecast")
        plots[1][column].set_ylabel("MiB")
        plots[1][column].legend()
        for row in range(2):
            plots[row][column].set_xlabel(axis)
            plots[row][column].set_ylim(bottom=0)
            plots[row][column].set_xlim(left=0)
    figure.tight_layout()
    figure.savefig(path)


def main(kakehashi, model, output):
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(kakehashi, pathlib.Path(model), pathlib.Path(folder))
    draw(rows, output + ".svg")
    pathlib.Path(output + ".json").write_text(json.dumps(rows, indent=2) + "\n")
    worst = max(abs(row["forecastMiB"] / row["peakMiB"] - 1) for row in rows)
    table = "\n".join(
        f"| {row['axis']} | {row['value']:g} | {row['cpuSeconds']:.2f} | {row['peakMiB']:.0f} "
        f"| {row['forecastMiB']:.0f} |" for row in rows)
    pathlib.Path(output + ".md").write_text(f"""# Cost of a prediction as work grows

`scripts/study-scaling MODEL`, {datetime.date.today()}, one thread, on a machine shared with other work. Scans of 205 x 205 x 100 mm in
finer and finer voxels; then several scans of {"x".join(map(str, SIZES[1]))} voxels; then one, with more classes. The forecast is what
`predict` says before it reads a scan; it was off by at most {100 * worst:.0f} % here. The plot is `scaling.svg`.

| grows | to | CPU s | peak MiB | forecast MiB |
|---|---|---|---|---|
{table}

Time grows with voxels because the scan is inflated, and searched for ears, once; the networks see a region fixed in millimetres and cost
the same for any scan. Cases add their time and no memory, but for the scan that is read ahead. Classes add the last layer, the softmax
and one map of the region each. Nothing here grows faster than its work.
""")


main(*sys.argv[1:])
