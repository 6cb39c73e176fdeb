# SPDX-License-Identifier: Apache-2.0
"""Label ids to vision_msgs/LabelInfo: what the numbers in the labelled points mean."""

from __future__ import annotations

from collections.abc import Mapping

from std_msgs.msg import Header
from vision_msgs.msg import LabelInfo, VisionClass

from ws3d_ros.conversions.labelled_points import UNLABELLED


def label_info_message(header: Header, ids: Mapping[str, int], threshold: float) -> LabelInfo:
    """Every id issued so far, in the order of the numbers.

    Args:
        header: stamp of the change.
        ids: numeric id by name, 0 to 65534, each used once.
        threshold: the confidence below which a point stays unlabelled.

    Raises:
        ValueError: an id outside that range, or two names with one id.
    """
    numbers = list(ids.values())
    if len(set(numbers)) != len(numbers):
        raise ValueError("two names share a label id: issue a new id for every new name")
    outside = [number for number in numbers if not 0 <= number < UNLABELLED]
    if outside:
        raise ValueError(f"label ids must lie in 0..{UNLABELLED - 1}, got {outside[0]}")
    return LabelInfo(
        header=header,
        class_map=[
            VisionClass(class_id=int(number), class_name=name)
            for name, number in sorted(ids.items(), key=lambda item: item[1])
        ],
        threshold=float(threshold),
    )
