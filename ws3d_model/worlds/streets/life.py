# SPDX-License-Identifier: Apache-2.0
"""Life: people alone and in groups, with dogs, prams and wheelchairs, and animals."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.streets.animals import animal, bird
from ws3d_model.worlds.streets.people import person, standing, walking
from ws3d_model.worlds.streets.playthings import pushed, stroller, wheelchair
from ws3d_model.worlds.streets.site import Site

Span = tuple[float, float]


def people(site: Site, count: int, along: Span, across: Span) -> None:
    """Groups of people in a rectangle, walking along the street or standing together.

    Args:
        site: where.
        count: groups.
        along, across: street coordinates, metres.
    """
    design = site.design
    for _ in range(count):
        u, v = design.uniform(*along), design.uniform(*sorted(across))
        heading = design.choose((0.0, np.pi)) + design.normal(0.25)
        kind = design.count(0, 11)
        if kind == 0:
            site.stand(pushed(design, stroller(design)), u, v, heading, velocity=1.1)
        elif kind == 1 and design.chance(0.75):
            chair = wheelchair(design)
            pushing = design.chance(0.5)
            site.stand(pushed(design, chair) if pushing else chair, u, v, heading, velocity=0.9)
        elif kind == 2:
            _stroll(site, u, v, heading, with_dog=True)
        elif kind < 6:
            _talk(site, u, v)
        else:
            _stroll(site, u, v, heading, with_dog=False)


def cross(site: Site, count: int, along: Span, across: Span) -> None:
    """People on their way over the road."""
    design = site.design
    for _ in range(count):
        u, v = design.uniform(*along), design.uniform(*across)
        heading = design.choose((1, -1)) * np.pi / 2 + design.normal(0.08)
        name = "child" if design.chance(0.15) else "person"
        model = person(design, walking(design), name)
        site.stand(model, u, v, heading, room=0.02, velocity=design.uniform(0.9, 1.6))


def _stroll(site: Site, u: float, v: float, heading: float, with_dog: bool) -> None:
    """One to three people side by side, a child or a dog with them."""
    design = site.design
    pace = design.uniform(0.7, 1.7)
    for number in range(design.choose((1, 1, 2, 2, 3))):
        child = design.chance(0.22)
        model = person(design, None, "child" if child else "person")
        away = number * design.uniform(0.75, 1.0)
        site.stand(model, u + design.normal(0.15), v + away, heading, room=0.02, velocity=pace)
    if with_dog:
        ahead = np.cos(heading) * design.uniform(0.8, 1.4)
        site.stand(animal(design, "dog"), u + float(ahead), v - 0.4, heading, velocity=pace)


def _talk(site: Site, u: float, v: float) -> None:
    """People who stand facing each other."""
    design, count = site.design, site.design.choose((1, 2, 2, 3, 4))
    radius = 0.0 if count == 1 else design.uniform(0.5, 0.9)
    start = design.uniform(0, 6.28)
    for number in range(count):
        angle = start + number * 2 * np.pi / count
        place = (u + radius * float(np.cos(angle)), v + radius * float(np.sin(angle)))
        name = "child" if design.chance(0.15) else "person"
        site.stand(person(design, standing(design), name), *place, angle + np.pi, room=0.02)


def pets(site: Site, along: Span, across: Span) -> None:
    """Cats, stray dogs and flocks of birds."""
    design = site.design
    for name, mean in (("cat", 0.2), ("dog", 0.15), ("bird", 0.25)):
        for _ in range(design.rng.poisson(mean)):
            u, v = design.uniform(*along), design.uniform(*sorted(across))
            for _ in range(design.count(2, 6) if name == "bird" else 1):
                model = bird(design) if name == "bird" else animal(design, name)
                turn, du, dv = design.uniform(0, 6.28), design.normal(0.5), design.normal(0.5)
                site.stand(model, u + du, v + dv, turn, room=0.02)


def herd(site: Site, name: str, count: int, along: Span, across: Span) -> None:
    """Cows, horses or sheep in a field."""
    design = site.design
    for _ in range(count):
        u, v = design.uniform(*along), design.uniform(*sorted(across))
        if site.ground.at(u, v).name in ("grass", "terrain"):
            site.stand(animal(design, name), u, v, design.uniform(0, 6.28), room=0.3)
