"""Writes Tests/Golden/planning.json: what nnU-Net's own planner makes of some fingerprints.

Usage: planning.py > Tests/Golden/planning.json
Made with Python 3.11, nnunetv2 2.8.1, dynamic-network-architectures 0.4.4 and PyTorch 2.13.0.

Each fingerprint is a list of image sizes and spacings, of nnU-Net's axis order [D, H, W], whose first axis is the
coarsest, so that nnU-Net does not transpose. Its planner is called without a data set on disk.
"""

import json
import os
import sys

for name in ("nnUNet_raw", "nnUNet_preprocessed", "nnUNet_results"):
    os.environ.setdefault(name, "/nonexistent")
os.environ.setdefault("nnUNet_n_proc_DA", "1")

import numpy
from nnunetv2.experiment_planning.experiment_planners.default_experiment_planner import (
    ANISO_THRESHOLD,
    ExperimentPlanner,
    PlainConvUNet,
    compute_new_shape,
)

# name, images as (size, spacing), memory in GB, features
CASES = [
    ("isotropic brain", [((155, 240, 240), (1.0, 1.0, 1.0))] * 4, 8, 32),
    ("crossMoDA 2023 T2", [((40, 448, 448), (1.5, 0.469, 0.469)), ((80, 512, 512), (1.0, 0.41, 0.41)),
                           ((60, 384, 384), (1.5, 0.5, 0.5)), ((50, 320, 320), (1.5, 0.6, 0.6)),
                           ((120, 512, 512), (1.0, 0.35, 0.35))], 8, 32),
    ("thick cardiac stacks", [((10, 256, 216), (10.0, 1.5, 1.5)), ((9, 224, 154), (10.0, 1.56, 1.56)),
                              ((12, 256, 256), (5.0, 1.37, 1.37)), ((8, 232, 256), (10.0, 1.68, 1.68)),
                              ((15, 216, 256), (6.0, 1.4, 1.4))], 8, 32),
    ("one coarse axis, finer than the others at the tenth percentile",
     [((20, 300, 300), (0.9, 1.0, 1.0))] * 2 + [((20, 300, 300), (4.0, 1.0, 1.0))] * 5, 8, 32),
    ("small images", [((24, 40, 36), (1.5, 1.0, 1.0)), ((30, 44, 40), (1.2, 1.0, 1.0))], 8, 32),
    ("many small images", [((24, 40, 36), (1.5, 1.0, 1.0)), ((30, 44, 40), (1.2, 1.0, 1.0))] * 200, 8, 32),
    ("the region round the ears", [((36, 148, 268), (1.0, 0.41, 0.41))] * 20, 8, 32),
    ("little memory, narrow", [((36, 148, 268), (1.0, 0.41, 0.41))] * 20, 0.5, 12),
    ("much memory", [((155, 240, 240), (1.0, 1.0, 1.0))] * 4, 24, 32),
    ("two resolutions apart", [((60, 300, 300), (2.5, 0.7, 0.7))] * 3, 8, 32),
]


def plan(images, gigabytes, features):
    planner = ExperimentPlanner.__new__(ExperimentPlanner)
    planner.dataset_fingerprint = {
        "spacings": [spacing for _, spacing in images],
        "shapes_after_crop": [size for size, _ in images],
    }
    planner.dataset_json = {
        "channel_names": {"0": "MR"},
        "labels": {"background": 0, "extra": 1, "intra": 2, "cochlea": 3},
        "numTraining": len(images),
    }
    planner.anisotropy_threshold = ANISO_THRESHOLD
    planner.UNet_base_num_features = features
    planner.UNet_class = PlainConvUNet
    planner.UNet_reference_val_3d = 560000000
    planner.UNet_reference_val_corresp_GB = 8
    planner.UNet_reference_val_corresp_bs_3d = 2
    planner.UNet_featuremap_min_edge_length = 4
    planner.UNet_blocks_per_stage_encoder = (2,) * 14
    planner.UNet_blocks_per_stage_decoder = (2,) * 13
    planner.UNet_min_batch_size = 2
    planner.UNet_max_features_3d = 10 * features
    planner.max_dataset_covered = 0.05
    planner.UNet_vram_target_GB = gigabytes
    planner.overwrite_target_spacing = None
    planner.preprocessor_name = "DefaultPreprocessor"
    planner.determine_normalization_scheme_and_whether_mask_is_used_for_norm = lambda: ([], [])
    spacing = planner.determine_fullres_target_spacing()
    shapes = [compute_new_shape(size, old, spacing) for size, old in images]
    median = numpy.median(shapes, 0)
    voxels = float(numpy.prod(median) * len(images))
    cache = {}
    made = planner.get_plans_for_configuration(spacing, median, "x", voxels, cache)
    kwargs = made["architecture"]["arch_kwargs"]
    return {
        "spacing": [float(s) for s in spacing],
        "size": [float(s) for s in median],
        "patch": [int(s) for s in made["patch_size"]],
        "batch": int(made["batch_size"]),
        "strides": [list(s) for s in kwargs["strides"]],
        "kernels": [list(s) for s in kwargs["kernel_sizes"]],
        "channels": list(kwargs["features_per_stage"]),
        "featureMaps": int(cache[f"{made['patch_size']}_{kwargs['strides']}"]),
    }


def once(images):
    """The shortest start of a list that makes the list when it is repeated."""
    for length in range(1, len(images) + 1):
        if len(images) % length == 0 and images == images[:length] * (len(images) // length):
            return images[:length]


results = []
for name, images, gigabytes, features in CASES:
    results.append(
        {
            "name": name,
            # Of a data set that repeats, one round and how often it goes.
            "images": [{"size": list(size), "spacing": list(spacing)} for size, spacing in once(images)],
            "times": len(images) // len(once(images)),
            "gigabytes": gigabytes,
            "features": features,
            "plan": plan(images, gigabytes, features),
        }
    )
json.dump(results, sys.stdout, separators=(",", ":"))
print()
