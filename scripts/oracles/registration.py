#!/usr/bin/env python3
"""Sets the registrations of a simulated follow-up beside SimpleITK's.

Usage: registration.py FOLDER OWN.json: what `kakehashi simulate-follow-up` wrote, and what `kakehashi
follow-up FOLDER --json OWN.json` found in it. Prints for each later visit both largest errors in mm at
the inner ears' points of truth.json, and SimpleITK's seconds. Its settings: Mattes'
mutual information with 32 bins on a tenth of the voxels, regular steps, 4, 2 and 1 times shrunk,
started from the centres of the fields of view (SimpleITK's own registration examples).
"""
import csv
import json
import pathlib
import sys
import time

import numpy as np
import SimpleITK as sitk


def register(fixed, moving):
    start = sitk.CenteredTransformInitializer(
        fixed, moving, sitk.Euler3DTransform(), sitk.CenteredTransformInitializerFilter.GEOMETRY)
    method = sitk.ImageRegistrationMethod()
    method.SetMetricAsMattesMutualInformation(32)
    method.SetMetricSamplingStrategy(method.RANDOM)
    method.SetMetricSamplingPercentage(0.1, seed=1)
    method.SetInterpolator(sitk.sitkLinear)
    method.SetOptimizerAsRegularStepGradientDescent(2.0, 1e-3, 200, relaxationFactor=0.5)
    method.SetOptimizerScalesFromPhysicalShift()
    method.SetShrinkFactorsPerLevel([4, 2, 1])
    method.SetSmoothingSigmasPerLevel([2, 1, 0])
    method.SmoothingSigmasAreSpecifiedInPhysicalUnitsOn()
    method.SetInitialTransform(start, inPlace=False)
    return method.Execute(fixed, moving)


def lps(point):
    return [-point[0], -point[1], point[2]]


def own_transforms(path):
    """By patient and date: a function from a point of the first visit to the later visit."""
    found = {}
    for patient in json.loads(pathlib.Path(path).read_text()):
        for visit in patient["visits"]:
            registration = visit["alignment"].get("registration")
            if registration:
                affine = registration["transform"]["affine"]
                columns = np.array([affine["x"], affine["y"], affine["z"]]).T
                shift = np.array(affine["translation"])
                found[patient["patient"], visit["date"]] = (
                    lambda p, columns=columns, shift=shift: columns @ np.array(p) + shift)
    return found


def largest(move, first, visit):
    return max(
        np.linalg.norm(np.array(move(p)) - np.array(q))
        for p, q in zip(first["innerEarPoints"], visit["innerEarPoints"]))


def main():
    own = own_transforms(sys.argv[2])
    root = pathlib.Path(sys.argv[1])
    truth = json.loads((root / "truth.json").read_text())
    sequences = {row["image"]: row["sequence"] for row in csv.DictReader(open(root / "visits.csv"))}
    print(f"{'patient':9}{'visit':12}{'sequences':14}{'kakehashi':>12}"
          f"{'SimpleITK ' + sitk.Version.VersionString():>20}")
    for patient, visits in sorted(truth.items()):
        first = visits[0]
        fixed = sitk.ReadImage(str(root / first["image"]), sitk.sitkFloat32)
        for visit in visits[1:]:
            moving = sitk.ReadImage(str(root / visit["image"]), sitk.sitkFloat32)
            begin = time.time()
            found = register(fixed, moving)
            seconds = time.time() - begin
            rival = largest(lambda p: lps(found.TransformPoint(lps(p))), first, visit)
            mine = own.get((patient, visit["date"]))
            text = f"{largest(mine, first, visit):.2f} mm" if mine else "none"
            kinds = f"{sequences[first['image']]} to {sequences[visit['image']]}"
            print(f"{patient:9}{visit['date']:12}{kinds:14}{text:>12}{rival:>13.2f} mm"
                  f" {seconds:6.1f} s", flush=True)


if __name__ == "__main__":
    main()
