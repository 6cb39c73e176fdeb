# SPDX-License-Identifier: Apache-2.0
"""Trees: trunks alone or in clusters, with crowns of loose leaves that rays go into."""

from __future__ import annotations

import numpy as np

from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.shapes.model import Model
from ws3d_model.worlds.streets.materials import foliage, wood_bark
from ws3d_model.worlds.streets.solids import Float64, Solid, add, leaves, merged, sticks, tube

_PALMS = ("palm", "date palm")
_ROOT = 0.4  # metres of trunk below the ground


def tree(design: Design, size: float = 1.0) -> Model:
    """A tree: the model is the trunk ("tree trunk"), the crown an object of its own on it.

    The crown is a "tree", "conifer" or "palm tree". SemanticKITTI too labels trunks apart from
    foliage; without a name for trunks they count as trees.

    Args:
        design: dice.
        size: factor of the usual height of 4 to 13 m.
    """
    crown_family = design.family(
        "tree",
        (
            "round",
            "round",
            "oval",
            "spreading",
            "conifer",
            "columnar",
            "bare",
            "young",
            "date palm",
        ),
        ("weeping", "umbrella", "palm", "layered"),
    )
    stem_family = (
        "single"
        if crown_family in ("conifer", *_PALMS, "young", "columnar")
        else (
            design.family(
                "tree trunk",
                ("single", "single", "forked", "cluster", "ivy", "low branches"),
                ("twisted", "leaning"),
            )
        )
    )
    height = design.uniform(4.0, 13.0) * size
    height *= {"young": 0.45, "columnar": 1.1, "palm": 0.7, "date palm": 0.55}.get(
        crown_family, 1.0
    )
    clear = height * design.uniform(0.18, 0.4)  # height of the crown's underside
    if crown_family == "conifer":
        clear = height * design.uniform(0.03, 0.2)
    elif crown_family in (*_PALMS, "umbrella"):
        clear = height * 0.75
    model = Model("tree trunk", f"tree trunk: {stem_family}")
    reach = height * design.uniform(0.22, 0.38)
    tips = _stems(model, design, stem_family, crown_family, height, clear, reach)
    name = "palm tree" if crown_family in _PALMS else "tree"
    name = "conifer" if crown_family == "conifer" else name
    crown = Model(name, f"tree: {crown_family}")
    solid = _crown(design, crown_family, height, clear, reach, tips)
    if crown_family == "bare":
        add(crown, _twigs(design, height, reach, tips), wood_bark(design))
    else:
        add(crown, solid, foliage(design))
    model.put(crown, (0, 0, 0))
    return model


def _stems(
    model: Model,
    design: Design,
    stem_family: str,
    crown_family: str,
    height: float,
    clear: float,
    reach: float,
) -> Float64:
    """Add the trunks with their main branches; the ends of the branches (B, 3)."""
    rng, radius = design.rng, 0.03 + height * design.uniform(0.011, 0.022)
    stems = design.count(2, 5) if stem_family == "cluster" else 1
    lean = design.uniform(0.08, 0.25) if stem_family == "leaning" else design.uniform(0, 0.05)
    pieces, tips = [], []
    top = clear + (height - clear) * (
        0.9 if crown_family in ("conifer", "columnar", *_PALMS) else 0.4
    )
    for number in range(stems):
        angle = design.uniform(0, 6.28) if stems == 1 else number * 6.28 / stems
        way = np.array([np.cos(angle), np.sin(angle), 0.0])
        foot = way * (0.25 if stems > 1 else 0.0) * design.uniform(0.6, 1.4)
        slant = lean if stems == 1 else design.uniform(0.08, 0.2)
        thick = radius * (0.6 if stems > 1 else 1.0)
        bend = rng.normal(0, 0.15 if stem_family == "twisted" else 0.02, (3, 2)) * clear
        line = [foot + way * slant * h for h in (-_ROOT, clear * 0.35, clear * 0.7, top)]
        for point, h in zip(line, (-_ROOT, clear * 0.35, clear * 0.7, top), strict=True):
            point[2] = h
        for point, shift in zip(line[1:], bend, strict=True):
            point[:2] += shift
        pieces.append(tube(line, [thick * 1.35, thick, thick * 0.9, thick * 0.45], 8))
        for _ in range(0 if crown_family in (*_PALMS, "conifer") else design.count(2, 4)):
            start = line[2] + (line[3] - line[2]) * design.uniform(0.0, 0.7)
            if stem_family == "forked":
                start = line[1] + (line[2] - line[1]) * design.uniform(0.3, 0.6)
            end = _branch_end(design, start, height, clear, reach)
            pieces.append(
                tube(
                    [start, (start + end) / 2 + (0, 0, 0.1 * reach), end],
                    [thick * 0.5, thick * 0.35, thick * 0.15],
                    5,
                )
            )
            tips.append(end)
        if stem_family == "low branches":
            start = line[0] + (line[1] - line[0]) * design.uniform(0.7, 1.2)
            end = start + np.array([*rng.normal(0, 0.3 * reach, 2), design.uniform(0.2, 0.8)])
            pieces.append(tube([start, end], [thick * 0.4, thick * 0.12], 5))
        tips.append(line[3])
    add(model, merged(pieces), wood_bark(design))
    if stem_family == "ivy":
        levels = np.linspace(0.1, clear * design.uniform(0.5, 1.0), 5)
        centres = np.column_stack([np.zeros((5, 2)), levels])
        coat = np.tile((radius + 0.07, radius + 0.07, 0.07 + levels[1] - levels[0]), (5, 1))
        climber = Model("ivy", "ivy: on a trunk")
        model.join(add(climber, leaves(rng, centres, coat, 160, 0.09), foliage(design)))
    return np.array(tips)


