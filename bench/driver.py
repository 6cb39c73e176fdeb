# SPDX-License-Identifier: Apache-2.0
"""A sensor's driver as a process of its own: publishes best-effort clouds at a steady rate.

Prints the steady clock at the first cloud and at the end how many it sent, as JSON lines.
"""

from __future__ import annotations

import argparse
import json
import sys
import time

import numpy as np


def main() -> int:
    """Publish, and end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("cloud", help="an .npz with xyz, as bench.bench_transport writes it")
    parser.add_argument("--count", type=int, required=True)
    parser.add_argument("--rate", type=float, default=10.0)
    options = parser.parse_args()

    import rclpy
    from rclpy.qos import QoSProfile, ReliabilityPolicy
    from sensor_msgs.msg import PointCloud2

    from bench.messages import points_message
    from ws3d_model import PointCloud

    message = points_message(PointCloud(np.load(options.cloud)["xyz"]))
    rclpy.init(args=[])
    node = rclpy.create_node("driver")
    qos = QoSProfile(depth=5, reliability=ReliabilityPolicy.BEST_EFFORT)
    publisher = node.create_publisher(PointCloud2, "points", qos)
    while publisher.get_subscription_count() == 0:
        time.sleep(0.05)
    time.sleep(1.0)  # the node matches a moment after this side does
    start = time.monotonic()
    print(json.dumps({"start": start, "bytes": len(message.data)}), flush=True)
    for number in range(options.count):
        time.sleep(max(0.0, start + number / options.rate - time.monotonic()))
        message.header.stamp = node.get_clock().now().to_msg()
        publisher.publish(message)
    print(json.dumps({"sent": options.count}), flush=True)
    time.sleep(2.0)  # what is under way still needs this process's memory
    node.destroy_node()
    rclpy.try_shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
