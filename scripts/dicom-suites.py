"""The table of scripts/dicom-suites."""

import json
import pathlib
import subprocess
import sys
import tempfile

import nibabel as nib
import numpy as np

KAKEHASHI, SUITES = sys.argv[1], [pathlib.Path(path) for path in sys.argv[2:]]


def images(folder):
    result = []
    for path in sorted(folder.glob("*.nii*")):
        image = nib.load(path)
        if image.get_data_dtype().names:
            continue  # colour
        image = nib.as_closest_canonical(image)
        data = np.asanyarray(image.dataobj, dtype=np.float32)
        # A series in time is compared volume by volume.
        volumes = [data[..., n] for n in range(data.shape[3])] if data.ndim == 4 else [data]
        result += [(image.affine, volume) for volume in volumes if volume.ndim == 3]
    return result


def is_found(ours, theirs):
    affine, voxels = ours
    for other_affine, other in theirs:
        if other.shape != voxels.shape:
            continue
        if np.abs(affine - other_affine).max() > 0.01:
            continue
        if np.allclose(voxels, other, rtol=1e-5, atol=1e-3):
            return True
    return False


def row(suite, folder):
    with tempfile.TemporaryDirectory() as temporary:
        out, rival = pathlib.Path(temporary, "ours"), pathlib.Path(temporary, "theirs")
        run = subprocess.run(
            [KAKEHASHI, "convert", str(folder), "-o", str(out), "--json", "-"],
            capture_output=True, text=True)
        name = f"{suite.name}/{folder.relative_to(suite)}"
        if run.returncode < 0:
            return f"| {name} | CRASHED {run.returncode} | | |"
        if not run.stdout.startswith("{"):
            return None
        report = json.loads(run.stdout)
        read = report["series"]
        rival.mkdir()
        subprocess.run(
            ["dcm2niix", "-b", "n", "-p", "n", "-z", "n", "-o", str(rival), str(folder)],
            capture_output=True)
        theirs = images(rival)
        same = sum(is_found(ours, theirs) for ours in images(out))
        reasons = {}
        for item in report["refused"]:
            message = item["message"].split(": ", 1)[-1].replace(f"{suite}/", "")
            reasons.setdefault(item["reason"], message)
        refused = "; ".join(f"**{kind}**: {text}" for kind, text in sorted(reasons.items()))
        return f"| {name} | {len(read)} | {same} | {refused} |"


def main():
    print("| folder | volumes read | of these as dcm2niix reads them | refused, and the first reason |")
    print("|---|---|---|---|")
    for suite in SUITES:
        suite = suite.resolve()
        folders = sorted({p.parent for p in suite.rglob("*") if p.is_file() and ".git" not in p.parts})
        for folder in folders:
            line = row(suite, folder)
            if line:
                print(line, flush=True)


main()
