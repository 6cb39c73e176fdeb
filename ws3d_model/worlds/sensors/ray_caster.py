# SPDX-License-Identifier: Apache-2.0
"""RayCaster: what rays meet first in a scene, and which colour it has there (Embree)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.point_cloud import check_array
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.lighting import Lighting
from ws3d_model.worlds.sensors.surface_normals import smooth_normals
from ws3d_model.worlds.shapes.patterns import PaintTable

Float32 = npt.NDArray[np.float32]
Int32 = npt.NDArray[np.int32]

_AT_ONCE = 1 << 14  # rays: what is found for them stays in the processor's cache
OFFSET = np.float32(0.002)  # metres; rays towards a light start this far above the surface


@dataclass(frozen=True, eq=False)
class Hits:
    """What R rays met first.

    Args:
        distance: float32 (R,) metres along the ray, inf where it meets nothing.
        primitive: int32 (R,), row in the scene's primitives, -1 for nothing.
        normal: float32 (R, 3) unit, of the surface, on the side of the ray; 0 for nothing.
        triangle: int32 (R,), row in the scene's triangles, -1 for nothing.
        origins, directions: float32 (R, 3), the rays.
    """

    distance: Float32
    primitive: Int32
    normal: Float32
    triangle: Int32
    origins: Float32
    directions: Float32

    def __len__(self) -> int:
        return len(self.distance)

    @property
    def points(self) -> Float32:
        """float32 (R, 3) metres, world frame; NaN or inf for nothing."""
        with np.errstate(invalid="ignore"):
            points: Float32 = self.origins + self.directions * self.distance[:, None]
        return points

    @property
    def cosine(self) -> Float32:
        """float32 (R,) of the angle between the ray and the surface's normal, 0..1."""
        cosine: Float32 = -np.einsum("ni,ni->n", self.normal, self.directions)
        return cosine

    def select(self, rows: npt.NDArray[np.bool_] | npt.NDArray[np.int64]) -> Hits:
        """The chosen rays: a mask (R,) or row numbers (K,)."""
        rows = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return Hits(
            self.distance.take(rows),
            self.primitive.take(rows),
            self.normal.take(rows, axis=0),
            self.triangle.take(rows),
            self.origins.take(rows, axis=0),
            self.directions.take(rows, axis=0),
        )


class Surfaces:
    """Some triangles of a scene, sorted for rays.

    Args:
        corners: float32 (T, 3, 3), all triangles of the scene.
        rows: (K,) those that rays can meet.

    Raises:
        ModuleNotFoundError: embreex is not installed.
    """

    def __init__(self, corners: Float32, rows: npt.NDArray[np.integer]) -> None:
        try:
            from embreex.mesh_construction import TriangleMesh
            from embreex.rtcore_scene import EmbreeScene
        except ModuleNotFoundError as error:
            raise ModuleNotFoundError(
                "casting rays takes the Embree ray caster; install it with: pip install embreex"
            ) from error
        self._embree = EmbreeScene()
        # The last entry serves -1, a ray that meets nothing.
        self._rows = np.append(rows, -1).astype(np.int32)
        if len(rows):
            indices = np.arange(3 * len(rows), dtype=np.int32).reshape(-1, 3)
            flat = np.ascontiguousarray(corners[rows].reshape(-1, 3))
            self._mesh = TriangleMesh(self._embree, flat, indices)

    def nearest(self, origins: Float32, directions: Float32) -> tuple[Float32, Int32]:
        """Distance (R,), inf for nothing, and row of the triangle (R,), -1 for nothing."""
        if len(self._rows) == 1 or len(directions) == 0:
            far = np.full(len(directions), np.inf, np.float32)
            return far, np.full(len(directions), -1, np.int32)
        found = self._embree.run(origins, directions, output=True)
        triangle = self._rows[found["primID"]]
        return np.where(triangle >= 0, found["tfar"], np.float32(np.inf)), triangle


