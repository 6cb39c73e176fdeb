# SPDX-License-Identifier: Apache-2.0
"""Poles: street lights, traffic signs and lights on their posts, utility and flag poles, bollards.

The post is a "pole" and carries the sign or the signal as an object of its own, as SemanticKITTI
labels them; a lamp and its post together are a "street light".
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model, turned
from ws3d_model.worlds.shapes.palette import Paint
from ws3d_model.worlds.streets.materials import reflective, steel
from ws3d_model.worlds.streets.solids import add, bar, merged, tube

_ROOT = 0.3  # metres of post below the ground
_RED, _WHITE, _YELLOW = (0.75, 0.08, 0.08), (0.92, 0.92, 0.9), (0.9, 0.75, 0.1)
_BLUE, _GREEN = (0.08, 0.25, 0.65), (0.05, 0.4, 0.25)


def street_light(design: Design) -> Model:
    """A lamp on its post; its arm reaches to the front."""
    family = design.family(
        "street light", ("arm", "double arm", "straight", "lantern", "curved"), ("globe", "panel")
    )
    model, paint = Model("street light", f"street light: {family}"), steel(design)
    low = family in ("lantern", "globe", "straight")
    high = design.uniform(3.0, 5.0) if low else design.uniform(5.0, 9.5)
    radius = design.uniform(0.05, 0.1)
    line = [(0.0, 0.0, -_ROOT), (0.0, 0.0, 0.9), (0.0, 0.0, high)]
    radii = [radius * 1.3, radius, radius * 0.65]
    lamp = design.paint("white", "neutral", material="glass")
    reach = design.uniform(0.8, 2.2)
    if family == "curved":
        line += [(0.0, -reach * 0.4, high + 0.5), (0.0, -reach, high + 0.6)]
        radii += [radius * 0.5, radius * 0.4]
    add(model, tube(line, radii, 9), paint)
    if design.chance(0.5):
        model.cylinder((0, 0, 0.45), radius * 1.6, 0.9, paint)
    if family in ("arm", "double arm"):
        for side in (-1.0, 1.0)[: 1 + (family == "double arm")]:
            arm = tube([(0, 0, high - 0.1), (0, side * reach, high + 0.15)], [0.05, 0.04], 6)
            add(model, arm, paint)
            model.box((0, side * (reach + 0.2), high + 0.15), (0.28, 0.7, 0.14), paint)
            model.box((0, side * (reach + 0.2), high + 0.07), (0.2, 0.5, 0.03), lamp)
    elif family == "curved":
        model.box((0, -reach - 0.2, high + 0.56), (0.26, 0.6, 0.12), paint)
    elif family == "globe":
        model.ellipsoid((0, 0, high + 0.2), (0.24, 0.24, 0.24), lamp)
    elif family == "panel":
        model.box((0, 0, high + 0.05), (0.9, 0.35, 0.06), paint)
    else:
        model.cylinder((0, 0, high + 0.2), 0.14, 0.45, lamp, taper=1.5)
        model.cylinder((0, 0, high + 0.5), 0.28, 0.18, paint, taper=0.2)
    return model


def sign_post(design: Design) -> Model:
    """A post with one or several traffic signs that look to the front."""
    model, paint = Model("pole", "pole: sign post"), steel(design)
    high, radius = design.uniform(2.1, 3.4), design.uniform(0.024, 0.045)
    family = design.family(
        "traffic sign",
        ("disc", "disc", "triangle", "octagon", "square", "arrow board", "diamond"),
        ("tall rectangle", "finger post"),
    )
    wide = family == "arrow board" and design.chance(0.5)
    posts = (-0.7, 0.7) if wide else (0.0,)
    for x in posts:
        add(model, tube([(x, 0, -_ROOT), (x, 0, high)], [radius, radius], 7), paint)
    top = high - 0.02
    for number in range(1 if wide else design.count(1, 2)):
        shape = family if number == 0 else design.choose(("square", "disc"))
        size = design.uniform(0.5, 0.95) if number == 0 else design.uniform(0.35, 0.6)
        size = 2.0 if wide else size
        board, tall = _board(design, shape, size)
        model.put(board, (0, -radius - 0.025, top - tall / 2))
        top -= tall + 0.06
    return model


def _board(design: Design, shape: str, size: float) -> tuple[Model, float]:
    """The sign's plate round the origin, and its height."""
    model = Model("traffic sign", f"traffic sign: {shape}")
    face = reflective(design, _RED, _WHITE, _YELLOW, _BLUE, _GREEN)
    back = design.paint("metal", "neutral")
    corners = {"triangle": 3, "octagon": 8, "disc": 20, "square": 4, "diamond": 4}.get(shape, 0)
    if corners:
        start = {"triangle": np.pi / 2, "square": np.pi / 4, "octagon": np.pi / 8}.get(
            shape, np.pi / 2
        )
        if shape == "triangle" and design.chance(0.25):
            start = -np.pi / 2
        outline = _ring(corners, size / 2 * (1.25 if shape == "triangle" else 1.0), start)
        tall = float(np.ptp(np.array(outline)[:, 1]))
        middle = float(np.array(outline)[:, 1].max() + np.array(outline)[:, 1].min()) / 2
        outline = [(x, z - middle) for x, z in outline]
        model.prism(outline, 0.02, back, (0, 0.012, 0), axis="y")
        model.prism(outline, 0.004, face, (0, 0.0, 0), axis="y")
        if shape in ("disc", "triangle", "octagon"):
            inner = [(x * 0.72, z * 0.72) for x, z in outline]
            model.prism(
                inner, 0.004, reflective(design, _WHITE, _BLUE, _RED), (0, -0.004, 0), axis="y"
            )
        return model, tall
    tall = size * {"tall rectangle": 1.5, "finger post": 0.25}.get(shape, design.uniform(0.35, 0.6))
    model.box((0, 0.012, 0), (size, 0.02, tall), back)
    model.box((0, 0.0, 0), (size, 0.004, tall), face)
    return model, tall


