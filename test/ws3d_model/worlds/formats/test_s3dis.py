# SPDX-License-Identifier: Apache-2.0
"""S3DIS's folders: the annotations together are the room."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from ws3d_model.worlds.formats.s3dis import S3disWriter, room_type
from ws3d_model.worlds.formats.scene_request import SceneRequest

REQUEST = SceneRequest("rooms", 4)


@pytest.fixture(scope="module")
def written(tmp_path_factory, small_room) -> Path:
    writer = S3disWriter(tmp_path_factory.mktemp("s3dis"))
    assert not writer.done(REQUEST)
    writer.write(REQUEST, small_room)
    writer.finish([REQUEST])
    assert writer.done(REQUEST)
    assert not writer.done(SceneRequest("rooms", 4, "held_out"))
    return writer.folder


def test_the_room_lies_in_its_area(written):
    assert [path.name for path in written.iterdir()] == ["Area_5"]
    (room,) = (path for path in (written / "Area_5").iterdir() if path.is_dir())
    assert room.name == "office_9"
    assert (written / "Area_5" / "Area_5_alignmentAngle.txt").read_text().endswith("office_9 0\n")
    names = sorted(path.name for path in (room / "Annotations").iterdir())
    assert names == [
        *("chair_1.txt", "chair_2.txt", "clutter_1.txt", "floor_1.txt", "table_1.txt"),
        "wall_1.txt",
    ]


def test_annotations_together_are_the_room(written):
    room = written / "Area_5" / "office_9"
    lines = (room / "office_9.txt").read_text().splitlines()
    parts = [path.read_text().splitlines() for path in (room / "Annotations").iterdir()]
    assert sorted(lines) == sorted(line for part in parts for line in part)
    values = np.loadtxt(room / "office_9.txt")
    assert values.shape[1] == 6 and len(values) > 3000
    assert values[:, 3:].min() >= 0 and values[:, 3:].max() <= 255
    assert np.ptp(values[:, :2], axis=0) == pytest.approx([4, 3], abs=0.3)
    table = np.loadtxt(room / "Annotations" / "table_1.txt")
    assert np.ptp(np.percentile(table[:, 2], (2, 98))) == pytest.approx(0.7, abs=0.15)


@pytest.mark.parametrize(
    ("kind", "wanted"),
    [("office", "office"), ("meeting room", "conferenceRoom"), ("shop", "openspace")],
)
def test_kinds_of_rooms(kind, wanted):
    assert room_type(kind) == wanted
