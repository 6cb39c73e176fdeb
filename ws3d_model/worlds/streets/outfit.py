# SPDX-License-Identifier: Apache-2.0
"""Outfit: lights, signs, signals and street furniture along a road, and road works."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets import furniture, outdoor_tables, poles, stops, works
from ws3d_model.worlds.streets.bushes import planter
from ws3d_model.worlds.streets.construction import barrier, speed_bump, traffic_cone
from ws3d_model.worlds.streets.fences import border, piece
from ws3d_model.worlds.streets.people import person, standing
from ws3d_model.worlds.streets.road import Road, Side
from ws3d_model.worlds.streets.towed import excavator
from ws3d_model.worlds.streets.traffic import park_two_wheelers

Maker = Callable[[Design], Model]

# What stands along the kerb ("kerb") or along the edge of the land ("wall"), and how many of it
# are usual on one side of a city street of 100 m; quieter kinds have a share of that.
_THINGS: tuple[tuple[Maker, str, float], ...] = (
    (furniture.trash_can, "kerb", 0.8),
    (furniture.bench, "wall", 0.7),
    (furniture.fire_hydrant, "kerb", 0.5),
    (furniture.mailbox, "wall", 0.5),
    (furniture.utility_box, "wall", 0.6),
    (furniture.parking_meter, "kerb", 0.4),
    (furniture.charging_station, "kerb", 0.25),
    (furniture.dumpster, "wall", 0.4),
    (works.recycling_bin, "wall", 0.25),
    (works.kiosk, "wall", 0.3),
    (furniture.bicycle_rack, "wall", 0.3),
    (stops.advertising_column, "wall", 0.25),
    (stops.billboard, "wall", 0.4),
    (stops.phone_booth, "wall", 0.25),
    (poles.pole, "kerb", 0.5),
    (planter, "wall", 0.5),
)
_SHARE = {"city street": 1.0, "crossing": 0.8, "residential street": 0.45, "suburban road": 0.35}


def equip(road: Road, reach: float) -> None:
    """Stand the furniture of a street, `reach` metres each way."""
    design = road.site.design
    for side in road.sides:
        _lights(road, side, reach)
        _signs(road, side, reach)
        if road.kind != "country road":
            _furnish(road, side, reach)
        if side.walk is not None and road.kind in ("city street", "suburban road", "crossing"):
            if design.chance(0.3):
                _bus_stop(road, side)
            if design.chance(0.35):
                _cafe(road, side)
    for junction in road.junctions:
        _signals(road, junction.along, junction.half)
    if design.chance(0.2):
        _road_works(road)
    if road.kind in ("residential street", "suburban road") and design.chance(0.15):
        u = design.uniform(-30, 30)
        for lane, direction in road.lanes:
            heading = 0.0 if direction > 0 else np.pi
            width = 2 * road.half / len(road.lanes) - 0.3
            road.site.stand(speed_bump(design, width), u, lane, heading)


def _lights(road: Road, side: Side, reach: float) -> None:
    design, site = road.site.design, road.site
    if not design.chance({"country road": 0.25, "residential street": 0.75}.get(road.kind, 0.9)):
        return
    spacing = design.uniform(18, 32)
    make = poles.pole if road.kind == "country road" else poles.street_light
    place = side.kerb + design.uniform(0.35, 0.6)
    for u in np.arange(-reach + design.uniform(0, spacing), reach, spacing).tolist():
        if road.is_clear(u, side.sign, 0.5):
            site.stand(make(design), u, side.sign * place, -side.sign * np.pi / 2)


def _signs(road: Road, side: Side, reach: float) -> None:
    """Signs that face the drivers of their side; a few face the road."""
    design, site = road.site.design, road.site
    mean = {"country road": 2.0, "residential street": 2.2}.get(road.kind, 3.2)
    lane = min(road.lanes, key=lambda lane: abs(lane[0] - side.sign * road.half))
    facing = np.pi if lane[1] > 0 else 0.0
    for _ in range(design.rng.poisson(mean)):
        u, place = design.uniform(-reach, reach), side.kerb + design.uniform(0.4, 0.9)
        turn = facing if design.chance(0.75) else -side.sign * np.pi / 2
        if road.is_clear(u, side.sign, 0.3):
            site.stand(poles.sign_post(design), u, side.sign * place, turn + design.normal(0.12))


def _furnish(road: Road, side: Side, reach: float) -> None:
    design, site, share = road.site.design, road.site, _SHARE[road.kind]
    if side.walk is None:
        return
    for make, zone, mean in _THINGS:
        for _ in range(design.rng.poisson(mean * share)):
            u = design.uniform(-reach, reach)
            place = side.kerb + design.uniform(0.4, 0.75)
            if zone == "wall":
                place = side.walk[1] - design.uniform(0.2, 0.7)
            if road.is_clear(u, side.sign, 0.8):
                site.stand(make(design), u, side.sign * place, -side.sign * np.pi / 2)
    if design.chance(0.35 * share):
        start, shape = design.uniform(-reach, reach - 12), design.rng.bit_generator.state
        for number in range(design.count(3, 9)):
            design.rng.bit_generator.state = shape  # a row of the same bollard
            model = poles.bollard(design)
            u = start + number * 1.6
            if road.is_clear(u, side.sign, 0.3):
                site.stand(model, u, side.sign * (side.kerb + 0.4), 0.0)
    for _ in range(design.rng.poisson(1.3 * share)):
        u, heading = design.uniform(-reach, reach), design.choose((0.0, 1.0, -1.0)) * np.pi / 2
        place = side.sign * (side.walk[1] - design.uniform(0.5, 1.0))
        if road.is_clear(u, side.sign, 2.0) and abs(heading) > 0.1:
            park_two_wheelers(site, u, place, heading, design.count(1, 5))


def _bus_stop(road: Road, side: Side) -> None:
    """A shelter with its post and people waiting."""
    design, site = road.site.design, road.site
    u, sign = design.uniform(-35, 35), side.sign
    if side.walk is None or not road.is_clear(u, sign, 5.0):
        return
    inner, facing = side.walk[1] - 0.85, -sign * np.pi / 2
    site.stand(stops.bus_stop(design), u, sign * inner, facing)
    site.stand(stops.stop_post(design), u + 3.5, sign * (side.kerb + 0.5), facing + np.pi / 2)
    for _ in range(design.count(0, 4)):
        place = u + design.uniform(-3.5, 3.5), sign * (inner - design.uniform(0.9, 1.6))
        site.stand(person(design, standing(design)), *place, facing + design.normal(0.5))


def _cafe(road: Road, side: Side) -> None:
    """Tables and parasols before a house."""
    design, site = road.site.design, road.site
    u = design.uniform(-35, 30)
    if side.walk is None or side.walk[1] - side.walk[0] < 2.2:
        return
    for number in range(design.count(2, 5)):
        place = side.sign * (side.walk[1] - 0.6)
        if road.is_clear(u + 1.9 * number, side.sign, 1.0):
            site.stand(outdoor_tables.table_of_cafe(design), u + 1.9 * number, place)
            if design.chance(0.9):
                site.stand(outdoor_tables.parasol(design), u + 1.9 * number + 0.9, place)


def _signals(road: Road, along: float, half: float) -> None:
    """Traffic lights, or signs, at the corners of a junction; they face the traffic that comes."""
    design, site = road.site.design, road.site
    if not design.chance(0.75 if road.kind in ("crossing", "city street") else 0.25):
        return
    for side in road.sides:
        lane = min(road.lanes, key=lambda lane: abs(lane[0] - side.sign * road.half))
        way = 1 if lane[1] > 0 else -1
        place = side.sign * (side.kerb + 0.6)
        facing = np.pi if way > 0 else 0.0
        site.stand(poles.traffic_light(design), along - way * (half + 4.3), place, facing)
        if design.chance(0.6):
            other = side.sign * (side.kerb + 2.2)
            site.stand(
                poles.traffic_light(design),
                along + way * (half + 0.8),
                other,
                side.sign * np.pi / 2,
            )


def _road_works(road: Road) -> None:
    """Cones, barriers and a fence round a digger at the edge of the road."""
    design, site = road.site.design, road.site
    lane = min(road.lanes, key=lambda lane: lane[0])
    u, long = design.uniform(-30, 20), design.uniform(6, 14)
    edge = lane[0] + road.half / len(road.lanes) - 0.3
    mark = works.traffic_drum if design.chance(0.25) else traffic_cone
    for place in np.arange(u - 5, u + long + 5, design.uniform(1.5, 3.0)).tolist():
        slant = max(u - place, place - u - long, 0.0) / 5 * (edge + road.half - 0.4)
        site.stand(mark(design), place, edge - slant, design.uniform(0, 6))
    if design.chance(0.6):
        for place in np.arange(u, u + long, 3.6).tolist():
            site.stand(barrier(design), place, edge - 0.6, np.pi / 2)
    if design.chance(0.5):
        style = border(design, "construction fence")
        for place in np.arange(u, u + long, 3.4).tolist():
            across = -max(road.sides[1].kerb + 1.2, road.half)
            site.stand(piece(design, style, 3.3), place, across, np.pi / 2, room=0.0)
    if design.chance(0.5):
        site.stand(excavator(design), u + long / 2, lane[0], design.choose((0.0, np.pi)))
    for _ in range(design.count(1, 4)):
        place = u + design.uniform(0, long), edge - design.uniform(0.8, 2.0)
        site.stand(person(design, None, "worker"), *place, design.uniform(0, 6.28))