def _branch_end(
    design: Design, start: Float64, height: float, clear: float, reach: float
) -> Float64:
    angle = design.uniform(0, 6.28)
    out = reach * design.uniform(0.35, 0.8)
    rise = design.uniform(clear + 0.2 * (height - clear), height * 0.85)
    return np.array([start[0] + out * np.cos(angle), start[1] + out * np.sin(angle), rise])


def _crown(
    design: Design, family: str, height: float, clear: float, reach: float, tips: Float64
) -> Solid:
    """The leaves."""
    rng, tall = design.rng, height - clear
    middle = np.array([*tips[:, :2].mean(0), clear + tall / 2])
    size = design.uniform(0.2, 0.4)
    count = int(np.clip(110 * height * design.uniform(0.6, 1.4), 250, 1400))
    if family in ("conifer", "layered"):
        steps = np.linspace(0.0, 1.0, 9 if family == "conifer" else 5)
        centres = middle + np.column_stack([np.zeros((len(steps), 2)), (steps - 0.5) * tall * 0.96])
        wide = reach * (1.05 - steps) * 0.8 + 0.1
        flat = tall / len(steps) * (0.75 if family == "conifer" else 0.25)
        return leaves(
            rng, centres, np.column_stack([wide, wide, np.full(len(steps), flat)]), count, size
        )
    if family in _PALMS:
        angle = np.linspace(0, 2 * np.pi, 12, endpoint=False) + rng.normal(0, 0.1, 12)
        way = np.column_stack([np.cos(angle), np.sin(angle), rng.normal(-0.1, 0.25, 12)])
        top = np.array([*tips[-1, :2], height * 0.98])
        out = np.repeat(np.linspace(0.1, 1.0, 6), 12)[:, None] * np.tile(way, (6, 1)) * 2.2
        out[:, 2] -= 0.25 * (out[:, :2] ** 2).sum(1)
        return leaves(rng, top + out, np.full((72, 3), 0.22), 380, 0.2)
    shapes = {
        "columnar": (0.28, 1.0, 7),
        "oval": (0.7, 1.0, 9),
        "round": (1.0, 0.95, 10),
        "spreading": (1.35, 0.65, 12),
        "young": (0.75, 0.9, 4),
        "umbrella": (1.6, 0.8, 9),
        "weeping": (1.1, 1.0, 12),
    }
    broad, high, lumps = shapes.get(family, (1.0, 1.0, 8))
    offset = rng.normal(size=(lumps, 3))
    offset /= np.linalg.norm(offset, axis=1, keepdims=True)
    extent = np.array([reach * broad, reach * broad, tall / 2 * high])
    centres = middle + offset * extent * rng.uniform(0.15, 0.6, (lumps, 1))
    radii = extent * rng.uniform(0.3, 0.5, (lumps, 1)) * rng.uniform(0.8, 1.2, (lumps, 3))
    if family == "weeping":
        hang = rng.uniform(0.4, 0.9, lumps) * tall * 0.4
        radii = np.column_stack([radii[:, :2] * 0.5, hang])
    solid = leaves(rng, centres, radii, count, size)
    solid.vertices[:, 2] = np.maximum(solid.vertices[:, 2], 0.3)
    return solid


def _twigs(design: Design, height: float, reach: float, tips: Float64) -> Solid:
    """Bare branches that divide twice, from the ends (B, 3) of the main ones."""
    rng, count = design.rng, 3 * len(tips)
    start = np.repeat(tips, 3, axis=0)
    way = rng.normal(0, 0.35, (count, 3)) * reach + (0.0, 0.0, 0.15 * height)
    fork = np.repeat(start, 2, axis=0)
    fork = fork + np.repeat(way, 2, axis=0) * rng.uniform(0.3, 0.9, (2 * count, 1))
    ends = fork + rng.normal(0, 0.25, (2 * count, 3)) * reach
    return merged([sticks(start, start + way, 0.05), sticks(fork, ends, 0.025)])
