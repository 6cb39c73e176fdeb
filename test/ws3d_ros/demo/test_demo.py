# SPDX-License-Identifier: Apache-2.0
"""The demo from end to end, in real processes, with a very small network that knows nothing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

pytest.importorskip("rclpy")

from rclpy.serialization import serialize_message
from std_msgs.msg import String

from ws3d_ros.bags.bag_reader import bag_topics
from ws3d_ros.bags.bag_writer import BagWriter

pytestmark = [pytest.mark.ros, pytest.mark.slow]


def start(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ws3d_ros.demo", "--output", str(folder), *arguments]
    environment = {**os.environ, "ROS_DOMAIN_ID": str(101 + os.getpid() % 100)}
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment
    )


def nodes_of(folder: Path) -> list[str]:
    """Processes that run with the folder's parameter file."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = path.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder / "node.yaml") in line:
            found.append(line)
    return found


def test_a_made_room(tiny_checkpoint: Path, tmp_path: Path) -> None:
    demo = start(tmp_path, "--frames", "4", "--hz", "2", "--model", str(tiny_checkpoint))
    output, errors = demo.communicate(timeout=240)
    assert demo.returncode == 0, errors
    for text in ("clouds sent           8", "version 2", "mIoU", "First words", "Other words"):
        assert text in output
    sent = {t.name: t.count for t in bag_topics(tmp_path / "input")[0]}
    found = {t.name: t.count for t in bag_topics(tmp_path / "result")[0]}
    # One pose before the first frame, where the robot starts.
    assert (sent["/tf"], sent["/tf_static"], sent["/camera/depth/points"]) == (9, 1, 8)
    assert 2 <= found["/perception/labelled_points"] <= 8
    assert found["/perception/detections"] == found["/perception/labelled_points"]
    assert found["/perception/label_info"] >= 2
    with Image.open(tmp_path / "picture.png") as picture:
        assert np.asarray(picture).std() > 10
    assert "flat screen" in (tmp_path / "page.html").read_text("utf-8")
    assert nodes_of(tmp_path) == []


def test_a_folder_of_sweeps(tiny_checkpoint: Path, tmp_path: Path) -> None:
    sweeps = tmp_path / "sweeps"
    sweeps.mkdir()
    random = np.random.default_rng(0)
    for k in range(2):
        rows = random.random((4000, 4)) * [40, 40, 3, 1] - [20, 20, 1.7, 0]
        rows.astype("<f4").tofile(sweeps / f"{k}.bin")
    options = ("--source", str(sweeps), "--vocabulary", "road,car", "--hz", "1")
    demo = start(tmp_path / "out", *options, "--model", str(tiny_checkpoint))
    output, errors = demo.communicate(timeout=240)
    assert demo.returncode == 0, errors
    assert "clouds labelled       2" in output
    assert "mIoU" not in output  # nothing is known about the truth
    assert (tmp_path / "out" / "picture.png").is_file()


@pytest.mark.parametrize(
    ("arguments", "cure"),
    [
        (("--source", "missing"), "check the path"),
        (("--vocabulary", ","), "vocabulary"),
        (("--frames", "0"), "frames must be 1 or more"),
    ],
)
def test_a_wrong_command_says_what_to_do(
    arguments: tuple[str, ...], cure: str, tmp_path: Path
) -> None:
    demo = start(tmp_path, *arguments)
    _, errors = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert cure in errors and "Traceback" not in errors


def test_a_bag_without_a_measurement_says_what_it_holds(tmp_path: Path) -> None:
    with BagWriter(tmp_path / "bag") as writer:
        writer.add_topic("/chatter", String)
        writer.write("/chatter", 7, serialize_message(String()))
    demo = start(tmp_path / "out", "--source", str(tmp_path / "bag"))
    _, errors = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert "/chatter" in errors and "Traceback" not in errors


def test_a_node_that_cannot_start_is_reported(tmp_path: Path) -> None:
    demo = start(tmp_path, "--frames", "1", "--model", str(tmp_path / "no.safetensors"))
    _, errors = demo.communicate(timeout=120)
    assert demo.returncode == 1
    assert "no.safetensors" in errors and "Traceback" not in errors
    assert nodes_of(tmp_path) == []


@pytest.mark.parametrize("stage", ["1/5", "2/5", "3/5"])
def test_ctrl_c_leaves_nothing_running(stage: str, tiny_checkpoint: Path, tmp_path: Path) -> None:
    demo = start(tmp_path, "--frames", "20", "--hz", "2", "--model", str(tiny_checkpoint))
    assert demo.stdout is not None
    while stage not in demo.stdout.readline():
        assert demo.poll() is None
    time.sleep(0.5)
    demo.send_signal(signal.SIGINT)
    demo.send_signal(signal.SIGINT)
    _, errors = demo.communicate(timeout=60)
    assert demo.returncode == 130, errors
    assert "Traceback" not in errors
    assert nodes_of(tmp_path) == []
