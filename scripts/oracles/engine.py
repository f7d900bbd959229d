"""Writes Tests/Golden/engine.json: what PyTorch gives for every operation that Torch offers.

Usage: engine.py > Tests/Golden/engine.json
Made with Python 3.11 and PyTorch 2.13.0, float32 on the CPU, one thread.

A case has inputs by name: real ones as shape, seed and bounds, made by pattern.py, or
integers as they are. `gradients` are those of sum(output * probe), with probe[k] = (7 k mod 11 - 5)
/ 5. The operation behind a name is in Tests/TorchTests/Golden*.swift. An
optimiser's case holds two parameters, end to end, after each of five steps.
"""

import json
import sys

import torch
import torch.nn.functional as F
from pattern import digits, scalars

cases = []


def real(*shape, low=-2.0, high=2.0):
    return {"shape": list(shape), "low": low, "high": high}


def integers(shape, values):
    return {"shape": shape, "integers": values}


def case(group, name, function, constants=(), **inputs):
    tensors = {}
    for index, key in enumerate(sorted(inputs)):
        spec = inputs[key]
        if "integers" in spec:
            tensors[key] = torch.tensor(spec["integers"]).reshape(spec["shape"])
        else:
            spec["seed"] = index + 1
            made = scalars(spec["shape"], index + 1, spec["low"], spec["high"])
            tensors[key] = made.requires_grad_(key not in constants)
    output = function(**tensors)
    probe = (torch.arange(output.numel()) * 7 % 11 - 5).reshape(output.shape) / 5
    (output * probe).sum().backward()
    cases.append(
        {
            "group": group,
            "name": name,
            "inputs": inputs,
            "shape": list(output.shape),
            "output": digits(output),
            "gradients": {k: digits(t.grad) for k, t in tensors.items() if t.requires_grad},
        }
    )


def pointwise():
    positive = {"low": 0.1, "high": 3.0}

    def one(name, function, **bounds):
        case("pointwise", name, lambda x: function(x), x=real(2, 4, **bounds))

    def two(name, function, **bounds):
        case(
            "pointwise", name, lambda x, y: function(x, y), x=real(2, 3, 2), y=real(3, 1, **bounds)
        )

    one("exp", torch.exp)
    one("log", torch.log, **positive)
    one("sqrt", torch.sqrt, **positive)
    one("abs", torch.abs)
    one("square", torch.square)
    one("tanh", torch.tanh)
    one("sigmoid", torch.sigmoid)
    one("relu", torch.relu)
    one("leakyRelu", lambda x: F.leaky_relu(x, 0.1))
    one("pow", lambda x: x**3)
    one("reciprocal", torch.reciprocal, **positive)
    one("softplus", F.softplus)
    one("clamp", lambda x: x.clamp(-1, 0.5))
    one("negated", lambda x: -x)
    one("plus a number", lambda x: x + 1.5)
    one("minus a number", lambda x: x - 1.5)
    one("a number minus", lambda x: 1.5 - x)
    one("times a number", lambda x: x * 2.5)
    one("divided by a number", lambda x: x / 4)
    two("sum, broadcast", lambda x, y: x + y)
    two("difference, broadcast", lambda x, y: x - y)
    two("product, broadcast", lambda x, y: x * y)
    two("quotient, broadcast", lambda x, y: x / y, **positive)
    two("maximum, broadcast", torch.maximum)
    two("minimum, broadcast", torch.minimum)
    two("where, broadcast", lambda x, y: torch.where(x > 0, x, y))


def reductions():
    def one(name, function):
        case("reduction", name, lambda x: function(x), x=real(2, 3, 4))

    one("sum of all", lambda x: x.sum())
    one("sum over two axes", lambda x: x.sum((0, 2)))
    one("sum over two axes, kept", lambda x: x.sum((0, 2), keepdim=True))
    one("sum of all, kept", lambda x: x.sum((0, 1, 2), keepdim=True))
    one("mean of all", lambda x: x.mean())
    one("mean over the last axis", lambda x: x.mean(-1))
    one("deviation of all", lambda x: x.std())
    one("deviation over an axis", lambda x: x.std(1))
    one("norm of all", lambda x: x.norm())
    one("norm over two axes", lambda x: x.norm(dim=(1, 2)))
    one("largest of all", lambda x: x.max())
    one("largest over two axes", lambda x: x.amax((0, 2)))
    one("smallest of all", lambda x: x.min())
    one("smallest over an axis, kept", lambda x: x.amin(1, keepdim=True))
    one("two largest", lambda x: x.topk(2, dim=2).values)
    one("two smallest", lambda x: x.topk(2, dim=1, largest=False).values)
    one("softmax", lambda x: x.softmax(1))
    one("log softmax", lambda x: x.log_softmax(-1))
    one("unit rows", lambda x: F.normalize(x, dim=1))


