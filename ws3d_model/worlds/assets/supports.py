# SPDX-License-Identifier: Apache-2.0
"""Level surfaces of a mesh that smaller things can stand on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ws3d_model.worlds.assets.mesh_files import Float64, Int32
from ws3d_model.worlds.shapes.model import Support

# Classes whose level surfaces carry things.
HOLDERS = frozenset(
    ("table", "desk", "coffee table", "counter", "reception desk", "shelf", "bookshelf", "cabinet",
     "nightstand", "dresser", "media console", "workbench", "kitchen cabinet", "drinks bar",
     "warehouse rack", "picnic table", "shoe rack", "file cabinet", "sink", "school desk", "cart")
)  # fmt: skip
_CELL = 0.04  # metres
_LEVEL = 0.015  # metres between heights that count as one
_MOST = 6


def level_surfaces(vertices: Float64, faces: Int32) -> tuple[Support, ...]:
    """The largest free rectangle of each level with at least 12 x 12 cm and 10 cm of air above.

    Args:
        vertices: (V, 3) metres, z up.
        faces: (F, 3).
    """
    samples, level = _samples(vertices[faces])
    low, high = vertices.min(0), vertices.max(0)
    cells = np.floor((samples[:, :2] - low[:2]) / _CELL).astype(np.int64)
    shape = tuple((cells.max(0) + 1).tolist())
    heights = samples[level, 2]
    heights = heights[heights > low[2] + 0.1]
    found: list[Support] = []
    while len(heights) and len(found) < _MOST:
        bins = np.round(heights / _LEVEL).astype(np.int64)
        values, counts = np.unique(bins, return_counts=True)
        # Normals may point either way: of a board's two sides take the upper.
        board = (counts >= 0.5 * counts.max()) & (np.abs(values - values[counts.argmax()]) <= 4)
        z = float(np.median(heights[bins == values[board].max()]))
        heights = heights[(heights < z - 0.08) | (heights > z + 2 * _LEVEL)]
        on = level & (np.abs(samples[:, 2] - z) <= _LEVEL)
        grid = np.zeros(shape, bool)
        grid[tuple(cells[on].T)] = True
        above = (samples[:, 2] > z + _LEVEL + 0.005) & (samples[:, 2] < z + 0.1)
        grid[tuple(cells[above].T)] = False
        x0, x1, y0, y1 = _largest_rectangle(grid)
        if min(x1 - x0, y1 - y0) * _CELL < 0.12:
            continue
        inside = (cells[:, 0] >= x0) & (cells[:, 0] < x1) & (cells[:, 1] >= y0)
        inside &= (cells[:, 1] < y1) & (samples[:, 2] > z + 0.05)
        air = float(samples[inside, 2].min() - z) if inside.any() else 0.5
        x = np.clip(low[0] + np.array([x0, x1]) * _CELL, low[0], high[0]).tolist()
        y = np.clip(low[1] + np.array([y0, y1]) * _CELL, low[1], high[1]).tolist()
        found.append(Support((x[0], x[1]), (y[0], y[1]), z, min(air - 0.02, 0.5)))
    return tuple(sorted(found, key=lambda support: support.z))


def _samples(corners: Float64) -> tuple[Float64, npt.NDArray[np.bool_]]:
    """Points all over the triangles (N, 3), less than a cell apart, and which are on level."""
    sides = corners[:, 1:] - corners[:, :1]
    normals = np.cross(sides[:, 0], sides[:, 1])
    length = np.linalg.norm(normals, axis=1)
    level = np.abs(normals[:, 2]) > 0.995 * np.maximum(length, 1e-12)
    longest = np.linalg.norm(corners - np.roll(corners, 1, axis=1), axis=2).max(1)
    steps = np.minimum(np.ceil(longest / (0.7 * _CELL)), 120).astype(np.int64) + 1
    points, flags = [], []
    for count in np.unique(steps).tolist():
        rows = np.flatnonzero(steps == count)
        u, v = np.meshgrid(*[(np.arange(count) + 0.5) / count] * 2, indexing="ij")
        inside = u + v <= 1.0
        weight = np.stack([u[inside], v[inside]])
        grid = corners[rows, :1] + np.einsum("kn,fkc->fnc", weight, sides[rows])
        points.append(grid.reshape(-1, 3))
        flags.append(np.repeat(level[rows], weight.shape[1]))
    return np.concatenate(points), np.concatenate(flags)


def _largest_rectangle(grid: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """First and last+1 row and column of the largest rectangle of True (stack of columns)."""
    best, corners = 0, (0, 0, 0, 0)
    heights = np.zeros(grid.shape[1], np.int64)
    for row, line in enumerate(grid):
        heights = np.where(line, heights + 1, 0)
        stack: list[tuple[int, int]] = []
        for column, height in enumerate([*heights.tolist(), 0]):
            start = column
            while stack and stack[-1][1] >= height:
                start, tall = stack.pop()
                if tall * (column - start) > best:
                    best = tall * (column - start)
                    corners = (row - tall + 1, row + 1, start, column)
            stack.append((start, height))
    return corners
