"""Writes Tests/Golden/dicom: one image in every transfer syntax that is read.

Usage: python scripts/oracles/dicom.py
Needs pydicom 3.0.2 with pylibjpeg-openjpeg 2.6.0 (JPEG 2000) and pyjpegls 1.5.1 (JPEG-LS), and DCMTK
3.6.7's dcmconv, dcmcjpeg, dcmcrle. Each file holds what `image` says; the tests compute the same.
"""

import pathlib
import subprocess
import tempfile

import numpy as np
import pydicom
from pydicom.dataset import FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGLSLossless

FOLDER = pathlib.Path(__file__).parents[2] / "Tests/Golden/dicom"
COLUMNS, ROWS = 36, 33  # OpenJPEG encodes nothing below 32 pixels


def image(seed, frames, low, high):
    """`pattern` of Tests/TestSupport/Pattern.swift, rounded."""
    values = [
        low + (high - low) * ((31 * k**3 + 7919 * k * seed + 104729 * seed**2) % 1009) / 1024
        for k in range(COLUMNS * ROWS * frames)
    ]
    return np.rint(np.float32(values)).astype(np.int32).reshape(frames, ROWS, COLUMNS)


def data_set(seed, frames, signed):
    low, high = (-1000, 1047) if signed else (0, 4095)
    pixels = image(seed, frames, low, high)
    ds = pydicom.Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    enhanced = frames > 1
    ds.SOPClassUID = "1.2.840.10008.5.1.4.1.1.4" + (".1" if enhanced else "")
    ds.SOPInstanceUID = f"2.25.{seed}1"
    ds.StudyInstanceUID, ds.SeriesInstanceUID = f"2.25.{seed}2", f"2.25.{seed}3"
    ds.FrameOfReferenceUID = f"2.25.{seed}4"
    ds.Modality, ds.PatientName, ds.PatientID = "MR", "Golden^Image", "G"
    ds.Rows, ds.Columns, ds.SamplesPerPixel = ROWS, COLUMNS, 1
    ds.PhotometricInterpretation = "MONOCHROME2"
    ds.BitsAllocated, ds.BitsStored, ds.HighBit = 16, 12, 11
    ds.PixelRepresentation = int(signed)
    position, orientation, spacing = [1, 2, 3], [1, 0, 0, 0, 1, 0], [0.5, 0.25]
    if enhanced:
        ds.NumberOfFrames = frames
        shared = pydicom.Dataset()
        measures, plane, scaling = pydicom.Dataset(), pydicom.Dataset(), pydicom.Dataset()
        measures.PixelSpacing, measures.SliceThickness = spacing, 2
        plane.ImageOrientationPatient = orientation
        scaling.RescaleSlope, scaling.RescaleIntercept, scaling.RescaleType = "0.5", "-3", "US"
        shared.PixelMeasuresSequence = [measures]
        shared.PlaneOrientationSequence = [plane]
        shared.PixelValueTransformationSequence = [scaling]
        ds.SharedFunctionalGroupsSequence = [shared]
        groups = []
        for k in range(frames):
            group, place = pydicom.Dataset(), pydicom.Dataset()
            # From head to foot: reading turns the order round.
            place.ImagePositionPatient = [1, 2, 3 - 2 * k]
            group.PlanePositionSequence = [place]
            groups.append(group)
        ds.PerFrameFunctionalGroupsSequence = groups
    else:
        ds.ImagePositionPatient, ds.ImageOrientationPatient = position, orientation
        ds.PixelSpacing, ds.SliceThickness = spacing, 2
        ds.RescaleSlope, ds.RescaleIntercept = "0.5", "-3"
    # Of twelve bits the sign is carried on to sixteen, as scanners write.
    ds.PixelData = pixels.astype("<i2" if signed else "<u2").tobytes()
    return ds


def run(*command):
    subprocess.run(command, check=True, capture_output=True)


def main():
    FOLDER.mkdir(parents=True, exist_ok=True)
    for kind, seed, frames, signed in [
        ("unsigned", 1, 1, False), ("signed", 2, 1, True), ("enhanced", 3, 3, False),
    ]:
        with tempfile.TemporaryDirectory() as temporary:
            plain = f"{temporary}/plain.dcm"
            data_set(seed, frames, signed).save_as(plain, enforce_file_format=True)
            out = lambda syntax: str(FOLDER / f"{kind}-{syntax}.dcm")
            for option, syntax in [
                ("+ti", "implicit"), ("+te", "explicit"), ("+tb", "big-endian"), ("+td", "deflated"),
            ]:
                run("dcmconv", option, plain, out(syntax))
            run("dcmcrle", plain, out("rle"))
            run("dcmcjpeg", "+e1", plain, out("jpeg-lossless"))
            for uid, syntax in [(JPEGLSLossless, "jpeg-ls"), (JPEG2000Lossless, "jpeg-2000")]:
                ds = pydicom.dcmread(plain)
                ds.compress(uid, generate_instance_uid=False)
                ds.save_as(out(syntax))


main()