def shapes():
    def one(name, function, **more):
        case("shape", name, function, x=real(2, 3, 4), **more)

    one("reshaped", lambda x: x.reshape(4, -1))
    one("permuted", lambda x: x.permute(2, 0, 1))
    one("transposed", lambda x: x.transpose(0, -1))
    case("shape", "expanded", lambda x: x.expand(2, 3, 4), x=real(3, 1))
    case("shape", "squeezed", lambda x: x.squeeze(1), x=real(3, 1, 2))
    one("unsqueezed", lambda x: x.unsqueeze(1))
    one("narrow", lambda x: x.narrow(2, 1, 2))
    one("select", lambda x: x.select(1, 2))
    one("select the last", lambda x: x.select(-1, -1))
    one(
        "indexSelect",
        lambda x, indices: x.index_select(2, indices),
        indices=integers([5], [3, 0, 0, 2, 3]),
    )
    one(
        "gather",
        lambda x, indices: x.gather(1, indices),
        indices=integers([2, 2, 3], [0, 1, 2, 2, 2, 0, 1, 1, 0, 0, 2, 1]),
    )
    one("flipped", lambda x: x.flip(0, 2))
    case(
        "shape", "concatenate", lambda x, y: torch.cat([x, y, x], 1), x=real(2, 1, 2), y=real(2, 3, 2)
    )
    case("shape", "stack", lambda x, y: torch.stack([x, y], 1), x=real(2, 3), y=real(2, 3))
    pads = [1, 2, 0, 1]
    one("padded with a constant", lambda x: F.pad(x, pads, value=0.5))
    one("padded by reflection", lambda x: F.pad(x, pads, mode="reflect"))
    one("padded with the border", lambda x: F.pad(x, pads, mode="replicate"))


def networks():
    def one(name, function, **inputs):
        case("network", name, function, **inputs)

    one("matmul, broadcast", lambda x, y: x @ y, x=real(2, 2, 3), y=real(3, 4))
    one("linear", lambda x, w, b: F.linear(x, w, b), x=real(2, 2, 3), w=real(4, 3), b=real(4))
    one(
        "conv2d",
        lambda x, w, b: F.conv2d(x, w, b, (2, 1), (1, 2), groups=2),
        x=real(1, 4, 5, 4),
        w=real(2, 2, 3, 3),
        b=real(2),
    )
    one(
        "conv3d",
        lambda x, w, b: F.conv3d(x, w, b, (1, 2, 2), (1, 0, 1)),
        x=real(2, 1, 2, 5, 4),
        w=real(2, 1, 3, 3, 3),
        b=real(2),
    )
    one(
        "convTranspose2d",
        lambda x, w, b: F.conv_transpose2d(x, w, b, (2, 3), (1, 0), (1, 2)),
        x=real(1, 2, 3, 2),
        w=real(2, 2, 3, 3),
        b=real(2),
    )
    one(
        "convTranspose3d",
        lambda x, w: F.conv_transpose3d(x, w, None, (1, 2, 2)),
        x=real(1, 2, 2, 3, 2),
        w=real(2, 2, 1, 2, 2),
    )
    one(
        "instanceNorm",
        lambda x, w, b: F.instance_norm(x, weight=w, bias=b, eps=1e-3),
        x=real(2, 2, 3, 3),
        w=real(2),
        b=real(2),
    )
    one("instanceNorm without scale", lambda x: F.instance_norm(x), x=real(1, 2, 2, 2, 3))
    one(
        "groupNorm",
        lambda x, w, b: F.group_norm(x, 2, w, b),
        x=real(2, 4, 2, 2),
        w=real(4),
        b=real(4),
    )
    one("maxPool 2-D", lambda x: F.max_pool2d(x, (2, 3), (1, 2)), x=real(1, 2, 3, 5))
    one("maxPool 3-D", lambda x: F.max_pool3d(x, (1, 2, 2), (1, 2, 2)), x=real(1, 1, 2, 4, 4))
    one("avgPool 2-D", lambda x: F.avg_pool2d(x, (2, 3), (1, 2)), x=real(1, 2, 3, 5))
    one("avgPool 3-D", lambda x: F.avg_pool3d(x, (2, 2, 2), (1, 2, 2)), x=real(1, 1, 2, 4, 4))
    flat = real(1, 2, 3, 2)
    solid = real(1, 1, 2, 2, 3)
    one("nearest 2-D", lambda x: F.interpolate(x, (5, 4)), x=dict(flat))
    one("nearest 3-D", lambda x: F.interpolate(x, (3, 4, 2)), x=dict(solid))
    for align in (False, True):
        suffix = ", corners aligned" if align else ""
        one(
            "linear 2-D" + suffix,
            lambda x: F.interpolate(x, (5, 4), mode="bilinear", align_corners=align),
            x=dict(flat),
        )
        one(
            "linear 3-D" + suffix,
            lambda x: F.interpolate(x, (3, 4, 2), mode="trilinear", align_corners=align),
            x=dict(solid),
        )
    grid = real(1, 2, 3, 2, low=-1.2, high=1.2)
    deep = real(1, 2, 2, 2, 3, low=-1.2, high=1.2)
    one(
        "gridSample 2-D, zeros outside, corners aligned",
        lambda x, grid: F.grid_sample(x, grid, padding_mode="zeros", align_corners=True),
        x=real(1, 2, 3, 4),
        grid=grid,
    )
    one(
        "gridSample 3-D, border outside",
        lambda x, grid: F.grid_sample(x, grid, padding_mode="border", align_corners=False),
        x=real(1, 1, 3, 4, 3),
        grid=deep,
    )
    one(
        "gridSample 3-D, nearest",
        lambda x, grid: F.grid_sample(
            x, grid, mode="nearest", padding_mode="border", align_corners=False
        ),
        x=real(1, 1, 3, 4, 3),
        grid=dict(deep),
    )
    one(
        "affineGrid",
        lambda theta: F.affine_grid(theta, (1, 1, 2, 3, 2), align_corners=False),
        theta=real(1, 3, 4),
    )
    one(
        "affineGrid, corners aligned",
        lambda theta: F.affine_grid(theta, (1, 1, 2, 3, 2), align_corners=True),
        theta=real(1, 3, 4),
    )


