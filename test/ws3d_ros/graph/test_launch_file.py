# SPDX-License-Identifier: Apache-2.0
"""The launch file, executed by launch: a process that starts the node and takes Ctrl-C.

`launch_ros` comes with a ROS installation and is not among the wheels of PyPI.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

pytest.importorskip("launch_ros", reason="launch_ros is missing: it comes with a ROS installation")

from ament_index_python.packages import PackageNotFoundError, get_package_share_directory
from launch.launch_description_sources import get_launch_description_from_python_launch_file

from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import SetVocabulary

try:
    get_package_share_directory("ws3d_ros")
except (PackageNotFoundError, LookupError):
    pytest.skip(
        "ws3d_ros is not in the ament index: install it and source its workspace, or set "
        "AMENT_PREFIX_PATH to the environment that it was installed into",
        allow_module_level=True,
    )

pytestmark = pytest.mark.ros

LAUNCH_FILE = Path(__file__).resolve().parents[3] / "launch" / "perception.launch.py"
ARGUMENTS = {
    *("namespace", "name", "params_file", "model", "input", "vocabulary", "use_sim_time"),
    *("autostart", "points", "image", "depth", "camera_info", "rviz"),
}
CLEAN = "process has finished cleanly"
END_SECONDS = 30.0  # launch itself escalates to SIGKILL after 15

# What `ros2 launch FILE ARGUMENT...` does, for machines that have launch_ros without ros2launch.
LAUNCH = """
import sys
from launch import LaunchDescription, LaunchService
from launch.actions import IncludeLaunchDescription
from launch.launch_description_sources import PythonLaunchDescriptionSource
file, *arguments = sys.argv[1:]
service = LaunchService(argv=arguments)
service.include_launch_description(LaunchDescription([IncludeLaunchDescription(
    PythonLaunchDescriptionSource(file),
    launch_arguments=[argument.split(":=", 1) for argument in arguments])]))
sys.exit(service.run())
"""


class Launched:
    """A launch of the file in a process group of its own, as a terminal starts it.

    Args:
        folder: for the output.
        arguments: such as "input:=points".
    """

    def __init__(self, folder: Path, *arguments: str) -> None:
        self._output = folder / "output.txt"
        # A background job of a shell ignores SIGINT, and so would all that it starts.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        try:
            with self._output.open("wb") as output:
                self.process = subprocess.Popen(
                    [sys.executable, "-c", LAUNCH, str(LAUNCH_FILE), *arguments],
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        finally:
            signal.signal(signal.SIGINT, before)

    @property
    def output(self) -> str:
        """Everything that launch and the node have printed."""
        return self._output.read_text(errors="replace")

    def wait(self, seconds: float = END_SECONDS) -> int:
        """The exit code; what still runs after these seconds is killed, and the test fails."""
        try:
            return self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            pytest.fail(f"launch does not end:\n{self.output}")

    def ctrl_c(self, times: int = 1) -> int:
        """Interrupt launch and node, as a terminal does, and return launch's exit code."""
        for _ in range(times):
            os.killpg(self.process.pid, signal.SIGINT)
            time.sleep(0.2)
        return self.wait()


@pytest.fixture(scope="module")
def launched(tiny_checkpoint: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Launched]:
    """A launch whose arguments contradict its parameter file."""
    folder = tmp_path_factory.mktemp("launch")
    file = folder / "parameters.yaml"
    parameters = {
        "model": "streets",
        "input": "rgbd",
        "vocabulary": ["bed"],
        "autostart": False,
        "max_range": 42.0,
    }
    file.write_text(yaml.safe_dump({"/**": {"ros__parameters": parameters}}))
    launch = Launched(
        folder,
        f"params_file:={file}",
        "namespace:=robot",
        "name:=eyes",
        f"model:={tiny_checkpoint}",
        "input:=points",
        "vocabulary:=chair, red sofa, 3",
        "autostart:=true",
        "points:=/lidar/points",
    )
    yield launch
    assert launch.ctrl_c() == 0, launch.output
    assert CLEAN in launch.output
    assert "Traceback" not in launch.output, launch.output


@pytest.fixture
def eyes(launched: Launched, own_graph: Callable[[str], Any]) -> Any:
    """A client of that launch's node, which is active."""
    graph = own_graph("/robot")
    graph.perception = "/robot/eyes"
    graph.active()
    return graph


def test_every_argument_has_a_description() -> None:
    description = get_launch_description_from_python_launch_file(str(LAUNCH_FILE))
    arguments = {item.name: item.description for item in description.get_launch_arguments()}
    assert set(arguments) >= ARGUMENTS
    undescribed = "no description given"  # what launch shows in its place
    assert [name for name, text in arguments.items() if text in ("", undescribed)] == []


def test_arguments_beat_the_parameter_file(eyes: Any, tiny_checkpoint: Path) -> None:
    # That the node answers by this name and is active shows three of them.
    assert eyes.parameter("model") == str(tiny_checkpoint)
    assert eyes.parameter("input") == "points"
    assert eyes.parameter("vocabulary") == ["chair", "red sofa", "3"]
    eyes.until(lambda: eyes.node.count_subscribers("/lidar/points") == 1)


def test_an_argument_that_is_not_given_leaves_the_file_alone(eyes: Any) -> None:
    assert eyes.parameter("max_range") == 42.0
    assert eyes.parameter("use_sim_time") is False


def test_vocabulary_service(eyes: Any) -> None:
    entries = [VocabularyEntry(name=name) for name in ("table", "green plant")]
    request = SetVocabulary.Request(entries=entries, threshold=-1.0)
    response = eyes.call("~/set_vocabulary", SetVocabulary, request)
    assert response.success, response.message
    assert list(response.accepted) == ["table", "green plant"]
    eyes.until(lambda: eyes.parameter("vocabulary") == ["table", "green plant"])


@pytest.mark.parametrize("times", [1, 2])
def test_ctrl_c_before_it_is_configured(
    own_graph: Callable[[str], Any], tmp_path: Path, times: int
) -> None:
    namespace = f"/impatient{times}"
    launched = Launched(tmp_path, f"namespace:={namespace}", "autostart:=false")
    try:
        assert own_graph(namespace).state() == "unconfigured"
    finally:
        code = launched.ctrl_c(times)
    assert code == 0, launched.output
    assert CLEAN in launched.output
    assert "Traceback" not in launched.output, launched.output


def test_refuses_what_is_neither_true_nor_false(tmp_path: Path) -> None:
    launched = Launched(tmp_path, "autostart:=perhaps")
    assert launched.wait() == 1
    assert "autostart must be true or false, got 'perhaps'" in launched.output
