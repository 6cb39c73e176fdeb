# SPDX-License-Identifier: Apache-2.0
"""The network: a sparse U-Net with a language head and an object head, and its checkpoint."""

from ws3d_model.network.checkpoint import Checkpoint, CheckpointError, load_checkpoint
from ws3d_model.network.features import FEATURES, lowest_height, voxel_features
from ws3d_model.network.heads import LanguageHead, ObjectHead
from ws3d_model.network.slices import by_slices
from ws3d_model.network.sparse_unet import SparseUNet
from ws3d_model.network.vision_language_net import NetworkShape, VisionLanguageNet

__all__ = [
    "FEATURES",
    "Checkpoint",
    "CheckpointError",
    "LanguageHead",
    "NetworkShape",
    "ObjectHead",
    "SparseUNet",
    "VisionLanguageNet",
    "by_slices",
    "load_checkpoint",
    "lowest_height",
    "voxel_features",
]
