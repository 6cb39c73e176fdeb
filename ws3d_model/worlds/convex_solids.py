# SPDX-License-Identifier: Apache-2.0
"""Convex solids by their support functions: how deep two overlap, or how far they are apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]

_CYLINDER = 0.0  # in `exponent`: a cylinder or cone
_DEEP = 0.01  # metres: shallower overlaps are not worth another look
_RADII = (0.6, 0.3, 0.15, 0.07, 0.03)  # of the searches around the best axis


@dataclass(frozen=True, eq=False)
class Solids:
    """N convex solids.

    Attributes:
        centre: (N, 3) metres.
        half: (N, 3) half sizes along the own axes.
        axes: (N, 3, 3), columns are the own axes.
        exponent: (N,) of the dual norm: 1 sharp box, 2 ellipsoid, between them a rounded box;
            0 a cylinder whose upper radius is `taper` (N,) times the lower.
        hull: (N,) row in `vertices`, -1 for none; a hull is what its vertices span.
        vertices: (H, V, 3) relative to the centre, along the own axes.
    """

    centre: Float64
    half: Float64
    axes: Float64
    exponent: Float64
    taper: Float64
    hull: Int64
    vertices: Float64

    def __len__(self) -> int:
        return len(self.centre)

    @staticmethod
    def none() -> Solids:
        """No solids."""
        return Solids(
            np.zeros((0, 3)), np.zeros((0, 3)), np.zeros((0, 3, 3)), np.zeros(0), np.zeros(0),
            np.zeros(0, np.int64), np.zeros((0, 1, 3)),
        )  # fmt: skip

    @staticmethod
    def joined(parts: Sequence[Solids]) -> Solids:
        """All solids of several groups, in their order."""
        parts = [part for part in parts if len(part)] or [Solids.none()]
        if len(parts) == 1:
            return parts[0]
        most = max(part.vertices.shape[1] for part in parts)
        hulls, padded, count = [], [], 0
        for part in parts:
            hulls.append(np.where(part.hull >= 0, part.hull + count, -1))
            fill = np.repeat(part.vertices[:, :1], most - part.vertices.shape[1], axis=1)
            padded.append(np.concatenate([part.vertices, fill], 1))
            count += len(part.vertices)
        return Solids(
            np.concatenate([part.centre for part in parts]),
            np.concatenate([part.half for part in parts]),
            np.concatenate([part.axes for part in parts]),
            np.concatenate([part.exponent for part in parts]),
            np.concatenate([part.taper for part in parts]),
            np.concatenate(hulls),
            np.concatenate(padded),
        )

    def moved(self, turn: Float64, shift: Float64) -> Solids:
        """The same turned by (3, 3), then shifted by (3,)."""
        return Solids(
            self.centre @ turn.T + shift, self.half, turn @ self.axes, self.exponent, self.taper,
            self.hull, self.vertices,
        )  # fmt: skip

    def chosen(self, rows: npt.NDArray[np.int64] | npt.NDArray[np.bool_]) -> Solids:
        """Some of them."""
        return Solids(
            self.centre[rows], self.half[rows], self.axes[rows], self.exponent[rows],
            self.taper[rows], self.hull[rows], self.vertices,
        )  # fmt: skip

    def bounds(self) -> tuple[Float64, Float64]:
        """Lowest and highest corner of each, (N, 3)."""
        up = self._reach(self.axes)
        even = bool(((self.hull < 0) & (self.taper == 1)).all())
        return self.centre - (up if even else self._reach(-self.axes)), self.centre + up

    def support(self, directions: Float64) -> Float64:
        """(N, K): how far each reaches from its centre along each of its directions (N, K, 3)."""
        return self._reach(directions @ self.axes)

    def _reach(self, local: Float64) -> Float64:
        """(N, K): the same for directions (N, K, 3) along the own axes."""
        scaled = np.abs(local) * self.half[:, None]
        power = np.where(self.exponent > 0, self.exponent, 1.0)[:, None]
        reach: Float64 = scaled[..., 0] + scaled[..., 1] + scaled[..., 2]
        soft = np.flatnonzero(power[:, 0] > 1)
        if len(soft):
            p = power[soft]
            reach[soft] = (scaled[soft] ** p[..., None]).sum(2) ** (1 / p)
        round_ = np.flatnonzero((self.exponent == _CYLINDER) & (self.hull < 0))
        if len(round_):
            side = np.hypot(scaled[round_, :, 0], scaled[round_, :, 1])
            up = local[round_, :, 2] * self.half[round_, 2:]
            reach[round_] = np.maximum(side - up, side * self.taper[round_, None] + up)
        spanned = np.flatnonzero(self.hull >= 0)
        if len(spanned):
            corners = self.vertices[self.hull[spanned]]
            reach[spanned] = (local[spanned] @ corners.transpose(0, 2, 1)).max(2)
        return reach


def overlap(first: Solids, second: Solids) -> tuple[Float64, Float64]:
    """Depth (P,) by which the solids of each pair overlap, and the way (P, 3) from first to second.

    The depth is the least shift that parts them (metres; negative is the gap between them), over
    the 15 axes of the separating-axis test of boxes (Gottschalk et al., 1996) and the line between
    the centres; where that leaves more than a centimetre the best axis is improved by searching
    around it. Every depth is an upper bound: a pair found apart is apart.
    """
    depth, way = _along_axes(first, second)
    rows = np.flatnonzero((depth > _DEEP) & _is_curved(first, second))
    if len(rows):
        one, other, best = first.chosen(rows), second.chosen(rows), way[rows]
        found = depth[rows]
        for radius in _RADII:
            found, best = _better(one, other, found, best, radius)
        depth[rows], way[rows] = found, best
    return depth, way


def any_deeper(first: Solids, second: Solids, depth: float) -> bool:
    """Whether one of the pairs overlaps by more than `depth`, as `overlap` measures it.

    Only pairs that may turn out not to are looked at twice.
    """
    found, way = _along_axes(first, second)
    rows = np.flatnonzero(found > depth)
    first, second = first.chosen(rows), second.chosen(rows)
    found, way = found[rows], way[rows]
    if not ((found > _DEEP) & _is_curved(first, second)).all():
        return True
    for radius in _RADII:
        if len(found) == 0:
            break
        found, way = _better(first, second, found, way, radius)
        rows = np.flatnonzero(found > depth)
        if len(rows) < len(found):
            first, second = first.chosen(rows), second.chosen(rows)
            found, way = found[rows], way[rows]
    return len(found) > 0


def _is_curved(first: Solids, second: Solids) -> npt.NDArray[np.bool_]:
    """(P,): False for two sharp boxes, parted best along an axis: nothing to improve."""
    curved: npt.NDArray[np.bool_] = (first.exponent != 1) | (second.exponent != 1)
    curved |= (first.hull >= 0) | (second.hull >= 0)
    return curved


def _along_axes(first: Solids, second: Solids) -> tuple[Float64, Float64]:
    """Depth (P,) and way (P, 3) over the axes of the solids and the lines between them."""
    between = second.centre - first.centre
    a, b = first.axes.transpose(0, 2, 1), second.axes.transpose(0, 2, 1)
    crossed = np.empty((len(first), 3, 3, 3))
    for axis in range(3):
        after, last = (axis + 1) % 3, (axis + 2) % 3
        crossed[..., axis] = a[:, :, None, after] * b[:, None, :, last]
        crossed[..., axis] -= a[:, :, None, last] * b[:, None, :, after]
    flat = between - (between[:, None] @ first.axes[:, :, 2:])[:, :, 0] * first.axes[:, :, 2]
    level = between * (1.0, 1.0, 0.0)
    crosses = crossed.reshape(len(first), 9, 3)
    ways = np.concatenate([a, b, crosses, between[:, None], flat[:, None], level[:, None]], 1)
    length = np.linalg.norm(ways, axis=2, keepdims=True)
    ways = np.where(length > 1e-6, ways / np.maximum(length, 1e-6), (0.0, 0.0, 1.0))
    return _least(first, second, between, np.concatenate([ways, -ways], 1))


def _better(
    first: Solids, second: Solids, depth: Float64, way: Float64, radius: float
) -> tuple[Float64, Float64]:
    """The least of some depths (P,) and those along ways around the given ones (P, 3)."""
    near = way[:, None] + radius * _AROUND
    near /= np.linalg.norm(near, axis=2, keepdims=True)
    found, better = _least(first, second, second.centre - first.centre, near)
    improved = found < depth
    return np.where(improved, found, depth), np.where(improved[:, None], better, way)


def _least(
    first: Solids, second: Solids, between: Float64, ways: Float64
) -> tuple[Float64, Float64]:
    depths = first.support(ways) + second.support(-ways) - (ways @ between[:, :, None])[..., 0]
    best = depths.argmin(1)
    rows = np.arange(len(best))
    return depths[rows, best], ways[rows, best]


def near_pairs(
    low: Float64, high: Float64, other_low: Float64, other_high: Float64, margin: float = 0.0
) -> tuple[Int64, Int64]:
    """Rows of the boxes (N, 3) and the other boxes (M, 3) that come within `margin` metres."""
    rows, others = np.nonzero(
        (low[:, None, 2] < other_high[None, :, 2] + margin)
        & (high[:, None, 2] > other_low[None, :, 2] - margin)
    )
    for axis in (0, 1):
        kept = (low[rows, axis] < other_high[others, axis] + margin) & (
            high[rows, axis] > other_low[others, axis] - margin
        )
        rows, others = rows[kept], others[kept]
    return rows, others


def _even_directions(count: int) -> Float64:
    """(count, 3) directions spread evenly over the sphere (Fibonacci lattice)."""
    number = np.arange(count) + 0.5
    height, angle = 1 - 2 * number / count, np.pi * (1 + 5**0.5) * number
    level = np.sqrt(1 - height**2)
    return np.stack([level * np.cos(angle), level * np.sin(angle), height], 1)


_AROUND = _even_directions(14)
