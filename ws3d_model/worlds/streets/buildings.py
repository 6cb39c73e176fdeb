# SPDX-License-Identifier: Apache-2.0
"""Buildings: facades with recessed windows, doors, shop fronts, balconies and roofs.

Windows, doors and balconies count as building, as in SemanticKITTI, nuScenes and Cityscapes.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.streets.building_trim import add_roof, add_trim
from ws3d_model.worlds.streets.materials import glazing, masonry
from ws3d_model.worlds.streets.solids import Float64, Solid, add, merged, quads

_FOUNDATION = 1.2  # metres below the ground


@dataclass(frozen=True, eq=False)
class Openings:
    """Rectangles of a wall (N, 4): x0, x1, z0, z1 along it, metres; `deep` (N,) their recess."""

    places: Float64
    deep: Float64


def building(design: Design, width: float, depth: float, kind: str) -> Model:
    """A building with its front in the plane y = 0, looking to -y, the rest behind it.

    Args:
        design: dice.
        width, depth: of the footprint, metres.
        kind: "house", "block", "shops", "hall" or "garage".
    """
    style = design.family(
        f"building {kind}", ("plain", "banded", "cornice", "bays"), ("stepped", "arcade")
    )
    model = Model("building", f"building: {kind}, {style}")
    storeys = {
        "house": design.count(1, 3),
        "block": design.count(3, 7),
        "shops": design.count(2, 5),
    }
    floors = storeys.get(kind, 1)
    storey = design.uniform(2.6, 3.4) if kind != "hall" else design.uniform(4.5, 8.0)
    height = floors * storey if kind != "garage" else design.uniform(2.3, 2.8)
    wall, glass = masonry(design), glazing(design)
    middle = np.array([0.0, depth / 2])
    recess = design.uniform(0.06, 0.28)
    pieces, panes = [], []
    for side, (long, off) in enumerate(
        ((width, depth), (depth, width), (width, depth), (depth, width))
    ):
        openings = _openings(design, long, height, floors, storey, kind, recess, side == 0)
        face, windows = _facade(long, height, openings)
        turn = turned(side * np.pi / 2)
        shift = np.array([*middle, 0.0]) + turn @ np.array([0, -off / 2, 0])
        pieces.append(Solid(face.vertices @ turn.T + shift, face.faces))
        panes.append(Solid(windows.vertices @ turn.T + shift, windows.faces))
    add(model, merged(pieces), wall)
    add(model, merged(panes), glass)
    add_roof(model, design, width, depth, height, kind, wall)
    add_trim(model, design, style, width, height, floors, storey, kind)
    return model


def _openings(
    design: Design,
    width: float,
    height: float,
    floors: int,
    storey: float,
    kind: str,
    recess: float,
    front: bool,
) -> Openings:
    """Windows in rows and columns, and at the front doors, shop windows or a garage door."""
    found: list[tuple[float, float, float, float, float]] = []
    pitch = design.uniform(1.9, 3.4)
    columns = max(int((width - 0.8) / pitch), 1)
    wide = min(design.uniform(0.8, 1.7), pitch - 0.5)
    tall, sill = design.uniform(1.1, 1.7), design.uniform(0.7, 1.0)
    if kind == "garage":
        if front and width > 2.6:
            found.append((-width / 2 + 0.3, width / 2 - 0.3, 0.02, height - 0.35, 0.1))
        columns = 0
    if kind == "hall":
        sill, tall, columns = storey * 0.6, storey * 0.2, columns // 2
    if not front and design.chance(0.4):
        columns //= 2
    for floor in range(floors):
        shop = front and kind in ("shops", "hall") and floor == 0
        if shop:
            x = -width / 2 + 0.5
            while x + 2.2 < width / 2:
                span = min(design.uniform(1.8, 3.6), width / 2 - 0.3 - x)
                found.append((x, x + span, design.uniform(0.02, 0.6), min(2.6, storey - 0.3), 0.2))
                x += span + design.uniform(0.25, 0.6)
            continue
        if columns == 0:
            continue
        step = (width - 0.8) / columns
        entrance = design.count(0, columns - 1) if front and floor == 0 else -1
        for column in range(columns):
            x = -width / 2 + 0.4 + (column + 0.5) * step
            if column == entrance:
                found.append((x - 0.55, x + 0.55, 0.05, min(2.2, storey - 0.2), recess + 0.08))
            elif design.chance(0.93):
                low = floor * storey + sill
                high = min(low + tall, (floor + 1) * storey - 0.2)
                found.append((x - wide / 2, x + wide / 2, low, high, recess))
    table = np.array(found, np.float64).reshape(-1, 5)
    return Openings(table[:, :4], table[:, 4])


def _facade(width: float, height: float, openings: Openings) -> tuple[Solid, Solid]:
    """A wall in the plane y = 0 that looks to -y, with its reveals; and the panes in it."""
    places, deep = openings.places, openings.deep
    x = np.unique(np.concatenate([[-width / 2, width / 2], places[:, :2].ravel()]).round(4))
    z = np.unique(np.concatenate([[-_FOUNDATION, height], places[:, 2:].ravel()]).round(4))
    middle_x, middle_z = np.meshgrid((x[:-1] + x[1:]) / 2, (z[:-1] + z[1:]) / 2, indexing="ij")
    open_ = np.zeros(middle_x.shape, bool)
    for x0, x1, z0, z1 in places:
        open_ |= (middle_x > x0) & (middle_x < x1) & (middle_z > z0) & (middle_z < z1)
    i, k = np.nonzero(~open_)
    zero = np.zeros(len(i))
    cells = np.stack(
        [
            np.stack(c, 1)
            for c in (
                (x[i], zero, z[k]),
                (x[i + 1], zero, z[k]),
                (x[i + 1], zero, z[k + 1]),
                (x[i], zero, z[k + 1]),
            )
        ],
        1,
    )
    if len(places) == 0:
        return quads(cells), quads(np.zeros((0, 4, 3)))
    x0, x1, z0, z1 = places.T
    near, far = np.zeros(len(places)), deep

    def corners(*points: tuple[Float64, Float64, Float64]) -> Float64:
        return np.stack([np.stack(point, 1) for point in points], 1)

    reveals = [
        corners((x0, near, z0), (x1, near, z0), (x1, far, z0), (x0, far, z0)),
        corners((x0, far, z1), (x1, far, z1), (x1, near, z1), (x0, near, z1)),
        corners((x0, near, z1), (x0, near, z0), (x0, far, z0), (x0, far, z1)),
        corners((x1, near, z0), (x1, near, z1), (x1, far, z1), (x1, far, z0)),
    ]
    panes = corners((x0, far, z0), (x1, far, z0), (x1, far, z1), (x0, far, z1))
    return quads(np.concatenate([cells, *reveals])), quads(panes)
