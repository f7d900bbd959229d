"""The table of scripts/dicom-suites."""

import itertools
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


def holds_images(folder):
    """Whether a DICOM object lies in the folder itself: with the preamble, or bare from group 8 on."""
    for path in folder.iterdir():
        if path.is_file():
            start = path.open("rb").read(132)
            if start[128:] == b"DICM" or start[:2] == b"\x08\x00":
                return True
    return False


def outcome(suite, folder):
    """The folder's name, volumes read, those that the rival reads alike, and reasons of refusal."""
    with tempfile.TemporaryDirectory() as temporary:
        out, rival = pathlib.Path(temporary, "ours"), pathlib.Path(temporary, "theirs")
        run = subprocess.run(
            [KAKEHASHI, "convert", str(folder), "-o", str(out), "--json", "-"],
            capture_output=True, text=True)
        name = f"{suite.name}/{folder.relative_to(suite)}"
        if run.returncode < 0:
            return name, f"CRASHED {run.returncode}", "", {}
        if not run.stdout.startswith("{"):
            return name, 0, 0, {"error": run.stderr.strip().replace(f"{suite}/", "")}
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
        return name, len(read), same, reasons


def row(outcomes):
    """One line for neighbouring folders with the same outcome; the first one's words."""
    name, read, same, reasons = outcomes[0]
    if len(outcomes) > 1:
        name = f"{name.rsplit('/', 1)[0]}: {len(outcomes)} folders alike, each"
    refused = "; ".join(f"**{kind}**: {text}" for kind, text in sorted(reasons.items()))
    return f"| {name} | {read} | {same} | {refused} |"


def main():
    print("| folder | volumes read | of these as dcm2niix reads them | refused, and the first reason |")
    print("|---|---|---|---|")
    for suite in SUITES:
        suite = suite.resolve()
        folders = sorted({p.parent for p in suite.rglob("*") if p.is_file() and ".git" not in p.parts})
        outcomes = (outcome(suite, folder) for folder in folders if holds_images(folder))
        for _, alike in itertools.groupby(
            outcomes, key=lambda o: (o[0].rsplit("/", 1)[0], o[1], o[2], sorted(o[3]))
        ):
            print(row(list(alike)), flush=True)


main()
