"""The table of scripts/study-training-speed.

study_training_speed.py FOLDER RESULT   reads FOLDER/*.json, writes RESULT.json and RESULT.md
"""

import json
import pathlib
import platform
import statistics
import sys


def processor():
    info = pathlib.Path("/proc/cpuinfo")
    names = [x for x in info.read_text().splitlines() if x.startswith("model name")] \
        if info.exists() else []
    return names[0].split(":")[1].strip() if names else platform.processor()


def row(path):
    run = json.loads(path.read_text())
    times = run.get("times", {})
    seconds = times.get("step") or run["seconds"]
    cpu = run["cpuSeconds"]
    both = statistics.median(times["both"]) if times else None
    return {
        "run": path.stem, "median": statistics.median(seconds), "least": min(seconds),
        "most": max(seconds), "cpu": statistics.median(cpu) if isinstance(cpu, list) else cpu,
        "peakMiB": run["peakMiB"],
        "load": statistics.median(times["load"]) if times else None,
        "both": both,
        "wait": times["parts"]["load"] / both if times else None,
        "threads": run["threads"], "device": run["device"],
    }


def main(folder, result):
    rows = {r["run"]: r for r in map(row, sorted(pathlib.Path(folder).glob("*.json")))}
    reference = rows["torch-float32"]
    text = [
        "# Training steps: time and memory", "",
        f"`scripts/study-training-speed` on {processor()}, {reference['threads']} threads, "
        f"{reference['device']}.", "",
        "Plain U-Net 16 to 128, patch 32x96x96; a step is forward, Dice and cross-entropy on two "
        "levels, backward, clipping, AdamW. Batch 2, in the rows of memory 4. *Alone*: on a batch "
        "that is there; *CPU*: seconds of all threads, which other work on the machine changes "
        "least; *load*: drawing a batch on one thread; *waits*: the part of a step with drawing "
        "that waits for patches.", "",
        "| run | step alone, s: median (least to most) | CPU s | peak MiB | load s | with load, s | waits |",
        "|---|---|---|---|---|---|---|",
    ]
    for r in rows.values():
        def shown(value, form):
            return "" if value is None else form.format(value)
        text.append(
            f"| {r['run']} | {r['median']:.2f} ({r['least']:.2f} to {r['most']:.2f}) "
            f"| {r['cpu']:.2f} | {r['peakMiB']:.0f} | {shown(r['load'], '{:.3f}')} "
            f"| {shown(r['both'], '{:.2f}')} | {shown(r['wait'], '{:.1%}')} |")
    text += ["", "PyTorch's time divided by ours, by median wall time and by CPU time:", ""]
    for precision in ("float32", "bfloat16"):
        own, other = rows[f"ours-{precision}"], rows[f"torch-{precision}"]
        text.append(
            f"- {precision} both: {other['median'] / own['median']:.2f}, "
            f"{other['cpu'] / own['cpu']:.2f}")
    best = rows["ours-bfloat16"]
    text.append(
        f"- PyTorch float32, ours bfloat16: {reference['median'] / best['median']:.2f}, "
        f"{reference['cpu'] / best['cpu']:.2f}")
    pathlib.Path(f"{result}.json").write_text(json.dumps(list(rows.values()), indent=1) + "\n")
    pathlib.Path(f"{result}.md").write_text("\n".join(text) + "\n")
    print("\n".join(text))


main(*sys.argv[1:])
