# SPDX-License-Identifier: Apache-2.0
"""Fast DDS profile for our own processes: large clouds need a larger shared-memory segment.

Fast DDS gives a process 0.5 MB of shared memory by default and loses most best-effort clouds of
2 MB. The profile acts in the publisher's process, so it helps what these processes publish; a
driver needs it in its own environment (docs/your-own-sensor.md).
"""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path

# Humble and Jazzy (Fast DDS 2) read the first, Kilted (Fast DDS 3) the second.
PROFILE_VARIABLES = ("FASTRTPS_DEFAULT_PROFILES_FILE", "FASTDDS_DEFAULT_PROFILES_FILE")
# A user who set one of these has chosen a transport already.
USER_VARIABLES = (*PROFILE_VARIABLES, "FASTDDS_BUILTIN_TRANSPORTS")
FAST_DDS = ("rmw_fastrtps_cpp", "rmw_fastrtps_dynamic_cpp")


def use_shared_memory_profile(environment: MutableMapping[str, str] = os.environ) -> Path | None:
    """Name the profile in the environment; call it before rclpy.init.

    Does nothing where the user has chosen a profile or transport, or another middleware.

    Returns:
        The profile's path where it was set, else None.
    """
    middleware = environment.get("RMW_IMPLEMENTATION", FAST_DDS[0])
    chosen = any(environment.get(name) for name in USER_VARIABLES)
    profile = profile_path()
    if chosen or middleware not in FAST_DDS or profile is None:
        return None
    for name in PROFILE_VARIABLES:
        environment[name] = str(profile)
    return profile


def profile_path() -> Path | None:
    """The installed profile, or the one of the source tree; None where neither is there."""
    return config_file("fastdds_shm.xml")


def config_file(name: str) -> Path | None:
    """A file of config/, beside the source or installed under share/ws3d_ros."""
    prefixes = [*os.environ.get("AMENT_PREFIX_PATH", "").split(os.pathsep), sys.prefix]
    folders = [Path(prefix) / "share" / "ws3d_ros" for prefix in prefixes if prefix]
    folders.insert(0, Path(__file__).resolve().parent.parent)
    found = (folder / "config" / name for folder in folders)
    return next((path for path in found if path.is_file()), None)
