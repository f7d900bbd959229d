"""Writes Tests/Golden/translation.json: one whole step of a tiny CycleGAN, written anew in PyTorch.

Usage: translation.py > Tests/Golden/translation.json
Made with Python 3.11 and PyTorch 2.13.0, in float32.

Generators with a skip and two critics; least-squares adversaries, round trips weighed 10, identity 5. First the
generators take one step of torch.optim's Adam, then the critics, at half the rate, on the fakes from before it.
Nothing is taken from Sources but the names of the parameters. Network n has parameters of pattern.py's scalars
with seed 1000 n + i + 1; the images, mirrored about their middle column, have seeds 100 and 101. Of each
parameter after the step up to twelve values in regular steps are kept.
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

RATE = 2e-3
BOUND = 0.3
WIDTH = 2


class Network:
    def __init__(self, number):
        self.number = number
        self.made = {}

    def __call__(self, name, *shape):
        if name not in self.made:
            seed = 1000 * self.number + len(self.made) + 1
            self.made[name] = scalars(shape, seed, -BOUND, BOUND).requires_grad_()
        return self.made[name]

    def conv(self, name, x, width, side, stride=1, has_bias=False):
        weight = self(f"{name}.weight", width, x.shape[1], side, side)
        bias = self(f"{name}.bias", width) if has_bias else None
        return F.conv2d(x, weight, bias, stride=stride, padding=side // 2)


def generator(p, x):
    def enlarged(y):
        return y.repeat_interleave(2, 2).repeat_interleave(2, 3)

    w = WIDTH
    first = F.instance_norm(p.conv("stem", x, w, 5)).relu()
    second = F.instance_norm(p.conv("down.0", first, 2 * w, 3, 2)).relu()
    y = F.instance_norm(p.conv("down.1", second, 4 * w, 3, 2)).relu()
    inner = F.instance_norm(p.conv("block.0.0", y, 4 * w, 3)).relu()
    y = y + F.instance_norm(p.conv("block.0.1", inner, 4 * w, 3))
    y = F.instance_norm(p.conv("up.0", enlarged(y), 2 * w, 3)).relu()
    y = p.conv("up.1", torch.cat([enlarged(y), first], 1), w, 3)
    # One style: its code is 1.
    scale = 1 + p("style.scale", w, 1).view(1, w, 1, 1)
    shift = p("style.shift", w, 1).view(1, w, 1, 1)
    y = (F.instance_norm(y) * scale + shift).relu()
    return p.conv("head", y, 1, 5, has_bias=True).tanh()


def critic(p, x):
    w = WIDTH
    y = F.leaky_relu(p.conv("conv.0", x, w, 5, 2, has_bias=True), 0.2)
    y = F.leaky_relu(F.instance_norm(p.conv("conv.1", y, 2 * w, 5, 2)), 0.2)
    y = F.leaky_relu(F.instance_norm(p.conv("conv.2", y, 4 * w, 3)), 0.2)
    return p.conv("score", y, 1, 3, has_bias=True)


def image(seed):
    half = scalars([1, 1, 12, 8], seed, -1, 1)
    return torch.cat([half, half.flip(3)], 3)


def adam(networks, rate):
    tensors = [t for n in networks for t in n.made.values()]
    return torch.optim.Adam(tensors, lr=rate, betas=(0.5, 0.999), eps=1e-8)


def sampled(tensor):
    flat = tensor.detach().flatten()
    return digits(flat[:: max(1, len(flat) // 12)][:12])


torch.set_num_threads(1)
names = ["generator", "toSource", "targetCritic", "sourceCritic"]
to_target, to_source, of_target, of_source = networks = [Network(n) for n in range(4)]
a, b = image(100), image(101)
fake_b, fake_a = generator(to_target, a), generator(to_source, b)
adversarial = ((critic(of_target, fake_b) - 1) ** 2).mean() + ((critic(of_source, fake_a) - 1) ** 2).mean()
cycle = F.l1_loss(generator(to_source, fake_b), a) + F.l1_loss(generator(to_target, fake_a), b)
identity = F.l1_loss(generator(to_target, b), b) + F.l1_loss(generator(to_source, a), a)
optimiser = adam([to_target, to_source], RATE)
(adversarial + 10 * cycle + 5 * identity).backward()
optimiser.step()
optimiser = adam([of_target, of_source], RATE / 2)
optimiser.zero_grad()
real = ((critic(of_target, b) - 1) ** 2).mean() + ((critic(of_source, a) - 1) ** 2).mean()
fake = (critic(of_target, fake_b.detach()) ** 2).mean() + (critic(of_source, fake_a.detach()) ** 2).mean()
discriminator = (real + fake) / 4
discriminator.backward()
optimiser.step()
json.dump(
    {
        "figures": {
            "adversarial": digits(adversarial)[0],
            "cycle": digits(cycle)[0],
            "identity": digits(identity)[0],
            "discriminator": digits(discriminator)[0],
        },
        "parameters": [
            {"name": f"{name}.{path}", "seed": 1000 * n + i + 1, "after": sampled(t)}
            for n, name in enumerate(names)
            for i, (path, t) in enumerate(networks[n].made.items())
        ],
    },
    sys.stdout,
    separators=(",", ":"),
)
print()