def losses():
    def one(name, function, **inputs):
        case("loss", name, function, **inputs)

    volume = {
        "x": real(2, 3, 1, 2, 2),
        "target": integers([2, 1, 2, 2], [0, 1, 2, 255, 2, 255, 0, 0]),
    }
    rows = {"x": real(4, 3), "target": integers([4], [2, 0, 1, 1])}
    one("cross-entropy", lambda x, target: F.cross_entropy(x, target), **rows)
    one(
        "cross-entropy of volumes with an ignored class",
        lambda x, target: F.cross_entropy(x, target, ignore_index=255),
        **volume,
    )
    one(
        "cross-entropy of volumes with class weights and an ignored class",
        lambda x, target, weight: F.cross_entropy(x, target, weight, ignore_index=255),
        constants=("weight",),
        weight=real(3, low=0.2, high=3),
        **{key: dict(spec) for key, spec in volume.items()},
    )
    one("mean squared error", F.mse_loss, input=real(2, 3), target=real(2, 3))
    one("mean absolute error", F.l1_loss, input=real(2, 3), target=real(2, 3))
    one(
        "binary cross-entropy of logits",
        F.binary_cross_entropy_with_logits,
        input=real(2, 3),
        target=real(2, 3, low=0.0, high=1.0),
    )


def optimisers():
    def run(name, make, rate=lambda step: None):
        parameters = [scalars([2, 3], 1).requires_grad_(), scalars([3], 2).requires_grad_()]
        optimiser = make(parameters)
        steps = []
        for step in range(5):
            if rate(step) is not None:
                optimiser.param_groups[0]["lr"] = rate(step)
            optimiser.zero_grad()
            (parameters[0] * parameters[1] - 1).square().sum().backward()
            optimiser.step()
            steps.append(digits(torch.cat([p.flatten() for p in parameters])))
        return {"name": name, "steps": steps}

    adam, sgd = torch.optim.AdamW, torch.optim.SGD
    return [
        run("AdamW", lambda p: adam(p)),
        run(
            "AdamW with its own constants",
            lambda p: adam(p, lr=0.1, betas=(0.5, 0.99), eps=1e-3, weight_decay=0.2),
        ),
        run("Adam", lambda p: adam(p, lr=0.05, weight_decay=0)),
        run("AdamW with falling rate", lambda p: adam(p, lr=0.1), lambda step: 0.1 / (step + 1)),
        run("SGD", lambda p: sgd(p, lr=0.02)),
        run("SGD with momentum", lambda p: sgd(p, lr=0.02, momentum=0.9)),
        run(
            "SGD with Nesterov momentum and weight decay",
            lambda p: sgd(p, lr=0.02, momentum=0.99, nesterov=True, weight_decay=0.1),
        ),
    ]


torch.set_num_threads(1)
pointwise()
reductions()
shapes()
networks()
losses()
json.dump(
    {"torch": torch.__version__.split("+")[0], "cases": cases, "optimisers": optimisers()},
    sys.stdout,
    separators=(",", ":"),
)
print()
