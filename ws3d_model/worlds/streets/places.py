# SPDX-License-Identifier: Apache-2.0
"""Places off the street: parking lots, yards, campuses, farms and building sites."""

from __future__ import annotations

from functools import partial

import numpy as np

from ws3d_model.worlds.streets import (
    furniture,
    garden,
    materials,
    outdoor_tables,
    playthings,
    poles,
    stops,
    works,
)
from ws3d_model.worlds.streets.buildings import building
from ws3d_model.worlds.streets.bushes import bush, hedge, planter
from ws3d_model.worlds.streets.cars import car, pickup_truck, van
from ws3d_model.worlds.streets.construction import (
    barrier,
    portable_toilet,
    shipping_container,
    traffic_cone,
)
from ws3d_model.worlds.streets.fences import border, piece
from ws3d_model.worlds.streets.life import people
from ws3d_model.worlds.streets.lining import scatter
from ws3d_model.worlds.streets.markings import Markings
from ws3d_model.worlds.streets.people import person
from ws3d_model.worlds.streets.site import Site
from ws3d_model.worlds.streets.towed import caravan, excavator, tractor, trailer
from ws3d_model.worlds.streets.traffic import driving_vehicle, park_two_wheelers, parked_vehicle
from ws3d_model.worlds.streets.trees import tree
from ws3d_model.worlds.streets.trucks import truck
from ws3d_model.worlds.streets.two_wheelers import kick_scooter

_RIGHT = np.pi / 2


def parking_lot(site: Site) -> Markings:
    """Rows of bays on both sides of aisles, islands with trees, and a market hall behind."""
    design, ground = site.design, site.ground
    tarmac, marks = materials.asphalt(design), Markings(ground, materials.marking(design))
    half, paved = design.uniform(24, 45), materials.paving(design)
    rows = design.count(1, 3)
    bay, aisle = design.uniform(4.8, 5.4), design.uniform(5.5, 7.0)
    module = 2 * bay + aisle
    ground.lay(
        "parking lot",
        (-half, half),
        (-aisle / 2 - bay, rows * module - aisle / 2 - bay),
        0.0,
        tarmac,
    )
    filled = design.uniform(0.2, 0.85)
    for row in range(rows):
        middle = row * module
        ground.lay(
            "road", (-half - 15, half), (middle - aisle / 2, middle + aisle / 2), 0.0, tarmac
        )
        for sign in (-1, 1):
            near, far = middle + sign * aisle / 2, middle + sign * (aisle / 2 + bay)
            for u in np.arange(-half + 0.5, half - 2.4, 2.5).tolist():
                marks.stripe((u - 0.05, u + 0.05), (near, far))
                if abs(u) > half - 4 or (u + half) % 20 < 2.5:
                    island = (u + 0.1, u + 2.4)
                    ground.lay("curb", island, (near, far), 0.12, paved)
                    ground.lay(
                        "grass",
                        (u + 0.25, u + 2.25),
                        (near + sign * 0.15, far),
                        0.12,
                        materials.turf(design),
                    )
                    maker = design.choose((tree, poles.street_light, bush))
                    site.stand(maker(design), u + 1.25, (near + far) / 2, design.choose((0, np.pi)))
                elif design.chance(filled):
                    make = design.choose((car, car, car, car, van, pickup_truck, parked_vehicle))
                    model = make(design)
                    low, high = model.bounds()
                    if high[1] - low[1] < bay + 0.7:
                        heading = sign * _RIGHT + design.choose((0.0, np.pi)) + design.normal(0.03)
                        site.stand(model, u + 1.25, (near + far) / 2, heading, room=0.1)
    top = rows * module - aisle / 2 - bay
    ground.lay("sidewalk", (-half, half), (top, top + 4.0), 0.12, paved)
    hall = building(design, min(2 * half - 6, 50), 14.0, design.choose(("hall", "shops")))
    site.stand(hall, 0.0, top + 4.0, -_RIGHT, room=-0.5)
    for _ in range(design.count(1, 4)):
        u = design.uniform(-half + 3, half - 3)
        for number in range(design.count(1, 4)):
            site.stand(playthings.shopping_cart(design), u, top + 1.0 + number * 1.05, _RIGHT)
    for make, mean in (
        (furniture.trash_can, 1.0),
        (furniture.charging_station, 1.2),
        (furniture.dumpster, 0.8),
        (furniture.parking_meter, 1.0),
        (furniture.bicycle_rack, 0.8),
        (stops.billboard, 0.5),
        (planter, 0.8),
        (works.fuel_pump, 1.2),
        (works.recycling_bin, 0.6),
        (poles.bollard, 1.5),
    ):
        for _ in range(design.rng.poisson(mean)):
            site.stand(
                make(design), design.uniform(-half, half), top + design.uniform(0.4, 3.2), -_RIGHT
            )
    for _ in range(design.count(0, 3)):
        u = design.uniform(-half + 3, half - 3)
        cart = playthings.pushed(design, playthings.shopping_cart(design))
        site.stand(cart, u, design.uniform(-1.5, 1.5), design.choose((0.0, np.pi)), velocity=1.0)
    for _ in range(design.count(0, 2)):
        u = design.choose((-1, 1)) * design.uniform(20, half)
        site.stand(
            driving_vehicle(design), u, design.choose((0, rows - 1)) * module, 0.0, velocity=3.0
        )
    people(site, design.count(2, 7), (-half + 2, half - 2), (-aisle / 2, top + 3.5))
    below = -aisle / 2 - bay
    green, rise = materials.foliage(design), design.uniform(0.7, 1.8)
    for u in np.arange(-half, half, 2.4).tolist():
        site.stand(hedge(design, 2.4, rise, 0.7, green), u, below - 0.8, _RIGHT, room=-0.2)
    scatter(site, 10, (-half, half), (below - 2, below - 20), True)
    scatter(site, 8, (-half, half), (below - 1, below - 10), False)
    return marks


