# SPDX-License-Identifier: Apache-2.0
"""Files: clouds in by their suffix (.npz, .ply, .pcd, .bin), labelled clouds out."""

from ws3d_model.cloud_files.errors import CloudFileError
from ws3d_model.cloud_files.ply_reader import read_ply_vertices
from ws3d_model.cloud_files.read import CLOUD_SUFFIXES, read_cloud
from ws3d_model.cloud_files.write import OUTPUT_SUFFIXES, check_output_path, write_labels

__all__ = [
    "CLOUD_SUFFIXES",
    "OUTPUT_SUFFIXES",
    "CloudFileError",
    "check_output_path",
    "read_cloud",
    "read_ply_vertices",
    "write_labels",
]
