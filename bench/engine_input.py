# SPDX-License-Identifier: Apache-2.0
"""What the engine is measured with: a checkpoint's network and the voxels of the indoor cloud."""

from __future__ import annotations

import torch

from bench.options import Options
from bench.scenes import indoor_scan
from ws3d_model import sparse
from ws3d_model.network import VisionLanguageNet, load_checkpoint, voxel_features
from ws3d_model.weights import checkpoint_path


def engine_input(options: Options) -> tuple[VisionLanguageNet, torch.Tensor, sparse.Plan]:
    """Network on the CPU, voxel features (M, C), and the plan of its levels."""
    network = load_checkpoint(checkpoint_path(options.model), torch.device("cpu")).network
    size = network.shape.voxel_size
    cloud = indoor_scan(options.voxels, size).cloud
    xyz = torch.from_numpy(cloud.xyz)
    rgb = None if cloud.rgb is None else torch.from_numpy(cloud.rgb).float() / 255
    voxels = sparse.voxelize(xyz, size)
    features = voxel_features(xyz, rgb, voxels, size)
    return network, features, sparse.build_plan(voxels.keys, network.levels)
