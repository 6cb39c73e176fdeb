# SPDX-License-Identifier: Apache-2.0
"""Objects: grouping voxels into instances, oriented boxes, tracks."""

from ws3d_model.objects.box_iou import box_iou
from ws3d_model.objects.boxes import box_corners, fit_boxes
from ws3d_model.objects.grouping import GroupingSettings, group_instances
from ws3d_model.objects.instances import instance_labels, instance_scores
from ws3d_model.objects.surfaces import surface_names
from ws3d_model.objects.tracking import Tracker, TrackerSettings

__all__ = [
    "GroupingSettings",
    "Tracker",
    "TrackerSettings",
    "box_corners",
    "box_iou",
    "fit_boxes",
    "group_instances",
    "instance_labels",
    "instance_scores",
    "surface_names",
]
