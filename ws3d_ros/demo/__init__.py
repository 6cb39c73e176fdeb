# SPDX-License-Identifier: Apache-2.0
"""`ws3d-demo`: the real node on recorded or real frames, from the first message to a picture."""

from ws3d_ros.demo.command import main

__all__ = ["main"]
