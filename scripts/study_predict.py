"""Segments a scan as nnU-Net v2 does, with the networks of a Kakehashi model.

study_predict.py MODEL SCAN REFERENCE OUTPUT.nii.gz OUTPUT.json [TILES]

With TILES only so many tiles are computed and their time is multiplied: the time is then an estimate, and
there are no labels to compare.

What is nnU-Net's own: cubic resampling of the whole scan to the plan's spacing, the sliding window of
`nnUNetPredictor` over it (step 0.5, Gaussian, float32, no autocast on a CPU), resampling of the logits
to the scan's grid, argmax. The network is the model's U-Net written in PyTorch, with its weights. So
that both see the same intensities, they are mapped as the model was trained: percentiles and z-score of
the region round the ears, which are taken from the reference. Mirrored left to right, as Kakehashi does
by default; nnU-Net's own default, all eight flips, would take four times as long.
"""

import json
import os
import pathlib
import sys
import time
import types

import nibabel
import numpy
import torch
from nnunetv2.inference.predict_from_raw_data import nnUNetPredictor
from nnunetv2.preprocessing.resampling.default_resampling import resample_data_or_seg
from safetensors.torch import load_file
from scipy import ndimage
from torch import nn


class Stage(nn.Module):
    def __init__(self, inputs, outputs, stride, count):
        super().__init__()
        widths = [inputs] + [outputs] * count
        self.conv = nn.ModuleList(
            nn.Conv3d(a, b, 3, stride if n == 0 else 1, 1, bias=False)
            for n, (a, b) in enumerate(zip(widths, widths[1:])))
        self.norm = nn.ModuleList(nn.InstanceNorm3d(outputs, affine=True) for _ in range(count))

    def forward(self, x):
        for conv, norm in zip(self.conv, self.norm):
            x = nn.functional.leaky_relu(norm(conv(x)), 0.01)
        return x


class UNet(nn.Module):
    """`Sources/Networks/Architectures/UNet.swift`, with its names of weights."""

    def __init__(self, plan):
        super().__init__()
        channels, strides = plan["channels"], plan["strides"]
        count = plan["convolutionsPerStage"]
        inputs = [plan["inputs"]] + channels
        levels = range(len(channels) - 1)
        self.encoder = nn.ModuleList(
            Stage(a, b, s, count) for a, b, s in zip(inputs, channels, strides))
        self.up = nn.ModuleList(
            nn.ConvTranspose3d(channels[n + 1], channels[n], strides[n + 1], strides[n + 1], bias=False)
            for n in levels)
        self.decoder = nn.ModuleList(Stage(2 * channels[n], channels[n], 1, count) for n in levels)
        self.head = nn.ModuleList(nn.Conv3d(channels[n], plan["classes"], 1) for n in levels)

    def forward(self, x):
        skips = []
        for stage in self.encoder:
            x = stage(x)
            skips.append(x)
        for n in reversed(range(len(self.up))):
            x = self.decoder[n](torch.cat([self.up[n](x), skips[n]], 1))
        return self.head[0](x)


def intensities(volume, spacing, ears, region):
    """Shift and scale that map a volume `[k, j, i]` as the model's training did; `ears` in voxels."""
    size = numpy.array(region["size"]) * region["spacing"] / spacing
    centre = numpy.mean(ears, axis=0) + numpy.array(region["offset"]) / spacing
    low = numpy.maximum(numpy.rint(centre - size / 2), 0).astype(int)
    high = numpy.rint(centre + size / 2).astype(int)
    part = volume[low[2]:high[2], low[1]:high[1], low[0]:high[0]]
    bottom, top = numpy.percentile(part, [0.5, 99.9])
    part = numpy.clip((part - bottom) / (top - bottom) * 2 - 1, -1, 1)
    return bottom, top, part.mean(), part.std()


def main(model, scan, reference, output, report, tiles=None):
    torch.set_num_threads(1)
    start, cpu_start = time.perf_counter(), time.process_time()
    plan = json.loads((pathlib.Path(model) / "plan.json").read_text())
    network = UNet(plan["network"])
    network.load_state_dict(load_file(pathlib.Path(model) / "segmenter.safetensors"))
    network.eval()

    original = nibabel.load(scan)
    image = nibabel.as_closest_canonical(original)
    volume = numpy.asarray(image.dataobj).T.astype(numpy.float32)
    spacing = numpy.array(image.header.get_zooms()[:3], float)
    target = numpy.array(plan["region"]["spacing"], float)
    shape = numpy.rint(volume.shape * spacing[::-1] / target[::-1]).astype(int)
    resampled = resample_data_or_seg(volume[None], shape, order=3)[0]

    truth = nibabel.as_closest_canonical(nibabel.load(reference))
    cochlea = ndimage.label(numpy.asarray(truth.dataobj) == plan["cleanup"]["cochlea"])
    sizes = numpy.bincount(cochlea[0].ravel())[1:]
    ears = [ndimage.center_of_mass(cochlea[0] == n + 1) for n in numpy.argsort(-sizes)[:2]]
    to_resampled = numpy.linalg.inv(image.affine) @ truth.affine
    ears = [(to_resampled[:3, :3] @ ear + to_resampled[:3, 3]) * spacing / target for ear in ears]
    bottom, top, mean, deviation = intensities(resampled, target, ears, plan["region"])
    mapped = numpy.clip((resampled - bottom) / (top - bottom) * 2 - 1, -1, 1)
    data = torch.from_numpy(((mapped - mean) / deviation).astype(numpy.float32))[None]
    prepared = time.process_time()

    predictor = nnUNetPredictor(
        tile_step_size=0.5, use_gaussian=True, use_mirroring=True, device=torch.device(os.environ.get("DEVICE", "cpu")),
        perform_everything_on_device=False, allow_tqdm=False)
    predictor.network = network.to(predictor.device)
    predictor.configuration_manager = types.SimpleNamespace(patch_size=plan["tile"][::-1])
    predictor.label_manager = types.SimpleNamespace(
        num_segmentation_heads=plan["network"]["classes"])
    predictor.allowed_mirroring_axes = (2,)
    slicers = predictor._internal_get_sliding_window_slicers(data.shape[1:])
    factor = 1
    with torch.inference_mode():
        if tiles:
            factor = len(slicers) / int(tiles)
            middle = slicers[len(slicers) // 2:][:int(tiles)]
            predictor._internal_get_sliding_window_slicers = lambda _: middle
            # Where no tile was, nothing is divided by nothing.
            torch.isinf = lambda _: torch.zeros(1, dtype=bool)
        logits = predictor.predict_sliding_window_return_logits(data)
    windowed = time.process_time()

    classes = resample_data_or_seg(logits.float().numpy(), volume.shape, order=1)
    labels = classes.argmax(0).astype(numpy.uint8).T
    turned = nibabel.Nifti1Image(labels, image.affine)
    back = nibabel.orientations.ornt_transform(
        nibabel.io_orientation(image.affine), nibabel.io_orientation(original.affine))
    nibabel.save(turned.as_reoriented(back), output)
    status = pathlib.Path("/proc/self/status").read_text()
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    end = time.process_time()
    window = factor * (windowed - prepared)
    pathlib.Path(report).write_text(json.dumps({
        "cpuSeconds": end - (windowed - prepared) + window,
        "prepareCPUSeconds": prepared - cpu_start, "windowCPUSeconds": window,
        "exportCPUSeconds": end - windowed, "seconds": time.perf_counter() - start,
        "peakMiB": peak / 1024, "tiles": len(slicers), "tilesComputed": int(tiles or len(slicers)),
    }, indent=2) + "\n")


main(*sys.argv[1:])
