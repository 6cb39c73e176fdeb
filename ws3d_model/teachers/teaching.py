# SPDX-License-Identifier: Apache-2.0
"""Teaching: a teacher's features of clouds, from rendered views or from real frames, kept on disk.

A file is made again only where the model, the cloud's bytes or the settings are others than those
that it was made with.
"""

from __future__ import annotations

import dataclasses
import hashlib
import logging
from collections.abc import Sequence
from pathlib import Path
from zipfile import BadZipFile

from tqdm import tqdm

from ws3d_model.cloud_files.read import read_cloud
from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.npz_files import open_npz
from ws3d_model.point_cloud import PointCloud
from ws3d_model.regions.over_segmentation import over_segment
from ws3d_model.teachers.fused_features import FusedFeatures, content_hash_of
from ws3d_model.teachers.fusion import fuse
from ws3d_model.teachers.looking import Counts, TeachSettings, pictures_of
from ws3d_model.teachers.posed_frames import PosedFrames
from ws3d_model.teachers.region_features import over_regions
from ws3d_model.teachers.teacher import OpenClipTeacher

_LOG = logging.getLogger(__name__)

VERSION = 2  # of what is computed; another one makes every file again


def teach(
    clouds: Sequence[Path],
    teacher: OpenClipTeacher,
    out: Path,
    settings: TeachSettings | None = None,
    frames: PosedFrames | None = None,
    quiet: bool = False,
) -> Counts:
    """Features of every cloud as OUT/STEM.safetensors; what is there already is kept.

    Args:
        clouds: shards (.npz of `LabelledCloud`) or cloud files.
        teacher: the model.
        out: folder for the files.
        settings: how the clouds are looked at.
        frames: real frames to look at instead of rendered views, in the clouds' frame.
        quiet: no progress bar.

    Raises:
        ValueError: two clouds have the same name, or `out` holds features of another teacher.
        OSError: the disk is full; what is done is kept.
    """
    settings = settings or TeachSettings()
    stems = [path.stem for path in clouds]
    twice = sorted({stem for stem in stems if stems.count(stem) > 1}) if len(stems) < 5000 else []
    if twice:
        raise ValueError(f"two clouds are called {twice[0]}: their features need a folder each")
    out.mkdir(parents=True, exist_ok=True)
    _check_folder(out, teacher)
    counts = Counts()
    bar = tqdm(clouds, desc="teaching", unit="cloud", disable=quiet)
    for path in bar:
        target = out / f"{path.stem}.safetensors"
        try:
            wanted = settings_hash(teacher, path, settings, frames)
            if content_hash_of(target) == wanted:
                counts.kept += 1
                continue
            cloud = read_any_cloud(path)
            pictures = pictures_of(cloud, settings, counts, frames)
            fused = fuse(cloud.xyz, pictures, teacher, wanted)
            if settings.regions:
                fused = over_regions(fused, over_segment(cloud).of_point)
            fused.save(target)
            counts.made += 1
        # One bad cloud must not cost the night's run: told at the end.
        except (ValueError, FileNotFoundError) as error:
            counts.failed.append(f"{path}: {' '.join(str(error).split())}")
            _LOG.warning("%s", counts.failed[-1])
        bar.set_postfix(views=counts.views, skipped=counts.skipped, failed=len(counts.failed))
    return counts


def settings_hash(
    teacher: OpenClipTeacher, path: Path, settings: TeachSettings, frames: PosedFrames | None
) -> str:
    """sha256 over the model, how it looks, the cloud's bytes and the settings."""
    digest = hashlib.sha256()
    looks = (teacher.content_hash, teacher.scales, teacher.window_share)
    seen_by = () if frames is None else (frames.camera, [f.color.name for f in frames.frames])
    digest.update(repr((VERSION, looks, dataclasses.astuple(settings), seen_by)).encode())
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    return digest.hexdigest()


def read_any_cloud(path: Path) -> PointCloud:
    """The points of a shard or of a cloud file, in their order.

    Raises:
        ValueError: it is neither.
    """
    if path.suffix == ".npz":
        try:
            with open_npz(path) as stored:
                labelled = {"labels", "instances"} <= set(stored.files)
        except (ValueError, OSError, AttributeError, BadZipFile):
            labelled = False  # the reader below says what is wrong
        if labelled:
            return LabelledCloud.load(path).cloud
    return read_cloud(path)


def _check_folder(out: Path, teacher: OpenClipTeacher) -> None:
    """Refuse to mix two teachers' features in a folder."""
    for path in sorted(out.glob("*.safetensors"))[:1]:
        there = FusedFeatures.load(path)
        if (there.teacher, there.dimension) != (teacher.identity, teacher.dimension):
            raise ValueError(
                f"{out} holds features of {there.teacher} ({there.dimension} values), not of "
                f"{teacher.identity} ({teacher.dimension} values): name another folder"
            )
