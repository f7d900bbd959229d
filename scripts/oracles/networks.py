"""Writes Tests/Golden/networks.json: tiny networks and losses, written anew in PyTorch.

Usage: networks.py > Tests/Golden/networks.json
Made with Python 3.11, PyTorch 2.13.0 and numpy 2.4.6; networks in float32, losses in float64.

Nothing here is taken from Sources/Networks but the names of the parameters. Parameter number i of a
network is pattern.py's scalars with seed i + 1 in -0.5...0.5; inputs have seeds from 100 on.
Gradients are those of sum(output * probe), with probe[k] = (7 k mod 11 - 5) / 5.
"""

import json
import sys

import numpy
import torch
import torch.nn.functional as F
from pattern import digits, scalars
from recording import Parameters, record


def unet():
    p = Parameters()
    widths = [2, 3, 4]
    strides = [(1, 1, 1), (1, 2, 2), (2, 2, 2)]

    def stage(name, x, width, stride):
        for i in range(2):
            weight = p(f"{name}.conv.{i}.weight", width, x.shape[1], 3, 3, 3)
            x = F.conv3d(x, weight, stride=stride if i == 0 else 1, padding=1)
            scale, shift = p(f"{name}.norm.{i}.weight", width), p(f"{name}.norm.{i}.bias", width)
            mean = x.mean((2, 3, 4), keepdim=True)
            variance = x.var((2, 3, 4), keepdim=True, unbiased=False)
            x = (x - mean) / (variance + 1e-5).sqrt()
            x = x * scale.view(1, -1, 1, 1, 1) + shift.view(1, -1, 1, 1, 1)
            x = torch.where(x > 0, x, 0.01 * x)
        return x

    x = scalars([1, 2, 2, 8, 8], 100)
    down = []
    for level, width in enumerate(widths):
        x = stage(f"encoder.{level}", x, width, strides[level])
        down.append(x)
    outputs = []
    for level in (1, 0):
        weight = p(f"up.{level}.weight", widths[level + 1], widths[level], *strides[level + 1])
        x = F.conv_transpose3d(x, weight, stride=strides[level + 1])
        x = stage(f"decoder.{level}", torch.cat([x, down[level]], 1), widths[level], 1)
        head = p(f"head.{level}.weight", 3, widths[level], 1, 1, 1), p(f"head.{level}.bias", 3)
        outputs.insert(0, F.conv3d(x, *head))
    return record(p, outputs, ["encoder.0.conv.0.weight", "up.1.weight", "head.1.bias"])


def instance_norm(x):
    variance, mean = torch.var_mean(x, (2, 3), keepdim=True, unbiased=False)
    return (x - mean) / (variance + 1e-5).sqrt()


