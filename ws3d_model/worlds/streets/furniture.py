# SPDX-License-Identifier: Apache-2.0
"""Street furniture on the ground: benches, bins, hydrants, boxes, meters and racks."""

from __future__ import annotations

from itertools import pairwise

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, tilted
from ws3d_model.worlds.streets.materials import reflective, steel, tyre
from ws3d_model.worlds.streets.solids import add, bar, merged, slab, tube


def bench(design: Design) -> Model:
    """A park bench with or without a back; the class is left out of training."""
    family = design.family("bench", ("slatted", "plain", "stone"), ("curled", "round slats"))
    model, paint = Model("bench", f"bench: {family}"), design.paint("wood", "wood", "neutral")
    long, seat, frame = design.uniform(1.2, 2.2), design.uniform(0.42, 0.48), steel(design)
    if family == "stone":
        model.box((0, 0, seat - 0.06), (long, 0.45, 0.12), design.paint("concrete"))
        for x in (-long * 0.35, long * 0.35):
            model.box((x, 0, (seat - 0.12) / 2), (0.2, 0.4, seat - 0.12), design.paint("concrete"))
        return model
    for number in range(4):
        model.box((0, -0.18 + number * 0.12, seat - 0.02), (long, 0.1, 0.04), paint)
    if family != "plain":
        for number in range(3):
            at = (0.0, 0.26 + number * 0.03, seat + 0.16 + number * 0.13)
            model.box(at, (long, 0.03, 0.1), paint, tilted(-0.2))
    for x in (-long * 0.42, long * 0.42):
        model.box((x, 0.0, (seat - 0.04) / 2), (0.06, 0.42, seat - 0.04), frame)
        if family != "plain":
            model.box((x, 0.27, seat + 0.2), (0.05, 0.05, 0.5), frame, tilted(-0.2))
        if family == "curled":
            model.box((x, 0.02, seat + 0.2), (0.05, 0.5, 0.04), frame)
    return model


def trash_can(design: Design) -> Model:
    """A litter bin: a tub, a basket on a post, a box with a roof."""
    family = design.family("trash can", ("tub", "on a post", "square bin"), ("half-round bin",))
    model, paint = (
        Model("trash can", f"trash can: {family}"),
        design.paint("dark", "metal", "vivid"),
    )
    high, radius = design.uniform(0.7, 1.05), design.uniform(0.19, 0.3)
    if family == "on a post":
        model.cylinder((0, 0.2, 0.4), 0.03, 1.4, steel(design))
        model.cylinder((0, 0, 0.75), radius * 0.8, 0.5, paint, taper=1.1)
    elif family == "square bin":
        model.box((0, 0, high / 2), (2 * radius, 2 * radius, high), paint)
        model.box((0, 0, high + 0.16), (2.1 * radius, 2.1 * radius, 0.05), paint)
        for x in (-radius, radius):
            model.box((x * 0.92, 0, high + 0.07), (0.04, 1.6 * radius, 0.16), paint)
    else:
        model.cylinder(
            (0, 0, high / 2),
            radius,
            high,
            paint,
            radius_y=radius * (0.6 if "half" in family else 1),
        )
        model.cylinder((0, 0, high + 0.03), radius * 1.05, 0.06, design.tinted(paint))
    return model


