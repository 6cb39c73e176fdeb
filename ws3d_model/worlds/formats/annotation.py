# SPDX-License-Identifier: Apache-2.0
"""A scan with words: what each object and the whole scene might be called."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.worlds.scene import Scene
from ws3d_model.worlds.words.captions import region_captions, scene_captions, view_captions


def described(scan: LabelledCloud, scene: Scene, seed: int, whole: bool) -> LabelledCloud:
    """The scan with descriptions of its objects and of what it shows.

    Args:
        scan: of the scene.
        scene: what it is a scan of.
        seed: of the choice of words.
        whole: the scan shows all of the scene; otherwise what is said of it names only what it
            shows.

    Returns:
        The scan; the ways of saying what an object is are the lines of its description.
    """
    visible = np.unique(scan.instances[scan.instances >= 0]).tolist()
    said = scene_captions(scene, seed) if whole else view_captions(scene, visible, seed)
    regions = region_captions(scene, seed)
    return replace(
        scan,
        descriptions=tuple("\n".join(ways) for ways in regions),
        scene_descriptions=tuple(said),
    )