def _ring(corners: int, radius: float, start: float) -> list[tuple[float, float]]:
    angle = start + np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return [(radius * float(np.cos(a)), radius * float(np.sin(a))) for a in angle]


def traffic_light(design: Design) -> Model:
    """A signal that looks to the front, on a post or on an arm over the lane as well."""
    family = design.family("traffic light", ("post", "arm", "post, double"), ("level row",))
    model, paint = Model("pole", "pole: signal post"), steel(design)
    high = design.uniform(5.2, 6.2) if family == "arm" else design.uniform(3.0, 3.8)
    radius = 0.09 if family == "arm" else 0.055
    add(model, tube([(0, 0, -_ROOT), (0, 0, high)], [radius, radius * 0.8], 8), paint)
    dark = design.paint("dark", "neutral", material="metal")
    out = -radius - 0.13
    if family == "arm":
        reach = design.uniform(3.0, 6.0)
        add(model, tube([(0, 0, high - 0.1), (-reach, 0, high + 0.1)], [0.07, 0.05], 7), paint)
        model.put(_signal(design, dark, family), (-reach + 0.4, -0.2, high - 0.5))
    model.put(_signal(design, dark, family), (0, out, design.uniform(2.3, 2.7)))
    if family == "post, double":
        model.put(_signal(design, dark, family), (0.0, -out, 2.4), np.pi)
    return model


def _signal(design: Design, dark: Paint, family: str) -> Model:
    model = Model("traffic light", f"traffic light: {family}")
    lamps = design.choose((3, 3, 3, 2))
    size = design.uniform(0.26, 0.34)
    level = family == "level row"
    extent = (lamps * size, 0.2, size) if level else (size, 0.2, lamps * size)
    model.box((0, 0, 0), extent, dark)
    colours: Sequence[tuple[float, float, float]] = (
        (0.6, 0.05, 0.05),
        (0.7, 0.5, 0.05),
        (0.05, 0.5, 0.2),
    )
    for number in range(lamps):
        place = ((lamps - 1) / 2 - number) * size
        at = (place, -0.11, 0.0) if level else (0.0, -0.11, place)
        lens = Paint(np.array(colours[number]), material="glass", infrared=0.3)
        model.cylinder(at, size * 0.36, 0.05, lens, axis="y")
        model.box((at[0], -0.17, at[2] + size * 0.38), (size * 0.7, 0.16, 0.015), dark)
    return model


