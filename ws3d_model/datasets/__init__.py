# SPDX-License-Identifier: Apache-2.0
"""Data sets: labelled clouds, their files, and benchmarks in their official folders."""

from ws3d_model.datasets.labelled_cloud import LabelledCloud

__all__ = ["LabelledCloud"]
