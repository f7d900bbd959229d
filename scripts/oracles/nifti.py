"""Writes Tests/Golden/nifti/*.nii[.gz] and Tests/Golden/nifti.json: what nibabel reads from them.

Made with Python 3.11, numpy 2.4.6 and nibabel 5.4.2:  python scripts/oracles/nifti.py
All images are synthetic, 4x3x2 voxels at most.
"""

import gzip
import io
import json
from pathlib import Path

import nibabel as nib
import numpy as np

GOLDEN = Path(__file__).resolve().parents[2] / "Tests" / "Golden"
FOLDER = GOLDEN / "nifti"
SHAPE = (4, 3, 2)
CLASSES = {1: nib.Nifti1Image, 2: nib.Nifti2Image}
TYPES = ["uint8", "int8", "uint16", "int16", "uint32", "int32", "uint64", "int64",
         "float32", "float64"]


def rotation(x, y, z):
    """Rotation by angles in degrees about x, then y, then z."""
    cx, cy, cz = np.cos(np.radians([x, y, z]))
    sx, sy, sz = np.sin(np.radians([x, y, z]))
    rx = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
    ry = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    rz = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
    return rz @ ry @ rx


def affine(linear, spacing, origin):
    out = np.eye(4)
    out[:3, :3] = linear @ np.diag(spacing)
    out[:3, 3] = origin
    return out


OBLIQUE = affine(rotation(10, -20, 30), [0.41, 0.5, 1.5], [-80.5, 12.25, 30])
LEFT_HANDED = OBLIQUE @ np.diag([1, 1, -1, 1])
LPS = affine(np.diag([-1.0, -1, 1]), [0.5, 0.5, 2], [90, 100, -40])
PERMUTED = affine(np.array([[0, 0, -1.0], [1, 0, 0], [0, 1, 0]]), [0.4, 0.4, 1.2], [5, -6, 7])
SHIFTED = OBLIQUE + np.array([[0, 0, 0, 0.5], [0] * 4, [0] * 4, [0] * 4])


def values(dtype):
    kind = np.dtype(dtype)
    if kind.kind == "f":
        data = np.linspace(-1234.5, 777.125, 24)
        data[5] = 1e-3
        return data.astype(kind).reshape(SHAPE, order="F")
    info = np.iinfo(kind)
    data = [info.min, info.max, info.min + 1, info.max - 1] + list(range(20))
    return np.array(data, dtype=kind).reshape(SHAPE, order="F")


def image(data, version=1, big=False, sform=None, qform=None, edit=None):
    header = CLASSES[version].header_class(endianness=">" if big else "<")
    header.set_data_dtype(np.asarray(data).dtype.newbyteorder(">" if big else "<"))
    out = CLASSES[version](data, None, header)
    out.header.set_xyzt_units("mm")
    out.header["descrip"] = b"synthetic"
    if qform is not None:
        out.set_qform(qform, 1)
    if sform is not None:
        out.set_sform(sform, 1)
    if edit:
        edit(out.header)
    return out


def save(name, img, cases, labels=False, raw=None, zipped=False):
    """Writes the image (or given raw bytes) and records what nibabel makes of it."""
    content = raw if raw is not None else img.to_bytes()
    file = name + (".nii.gz" if zipped else ".nii")
    (FOLDER / file).write_bytes(gzip.compress(content, 9, mtime=0) if zipped else content)
    back = nib.load(FOLDER / file)
    data = back.get_fdata(dtype=np.float64)
    entry = {
        "file": file,
        "version": 2 if isinstance(back, nib.Nifti2Image) else 1,
        "bigEndian": back.header.endianness == ">",
        "dataType": back.header.get_data_dtype().name,
        "size": [int(n) for n in back.shape[:3]],
        "affine": back.affine.tolist(),
        # repr of NaN is not JSON; null stands for it.
        "values": [None if np.isnan(v) else float(v) for v in data.ravel(order="F")],
        "sformCode": int(back.header["sform_code"]),
        "qformCode": int(back.header["qform_code"]),
    }
    if labels:
        entry["labels"] = [int(v) for v in np.rint(data).ravel(order="F")]
    cases.append(entry)


