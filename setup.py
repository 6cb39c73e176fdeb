# SPDX-License-Identifier: Apache-2.0
"""Installs ws3d: a Python package for pip and, with package.xml, an ament_python package for ROS 2.

The metadata is here and not in pyproject.toml because the setuptools of ROS 2 Humble (59) does not
read it there.
"""

from __future__ import annotations

import os
from pathlib import Path

from setuptools import find_packages, setup

NAME = "ws3d_ros"

COMMANDS = {
    "ws3d": "ws3d_model.commands.main:main",
    "perception_node": "ws3d_ros.node_process:run",
    "set_vocabulary": "ws3d_ros.set_vocabulary:main",
    "ws3d-replay": "ws3d_ros.replay:main",
    "ws3d-demo": "ws3d_ros.demo:main",
    "evaluate_bag": "ws3d_ros.bag_evaluation.command:main",
    "ws3d-evaluate-bag": "ws3d_ros.bag_evaluation.command:main",
}

# Ranges only: exact pins would break machines with a numpy or torch of their own (installations of
# ROS, embedded boards, CUDA builds). The pins used for development are in environment/constraints.
RUN_TIME = [
    "numpy>=1.21",
    "pillow",
    "pyyaml",
    "rich",
    "safetensors>=0.4",
    "scipy>=1.8",
    "tokenizers>=0.13",
    "torch>=2.1",
    "tqdm",
]
EXTRAS = {
    # Text and image features of CLIP models.
    "openclip": ["open_clip_torch>=2.24", "torchvision"],
    # Procedural worlds: embreex casts the rays of simulated sensors, trimesh reads mesh files.
    "worlds": ["embreex>=2.17.7", "trimesh>=4"],
    # Reading and writing recorded bags without a ROS installation.
    "bags": ["rosbags>=0.10"],
    "test": [
        "embreex>=2.17.7",
        "hypothesis",
        "pytest>=7",  # pythonpath
        "pytest-timeout",
        "pytest-xdist",
        "rosbags>=0.10",
        "trimesh>=4",
    ],
    "dev": ["catkin-pkg", "mypy", "ruff"],
}


def installed_under(prefix: str, source: str) -> list[tuple[str, list[str]]]:
    """Entries that install a folder's files with its subfolders under a prefix."""
    entries = []
    for folder, _, names in sorted(os.walk(source)):
        files = [f"{folder}/{name}" for name in sorted(names) if not name.endswith(".pyc")]
        if files:
            entries.append((f"{prefix}/{Path(folder).relative_to(Path(source).parent)}", files))
    return entries


def files_beside_code(package: str) -> list[str]:
    """What a package needs besides Python: the checkpoint, the viewer's page; relative to it."""
    root = Path(package)
    return sorted(
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    )


setup(
    name=NAME,
    version="0.1.0",
    description="Open-vocabulary 3D perception from point clouds, in a ROS 2 node",
    author="ws3d maintainers",
    maintainer="ws3d maintainers",
    maintainer_email="maintainers@ws3d.dev",
    license="Apache-2.0",
    keywords=["ROS 2", "point cloud", "LiDAR", "open vocabulary", "3D perception"],
    python_requires=">=3.10",
    packages=find_packages(include=["ws3d_model*", "ws3d_ros*"]),
    package_data={package: files_beside_code(package) for package in ("ws3d_model", "ws3d_ros")},
    data_files=[
        ("share/ament_index/resource_index/packages", [f"resource/{NAME}"]),
        (f"share/{NAME}", ["package.xml"]),
        *installed_under(f"share/{NAME}", "launch"),
        *installed_under(f"share/{NAME}", "config"),
        # What `ros2 run` and `ros2 launch` start: they do not look into bin/, as pip fills it.
        (f"lib/{NAME}", sorted(str(path) for path in Path("resource/executables").iterdir())),
    ],
    install_requires=RUN_TIME,
    extras_require=EXTRAS,
    tests_require=["pytest"],
    entry_points={
        "console_scripts": [f"{command} = {function}" for command, function in COMMANDS.items()],
        # What `ws3d generate --format` finds besides the formats of ws3d_model.
        "ws3d.world_formats": ["bag = ws3d_ros.bags.world_bag:open_bag_writer"],
    },
    zip_safe=False,
)
