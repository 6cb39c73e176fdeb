# SPDX-License-Identifier: Apache-2.0
"""Steps that are done once: each leaves a stamp with the hash of what it was made from.

A step whose stamp holds its present key is skipped. The stamp is taken away before the step starts
and written after it has succeeded, so that a step cut off half-way is done again.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import subprocess
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

LINES_SHOWN_ON_FAILURE = 30


class SetupError(Exception):
    """Set-up cannot go on. The message says what is wrong and what to do."""


@dataclass(frozen=True)
class Step:
    """One part of set-up."""

    name: str  # also the stamp's file name
    key: str  # hash of everything that the result depends on
    action: Callable[[], None]


def hash_of(*parts: str | Path | Iterable[Path]) -> str:
    """Hash of texts and of the contents of files and folders, names included."""
    digest = hashlib.sha256()
    for part in parts:
        if isinstance(part, str):
            digest.update(part.encode())
        else:
            for path in [part] if isinstance(part, Path) else part:
                _add_content(digest, path)
        digest.update(b"\0")
    return digest.hexdigest()


def _add_content(digest: hashlib._Hash, path: Path) -> None:
    files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
    for file in files:
        if "__pycache__" in file.parts:
            continue
        digest.update(str(file.relative_to(path)).encode() + b"\0")
        digest.update(file.read_bytes() if file.exists() else b"absent")


def run_steps(steps: Sequence[Step], stamps: Path) -> list[str]:
    """Does the steps whose stamp is missing or old, in order; returns their names.

    Args:
        steps: in the order in which they must be done.
        stamps: folder for the stamps; made by a step if it does not exist.
    """
    done = []
    for step in steps:
        stamp = stamps / f"{step.name}.stamp"
        if stamp.is_file() and stamp.read_text() == step.key:
            continue
        stamp.unlink(missing_ok=True)
        start = time.monotonic()
        say(f"{step.name} ...")
        step.action()
        stamps.mkdir(parents=True, exist_ok=True)
        fresh = stamp.with_suffix(".new")
        fresh.write_text(step.key)
        fresh.replace(stamp)
        say(f"{step.name}: done in {time.monotonic() - start:.0f} s")
        done.append(step.name)
    return done


def say(text: str) -> None:
    """Prints one line of progress at once, also into a pipe."""
    print(f"[setup] {text}", flush=True)


@contextlib.contextmanager
def only_one(folder: Path) -> Iterator[None]:
    """Holds a lock on a folder, so that two set-ups do not write into the same place."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("another set-up is at work here; waiting for it to end")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def run(
    command: Sequence[str | Path],
    environment: Mapping[str, str],
    log: Path,
    folder: Path | None = None,
) -> None:
    """Runs a command with its output in the log.

    It runs in the given folder, else in the log's: never in the project, whose folders Python would
    take for packages of the same names.

    Raises:
        SetupError: it failed; the message holds the last lines of its output.
    """
    words = [str(word) for word in command]
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as output:
        output.write(f"\n$ {' '.join(words)}\n")
        output.flush()
        beginning = output.tell()
        status = subprocess.run(
            words,
            env=dict(environment),
            cwd=folder or log.parent,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
    if status != 0:
        with log.open("rb") as output:
            output.seek(beginning)
            lines = output.read().decode("utf-8", "replace").splitlines()
        tail = "\n".join(lines[-LINES_SHOWN_ON_FAILURE:])
        raise SetupError(f"{tail}\n\nfailed (exit {status}): {' '.join(words)}\nwhole log: {log}")
