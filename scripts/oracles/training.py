"""Writes Tests/Golden/training.json: whole training steps of a tiny U-Net, written anew in PyTorch.

Usage: training.py > Tests/Golden/training.json
Made with Python 3.11 and PyTorch 2.13.0, in float32.

Forward pass, loss with deep supervision over two levels, backward pass, clipping of the gradient's norm, and one
step of torch.optim's AdamW or SGD. Nothing is taken from Sources but the names of the parameters; parameter i
is pattern.py's scalars with seed i + 1 in -0.5...0.5, the image has seed 100.
"""

import json
import sys

# torch needs the standard library's `statistics`, whose name an oracle of this folder bears.
folder = sys.path.pop(0)
import statistics  # noqa: F401

sys.path.insert(0, folder)
import torch
import torch.nn.functional as F
from pattern import digits, scalars
from recording import Parameters

WIDTHS = [2, 2, 2]
STRIDES = [(1, 1, 1), (1, 2, 2), (2, 2, 2)]
KERNELS = [(1, 3, 3), (3, 3, 3), (3, 3, 3)]
SIZE = [4, 8, 8]
CLASSES = 4
CLASS_WEIGHT = 10.0


def target():
    # Class 1 to 3 in blocks, some voxels to ignore, background elsewhere.
    labels = torch.zeros(SIZE, dtype=torch.int64)
    labels[0:3, 1:4, 1:4] = 1
    labels[1:3, 4:6, 1:4] = 2
    labels[2:4, 5:8, 5:8] = 3
    labels[0, 0, :] = 255
    return labels.unsqueeze(0)


def stage(p, name, x, width, stride, kernel):
    for i in range(2):
        weight = p(f"{name}.conv.{i}.weight", width, x.shape[1], *kernel)
        padding = [k // 2 for k in kernel]
        x = F.conv3d(x, weight, stride=stride if i == 0 else 1, padding=padding)
        scale, shift = p(f"{name}.norm.{i}.weight", width), p(f"{name}.norm.{i}.bias", width)
        x = F.leaky_relu(F.instance_norm(x, weight=scale, bias=shift), 0.01)
    return x


def decoded(p, prefix, skips, classes):
    y = skips[-1]
    outputs = []
    # Parameters are numbered from the top level on.
    for level in range(len(WIDTHS) - 1):
        p(f"{prefix}up.{level}.weight", WIDTHS[level + 1], WIDTHS[level], *STRIDES[level + 1])
        for i in range(2):
            inputs = 2 * WIDTHS[level] if i == 0 else WIDTHS[level]
            p(f"{prefix}decoder.{level}.conv.{i}.weight", WIDTHS[level], inputs, *KERNELS[level])
            p(f"{prefix}decoder.{level}.norm.{i}.weight", WIDTHS[level])
            p(f"{prefix}decoder.{level}.norm.{i}.bias", WIDTHS[level])
        p(f"{prefix}head.{level}.weight", classes, WIDTHS[level], 1, 1, 1)
        p(f"{prefix}head.{level}.bias", classes)
    for level in reversed(range(len(WIDTHS) - 1)):
        up = F.conv_transpose3d(y, p(f"{prefix}up.{level}.weight"), stride=STRIDES[level + 1])
        y = stage(p, f"{prefix}decoder.{level}", torch.cat([up, skips[level]], 1), WIDTHS[level], 1,
                  KERNELS[level])
        head = p(f"{prefix}head.{level}.weight"), p(f"{prefix}head.{level}.bias")
        outputs.insert(0, F.conv3d(y, *head))
    return outputs


def dice(logits, labels):
    known = (labels != 255).unsqueeze(1).float()
    p = logits.softmax(1) * known
    scores = []
    for label in range(1, logits.shape[1]):
        truth = (labels == label).float()
        if truth.sum() > 0:
            q = p[:, label]
            scores.append(1 - 2 * (q * truth).sum() / (q.sum() + truth.sum() + 1e-5))
    return sum(scores) / len(scores) if scores else 0


def loss_of(outputs, labels, classes):
    weights = torch.tensor([1.0] + [CLASS_WEIGHT] * (classes - 1))
    total = 0
    for level, logits in enumerate(outputs):
        small = F.interpolate(labels[:, None].float(), size=logits.shape[2:], mode="nearest")
        small = small[:, 0].long()
        term = F.cross_entropy(logits, small, weight=weights, ignore_index=255) + dice(logits, small)
        total = total + term * [2 / 3, 1 / 3][level]
    return total


def step(groups, clip, optimiser):
    p = Parameters()
    image = scalars([1, 1, *SIZE], 100)
    x = (image - image.mean()) / image.std(unbiased=False)
    skips = []
    for level, width in enumerate(WIDTHS):
        x = stage(p, f"encoder.{level}", x, width, STRIDES[level], KERNELS[level])
        skips.append(x)
    losses = []
    for number, group in enumerate(groups):
        prefix = "" if len(groups) == 1 else f"group.{number}."
        labels = torch.where(target() == 255, 255, 0)
        for place, label in enumerate(group):
            labels[target() == label] = place + 1
        outputs = decoded(p, prefix, skips, len(group) + 1)
        losses.append(loss_of(outputs, labels, len(group) + 1))
    loss = sum(losses) / len(losses)
    tensors = list(p.made.values())
    made = optimiser(tensors)
    loss.backward()
    norm = torch.nn.utils.clip_grad_norm_(tensors, clip)
    made.step()
    return {
        "groups": groups,
        "clip": clip,
        "parameters": p.listed(),
        "loss": digits(loss)[0],
        "norm": digits(norm)[0],
        "after": [digits(t) for t in tensors],
    }


def adamw(tensors):
    return torch.optim.AdamW(tensors, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=1e-2)


def sgd(tensors):
    return torch.optim.SGD(tensors, lr=1e-2, momentum=0.99, nesterov=True, weight_decay=3e-5)


torch.set_num_threads(1)
json.dump(
    {
        "AdamW": step([[1, 2, 3]], 0.1, adamw),
        "AdamW, separate heads": step([[1, 2], [3]], 5.0, adamw),
        "SGD": step([[1, 2, 3]], 0.1, sgd),
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