def yard(site: Site) -> Markings:
    """A yard between buildings: a works, a campus, a farm or a building site."""
    design, ground = site.design, site.ground
    use = design.choose(("works", "campus", "farm", "building site"))
    half, deep = design.uniform(18, 35), design.uniform(12, 24)
    surface = {"farm": materials.gravel(design), "building site": materials.soil(design)}
    paint = surface.get(use, materials.paving(design))
    name = {"farm": "gravel", "building site": "soil", "campus": "plaza"}.get(use, "road")
    ground.lay(
        name, (-half, half), (-deep, deep), 0.0, paint, 0.015 if use == "building site" else 0.0
    )
    ground.lay("road", (-60, 60), (-2.4, 2.4), 0.0, materials.asphalt(design))
    kinds = {"works": ("hall", "hall", "block"), "campus": ("block",), "farm": ("house", "hall")}
    for sign in (-1, 1):
        u = -half
        while u < half:
            width = design.uniform(10, 20)
            if design.chance(0.75):
                made = building(
                    design, width, 10.0, design.choose(kinds.get(use, ("block", "hall")))
                )
                site.stand(made, u + width / 2, sign * (deep + 0.2), -sign * _RIGHT, room=-0.75)
            u += width + design.uniform(1, 8)
    style = border(design, "construction fence" if use == "building site" else "fence")
    for u in np.arange(-half, half, 3.0).tolist():
        for sign in (-1, 1):
            site.stand(piece(design, style, 2.9), u, sign * (deep - 0.6), _RIGHT, room=0.0)
    common = (
        (furniture.dumpster, 1.5),
        (furniture.utility_box, 0.8),
        (poles.pole, 1.0),
        (trailer, 0.8),
        (poles.street_light, 1.0),
        (furniture.trash_can, 0.8),
        (van, 1.0),
        (car, 3.0),
        (barrier, 0.8),
    )
    tables = {
        "works": (
            (shipping_container, 3.0),
            (truck, 2.5),
            (trailer, 1.5),
            (furniture.charging_station, 1.0),
            (playthings.shopping_cart, 0.3),
            (excavator, 0.5),
            (works.fuel_pump, 1.5),
            (works.recycling_bin, 1.0),
        ),
        "campus": (
            (furniture.bench, 2.0),
            (stops.statue, 0.9),
            (stops.fountain, 0.8),
            (planter, 3.0),
            (tree, 5.0),
            (furniture.bicycle_rack, 2.0),
            (outdoor_tables.picnic_table, 1.2),
            (outdoor_tables.parasol, 1.5),
            (kick_scooter, 2.0),
            (stops.advertising_column, 0.6),
            (stops.billboard, 0.8),
            (works.kiosk, 0.8),
            (garden.flower_bed, 1.5),
            (garden.rock, 0.5),
        ),
        "farm": (
            *((tractor, 1.8), (trailer, 1.8), (tree, 3.0), (caravan, 0.5), (pickup_truck, 0.8)),
            *((garden.shed, 1.2), (garden.greenhouse, 1.4), (garden.log, 1.5)),
            *((garden.wheelbarrow, 1.0), (works.fuel_pump, 0.6), (garden.leaf_pile, 0.5)),
        ),
        "building site": (
            (excavator, 2.0),
            (shipping_container, 2.0),
            (portable_toilet, 2.4),
            (barrier, 4.0),
            (traffic_cone, 8.0),
            (truck, 1.5),
            (pickup_truck, 0.8),
            (works.scaffolding, 2.0),
            (works.crane, 1.5),
            (works.traffic_drum, 2.5),
            (garden.wheelbarrow, 1.5),
            (partial(person, name="worker"), 5.0),
        ),
    }
    for make, mean in (*tables[use], *common):
        for _ in range(design.rng.poisson(mean)):
            v = design.choose((-1, 1)) * design.uniform(4.0, deep - 2.0)
            u = design.uniform(-half + 2, half - 2)
            site.stand(
                make(design), u, v, design.count(0, 3) * _RIGHT + design.normal(0.15), room=0.2
            )
    park_two_wheelers(site, design.uniform(-half, half - 5), deep - 2.0, _RIGHT, design.count(1, 6))
    people(site, design.count(2, 6), (-half + 2, half - 2), (-deep + 2, deep - 2))
    scatter(site, 10, (-58, 58), (deep + 14, deep + 30), True)
    return Markings(ground, materials.marking(design))
