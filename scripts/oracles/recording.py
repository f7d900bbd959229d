"""What the oracles of networks share: parameters by name, and what is written of a network.

Parameter number i is pattern.py's scalars with seed i + 1 in -bound...bound. Gradients are those of
sum(output * probe), with probe[k] = (7 k mod 11 - 5) / 5.
"""

import torch
from pattern import digits, scalars


class Parameters:
    """Hands out parameters by name and remembers them in order."""

    def __init__(self, bound=0.5):
        self.made = {}
        self.bound = bound

    def __call__(self, name, *shape):
        if name not in self.made:
            tensor = scalars(shape, len(self.made) + 1, -self.bound, self.bound)
            self.made[name] = tensor.requires_grad_()
        return self.made[name]

    def listed(self):
        return [{"name": name, "shape": list(t.shape)} for name, t in self.made.items()]


def probed(output):
    probe = (torch.arange(output.numel()) * 7 % 11 - 5).reshape(output.shape) / 5
    return (output * probe).sum()


def record(parameters, outputs, gradients):
    sum(probed(output) for output in outputs).backward()
    return {
        "parameters": parameters.listed(),
        "outputs": [{"shape": list(o.shape), "values": digits(o)} for o in outputs],
        "gradients": {name: digits(parameters.made[name].grad) for name in gradients},
    }
