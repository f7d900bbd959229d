"""The Python rivals of the hot paths in `make bench`.

hot_paths.py FOLDER answers lines on standard input with a line of JSON each:

tools<TAB>HOT PATH         the names, with versions, of the rivals that this Python has
run<TAB>HOT PATH<TAB>TOOL  one run: wall ms, CPU ms, a number to compare

FOLDER holds image.nii.gz, labels.nii.gz, tumour.nii.gz and ragged.nii.gz. One thread. Data are in
memory before the clock starts, except where files are read and written.
"""

import functools
import importlib
import importlib.metadata
import json
import os
import pathlib
import sys
import time

for variable in ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "ITK_GLOBAL_DEFAULT_NUMBER_OF_THREADS"):
    os.environ[variable] = "1"

import nibabel
import numpy

FOLDER = pathlib.Path(sys.argv[1])
FINER = (180, 350, 350)
RIVALS = {}


def rival(hot_path, tool, distribution, module=None):
    """Registers a function that prepares and gives the work, for the tool of a distribution."""

    def register(prepare):
        try:
            importlib.import_module(module or distribution)
            version = importlib.metadata.version(distribution)
        except ImportError:
            return prepare
        RIVALS.setdefault(hot_path, {})[f"{tool} {version}"] = functools.cache(prepare)
        return prepare

    return register


@functools.cache
def array(name):
    """An image as [k, j, i], i fastest."""
    data = numpy.asarray(nibabel.load(FOLDER / f"{name}.nii.gz").dataobj)
    return numpy.ascontiguousarray(data.T)


@functools.cache
def floats():
    return array("image").astype(numpy.float32)


DISTANCE = "distance transform, 256x256x120"
CUBIC = "cubic resampling, 512x512x120 to 350x350x180"
LINEAR = "linear resampling, 512x512x120 to 350x350x180"
LARGEST = "largest component, tumour in 512x512x120"
STATISTICS = "components with statistics, ragged 256x256x120"
COMPONENTS = "components as a label image, ragged 256x256x120"
READ = "read int16 .nii.gz, 512x512x120"
READ_LABELS = "read labels .nii.gz, 512x512x120"
WRITE = "write int16 .nii.gz, 512x512x120"
WRITE_LABELS = "write labels .nii.gz, 512x512x120"
PATCH = "turned and scaled patch with labels, 128x128x40"
INTENSITY = "noise, blur, brightness, contrast and gamma of a patch, 128x128x40"


@rival(DISTANCE, "SciPy", "scipy")
def _():
    from scipy.ndimage import distance_transform_edt

    outside = array("tumour") == 0
    return lambda: distance_transform_edt(outside, sampling=(1, 0.41, 0.41)).mean()


@rival(CUBIC, "SciPy zoom", "scipy")
def _():
    return lambda: zoomed(3)


@rival(LINEAR, "SciPy zoom", "scipy")
def _():
    return lambda: zoomed(1)


def zoomed(order):
    from scipy.ndimage import zoom

    factors = [a / b for a, b in zip(FINER, floats().shape)]
    return zoom(floats(), factors, order=order, mode="nearest", grid_mode=True).mean()


@rival(CUBIC, "nnU-Net", "nnunetv2")
def _():
    from nnunetv2.preprocessing.resampling.default_resampling import resample_data_or_seg

    return lambda: resample_data_or_seg(floats()[None], FINER, order=3).mean()


def itk_resampled(interpolator):
    import SimpleITK as sitk

    sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
    image = sitk.GetImageFromArray(floats())
    factors = [a / b for a, b in zip(floats().shape[::-1], FINER[::-1])]
    origin = [(f - 1) / 2 for f in factors]
    size = FINER[::-1]

    def work():
        result = sitk.Resample(
            image, size, sitk.Transform(), interpolator, origin, factors,
            image.GetDirection(), 0.0, sitk.sitkFloat32, True)
        return sitk.GetArrayViewFromImage(result).mean()

    return work


@rival(CUBIC, "SimpleITK", "SimpleITK")
def _():
    import SimpleITK as sitk

    return itk_resampled(sitk.sitkBSpline)


@rival(LINEAR, "SimpleITK", "SimpleITK")
def _():
    import SimpleITK as sitk

    return itk_resampled(sitk.sitkLinear)


@rival(LINEAR, "PyTorch", "torch")
def _():
    import torch

    torch.set_num_threads(1)
    image = torch.from_numpy(floats())[None, None]
    return lambda: float(torch.nn.functional.interpolate(
        image, FINER, mode="trilinear", align_corners=False).mean())


@rival(LARGEST, "cc3d", "connected-components-3d", "cc3d")
def _():
    import cc3d

    labels = array("labels")
    return lambda: (cc3d.largest_k(labels == 1, k=1, connectivity=26) > 0).sum()


@rival(STATISTICS, "cc3d", "connected-components-3d", "cc3d")
def _():
    import cc3d

    mask = array("ragged")

    def work():
        found = cc3d.connected_components(mask, connectivity=26)
        return len(cc3d.statistics(found)["voxel_counts"]) - 1

    return work


@rival(COMPONENTS, "cc3d", "connected-components-3d", "cc3d")
def _():
    import cc3d

    mask = array("ragged")
    return lambda: cc3d.connected_components(mask, connectivity=26).max()


@rival(COMPONENTS, "SciPy", "scipy")
def _():
    from scipy import ndimage

    mask = array("ragged")
    return lambda: ndimage.label(mask, numpy.ones((3, 3, 3)))[1]