def scaled(slope, inter):
    """Sets the scaling fields in raw bytes: nibabel clears them when it writes."""
    img = image(values("int16"), sform=OBLIQUE)
    raw = bytearray(img.to_bytes())
    raw[112:120] = np.array([slope, inter], "<f4").tobytes()
    return bytes(raw)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.iterdir():
        old.unlink()
    cases, refused = [], []
    for n, dtype in enumerate(TYPES):
        for version in (1, 2):
            for big in (False, True):
                img = image(values(dtype), version, big, sform=OBLIQUE, qform=OBLIQUE)
                name = f"{dtype}-{'be' if big else 'le'}-v{version}"
                # Half of them compressed, alternating, so that every reader path meets both.
                save(name, img, cases, zipped=(n + version + big) % 2 == 0)

    data = values("int16")
    for version in (1, 2):
        v = f"-v{version}"
        save("qform-oblique" + v, image(data, version, qform=OBLIQUE), cases)
        save("qform-left-handed" + v, image(data, version, qform=LEFT_HANDED), cases)
        save("qform-lps" + v, image(data, version, qform=LPS), cases)
        save("qform-permuted" + v, image(data, version, qform=PERMUTED), cases)
        save("sform-oblique" + v, image(data, version, sform=OBLIQUE), cases)
        save("sform-left-handed" + v, image(data, version, sform=LEFT_HANDED), cases)
        save("forms-disagree" + v, image(data, version, sform=OBLIQUE, qform=SHIFTED), cases)

        def zooms(header):
            header["pixdim"][1:4] = [0.5, 0.75, 3]
        save("no-forms" + v, image(data, version, edit=zooms), cases)

    save("four-dimensions-of-one", image(data[..., None], sform=OBLIQUE), cases)
    extended = image(data, sform=OBLIQUE)
    extended.header.extensions.append(nib.nifti1.Nifti1Extension("comment", b"nothing to see"))
    save("extension", extended, cases, zipped=True)
    holes = values("float32")
    holes[1, 1, 1] = np.nan
    save("nan", image(holes, sform=OBLIQUE), cases)
    save("slope-0", None, cases, raw=scaled(0, 7))
    save("slope-nan", None, cases, raw=scaled(np.nan, 7))
    save("slope-2.5", None, cases, raw=scaled(2.5, -3.25))

    # Labels as the crossMoDA masks have them: float64 written as scaled integers, so that 1 comes
    # back as 0.99999...; both scalings are the ones nibabel chose itself.
    labels = np.array([0, 1, 2, 3] * 6, dtype=float).reshape(SHAPE, order="F")
    for dtype in ("uint8", "int16", "uint16"):
        img = nib.Nifti1Image(labels, OBLIQUE)
        img.set_data_dtype(dtype)
        buffer = io.BytesIO()
        img.file_map["image"].fileobj = buffer
        img.to_file_map()
        save(f"labels-scaled-{dtype}", None, cases, labels=True, raw=buffer.getvalue())
    save("labels-float32", image(labels.astype("float32"), sform=OBLIQUE), cases, labels=True)
    for dtype in ("uint8", "int64"):
        save(f"labels-{dtype}", image(labels.astype(dtype), sform=OBLIQUE), cases, labels=True)

    def refuse(name, img, kind):
        (FOLDER / f"{name}.nii").write_bytes(img.to_bytes())
        refused.append({"file": f"{name}.nii", "kind": kind})
    refuse("two-dimensions", image(data[:, :, 0], sform=OBLIQUE), "unsupported")
    refuse("series", image(np.stack([data, data], -1), sform=OBLIQUE), "unsupported")
    refuse("complex64", image(data.astype("complex64"), sform=OBLIQUE), "unsupported")
    colours = np.zeros(SHAPE, dtype=[("R", "u1"), ("G", "u1"), ("B", "u1")])
    refuse("colours", image(colours, sform=OBLIQUE), "unsupported")

    text = json.dumps({"nibabel": nib.__version__, "numpy": np.__version__,
                       "cases": cases, "refused": refused}, separators=(",", ":"))
    (GOLDEN / "nifti.json").write_text(text.replace('{"file"', '\n{"file"') + "\n")


main()
