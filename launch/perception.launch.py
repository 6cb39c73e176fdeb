# SPDX-License-Identifier: Apache-2.0
"""Starts the perception node; `ros2 launch ws3d_ros perception.launch.py --show-args`."""

from __future__ import annotations

from pathlib import Path

from launch.actions import DeclareLaunchArgument, OpaqueFunction
from launch.conditions import IfCondition
from launch.substitutions import LaunchConfiguration, PathJoinSubstitution
from launch_ros.actions import LifecycleNode, Node
from launch_ros.substitutions import FindPackageShare

from launch import LaunchContext, LaunchDescription

# An empty argument leaves the parameter file's value alone; one that is given beats the file.
FROM_FILE = ""
ARGUMENTS = (
    "namespace",
    "name",
    "params_file",
    "model",
    "input",
    "vocabulary",
    "use_sim_time",
    "autostart",
)
TOPICS = ("points", "image", "depth", "camera_info")
OUTPUTS = ("labelled_points", "detections", "markers")


def generate_launch_description() -> LaunchDescription:
    """The node, and RViz where it is asked for."""
    config = PathJoinSubstitution([FindPackageShare("ws3d_ros"), "config"])
    arguments = {
        "namespace": ("", "Namespace of the node and of its relative topics."),
        "name": ("perception", "Name of the node."),
        "params_file": (
            PathJoinSubstitution([config, "perception.yaml"]),
            "Parameters as YAML; arguments of this launch file beat it.",
        ),
        "model": (
            FROM_FILE,
            "rooms or streets, which come with ws3d, or a checkpoint's path; empty: as in "
            "params_file.",
        ),
        "input": (FROM_FILE, "auto, points or rgbd; empty: as in params_file."),
        "vocabulary": (
            FROM_FILE,
            "What to look for: comma-separated names or one .txt or .yaml file; empty: as in "
            "params_file.",
        ),
        "use_sim_time": (
            FROM_FILE,
            "true with a bag played with --clock; empty: as in params_file.",
        ),
        "autostart": (
            FROM_FILE,
            "true: configure and activate at start; false under a lifecycle manager; empty: as in "
            "params_file.",
        ),
        "points": ("points", "Topic of the sensor_msgs/PointCloud2."),
        "image": ("image", "Topic of the colour image, raw or compressed."),
        "depth": ("depth", "Topic of the depth image registered to it."),
        "camera_info": ("camera_info", "Topic of the sensor_msgs/CameraInfo of both."),
        "rviz": ("false", "true starts RViz with ws3d's configuration."),
    }
    declared = [
        DeclareLaunchArgument(name, default_value=default, description=description)
        for name, (default, description) in arguments.items()
    ]
    rviz = Node(
        package="rviz2",
        executable="rviz2",
        namespace=LaunchConfiguration("namespace"),
        arguments=["-d", PathJoinSubstitution([config, "perception.rviz"])],
        remappings=[
            (f"perception/{output}", [LaunchConfiguration("name"), f"/{output}"])
            for output in OUTPUTS
        ],
        condition=IfCondition(LaunchConfiguration("rviz")),
    )
    return LaunchDescription([*declared, OpaqueFunction(function=perception_node), rviz])


def perception_node(context: LaunchContext) -> list[LifecycleNode]:
    """The node with the parameter file, and after it the arguments that were given."""
    values = {name: LaunchConfiguration(name).perform(context) for name in (*ARGUMENTS, *TOPICS)}
    overrides: dict[str, object] = {}
    for name in ("model", "input"):
        if values[name]:
            overrides[name] = values[name]
    if values["vocabulary"]:
        names = [name.strip() for name in values["vocabulary"].split(",")]
        overrides["vocabulary"] = [name for name in names if name]
    for name in ("use_sim_time", "autostart"):
        if values[name]:
            overrides[name] = truth(name, values[name])
    # launch_ros only warns, and the node would start with its defaults.
    if not Path(values["params_file"]).is_file():
        raise FileNotFoundError(f"params_file {values['params_file']} does not exist")
    return [
        LifecycleNode(
            package="ws3d_ros",
            executable="perception_node",
            namespace=values["namespace"],
            name=values["name"],
            parameters=[values["params_file"], overrides],
            remappings=[(topic, values[topic]) for topic in TOPICS],
            output="screen",
        )
    ]


def truth(name: str, value: str) -> bool:
    """The boolean of a launch argument."""
    if value.lower() not in ("true", "false"):
        raise ValueError(f"{name} must be true or false, got '{value}'")
    return value.lower() == "true"
