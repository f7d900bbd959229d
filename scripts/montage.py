"""Draws simulated scans, one column per site: the slice through the cochleas and its middle.

Usage: montage.py data-set picture.png
The data set is one that `kakehashi simulate` wrote with --target 0; ceT1 comes from the source cases,
T2 from the held-out ones. Needs numpy, nibabel, matplotlib, Pillow.
"""

import io
import pathlib
import sys

import matplotlib

matplotlib.use("Agg")
import matplotlib.pyplot as plot
import nibabel
import numpy
from PIL import Image


def views(image, label):
    volume = nibabel.as_closest_canonical(nibabel.load(image))
    codes = numpy.asarray(nibabel.as_closest_canonical(nibabel.load(label)).dataobj)
    values = numpy.asarray(volume.dataobj, dtype=float)
    spacing = volume.header.get_zooms()
    place = numpy.argwhere(codes == 3)
    k = int(numpy.median(place[:, 2]))
    i, j = (int(numpy.median(place[:, a])) for a in (0, 1))
    wide, deep = int(48 / spacing[0]), int(30 / spacing[1])
    box = values[max(i - wide, 0):i + wide, max(j - deep, 0):j + deep, k]
    top = numpy.percentile(values, 99.7)
    return [(values[:, :, k].T / top, spacing), (box.T / top, spacing)]


def main():
    root, picture = pathlib.Path(sys.argv[1]), sys.argv[2]
    labels = sorted(root.rglob("*_Label.nii.gz"))
    columns = []
    for label in labels:
        name = label.name.removesuffix("_Label.nii.gz")
        for image in sorted(root.rglob(f"{name}_*.nii.gz")):
            contrast = image.name.removeprefix(name + "_").removesuffix(".nii.gz")
            if contrast in ("ceT1", "T2"):
                columns.append((f"{name.split('_')[1]} {contrast}", views(image, label)))
    columns.sort(key=lambda c: (c[0].split()[1] == "T2", c[0]))
    half = len(columns) // 2
    figure, axes = plot.subplots(4, half, figsize=(2.6 * half, 8.2), squeeze=False)
    for number, (title, pictures) in enumerate(columns):
        row, column = 2 * (number // half), number % half
        axes[row][column].set_title(title, fontsize=9)
        for below, (view, spacing) in enumerate(pictures):
            axes[row + below][column].imshow(
                view, cmap="gray", vmin=0, vmax=1, origin="lower", aspect=spacing[1] / spacing[0])
    for axis in axes.ravel():
        axis.axis("off")
    plot.tight_layout(pad=0.3)
    drawn = io.BytesIO()
    plot.savefig(drawn, dpi=66)
    # 32 greys are enough to look at and a third of the size.
    Image.open(drawn).convert("L").quantize(32).save(picture, optimize=True)


main()
