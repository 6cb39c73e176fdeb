# SPDX-License-Identifier: Apache-2.0
"""Many scenes built and written by several processes; one that fails is told and left out."""

from __future__ import annotations

import contextlib
import errno
import itertools
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Protocol, runtime_checkable

from ws3d_model.worlds.formats.leftovers import remove_leftovers
from ws3d_model.worlds.formats.scene_request import SceneRequest
from ws3d_model.worlds.scene import Scene

Made = tuple[int, str | None]  # number of a request, and what went wrong or None

# No further scene can be written after these.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EROFS)


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


@runtime_checkable
class FileWriter(Protocol):
    """A scene writer whose outputs are files of one folder, rather than folders."""

    @property
    def folder(self) -> Path:
        """Where the files go."""

    def files(self, request: SceneRequest) -> Sequence[Path]:
        """Every output of a scene."""


def generate(
    requests: Sequence[SceneRequest], writer: SceneWriter, workers: int = 1, quiet: bool = False
) -> list[str]:
    """Build and write every scene that is not there yet.

    Memory stays flat: a process holds one scene at a time, and only failures come back. What a
    killed run left unfinished of the same outputs is removed.

    Args:
        requests: the scenes.
        writer: of the format.
        workers: processes; 1 works in this one.
        quiet: no progress bar.

    Returns:
        One line for every scene that failed, saying which and why.

    Raises:
        OSError: the disk is full or may not be written to.
        ChildProcessError: one of several processes was ended from outside.
    """
    from tqdm import tqdm

    failures: dict[int, str] = {}
    _clear_up(writer, requests)
    try:
        with _mapped(partial(_make, writer), requests, workers) as results:
            bar = tqdm(results, total=len(requests), unit="scene", disable=quiet, file=sys.stderr)
            for number, failure in bar:
                if failure is not None:
                    failures[number] = failure
                    bar.set_postfix_str(f"{len(failures)} failed")
    finally:
        _clear_up(writer, requests)
    writer.finish([r for number, r in enumerate(requests) if number not in failures])
    return [failures[number] for number in sorted(failures)]


def _clear_up(writer: SceneWriter, requests: Sequence[SceneRequest]) -> None:
    """Remove what processes that ended early left of files; folders are cleared when written."""
    if isinstance(writer, FileWriter):
        names = (path.name for request in requests for path in writer.files(request))
        remove_leftovers(writer.folder, names)


def _make(writer: SceneWriter, job: tuple[int, SceneRequest]) -> Made:
    """One scene."""
    number, request = job
    try:
        if not writer.done(request):
            writer.write(request, request.build())
    except Exception as error:  # one bad scene must not cost the night's run: told at the end
        if isinstance(error, OSError) and error.errno in _NO_ROOM:
            raise OSError(
                f"{os.strerror(error.errno)} for {request.world} {request.stem}: make room and run "
                "the same command again (what is finished stays), or name another --out"
            ) from error
        reason = " ".join(str(error).split())
        return number, f"{request.world} {request.stem}: {type(error).__name__}: {reason}"
    return number, None


@contextlib.contextmanager
def _mapped(
    make: partial[Made], requests: Sequence[SceneRequest], workers: int
) -> Iterator[Iterable[Made]]:
    """The results in the order in which they are done."""
    jobs = enumerate(requests)
    if workers == 1 or len(requests) < 2:
        yield map(make, jobs)
        return
    # spawn: torch's threads do not survive a fork.
    context = multiprocessing.get_context("spawn")
    told, lives = context.Pipe(duplex=False)
    workers = min(workers, len(requests))
    pool = ProcessPoolExecutor(workers, context, _prepare_worker, (told,))
    try:
        yield _as_done(pool, make, jobs, 2 * workers)
        pool.shutdown()
    finally:
        lives.close()  # ends what still works, as the end of this process does
        pool.shutdown(cancel_futures=True)
        told.close()


def _as_done(
    pool: ProcessPoolExecutor,
    make: partial[Made],
    jobs: Iterator[tuple[int, SceneRequest]],
    ahead: int,
) -> Iterator[Made]:
    """Results of the jobs, at most `ahead` of which wait at a time."""
    running: set[Future[Made]] = set()
    try:
        while True:
            running |= {
                pool.submit(make, job) for job in itertools.islice(jobs, ahead - len(running))
            }
            if not running:
                return
            done, running = wait(running, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
    except BrokenProcessPool as error:
        raise ChildProcessError(
            "one of the processes was ended from outside, as happens where memory runs out: run "
            "the same command again with fewer --workers (what is finished stays)"
        ) from error


def _prepare_worker(told: Connection) -> None:
    """One thread a process, since they share the cores; Ctrl-C is the first process's affair."""
    import torch

    torch.set_num_threads(1)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_first, args=(told,), daemon=True).start()


def _end_with_the_first(told: Connection) -> None:
    """Wait until the first process closes its end of the pipe, or is gone, and end this one."""
    with contextlib.suppress(EOFError, OSError):
        told.recv()
    os._exit(1)
