# SPDX-License-Identifier: Apache-2.0
"""Scenes of a data set made into shards by several processes; one that fails is told and left out.

The source is only read. A shard appears whole or not at all, and one that exists is left alone, so
that the same call takes an interrupted run up again.
"""

from __future__ import annotations

import multiprocessing
import signal
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np

from ws3d_model.datasets.dataset import Dataset
from ws3d_model.datasets.labelled_cloud import LabelledCloud


@dataclass(frozen=True)
class Preparation:
    """What became of the scenes.

    Args:
        written: shards made now.
        present: shards that were there.
        failures: a line for each scene that could not be read, which and why.
        faults: what was tolerated, and how often.
    """

    written: int = 0
    present: int = 0
    failures: tuple[str, ...] = ()
    faults: Counter[str] = field(default_factory=Counter)


def shard_name(scene: str) -> str:
    """The file of a scene's shard."""
    return scene.replace("/", "_") + ".npz"


def prepare(
    dataset: Dataset,
    scenes: Sequence[str],
    out: Path,
    workers: int = 1,
    spacing: float = 0.0,
    quiet: bool = False,
) -> Preparation:
    """Write the shards of scenes that are not there yet.

    Args:
        dataset: to read from.
        scenes: of it.
        out: folder for the shards; made when absent.
        workers: processes; 1 works in this one.
        spacing: metres; of the points in a cube of that edge, the first is kept. 0 keeps all.
        quiet: no progress bar.
    """
    from tqdm import tqdm

    out.mkdir(parents=True, exist_ok=True)
    todo = [scene for scene in scenes if not (out / shard_name(scene)).exists()]
    work = partial(_prepare_one, dataset, out, spacing)
    failures: list[str] = []
    faults: Counter[str] = Counter()
    count = min(workers, len(todo))
    # spawn: threads of libraries do not survive a fork.
    pool = multiprocessing.get_context("spawn").Pool(count, _ignore_stop) if count > 1 else None
    try:
        results = pool.imap_unordered(work, todo) if pool else map(work, todo)
        bar = tqdm(results, total=len(todo), unit="scene", disable=quiet, file=sys.stderr)
        for failure, tolerated in bar:
            faults += tolerated
            if failure:
                failures.append(failure)
                bar.set_postfix_str(f"{len(failures)} failed")
    finally:
        if pool:
            pool.terminate()
    return Preparation(
        len(todo) - len(failures), len(scenes) - len(todo), tuple(sorted(failures)), faults
    )


def thinned(cloud: LabelledCloud, spacing: float) -> LabelledCloud:
    """The first point of every cube of that edge (metres), in order; all of them at 0."""
    if spacing <= 0 or len(cloud) == 0:
        return cloud
    cloud = cloud.select(cloud.cloud.finite)
    cells = np.floor(cloud.cloud.xyz.astype(np.float64) / spacing)
    _, first = np.unique(cells, axis=0, return_index=True)
    return cloud.select(np.sort(first))


def _prepare_one(
    dataset: Dataset, out: Path, spacing: float, scene: str
) -> tuple[str | None, Counter[str]]:
    """What went wrong with a scene, or None, and what was tolerated."""
    faults: Counter[str] = Counter()
    try:
        thinned(dataset.read(scene, faults), spacing).save(out / shard_name(scene))
    except Exception as error:  # one bad scene must not cost the others: told at the end
        kind = "" if isinstance(error, ValueError) else f"{type(error).__name__}: "
        return f"{scene}: {kind}{' '.join(str(error).split())}", Counter()
    return None, faults


def _ignore_stop() -> None:
    """Ctrl-C is the first process's affair."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
