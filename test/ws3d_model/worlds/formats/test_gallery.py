# SPDX-License-Identifier: Apache-2.0
"""The gallery: pictures that show the scene, in one page that asks nobody for anything."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PIL import Image

from ws3d_model.worlds.formats.gallery import PAGE, GalleryWriter, gallery_page
from ws3d_model.worlds.formats.overview import overview
from ws3d_model.worlds.formats.scene_picture import map_view, truth_frame
from ws3d_model.worlds.formats.scene_request import SceneRequest


def test_an_empty_folder_has_a_page(tmp_path):
    GalleryWriter(tmp_path).finish([])
    assert "<h1>" in (tmp_path / PAGE).read_text() and gallery_page([]).count("<img") == 0


@pytest.mark.slow
def test_scenes_become_pictures_and_a_page_that_holds_them(tmp_path, small_room, small_street):
    writer = GalleryWriter(tmp_path)
    room = SceneRequest("rooms", 4, kind="<office>")
    street = SceneRequest("streets", 4, kind="street")
    for request, scene in ((room, small_room), (street, small_street)):
        assert not writer.done(request)
        writer.write(request, scene)
        assert writer.done(request)
    writer.finish([room, street])
    page = (tmp_path / PAGE).read_text()
    assert page.count("<img") == page.count("data:image/jpeg;base64,") == 2
    assert not re.search(r"(src|href)=\"?(https?:|//)", page)
    assert "&lt;office&gt;" in page and "<office>" not in page
    for path in tmp_path.glob("*.png"):
        with Image.open(path) as picture:
            assert (
                picture.width > 1500 and len(set(np.asarray(picture).reshape(-1, 3)[::97, 0])) > 9
            )


def test_a_room_is_seen_whole_and_from_inside(small_room):
    seen, photograph = overview(small_room, 4)
    assert set(np.unique(seen.labels).tolist()) == set(small_room.labels.tolist())
    assert photograph.dtype == np.uint8 and photograph.shape[2] == 3 and photograph.std() > 5
    frame = truth_frame(seen, "room")
    assert len(frame.scene.boxes) == len(small_room.objects)
    names = [frame.scene.names[k] for k in frame.scene.box_labels]
    assert names == [thing.name for thing in small_room.objects]


def test_a_street_is_seen_in_colour(small_street):
    seen, _ = overview(small_street, 4)
    assert seen.cloud.rgb is not None and len(seen) > 50_000
    road, car = (seen.names.index(name) for name in ("road", "car"))
    assert (seen.labels == road).sum() > (seen.labels == car).sum() > 100


def test_maps_look_straight_down_with_north_up():
    xyz = np.array([[0, 0, 0], [4, 0, 0], [4, 3, 0], [0, 3, 0], [2, 1, 2.4]], np.float32)
    view = map_view(xyz, 200, 100)
    assert view.keep.tolist() == [True] * 4 + [False]  # the ceiling is cut away
    pixels = view.project(xyz[:4].astype(np.float64))[:, :2]
    assert pixels[1, 0] > pixels[0, 0] and pixels[3, 1] < pixels[0, 1]
    assert (pixels >= -1).all() and (pixels <= [201, 101]).all()
    wide, high = pixels[1, 0] - pixels[0, 0], pixels[0, 1] - pixels[3, 1]
    assert wide / high == pytest.approx(4 / 3, rel=0.01)


def test_maps_of_nothing():
    assert map_view(np.zeros((0, 3), np.float32), 20, 10).keep.tolist() == []
