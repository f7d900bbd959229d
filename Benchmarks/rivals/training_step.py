"""The rival of `kakehashi study-training`: the same U-Net, loss and step in PyTorch eager.

training_step.py CHANNELS PATCH BATCH THREADS PRECISION STEPS [DEVICE]

as in `training_step.py 16,32,64,128 96,96,32 2 1 float32 3`; the patch is left-right, back-front,
foot-head. One batch of noise, given to every step; the first step is not counted. Prints JSON.
"""

import json
import pathlib
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Stage(nn.Module):
    """Two times convolution, instance normalisation and leaky rectifier; the first may stride."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.convolutions = nn.ModuleList([
            nn.Conv3d(inputs, outputs, 3, stride, 1, bias=False),
            nn.Conv3d(outputs, outputs, 3, 1, 1, bias=False)])
        self.norms = nn.ModuleList([nn.InstanceNorm3d(outputs, affine=True) for _ in range(2)])

    def forward(self, x):
        for convolution, norm in zip(self.convolutions, self.norms):
            x = F.leaky_relu(norm(convolution(x)), 0.01)
        return x


class UNet(nn.Module):
    """Sources/Networks/Architectures/UNet.swift, plain, with strides of 2 from the second stage on."""

    def __init__(self, channels, classes=4):
        super().__init__()
        inputs = [1, *channels]
        self.encoder = nn.ModuleList([
            Stage(inputs[n], width, 1 if n == 0 else 2) for n, width in enumerate(channels)])
        self.ups = nn.ModuleList([
            nn.ConvTranspose3d(channels[n + 1], channels[n], 2, 2, bias=False)
            for n in range(len(channels) - 1)])
        self.decoder = nn.ModuleList([
            Stage(2 * width, width, 1) for width in channels[:-1]])
        self.heads = nn.ModuleList([nn.Conv3d(width, classes, 1) for width in channels[:-1]])

    def forward(self, x, levels=2):
        skips = []
        for stage in self.encoder:
            x = stage(x)
            skips.append(x)
        outputs = []
        for n in reversed(range(len(self.decoder))):
            x = self.decoder[n](torch.cat([self.ups[n](x), skips[n]], 1))
            if n < levels:
                outputs.insert(0, self.heads[n](x))
        return outputs


def dice_and_cross_entropy(logits, target):
    probability = logits.softmax(1)
    truth = F.one_hot(target, logits.shape[1]).permute(0, 4, 1, 2, 3).float()
    axes = (0, 2, 3, 4)
    overlap = (probability * truth).sum(axes)
    dice = 2 * overlap / (probability.sum(axes) + truth.sum(axes) + 1e-5)
    return F.cross_entropy(logits, target) + (1 - dice[1:]).mean()


def peak():
    """The largest resident memory in MiB; on Linux that of this process, not of its parent."""
    status = pathlib.Path("/proc/self/status")
    if status.exists():
        line = next(x for x in status.read_text().splitlines() if x.startswith("VmHWM:"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20)


def main(channels, patch, batch, threads, precision, steps, device="cpu"):
    torch.set_num_threads(int(threads))
    torch.manual_seed(1)
    size = [int(n) for n in patch.split(",")][::-1]
    network = UNet([int(n) for n in channels.split(",")]).to(device)
    images = torch.randn(int(batch), 1, *size, device=device)
    labels = torch.randint(0, 4, (int(batch), *size), device=device)
    small = labels[:, ::2, ::2, ::2]
    optimizer = torch.optim.AdamW(network.parameters(), 2e-3)
    kind = torch.device(device).type

    def step():
        optimizer.zero_grad()
        with torch.autocast(kind, torch.bfloat16, enabled=precision == "bfloat16"):
            outputs = network(images)
        loss = (dice_and_cross_entropy(outputs[0].float(), labels) * 2
                + dice_and_cross_entropy(outputs[1].float(), small)) / 3
        loss.backward()
        nn.utils.clip_grad_norm_(network.parameters(), 5)
        optimizer.step()
        return loss.item()

    seconds, cpu = [], []
    for _ in range(int(steps) + 1):
        start, busy = time.perf_counter(), time.process_time()
        step()
        seconds.append(time.perf_counter() - start)
        cpu.append(time.process_time() - busy)
    print(json.dumps({
        "tool": f"PyTorch {torch.__version__} eager", "precision": precision,
        "threads": int(threads), "device": device, "seconds": seconds[1:], "cpuSeconds": cpu[1:],
        "peakMiB": peak()}))


main(*sys.argv[1:])
