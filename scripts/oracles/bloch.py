"""Writes Tests/Golden/bloch.json: steady-state signals by stepping the Bloch equations.

Usage: bloch.py > Tests/Golden/bloch.json
Made with Python 3.11, numpy 2.4.6.

Every sequence is played pulse by pulse on magnetisation vectors with rotation matrices and
relaxation, until it repeats; nothing is taken from the closed forms under test. Ideal spoiling sets
the transverse part to zero before each pulse. A turbo spin echo is a voxel of 128 isochromats
that the gradient spreads over a whole turn per half echo spacing. Times in ms, angles in degrees,
`phase` in cycles of precession between two pulses of a balanced sequence.
"""

import json
import math
import sys

import numpy

TISSUES = {
    "white matter": (884, 72, 60, 0.71),
    "grey matter": (1124, 95, 70, 0.83),
    "fluid": (4000, 2000, 1000, 1.0),
    "fat": (343, 58, 40, 0.9),
    "enhanced tumour": (270, 70, 50, 0.84),
}


def about_x(degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return numpy.array([[1, 0, 0], [0, c, -s], [0, s, c]])


def about_y(degrees):
    c, s = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
    return numpy.array([[c, 0, s], [0, 1, 0], [-s, 0, c]])


def turned(m, radians):
    c, s = numpy.cos(radians), numpy.sin(radians)
    return numpy.stack([c * m[0] - s * m[1], s * m[0] + c * m[1], m[2]])


def relaxed(m, time, t1, t2):
    e1, e2 = math.exp(-time / t1), math.exp(-time / t2)
    return numpy.stack([m[0] * e2, m[1] * e2, 1 + (m[2] - 1) * e1])


def transverse(m):
    return float(numpy.hypot(m[0], m[1]))


def spoiled(t1, t2, star, repetition, echo, flip):
    m = numpy.array([0.0, 0, 1])
    for _ in range(4000):
        m[0] = m[1] = 0
        m = about_x(flip) @ m
        signal = transverse(m) * math.exp(-echo / star)
        m = relaxed(m, repetition, t1, t2)
    return signal


def prepared(t1, t2, star, repetition, inversion, echo, flip, pulses, spacing):
    m = numpy.array([0.0, 0, 1])
    before = inversion - pulses // 2 * spacing
    for _ in range(40):
        m = relaxed(about_x(180) @ m, before, t1, t2)
        for pulse in range(pulses):
            m[0] = m[1] = 0
            m = about_x(flip) @ m
            if pulse == pulses // 2:
                signal = transverse(m) * math.exp(-echo / star)
            m = relaxed(m, spacing, t1, t2)
        m[0] = m[1] = 0
        m = relaxed(m, repetition - before - pulses * spacing, t1, t2)
    return signal


def balanced(t1, t2, repetition, echo, flip, phase):
    m = numpy.array([0.0, 0, 1])
    for pulse in range(6000):
        m = about_x(flip if pulse % 2 == 0 else -flip) @ m
        signal = transverse(m) * math.exp(-echo / t2)
        m = turned(relaxed(m, repetition, t1, t2), 2 * math.pi * phase)
    return signal


def turbo(t1, t2, repetition, echo, train, spacing):
    spread = 2 * math.pi * numpy.arange(128) / 128
    m = numpy.zeros((3, 128))
    m[2] = 1
    half = spacing / 2
    wanted = round(echo / spacing)
    for _ in range(40):
        m[0] = m[1] = 0
        m = about_x(90) @ m
        for number in range(1, train + 1):
            m = turned(relaxed(m, half, t1, t2), spread)
            m = about_y(180) @ m
            m = turned(relaxed(m, half, t1, t2), spread)
            if number == wanted:
                signal = float(numpy.hypot(m[0].mean(), m[1].mean()))
        m = relaxed(m, repetition - train * spacing, t1, t2)
    return signal


def main():
    cases = []
    for tissue, (t1, t2, star, density) in TISSUES.items():

        def add(kind, signal, **values):
            cases.append({
                "tissue": tissue, "kind": kind, "t1": t1, "t2": t2, "t2Star": star,
                "density": density, "signal": round(density * signal, 7), **values})

        add("spoiled", spoiled(t1, t2, star, 25, 1.82, 30), repetition=25, echo=1.82, flip=30)
        add("spoiled", spoiled(t1, t2, star, 11, 4.76, 20), repetition=11, echo=4.76, flip=20)
        add("prepared", prepared(t1, t2, star, 1900, 1100, 2.97, 15, 176, 7.1), repetition=1900,
            inversion=1100, echo=2.97, flip=15, train=176, spacing=7.1)
        for phase in (0, 0.2, 0.4, 0.5, 0.8):
            add("balanced", balanced(t1, t2, 9.4, 4.23, 70, phase), repetition=9.4, echo=4.23,
                flip=70, phase=phase)
        add("turbo", turbo(t1, t2, 2700, 160, 50, 6.4), repetition=2700, echo=160, train=50,
            spacing=6.4)
        add("turbo", turbo(t1, t2, 500, 12, 1, 12), repetition=500, echo=12, train=1, spacing=12)
    json.dump({"cases": cases}, sys.stdout, indent=1)
    print()


main()
