"""Prints what highdicom reads from segmentations and measurement reports, a line of JSON for each pair.

Usage: python scripts/oracles/read_objects.py SEG SR [SEG SR]...
Needs highdicom 0.28.2. Of each segment: label, tracking id and UID, type, and position, SHA-1
and count of its frames in the file's order.
"""

import hashlib
import json
import sys

import highdicom as hd
import numpy as np


def segments(path):
    seg = hd.seg.segread(path)
    result = []
    for number in seg.segment_numbers:
        description = seg.get_segment_description(number)
        frames = []
        for n, group in enumerate(seg.PerFrameFunctionalGroupsSequence):
            if group.SegmentIdentificationSequence[0].ReferencedSegmentNumber == number:
                position = [float(v) for v in group.PlanePositionSequence[0].ImagePositionPatient]
                pixels = seg.pixel_array[n] if seg.NumberOfFrames > 1 else seg.pixel_array
                frames.append({
                    "position": position,
                    "sha1": hashlib.sha1(pixels.astype(np.uint8).tobytes()).hexdigest(),
                    "count": int(pixels.sum()),
                })
        result.append({
            "label": description.segment_label,
            "type": description.segmented_property_type.value,
            "trackingID": description.tracking_id,
            "trackingUID": str(description.tracking_uid),
            "frames": frames,
        })
    return result


def groups(path):
    report = hd.sr.srread(path)
    result = []
    for group in report.content.get_volumetric_roi_measurement_groups():
        volume = group.get_measurements(hd.sr.CodedConcept("118565006", "SCT", "Volume"))[0]
        koos = group.get_qualitative_evaluations(
            hd.sr.CodedConcept("KOOS", "99KAKEHASHI", "Koos grade"))
        result.append({
            "trackingID": group.tracking_identifier,
            "trackingUID": str(group.tracking_uid),
            "finding": group.finding_type.value,
            "volume": float(volume.value),
            "unit": volume.unit.value,
            "koos": [item.value.value for item in koos],
        })
    return result


for seg_path, sr_path in zip(sys.argv[1::2], sys.argv[2::2]):
    print(json.dumps({"segments": segments(seg_path), "groups": groups(sr_path)}))
