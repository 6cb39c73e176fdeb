# SPDX-License-Identifier: Apache-2.0
"""`ws3d generate rooms`: what it writes, and that it takes up an interrupted run."""

from __future__ import annotations

import argparse

import pytest

from ws3d_model.commands import generate
from ws3d_model.datasets.labelled_cloud import LabelledCloud


def run(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    generate.add_parser(parser.add_subparsers())
    args = parser.parse_args(["generate", *arguments])
    return args.run(args)


@pytest.mark.slow
def test_shards_are_written_and_existing_ones_left_alone(tmp_path):
    command = ["rooms", "--count", "1", "--seed", "4", "--out", str(tmp_path), "--workers", "1"]
    assert run(*command, "--views", "1", "--quiet") == 0
    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == [
        "train_0000004_fused0.npz",
        "train_0000004_lidar0.npz",
        "train_0000004_view0.npz",
    ]
    clouds = {name: LabelledCloud.load(tmp_path / name) for name in names}
    assert all(len(cloud) > 100 and cloud.centres is not None for cloud in clouds.values())
    before = (tmp_path / names[0]).read_bytes()
    (tmp_path / names[1]).unlink()
    (tmp_path / names[0]).write_bytes(before + b"untouched")
    assert run(*command, "--views", "1", "--quiet") == 0
    assert (tmp_path / names[0]).read_bytes() == before + b"untouched"
    again = LabelledCloud.load(tmp_path / names[1])
    assert again.cloud.xyz.tobytes() == clouds[names[1]].cloud.xyz.tobytes()


@pytest.mark.parametrize("wrong", [("--count", "-1"), ("--workers", "0"), ("--views", "-2")])
def test_impossible_numbers_are_refused(wrong, tmp_path):
    arguments = {"--count": "0", "--out": str(tmp_path)} | {wrong[0]: wrong[1]}
    with pytest.raises(ValueError, match="must be 0 or more"):
        run("rooms", *(word for pair in arguments.items() for word in pair))