def reading(name, tool):
    path = str(FOLDER / f"{name}.nii.gz")

    def by_deflate():
        import deflate

        return numpy.frombuffer(deflate.gzip_decompress(pathlib.Path(path).read_bytes()), numpy.uint8)[-1]

    def by_isal():
        from isal import igzip

        return numpy.frombuffer(igzip.decompress(pathlib.Path(path).read_bytes()), numpy.uint8)[-1]

    def by_nibabel():
        return numpy.asarray(nibabel.load(path).dataobj)[-1, -1, -1]

    def by_itk():
        import SimpleITK as sitk

        sitk.ProcessObject.SetGlobalDefaultNumberOfThreads(1)
        return sitk.GetArrayFromImage(sitk.ReadImage(path))[-1, -1, -1]

    return {"deflate": by_deflate, "isal": by_isal, "nibabel": by_nibabel, "itk": by_itk}[tool]


def writing(name, tool):
    path = FOLDER / f"{name}-rival.nii.gz"
    image = nibabel.load(FOLDER / f"{name}.nii.gz")
    data = numpy.asarray(image.dataobj)
    raw = image.header.structarr.tobytes() + bytes(4) + data.tobytes(order="F")
    image = nibabel.Nifti1Image(data, image.affine)

    def size_of(content):
        path.write_bytes(content)
        return len(content) / 1e6

    def by_deflate():
        import deflate

        return size_of(deflate.gzip_compress(raw, 1))

    def by_isal():
        from isal import igzip

        return size_of(igzip.compress(raw, 1))

    def by_nibabel():
        nibabel.save(image, path)
        return path.stat().st_size / 1e6

    return {"deflate": by_deflate, "isal": by_isal, "nibabel": by_nibabel}[tool]


for hot_path, image_name in ((READ, "image"), (READ_LABELS, "labels")):
    for tool, key, distribution in (
            ("libdeflate alone", "deflate", "deflate"), ("ISA-L alone", "isal", "isal"),
            ("nibabel", "nibabel", "nibabel"), ("SimpleITK", "itk", "SimpleITK")):
        rival(hot_path, tool, distribution)(functools.partial(reading, image_name, key))
for hot_path, image_name in ((WRITE, "image"), (WRITE_LABELS, "labels")):
    for tool, key, distribution in (
            ("libdeflate alone", "deflate", "deflate"), ("ISA-L alone", "isal", "isal"),
            ("nibabel", "nibabel", "nibabel")):
        rival(hot_path, tool, distribution)(functools.partial(writing, image_name, key))


@rival(PATCH, "nnU-Net", "nnunetv2", "batchgeneratorsv2")
def _():
    import torch
    from batchgeneratorsv2.transforms.spatial.spatial import SpatialTransform

    torch.set_num_threads(1)
    # As nnU-Net v2's trainer has it for anisotropic data, but always moving.
    transform = SpatialTransform(
        (40, 128, 128), 0, False, p_rotation=1, rotation=(-0.26, 0.26), p_scaling=1,
        scaling=(0.7, 1.4), p_synchronize_scaling_across_axes=1)
    # nnU-Net's loader cuts first; the margin is the one it takes for this rotation and scale.
    part = numpy.s_[20:100, 140:372, 140:372]
    image = torch.from_numpy(floats()[part].copy())[None]
    labels = torch.from_numpy(array("labels")[part].astype(numpy.int16))[None]
    return lambda: float(transform(image=image, segmentation=labels)["image"].mean())


@rival(PATCH, "SciPy", "scipy")
def _():
    from scipy.ndimage import affine_transform

    angle = 0.2
    turn = 1.1 * numpy.array([
        [1, 0, 0], [0, numpy.cos(angle), -numpy.sin(angle)], [0, numpy.sin(angle), numpy.cos(angle)]])
    shape = (40, 128, 128)
    offset = numpy.array([60, 256, 256]) - turn @ (numpy.array(shape) / 2)
    options = {"offset": offset, "output_shape": shape}

    def work():
        affine_transform(array("labels"), turn, order=0, **options)
        return affine_transform(floats(), turn, order=1, mode="nearest", **options).mean()

    return work


@rival(INTENSITY, "nnU-Net", "nnunetv2", "batchgeneratorsv2")
def _():
    import torch
    from batchgeneratorsv2.transforms.intensity.brightness import MultiplicativeBrightnessTransform
    from batchgeneratorsv2.transforms.intensity.contrast import ContrastTransform
    from batchgeneratorsv2.transforms.intensity.gamma import GammaTransform
    from batchgeneratorsv2.transforms.intensity.gaussian_noise import GaussianNoiseTransform
    from batchgeneratorsv2.transforms.noise.gaussian_blur import GaussianBlurTransform

    torch.set_num_threads(1)
    steps = [
        GaussianNoiseTransform((0, 0.05)), GaussianBlurTransform((0.4, 0.9)),
        MultiplicativeBrightnessTransform((0.75, 1.25), False),
        ContrastTransform((0.75, 1.25), preserve_range=True, synchronize_channels=False),
        GammaTransform((0.7, 1.5), 0, False, 1, 0),
    ]
    patch = torch.from_numpy(floats()[40:80, 192:320, 192:320].copy())[None]

    def work():
        data = {"image": patch.clone()}
        for step in steps:
            data = step(**data)
        return float(data["image"].mean())

    return work


def timed(work):
    start, cpu_start = time.perf_counter(), time.process_time()
    value = work()
    cpu = time.process_time() - cpu_start
    return {"milliseconds": 1000 * (time.perf_counter() - start), "cpuMilliseconds": 1000 * cpu,
            "value": float(value)}


def main():
    # Rivals may print; answers go where nothing else is written.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    for line in sys.stdin:
        command, hot_path, *tool = line.rstrip("\n").split("\t")
        known = RIVALS.get(hot_path, {})
        answer = list(known) if command == "tools" else timed(known[tool[0]]())
        answers.write(json.dumps(answer) + "\n")
        answers.flush()


main()
