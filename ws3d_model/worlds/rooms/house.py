# SPDX-License-Identifier: Apache-2.0
"""House: the floor plans of one or several rooms, and the doorways that join them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ws3d_model.worlds.rooms.floor_plan import CELL, KEPT_CLEAR, FloorPlan, Pair, Wall
from ws3d_model.worlds.rooms.room_kinds import HOUSES, KINDS, SINGLE
from ws3d_model.worlds.shapes.design import Design

Rectangle = tuple[float, float, float, float]  # x0, y0, x1, y1

_LANE = 0.7  # metres wide: a sensor with 25 cm to either side can be carried through
_HALL = 1.2  # metres that a warehouse is higher than other rooms
_DOOR_MARGIN = 0.15  # metres from a doorway to the end of its wall


@dataclass(frozen=True, eq=False)
class Passage:
    """A doorway between two rooms.

    Attributes:
        rooms: numbers of the two; the leaf is on the side of the first.
        walls: the wall of each.
        spans: (x0, x1) along each wall.
        top: metres.
        depth: metres from one wall's surface to the other's.
        must_open: without it some room could not be reached.
    """

    rooms: tuple[int, int]
    walls: tuple[Wall, Wall]
    spans: tuple[Pair, Pair]
    top: float
    depth: float
    must_open: bool

    @property
    def floor(self) -> Rectangle:
        """The floor in the thickness of the wall."""
        wall, (x0, x1) = self.walls[0], self.spans[0]
        corners = np.array([wall.point(x0), wall.point(x1, -self.depth)])
        low, high = corners.min(0), corners.max(0)
        return float(low[0]), float(low[1]), float(high[0]), float(high[1])


@dataclass(frozen=True, eq=False)
class House:
    """Rooms of one scene: what each is for, its floor plan, and the doorways between them."""

    kinds: tuple[str, ...]
    plans: tuple[FloorPlan, ...]
    passages: tuple[Passage, ...]


def draw_house(design: Design, kind: str) -> House:
    """Floor plans for a kind of scene (a key of KINDS)."""
    height = design.uniform(2.3, 3.2) if design.chance(0.85) else design.uniform(3.2, 4.2)
    height += _HALL if kind == "warehouse" else 0.0
    if kind in SINGLE:
        plan = FloorPlan(_outline(design, kind), height)
        return House((kind,), (plan,), ())
    gap = design.choose((0.1, 0.1, 0.15, 0.2))
    with_corridor, options = HOUSES[kind]
    kinds = [design.choose(choices) for choices in options[: design.count(2, len(options))]]
    arrange = _along_corridor if with_corridor and design.chance(0.75) else _in_rows
    kinds, floors = arrange(design, kinds, gap)
    plans = [FloorPlan(_corners(floor), height) for floor in floors]
    passages = _join(design, plans, gap, height)
    for passage in passages:
        for room, wall, span in zip(passage.rooms, passage.walls, passage.spans, strict=True):
            _keep_clear(plans[room], wall, (span[0] + span[1]) / 2)
    return House(tuple(kinds), tuple(plans), tuple(passages))


def _snap(length: float) -> float:
    return round(length / CELL) * CELL


def _corners(floor: Rectangle) -> tuple[Pair, ...]:
    x0, y0, x1, y1 = floor
    return (x0, y1), (x1, y1), (x1, y0), (x0, y0)


def _size(design: Design, kind: str) -> Pair:
    size = KINDS[kind].width, KINDS[kind].depth
    wide, deep = (_snap(design.uniform(*limits)) for limits in size)
    return wide, deep


def _outline(design: Design, kind: str) -> tuple[Pair, ...]:
    """A rectangle, or an L where the room is large enough."""
    wide, deep = _size(design, kind)
    if min(wide, deep) < 3.4 or not design.chance(0.22):
        return _corners((0.0, 0.0, wide, deep))
    a, b = _snap(design.uniform(0.7, wide - 2.2)), _snap(design.uniform(0.7, deep - 2.2))
    cut = design.count(0, 3)
    if cut == 0:
        return (
            (0, deep),
            (wide - a, deep),
            (wide - a, deep - b),
            (wide, deep - b),
            (wide, 0),
            (0, 0),
        )
    if cut == 1:
        return (0, deep), (wide, deep), (wide, b), (wide - a, b), (wide - a, 0), (0, 0)
    if cut == 2:
        return (0, deep), (wide, deep), (wide, 0), (a, 0), (a, b), (0, b)
    return (a, deep), (wide, deep), (wide, 0), (0, 0), (0, deep - b), (a, deep - b)


def _along_corridor(
    design: Design, kinds: Sequence[str], gap: float
) -> tuple[list[str], list[Rectangle]]:
    """A corridor along x with rooms on one side, or on both."""
    wide = _snap(design.uniform(1.3, 2.4))
    names, floors = ["corridor"], []
    x = {1: 0.0, -1: 0.0}
    for number, kind in enumerate(kinds):
        side = -1 if number % 2 and len(kinds) > 2 else 1
        w, d = _size(design, kind)
        y0 = wide + gap if side > 0 else -gap - d
        floors.append((x[side], y0, x[side] + w, y0 + d))
        names.append(kind)
        x[side] += w + gap
    length = max(x.values()) - gap
    return names, [(0.0, 0.0, _snap(length), wide), *floors]


def _in_rows(design: Design, kinds: Sequence[str], gap: float) -> tuple[list[str], list[Rectangle]]:
    """Rooms side by side along x; a fourth, or sometimes a third, behind the first."""
    floors: list[Rectangle] = []
    x = 0.0
    behind = 3 if len(kinds) > 3 else len(kinds) - 1 if design.chance(0.4) else len(kinds)
    for kind in kinds[:behind]:
        w, d = _size(design, kind)
        floors.append((x, 0.0, x + w, d))
        x += w + gap
    for number, kind in enumerate(kinds[behind:]):
        w, d = _size(design, kind)
        x0, _, _, y1 = floors[number]
        floors.append((x0, y1 + gap, x0 + w, y1 + gap + d))
    # What is behind the first room must not reach into a deeper neighbour of it.
    for number in range(1, behind):
        for back in floors[behind:]:
            x0, y0, x1, y1 = floors[number]
            if back[2] + gap > x0 and y1 + gap > back[1]:
                floors[number] = (x0, y0, x1, _snap(min(y1, back[1] - gap)))
    return list(kinds), [(_snap(a), _snap(b), _snap(c), _snap(d)) for a, b, c, d in floors]


def _join(design: Design, plans: Sequence[FloorPlan], gap: float, height: float) -> list[Passage]:
    """Doorways that join all rooms, and now and then one more."""
    reached, passages = {0}, []
    top = design.uniform(1.98, min(2.2, height - 0.15))
    for first in range(len(plans)):
        for second in range(len(plans)):
            known = second in reached
            if first not in reached or first == second:
                continue
            if known and (second < first or not design.chance(0.25)):
                continue
            passage = _passage(design, plans, (second, first), gap, top, not known)
            if passage is not None:
                passages.append(passage)
                reached.add(second)
    return passages


def _passage(
    design: Design,
    plans: Sequence[FloorPlan],
    rooms: tuple[int, int],
    gap: float,
    top: float,
    must_open: bool,
) -> Passage | None:
    """A doorway where two rooms have a wall in common; notes which walls have a room behind."""
    for wall in plans[rooms[0]].walls:
        for other in plans[rooms[1]].walls:
            x1, inward = wall.along(other.point(0.0))
            x0, _ = wall.along(other.point(other.length))
            if abs(np.cos(wall.yaw - other.yaw) + 1) > 1e-6 or abs(inward + gap) > 1e-6:
                continue
            low, high = max(0.0, x0) + _DOOR_MARGIN, min(wall.length, x1) - _DOOR_MARGIN
            if high - low < 0.8:
                continue
            for shared in (wall, other):
                shared.outside, shared.thickness = False, gap / 2
            wide = min(high - low, _snap(design.uniform(0.85, 1.1)))
            if design.chance(0.12):
                wide = min(high - low, _snap(design.uniform(1.3, 2.2)))
            start = _snap(design.uniform(low, high - wide))
            span = (start, _snap(start + wide))
            back = (x1 - span[1], x1 - span[0])
            if not (wall.is_clear(span, (0, top), 0.1) and other.is_clear(back, (0, top), 0.1)):
                continue
            wall.take(span, (0.0, top))
            other.take(back, (0.0, top))
            return Passage(rooms, (wall, other), (span, back), top, gap, must_open)
    return None


def _keep_clear(plan: FloorPlan, wall: Wall, place: float) -> None:
    """Keep a lane from a doorway to the middle of its room free, so that doorways are joined."""
    x, inward = wall.along(plan.middle)
    half = _LANE / 2
    for low, high in (
        ((place - half, -inward - half), (place + half, 0.0)),
        ((min(x, place) - half, -inward - half), (max(x, place) + half, half - inward)),
    ):
        plan.take(wall.start, wall.yaw, np.array(low), np.array(high), KEPT_CLEAR)
