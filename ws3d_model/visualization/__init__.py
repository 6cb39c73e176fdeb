# SPDX-License-Identifier: Apache-2.0
"""Pictures and pages of labelled clouds."""

from ws3d_model.visualization.frame import Frame
from ws3d_model.visualization.page import write_page
from ws3d_model.visualization.pictures import Panel, draw_panels, panels_of, save_picture

__all__ = [
    "Frame",
    "Panel",
    "draw_panels",
    "panels_of",
    "save_picture",
    "write_page",
]
