# SPDX-License-Identifier: Apache-2.0
"""Bicycles, motorcycles and kick scooters, parked or ridden."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint, Pattern
from ws3d_model.worlds.shapes.primitives import Faces
from ws3d_model.worlds.streets.materials import reflective, tyre
from ws3d_model.worlds.streets.people import Pose, dressed, figure
from ws3d_model.worlds.streets.solids import Solid, add, bar, merged, slab, tube


def bicycle(design: Design) -> Model:
    """A parked bicycle, upright on its stand."""
    return _bicycle(design, "bicycle")[0]


def cyclist(design: Design) -> Model:
    """A bicycle with its rider, as one object (the class that SemanticKITTI calls bicyclist)."""
    model, saddle, family = _bicycle(design, "cyclist")
    racing = family in ("racer", "recumbent")
    lean = design.uniform(0.6, 0.9) if racing else design.uniform(0.1, 0.4)
    push = design.uniform(-0.25, 0.25)
    pose = Pose(
        lean,
        (0.95 + push, 0.95 - push),
        (-0.1 - push, -0.1 + push),
        (lean + 0.75, lean + 0.75),
        (lean + 1.0, lean + 1.0),
        0.18,
    )
    figure(model, pose, dressed(design), design.uniform(1.6, 1.9), saddle[1] + 0.1, saddle[0])
    return model


def _bicycle(design: Design, name: str) -> tuple[Model, tuple[float, float], str]:
    """The bicycle, (y, z) of its saddle, its family."""
    family = design.family(
        "bicycle",
        ("city bike", "racer", "mountain bike", "step-through", "with basket"),
        ("cargo bike", "folding bike"),
    )
    model, frame = Model(name, f"{name}: {family}"), design.paint("vivid", "dark", "white")
    radius = 0.25 if family == "folding bike" else design.uniform(0.31, 0.36)
    base = design.uniform(1.45, 1.7) if family == "cargo bike" else design.uniform(0.96, 1.1)
    front, back, rubber = -base / 2, base / 2, tyre(design)
    for y in (front, back):
        _spoked(model, y, radius, 0.045 if family == "mountain bike" else 0.03, rubber)
    saddle = (back - design.uniform(0.16, 0.24), design.uniform(0.85, 1.02))
    crank = (back - 0.43, 0.29)
    grip = design.uniform(0.9, 0.98) if family == "racer" else design.uniform(1.0, 1.12)
    head = (front + 0.2 + (0.6 if family == "cargo bike" else 0.0), grip - 0.12)
    joint = (
        (crank[0] - 0.02, 0.45)
        if family == "step-through"
        else (saddle[0] - 0.03, saddle[1] - 0.18)
    )
    lines = [
        (crank, (saddle[0], saddle[1] - 0.04)),
        (crank, (head[0], head[1] - 0.1)),
        (joint, head),
        (crank, (back, radius)),
        ((saddle[0], saddle[1] - 0.2), (back, radius)),
        ((front, radius), head),
        (head, (head[0] + 0.03, grip)),
    ]
    add(model, merged([_rod(a, b, 0.02) for a, b in lines]), frame)
    dark = design.paint("dark")
    model.box((0, saddle[0], saddle[1]), (0.15, 0.27, 0.06), dark, roundness=4.0)
    wide = design.uniform(0.38, 0.62)
    model.cylinder((0, head[0] + 0.04, grip), 0.016, wide, dark, axis="x")
    model.cylinder((0, crank[0], crank[1]), 0.09, 0.03, design.paint("metal"), axis="x")
    for side in (-1.0, 1.0):
        model.box(
            (side * 0.13, crank[0] - side * 0.12, crank[1] - side * 0.1), (0.1, 0.09, 0.03), dark
        )
    if family in ("city bike", "with basket", "step-through"):
        model.box((0, back, 2 * radius + 0.06), (0.14, 0.36, 0.03), dark)
    if family == "with basket":
        model.box(
            (0, front - 0.05, grip - 0.1),
            (0.34, 0.28, 0.26),
            design.paint("wood", "metal"),
            faces=Faces.ALL & ~Faces.TOP,
        )
    if family == "cargo bike":
        model.box((0, front + 0.45, 0.6), (0.6, 0.6, 0.5), design.paint("wood", "dark", "vivid"))
    model.box((0, back + 0.05, 2 * radius), (0.05, 0.03, 0.07), reflective(design, (0.8, 0.1, 0.1)))
    if name == "bicycle":
        stand = bar((0.0, crank[0] + 0.1, crank[1]), (0.16, crank[0] + 0.15, 0.0), 0.02, 0.02)
        add(model, stand, dark)
    return model, saddle, family


def _rod(start: tuple[float, float], end: tuple[float, float], radius: float) -> Solid:
    """A tube in the middle plane between two (y, z)."""
    return tube([(0.0, *start), (0.0, *end)], [radius, radius], 5)


def _spoked(model: Model, y: float, radius: float, tread: float, rubber: Paint) -> None:
    """A wheel that rays go through: a ring of rubber, a hub and a few spokes."""
    angle = np.linspace(0, 2 * np.pi, 17)
    middle = radius - tread / 2
    ring = [(0.0, y + middle * float(np.cos(a)), radius + middle * float(np.sin(a))) for a in angle]
    spokes = [_rod((y, radius), (float(p[1]), float(p[2])), 0.006) for p in ring[:-1:2]]
    add(model, merged([_ring(ring, tread / 2), *spokes]), rubber)
    model.cylinder((0, y, radius), 0.03, 0.08, rubber, axis="x")


def _ring(points: list[tuple[float, float, float]], radius: float) -> Solid:
    """A closed ring as eight short limbs."""
    return merged([tube(points[i : i + 3], [radius] * 3, 5) for i in range(0, len(points) - 2, 2)])


def motorcycle(design: Design) -> Model:
    """A parked motorcycle or motor scooter."""
    return _motorcycle(design, "motorcycle")[0]


def motorcyclist(design: Design) -> Model:
    """A motorcycle with its rider, as one object."""
    model, saddle, family = _motorcycle(design, "motorcyclist")
    lean = design.uniform(0.4, 0.8) if family == "sports" else design.uniform(0.0, 0.3)
    pose = Pose(
        lean, (1.15, 1.15), (0.05, 0.05), (lean + 0.7, lean + 0.7), (lean + 1.1, lean + 1.1), 0.2
    )
    figure(model, pose, dressed(design), design.uniform(1.65, 1.9), saddle[1] + 0.1, saddle[0])
    return model


def _motorcycle(design: Design, name: str) -> tuple[Model, tuple[float, float], str]:
    family = design.family(
        "motorcycle", ("roadster", "sports", "scooter", "tourer"), ("chopper", "enduro")
    )
    model = Model(name, f"{name}: {family}")
    lacquer = design.paint("vivid", "dark", "white", pattern=Pattern.PLAIN, material="metal")
    radius = design.uniform(0.21, 0.25) if family == "scooter" else design.uniform(0.29, 0.34)
    base = design.uniform(1.2, 1.35) if family == "scooter" else design.uniform(1.35, 1.6)
    base += 0.25 if family == "chopper" else 0.0
    front, back, rubber, dark = -base / 2, base / 2, tyre(design), design.paint("dark")
    for y in (front, back):
        model.cylinder((0, y, radius), radius, 0.12, rubber, axis="x")
        model.cylinder((0, y, radius), radius * 0.6, 0.14, design.paint("metal"), axis="x")
    saddle = (back - 0.35, 0.68 if family == "chopper" else design.uniform(0.75, 0.85))
    grip = (front + 0.3, design.uniform(1.0, 1.15) + (0.15 if family == "chopper" else 0.0))
    for side in (-0.08, 0.08):
        fork = tube([(side, front, radius), (side, grip[0], grip[1])], [0.03, 0.03], 6)
        add(model, fork, design.paint("metal"))
    model.cylinder((0, grip[0] + 0.08, grip[1]), 0.02, design.uniform(0.62, 0.8), dark, axis="x")
    seat = (0.28, 0.7, 0.12)
    model.box((0, saddle[0] + 0.05, saddle[1]), seat, dark, roundness=6.0)
    if family == "scooter":
        model.box((0, 0, 0.28), (0.34, base * 0.55, 0.08), lacquer)
        model.box((0, grip[0] + 0.05, 0.65), (0.38, 0.08, 0.7), lacquer)
        model.box((0, saddle[0] + 0.1, 0.5), (0.3, 0.6, 0.36), lacquer, roundness=6.0)
    else:
        model.box((0, -0.02, 0.42), (0.3, base * 0.36, 0.34), dark)
        model.ellipsoid((0, grip[0] + 0.42, 0.82), (0.16, 0.26, 0.14), lacquer)
        model.cylinder((0.16, back - 0.25, 0.32), 0.05, 0.8, design.paint("metal"), axis="y")
    if family in ("sports", "tourer"):
        fairing = slab(
            [front - 0.02, grip[0] + 0.25], [0.6, 0.45], [0.95, 1.05], [0.12, 0.24], [0.06, 0.2]
        )
        add(model, fairing, lacquer)
    if family == "tourer" or design.chance(0.2):
        model.box((0, back + 0.05, saddle[1] + 0.2), (0.4, 0.36, 0.32), dark, roundness=8.0)
    model.ellipsoid(
        (0, front + 0.1, grip[1] - 0.15), (0.1, 0.08, 0.1), reflective(design, (0.9, 0.9, 0.8))
    )
    model.box((0, back + 0.22, 0.62), (0.2, 0.02, 0.14), reflective(design, (0.9, 0.9, 0.88)))
    add(model, bar((0, 0.0, 0.3), (-0.2, 0.1, 0.0), 0.03, 0.03), dark)
    return model, saddle, family


def kick_scooter(design: Design) -> Model:
    """An electric or a child's kick scooter."""
    family = design.family("kick scooter", ("electric", "plain"), ("seated",))
    model = Model("kick scooter", f"kick scooter: {family}")
    frame, dark = design.paint("dark", "metal", "vivid"), design.paint("dark")
    base = design.uniform(0.75, 0.95)
    radius = 0.11 if family != "plain" else 0.08
    for y in (-base / 2, base / 2):
        model.cylinder((0, y, radius), radius, 0.05, dark, axis="x")
    model.box((0, 0.03, radius + 0.05), (0.16, base * 0.75, 0.06), frame)
    top = design.uniform(0.95, 1.2)
    add(model, tube([(0, -base / 2, radius), (0, -base / 2 + 0.14, top)], [0.028, 0.024], 6), frame)
    model.cylinder((0, -base / 2 + 0.14, top), 0.016, design.uniform(0.4, 0.52), dark, axis="x")
    if family == "seated":
        model.cylinder((0, 0.2, 0.4), 0.03, 0.55, frame)
        model.box((0, 0.2, 0.7), (0.16, 0.24, 0.07), dark, roundness=4.0)
    add(model, bar((0, 0.0, radius + 0.04), (0.12, 0.05, 0.0), 0.02, 0.02), dark)
    return model
