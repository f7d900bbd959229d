"""What the oracles of the engine share: scalars without a file, numbers of seven digits.

`scalars` is `pattern` of Tests/TestSupport/Pattern.swift: the same shape, seed and bounds give the
same float32 values in both languages, so that golden files hold results only.
"""

import torch


def scalars(shape, seed, low=-2.0, high=2.0):
    count = 1
    for length in shape:
        count *= length
    values = [
        low + (high - low) * ((31 * k**3 + 7919 * k * seed + 104729 * seed**2) % 1009) / 1024
        for k in range(count)
    ]
    return torch.tensor(values, dtype=torch.float64).to(torch.float32).reshape(shape)


def digits(tensor):
    return [float(f"{value:.7g}") for value in tensor.detach().flatten().tolist()]
