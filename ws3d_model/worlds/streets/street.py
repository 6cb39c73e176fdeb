# SPDX-License-Identifier: Apache-2.0
"""Street: one procedural street, yard or park, from its ground to its birds.

Classes without instances (stuff) are those of SemanticKITTI, nuScenes and Cityscapes: the ground
(road, lane marking, crosswalk, parking lot, bike lane, driveway, sidewalk, curb, path, grass,
terrain, rail track), building, wall, fence, guard rail, construction fence and hedge. The kerb
belongs to the sidewalk, windows and doors to the building. Trees are instances: the trunk one, the
crown on it another; a rider and the two-wheeler are one object, cyclist or motorcyclist.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.scene import Placed, Scene, assemble
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Families
from ws3d_model.worlds.streets import materials
from ws3d_model.worlds.streets.bushes import tufts
from ws3d_model.worlds.streets.course import draw_course
from ws3d_model.worlds.streets.ground import Carpet, Ground
from ws3d_model.worlds.streets.life import cross, herd, people, pets
from ws3d_model.worlds.streets.lining import line_road
from ws3d_model.worlds.streets.markings import Markings, mark_road
from ws3d_model.worlds.streets.outfit import equip
from ws3d_model.worlds.streets.parks import park
from ws3d_model.worlds.streets.places import parking_lot, yard
from ws3d_model.worlds.streets.road import PROFILES, Junction, Road, lay_road
from ws3d_model.worlds.streets.site import Site
from ws3d_model.worlds.streets.solids import add
from ws3d_model.worlds.streets.traffic import ROUTE_REACH, drive, park_along

if TYPE_CHECKING:
    from ws3d_model.worlds.assets.library import AssetLibrary

Float64 = npt.NDArray[np.float64]

REACH = 60.0  # metres along the street each way
_DEPTH = 45.0  # metres to either side
_GRID = 0.8  # metres between places where a sensor may be

# Kind of world and how often it is drawn.
KINDS: dict[str, float] = {
    "residential street": 0.26,
    "city street": 0.2,
    "crossing": 0.14,
    "suburban road": 0.1,
    "country road": 0.1,
    "parking lot": 0.07,
    "yard": 0.07,
    "park path": 0.06,
}
_PLACES: dict[str, Callable[[Site], Markings]] = {
    "parking lot": parking_lot,
    "yard": yard,
    "park path": park,
}


def build_street(
    seed: int,
    families: Families = "train",
    kind: str | None = None,
    assets: AssetLibrary | None = None,
) -> Scene:
    """The street of a seed: the same arguments give the same street, to the last bit.

    Args:
        seed: whole number, 0 or more.
        families: "train", or "held_out" for shape families, palettes and classes never trained on.
        kind: a key of KINDS; None draws one.
        assets: meshes to stand between the parametric things, or None.

    Raises:
        ValueError: an unknown `families` or `kind`.
    """
    design = Design(seed, families)
    if kind is None:
        kind = design.choose(tuple(KINDS), tuple(KINDS.values()))
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    if kind in _PLACES:
        site = _open_land(design, kind)
        marks = _PLACES[kind](site).models()
        lane = (0.0, 1)
    else:
        site, road = _street(design, kind)
        marks = mark_road(road, REACH)
        line_road(road, REACH)
        lane = _populate(road)
    _stand_assets(site, assets)
    stuff = [*_ground_models(site), *marks]
    placed = [Placed(model, np.zeros(3), 0.0) for model in stuff] + site.placed
    return assemble(
        placed,
        kind,
        families,
        _free_floor(site),
        light_seed=seed,
        outdoors=True,
        shape_families=frozenset(design.used),
        route=_route(site, *lane),
    )


def _street(design: Design, kind: str) -> tuple[Site, Road]:
    """Ground with a road on it."""
    half = design.uniform(*PROFILES[kind].half)
    junctions: tuple[Junction, ...] = ()
    chance = {"crossing": 1.0, "country road": 0.15}.get(kind, 0.35)
    if design.chance(chance):
        signs = (1, -1) if design.chance(0.6) else (design.choose((1, -1)),)
        place = design.uniform(-12, 12) if kind == "crossing" else design.uniform(-45, 45)
        junctions = (Junction(place, design.uniform(2.4, min(half + 0.5, 5.5)), signs),)
    winding = 0.0 if kind == "crossing" else 1.0
    hills = {"country road": 2.0, "suburban road": 1.2, "residential street": 1.0}.get(kind, 0.5)
    course = draw_course(design, half, half + 9.0, winding, hills)
    wild = kind == "country road" or design.chance(0.15)
    base = _base(design, wild)
    site = Site(design, Ground(course, REACH, _DEPTH, base))
    return site, lay_road(site, kind, half, REACH, junctions)


def _open_land(design: Design, kind: str) -> Site:
    course = draw_course(design, 3.0, 30.0, 1.0 if kind == "park path" else 0.0, 0.6)
    return Site(design, Ground(course, REACH, _DEPTH, _base(design, False)))


def _base(design: Design, wild: bool) -> Carpet:
    """The land under everything: grass, or earth where nobody cares for it."""
    whole, deep = (-REACH, REACH), (-_DEPTH, _DEPTH)
    if wild and design.chance(0.5):
        return Carpet(
            "terrain", whole, deep, 0.0, materials.soil(design), design.uniform(0.02, 0.06)
        )
    return Carpet("grass", whole, deep, 0.0, materials.turf(design), design.uniform(0.0, 0.04))


def _populate(road: Road) -> tuple[float, int]:
    """Traffic, furniture, people and animals; the lane that is kept for a sensor."""
    design, site = road.site.design, road.site
    kept = drive(road, REACH)
    equip(road, REACH)
    park_along(road, REACH)
    crowd = {"city street": 4.5, "crossing": 4.0, "residential street": 2.2, "suburban road": 1.2}
    for side in road.sides:
        if side.walk is not None:
            walk = (side.sign * side.walk[0], side.sign * side.walk[1])
            people(site, design.rng.poisson(crowd.get(road.kind, 0.4)), (-50, 50), walk)
        pets(site, (-35, 35), (side.sign * side.kerb, side.sign * (side.edge + 3)))
        if road.kind == "country road" and design.chance(0.8):
            name = design.choose(("cow", "horse", "sheep", "deer"))
            field = (side.sign * (side.edge + 3), side.sign * (side.edge + 25))
            herd(site, name, design.count(3, 9), (-40, 40), field)
    for junction in road.junctions:
        for way in (-1, 1):
            place = junction.along + way * (junction.half + 3.0)
            cross(site, design.rng.poisson(0.7), (place - 1, place + 1), (-road.half, road.half))
    return kept


def _ground_models(site: Site) -> list[Model]:
    """The height field by class, and the blades of its grass near the street."""
    models = [
        add(Model(carpet.name), solid, carpet.paint) for carpet, solid in site.ground.surfaces()
    ]
    design, ground = site.design, site.ground
    count = design.choose((0, 1500, 4000))
    u, v = design.rng.uniform(-50, 50, count), design.rng.normal(0, 14, count)
    level = design.choose(((0.03, 0.1), (0.05, 0.2), (0.15, 0.6)))
    grassy = np.array([carpet.name == "grass" for carpet in ground.carpets])
    kept = grassy[ground.owners(u, v)]
    u, v = u[kept], v[kept]
    if len(u):
        feet = np.column_stack([ground.course.points(u, v), ground.heights(u, v)])
        paint = next(carpet.paint for carpet in ground.carpets if carpet.name == "grass")
        models.append(tufts(design, "grass", feet, level, paint))
    return models


def _stand_assets(site: Site, assets: AssetLibrary | None) -> None:
    """Meshes for the street, beside the road."""
    if assets is None:
        return
    design, names = site.design, assets.by_place("street", site.design.families)
    for name in names:
        if len(names) > 6 and not design.chance(6 / len(names)):
            continue
        u, v = design.uniform(-40, 40), design.choose((-1, 1)) * design.uniform(4, 16)
        if site.ground.at(u, v).name not in ("road", "bike lane", "rail track"):
            site.stand(assets.draw(design, name), u, v, design.count(0, 3) * np.pi / 2, room=0.2)


def _free_floor(site: Site) -> Float64:
    """(F, 2) places on hard ground with so much air around that a robot may go between neighbours.

    Half a diagonal of the grid is 0.57 m: on the way to any neighbour nothing is met.
    """
    hard = (
        *("road", "sidewalk", "path", "parking lot", "crosswalk", "driveway", "bike lane"),
        *("plaza", "gravel"),
    )
    steps = np.arange(-ROUTE_REACH, ROUTE_REACH + 0.1, _GRID), np.arange(-13.0, 13.1, _GRID)
    u, v = np.meshgrid(*steps)
    u, v = u.ravel(), v.ravel()
    paved = np.array([carpet.name in hard for carpet in site.ground.carpets])
    kept = paved[site.ground.owners(u, v)]
    u, v = u[kept], v[kept]
    free = site.are_free(u, v, 0.75 * _GRID)
    return site.ground.course.points(u[free], v[free])


def _route(site: Site, across: float, direction: int) -> Float64:
    """(K, 2) the longest free stretch of a lane's middle in driving order, in the world."""
    stations = np.arange(-ROUTE_REACH, ROUTE_REACH + 0.5)
    runs: list[list[float]] = [[]]
    free = site.are_free(stations, np.full(len(stations), across), 0.8)
    for u, clear in zip(stations.tolist(), free.tolist(), strict=True):
        if clear:
            runs[-1].append(u)
        elif runs[-1]:
            runs.append([])
    longest = np.array(max(runs, key=len), np.float64)[::direction]
    return site.ground.course.points(longest, np.full(len(longest), across))
