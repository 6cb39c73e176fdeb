# SPDX-License-Identifier: Apache-2.0
"""The node's parameters: one table that declares, validates and documents every one of them.

The table is the dataclass `Settings`: a field's name and type are the parameter's, the rest stands
in its metadata. To add a parameter, add a field here and read it where it is needed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from ws3d_ros.parameter_row import Row, parameter

HOME_VOCABULARY = (
    "wall",
    "floor",
    "ceiling",
    "door",
    "window",
    "chair",
    "sofa",
    "bed",
    "table",
    "desk",
    "cabinet",
    "bookshelf",
    "lamp",
    "television",
    "plant",
    "toilet",
    "sink",
    "bathtub",
    "refrigerator",
    "rug",
)


@dataclass(frozen=True)
class Settings:
    """The values in force; replaced as a whole when a parameter changes."""

    # What runs, and on what.
    model: str = parameter(
        "",
        "Checkpoint: rooms or streets, which ws3d ships, or the path of a file. Empty: rooms.",
        live=False,
    )
    device: str = parameter(
        "auto",
        "Where the network runs. auto takes CUDA if it is there.",
        choices=("auto", "cpu", "cuda"),
        live=False,
    )
    text_encoder: str = parameter(
        "",
        "Text encoder: minilm-l6-v2, minilm-l6-v2:FOLDER, open_clip:ARCHITECTURE/TAG or "
        "open_clip:local-dir:FOLDER. Empty: the one that the checkpoint was trained with.",
        live=False,
    )
    num_threads: int = parameter(
        0,
        "CPU threads of the network. 0: as many as torch chooses.",
        minimum=0,
        maximum=256,
        live=False,
    )
    autostart: bool = parameter(
        True,
        "Configure and activate by itself at start. false under a lifecycle manager.",
        live=False,
    )

    # What it looks for.
    vocabulary: tuple[str, ...] = parameter(
        HOME_VOCABULARY,
        "The names to look for, or one path of a .txt or .yaml vocabulary. Follows "
        "a change made by the service.",
    )
    background: tuple[str, ...] = parameter(
        (),
        "More phrases that compete with the vocabulary and leave a point unlabelled when they win. "
        "One empty string: none.",
    )
    threshold: float = parameter(
        0.0,
        "Confidence below which a point stays unlabelled. Follows a change made by the service.",
        minimum=0.0,
        maximum=1.0,
    )

    rivals: str = parameter(
        "auto",
        "Whether the other words that the network knows compete for points, which then stay "
        "unlabelled. auto: unless the vocabulary names wall and floor, or road and building.",
        choices=("auto", "always", "never"),
    )

    # What comes in.
    input: str = parameter(
        "auto",
        "points: a PointCloud2 on `points`. rgbd: `image`, `depth` and `camera_info`. "
        "auto: the one that has a publisher.",
        choices=("auto", "points", "rgbd"),
        live=False,
    )
    expected_rate: float = parameter(
        0.0,
        "Rate of the sensor in Hz. A received rate below half of it is a warning that names "
        "the cure. 0: unknown, nothing is compared.",
        minimum=0.0,
        maximum=1000.0,
    )
    intensity_range: tuple[float, float] = parameter(
        (0.0, 255.0),
        "The sensor's intensity at 0 and at 1: the values in between are scaled.",
    )
    max_points: int = parameter(
        1_000_000,
        "Most points of a cloud that the network sees; of more, an even selection, and "
        "the diagnostics say so.",
        minimum=1,
        maximum=50_000_000,
    )
    max_range: float = parameter(
        100.0,
        "Points farther from the sensor, in metres, stay unlabelled.",
        minimum=0.1,
        maximum=1500.0,
    )
    sync_slop: float = parameter(
        0.03,
        "Largest difference of the stamps of image, depth and camera_info, in seconds.",
        minimum=0.0,
        maximum=10.0,
        live=False,
    )
    sync_queue: int = parameter(
        10,
        "How many messages of each RGB-D stream wait for their partners.",
        minimum=1,
        maximum=1000,
        live=False,
    )

    # Frames.
    gravity_frame: str = parameter(
        "base_link",
        "A frame whose z points up: gives the rotation to gravity by TF, for the "
        "network only. Empty: up_axis decides.",
    )
    ground_frame: str = parameter(
        "base_footprint",
        "A frame whose origin lies on the ground: tells the network by TF how high things stand. "
        "Empty, or not in TF: the lowest ground that was seen lately, or in the cloud itself.",
    )
    up_axis: str = parameter(
        "auto",
        "The sensor's axis that points up where TF does not say. auto: looked for in each cloud, "
        "at most 45 degrees from -y for a frame that ends in _optical_frame, else from z.",
        choices=("auto", "x", "y", "z", "-x", "-y", "-z"),
    )
    target_frame: str = parameter(
        "",
        "Frame of all outputs, by TF at the stamp. Empty: the measurement's own frame.",
    )
    fixed_frame: str = parameter(
        "odom", "A frame that does not move with the robot: tracks live in it."
    )
    tf_timeout: float = parameter(
        0.2,
        "How long a measurement waits for its transform, in seconds.",
        minimum=0.0,
        maximum=10.0,
    )

    # What goes out.
    color: Literal["label", "input", "instance"] = parameter(
        "label",
        "The packed rgb of labelled_points: by label, by instance, or as it came in.",
        choices=("label", "input", "instance"),
    )
    track: bool = parameter(True, "Keep an object's instance number from one cloud to the next.")
    box_min_points: int = parameter(
        10,
        "Objects of fewer points get no box and no detection.",
        minimum=1,
        maximum=1_000_000,
    )
    marker_lifetime: float = parameter(
        1.0,
        "How long RViz keeps a marker, in seconds. 0: until the next cloud.",
        minimum=0.0,
        maximum=3600.0,
    )
    diagnostics_period: float = parameter(
        1.0,
        "Seconds between two messages on /diagnostics.",
        minimum=0.1,
        maximum=60.0,
    )

    def changed(self, values: Mapping[str, object]) -> Settings:
        """These settings with some replaced.

        Raises:
            ValueError: an unknown name, a bad value, or values that do not go together.
        """
        table = {row.name: row for row in rows()}
        unknown = sorted(set(values) - set(table))
        if unknown:
            raise ValueError(f"unknown parameter {unknown[0]}; known are {', '.join(table)}")
        checked: dict[str, Any] = {n: table[n].checked(value) for n, value in values.items()}
        settings = dataclasses.replace(self, **checked)
        low, high = settings.intensity_range
        if low >= high:
            raise ValueError(f"intensity_range must rise, got {low:g} to {high:g}")
        if not any(name.strip() for name in settings.vocabulary):
            raise ValueError('vocabulary is empty: give at least one name, as ["chair"]')
        return settings


def rows() -> Iterator[Row]:
    """Every parameter of the node, in the order of the reference."""
    for field in dataclasses.fields(Settings):
        yield Row(name=field.name, default=getattr(Settings, field.name), **field.metadata)


def reference() -> str:
    """The table of parameters as Markdown, for docs/."""
    lines = [
        "| parameter | type | default | range | live | what it does |",
        "|---|---|---|---|---|---|",
    ]
    for row in rows():
        default = list(row.default) if isinstance(row.default, tuple) else row.default
        shown = str(default).lower() if isinstance(default, bool) else str(default)
        lines.append(
            f"| `{row.name}` | {row.type_name} | `{shown or chr(34) * 2}` | {row.range_text} "
            f"| {'yes' if row.live else 'at configure'} | {row.description} |"
        )
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    print(reference(), end="")
