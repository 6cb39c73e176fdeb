# SPDX-License-Identifier: Apache-2.0
"""The launch file, executed: a real process, arguments that beat the YAML, and Ctrl-C."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import GetVocabulary, SetVocabulary

LAUNCH_FILE = Path(__file__).parents[3] / "launch" / "perception.launch.py"
SCRIPT = """
import sys
from launch import LaunchDescription, LaunchService
from launch.actions import IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
file, *arguments = sys.argv[1:]
source = PythonLaunchDescriptionSource(file)
pairs = [argument.split(":=", 1) for argument in arguments]
included = IncludeLaunchDescription(source, launch_arguments=pairs)
service = LaunchService()
service.include_launch_description(LaunchDescription([included]))
sys.exit(service.run())
"""


def installed() -> bool:
    """Whether launch_ros is there and finds this package, as after colcon or apt."""
    if importlib.util.find_spec("launch_ros") is None:
        return False
    from ament_index_python.packages import get_packages_with_prefixes

    return "AMENT_PREFIX_PATH" in os.environ and "ws3d_ros" in get_packages_with_prefixes()


pytestmark = [
    pytest.mark.ros,
    pytest.mark.skipif(
        not installed(), reason="launch_ros with an installed ws3d_ros is needed (colcon, ROS)"
    ),
]


@pytest.fixture
def launched(tiny_checkpoint: Path, tmp_path: Path) -> Iterator[Any]:
    """The launch file with a parameter file whose values the arguments contradict."""
    parameters = {
        "model": str(tiny_checkpoint),
        "input": "rgbd",
        "vocabulary": ["wall"],
        "threshold": 0.25,
    }
    file = tmp_path / "parameters.yaml"
    file.write_text(yaml.safe_dump({"/**": {"ros__parameters": parameters}}))
    command = [sys.executable, "-c", SCRIPT, str(LAUNCH_FILE), f"params_file:={file}"]
    command += ["namespace:=/own", "input:=points", "vocabulary:=chair,red sofa", "points:=cloud"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    yield process
    if process.poll() is None:
        process.kill()
        process.wait()


def test_arguments_beat_the_file_and_ctrl_c_ends_it(launched: Any, own_graph: Any) -> None:
    graph = own_graph("/own")
    graph.active()
    assert graph.parameter("input") == "points"
    assert graph.parameter("threshold") == 0.25
    known = graph.call("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert [entry.name for entry in known.entries] == ["chair", "red sofa"]
    assert graph.node.count_subscribers("/own/cloud") == 1
    request = SetVocabulary.Request(entries=[VocabularyEntry(name="bed")], threshold=-1.0)
    assert graph.call("~/set_vocabulary", SetVocabulary, request).success

    launched.send_signal(signal.SIGINT)
    output, _ = launched.communicate(timeout=30)
    assert "process has finished cleanly" in output
    assert "Traceback" not in output
    assert launched.returncode == 0


def test_every_argument_is_described() -> None:
    from launch.launch_description_sources import PythonLaunchDescriptionSource

    from launch import LaunchContext

    source = PythonLaunchDescriptionSource(str(LAUNCH_FILE))
    arguments = source.get_launch_description(LaunchContext()).get_launch_arguments()
    assert len(arguments) == 12
    for argument in arguments:
        assert argument.description.endswith("."), argument.name
