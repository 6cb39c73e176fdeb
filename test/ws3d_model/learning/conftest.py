# SPDX-License-Identifier: Apache-2.0
"""A folder of small rooms, text vectors of their classes, and an experiment that trains on them."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from ws3d_model.datasets.labelled_cloud import LabelledCloud
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.point_cloud import PointCloud

NAMES = ("floor", "wall", "box")
WORDS = ("floor", "wall", "box", "carton", "chair", "furniture")


def labelled_room(seed: int = 0) -> LabelledCloud:
    """A floor, a wall, and a red box."""
    r = np.random.default_rng(seed)
    u = r.random((3000, 3)).astype(np.float32)
    kind = r.integers(0, 3, 3000)
    places = [u * (2, 2, 0), u * (0, 2, 2), u * (0.5, 0.5, 0.5) + (1, 1, 0)]
    xyz = np.choose(kind[:, None], places).astype(np.float32)
    rgb = np.where((kind == 2)[:, None], (200, 20, 20), (120, 120, 120)).astype(np.uint8)
    return LabelledCloud(
        PointCloud(xyz, rgb),
        NAMES,
        kind.astype(np.int32),
        np.where(kind == 2, 0, -1).astype(np.int32),
        np.array([[1.25, 1.25, 0.25]], np.float32),
        descriptions=("a box\na red box\na red box on the floor",),
        scene_descriptions=(("an office", "an office with a box"), ("a cellar",))[seed % 2],
    )


@pytest.fixture(scope="session")
def shards(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Four rooms."""
    folder = tmp_path_factory.mktemp("shards")
    for seed in range(4):
        labelled_room(seed).save(folder / f"train_{seed:07d}_fused0.npz")
    return folder


@pytest.fixture
def store(shards: Path) -> ScanStore:
    return ScanStore.read(shards, NAMES, quiet=True)


@pytest.fixture(scope="session")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Vectors of a few words in a space of eight dimensions."""
    path = tmp_path_factory.mktemp("vectors") / "words.npz"
    values = np.random.default_rng(0).standard_normal((len(WORDS), 8)).astype(np.float16)
    np.savez(path, names=np.array(WORDS), vectors=values)
    return path


@pytest.fixture
def toy(vectors: Path) -> dict[str, dict[str, object]]:
    """An experiment as its YAML file holds it."""
    return {
        "network": {"channels": [8, 16], "hidden": 16},
        "data": {"scans": 2, "workers": 0},
        "spaces": {"toy": {"vectors": str(vectors), "names": 1.0}},
        "losses": {"text_voxels": 500, "coarse": 0.0},
        "training": {"steps": 6, "warmup": 2, "lr": 0.01, "save_every": 1e9, "log_every": 2},
    }


@pytest.fixture
def toy_file(toy: dict[str, dict[str, object]], tmp_path: Path) -> Path:
    path = tmp_path / "toy.yaml"
    path.write_text(yaml.safe_dump(toy))
    return path
