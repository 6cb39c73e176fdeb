# SPDX-License-Identifier: Apache-2.0
"""TopicChoice: which topics of a bag are the sensor, and which hold the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ws3d_ros.bags.bag_reader import BagError, BagTopic

CLOUD = "sensor_msgs/msg/PointCloud2"
IMAGES = ("sensor_msgs/msg/Image", "sensor_msgs/msg/CompressedImage")
CAMERA = "sensor_msgs/msg/CameraInfo"
LABELS = "vision_msgs/msg/LabelInfo"
BOXES = "vision_msgs/msg/Detection3DArray"
TYPES = {
    "points": (CLOUD,),
    "image": IMAGES,
    "depth": IMAGES,
    "camera_info": (CAMERA,),
    "truth_labels": (LABELS,),
    "truth_boxes": (BOXES,),
}
TRANSFORMS = ("/tf", "/tf_static")


@dataclass(frozen=True)
class TopicRequest:
    """Topics by name, as a user gives them; an empty name is found by its type."""

    points: str = ""
    image: str = ""
    depth: str = ""
    camera_info: str = ""
    truth_labels: str = ""
    truth_boxes: str = ""


@dataclass(frozen=True)
class TopicChoice:
    """Topics of a bag by their part; empty where there is none.

    Args:
        points: a cloud topic; or
        image, depth, camera_info: those of an RGB-D camera.
        truth_labels: what the numbers in the field gt_label of the clouds mean.
        truth_boxes: the true objects.
    """

    points: str = ""
    image: str = ""
    depth: str = ""
    camera_info: str = ""
    truth_labels: str = ""
    truth_boxes: str = ""

    @property
    def sensor(self) -> tuple[str, ...]:
        """The topics that make measurements."""
        rgbd = (self.image, self.depth, self.camera_info)
        return (self.points,) if self.points else rgbd

    @property
    def truth(self) -> tuple[str, ...]:
        """The topics of the truth."""
        return tuple(name for name in (self.truth_labels, self.truth_boxes) if name)

    @staticmethod
    def of(topics: Sequence[BagTopic], asked: TopicRequest) -> TopicChoice:
        """Choose from what a bag holds.

        A single topic of a type needs no name. A cloud topic goes before an RGB-D camera unless
        depth is asked for by name.

        Raises:
            BagError: a name that is not there, several topics to choose from, or no sensor; the
                message lists what the bag holds.
        """
        _check_names(topics, asked)
        truth_labels = asked.truth_labels or _single(topics, (LABELS,), "truth")
        truth_boxes = asked.truth_boxes or _single(topics, (BOXES,), "truth")
        clouds = _names(topics, (CLOUD,))
        if asked.points or (clouds and not asked.depth):
            points = asked.points or _one(clouds, "point cloud", "--points", topics)
            return TopicChoice(points, truth_labels=truth_labels, truth_boxes=truth_boxes)
        images = _names(topics, IMAGES)
        depths = [name for name in images if "depth" in name.lower()]
        colours = [name for name in images if name not in depths]
        if not (depths and colours and _names(topics, (CAMERA,))):
            empty = [t.name for t in topics if t.type_name == CLOUD]
            if empty:
                raise BagError(
                    f"the bag has no message on {', '.join(sorted(empty))}: was the sensor running "
                    f"when it was recorded? It holds {_listed(topics)}"
                )
            raise BagError(
                "the bag has neither a PointCloud2 topic nor a colour image, a depth image (a "
                f"topic with 'depth' in its name) and a camera_info; it holds {_listed(topics)}"
            )
        depth = asked.depth or _one(depths, "depth image", "--depth", topics)
        image = asked.image or _one(colours, "colour image", "--image", topics)
        cameras = _names(topics, (CAMERA,))
        beside = [name for name in cameras if name.rpartition("/")[0] == depth.rpartition("/")[0]]
        camera = asked.camera_info or _one(
            beside or cameras, "camera info", "--camera-info", topics
        )
        return TopicChoice("", image, depth, camera, truth_labels, truth_boxes)


def _check_names(topics: Sequence[BagTopic], asked: TopicRequest) -> None:
    held = {topic.name: topic.type_name for topic in topics}
    for part, name in vars(asked).items():
        if name and name not in held:
            raise BagError(f"the bag has no topic {name}; it holds {_listed(topics)}")
        if name and held[name] not in TYPES[part]:
            raise BagError(
                f"{name} cannot serve as {part.replace('_', ' ')}: it is {held[name]}, not "
                f"{' or '.join(TYPES[part])}"
            )


def _names(topics: Sequence[BagTopic], types: Sequence[str]) -> list[str]:
    return sorted(t.name for t in topics if t.type_name in types and t.count > 0)


def _single(topics: Sequence[BagTopic], types: Sequence[str], word: str) -> str:
    """The topic of the types that has a word in its name; none where that is not clear."""
    named = [name for name in _names(topics, types) if word in name.lower()]
    return named[0] if len(named) == 1 else ""


def _one(names: Sequence[str], what: str, option: str, topics: Sequence[BagTopic]) -> str:
    if len(names) == 1:
        return names[0]
    raise BagError(
        f"the bag has {len(names)} {what} topics: choose one by {option}; it holds "
        f"{_listed(topics)}"
    )


def _listed(topics: Sequence[BagTopic]) -> str:
    shown = [f"{t.name} ({t.type_name}, {t.count})" for t in sorted(topics, key=lambda t: t.name)]
    return ", ".join(shown) or "nothing"