def dumpster(design: Design) -> Model:
    """A wheelie bin, a large waste container or a bottle bank."""
    family = design.family(
        "dumpster", ("wheelie bin", "wheelie bin", "four wheels", "bottle bank"), ("skip",)
    )
    model, paint = (
        Model("dumpster", f"dumpster: {family}"),
        design.paint("dark", "vivid", "leaf", material="plastic"),
    )
    if family == "wheelie bin":
        body = slab([-0.26, 0.3], [0.05] * 2, [0.95, 1.0], [0.21, 0.21], [0.28, 0.28])
        add(model, body, paint)
        model.box((0, 0.03, 1.02), (0.58, 0.68, 0.06), design.tinted(paint, 0.3))
        for side in (-1.0, 1.0):
            model.cylinder((side * 0.23, 0.28, 0.1), 0.1, 0.05, tyre(design), axis="x")
    elif family == "four wheels":
        body = slab([-0.5, 0.5], [0.2] * 2, [1.05, 1.15], [0.58] * 2, [0.68] * 2)
        add(model, body, paint)
        model.cylinder(
            (0, 0.05, 1.12), 0.5, 1.36, design.tinted(paint, 0.3), axis="x", radius_y=0.22
        )
        for x in (-0.5, 0.5):
            for y in (-0.4, 0.4):
                model.cylinder((x, y, 0.1), 0.1, 0.05, tyre(design), axis="x")
    elif family == "skip":
        body = slab([-1.7, -1.1, 1.1, 1.7], [0.75, 0.0, 0.0, 0.75], [1.2] * 4, [0.8] * 4, [0.9] * 4)
        add(model, body, paint)
    else:
        model.cylinder((0, 0, 0.75), 0.62, 1.5, paint)
        model.ellipsoid((0, 0, 1.5), (0.62, 0.62, 0.3), paint)
    return model


def fire_hydrant(design: Design) -> Model:
    """A pillar hydrant."""
    family = design.family("fire hydrant", ("two outlets", "three outlets"), ("slim",))
    model, paint = (
        Model("fire hydrant", f"fire hydrant: {family}"),
        design.paint("vivid", material="metal"),
    )
    high, radius = design.uniform(0.6, 0.95), 0.08 if family == "slim" else 0.11
    model.cylinder((0, 0, 0.03), radius * 1.6, 0.06, paint)
    model.cylinder((0, 0, high / 2 - 0.05), radius, high + 0.1, paint)
    model.ellipsoid((0, 0, high), (radius * 1.1, radius * 1.1, 0.1), paint)
    model.cylinder((0, 0, high * 0.68), 0.05, 4 * radius, paint, axis="x")
    if family == "three outlets":
        model.cylinder((0, -radius, high * 0.62), 0.07, 0.12, paint, axis="y")
    return model


def mailbox(design: Design) -> Model:
    """A post box, a letterbox on a post, a pillar box."""
    family = design.family("mailbox", ("on a post", "on legs", "pillar"), ("locker",))
    model, paint = Model("mailbox", f"mailbox: {family}"), design.paint("vivid", "metal", "dark")
    if family == "on a post":
        model.box((0, 0, 0.45), (0.09, 0.09, 1.3), design.paint("wood", "metal"))
        model.box((0, -0.05, 1.15), (0.22, 0.5, 0.2), paint)
        model.cylinder((0, -0.05, 1.25), 0.11, 0.5, paint, axis="y")
    elif family == "on legs":
        for x in (-0.18, 0.18):
            model.box((x, 0, 0.3), (0.05, 0.3, 0.6), steel(design))
        model.box((0, 0, 0.95), (0.5, 0.45, 0.7), paint)
        model.cylinder((0, 0, 1.3), 0.225, 0.5, paint, axis="x")
    elif family == "pillar":
        model.cylinder((0, 0, 0.75), 0.25, 1.5, paint)
        model.ellipsoid((0, 0, 1.5), (0.29, 0.29, 0.12), paint)
    else:
        model.box((0, 0, 0.9), (design.uniform(1.0, 2.5), 0.6, 1.8), paint)
    return model


