# SPDX-License-Identifier: Apache-2.0
"""Sparse convolution on voxels: keys, kernel maps, and the three operations that a U-Net needs.

Nothing outside this folder knows how they are computed.
"""

from ws3d_model.sparse.convolution import down2, subm, up2
from ws3d_model.sparse.kernel_maps import Level, Plan, build_plan
from ws3d_model.sparse.voxels import Voxels, centres, voxelize

__all__ = ["Level", "Plan", "Voxels", "build_plan", "centres", "down2", "subm", "up2", "voxelize"]
