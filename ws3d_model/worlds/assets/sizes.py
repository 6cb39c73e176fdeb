# SPDX-License-Identifier: Apache-2.0
"""How large things of a class are, which tells the unit of a mesh, and where they go."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from ws3d_model.worlds.assets.mesh_files import MeshError
from ws3d_model.worlds.furniture.inventory import INVENTORY
from ws3d_model.worlds.words import CATALOG, STUFF, ancestors

Place = Literal[
    "floor", "wall-side", "corner", "on wall", "on table", "on floor", "ceiling", "street"
]
PLACES: tuple[Place, ...] = (
    *("floor", "wall-side", "corner", "on wall", "on table", "on floor", "ceiling", "street"),
)  # fmt: skip

UNITS: Mapping[str, float] = MappingProxyType(
    {"m": 1.0, "cm": 0.01, "mm": 0.001, "in": 0.0254, "ft": 0.3048}
)
# Longest side, metres: from the least to the most that is plausible.
_LONGEST: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        **dict.fromkeys(("chair", "office chair", "armchair", "toilet", "stroller"), (0.5, 1.7)),
        **dict.fromkeys(("stool", "nightstand", "trash can", "side table"), (0.15, 1.5)),
        **dict.fromkeys(("table", "desk", "coffee table", "counter", "bench"), (0.35, 7.0)),
        **dict.fromkeys(("sofa", "bed", "bathtub"), (1.0, 4.0)),
        **dict.fromkeys(("cabinet", "wardrobe", "bookshelf", "shelf", "dresser"), (0.4, 4.5)),
        **dict.fromkeys(("refrigerator", "stove", "washing machine", "door"), (0.4, 3.0)),
        **dict.fromkeys(("television", "monitor", "whiteboard", "picture"), (0.1, 3.5)),
        **dict.fromkeys(("cup", "bottle", "bowl", "plate", "apple", "keyboard"), (0.03, 0.7)),
        **dict.fromkeys(("person", "worker", "bicycle", "motorcycle"), (1.0, 3.0)),
        **dict.fromkeys(("car", "suv", "taxi", "van", "pickup truck"), (2.5, 7.5)),
        **dict.fromkeys(("bus", "truck", "tram", "fire truck"), (4.5, 20.0)),
        **dict.fromkeys(("tree", "conifer", "street light", "utility pole"), (1.5, 25.0)),
    }
)
_ANY = (0.02, 8.0)
LARGEST = 20.0


def metres_of(name: str, longest: float) -> float:
    """Factor that brings the longest side of a mesh to metres.

    Metres are believed where the size is plausible for the class (or its coarser one); else
    centimetres, millimetres and inches are tried.

    Raises:
        MeshError: in no unit a plausible size.
    """
    known = next((_LONGEST[word] for word in (name, *ancestors(name)) if word in _LONGEST), _ANY)
    for unit in ("m", "cm", "mm", "in"):
        if known[0] <= longest * UNITS[unit] <= known[1]:
            return UNITS[unit]
    raise MeshError(
        f"is {longest:.6g} long, a {name} is {known[0]:g} to {known[1]:g} m: neither metres, "
        "centimetres, millimetres nor inches; say `unit` or `scale` in the index"
    )


def places_of(name: str, size: tuple[float, float, float]) -> tuple[Place, ...]:
    """Where things of a class go, by the inventory of furniture, the catalog, or their size."""
    if name in STUFF:
        return ()
    entry = CATALOG.get(name)
    found: list[Place] = [item.place for item in INVENTORY.get(name, ())]
    if entry is not None and "street" in entry.worlds:
        found.append("street")
    if found:
        return tuple(dict.fromkeys(found))
    longest = max(size)
    if longest > 5.0 or (entry is not None and "room" not in entry.worlds):
        return ("street",)
    return ("on table",) if longest < 0.45 else ("floor",)
