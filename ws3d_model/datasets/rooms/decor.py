# SPDX-License-Identifier: Apache-2.0
"""Lamps, plants, curtains, radiators, people: what fills a room besides furniture."""

from __future__ import annotations

import numpy as np

from ws3d_model.datasets.rooms.design import Design
from ws3d_model.datasets.rooms.model import Model, turned
from ws3d_model.datasets.rooms.palette import Pattern
from ws3d_model.datasets.rooms.primitives import Faces


def table_lamp(design: Design) -> Model:
    """A small lamp with a shade."""
    return _lamp(design, design.uniform(0.25, 0.42), design.uniform(0.08, 0.15))


def floor_lamp(design: Design) -> Model:
    """A lamp that stands on the floor."""
    return _lamp(design, design.uniform(1.25, 1.75), design.uniform(0.13, 0.24))


def _lamp(design: Design, height: float, shade: float) -> Model:
    model, metal = Model("lamp"), design.paint("metal", "dark", "wood", "vivid")
    white = design.paint("white", "any")
    shape = design.family("lamp", ("cone shade", "drum shade", "ball"), ("arc", "bowl"))
    model.cylinder((0, 0, 0.012), max(0.07, height * 0.09), 0.024, metal)
    model.cylinder((0, 0, height / 2), 0.014, height, metal)
    if shape == "ball":
        model.ellipsoid((0, 0, height), (shade, shade, shade), white)
    elif shape == "arc":
        model.box((shade, 0, height), (2 * shade, 0.02, 0.02), metal)
        model.ellipsoid((2 * shade, 0, height - 0.03), (shade * 0.6, shade * 0.6, 0.07), white)
    else:
        taper = {"cone shade": 0.6, "drum shade": 1.0, "bowl": 1.6}[shape]
        tall = shade * design.uniform(1.0, 1.6)
        model.cylinder(
            (0, 0, height + tall * 0.3), shade, tall, white, "z", taper, faces=Faces.SIDE
        )
    return model


def hanging_lamp(design: Design, drop: float) -> Model:
    """A lamp whose cable ends at z = drop, its shade at z = 0."""
    model, paint = Model("lamp"), design.paint("white", "vivid", "metal", "dark")
    radius = design.uniform(0.12, 0.25)
    shape = design.family("hanging lamp", ("cone", "ball"), ("disc",))
    model.cylinder((0, 0, drop / 2 + 0.05), 0.008, drop - 0.1, design.paint("dark"))
    if shape == "ball":
        return model.ellipsoid((0, 0, 0.1), (radius * 0.7, radius * 0.7, radius * 0.7), paint)
    tall = 0.2 if shape == "cone" else 0.05
    return model.cylinder((0, 0, tall / 2), radius, tall, paint, taper=0.35, faces=Faces.SIDE)


def ceiling_panel(design: Design) -> Model:
    """A flat lamp under the ceiling, z = 0 its upper side."""
    size = design.family("ceiling lamp", ((0.6, 0.6), (1.2, 0.3)), ((1.2, 0.15), (0.4, 0.4)))
    return Model("lamp").box((0, 0, -0.02), (*size, 0.04), design.paint("white"))


def plant(design: Design) -> Model:
    """A plant in a pot on the floor."""
    model, height = Model("plant"), design.uniform(0.18, 0.42)
    pot, leaf = design.paint("neutral", "vivid", "white"), design.paint("leaf")
    model.cylinder((0, 0, height / 2), design.uniform(0.1, 0.19), height, pot, taper=1.2)
    tall, wide = design.uniform(0.4, 1.2), design.uniform(0.12, 0.26)
    shape = design.family("plant", ("bush", "leaves", "tree"), ("spikes",))
    if shape == "tree":
        model.cylinder((0, 0, height + tall / 2), 0.02, tall, design.paint("wood"))
    if shape in ("bush", "tree"):
        for _ in range(design.count(4, 10)):
            up = height + tall * (
                design.uniform(0.6, 1.0) if shape == "tree" else design.uniform(0, 0.7)
            )
            at = (design.normal(wide * 0.5), design.normal(wide * 0.5), up + 0.1)
            radii = tuple(design.uniform(0.06, 0.2) for _ in range(3))
            model.ellipsoid(at, (radii[0], radii[1], radii[2]), design.tinted(leaf, 0.4))
        return model
    for _ in range(design.count(7, 16)):
        angle, reach = design.uniform(0, 6.28), design.uniform(0.1, wide * 1.3)
        at = (reach * np.cos(angle) / 2, reach * np.sin(angle) / 2, height + tall * 0.4)
        size = (reach, 0.09 if shape == "leaves" else 0.02, tall * design.uniform(0.3, 0.9))
        model.box(at, size, design.tinted(leaf, 0.4), turned(angle), 3, two_sided=True)
    return model


