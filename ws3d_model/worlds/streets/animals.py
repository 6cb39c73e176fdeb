# SPDX-License-Identifier: Apache-2.0
"""Animals: four-legged ones by their proportions, and birds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.shapes.palette import Pattern, Shade
from ws3d_model.worlds.streets.solids import add, merged, tube


@dataclass(frozen=True)
class _Build:
    """Ranges in metres, and families of each side.

    Attributes:
        shoulder: height of the back.
        length: of the body over the height.
        girth: radius of the body over the height.
        neck: length over the height, and its angle from level.
        head: length over the height.
        tail: length over the height.
        train, held_out: families; their first letter does not matter, their ears and horns do.
    """

    shoulder: tuple[float, float]
    length: float
    girth: float
    neck: tuple[float, float]
    head: float
    tail: float
    train: tuple[str, ...]
    held_out: tuple[str, ...]


_BUILDS = {
    "dog": _Build(
        (0.25, 0.7),
        1.05,
        0.2,
        (0.35, 0.7),
        0.34,
        0.5,
        ("short hair", "long hair"),
        ("long body", "sitting up"),
    ),
    "cat": _Build((0.22, 0.3), 1.35, 0.22, (0.22, 0.5), 0.36, 0.95, ("tabby", "slim"), ("fat",)),
    "cow": _Build(
        (1.25, 1.5), 1.25, 0.27, (0.42, 0.15), 0.36, 0.55, ("horned", "polled"), ("grazing",)
    ),
    "horse": _Build(
        (1.35, 1.7),
        1.1,
        0.2,
        (0.5, 0.95),
        0.38,
        0.5,
        ("riding horse", "draught horse"),
        ("grazing horse",),
    ),
    "sheep": _Build((0.6, 0.8), 1.15, 0.34, (0.25, 0.5), 0.3, 0.15, ("woolly", "shorn"), ("ram",)),
    "deer": _Build((0.8, 1.2), 1.0, 0.2, (0.5, 0.95), 0.3, 0.15, ("antlers", "doe"), ("fawn",)),
}

_COATS: Mapping[str, tuple[Shade, ...]] = MappingProxyType(
    {"sheep": ("white", "neutral"), "cow": ("wood", "white", "dark")}
)


def animal(design: Design, name: str) -> Model:
    """A four-legged animal by its class name; it looks to the front."""
    build = _BUILDS[name]
    family = design.family(name, build.train, build.held_out)
    model = Model(name, f"{name}: {family}")
    shades = _COATS.get(name, ("wood", "dark", "white", "neutral"))
    pattern = Pattern.BLOTCHES if name == "cow" or design.chance(0.3) else Pattern.PLAIN
    coat = design.paint(*shades, pattern=pattern, material="fur")
    high = design.uniform(*build.shoulder)
    length, girth = high * build.length, high * build.girth * design.uniform(0.85, 1.15)
    if family == "long body":
        length *= 1.5
    back = high - girth
    front, rear = -length / 2 + girth, length / 2 - girth
    body = tube(
        [
            (0, front - girth * 0.9, back),
            (0, front, back - girth * 0.05),
            (0, 0, back - girth * 0.1),
            (0, rear, back),
            (0, rear + girth * 0.9, back),
        ],
        [girth * 0.45, girth, girth * 0.98, girth * 0.95, girth * 0.4],
        9,
    )
    thick = max(high * 0.05, 0.02)
    legs = []
    for y in (front, rear):
        for side in (-1.0, 1.0):
            step = design.uniform(-0.12, 0.12) * high
            x = side * girth * 0.55
            legs.append(
                tube(
                    [(x, y, back), (x, y + step * 0.3, back * 0.5), (x, y + step, 0.0)],
                    [thick * 1.9, thick * 1.1, thick],
                    6,
                )
            )
    reach, angle = build.neck
    angle = -0.6 if "grazing" in family else angle + design.uniform(-0.2, 0.2)
    rise = reach * high * angle
    throat = (0.0, front - girth * 0.4, back + girth * 0.35)
    poll = (0.0, throat[1] - reach * high * (1 - 0.4 * abs(angle)), throat[2] + rise)
    neck = tube([throat, poll], [girth * 0.62, girth * 0.42], 7)
    tail_end = (0.0, rear + girth + build.tail * high * 0.45, back - build.tail * high * 0.4)
    tail = tube(
        [(0, rear + girth * 0.7, back + girth * 0.2), tail_end], [thick * 0.8, thick * 0.4], 5
    )
    add(model, merged([body, *legs, neck, tail]), coat)
    skull = build.head * high
    drop = skull * (0.35 if name in ("horse", "cow") else 0.1)
    nose = (0.0, poll[1] - skull * 0.8, poll[2] - drop)
    add(model, tube([poll, nose], [skull * 0.33, skull * 0.2], 7), coat)
    for side in (-1.0, 1.0):
        ear = (side * skull * 0.3, poll[1], poll[2] + skull * 0.36)
        model.ellipsoid(ear, (skull * 0.08, skull * 0.06, skull * 0.17), coat)
        if family in ("horned", "ram", "antlers"):
            tip = (side * skull * 0.75, poll[1] - 0.02, poll[2] + skull * 0.55)
            horn = tube(
                [(side * skull * 0.2, poll[1], poll[2] + skull * 0.2), tip],
                [skull * 0.09, skull * 0.03],
                5,
            )
            add(model, horn, design.paint("neutral"))
    return model


def bird(design: Design) -> Model:
    """A bird on the ground: pigeon, crow, gull; held out: long-legged ones."""
    family = design.family("bird", ("pigeon", "crow", "gull"), ("stork", "duck"))
    model = Model("bird", f"bird: {family}")
    size = {"stork": 0.45, "duck": 0.3}.get(family, design.uniform(0.16, 0.26))
    legs = size * (1.4 if family == "stork" else 0.35)
    coat = design.paint("neutral", "dark", "white")
    up = legs + size * 0.35
    body = tube(
        [
            (0, size * 0.75, up),
            (0, size * 0.3, up),
            (0, -size * 0.3, up + size * 0.1),
            (0, -size * 0.55, up + size * 0.5),
            (0, -size * 0.7, up + size * 0.5),
        ],
        [size * 0.08, size * 0.27, size * 0.3, size * 0.15, size * 0.1],
        7,
    )
    add(model, body, coat)
    bill = tube(
        [(0, -size * 0.7, up + size * 0.5), (0, -size * 1.0, up + size * 0.45)], [0.02, 0.005], 5
    )
    feet = [
        tube([(s * size * 0.12, 0, up - size * 0.1), (s * size * 0.12, -0.01, 0)], [0.012] * 2, 5)
        for s in (-1.0, 1.0)
    ]
    add(model, merged([bill, *feet]), design.paint("vivid"))
    return model
