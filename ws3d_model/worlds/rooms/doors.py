# SPDX-License-Identifier: Apache-2.0
"""Doors: flush, in frames, ajar, open, double, sliding, of glass, or only the empty doorway."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from ws3d_model.worlds.primitive_solids import solids_of
from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.floor_plan import KEPT_CLEAR, Wall
from ws3d_model.worlds.rooms.openings import Opening
from ws3d_model.worlds.rooms.special_doors import fits, special_door
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.shapes.primitives import Faces

_LINING = 0.02  # metres: thickness of the boards in the reveal
_LEAF = 0.04
_CLEARANCE = 0.9  # metres of floor kept clear before a door


def hang_door(
    building: Building, wall: Wall, opening: Opening, wall_paint: Paint, alone: bool
) -> bool:
    """Fill the opening of a door that leads out of the scene, or of a passage between rooms.

    Returns whether one can go through; of a passage, as far as this side of it says.

    Args:
        alone: the room is the only one: no leaf can bar the way into another.
    """
    design = building.design
    (x0, x1), (_, top) = opening.x, opening.z
    wide, middle = x1 - x0, (x0 + x1) / 2
    building.plan.take(
        wall.point(middle), wall.yaw, np.array([-wide / 2, -_CLEARANCE]), np.array([wide / 2, 0.0]),
        KEPT_CLEAR,
    )  # fmt: skip
    passage = opening.passage
    if passage is not None and passage.walls[0] is not wall:
        return True  # the door hangs on the other side
    special = special_door(building, opening) if passage is None else None
    if special is not None and fits(building, wall, special, middle):
        building.on_wall(special, wall, middle)
        return False
    frame = _frame(design, wide, top, opening.depth)
    if passage is None:
        state = design.choose(("closed", "ajar", "open", "empty"), (7, 1, 2, 0.4))
        if state in ("ajar", "open") and not alone:
            state = "closed"
    elif passage.must_open:
        state = design.choose(("open", "empty"), (6, 4))
    else:
        state = design.choose(("closed", "ajar", "open", "empty"), (2, 1, 5, 3))
    if passage is None and state != "closed":
        _beyond(building, wall, opening)
    if state == "empty":
        if frame is not None:
            building.on_wall(frame, wall, middle)
        return True
    # Doors in the paint of their wall, and flush with it, are common in offices and hard to see.
    if design.chance(0.2):
        paint = design.tinted(wall_paint)._replace(material="")  # painted alike, not of plaster
    else:
        paint = design.paint("wood", "wood", "neutral", "white", "any")
    style = design.family("door", ("plain", "panels", "glazed", "glass"), ("slats", "two-tone"))
    for angle in (_angle(design, state), np.pi / 2, 0.0):
        both = passage is not None or design.chance(0.5)
        size = (wide, top)
        model, leaves = _leaves(design, style, size, opening.depth, angle, paint, both)
        body = solids_of(model.primitives)[0]
        if building.site.is_clear(body, np.append(wall.point(middle), 0.0), wall.yaw, 0.015):
            break
    if frame is not None:
        model.join(frame)
    placed = building.on_wall(model, wall, middle)
    for leaf in leaves:
        if leaf.turned:
            building.plan.take(placed.point(leaf.x, leaf.y), wall.yaw + leaf.turn,
                               np.array([0.0, -0.03]), np.array([leaf.wide, 0.03]))  # fmt: skip
    return all(leaf.turned for leaf in leaves) and state == "open"


class _Leaf(NamedTuple):
    """Where a leaf has its hinges in the frame of its door, how it is turned, and its width."""

    x: float
    y: float
    turn: float
    wide: float
    turned: bool


def _angle(design: Design, state: str) -> float:
    """Radians that the leaf is turned into the room."""
    if state == "closed":
        return 0.0
    if state == "ajar":
        return design.uniform(0.06, 0.5)
    return design.uniform(1.5, 1.75) if design.chance(0.7) else design.uniform(1.75, 2.6)


def _frame(design: Design, wide: float, top: float, depth: float) -> Model | None:
    """Boards on the wall around the opening, and in its reveal; sometimes none at all."""
    if not design.chance(0.85):
        return None
    paint, model = design.paint("white", "wood", "metal", "neutral"), Model("door")
    proud, board = design.uniform(0.004, 0.03), design.uniform(0.03, 0.09)
    y, deep = (depth - proud) / 2, depth + proud
    for side in (-1, 1):
        lining = (side * (wide - _LINING) / 2, y, (top - _LINING) / 2)
        model.box(lining, (_LINING, deep, top - _LINING), paint)
        at = (side * (wide + board) / 2, -proud / 2, top / 2)
        model.box(at, (board, proud, top), paint)
    model.box((0, y, top - _LINING / 2), (wide, deep, _LINING), paint)
    model.box((0, -proud / 2, top + board / 2), (wide + 2 * board, proud, board), paint)
    return model


def _leaves(
    design: Design,
    style: str,
    size: tuple[float, float],
    depth: float,
    angle: float,
    paint: Paint,
    both: bool,
) -> tuple[Model, list[_Leaf]]:
    """One leaf or two in an opening of the given width and height, its middle at x = 0.

    Without `both` one of two leaves stays closed.
    """
    leaves = []
    wide, top = size
    model = Model("door", f"door: {style}")
    double = wide > 1.15
    clear = wide - 2 * _LINING - 0.01
    each = clear / 2 - 0.004 if double else clear
    inset = min(depth, design.choose((0.0, 0.0, 0.04, 0.2))) if angle == 0 else 0.0
    # A leaf turned beyond a right angle stands before the wall: its hinges do too.
    y = inset + _LEAF / 2 if angle < 1.6 else -_LEAF / 2 - 0.006
    sides = (-1, 1) if double else (design.choose((-1, 1)),)
    for side in sides:
        swing = angle if side == sides[0] or both else 0.0
        leaf = _leaf(design, style, each, top - _LINING - 0.012, paint)
        at_y = y if swing > 0 else max(y, _LEAF / 2)
        turn = -swing if side < 0 else np.pi + swing
        model.join(leaf, (side * (clear / 2), at_y, 0.006), turn)
        leaves.append(_Leaf(side * clear / 2, at_y, turn, each, swing > 0))
    return model, leaves


def _leaf(design: Design, style: str, wide: float, top: float, paint: Paint) -> Model:
    """A leaf from x = 0 (hinges) to `wide`, y = 0 its middle, with a handle."""
    model, metal = Model("door"), design.paint("metal", "dark")
    if style == "glass":
        glass = design.paint("glass", gloss=design.choose((0.1, 0.5, 0.9)))
        model.box((wide / 2, 0, top / 2), (wide, 0.012, top), glass)
        if design.chance(0.6):
            for z in (0.05, top - 0.05):
                model.box((wide / 2, 0, z), (wide, _LEAF, 0.1), metal)
    else:
        model.box((wide / 2, 0, top / 2), (wide, _LEAF, top), paint)
    if style == "glazed":
        glass = design.paint("glass", gloss=design.choose((0.1, 0.5, 0.9)))
        low = design.choose((0.25, 1.1))
        size = (wide * 0.7, 0.046, top - low - 0.15)
        model.box((wide / 2, 0, low + size[2] / 2), size, glass)
    elif style == "panels":
        tinted, rows = design.tinted(paint), design.choose((2, 3))
        for row in range(rows):
            z, tall = top * (row + 0.5) / rows, top * 0.72 / rows
            model.box((wide / 2, 0, z), (wide * 0.65, 0.055, tall), tinted)
    elif style == "slats":
        for z in np.arange(0.3, top - 0.2, 0.12):
            model.box((wide / 2, 0, float(z)), (wide * 0.75, 0.06, 0.05), paint)
    elif style == "two-tone":
        other = design.paint("any")
        model.box((wide * 0.75, 0, top / 2), (wide * 0.4, 0.05, top * 0.97), other)
    for y in (-1, 1):
        if design.chance(0.85):
            model.box((wide - 0.08, y * 0.045, 1.0), (0.12, 0.05, 0.025), metal)
        else:
            model.cylinder((wide - 0.06, y * 0.045, 1.0), 0.028, 0.05, metal, "y")
    return model


def _beyond(building: Building, wall: Wall, opening: Opening) -> None:
    """What is seen through a door that is not closed: some floor, and perhaps a wall behind it."""
    design = building.design
    middle, wide = (opening.x[0] + opening.x[1]) / 2, opening.x[1] - opening.x[0]
    deep, near = design.uniform(0.9, 2.0), opening.depth
    floor = Model("floor").box((0, (deep + near) / 2, -0.05), (wide + 1.0, deep - near, 0.1),
                               design.paint("wood", "neutral"), faces=Faces.TOP)  # fmt: skip
    building.on_wall(floor, wall, middle)
    if design.chance(0.7):
        back = Model("wall").box((0, deep, wall.top / 2), (wide + 1.0, 0.05, wall.top),
                                 design.paint("neutral", "white"), faces=Faces.FRONT)  # fmt: skip
        building.on_wall(back, wall, middle)