def utility_box(design: Design) -> Model:
    """A switch cabinet at the kerb."""
    family = design.family("utility box", ("single", "double", "low"), ("with roof",))
    model, paint = (
        Model("utility box", f"utility box: {family}"),
        design.paint("neutral", "leaf", material="plastic"),
    )
    wide = design.uniform(0.5, 0.9) * (1.7 if family == "double" else 1.0)
    high = 0.6 if family == "low" else design.uniform(0.85, 1.5)
    deep = design.uniform(0.25, 0.45)
    model.box((0, 0, 0.06), (wide + 0.04, deep + 0.04, 0.12), design.paint("concrete"))
    model.box((0, 0, high / 2 + 0.06), (wide, deep, high - 0.1), paint)
    top = (wide + 0.06, deep + 0.08, 0.05 if family != "with roof" else 0.16)
    model.box((0, 0, high), top, design.tinted(paint))
    return model


def parking_meter(design: Design) -> Model:
    """A meter on a pole, or a ticket machine."""
    family = design.family("parking meter", ("single head", "ticket machine"), ("double head",))
    model, paint = (
        Model("parking meter", f"parking meter: {family}"),
        design.paint("dark", "metal", "vivid"),
    )
    if family == "ticket machine":
        model.box((0, 0, 0.8), (0.32, 0.28, 1.6), paint)
        model.box((0, -0.14, 1.3), (0.22, 0.03, 0.16), design.paint("glass"))
        model.box((0, -0.02, 1.75), (0.3, 0.3, 0.3), reflective(design, (0.1, 0.25, 0.7)))
        return model
    model.cylinder((0, 0, 0.45), 0.03, 1.3, steel(design))
    for x in (-0.14, 0.14) if family == "double head" else (0.0,):
        model.ellipsoid((x, 0, 1.25), (0.1, 0.08, 0.19), paint)
    if family == "double head":
        model.box((0, 0, 1.1), (0.3, 0.05, 0.05), paint)
    return model


def charging_station(design: Design) -> Model:
    """A charging pillar with its cable."""
    family = design.family("charging station", ("pillar", "slab"), ("kiosk",))
    model, paint = (
        Model("charging station", f"charging station: {family}"),
        design.paint("white", "neutral", "vivid"),
    )
    wide = {"pillar": 0.3, "slab": 0.5, "kiosk": 0.9}[family]
    high, deep = design.uniform(1.3, 2.0), 0.5 if family == "kiosk" else 0.22
    model.box((0, 0, high / 2), (wide, deep, high), paint)
    model.box((0, -deep / 2, high * 0.78), (wide * 0.6, 0.03, 0.22), design.paint("dark"))
    cable = [
        (wide / 2, 0, high * 0.6),
        (wide / 2 + 0.12, -0.05, high * 0.25),
        (wide / 2 + 0.02, -0.1, high * 0.5),
    ]
    add(model, tube(cable, [0.02] * 3, 5), design.paint("dark"))
    return model


def bicycle_rack(design: Design) -> Model:
    """Hoops or a rail that bicycles lean on; the hoops stand across x."""
    family = design.family("bicycle rack", ("hoops", "wheel holders"), ("wave",))
    model, paint, pieces = Model("bicycle rack", f"bicycle rack: {family}"), steel(design), []
    count = design.count(2, 6)
    for number in range(count):
        x = (number - (count - 1) / 2) * 0.8
        if family == "wheel holders":
            loop = [(x, -0.25, 0.0), (x, -0.2, 0.5), (x, 0.2, 0.5), (x, 0.25, 0.0)]
        elif family == "hoops":
            loop = [(x, -0.4, -0.15), (x, -0.38, 0.75), (x, 0.38, 0.75), (x, 0.4, -0.15)]
        else:
            loop = [(x - 0.4, 0, 0.0), (x - 0.2, 0, 0.8), (x + 0.2, 0, 0.8), (x + 0.4, 0, 0.0)]
        pieces += [bar(a, b, 0.04, 0.04) for a, b in pairwise(loop)]
    if family == "wheel holders":
        for y in (-0.25, 0.25):
            pieces.append(bar((-count * 0.4, y, 0.03), (count * 0.4, y, 0.03), 0.04, 0.04))
    add(model, merged(pieces), paint)
    return model
