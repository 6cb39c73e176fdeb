# SPDX-License-Identifier: Apache-2.0
"""Rooms as scenes: one room of some kind, or several behind doors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ws3d_model.worlds.rooms.building import Building
from ws3d_model.worlds.rooms.built_in import fill_niche
from ws3d_model.worlds.rooms.ceiling_lamps import light_ceiling
from ws3d_model.worlds.rooms.doors import hang_door
from ws3d_model.worlds.rooms.free_floor import free_floor
from ws3d_model.worlds.rooms.furnishing import furnish_as_usual
from ws3d_model.worlds.rooms.guests import Guests
from ws3d_model.worlds.rooms.house import Passage, draw_house
from ws3d_model.worlds.rooms.layouts import arrange
from ws3d_model.worlds.rooms.openings import Opening, plan_openings
from ws3d_model.worlds.rooms.room_kinds import KINDS
from ws3d_model.worlds.rooms.settling import settle
from ws3d_model.worlds.rooms.shell import (
    choose_slope,
    close_ceiling,
    floor_paint,
    lay_floor,
    raise_walls,
)
from ws3d_model.worlds.rooms.site import Site
from ws3d_model.worlds.rooms.stock import Stock
from ws3d_model.worlds.rooms.structure import add_structure, lay_rug
from ws3d_model.worlds.rooms.trim import add_beams, add_cornice, add_pipes
from ws3d_model.worlds.rooms.windows import dress_windows, glaze
from ws3d_model.worlds.scene import Scene, assemble
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.palette import Families, Paint

if TYPE_CHECKING:
    from ws3d_model.worlds.assets.library import AssetLibrary

_BARE = ("storeroom", "warehouse")  # without curtains and rugs
_OPEN_PLAN = ("cafe", "meeting room", "office", "studio", "shop")


def build_room(
    seed: int,
    families: Families = "train",
    kind: str | None = None,
    assets: AssetLibrary | None = None,
) -> Scene:
    """The scene of a seed: the same arguments give the same scene, to the last bit.

    Args:
        seed: whole number, 0 or more.
        families: "train", or "held_out" for shape families, palettes and classes never trained on.
        kind: a key of KINDS; None draws one.
        assets: meshes to place among the parametric things.

    Raises:
        ValueError: an unknown `families` or `kind`.
    """
    design = Design(seed, families)
    if kind is None:
        kind = design.choose(tuple(KINDS), [entry.share for entry in KINDS.values()])
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}; got {kind!r}")
    house, site = draw_house(design, kind), Site()
    stock = Stock(design, assets.items(families) if assets is not None else ())
    rooms = [
        Building(design, plan, site, stock, name)
        for name, plan in zip(house.kinds, house.plans, strict=True)
    ]
    has_ceiling = design.chance(0.6)
    for room in rooms:
        _open_walls(room, len(rooms) == 1)
    slopes = [choose_slope(room) if has_ceiling and len(rooms) == 1 else None for room in rooms]
    openings = [plan_openings(room, house.passages) for room in rooms]
    paints = []
    for room, found in zip(rooms, openings, strict=True):
        floor = floor_paint(design)
        lay_floor(room, floor)
        paints.append(raise_walls(room, found, floor))
    barred: list[Passage] = []
    for room, found, paint, slope in zip(rooms, openings, paints, slopes, strict=True):
        if has_ceiling:
            close_ceiling(room, slope)
            room.level_ceiling = slope is None
        barred += _fill_openings(room, found, paint, len(rooms) == 1)
    for room, found, paint in zip(rooms, openings, paints, strict=True):
        _finish(room, found, paint)
    guests = Guests(design, stock, seed, kind)
    # What a room is for comes first, then guests, then all else that is usual there.
    done = [arrange(room) for room in rooms]
    guests.seat_large(rooms)
    for room, groups in zip(rooms, done, strict=True):
        furnish_as_usual(room, groups)
    guests.seat_small(rooms)
    placed, _ = settle(site)
    return assemble(
        placed,
        kind,
        families,
        free_floor(house.plans, [way.floor for way in house.passages if way not in barred]),
        extra_names=assets.names if assets is not None else (),
        light_seed=int(design.rng.integers(2**31)),
        shape_families=frozenset(design.used),
    )


def _open_walls(room: Building, alone: bool) -> None:
    """Leave out a wall or two of a large room that stands alone."""
    design = room.design
    if alone and room.kind in _OPEN_PLAN and design.chance(0.25):
        for number in design.rng.permutation(len(room.plan.walls))[: design.count(1, 2)]:
            room.plan.walls[int(number)].is_open = True


def _finish(room: Building, openings: dict[int, list[Opening]], paint: Paint) -> None:
    """All that belongs to the building itself, before things come to stand in the room."""
    design = room.design
    if room.level_ceiling:
        if design.chance(0.15):
            add_cornice(room)
        if design.chance(0.15):
            add_beams(room)
        light_ceiling(room)
    if design.chance(0.15):
        add_pipes(room)
    if room.kind not in _BARE:
        for number, wall in enumerate(room.plan.walls):
            dress_windows(room, wall, openings[number])
        if design.chance(0.25):
            lay_rug(room)
    add_structure(room, paint)


def _fill_openings(
    room: Building, openings: dict[int, list[Opening]], paint: Paint, alone: bool
) -> list[Passage]:
    """Doors, windows and what is in niches; returns the passages that are closed."""
    barred = []
    for number, found in openings.items():
        wall = room.plan.walls[number]
        for opening in found:
            if opening.kind in ("door", "passage"):
                way = hang_door(room, wall, opening, paint, alone)
                if opening.passage is not None and not way:
                    barred.append(opening.passage)
            elif opening.kind == "window":
                glaze(room, wall, opening)
            else:
                fill_niche(room, wall, opening, paint)
    return barred
