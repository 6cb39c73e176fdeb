# SPDX-License-Identifier: Apache-2.0
"""One turn of a spinning lidar: rings, ego motion, weak and mixed returns, intensity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.point_cloud import PointCloud
from ws3d_model.worlds.sensors.depth_camera import truth_of
from ws3d_model.worlds.sensors.lidar_patterns import LidarPattern
from ws3d_model.worlds.sensors.ray_caster import Hits, RayCaster
from ws3d_model.worlds.sensors.rigid_motion import boxes_in, poses_between

Float32 = npt.NDArray[np.float32]
Float64 = npt.NDArray[np.float64]
Int64 = npt.NDArray[np.int64]
Bool = npt.NDArray[np.bool_]

BEHIND_GLASS = 0.3  # metres; what is nearer behind a pane is taken for the pane
_THROUGH_GLASS = 0.75  # share of the pulses that a pane lets pass


@dataclass(frozen=True, eq=False)
class LidarSweep:
    """The returns of one turn.

    Args:
        cloud: N returns with intensity and truth in the sensor's frame at the end of the turn (x
            forward, y left, z up), in the order they were fired. Centres and boxes are those of
            the complete objects in that frame.
        ring: uint16 (N,), 0 is the first of the pattern's elevations.
        time: float32 (N,) seconds since the turn began.
        world_xyz: float32 (N, 3), the measured points in the world frame.
    """

    cloud: LabelledCloud
    ring: npt.NDArray[np.uint16]
    time: Float32
    world_xyz: Float32

    def __len__(self) -> int:
        return len(self.cloud)


def sweep(
    caster: RayCaster,
    pattern: LidarPattern,
    start: Float64,
    end: Float64,
    seed: int,
    deskew: bool = True,
) -> LidarSweep:
    """One turn, clockwise as seen from above, that begins and ends behind the sensor.

    Args:
        caster: of the scene.
        pattern: the sensor.
        start, end: (4, 4) world_from_sensor when the turn begins and ends; the motion between
            is even.
        seed: of the noise.
        deskew: True gives points where they are at the end of the turn; False as drivers
            deliver them: every return as if the sensor had stood still, bent by its motion.

    Returns:
        The returns that came back: distances have noise and steps, pulses that meet an edge mix or
        get lost, dark, grazed, glossy and distant surfaces answer less often, and glass mostly lets
        pulses through. The intensity is the reflectivity at 905 nm times the cosine of incidence
        (rough surfaces fade less), corrected for distance, 0..1.
    """
    scene = caster.scene
    rng = np.random.default_rng((seed, 905))
    rays = directions_of(pattern)  # (A, R, 3)
    poses = poses_between(start, end, pattern.columns)
    turned = rays @ np.swapaxes(poses[:, :3, :3], 1, 2).astype(np.float32)
    origins = np.broadcast_to(poses[:, None, :3, 3].astype(np.float32), turned.shape)
    hits = caster.cast(origins.reshape(-1, 3), turned.reshape(-1, 3))
    hits = _through_glass(caster, hits, rng)
    distance, mixed = _mixed(hits, pattern, rng)
    power = _power(caster, hits)
    kept = np.flatnonzero(_answered(caster, hits, distance, power, pattern, rng))
    noisy = distance[kept] + rng.standard_normal(len(kept), np.float32) * pattern.range_noise
    noisy = np.maximum(noisy, np.float32(pattern.range_step))
    noisy = np.round(noisy / pattern.range_step) * np.float32(pattern.range_step)
    world = hits.origins[kept] + hits.directions[kept] * noisy[:, None]
    world_xyz = world.astype(np.float32)
    if deskew:
        inverse = np.linalg.inv(end)
        xyz = world_xyz @ inverse[:3, :3].T.astype(np.float32) + inverse[:3, 3].astype(np.float32)
    else:
        xyz = rays.reshape(-1, 3)[kept] * noisy[:, None]
    speckle = 1 + 0.08 * rng.standard_normal(len(kept), np.float32)
    intensity = np.clip(power[kept] * speckle, 0, 1)
    intensity[mixed[kept]] *= 0.6
    labels, instances = truth_of(caster, hits.select(kept))
    cloud = LabelledCloud(
        PointCloud(xyz.astype(np.float32), None, intensity.astype(np.float32)),
        scene.names,
        labels,
        instances,
        *boxes_in(end, scene.boxes),
    )
    column, ring = np.divmod(kept, pattern.rings)
    time = (column * (pattern.period / pattern.columns)).astype(np.float32)
    return LidarSweep(cloud, ring.astype(np.uint16), time, world_xyz)


def directions_of(pattern: LidarPattern) -> Float32:
    """float32 (columns, rings, 3) unit, in the sensor's frame at the moment of each firing."""
    column = np.pi - 2 * np.pi * np.arange(pattern.columns) / pattern.columns
    beside = np.radians(pattern.azimuths or (0.0,) * pattern.rings)
    azimuth = column[:, None] + beside[None, :]
    elevation = np.radians(pattern.elevations)[None, :]
    level = np.cos(elevation)
    height = np.broadcast_to(np.sin(elevation), azimuth.shape)
    rays = np.stack([level * np.cos(azimuth), level * np.sin(azimuth), height], axis=-1)
    directions: Float32 = rays.astype(np.float32)
    return directions