def generator():
    p = Parameters()

    def conv(name, x, width, side, stride=1, has_bias=False):
        weight = p(f"{name}.weight", width, x.shape[1], side, side)
        bias = p(f"{name}.bias", width) if has_bias else None
        return F.conv2d(x, weight, bias, stride=stride, padding=side // 2)

    def enlarged(x):
        return x.repeat_interleave(2, 2).repeat_interleave(2, 3)

    x = scalars([1, 1, 8, 8], 100, -1, 1)
    code = torch.tensor([[0.25, 0.75]])
    first = instance_norm(conv("stem", x, 2, 5)).relu()
    second = instance_norm(conv("down.0", first, 4, 3, 2)).relu()
    y = instance_norm(conv("down.1", second, 8, 3, 2)).relu()
    inner = instance_norm(conv("block.0.0", y, 8, 3)).relu()
    y = y + instance_norm(conv("block.0.1", inner, 8, 3))
    y = instance_norm(conv("up.0", enlarged(y), 4, 3)).relu()
    y = conv("up.1", torch.cat([enlarged(y), first], 1), 2, 3)
    scale = 1 + code @ p("style.scale", 2, 2).T
    shift = code @ p("style.shift", 2, 2).T
    y = (instance_norm(y) * scale[:, :, None, None] + shift[:, :, None, None]).relu()
    y = conv("head", y, 1, 5, has_bias=True).tanh()
    return record(p, [y], ["style.scale", "down.0.weight"])


def discriminator():
    p = Parameters()
    x = scalars([1, 2, 12, 8], 100, -1, 1)
    x = F.conv2d(x, p("conv.0.weight", 2, 2, 5, 5), p("conv.0.bias", 2), stride=2, padding=2)
    x = F.leaky_relu(x, 0.2)
    x = F.conv2d(x, p("conv.1.weight", 4, 2, 5, 5), stride=2, padding=2)
    x = F.leaky_relu(instance_norm(x), 0.2)
    x = F.conv2d(x, p("conv.2.weight", 8, 4, 3, 3), padding=1)
    x = F.leaky_relu(instance_norm(x), 0.2)
    x = F.conv2d(x, p("score.weight", 1, 8, 3, 3), p("score.bias", 1), padding=1)
    return record(p, [x], ["conv.0.bias", "score.weight"])


def projection():
    p = Parameters()
    features = scalars([2, 3, 2, 3], 100)
    rows = features.flatten(2)[:, :, [4, 0, 5]].transpose(1, 2)
    hidden = F.linear(rows, p("level.0.0.weight", 4, 3), p("level.0.0.bias", 4)).relu()
    rows = F.linear(hidden, p("level.0.1.weight", 4, 4), p("level.0.1.bias", 4))
    return record(p, [F.normalize(rows, dim=2)], ["level.0.0.weight"])


def segmentation_loss(logits, target, weights):
    """Voxel by voxel: the weighted mean of -log p, and one Dice per foreground class present."""
    classes = logits.shape[1]
    rows = logits.movedim(1, -1).reshape(-1, classes)
    flat = target.flatten()
    rows, flat = rows[flat != 255], flat[flat != 255]
    p = rows.exp() / rows.exp().sum(1, keepdim=True)
    own = p[torch.arange(len(flat)), flat]
    w = torch.tensor(weights, dtype=torch.float64)[flat]
    loss = (-own.log() * w).sum() / w.sum()
    scores = []
    for label in range(1, classes):
        truth = (flat == label).double()
        if truth.sum() > 0:
            q = p[:, label]
            scores.append(1 - 2 * (q * truth).sum() / (q.sum() + truth.sum() + 1e-5))
    return loss + (sum(scores) / len(scores) if scores else 0)


def segmentation_losses():
    targets = {
        "all classes": [0, 1, 2, 1, 0, 0, 2, 2, 0, 0, 1, 0],
        "some voxels ignored": [0, 1, 2, 255, 0, 0, 255, 2, 255, 0, 1, 0],
        "an absent class": [0, 2, 2, 0, 0, 0, 2, 255, 0, 0, 0, 0],
        "background only": [0, 0, 0, 255, 0, 0, 0, 0, 0, 0, 0, 0],
    }
    cases = []
    for name, target in targets.items():
        for weights in ([1.0, 1.0, 1.0], [0.5, 2.0, 3.0]):
            logits = scalars([2, 3, 1, 2, 3], 100).double().requires_grad_()
            loss = segmentation_loss(logits, torch.tensor(target).view(2, 1, 2, 3), weights)
            loss.backward()
            cases.append(
                {
                    "name": name,
                    "target": target,
                    "weights": weights,
                    "loss": digits(loss)[0],
                    "gradient": digits(logits.grad),
                }
            )
    return cases


def contrastive_loss():
    rows = [scalars([2, 4, 3], seed).double() for seed in (100, 101)]
    queries, keys = (row / row.norm(dim=2, keepdim=True) for row in rows)
    terms = []
    for n in range(2):
        for i in range(4):
            similar = [(queries[n, i] @ keys[n, j] / 0.07).item() for j in range(4)]
            terms.append(-similar[i] + numpy.log(numpy.sum(numpy.exp(similar))))
    return float(numpy.mean(terms))


def edge_loss():
    a, b = (scalars([1, 1, 4, 5], seed).double().numpy() for seed in (100, 101))
    weights = scalars([1, 1, 4, 5], 102, 0, 2).double().numpy()

    def edges(image):
        padded = numpy.pad(image, 1)
        result = numpy.zeros_like(image)
        for i in range(image.shape[0]):
            for j in range(image.shape[1]):
                w = padded[i : i + 3, j : j + 3]
                x = w[0, 2] + 2 * w[1, 2] + w[2, 2] - w[0, 0] - 2 * w[1, 0] - w[2, 0]
                y = w[2, 0] + 2 * w[2, 1] + w[2, 2] - w[0, 0] - 2 * w[0, 1] - w[0, 2]
                result[i, j] = numpy.tanh(numpy.sqrt(x * x + y * y + 1e-6))
        return result

    return float((abs(edges(a[0, 0]) - edges(b[0, 0])) * weights[0, 0]).mean())


def correlation_losses():
    cases = []
    for radius, floor in ((1, 5e-3), (2, 0.5)):
        a, b = (scalars([2, 1, 5, 6], seed).double().numpy() for seed in (100, 101))
        terms = []
        for n in range(2):
            x, y = (numpy.pad(image[n, 0], radius, mode="edge") for image in (a, b))
            for i in range(5):
                for j in range(6):
                    here = numpy.s_[i : i + 2 * radius + 1, j : j + 2 * radius + 1]
                    (xx, xy), (_, yy) = numpy.cov(x[here].ravel(), y[here].ravel(), bias=True)
                    terms.append(xy * xy / ((xx + floor) * (yy + floor)))
        cases.append({"radius": radius, "floor": floor, "loss": float(1 - numpy.mean(terms))})
    return cases


torch.set_num_threads(1)
json.dump(
    {
        "networks": {
            "UNet": unet(),
            "StyleGenerator": generator(),
            "PatchDiscriminator": discriminator(),
            "FeatureProjection": projection(),
        },
        "segmentation": segmentation_losses(),
        "contrastive": contrastive_loss(),
        "edge": edge_loss(),
        "correlation": correlation_losses(),
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
