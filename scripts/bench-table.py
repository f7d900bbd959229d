"""Writes the table of `scripts/bench` in Markdown; also times the whole process on files.

Usage: bench-table.py KAKEHASHI FOLDER
FOLDER holds ours.json, rivals.json, prediction.nii.gz and reference.nii.gz.
"""

import json
import os
import pathlib
import subprocess
import sys
import time


def whole_process(command, folder):
    arguments = [command, "evaluate", str(folder / "prediction.nii.gz"), str(folder / "reference.nii.gz")]
    best, peak = float("inf"), 0
    for _ in range(5):
        start = time.perf_counter()
        child = subprocess.Popen(arguments, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        best = min(best, time.perf_counter() - start)
        peak = max(peak, usage.ru_maxrss / 1024)
        if status != 0:
            raise SystemExit(f"{command} evaluate ended with status {status}")
    return 1000 * best, peak


def main(command, folder):
    ours = json.loads((folder / "ours.json").read_text())
    rivals = json.loads((folder / "rivals.json").read_text())
    wall, peak = whole_process(command, folder)
    best = ours["bestMilliseconds"]
    print("# Metrics: time and memory\n")
    print("Printed by `make bench`: a generated case of 512x512x120 voxels at 0.41x0.41x1 mm, a tumour of")
    print("1.5 cm3, two cochleas, a far false positive of either label. One thread, in memory, the best of")
    print("several runs; Dice and ASSD of two labels (ours: every metric). Load average when printed: "
          f"{os.getloadavg()[0]:.1f} on {os.cpu_count()} cores.\n")
    print("| tool | ms | times ours | peak MiB | Dice 1 | ASSD 1 | Dice 2 | ASSD 2 |")
    print("|---|---|---|---|---|---|---|---|")
    scores = [(row["dice"], row["assd"]) for row in ours["rows"]]
    rows = [("kakehashi, all metrics", best, ours["peakMiB"], scores)]
    rows += [(n, r["milliseconds"], r["peakMiB"], r["scores"]) for n, r in rivals.items()]
    for name, milliseconds, memory, pairs in rows:
        figures = " | ".join(f"{value:.6f}" for pair in pairs for value in pair)
        print(f"| {name} | {milliseconds:.1f} | {milliseconds / best:.1f} | {memory:.0f} | {figures} |")
    print(f"\nThe whole process `kakehashi evaluate` on the two files: {wall:.0f} ms, {peak:.0f} MiB.")


main(sys.argv[1], pathlib.Path(sys.argv[2]))
