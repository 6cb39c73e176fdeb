# SPDX-License-Identifier: Apache-2.0
"""Data sets: labelled clouds, procedural rooms."""

from ws3d_model.datasets.labelled_cloud import LabelledCloud

__all__ = ["LabelledCloud"]