def pole(design: Design) -> Model:
    """A utility pole, a flag pole, a mast or a plain post."""
    family = design.family(
        "pole", ("utility pole", "plain post", "mast", "flag pole"), ("lattice mast",)
    )
    name = {"utility pole": "utility pole", "flag pole": "flagpole"}.get(family, "pole")
    model = Model(name, f"pole: {family}")
    paint = design.paint("wood", "concrete") if family == "utility pole" else steel(design)
    high = design.uniform(1.0, 3.0) if family == "plain post" else design.uniform(5.5, 10.0)
    radius = design.uniform(0.04, 0.08) if family == "plain post" else design.uniform(0.08, 0.16)
    if family == "lattice mast":
        corners = [(x, y) for x in (-0.3, 0.3) for y in (-0.3, 0.3)]
        rods = [bar((x, y, -_ROOT), (x * 0.5, y * 0.5, high), 0.06, 0.06) for x, y in corners]
        for z in np.arange(0.5, high - 0.5, 0.9).tolist():
            wide = 0.3 * (1 - 0.5 * z / high)
            rods += [
                bar((-wide, s * wide, z), (wide, s * wide, z + 0.8), 0.03, 0.03) for s in (-1, 1)
            ]
        add(model, merged(rods), paint)
        return model
    add(model, tube([(0, 0, -_ROOT), (0, 0, high)], [radius, radius * 0.75], 9), paint)
    if family == "utility pole":
        for z in (high - 0.3, high - 1.1)[: design.count(1, 2)]:
            model.box((0, 0, z), (1.9, 0.12, 0.12), paint)
            for x in (-0.8, -0.3, 0.3, 0.8):
                model.cylinder(
                    (x, 0, z + 0.14), 0.04, 0.16, design.paint("white", material="ceramic")
                )
    elif family == "flag pole" and design.chance(0.7):
        cloth = Model("flag", "flag: " + ("banner" if design.chance(0.3) else "flying"))
        wide, tall = design.uniform(0.9, 1.8), design.uniform(0.6, 1.1)
        if cloth.family == "flag: banner":
            wide, tall = tall, 1.6 * wide
        paint = design.paint("vivid", "white", material="fabric")
        for fold in range(3):  # it waves
            at = ((fold + 0.5) * wide / 3 + 0.18, 0.0, high - 0.3 - tall / 2)
            turn = turned(0.35 if fold % 2 else -0.35)
            cloth.box(at, (wide / 2.8, 0.02, tall), paint, turn)
        model.put(cloth, (0, 0, 0))
    return model


def bollard(design: Design) -> Model:
    """A short post: cylinder, square, cone-topped; held out: ball, low wall light."""
    family = design.family("bollard", ("cylinder", "square", "domed"), ("ball", "bell"))
    model, paint = (
        Model("bollard", f"bollard: {family}"),
        design.paint("dark", "metal", "concrete", "white"),
    )
    high, radius = design.uniform(0.65, 1.1), design.uniform(0.04, 0.12)
    if family == "ball":
        model.ellipsoid((0, 0, 0.25), (0.3, 0.3, 0.28), paint)
        return model
    if family == "square":
        model.box((0, 0, (high - _ROOT) / 2), (2 * radius, 2 * radius, high + _ROOT), paint)
    else:
        taper = 0.45 if family == "bell" else 1.0
        foot = radius * (2.2 if family == "bell" else 1.0)
        model.cylinder((0, 0, (high - _ROOT) / 2), foot, high + _ROOT, paint, taper=taper)
        if family == "domed":
            model.ellipsoid((0, 0, high), (radius * 1.15, radius * 1.15, radius), paint)
    band = reflective(design, _WHITE, _RED, _YELLOW)
    if family != "bell":
        model.cylinder(
            (0, 0, high * 0.82), radius * 1.45 if family == "square" else radius * 1.03, 0.1, band
        )
    return model
