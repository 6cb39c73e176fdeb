# SPDX-License-Identifier: Apache-2.0
"""Lets threads wait awake for a moment only: neighbours that are busy must not stop a network.

A network's steps are short, and its threads wait for each other after every one of them. GNU's
libgomp lets them wait awake for milliseconds, which is best where every thread has a core of its
own. Where other programs want the cores, too, the thread that waits awake keeps the one that it
waits for from running, thousands of times a cloud, and a cloud takes minutes.

numpy's OpenBLAS has threads of its own, which wait awake after every product. What numpy multiplies
here is small, and the network that follows took a quarter longer for them: one thread is enough.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

# Some ten microseconds. Asleep at once costs a fifth on an idle machine, this much a tenth of it.
SPIN_COUNT = 4000
VARIABLES = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")
BLAS_THREADS = "OPENBLAS_NUM_THREADS"


def wait_briefly(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set how threads wait, where the user has not; before numpy and torch are imported."""
    environment.setdefault(BLAS_THREADS, "1")
    if not any(name in environment for name in VARIABLES):
        environment["GOMP_SPINCOUNT"] = str(SPIN_COUNT)