class RayCaster:
    """Casts rays into one scene; building it sorts the scene's triangles once.

    Args:
        scene: any scene, empty too.
        surfaces: its triangles where they are sorted already, each in one of them.
        lighting: of the scene where it is known already.

    Attributes:
        scene: the same.
        paints: of its primitives.
        lighting: of the scene.

    Raises:
        ModuleNotFoundError: embreex is not installed.
    """

    def __init__(
        self,
        scene: Scene,
        surfaces: Sequence[Surfaces] | None = None,
        lighting: Lighting | None = None,
    ) -> None:
        self.scene = scene
        corners = scene.triangles.corners
        if surfaces is None:
            surfaces = (Surfaces(corners, np.arange(len(corners))),)
        self._surfaces = tuple(surfaces)
        across = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
        length = np.linalg.norm(across, axis=1, keepdims=True)
        self._normals: Float32 = (across / np.maximum(length, 1e-20)).astype(np.float32)
        self.paints = PaintTable(scene.primitives)
        self.lighting = Lighting(scene) if lighting is None else lighting

    def cast(self, origins: Float32, directions: Float32) -> Hits:
        """Follow rays to the first surface, whichever of its sides they meet.

        Args:
            origins: float32 (R, 3) metres, world frame; or (1, 3) for all.
            directions: float32 (R, 3), unit.

        Raises:
            TypeError, ValueError: another dtype or shape.
        """
        check_array("directions", directions, np.float32, (None, 3))
        if origins.shape == (1, 3):
            origins = np.broadcast_to(origins, directions.shape)
        check_array("origins", origins, np.float32, (len(directions), 3))
        origins = np.ascontiguousarray(origins)
        directions = np.ascontiguousarray(directions)
        count = len(directions)
        if count == 0 or len(self.scene.triangles) == 0:
            none = np.full(count, -1, np.int32)
            far = np.full(count, np.inf, np.float32)
            return Hits(far, none, np.zeros((count, 3), np.float32), none, origins, directions)
        hits = Hits(
            np.empty(count, np.float32), np.empty(count, np.int32),
            np.empty((count, 3), np.float32), np.empty(count, np.int32), origins, directions,
        )  # fmt: skip
        for start in range(0, count, _AT_ONCE):
            self._cast_into(hits, slice(start, start + _AT_ONCE))
        return hits

    def _cast_into(self, hits: Hits, part: slice) -> None:
        """Find what some of the rays meet."""
        origins, directions = hits.origins[part], hits.directions[part]
        distance, triangle = self._surfaces[0].nearest(origins, directions)
        for surfaces in self._surfaces[1:]:
            other, row = surfaces.nearest(origins, directions)
            nearer = other < distance
            distance, triangle = np.where(nearer, other, distance), np.where(nearer, row, triangle)
        met = triangle >= 0
        hits.distance[part], hits.triangle[part] = distance, triangle
        primitive = self.scene.triangles.primitive.take(triangle)
        hits.primitive[part] = np.where(met, primitive, np.int32(-1))
        normal = self._normals.take(triangle, axis=0)
        away = np.einsum("ni,ni->n", normal, directions) > 0
        factor = np.where(met, np.where(away, np.float32(-1), np.float32(1)), np.float32(0))
        np.multiply(normal, factor[:, None], out=hits.normal[part])

    def colours(self, hits: Hits, shadows: bool = False) -> npt.NDArray[np.uint8]:
        """uint8 (R, 3): painted and lit surfaces, background where a ray met nothing.

        Args:
            hits: of this scene.
            shadows: whether other things keep the main light off; takes as long as the rays did.
        """
        met = np.flatnonzero(hits.primitive >= 0)
        everything = len(met) == len(hits)
        seen = hits if everything else hits.select(met)
        points = seen.points
        colours = self.paints.colours(points, seen.primitive)
        own = self.scene.triangles.colours
        if own is not None:
            faces = own[seen.triangle]
            colours = np.where(np.isnan(faces), colours, faces)
        primitives = self.scene.primitives
        normals = smooth_normals(primitives, points, seen.primitive, seen.normal)
        hidden = self._hidden(points, seen.normal) if shadows else None
        lit = self.lighting.lit(colours, points, normals, hidden)
        if everything:
            return lit
        rgb = self.lighting.background(hits.directions)
        rgb[met] = lit
        return rgb

    def _hidden(self, points: Float32, normals: Float32) -> npt.NDArray[np.bool_]:
        """bool (N,): something is between the point and the main light."""
        directions, reach = self.lighting.towards(points)
        hits = self.cast(points + normals * OFFSET, directions)
        hidden: npt.NDArray[np.bool_] = hits.distance < reach - 0.15
        return hidden
