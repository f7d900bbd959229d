"""Writes Tests/Golden/splitmix64.json: what Vigna's splitmix64.c draws, worked out in Python.

Usage: splitmix64.py > Tests/Golden/splitmix64.json
Made with Python 3.11. The C code: https://prng.di.unimi.it/splitmix64.c (public domain, 2015).

The first outputs for seed 1234567 and seed 0 that circulate with the C code and with Java's
SplittableRandom are asserted. `keyed` follows the rule by which a run is split into streams: the
seed's first output is the state; each key, times the golden gamma, is xor-ed into the state and the
first output from there is the next state; the last state seeds the stream. 64-bit numbers are hex.
"""

import json
import sys

BITS = (1 << 64) - 1
GAMMA = 0x9E3779B97F4A7C15


def outputs(seed, count):
    found = []
    x = seed
    for _ in range(count):
        x = (x + GAMMA) & BITS
        z = x
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS
        found.append(z ^ (z >> 31))
    return found


def stream(seed, keys, count):
    (state,) = outputs(seed, 1)
    for key in keys:
        (state,) = outputs(state ^ (key * GAMMA & BITS), 1)
    return outputs(state, count)


def text(numbers):
    return [f"{n:016x}" for n in numbers]


def main():
    assert outputs(1234567, 3) == [6457827717110365317, 3203168211198807973, 9817491932198370423]
    assert outputs(0, 3) == [0xE220A8397B1DCDAF, 0x6E789E6AA1B965F4, 0x06C45D188009454F]
    seeds = [0, 1, 42, 1234567, 0x9E3779B97F4A7C15, BITS]
    keys = [(0, [0]), (0, [1]), (7, [1, 2]), (7, [2, 1]), (7, [1, 2, 3]), (BITS, [BITS, 5])]
    plain = [{"seed": text([s])[0], "outputs": text(outputs(s, 8))} for s in seeds]
    keyed = [
        {"seed": text([s])[0], "keys": text(ks), "outputs": text(stream(s, ks, 4))}
        for s, ks in keys
    ]
    json.dump({"plain": plain, "keyed": keyed}, sys.stdout, separators=(",", ":"))
    print()


main()
