# SPDX-License-Identifier: Apache-2.0
"""A bag is read message by message: the command's memory does not grow with it.

More messages, with a table of the memory: `pytest -s --timeout 0` of this file with
WS3D_MESSAGES=10000 in the environment. Its clouds have a tenth of the points, so that it ends: what
must not grow is what is kept of a message, not of a point.
"""

from __future__ import annotations

import array
import os
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

MEGABYTE = 1 << 20
MESSAGES = int(os.environ.get("WS3D_MESSAGES", "120"))
BAG = 160 * MEGABYTE
"""Bytes of the bag: far more than the command may take beyond what its first messages need."""
GROWTH = 40 * MEGABYTE
EVERY = 1 if MESSAGES < 1000 else 10
"""Points of a cloud from one that is kept to the next."""


def padded(message: Any) -> Any:
    """The cloud with unused bytes after each point, so that all clouds together fill the bag."""
    data = np.frombuffer(message.data, np.uint8).reshape(message.width, message.point_step)[::EVERY]
    step = message.point_step + max(BAG // MESSAGES // len(data), 1)
    rows = np.zeros((len(data), step), np.uint8)
    rows[:, : message.point_step] = data
    message.width, message.point_step, message.row_step = len(data), step, step * len(data)
    message.data = array.array("B", rows.tobytes())
    return message


def memory(process: subprocess.Popen[str]) -> int:
    """Bytes that the process holds; 0 where it has ended."""
    try:
        pages = int(Path(f"/proc/{process.pid}/statm").read_text().split()[1])
    except (OSError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.slow
@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
def test_memory_does_not_grow_with_the_bag(
    small: SimpleNamespace, parameters: dict[str, Any], tmp_path: Path
) -> None:
    bag = small.write_bag(tmp_path / "bag", MESSAGES, lambda number, message: padded(message))
    assert sum(file.stat().st_size for file in bag.iterdir()) > BAG
    command = [sys.executable, "-m", "ws3d_ros.bag_evaluation.command", str(bag), "--quiet"]
    command += ["--vocabulary", "floor, chair", "--model", parameters["model"]]
    process = subprocess.Popen([*command, "--out", str(tmp_path / "out")], text=True)
    lines, seen = tmp_path / "out" / "frames.jsonl", []
    while process.poll() is None:
        done = lines.read_bytes().count(b"\n") if lines.exists() else 0
        seen.append((done, memory(process)))
        time.sleep(0.05 if MESSAGES < 1000 else 1.0)
    assert process.returncode == 0
    held = [(done, size) for done, size in seen if size]
    for done, size in held[:: max(len(held) // 20, 1)]:
        print(f"{done:6d} messages  {size / MEGABYTE:7.0f} MB")
    # The first 60 frames may all be kept for the page.
    first = max(60, MESSAGES // 10)
    early = max(size for done, size in held if done <= first)
    late = max(size for _, size in held)
    after = np.array([(done, size / MEGABYTE) for done, size in held if first <= done < MESSAGES])
    if MESSAGES >= 1000:
        slope = np.polyfit(after[:, 0], after[:, 1], 1)[0]
        print(f"after {first} messages: {1000 * slope:+.2f} MB a 1,000 messages")
    assert late - early < GROWTH
