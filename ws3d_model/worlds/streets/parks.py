# SPDX-License-Identifier: Apache-2.0
"""Parks: paths through lawns, playgrounds, benches and people at leisure."""

from __future__ import annotations

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
from ws3d_model.worlds.streets.bushes import planter
from ws3d_model.worlds.streets.fences import border, piece
from ws3d_model.worlds.streets.life import people, pets
from ws3d_model.worlds.streets.lining import scatter, strew
from ws3d_model.worlds.streets.markings import Markings
from ws3d_model.worlds.streets.site import Site
from ws3d_model.worlds.streets.two_wheelers import cyclist

_RIGHT = np.pi / 2


def park(site: Site) -> Markings:
    """Paths through lawns, with trees, benches, a playground and people at leisure."""
    design, ground = site.design, site.ground
    gravelled = design.chance(0.6)
    surface = materials.gravel(design) if gravelled else materials.asphalt(design)
    half = design.uniform(1.0, 2.2)
    name = "gravel" if gravelled and design.chance(0.5) else "path"
    ground.lay(name, (-60, 60), (-half, half), design.uniform(0.0, 0.03), surface)
    for _ in range(design.count(0, 2)):
        u = design.uniform(-40, 40)
        ground.lay(name, (u - half, u + half), (-45, 45), 0.0, surface)
    if design.chance(0.6):
        place, reach = design.uniform(-30, 30), design.uniform(3.0, 7.0)
        paved = materials.paving(design)
        ground.lay("plaza", (place - reach, place + reach), (-reach, reach), 0.02, paved)
    if design.chance(0.8):
        _playground(site, design.uniform(-25, 25), design.choose((-1, 1)) * (half + 9.0))
    things = (
        (furniture.bench, 3.0),
        (furniture.trash_can, 1.5),
        (outdoor_tables.picnic_table, 1.2),
        (stops.fountain, 0.5),
        (stops.statue, 0.9),
        (poles.street_light, 2.5),
        (planter, 0.6),
        (poles.bollard, 0.8),
        (poles.sign_post, 0.7),
        (outdoor_tables.parasol, 0.2),
        (stops.billboard, 0.3),
        (works.kiosk, 0.8),
        (garden.flower_bed, 1.5),
        (garden.rock, 0.8),
        (garden.leaf_pile, 0.5),
    )
    for make, mean in things:
        for _ in range(design.rng.poisson(mean)):
            sign = design.choose((-1, 1))
            place = sign * (half + design.uniform(0.5, 1.6))
            site.stand(make(design), design.uniform(-50, 50), place, -sign * _RIGHT)
    loose = (
        *((garden.rock, 1.0), (garden.log, 0.8), (garden.tree_stump, 1.2), (garden.tent, 0.7)),
        *((garden.barbecue, 0.7), (garden.leaf_pile, 0.7), (garden.flower_bed, 0.7)),
    )
    strew(site, loose, (-50, 50), (half + 2, half + 20))
    people(site, design.count(3, 9), (-45, 45), (-half, half))
    people(site, design.count(0, 4), (-45, 45), (-15, 15))
    for _ in range(design.rng.poisson(1.2)):
        u, way = design.uniform(-45, 45), design.choose((0.0, np.pi))
        site.stand(cyclist(design), u, design.normal(0.4), way, velocity=4.0)
    for _ in range(3):
        pets(site, (-40, 40), (-14, 14))
    for sign in (-1, 1):
        scatter(site, design.count(8, 22), (-58, 58), (sign * (half + 1.2), sign * 40), True)
        scatter(site, design.count(5, 16), (-58, 58), (sign * (half + 0.8), sign * 30), False)
    return Markings(ground, materials.marking(design))


def _playground(site: Site, along: float, across: float) -> None:
    """Sand with a slide, a swing and children."""
    design, sand = site.design, materials.gravel(site.design)
    site.ground.lay("sand", (along - 7, along + 7), (across - 5, across + 5), 0.0, sand, 0.01)
    frame = works.climbing_frame
    slide, swing = playthings.playground_slide, playthings.swing
    for make in (slide, swing, frame, frame, slide):
        if design.chance(0.8):
            place = along + design.uniform(-5, 5), across + design.uniform(-3, 3)
            site.stand(make(design), *place, design.count(0, 3) * _RIGHT)
    people(site, design.count(1, 3), (along - 6, along + 6), (across - 4, across + 4))
    style = border(design, "fence")
    for u in np.arange(along - 6, along + 6.1, 2.4).tolist():
        edge = across + np.sign(across) * 5.3
        site.stand(piece(design, style, 2.4), u, float(edge), _RIGHT, room=-0.15)
