# SPDX-License-Identifier: Apache-2.0
"""Lining: buildings, driveways, borders and trees along both sides of a street."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets import garden, materials, playthings, works
from ws3d_model.worlds.streets.building_plot import dig
from ws3d_model.worlds.streets.buildings import building
from ws3d_model.worlds.streets.bushes import bush, hedge
from ws3d_model.worlds.streets.cars import car, van
from ws3d_model.worlds.streets.fences import border, gate, piece
from ws3d_model.worlds.streets.road import Road, Side
from ws3d_model.worlds.streets.site import Site
from ws3d_model.worlds.streets.towed import caravan, trailer
from ws3d_model.worlds.streets.trees import tree

Span = tuple[float, float]
Things = tuple[tuple[Callable[[Design], Model], float], ...]

# Kind of street: kinds of buildings, their widths, the gaps between them, how dense they stand.
_BUILDINGS: dict[str, tuple[tuple[str, ...], tuple[float, float], tuple[float, float], float]] = {
    "residential street": (("house", "house", "house", "block"), (7, 14), (2, 8), 0.85),
    "city street": (("block", "shops", "shops"), (9, 26), (0, 3), 0.92),
    "crossing": (("block", "shops", "house"), (9, 22), (0, 6), 0.85),
    "suburban road": (("house", "hall", "block"), (9, 22), (4, 18), 0.6),
    "country road": (("house", "hall"), (8, 16), (20, 60), 0.35),
}


def line_road(road: Road, reach: float) -> None:
    """Everything beyond the sidewalks of a street, `reach` metres each way."""
    for side in road.sides:
        _build(road, side, reach)
        _enclose(road, side, reach)
        _plant(road, side, reach)
    near = max(side.edge for side in road.sides) + 1.5
    if road.kind in ("residential street", "suburban road"):
        strew(road.site, _GARDEN * 2, (-reach, reach), (near, near + 16))
    elif road.kind == "country road":
        strew(road.site, _WILD * 2, (-reach, reach), (near, near + 20))


def _build(road: Road, side: Side, reach: float) -> None:
    """A row of buildings, with driveways between them."""
    design, site = road.site.design, road.site
    kinds, widths, gaps, dense = _BUILDINGS[road.kind]
    terraced = design.chance(0.25)
    u = -reach + design.uniform(0, 6)
    while u < reach:
        width = design.uniform(*widths)
        middle = u + width / 2
        gap = 0.0 if terraced else design.uniform(*gaps)
        if not road.is_clear(middle, side.sign, width / 2 + 1.0):
            u += width + gap
            continue
        if design.chance(0.035):
            dig(road, side, u, u + width)
        elif design.chance(dense):
            kind, depth = design.choose(kinds), design.uniform(8, 13)
            across = side.line + (0.0 if terraced else design.uniform(0.0, 1.5))
            model = building(design, width, depth, kind)
            site.stand(model, middle, side.sign * across, -side.sign * np.pi / 2, room=-0.75)
        if gap > 3.0 and road.kind in ("residential street", "suburban road"):
            _driveway(road, side, u + width + gap / 2)
        u += width + gap


def _driveway(road: Road, side: Side, u: float) -> None:
    """A lowered kerb and a paved way to a garage, with a car on it now and then."""
    design, site, ground = road.site.design, road.site, road.site.ground
    if not road.is_clear(u, side.sign, 2.0):
        return
    half, sign = design.uniform(1.3, 1.8), side.sign
    end = max(side.line, side.edge) + design.uniform(3.0, 7.0)
    low = min(side.level, design.uniform(0.01, 0.04))
    stone = materials.paving(design)
    crossed = side.walk[0] if side.walk is not None else side.edge
    ground.lay(
        "curb", (u - half, u + half), (sign * side.kerb, sign * (side.kerb + 0.12)), low, stone
    )
    ground.lay(
        "driveway", (u - half, u + half), (sign * (side.kerb + 0.12), sign * crossed), low, stone
    )
    ground.lay("driveway", (u - half, u + half), (sign * side.edge, sign * end), side.level, stone)
    road.drives.append((u, sign))
    if design.chance(0.5):
        garage = building(design, 2 * half + 0.4, 6.0, "garage")
        site.stand(garage, u, sign * end, -sign * np.pi / 2, room=-0.75)
    if design.chance(0.65):
        kinds: tuple[Callable[[Design], Model], ...] = (car, car, car, van, trailer, caravan)
        made = design.choose(kinds)(design)
        away = design.choose((-1, 1)) * np.pi / 2
        site.stand(made, u, sign * (end - 3.0), away + design.normal(0.03))


def _enclose(road: Road, side: Side, reach: float) -> None:
    """Fences, walls, hedges and guard rails along the edge of the land, with gates."""
    design, site = road.site.design, road.site
    chance = {"residential street": 0.75, "city street": 0.3, "crossing": 0.3}.get(road.kind, 0.5)
    u = -reach + design.uniform(0, 3)
    while u < reach:
        length = design.uniform(
            *((15, 60) if road.kind in ("country road", "suburban road") else (6, 22))
        )
        end = min(u + length, reach)
        if design.chance(chance) and side.line - side.edge > 0.6:
            _run(road, side, u, end, side.edge + design.uniform(0.15, 0.4))
        if road.kind == "residential street" and design.chance(0.4) and side.line - side.edge > 2:
            _divide(site, side, end)
        u = end + design.uniform(0.0, 2.0)
    if road.kind in ("country road", "suburban road") and design.chance(0.4):
        start = design.uniform(-reach, 0)
        style = border(design, "guard rail")
        for place in np.arange(start, start + design.uniform(15, 45), 4.0).tolist():
            if road.is_clear(place, side.sign, 2.2):
                across = side.sign * (side.kerb + 0.6)
                site.stand(
                    piece(design, style, 4.0), place, across, -side.sign * np.pi / 2, room=-0.15
                )


def _run(road: Road, side: Side, start: float, end: float, across: float) -> None:
    design, site = road.site.design, road.site
    kind = design.choose(("fence", "fence", "wall", "hedge"))
    style = border(design, "fence" if kind == "hedge" else kind)
    green, step = materials.foliage(design), design.uniform(1.8, 2.6)
    high, wide = design.uniform(0.6, 2.2), design.uniform(0.4, 0.9)
    heading, gated = -side.sign * np.pi / 2, not design.chance(0.5)
    for u in np.arange(start + step / 2, end - step / 2, step).tolist():
        if not road.is_clear(u, side.sign, step / 2 - 0.4):
            continue
        if not gated and design.chance(0.25):
            gated = True
            site.stand(gate(design, step), u, side.sign * across, heading, room=-0.15)
        elif kind == "hedge":
            model = hedge(design, step + 0.04, high * design.uniform(0.95, 1.05), wide, green)
            site.stand(model, u, side.sign * (across + wide / 2), heading, room=-0.2)
        else:
            site.stand(piece(design, style, step), u, side.sign * across, heading, room=-0.15)


def _divide(site: Site, side: Side, u: float) -> None:
    """A fence or hedge between two plots."""
    design = site.design
    style, green = border(design, "fence"), materials.foliage(design)
    for across in np.arange(side.edge + 1.4, side.line + design.uniform(0, 6), 2.0).tolist():
        if design.held_out or style.height < 1.4:
            site.stand(piece(design, style, 2.0), u, side.sign * across, 0.0, room=-0.1)
        else:
            model = hedge(design, 2.0, style.height, 0.5, green)
            site.stand(model, u, side.sign * across, 0.0, room=-0.1)


def _plant(road: Road, side: Side, reach: float) -> None:
    """Trees in a row along the kerb, in gardens and on the land beyond, and bushes."""
    design, site = road.site.design, road.site
    if road.kind != "country road" and design.chance(0.55):
        strip = side.verge if side.verge is not None else side.walk
        if strip is not None:
            spacing = design.uniform(5, 14)
            place = side.sign * (strip[0] + min(0.7, 0.5 * (strip[1] - strip[0])))
            for u in np.arange(-reach + design.uniform(0, spacing), reach, spacing).tolist():
                if design.chance(0.85) and road.is_clear(u, side.sign, 1.0):
                    site.stand(tree(design, 0.8), u + design.normal(0.3), place)
    trees, shrubs, deep = {
        "residential street": (14, 20, 14),
        "city street": (2, 4, 8),
        "crossing": (4, 6, 12),
        "suburban road": (14, 14, 25),
        "country road": (18, 18, 35),
    }[road.kind]
    scatter(site, design.rng.poisson(trees), (-reach, reach), _beyond(side, 1.0, deep), True)
    scatter(site, design.rng.poisson(shrubs), (-reach, reach), _beyond(side, 0.6, deep), False)
    if design.chance(0.65 if road.kind == "country road" else 0.2):  # the edge of a wood
        start = design.uniform(-reach, reach - 20)
        span = (start, start + design.uniform(12, 40))
        near = side.edge + design.uniform(2.0, 8.0)
        zone = (side.sign * near, side.sign * (near + 9.0))
        scatter(site, design.count(8, 18), span, zone, True)
        scatter(site, design.count(6, 20), span, zone, False)


# What stands in gardens behind houses, and how many of it are usual on 100 m of one side.
_GARDEN: Things = (
    *((garden.shed, 0.5), (garden.greenhouse, 0.6), (garden.trampoline, 0.4), (garden.log, 0.3)),
    *((garden.barbecue, 0.35), (garden.tent, 0.15), (garden.flower_bed, 0.8), (garden.rock, 0.5)),
    *((garden.wheelbarrow, 0.25), (garden.leaf_pile, 0.3), (garden.tree_stump, 0.35)),
    *((works.climbing_frame, 0.15), (playthings.swing, 0.15)),
)
_WILD: Things = (
    *((garden.rock, 1.2), (garden.log, 0.8), (garden.tree_stump, 1.0), (garden.tent, 0.15)),
)


def strew(site: Site, things: Things, along: Span, across: Span) -> None:
    """Things anywhere in a rectangle of grass or soil; `across` on both sides of the street."""
    design = site.design
    for make, mean in things:
        for _ in range(design.rng.poisson(mean)):
            u, v = design.uniform(*along), design.uniform(*across) * design.choose((-1, 1))
            if site.ground.at(u, v).name in ("grass", "terrain"):
                site.stand(make(design), u, v, design.uniform(0, 6.28), room=0.1)


def _beyond(side: Side, gap: float, deep: float) -> Span:
    return side.sign * (side.edge + gap), side.sign * (side.edge + gap + deep)


def scatter(site: Site, count: int, along: Span, across: Span, trees: bool) -> None:
    """Trees or bushes anywhere in a rectangle of grass or soil."""
    design: Design = site.design
    for _ in range(count):
        u, v = design.uniform(*along), design.uniform(*sorted(across))
        if site.ground.at(u, v).name not in ("grass", "terrain"):
            continue
        model = tree(design, design.choose((0.5, 1.0, 1.2))) if trees else bush(design)
        site.stand(model, u, v, design.uniform(0, 6.28), room=-0.3)
