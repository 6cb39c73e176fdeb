# SPDX-License-Identifier: Apache-2.0
"""Replay a bag or a folder of frames as topics: `ws3d-replay FOLDER --hz 2 --loop`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ws3d_model.up_axis import LEVEL_AXES
from ws3d_ros.transport import use_shared_memory_profile

WAIT = 5.0  # seconds for somebody to listen before playing all the same


def main(arguments: Sequence[str] | None = None) -> int:
    """Exit code: 0 when everything was played or a signal came, 1 when the source is no good."""
    given = sys.argv if arguments is None else ["ws3d-replay", *arguments]
    use_shared_memory_profile()
    # After the profile is named: the middleware reads it when it is loaded.
    import rclpy
    from rclpy.signals import SignalHandlerOptions
    from rclpy.utilities import remove_ros_args

    from ws3d_ros.bags.message_types import UnknownMessageType
    from ws3d_ros.bags.source_bag import write_source_bag
    from ws3d_ros.sources.open_source import open_source
    from ws3d_ros.sources.player import Player
    from ws3d_ros.sources.source import SourceError
    from ws3d_ros.stopping import stop_flag

    options = _parser().parse_args(remove_ros_args(given)[1:])
    try:
        source = open_source(options.source, options.hz, options.topic, options.pose_up)
        if options.to_bag is not None:
            counts = write_source_bag(source, options.to_bag)
            print(f"{options.to_bag}: {', '.join(f'{n} {name}' for name, n in counts.items())}")
            return 0
    except (FileExistsError, SourceError, UnknownMessageType) as error:
        print(f"ws3d-replay: {error}", file=sys.stderr)
        return 1
    with stop_flag() as stopping:
        rclpy.init(args=given, signal_handler_options=SignalHandlerOptions.NO)
        node = rclpy.create_node("replay")
        try:
            player = Player(node, source, options.rate, options.restamp, options.reliable)
            print(f"{source.description}: {', '.join(t.name for t in source.topics)}", flush=True)
            if not player.wait_for_listener(options.wait, stopping.is_set):
                print(f"nobody listens after {options.wait:g} s: playing all the same", flush=True)
            pause = 1 / (options.rate * (options.hz or 5.0))  # as between two frames
            report = player.play(options.loop, pause, stopping.is_set)
        except (ValueError, UnknownMessageType) as error:  # of the source, or of the rate
            print(f"ws3d-replay: {error}", file=sys.stderr)
            return 1
        finally:
            node.destroy_node()
            rclpy.try_shutdown()
    sent = ", ".join(f"{count} {name}" for name, count in report.counts.items())
    late = f"; {report.late} more than 0.1 s late" if report.late else ""
    print(f"sent in {report.seconds:.1f} s: {sent}{late}")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="ws3d-replay",
        description="Publish a bag of ROS 2 or ROS 1, or a folder of KITTI, nuScenes, 7-Scenes or "
        "cloud files, as topics. Remap with --ros-args -r points:=/lidar/points.",
    )
    parser.add_argument("source", type=Path, help="a bag, a folder of frames, or a cloud file")
    parser.add_argument("--rate", type=float, default=1.0, help="2: twice as fast (%(default)s)")
    parser.add_argument("--hz", type=float, help="frames a second of a folder (5)")
    parser.add_argument("--loop", action="store_true", help="begin again at the end")
    parser.add_argument(
        "--topic", action="append", default=[], help="of a bag, play this one; may be repeated"
    )
    parser.add_argument(
        "--restamp",
        action="store_true",
        help="stamp a bag's messages with the present time. Without it they keep their stamps and "
        "/clock is published: start the node with use_sim_time. Folders are always restamped",
    )
    parser.add_argument(
        "--pose-up",
        choices=("auto", *LEVEL_AXES),
        default="auto",
        help="axis that points up in the world of RGB-D poses (z: ScanNet, robots); auto looks for "
        "it in the frames (%(default)s)",
    )
    parser.add_argument(
        "--to-bag", type=Path, metavar="OUT", help="write a bag to this folder; publish nothing"
    )
    parser.add_argument("--reliable", action="store_true", help="not as best-effort sensor data")
    parser.add_argument(
        "--wait", type=float, default=WAIT, help="seconds to wait for a listener (%(default)s)"
    )
    return parser


if __name__ == "__main__":
    sys.exit(main())
