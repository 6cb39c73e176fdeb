# SPDX-License-Identifier: Apache-2.0
"""Lets OpenMP's threads wait awake for a moment only: busy neighbours must not stop a network.

A network's steps are short, and its threads wait for each other after every one of them. GNU's
libgomp lets them wait awake for milliseconds, which is best where every thread has a core of its
own. Where other programs want the cores, too, the thread that waits awake keeps the one that it
waits for from running, thousands of times a cloud, and a cloud takes minutes.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping

# Some ten microseconds. Asleep at once costs a fifth on an idle machine, this much a tenth of it.
SPIN_COUNT = 4000
VARIABLES = ("GOMP_SPINCOUNT", "OMP_WAIT_POLICY")


def wait_briefly(environment: MutableMapping[str, str] = os.environ) -> None:
    """Set how long threads wait awake, where the user has not; before torch is imported."""
    if not any(name in environment for name in VARIABLES):
        environment["GOMP_SPINCOUNT"] = str(SPIN_COUNT)
