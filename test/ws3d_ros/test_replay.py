# SPDX-License-Identifier: Apache-2.0
"""Replay and recorder between real processes: byte for byte, stamps, /clock, clean ends."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

pytest.importorskip("rclpy")

from ws3d_ros.bags.bag_reader import bag_topics, messages
from ws3d_ros.bags.bag_writer import BagWriter

pytestmark = pytest.mark.ros
STAMP = 1_600_000_000 * 1_000_000_000


@pytest.fixture
def client() -> Iterator[Any]:
    import rclpy
    from rclpy.executors import SingleThreadedExecutor

    context = rclpy.Context()
    rclpy.init(context=context)
    node = rclpy.create_node("listener", context=context)
    executor = SingleThreadedExecutor(context=context)
    executor.add_node(node)
    yield node, executor
    executor.shutdown()
    node.destroy_node()
    context.try_shutdown()


@pytest.fixture
def sweeps(tmp_path: Path) -> Path:
    folder = tmp_path / "sweeps"
    folder.mkdir()
    for k in range(3):
        np.full((5, 4), k, "<f4").tofile(folder / f"{k}.bin")
    return folder


@pytest.fixture
def bag(tmp_path: Path) -> Path:
    from rclpy.serialization import serialize_message
    from sensor_msgs.msg import PointCloud2

    path = tmp_path / "recorded"
    with BagWriter(path) as writer:
        writer.add_topic("/points", PointCloud2)
        for k in range(4):
            message = PointCloud2(width=k, height=1)
            message.header.stamp.sec, message.header.stamp.nanosec = STAMP // 10**9, 10**8 * k
            writer.write("/points", STAMP + 10**8 * k, serialize_message(message))
    return path


def replay(*arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ws3d_ros.replay", *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def played(client: Any, process: subprocess.Popen[str]) -> None:
    """Serve the graph until the process has ended well."""
    serve(client, process)
    output, errors = process.communicate()
    assert process.returncode == 0 and "sent in" in output, output + errors


def listen(client: Any, topic: str, message_type: type, qos: Any = 10) -> list[Any]:
    heard: list[Any] = []
    client[0].create_subscription(message_type, topic, heard.append, qos)
    return heard


def serve(client: Any, process: subprocess.Popen[str], seconds: float = 60.0) -> None:
    """Serve the graph until the process has ended."""
    end = time.monotonic() + seconds
    while process.poll() is None and time.monotonic() < end:
        client[1].spin_once(timeout_sec=0.05)
    end = time.monotonic() + 1.0  # what has arrived, however many messages of /clock lie before it
    while time.monotonic() < end:
        client[1].spin_once(timeout_sec=0.05)
    assert process.poll() is not None, "still running"


def test_a_folder_arrives_as_clouds_stamped_now(client: Any, sweeps: Path) -> None:
    from rclpy.qos import qos_profile_sensor_data
    from sensor_msgs.msg import PointCloud2

    heard = listen(client, "points", PointCloud2, qos_profile_sensor_data)
    process = replay(str(sweeps), "--hz", "10", "--wait", "30")
    played(client, process)
    assert [np.frombuffer(m.data, "<f4")[0] for m in heard] == [0, 1, 2]
    stamps = [m.header.stamp.sec + m.header.stamp.nanosec / 1e9 for m in heard]
    assert np.allclose(np.diff(stamps), 0.1, atol=1e-6)
    assert abs(stamps[-1] - time.time()) < 30


def test_a_bag_keeps_its_stamps_and_drives_the_clock(client: Any, bag: Path) -> None:
    from rosgraph_msgs.msg import Clock
    from sensor_msgs.msg import PointCloud2

    heard = listen(client, "/points", PointCloud2, 10)
    clock = listen(client, "/clock", Clock)
    process = replay(str(bag), "--reliable", "--wait", "30")
    played(client, process)
    assert [m.width for m in heard] == [0, 1, 2, 3]
    assert {m.header.stamp.sec for m in heard} == {STAMP // 10**9}
    times = [m.clock.sec * 10**9 + m.clock.nanosec for m in clock]
    assert times == sorted(times) and STAMP <= times[0] <= times[-1] <= STAMP + 4 * 10**8


def test_a_bag_restamped_needs_no_clock(client: Any, bag: Path) -> None:
    from sensor_msgs.msg import PointCloud2

    heard = listen(client, "/points", PointCloud2, 10)
    process = replay(str(bag), "--reliable", "--restamp", "--rate", "2", "--wait", "30")
    played(client, process)
    stamps = [m.header.stamp.sec + m.header.stamp.nanosec / 1e9 for m in heard]
    assert len(stamps) == 4 and abs(stamps[0] - time.time()) < 30
    assert np.allclose(np.diff(stamps), 0.05, atol=1e-6)
    assert client[0].count_publishers("/clock") == 0


def test_an_unknown_folder_is_refused(tmp_path: Path) -> None:
    process = replay(str(tmp_path))
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "looked for" in errors and "Traceback" not in errors


def test_a_rate_that_stands_still_is_refused(sweeps: Path) -> None:
    process = replay(str(sweeps), "--rate", "0")
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 1
    assert "rate must be above 0" in errors and "Traceback" not in errors


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_loop_cleanly(number: signal.Signals, sweeps: Path) -> None:
    process = replay(str(sweeps), "--loop", "--hz", "50", "--wait", "0")
    assert process.stdout is not None
    while "playing all the same" not in process.stdout.readline():
        assert process.poll() is None
    process.send_signal(number)
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 0, errors
    assert "sent in" in output and "Traceback" not in errors


def test_what_is_recorded_is_what_was_sent(client: Any, tmp_path: Path) -> None:
    from std_msgs.msg import String

    command = [sys.executable, "-m", "ws3d_ros.recorder", str(tmp_path / "bag")]
    recorder = subprocess.Popen(
        [*command, "--topic", "/chatter", "--topic", "/nobody"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    publisher = client[0].create_publisher(String, "/chatter", 10)
    end = time.monotonic() + 60
    while publisher.get_subscription_count() == 0:
        assert recorder.poll() is None and time.monotonic() < end
        time.sleep(0.05)
    for k in range(20):
        publisher.publish(String(data=f"message {k}"))
        time.sleep(0.01)
    time.sleep(1.0)
    recorder.send_signal(signal.SIGINT)
    output, errors = recorder.communicate(timeout=30)
    assert recorder.returncode == 0, errors
    assert "20 /chatter" in output and "nobody published /nobody" in errors
    assert bag_topics(tmp_path / "bag")[0][0].type_name == "std_msgs/msg/String"
    heard = [message.data for _, _, message in messages(tmp_path / "bag", ["/chatter"])]
    assert heard == [f"message {k}" for k in range(20)]
