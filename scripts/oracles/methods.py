"""Writes Tests/Golden/methods.json: networks and losses of the adaptation methods, anew in PyTorch.

Usage: methods.py > Tests/Golden/methods.json
Made with Python 3.11 and PyTorch 2.13.0; networks in float32, losses in float64.

Nothing here is taken from Sources/Networks but the names of the parameters. Enlargement is written as
Zhang's transposed convolution with [1, 3, 3, 1], gradient reversal as an autograd function of its own.
"""

import json
import sys

import torch
import torch.nn.functional as F
from pattern import digits, scalars
from recording import Parameters, record


def instance_norm(x):
    axes = tuple(range(2, x.dim()))
    variance, mean = torch.var_mean(x, axes, keepdim=True, unbiased=False)
    return (x - mean) / (variance + 1e-5).sqrt()


def outer(line, dimensions):
    kernel = torch.ones(())
    for _ in range(dimensions):
        kernel = kernel.unsqueeze(-1) * torch.tensor(line)
    return kernel / kernel.sum()


def depthwise(x, line):
    d = x.dim() - 2
    kernel = outer(line, d)
    return kernel.expand(x.shape[1], 1, *kernel.shape).contiguous(), d


def halved(x):
    kernel, d = depthwise(x, [1.0, 2.0, 1.0])
    conv = (F.conv2d, F.conv3d)[d - 2]
    return conv(F.pad(x, (1, 1) * d, mode="reflect"), kernel, stride=2, groups=x.shape[1])


def doubled(x):
    kernel, d = depthwise(x, [1.0, 3.0, 3.0, 1.0])
    conv = (F.conv_transpose2d, F.conv_transpose3d)[d - 2]
    y = conv(
        F.pad(x, (1, 1) * d, mode="replicate"), kernel * 2**d, stride=2, padding=2, groups=x.shape[1]
    )
    inner = (slice(None), slice(None)) + (slice(1, -1),) * d
    return y[inner]


