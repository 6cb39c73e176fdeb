# SPDX-License-Identifier: Apache-2.0
"""Lets a process keep the memory that it computes in, instead of giving it back after each cloud.

A network asks for the same tens of megabytes at every cloud. glibc, as it comes, hands them back
to the system each time, which maps and zeroes them anew; and it gives threads heaps of their own,
of which one more may open whenever two threads meet, and none ever closes. Kept memory costs less
time, has a lower peak, and stays level for hours.
"""

from __future__ import annotations

import ctypes

# From glibc's malloc.h; mallopt(3) explains them.
_M_TRIM_THRESHOLD, _M_TOP_PAD, _M_MMAP_THRESHOLD, _M_ARENA_MAX = -1, -2, -3, -8
_MIB = 2**20
_SETTINGS = (
    (_M_ARENA_MAX, 1),
    (_M_MMAP_THRESHOLD, 32 * _MIB),  # the most that glibc takes
    (_M_TOP_PAD, 64 * _MIB),
    (_M_TRIM_THRESHOLD, 512 * _MIB),
)


def keep_memory() -> bool:
    """Set the allocator of this process; call it before other threads start.

    Returns:
        True if the allocator took the settings; one that is not glibc's stays as it is.
    """
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    return mallopt is not None and all(mallopt(name, value) == 1 for name, value in _SETTINGS)
