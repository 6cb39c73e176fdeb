# SPDX-License-Identifier: Apache-2.0
"""Vision-language models as teachers: features of pictures, fused onto points."""

from ws3d_model.teachers.fused_features import FusedFeatures
from ws3d_model.teachers.fusion import Picture, fuse
from ws3d_model.teachers.looking import TeachSettings
from ws3d_model.teachers.posed_frames import PosedFrames
from ws3d_model.teachers.teacher import OpenClipTeacher, Teacher, load_teacher
from ws3d_model.teachers.teaching import teach

__all__ = [
    "FusedFeatures",
    "OpenClipTeacher",
    "Picture",
    "PosedFrames",
    "TeachSettings",
    "Teacher",
    "fuse",
    "load_teacher",
    "teach",
]
