# SPDX-License-Identifier: Apache-2.0
"""Road markings: lane lines, crossings, arrows, stop lines and bays, as thin painted faces."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets import materials
from ws3d_model.worlds.streets.ground import Ground, Span
from ws3d_model.worlds.streets.road import Road
from ws3d_model.worlds.streets.solids import Float64, add, quads

_ABOVE = 0.008  # metres over the road: more than a height field's cell bends
_PIECE = 2.0  # metres


class Markings:
    """Collects painted rectangles in street coordinates and lays them on the ground."""

    def __init__(self, ground: Ground, paint: Paint) -> None:
        self.ground = ground
        self.paint = paint
        self._faces: dict[str, list[Float64]] = {}

    def stripe(
        self, along: Span, across: Span, name: str = "lane marking", level: float = 0.0
    ) -> None:
        """A rectangle."""
        u0, u1 = sorted(along)
        v0, v1 = sorted(across)
        cuts = np.linspace(u0, u1, max(int(np.ceil((u1 - u0) / _PIECE)), 1) + 1)
        for a, b in pairwise(cuts):
            self.shape(np.array([[a, v0], [b, v0], [b, v1], [a, v1]]), name, level)

    def shape(self, corners: Float64, name: str = "lane marking", level: float = 0.0) -> None:
        """Four corners (4, 2) in street coordinates, counter-clockwise."""
        u, v = corners[:, 0], corners[:, 1]
        places = self.ground.course.points(u, v)
        heights = self.ground.course.heights(u, v) + level + _ABOVE
        self._faces.setdefault(name, []).append(np.column_stack([places, heights]))

    def models(self) -> list[Model]:
        """One model of each name, in the world frame."""
        return [
            add(Model(name), quads(np.array(faces)), self.paint)
            for name, faces in self._faces.items()
        ]


def mark_road(road: Road, reach: float) -> list[Model]:
    """The markings of a street, or none where it has none."""
    design = road.site.design
    marks = Markings(road.site.ground, materials.marking(design))
    chances = {"residential street": 0.45, "country road": 0.75}
    if design.chance(chances.get(road.kind, 0.95)):
        _lines(road, marks, reach)
        _arrows(road, marks)
    for side in road.sides:
        if side.bay is not None and design.chance(0.7):
            _bays(road, marks, side.sign, side.bay, 2.5 if side.angled else 5.4, reach)
    for u in _crossing_places(road):
        _crosswalk(road, marks, u)
    return marks.models()


def _lines(road: Road, marks: Markings, reach: float) -> None:
    """Edge lines, dashed lane lines, a full or double centre line."""
    design, wide = road.site.design, road.site.design.uniform(0.1, 0.18)
    blocked = [(j.along - j.half - 2, j.along + j.half + 2) for j in road.junctions]
    across = sorted(lane for lane, _ in road.lanes)
    dash, gap = design.choose(((3.0, 6.0), (4.0, 8.0), (1.5, 1.5), (6.0, 12.0)))
    solid = design.chance(0.3)
    for left, right in pairwise(across):
        middle = (left + right) / 2
        if road.tram and abs(middle) < 2.8:
            continue
        full = solid and abs(middle) < 0.3
        u = -reach
        while u < reach:
            end = min(u + (6.0 if full else dash), reach)
            if not any(a < end and u < b for a, b in blocked):
                for shift in (-0.12, 0.12) if full and wide > 0.15 else (0.0,):
                    marks.stripe((u, end), (middle + shift - wide / 2, middle + shift + wide / 2))
            u = end + (0.0 if full else gap)
    if design.chance(0.6) or road.kind in ("country road", "suburban road"):
        for sign in (-1, 1):
            edge = sign * (road.half - 0.25)
            for u in np.arange(-reach, reach - 1, 6.0).tolist():
                if not any(a < u + 6 and u < b for a, b in blocked):
                    marks.stripe((u, u + 6.0), (edge - wide / 2, edge + wide / 2))


def _arrows(road: Road, marks: Markings) -> None:
    """Arrows and stop lines before junctions."""
    for junction in road.junctions:
        for across, direction in road.lanes:
            if len(road.lanes) < 2:
                continue
            stop = junction.along - direction * (junction.half + 5.5)
            wide = 0.42 * 2 * road.half / len(road.lanes)
            marks.stripe((stop, stop + direction * 0.4), (across - wide, across + wide))
            if not road.site.design.chance(0.6):
                continue
            tail = stop - direction * 8.0
            marks.stripe((tail, tail + direction * 2.4), (across - 0.09, across + 0.09))
            tip, base = tail + direction * 3.6, tail + direction * 2.4
            corners = np.array(
                [
                    [base, across - 0.4],
                    [tip, across - 0.01],
                    [tip, across + 0.01],
                    [base, across + 0.4],
                ]
            )
            marks.shape(corners if direction > 0 else corners[::-1])


def _crossing_places(road: Road) -> list[float]:
    """Where people cross: at junctions, and now and then between them."""
    design, places = road.site.design, []
    for junction in road.junctions:
        for way in (-1, 1):
            if design.chance(0.75 if road.kind == "crossing" else 0.25):
                places.append(junction.along + way * (junction.half + 3.0))
    if not road.junctions and design.chance(
        {"city street": 0.6, "country road": 0.0}.get(road.kind, 0.2)
    ):
        places.append(design.uniform(-30, 30))
    return places


def _crosswalk(road: Road, marks: Markings, u: float) -> None:
    """Zebra stripes, or two lines across, on ground of that name."""
    design, ground, long = road.site.design, road.site.ground, road.site.design.uniform(2.5, 4.0)
    edge = min(side.kerb for side in road.sides)
    ground.lay("crosswalk", (u - long / 2, u + long / 2), (-edge, edge), 0.0, road.tarmac)
    if design.chance(0.75):
        wide = design.uniform(0.4, 0.6)
        for v in np.arange(-edge + 0.3, edge - wide, 2 * wide).tolist():
            marks.stripe((u - long / 2, u + long / 2), (v, v + wide), "crosswalk")
    else:
        for end in (-long / 2, long / 2 - 0.3):
            marks.stripe((u + end, u + end + 0.3), (-edge, edge), "crosswalk")


def _bays(road: Road, marks: Markings, sign: int, bay: Span, pitch: float, reach: float) -> None:
    """Lines between the parking bays."""
    for u in np.arange(-reach + 3, reach - 3, pitch).tolist():
        if road.is_clear(u, sign, 1.0):
            marks.stripe((u - 0.05, u + 0.05), (sign * bay[0], sign * bay[1]))