def _through_glass(caster: RayCaster, hits: Hits, rng: np.random.Generator) -> Hits:
    """The hits, where pulses that a pane lets pass have gone on to what is behind it."""
    glass = caster.paints.is_glass
    if not glass.any():
        return hits
    rows = np.flatnonzero(glass[hits.primitive] & (hits.primitive >= 0))
    rows = rows[rng.random(len(rows)) < _THROUGH_GLASS]
    pane = hits.select(rows)
    step = pane.distance + np.float32(0.005)
    on = caster.cast(pane.origins + pane.directions * step[:, None], pane.directions)
    # The far side of the pane itself, then whatever is behind it.
    twice = np.flatnonzero(on.distance < BEHIND_GLASS)
    again = on.select(twice)
    further = again.distance + np.float32(0.005)
    behind = caster.cast(again.origins + again.directions * further[:, None], again.directions)
    total = step + on.distance
    primitive, normal, triangle = on.primitive.copy(), on.normal.copy(), on.triangle.copy()
    total[twice] = step[twice] + further + behind.distance
    primitive[twice], normal[twice] = behind.primitive, behind.normal
    triangle[twice] = behind.triangle
    passed = np.flatnonzero(total > pane.distance + BEHIND_GLASS)
    to = rows[passed]
    merged = hits.select(np.arange(len(hits)))
    merged.distance[to], merged.primitive[to] = total[passed], primitive[passed]
    merged.normal[to], merged.triangle[to] = normal[passed], triangle[passed]
    return merged


def _mixed(hits: Hits, pattern: LidarPattern, rng: np.random.Generator) -> tuple[Float32, Bool]:
    """Distances (N,) in which beams that are split by an edge report something between; which."""
    grid = hits.distance.reshape(pattern.columns, pattern.rings)
    with np.errstate(invalid="ignore"):
        step = np.abs(np.roll(grid, -1, axis=0) - grid)
    # The beam covers this share of the way to the next column: so often an edge cuts it.
    share = pattern.divergence / 1000 / (2 * np.pi / pattern.columns)
    cut = (step > 0.15) & (step < 3.0) & (rng.random(grid.shape, np.float32) < min(share, 1) / 2)
    weight = rng.random(grid.shape, np.float32)
    mixed = np.where(cut, weight * grid + (1 - weight) * np.roll(grid, -1, axis=0), grid)
    # Halves far apart are two pulses to the receiver: it reports the stronger one, unmixed.
    apart = cut & (step > 1.0)
    mixed = np.where(apart, grid, mixed)
    return mixed.reshape(-1).astype(np.float32), (cut & ~apart).reshape(-1)


def _power(caster: RayCaster, hits: Hits) -> Float32:
    """float32 (N,): share of the light that goes straight back; 0 for nothing."""
    power: Float32 = np.zeros(len(hits), np.float32)
    met = np.flatnonzero(hits.primitive >= 0)
    power[met] = caster.paints.returned(hits.primitive[met], hits.cosine[met])
    return power


def _answered(
    caster: RayCaster,
    hits: Hits,
    distance: Float32,
    power: Float32,
    pattern: LidarPattern,
    rng: np.random.Generator,
) -> Bool:
    """bool (N,): pulses that came back.

    The received power falls with the square of the distance (lidar range equation for surfaces that
    fill the beam); half of the pulses are lost where it is that of a 10 % surface at `max_range`.
    """
    reached = np.isfinite(distance) & (distance > pattern.min_range)
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        margin = power * 10 * (pattern.max_range / np.maximum(distance, 0.1)) ** 2
    # Speckle and the detector blur the threshold; a few pulses are lost anywhere.
    threshold = np.exp(0.35 * rng.standard_normal(len(distance), np.float32))
    lost = np.full(len(distance), 0.01, np.float32)
    met = np.flatnonzero(hits.primitive >= 0)
    lost[met] += np.float32(0.9) * caster.paints.gloss[hits.primitive[met]]
    lucky = rng.random(len(distance), np.float32) >= lost
    answered: Bool = reached & (margin > threshold) & lucky
    return answered
