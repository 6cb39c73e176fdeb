# SPDX-License-Identifier: Apache-2.0
"""How the node's threads share the interpreter: nobody waits long for it.

Python's full garbage collection walks through all that was ever loaded: a quarter of a second with
torch and rclpy, in which every thread stands still. And a thread that wants the interpreter waits
5 ms, by default, for one that does not let go of it.
"""

from __future__ import annotations

import gc
import sys

SWITCH_INTERVAL = 1e-4  # seconds


def share_quickly() -> None:
    """Hand the interpreter over soon where another thread waits for it."""
    sys.setswitchinterval(SWITCH_INTERVAL)


def settle_loaded() -> None:
    """Take what is loaded now out of the garbage collector's rounds, and what was before into them.

    What was settled and unloaded since then is collected by this.
    """
    gc.unfreeze()
    gc.collect()
    gc.freeze()
