# SPDX-License-Identifier: Apache-2.0
"""Memory that was used once is there the next time."""

from __future__ import annotations

import subprocess
import sys

import pytest

# A network's way with memory, in a thread: blocks of 24 MB, all gone at the end of each round.
ROUNDS = """
import resource, sys, threading
import numpy as np
from ws3d_model.kept_memory import keep_memory
if sys.argv[1] == "kept" and not keep_memory():
    sys.exit("no glibc")
faults = []
def work():
    for _ in range(6):
        blocks = [np.ones(3_000_000) for _ in range(5)]
        del blocks
        faults.append(resource.getrusage(resource.RUSAGE_SELF).ru_minflt)
thread = threading.Thread(target=work)
thread.start()
thread.join()
print(faults[-1] - faults[1])
"""


def _faults(how: str) -> int:
    """Pages that the system had to map again in the last four rounds."""
    command = [sys.executable, "-c", ROUNDS, how]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if "no glibc" in done.stderr:
        pytest.skip("another C library than glibc")
    assert done.returncode == 0, done.stderr
    return int(done.stdout)


def test_memory_that_was_used_once_is_there_for_the_next_cloud() -> None:
    assert _faults("plain") > 1000
    assert _faults("kept") < 100