def small_plant(design: Design) -> Model:
    """A pot plant for a table or a sill."""
    model, radius = Model("plant"), design.uniform(0.04, 0.08)
    model.cylinder((0, 0, 0.06), radius, 0.12, design.paint("neutral", "vivid", "wood"), taper=1.2)
    leaf = design.paint("leaf")
    for _ in range(design.count(1, 4)):
        at = (design.normal(0.03), design.normal(0.03), design.uniform(0.15, 0.3))
        size = design.uniform(0.06, 0.13)
        model.ellipsoid(at, (size, size * 0.8, size), design.tinted(leaf, 0.4))
    return model


def curtain(design: Design, width: float, height: float, name: str = "curtain") -> Model:
    """Hanging cloth in folds, its lower edge at z = 0."""
    model = Model(name)
    pattern = design.choose((Pattern.PLAIN, Pattern.PLAIN, Pattern.STRIPES, Pattern.BLOTCHES))
    paint = design.paint("vivid", "neutral", "white", pattern=pattern)
    folds = design.family(name, ("waves", "flat waves", "zigzag"), ("flat", "deep waves"))
    depth = {"waves": 0.035, "flat waves": 0.015, "zigzag": 0.03, "flat": 0.004, "deep waves": 0.06}
    length, phase = design.uniform(0.09, 0.2), design.uniform(0, 6)
    edges = np.linspace(-width / 2, width / 2, max(4, int(width / 0.04)) + 1)
    sine = np.sin(phase + edges / length * 2 * np.pi)
    offsets = depth[folds] * (np.arcsin(sine) / 1.571 if folds == "zigzag" else sine)
    for x0, x1, y0, y1 in zip(edges[:-1], edges[1:], offsets[:-1], offsets[1:], strict=True):
        size = (float(np.hypot(x1 - x0, y1 - y0)), 0.008, height)
        at = (float(x0 + x1) / 2, float(y0 + y1) / 2, height / 2)
        turn = turned(float(np.arctan2(y1 - y0, x1 - x0)))
        model.box(at, size, paint, turn, faces=Faces.FRONT | Faces.BACK)
    return model


def radiator(design: Design) -> Model:
    """A radiator for the wall, its feet at z = 0."""
    model, paint = Model("radiator"), design.paint("white", "white", "neutral")
    width, height = design.uniform(0.6, 1.6), design.uniform(0.4, 0.65)
    shape = design.family("radiator", ("ribs", "panel"), ("tubes",))
    if shape == "panel":
        ribbed = paint._replace(pattern=Pattern.STRIPES, frequency=(60.0, 0.0, 0.0), contrast=0.1)
        return model.box((0, 0, 0.12 + height / 2), (width, 0.09, height), ribbed)
    for x in np.arange(-width / 2, width / 2, 0.06 if shape == "ribs" else 0.1):
        at = (float(x), 0.0, 0.1 + height / 2)
        if shape == "ribs":
            model.box(at, (0.045, 0.09, height), paint)
        else:
            model.cylinder(at, 0.025, height, paint)
    for level in (0.15, height + 0.05):
        model.box((0, 0, level), (width, 0.03, 0.04), paint)
    return model


def person(design: Design) -> Model:
    """Somebody who stands."""
    model, top, legs = Model("person"), design.paint(), design.paint("dark", "vivid", "neutral")
    skin, tall = design.paint("skin"), design.uniform(0.9, 1.1)
    stride = design.family("person", (0.0, 0.1), (0.2,))
    for side in (-1, 1):
        model.cylinder((side * 0.1, side * stride, 0.42 * tall), 0.075, 0.84 * tall, legs)
        model.cylinder((side * 0.25, -side * stride / 2, 1.12 * tall), 0.05, 0.6 * tall, top)
    model.box((0, 0, 1.13 * tall), (0.42, 0.23, 0.62 * tall), top, roundness=4)
    model.cylinder((0, 0, 1.47 * tall), 0.06, 0.12, skin)
    return model.ellipsoid((0, 0, 1.6 * tall), (0.09, 0.11, 0.13), skin)
