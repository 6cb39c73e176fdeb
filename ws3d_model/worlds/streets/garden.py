# SPDX-License-Identifier: Apache-2.0
"""Gardens and parks: rocks, logs, stumps, beds, heaps of leaves, sheds, tents and garden things."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import foliage, glazing, steel, tyre, wood_bark
from ws3d_model.worlds.streets.solids import add, bar, leaves, merged, slab, tube

_SUNK = 0.12  # metres that what grows or lies heavily reaches into the ground


def rock(design: Design) -> Model:
    """A boulder alone, or a few together."""
    family = design.family("rock", ("boulder", "group"), ("slab",))
    model, paint = Model("rock", f"rock: {family}"), design.paint("concrete", material="stone")
    for number in range(3 if family == "group" else 1):
        size = design.uniform(0.25, 0.8) * (0.6 if number else 1.0)
        half = size * design.rng.uniform(0.6, 1.1, 3)
        half[2] = min(half[2], 0.3) if family == "slab" else half[2]
        tall = float(half[2])
        rings = [
            (0.0, float(half[0]) * 0.9, -_SUNK),
            (0.0, float(half[0]), tall * 0.3),
            (0.0, float(half[0]) * design.uniform(0.7, 0.95), tall * 0.8),
            (0.0, float(half[0]) * design.uniform(0.2, 0.5), tall * 1.2),
        ]
        line = [(design.normal(0.05), design.normal(0.05), z) for _, _, z in rings]
        body = tube(line, [max(r, 0.05) for _, r, _ in rings], design.count(5, 8))
        body.vertices[:, 1] *= float(half[1] / half[0])
        add(model, body.moved((number * 0.8 - 0.2, design.normal(0.15), 0.0)), paint)
    return model


def log(design: Design) -> Model:
    """A felled trunk along x, or a pile of them."""
    family = design.family("log", ("single", "pile"), ("hollow half",))
    model, paint = Model("log", f"log: {family}"), wood_bark(design)
    long, radius = design.uniform(1.2, 4.0), design.uniform(0.13, 0.3)
    if family == "hollow half":
        model.cylinder((0, 0, 0), radius * 1.2, long, paint, axis="x")
        return model
    for row in range(3 if family == "pile" else 1):
        for place in range(3 - row if family == "pile" else 1):
            at = (
                design.normal(0.06),
                (place + row / 2 - 1) * 2 * radius,
                radius * (1 + 1.73 * row),
            )
            model.cylinder(at, radius, long, design.tinted(paint), axis="x")
    return model


def tree_stump(design: Design) -> Model:
    """What is left of a sawn tree, with its roots."""
    family = design.family("tree stump", ("low", "high"), ("split",))
    model, paint = Model("tree stump", f"tree stump: {family}"), wood_bark(design)
    radius = design.uniform(0.15, 0.45)
    high = design.uniform(0.6, 1.1) if family == "high" else design.uniform(0.2, 0.5)
    line = [(0, 0, -_SUNK), (0, 0, 0.1), (design.normal(0.03), design.normal(0.03), high)]
    pieces = [tube(line, [radius * 1.4, radius * 1.05, radius], 9)]
    if family == "split":
        pieces.append(tube([(radius * 2.1, 0, -_SUNK), (radius * 2.3, 0, high)], [radius] * 2, 9))
    for number in range(design.count(2, 5)):
        angle = number * 1.4 + design.normal(0.3)
        end = (np.cos(angle) * radius * 2.2, np.sin(angle) * radius * 2.2, -0.06)
        pieces.append(tube([(0, 0, 0.12), end], [radius * 0.45, radius * 0.15], 5))
    return add(model, merged(pieces), paint)


def flower_bed(design: Design) -> Model:
    """Flowers in rows or in a round, in earth with or without a rim."""
    family = design.family("flower bed", ("strip", "round"), ("star",))
    model = Model("flower bed", f"flower bed: {family}")
    long, deep = design.uniform(1.5, 4.0), design.uniform(0.6, 1.2)
    earth = design.paint("soil")
    if family == "strip":
        model.box((0, 0, 0.02), (long, deep, 0.12), earth)
    else:
        deep = long = min(long, 2.4)
        model.cylinder((0, 0, 0.02), long / 2, 0.12, earth)
    count = 6 if family == "star" else 14
    x, y = design.rng.uniform(-0.45, 0.45, (2, count))
    inside = np.hypot(x, y) < 0.45 if family != "strip" else np.ones(count, bool)
    centres = np.column_stack([x * long, y * deep, np.full(count, 0.2)])[inside]
    tall = design.uniform(0.1, 0.3)
    size = np.tile((0.18, 0.18, tall), (len(centres), 1))
    add(model, leaves(design.rng, centres, size, 200, 0.07), foliage(design))
    blooms = centres + np.array([0.0, 0.0, 0.5 * tall])
    return add(model, leaves(design.rng, blooms, size * 0.8, 120, 0.06), design.paint("vivid"))


def leaf_pile(design: Design) -> Model:
    """Leaves raked together, or grass cuttings."""
    family = design.family("leaf pile", ("heap", "long heap"), ("two heaps",))
    model = Model("leaf pile", f"leaf pile: {family}")
    wide, high = design.uniform(0.4, 1.0), design.uniform(0.2, 0.5)
    long = wide * (2.2 if family == "long heap" else 1.0)
    paint = design.paint("wood", "soil", "leaf")
    for shift in (0.0, 2.2 * wide) if family == "two heaps" else (0.0,):
        model.ellipsoid((shift, 0, 0), (long, wide, high), paint)
        middle, size = np.array([[shift, 0, high * 0.5]]), np.array([[long, wide, high * 0.6]])
        add(model, leaves(design.rng, middle, size, 150, 0.09), paint)
    return model


def shed(design: Design) -> Model:
    """A hut of boards with a pitched or a flat roof."""
    family = design.family("shed", ("gable", "lean-to"), ("barrel roof",))
    model, paint = Model("shed", f"shed: {family}"), design.paint("wood", "wood", "vivid", "metal")
    wide, deep, high = design.uniform(1.6, 3.2), design.uniform(1.6, 3.0), design.uniform(1.8, 2.2)
    roof = design.paint("dark", "brick", "metal")
    model.box((0, 0, high / 2), (wide, deep, high), paint)
    if family == "barrel roof":
        model.cylinder((0, 0, high), wide / 2 + 0.08, deep + 0.2, roof, axis="y", radius_y=0.5)
    else:
        peak = (0.0 if family == "gable" else -wide / 2 - 0.15, high + design.uniform(0.4, 0.8))
        eaves = [(-wide / 2 - 0.15, high - 0.05), (wide / 2 + 0.15, high - 0.05), peak]
        if family == "lean-to":
            eaves = [*eaves[:2], (peak[0], peak[1])]
        model.prism(eaves, deep + 0.3, roof, axis="y")
    model.box((0.1 * wide, -deep / 2, 0.9), (0.8, 0.06, 1.8), design.tinted(paint, 0.3))
    return model


def greenhouse(design: Design) -> Model:
    """Glass on a frame, or a tunnel of foil."""
    family = design.family("greenhouse", ("glazed", "foil tunnel"), ("lean-to",))
    model, frame = Model("greenhouse", f"greenhouse: {family}"), steel(design)
    wide, deep, high = design.uniform(1.8, 3.2), design.uniform(2.4, 6.0), design.uniform(1.6, 2.1)
    pane = glazing(design)._replace(infrared=0.2)
    ribs = np.linspace(-deep / 2, deep / 2, 5).tolist()
    if family == "foil tunnel":
        foil = design.paint("white", material="plastic")
        model.cylinder((0, 0, 0), wide / 2, deep, foil, axis="y", radius_y=high)
        return model
    ridge = 0.0 if family == "glazed" else -wide / 2
    top = high + 0.6
    outline = [(-wide / 2, 0.05), (wide / 2, 0.05), (wide / 2, high), (ridge, top)]
    model.prism([*outline, (-wide / 2, high)] if ridge == 0.0 else outline, deep, pane, axis="y")
    rods = [bar((x, y, 0.0), (x, y, high), 0.05, 0.05) for x in (-wide / 2, wide / 2) for y in ribs]
    rods += [bar((wide / 2, y, high), (ridge, y, top), 0.05, 0.05) for y in ribs]
    rods.append(bar((ridge, -deep / 2, top), (ridge, deep / 2, top), 0.06, 0.06))
    add(model, merged(rods), frame)
    model.box((0, 0, 0.12), (wide + 0.06, deep + 0.06, 0.24), design.paint("brick", "concrete"))
    return model


def tent(design: Design) -> Model:
    """A ridge tent, a dome, or a market pavilion."""
    family = design.family("tent", ("ridge", "dome", "pavilion"), ("tipi",))
    model, cloth = (
        Model("tent", f"tent: {family}"),
        design.paint("vivid", "white", material="fabric"),
    )
    wide, deep = design.uniform(1.6, 3.0), design.uniform(2.0, 3.5)
    high = design.uniform(1.1, 1.9)
    if family == "dome":
        model.ellipsoid((0, 0, 0), (wide / 2, deep / 2, high), cloth)
    elif family == "ridge":
        model.prism([(-wide / 2, 0), (wide / 2, 0), (0, high)], deep, cloth, axis="y")
    elif family == "tipi":
        model.cylinder((0, 0, 1.2), wide / 2, 2.4, cloth, taper=0.06)
    else:
        half = wide / 2
        for x in (-half, half):
            for y in (-half, half):
                model.box((x, y, 1.15), (0.06, 0.06, 2.3), steel(design))
        roof = slab([-half - 0.1, 0, half + 0.1], [2.25] * 3, [2.3, 3.0, 2.3], [half + 0.1] * 3,
                    [half + 0.1, 0.05, half + 0.1])  # fmt: skip
        add(model, roof, cloth)
    return model


def barbecue(design: Design) -> Model:
    """A grill on legs: kettle, box or drum."""
    family = design.family("barbecue", ("kettle", "cart"), ("drum",))
    model, paint = Model("barbecue", f"barbecue: {family}"), design.paint("dark", material="metal")
    if family == "kettle":
        model.ellipsoid((0, 0, 0.82), (0.29, 0.29, 0.24), paint)
        legs = [((0.1 * c, 0.1 * s, 0.7), (0.3 * c, 0.3 * s, 0.0))
                for c, s in ((1, 0), (-0.5, 0.87), (-0.5, -0.87))]  # fmt: skip
        add(model, merged([bar(a, b, 0.03, 0.03) for a, b in legs]), steel(design))
        return model
    wide = design.uniform(0.6, 1.1)
    for x in (-wide / 2 + 0.05, wide / 2 - 0.05):
        for y in (-0.2, 0.2):
            model.box((x, y, 0.38), (0.04, 0.04, 0.76), steel(design))
    if family == "drum":
        model.cylinder((0, 0, 0.95), 0.26, wide, paint, axis="x")
    else:
        model.box((0, 0, 0.9), (wide, 0.5, 0.3), paint)
        model.box((wide / 2 + 0.2, 0, 0.92), (0.4, 0.42, 0.03), design.paint("wood", "metal"))
    return model


def trampoline(design: Design) -> Model:
    """A round mat on legs, with or without a net round it."""
    family = design.family("trampoline", ("with net", "open"), ("small",))
    model, rod = Model("trampoline", f"trampoline: {family}"), steel(design)
    radius = 0.6 if family == "small" else design.uniform(1.2, 2.0)
    high = 0.25 if family == "small" else design.uniform(0.6, 0.9)
    model.cylinder((0, 0, high), radius * 0.85, 0.02, design.paint("dark"))
    angle = np.linspace(0, 2 * np.pi, 9)
    rim = [(np.cos(a) * radius, np.sin(a) * radius, high) for a in angle]
    pieces = [bar(a, b, 0.28, 0.05) for a, b in pairwise(rim)]
    add(model, merged(pieces), design.paint("vivid", material="plastic"))
    up = high + 1.7 if family == "with net" else high
    posts = [bar((x, y, 0), (x, y, up), 0.05, 0.05) for x, y, _ in rim[:-1]]
    if family == "with net":
        for z in np.linspace(high + 0.2, up, 6).tolist():
            ring = [(x, y, z) for x, y, _ in rim]
            posts += [bar(a, b, 0.01, 0.02) for a, b in pairwise(ring)]
    return add(model, merged(posts), rod)


def wheelbarrow(design: Design) -> Model:
    """A tray on a wheel, empty or loaded."""
    family = design.family("wheelbarrow", ("empty", "loaded"), ("flat",))
    model, frame = Model("wheelbarrow", f"wheelbarrow: {family}"), steel(design)
    model.cylinder((0, -0.62, 0.19), 0.19, 0.08, tyre(design), axis="x")
    tray = slab([-0.5, -0.3, 0.35], [0.42, 0.3, 0.34], [0.62] * 3, [0.15, 0.22, 0.22],
                [0.3] * 3)  # fmt: skip
    if family == "flat":
        model.box((0, -0.05, 0.42), (0.6, 0.9, 0.05), design.paint("wood"))
    else:
        add(model, tray, design.paint("metal", "leaf", "vivid"))
    rods = []
    for side in (-1.0, 1.0):
        rods.append(bar((side * 0.06, -0.62, 0.19), (side * 0.26, 0.75, 0.62), 0.035, 0.035))
        rods.append(bar((side * 0.22, 0.3, 0.42), (side * 0.24, 0.38, 0.0), 0.03, 0.03))
    add(model, merged(rods), frame)
    if family == "loaded":
        model.ellipsoid((0, -0.08, 0.6), (0.28, 0.38, 0.2), design.paint("soil", "leaf"))
    return model
