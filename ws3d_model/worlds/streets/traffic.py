# SPDX-License-Identifier: Apache-2.0
"""Traffic: vehicles parked along the road and driving in its lanes, riders, parked two-wheelers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.buses import bus, tram
from ws3d_model.worlds.streets.cars import car, pickup_truck, van
from ws3d_model.worlds.streets.road import Road, Side
from ws3d_model.worlds.streets.service_cars import ambulance, police_car, taxi
from ws3d_model.worlds.streets.site import Site
from ws3d_model.worlds.streets.towed import caravan, tractor, trailer
from ws3d_model.worlds.streets.trucks import truck
from ws3d_model.worlds.streets.two_wheelers import (
    bicycle,
    cyclist,
    kick_scooter,
    motorcycle,
    motorcyclist,
)

ROUTE_REACH = 40.0  # metres each way from the middle that a sensor may drive


def parked_vehicle(design: Design) -> Model:
    """What stands in a parking bay."""
    make: Callable[[Design], Model] = design.choose(
        (car, van, pickup_truck, truck, trailer, caravan, bus, motorcycle, taxi, police_car),
        (0.66, 0.1, 0.05, 0.05, 0.025, 0.02, 0.015, 0.04, 0.025, 0.012),
    )
    return make(design)


def driving_vehicle(design: Design) -> Model:
    """What drives in a lane, with its driver."""
    make: Callable[[Design, bool], Model] = design.choose(
        (car, van, pickup_truck, truck, bus, taxi, police_car, ambulance),
        (0.5, 0.11, 0.05, 0.15, 0.09, 0.04, 0.03, 0.05),
    )
    return make(design, design.chance(0.8))


def park_along(road: Road, reach: float) -> None:
    """Cars along the kerb or in the bays of both sides."""
    design = road.site.design
    for side in road.sides:
        if side.bay is None and (road.half < 2.8 or not design.chance(0.5)):
            continue
        filled = design.uniform(0.15, 0.9) if side.bay is not None else design.uniform(0.05, 0.5)
        if road.kind in ("country road", "suburban road"):
            filled *= 0.25
        _fill(road, side, filled, reach)


def _fill(road: Road, side: Side, filled: float, reach: float) -> None:
    design, site = road.site.design, road.site
    bay = side.bay if side.bay is not None else (side.kerb - 2.1, side.kerb)
    across = (bay[0] + bay[1]) / 2
    lane = min(road.lanes, key=lambda lane: abs(lane[0] - side.sign * across))
    ahead = 0.0 if lane[1] > 0 else np.pi
    u = -reach + 3
    while u < reach - 3:
        if design.chance(filled) and road.is_clear(u, side.sign, 4.5 if not side.angled else 2.0):
            model = (
                parked_vehicle(design)
                if not side.angled
                else design.choose((car, car, van))(design)
            )
            if side.angled:
                heading = side.sign * np.pi / 2 + design.choose((0.0, np.pi)) + design.normal(0.03)
            else:
                heading = ahead + design.normal(0.025) + (np.pi if design.chance(0.08) else 0.0)
            low, high = model.bounds()
            width = float(high[0] - low[0])
            place = across if side.angled else min(across, side.kerb - width / 2 - 0.12)
            site.stand(model, u, side.sign * place + design.normal(0.06), heading, room=0.1)
        u += 2.5 if side.angled else design.uniform(5.2, 7.0)


def drive(road: Road, reach: float) -> tuple[float, int]:
    """Vehicles and riders in the lanes; the lane (across, direction) that is kept for a sensor."""
    design, site = road.site.design, road.site
    kept = design.choose(road.lanes)
    speed = {"residential street": 7.0, "country road": 20.0, "suburban road": 14.0}.get(
        road.kind, 10.0
    )
    for lane in road.lanes:
        across, direction = lane
        heading = 0.0 if direction > 0 else np.pi
        on_rails = road.tram and abs(across) < 2.8
        if on_rails and lane != kept and design.chance(0.9):
            line = float(np.copysign(1.6, across))
            site.stand(tram(design, True), design.uniform(-40, 40), line, heading, velocity=8.0)
        for _ in range(design.rng.poisson(1.6 if lane != kept else 0.7)):
            u = design.uniform(-reach, reach)
            if lane == kept and abs(u) < ROUTE_REACH + 9:
                u = design.choose((-1, 1)) * design.uniform(ROUTE_REACH + 9, reach)
            stopped = design.chance(0.25)
            pace = 0.0 if stopped else speed * design.uniform(0.4, 1.2)
            model = driving_vehicle(design)
            if road.kind == "country road" and design.chance(0.25):
                model, pace = tractor(design, True), min(pace, 8.0)
            site.stand(model, u, across + design.normal(0.12), heading, velocity=pace, room=0.3)
        for _ in range(design.rng.poisson(0.55)):
            rider = cyclist(design) if design.chance(0.6) else motorcyclist(design)
            margin = road.half / len(road.lanes) - 0.5
            place = across + design.uniform(-margin, margin)
            if lane == kept:
                place = across + float(np.copysign(margin, across))
            u = design.uniform(-0.7 * reach, 0.7 * reach)
            if lane != kept or margin > 1.2:
                site.stand(rider, u, place, heading, velocity=design.uniform(2.5, 7.0))
    for side in road.sides:
        if side.bike is not None:
            lane = min(road.lanes, key=lambda lane: abs(lane[0] - side.sign * side.kerb))
            heading = 0.0 if lane[1] > 0 else np.pi
            for _ in range(design.rng.poisson(1.3)):
                place = side.sign * (side.bike[0] + side.bike[1]) / 2
                u = design.uniform(-0.7 * reach, 0.7 * reach)
                site.stand(cyclist(design), u, place, heading, velocity=design.uniform(3, 6))
    return kept


def park_two_wheelers(site: Site, along: float, across: float, heading: float, count: int) -> None:
    """A row of bicycles, motorcycles or kick scooters side by side."""
    design = site.design
    kinds: tuple[tuple[Callable[[Design], Model], float], ...] = (
        (bicycle, 0.75),
        (motorcycle, 1.0),
        (kick_scooter, 0.6),
    )
    make, pitch = design.choose(kinds, (0.55, 0.3, 0.15))
    for number in range(count):
        u = along + number * pitch
        site.stand(make(design), u, across + design.normal(0.04), heading + design.normal(0.04))
