# SPDX-License-Identifier: Apache-2.0
"""Training shards: one .npz (LabelledCloud) a scan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ws3d_model.worlds.formats.annotation import described
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.formats.sweeps import by_shape, drive_sweeps, on_level_ground
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.sensors.carriers import draw_carrier
from ws3d_model.worlds.sensors.lidar_patterns import draw_pattern
from ws3d_model.worlds.sensors.ray_caster import RayCaster
from ws3d_model.worlds.sensors.scan import STYLES, scan

SWEEP = "sweep"
APART = 12  # turns of the drive from one shard's sweep to the next: about ten metres for a car
REACH = 50.0  # metres; what a sweep holds of farther things is too thin to learn from


@dataclass(frozen=True)
class ShardWriter:
    """Writes STEM_STYLENUMBER.npz files into a folder.

    Fused, view and lidar scans lie in the world's frame (floor near z = 0); sweeps, taken on a
    drive, in a level frame below the sensor, with the ground under it at z = 0.

    Args:
        folder: for the files.
        styles: kind of scan and how many of it a scene.
    """

    folder: Path
    styles: tuple[tuple[str, int], ...]

    def paths(self, request: SceneRequest) -> list[tuple[Path, str, int]]:
        """File, style and number of every scan of a scene."""
        return [
            (self.folder / f"{request.stem}_{style}{number}.npz", style, number)
            for style, count in self.styles
            for number in range(count)
        ]

    def done(self, request: SceneRequest) -> bool:
        """Whether all of the scene's shards exist."""
        return all(path.exists() for path in self.files(request))

    def files(self, request: SceneRequest) -> list[Path]:
        """All of the scene's shards."""
        return [path for path, _, _ in self.paths(request)]

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Write the shards that are missing."""
        caster = RayCaster(scene)
        missing = [shard for shard in self.paths(request) if not shard[0].exists()]
        for path, style, number in missing:
            for known in STYLES:
                if style == known:
                    seed = 1000 * request.seed + number
                    seen = scan(scene, seed, known, caster)
                    described(seen, scene, seed, whole=style == "fused").save(path)
        sweeps = {number: path for path, style, number in missing if style == SWEEP}
        if sweeps:
            self._write_sweeps(request, scene, caster, sweeps)

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Shards need no list."""

    def _write_sweeps(
        self, request: SceneRequest, scene: Scene, caster: RayCaster, paths: dict[int, Path]
    ) -> None:
        """Turns of one sensor along one drive, each some metres after the last."""
        rng = np.random.default_rng((request.seed, 905))
        pattern, carrier = draw_pattern(rng), draw_carrier(rng)
        total = max(count for style, count in self.styles if style == SWEEP)
        wanted = {number * APART: path for number, path in paths.items()}
        turns = drive_sweeps(
            caster, request.seed, (total - 1) * APART + 1, pattern, wanted=wanted, carrier=carrier
        )
        for turn, seen, pose in turns:
            cloud = by_shape(on_level_ground(scene, seen, pose, carrier.height, REACH))
            seed = 1000 * request.seed + turn
            described(cloud, scene, seed, whole=False).save(wanted[turn])
