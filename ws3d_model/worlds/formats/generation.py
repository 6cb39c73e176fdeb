# SPDX-License-Identifier: Apache-2.0
"""Many scenes built and written by several processes; one that fails is told and left out."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Protocol

from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.scene import Scene


class SceneWriter(Protocol):
    """What writes scenes in one format. Sent to other processes, so it holds plain values only.

    An output appears whole or not at all: it is written beside its place, then renamed.
    """

    def done(self, request: SceneRequest) -> bool:
        """Whether every output of the scene exists already."""

    def write(self, request: SceneRequest, scene: Scene) -> None:
        """Write the outputs of the scene that are missing."""

    def finish(self, requests: Sequence[SceneRequest]) -> None:
        """Write what tells of the whole folder, such as lists of scenes; called once, at the end.

        Args:
            requests: the scenes of this run that were written now or before.
        """


def generate(
    requests: Sequence[SceneRequest], writer: SceneWriter, workers: int = 1, quiet: bool = False
) -> list[str]:
    """Build and write every scene that is not there yet.

    Memory stays flat: a process holds one scene at a time, and only failures come back.

    Args:
        requests: the scenes.
        writer: of the format.
        workers: processes; 1 works in this one.
        quiet: no progress bar.

    Returns:
        One line for every scene that failed, saying which and why.
    """
    from tqdm import tqdm

    failures: dict[int, str] = {}
    with _mapped(partial(_make, writer), requests, workers) as results:
        bar = tqdm(results, total=len(requests), unit="scene", disable=quiet, file=sys.stderr)
        for number, failure in bar:
            if failure is not None:
                failures[number] = failure
                bar.set_postfix_str(f"{len(failures)} failed")
    writer.finish([r for number, r in enumerate(requests) if number not in failures])
    return [failures[number] for number in sorted(failures)]


def _make(writer: SceneWriter, job: tuple[int, SceneRequest]) -> tuple[int, str | None]:
    """One scene: its number, and what went wrong or None."""
    number, request = job
    try:
        if not writer.done(request):
            writer.write(request, request.build())
    except Exception as error:  # one bad scene must not cost the night's run: told at the end
        reason = " ".join(str(error).split())
        return number, f"{request.world} {request.stem}: {type(error).__name__}: {reason}"
    return number, None


@contextlib.contextmanager
def _mapped(
    make: partial[tuple[int, str | None]], requests: Sequence[SceneRequest], workers: int
) -> Iterator[Iterable[tuple[int, str | None]]]:
    """The results in the order in which they are done."""
    jobs = enumerate(requests)
    if workers == 1 or len(requests) < 2:
        yield map(make, jobs)
        return
    # spawn: torch's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    with context.Pool(min(workers, len(requests)), _prepare_worker) as pool:
        yield pool.imap_unordered(make, jobs, chunksize=1)


def _prepare_worker() -> None:
    """One thread a process, since they share the cores; Ctrl-C is the first process's affair."""
    import torch

    torch.set_num_threads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
