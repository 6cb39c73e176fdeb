# SPDX-License-Identifier: Apache-2.0
"""Plots and figures of generated sources beside real ones."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from PIL import Image

from ws3d_model.worlds.statistics.charts import Axes, Series, bar_chart, line_chart
from ws3d_model.worlds.statistics.measures import (
    NEIGHBOURS,
    RANGES,
    Measured,
    commonest,
    shares,
)
from ws3d_model.worlds.statistics.real_frames import Kind

MOST_CLASSES = 14  # shown in a chart
_HOLES = 10  # bins of the share of missing depth


@dataclass(frozen=True, eq=False)
class Source:
    """Where frames come from.

    Args:
        kind: of sensor.
        generated: drawn dashed.
        measured: what was found.
    """

    kind: Kind
    generated: bool
    measured: Measured


def write_report(sources: Mapping[str, Source], folder: Path) -> list[Path]:
    """Write the plots that the sources have values for, and all figures as figures.json.

    Returns:
        The files.
    """
    folder.mkdir(parents=True, exist_ok=True)
    charts = {
        "density_rgbd.png": _density(sources, "rgbd", "Depth cameras"),
        "density_lidar.png": _density(sources, "lidar", "Lidars"),
        "missing_depth.png": _missing(sources),
        "neighbours.png": _neighbours(sources),
        "classes.png": _classes(sources),
        "sizes.png": _sizes(sources),
    }
    written = []
    for name, chart in charts.items():
        if chart is not None:
            chart.save(folder / name)
            written.append(folder / name)
    figures = folder / "figures.json"
    text = json.dumps({name: summary(source) for name, source in sources.items()}, indent=1)
    figures.write_text(text + "\n", encoding="utf-8")
    return [*written, figures]


def summary(source: Source) -> dict[str, object]:
    """The figures of a source, without what it has none of."""
    found = source.measured
    ranges = [f"{a:g}-{b:g} m" for a, b in pairwise(RANGES)]
    density = zip(ranges, found.median_density(), strict=True)
    sizes = {name: _median_size(boxes) for name, boxes in sorted(found.sizes.items())}
    figures: dict[str, object] = {
        "kind": source.kind,
        "generated": source.generated,
        "frames": found.frames,
        "points": found.points,
        "occupied_of_27": round(found.mean_neighbours(), 2) if found.neighbours.any() else None,
        "missing_depth": round(float(np.mean(found.missing)), 3) if found.missing else None,
        "points_per_square_metre": {k: round(v, 1) for k, v in density if np.isfinite(v)},
        "classes": dict(
            zip(found.classes, [round(s, 4) for s in shares(found.classes, [*found.classes])],
                strict=True)
        ),
        "median_sizes": {k: [round(v, 2) for v in size] for k, size in sizes.items()},
    }  # fmt: skip
    return {name: value for name, value in figures.items() if value not in (None, {})}


def _density(sources: Mapping[str, Source], kind: Kind, title: str) -> Image.Image | None:
    chosen = [
        Series(name, source.measured.median_density(), source.generated)
        for name, source in sources.items()
        if source.kind == kind and np.isfinite(source.measured.median_density()).any()
    ]
    places = [f"{low:g}" for low in RANGES[:-1]]
    axes = Axes(
        f"{title}: density by range", "range from, m", "points per square metre", places, True
    )
    return line_chart(axes, chosen) if chosen else None


def _missing(sources: Mapping[str, Source]) -> Image.Image | None:
    chosen = []
    for name, source in sources.items():
        if source.measured.missing:
            counts, _ = np.histogram(source.measured.missing, _HOLES, (0, 1))
            values = (counts / counts.sum()).tolist()
            chosen.append(Series(name, values, source.generated))
    places = [f"{bin_ / _HOLES:.1f}" for bin_ in range(_HOLES)]
    axes = Axes(
        "Pixels without depth", "share of the frame's pixels, from", "share of frames", places
    )
    return bar_chart(axes, chosen) if chosen else None


def _neighbours(sources: Mapping[str, Source]) -> Image.Image | None:
    chosen = []
    for name, source in sources.items():
        histogram = source.measured.neighbours
        if histogram.any():
            values = (histogram[1:] / histogram.sum()).tolist()
            mean = source.measured.mean_neighbours()
            chosen.append(Series(f"{name} ({mean:.1f})", values, source.generated))
    axes = Axes(
        "Occupied of the 27 voxels of 5 cm around a voxel (mean)",
        "occupied, itself included",
        "share of voxels",
        [str(count) for count in range(1, NEIGHBOURS + 1)],
    )
    return line_chart(axes, chosen) if chosen else None


def _classes(sources: Mapping[str, Source]) -> Image.Image | None:
    with_classes = {name: s for name, s in sources.items() if s.measured.classes}
    names = commonest([s.measured for s in with_classes.values()], MOST_CLASSES)
    chosen = [
        Series(name, shares(source.measured.classes, names), source.generated)
        for name, source in with_classes.items()
    ]
    axes = Axes("Points of each class", "", "share of points", [name[:12] for name in names])
    return bar_chart(axes, chosen) if chosen else None


def _sizes(sources: Mapping[str, Source]) -> Image.Image | None:
    """Median lengths of the classes that most sources have boxes of."""
    with_sizes = {name: s.measured.sizes for name, s in sources.items() if s.measured.sizes}
    seen: dict[str, tuple[int, int]] = {}
    for sizes in with_sizes.values():
        for name, boxes in sizes.items():
            count, number = seen.get(name, (0, 0))
            seen[name] = count + 1, number + len(boxes)
    names = sorted(seen, key=lambda name: seen[name], reverse=True)[:MOST_CLASSES]
    chosen = []
    for source, sizes in with_sizes.items():
        medians = [_median_size(sizes[name])[0] if name in sizes else np.nan for name in names]
        chosen.append(Series(source, medians, sources[source].generated))
    axes = Axes("Objects: median length", "", "metres", [name[:12] for name in names])
    return bar_chart(axes, chosen) if chosen else None


def _median_size(boxes: list[tuple[float, float, float]]) -> list[float]:
    median: list[float] = np.median(np.array(boxes), axis=0).tolist()
    return median
