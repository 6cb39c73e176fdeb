# SPDX-License-Identifier: Apache-2.0
"""Bushes, hedges, flower planters and tufts of grass."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces
from ws3d_model.worlds.streets.materials import foliage, wood_bark
from ws3d_model.worlds.streets.solids import Float64, add, blades, leaves, merged, tube


def bush(design: Design, size: float = 1.0) -> Model:
    """A shrub, leafy down to the ground, sparse, or in flower."""
    family = design.family(
        "bush", ("round", "wide", "tall", "sparse", "thicket"), ("cone", "ball on a stem")
    )
    model, rng = Model("bush", f"bush: {family}"), design.rng
    radius, green = design.uniform(0.35, 1.1) * size, foliage(design)
    lumps = {"thicket": 9, "wide": 6, "cone": 4, "ball on a stem": 1}.get(family, 3)
    wide = {"wide": 1.6, "thicket": 2.0, "tall": 0.7, "cone": 0.5}.get(family, 0.6)
    high = radius * {"tall": 2.4, "thicket": 1.8, "cone": 2.2}.get(family, 1.4)
    if family == "cone":
        level = np.linspace(0.1, 0.95, lumps)
        centres = np.column_stack([np.zeros((lumps, 2)), level * high])
        radii = np.column_stack([*[(1.05 - level) * radius * 0.8] * 2, np.full(lumps, high * 0.2)])
    elif family == "ball on a stem":
        centres, radii = np.array([[0, 0, radius + 0.5]]), np.full((1, 3), radius * 0.7)
        model.cylinder((0, 0, radius * 0.5), 0.03, radius + 0.7, wood_bark(design))
    else:
        flat = rng.uniform(-1, 1, (lumps, 2)) * radius * wide
        radii = rng.uniform(0.45, 0.8, (lumps, 3)) * radius
        radii[:, 2] *= high / (1.6 * radius)
        centres = np.column_stack([flat, radii[:, 2] * 0.85])
    count = int((110 if family == "sparse" else 260) * (0.7 + radius) * (1 + 0.12 * lumps))
    solid = leaves(rng, centres, radii, count, 0.1 + 0.06 * radius)
    solid.vertices[:, 2] = np.maximum(solid.vertices[:, 2], -0.02)
    add(model, solid, green)
    if family != "ball on a stem":
        stems = [
            tube([(0, 0, -0.15), (float(x), float(y), float(z))], [0.03, 0.012], 4)
            for x, y, z in centres[:4]
        ]
        add(model, merged(stems), wood_bark(design))
    return model


def hedge(design: Design, length: float, height: float, width: float, green: Paint) -> Model:
    """A piece of hedge along x: a dense core in a coat of leaves."""
    model, rng = Model("hedge", "hedge: clipped"), design.rng
    core = (length, width * 0.7, height * 0.86 + 0.2)
    model.box((0, 0, core[2] / 2 - 0.2), core, green._replace(colour=green.colour * 0.6))
    count = int(55 * length * (height + 0.5))
    half = np.array([length / 2, width / 2, height / 2])
    spots = rng.uniform(-1, 1, (count, 3))
    face = rng.integers(0, 3, count)
    spots[np.arange(count), np.where(face == 0, 1, face)] = rng.choice((-1.0, 1.0), count)
    spots[:, 2] = np.abs(spots[:, 2]) * np.where(rng.random(count) < 0.5, 1, -1)
    middle = spots * half + (0, 0, height / 2)
    corners = middle[:, None] + rng.normal(0, 0.055, (count, 3, 3))
    model.mesh(corners.reshape(-1, 3), np.arange(3 * count).reshape(-1, 3), green)
    return model


def planter(design: Design) -> Model:
    """A tub or trough with flowers or a small shrub."""
    family = design.family("planter", ("round tub", "trough", "square"), ("bowl",))
    model, paint = Model("planter", f"planter: {family}"), design.paint("concrete", "wood", "dark")
    wide, high = design.uniform(0.4, 0.9), design.uniform(0.35, 0.7)
    long = wide * (2.2 if family == "trough" else 1.0)
    if family in ("round tub", "bowl"):
        taper = design.uniform(1.0, 1.3) if family == "round tub" else 1.9
        radius = wide / 2 / max(taper, 1.0)
        model.cylinder((0, 0, high / 2), radius, high, paint, taper=taper)
    else:
        model.box((0, 0, high / 2), (long, wide, high), paint)
    reach = np.array([[long * 0.42, wide * 0.42, design.uniform(0.15, 0.5)]])
    green = leaves(design.rng, np.array([[0, 0, high + 0.12]]), reach, 90, 0.09)
    green.vertices[:, 2] = np.maximum(green.vertices[:, 2], high - 0.03)
    add(model, green, foliage(design) if design.chance(0.7) else design.paint("vivid"))
    return model


def tufts(
    design: Design, name: str, feet: Float64, height: tuple[float, float], paint: Paint
) -> Model:
    """Blades of grass or weeds at `feet` (N, 3) in the world frame, as a part of the ground."""
    model = Model(name)
    return add(model, blades(design.rng, feet, height, 0.05), paint)


def flower_box(model: Model, design: Design, at: tuple[float, float, float], length: float) -> None:
    """A box with flowers under a window or on a balcony, as a piece of a building."""
    model.box(at, (length, 0.2, 0.18), design.paint("wood", "dark"), faces=Faces.ALL)
    reach = np.array([[length / 2, 0.14, 0.18]])
    petals = leaves(design.rng, np.array([[at[0], at[1], at[2] + 0.2]]), reach, 30, 0.1)
    add(model, petals, design.paint("vivid", "leaf"))