def generator(dimensions, inputs, size):
    # Small weights in three dimensions: 686 terms must not drive the tanh at the end to its bounds.
    p = Parameters(0.5 if dimensions == 2 else 0.05)
    convolve = (F.conv2d, F.conv3d)[dimensions - 2]

    def conv(name, x, width, side, has_bias=False):
        weight = p(f"{name}.weight", width, x.shape[1], *[side] * dimensions)
        bias = p(f"{name}.bias", width) if has_bias else None
        return convolve(F.pad(x, (side // 2,) * 2 * dimensions, mode="reflect"), weight, bias)

    x = scalars([1, inputs, *size], 100, -1, 1)
    code = torch.tensor([[0.25, 0.75]])
    y = instance_norm(conv("stem", x, 2, 7)).relu()
    y = halved(instance_norm(conv("down.0", y, 4, 3)).relu())
    y = halved(instance_norm(conv("down.1", y, 8, 3)).relu())
    inner = instance_norm(conv("block.0.0", y, 8, 3)).relu()
    y = y + instance_norm(conv("block.0.1", inner, 8, 3))
    y = instance_norm(conv("up.0", doubled(y), 4, 3)).relu()
    y = conv("up.1", doubled(y), 2, 3)
    shape = (1, 2) + (1,) * dimensions
    scale = 1 + (code @ p("style.scale", 2, 2).T).view(shape)
    shift = (code @ p("style.shift", 2, 2).T).view(shape)
    y = (instance_norm(y) * scale + shift).relu()
    y = conv("head", y, 1, 7, has_bias=True).tanh()
    return record(p, [y], ["stem.weight", "block.0.1.weight", "style.scale", "head.bias"])


def segmentation_head():
    p = Parameters()
    y = scalars([1, 8, 3, 4], 100)
    for i, width in enumerate((4, 2)):
        y = F.conv2d(doubled(y), p(f"up.{i}.weight", width, y.shape[1], 3, 3), padding=1)
        y = instance_norm(y).relu()
    y = F.conv2d(y, p("score.weight", 3, 2, 1, 1), p("score.bias", 3))
    return record(p, [y], ["up.0.weight", "score.weight"])


def block_discriminator():
    p = Parameters()
    x = scalars([1, 2, 4, 12, 8], 100, -1, 1)

    def conv(name, x, width, side, stride, has_bias=False):
        weight = p(f"{name}.weight", width, x.shape[1], 3, side, side)
        bias = p(f"{name}.bias", width) if has_bias else None
        return F.conv3d(x, weight, bias, stride=stride, padding=(1, side // 2, side // 2))

    x = F.leaky_relu(conv("conv.0", x, 2, 5, (1, 2, 2), True), 0.2)
    x = F.leaky_relu(instance_norm(conv("conv.1", x, 4, 5, (1, 2, 2))), 0.2)
    x = F.leaky_relu(instance_norm(conv("conv.2", x, 8, 3, 1)), 0.2)
    return record(p, [conv("score", x, 1, 3, 1, True)], ["conv.0.weight", "score.bias"])


def domain_classifier():
    p = Parameters()
    x = scalars([2, 3, 2, 2, 3], 100)
    x = F.conv3d(x, p("hidden.weight", 4, 3, 1, 1, 1), p("hidden.bias", 4))
    x = F.leaky_relu(x, 0.2)
    x = F.conv3d(x, p("score.weight", 1, 4, 1, 1, 1), p("score.bias", 1))
    return record(p, [x], ["hidden.weight", "score.weight"])


def residual_unet():
    p = Parameters()
    widths, blocks = [2, 3], [1, 2]

    def norm(name, x):
        scale, shift = p(f"{name}.weight", x.shape[1]), p(f"{name}.bias", x.shape[1])
        shape = (1, -1, 1, 1, 1)
        return instance_norm(x) * scale.view(shape) + shift.view(shape)

    def layer(name, x, width, side, stride=1):
        weight = p(f"{name}.conv.weight", width, x.shape[1], side, side, side)
        return norm(f"{name}.norm", F.conv3d(x, weight, stride=stride, padding=side // 2))

    def plain(name, x, width):
        for i in range(2):
            weight = p(f"{name}.conv.{i}.weight", width, x.shape[1], 3, 3, 3)
            x = F.leaky_relu(norm(f"{name}.norm.{i}", F.conv3d(x, weight, padding=1)), 0.01)
        return x

    x = scalars([1, 1, 2, 4, 8], 100)
    x = F.leaky_relu(layer("encoder.0.stem", x, 2, 3), 0.01)
    down = []
    for level, width in enumerate(widths):
        for i in range(blocks[level]):
            name = f"encoder.{level}.block.{i}"
            stride = (1, 2, 2) if level == 1 and i == 0 else 1
            y = F.leaky_relu(layer(f"{name}.0", x, width, 3, stride), 0.01)
            y = layer(f"{name}.1", y, width, 3)
            skip = F.avg_pool3d(x, stride) if stride != 1 else x
            if x.shape[1] != width:
                skip = layer(f"{name}.skip", skip, width, 1)
            x = F.leaky_relu(y + skip, 0.01)
        down.append(x)
    x = F.conv_transpose3d(x, p("up.0.weight", 3, 2, 1, 2, 2), stride=(1, 2, 2))
    x = plain("decoder.0", torch.cat([x, down[0]], 1), 2)
    x = F.conv3d(x, p("head.0.weight", 2, 2, 1, 1, 1), p("head.0.bias", 2))
    return record(
        p,
        [x, down[1]],
        ["encoder.0.stem.conv.weight", "encoder.1.block.0.skip.conv.weight", "head.0.bias"],
    )


def attention_projection():
    p = Parameters()
    features = scalars([2, 3, 2, 3], 100)
    rows = features.flatten(2).transpose(1, 2)
    kept = []
    for image in rows.double():
        attention = torch.stack([(image @ row).exp() / (image @ row).exp().sum() for row in image])
        entropy = torch.stack([-(row * row.log()).sum() for row in attention])
        kept.append(attention[entropy.argsort()[:4]])
    attention = torch.stack(kept).float()
    gathered = attention @ rows
    hidden = F.linear(gathered, p("level.0.0.weight", 4, 3), p("level.0.0.bias", 4)).relu()
    unit = F.normalize(F.linear(hidden, p("level.0.1.weight", 4, 4), p("level.0.1.bias", 4)), dim=2)
    return record(p, [attention, unit], ["level.0.0.weight", "level.0.1.bias"])


class Reversal(torch.autograd.Function):
    @staticmethod
    def forward(context, x, strength):
        context.strength = strength
        return x.view_as(x)

    @staticmethod
    def backward(context, gradient):
        return -context.strength * gradient, None


def loss(value, *leaves):
    value.backward()
    return {"loss": digits(value)[0], "gradients": [digits(leaf.grad) for leaf in leaves]}


def leaf(shape, seed, low=-2.0, high=2.0):
    return scalars(shape, seed, low, high).double().requires_grad_()


def entropy():
    logits = leaf([2, 3, 2, 2, 2], 100)
    p = logits.softmax(1)
    return loss(-(p * p.log()).sum(1).mean() / torch.log(torch.tensor(3.0).double()), logits)


def maximum_squares():
    logits = leaf([2, 3, 2, 2, 2], 100)
    p = logits.exp() / logits.exp().sum(1, keepdim=True)
    return loss(-(p * p).sum() / (2 * 2 * 8), logits)


def consistency():
    student, teacher = leaf([2, 3, 2, 2, 2], 100), leaf([2, 3, 2, 2, 2], 101)
    goal = teacher.detach().softmax(1)
    return loss(((student.softmax(1) - goal) ** 2).mean(), student)


def reversal():
    x = leaf([1, 2, 1, 2, 3], 100)
    y = Reversal.apply(x, 0.7)
    return loss((y * y * y).sum(), x)


def domain():
    logits = leaf([2, 1, 1, 2, 2], 100)
    terms = torch.cat([-logits[0].sigmoid().log().flatten(), -(1 - logits[1].sigmoid()).log().flatten()])
    return loss(terms.mean(), logits)


def masked_reconstruction():
    output = leaf([2, 1, 2, 2, 3], 100)
    image, hidden = scalars([2, 1, 2, 2, 3], 101).double(), scalars([2, 1, 2, 2, 3], 102) > 0
    errors = [(o - i) ** 2 for o, i, h in zip(output.flatten(), image.flatten(), hidden.flatten()) if h]
    return loss(sum(errors) / len(errors), output)


def voxel_weighted():
    logits = leaf([2, 3, 1, 2, 3], 100)
    target = [0, 1, 2, 255, 0, 0, 255, 2, 1, 0, 1, 0]
    weights = scalars([12], 102, 0, 2).double()
    rows = logits.movedim(1, -1).reshape(-1, 3)
    total = weight = 0
    for row, label, w in zip(rows, target, weights):
        if label != 255:
            total = total - w * (row[label] - row.exp().sum().log())
            weight = weight + w
    return {"target": target, **loss(total / weight, logits)}


def block_edges():
    a, b = leaf([1, 1, 3, 4, 5], 100, -1, 1), leaf([1, 1, 3, 4, 5], 101, -1, 1)
    weights = scalars([1, 1, 3, 4, 5], 102, 0, 2).double()

    def edges(x):
        padded = F.pad(x, (1,) * 6)
        sums = 0
        for axis in range(3):
            y = padded
            for line in range(3):
                here = y.narrow(2 + line, 0, y.shape[2 + line] - 2)
                mid = y.narrow(2 + line, 1, y.shape[2 + line] - 2)
                end = y.narrow(2 + line, 2, y.shape[2 + line] - 2)
                y = end - here if line == axis else here + 2 * mid + end
            sums = sums + y * y
        return (sums + 1e-6).sqrt().tanh()

    return loss(((edges(a) - edges(b)).abs() * weights).mean(), a)


torch.set_num_threads(1)
json.dump(
    {
        "networks": {
            "AntiAliasedGenerator2D": generator(2, 3, [12, 8]),
            "AntiAliasedGenerator3D": generator(3, 1, [8, 12, 8]),
            "SegmentationHead": segmentation_head(),
            "PatchDiscriminator3D": block_discriminator(),
            "DomainClassifier": domain_classifier(),
            "ResidualUNet": residual_unet(),
            "AttentionProjection": attention_projection(),
        },
        "losses": {
            "entropy": entropy(),
            "maximum squares": maximum_squares(),
            "consistency": consistency(),
            "reversal": reversal(),
            "domain": domain(),
            "block edges": block_edges(),
            "masked reconstruction": masked_reconstruction(),
        },
        "voxelWeighted": voxel_weighted(),
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
