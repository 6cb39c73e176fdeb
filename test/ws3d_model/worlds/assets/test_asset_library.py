# SPDX-License-Identifier: Apache-2.0
"""Folders of meshes: what is read, named, scaled, turned and drawn, what is skipped."""

import json
import os
from pathlib import Path

import numpy as np
import pytest

from ws3d_model.worlds.assets.__main__ import main
from ws3d_model.worlds.assets.library import AssetLibrary
from ws3d_model.worlds.assets.manifest import read_manifest
from ws3d_model.worlds.assets.mesh_files import read_mesh
from ws3d_model.worlds.shapes.design import Design
from ws3d_model.worlds.words import NAMES

REAL = Path(os.environ.get("WS3D_REAL_DATA", Path(__file__).parents[5] / "shared" / "data"))
MESHES = REAL / "asset_meshes"

_CORNERS = np.array([[x, y, z] for x in (0, 1) for y in (0, 1) for z in (0, 1)], np.float32)
_SIDES = np.array(
    [
        *([0, 1, 3], [0, 3, 2], [4, 7, 5], [4, 6, 7], [0, 5, 1], [0, 4, 5]),
        *([2, 3, 7], [2, 7, 6], [0, 2, 6], [0, 6, 4], [1, 5, 7], [1, 7, 3]),
    ],
    np.int32,
)


def boxes(*low_and_size: tuple[tuple[float, ...], tuple[float, ...]]) -> dict[str, np.ndarray]:
    """Vertices, faces and colours of some boxes."""
    vertices = [np.array(low, np.float32) + _CORNERS * size for low, size in low_and_size]
    faces = [_SIDES + 8 * number for number in range(len(vertices))]
    return {
        "vertices": np.concatenate(vertices).astype(np.float32),
        "faces": np.concatenate(faces),
        "face_rgb": np.full((12 * len(vertices), 3), 90, np.uint8),
    }


def chair(scale: float = 1.0) -> dict[str, np.ndarray]:
    """A seat with its back at -x: the front is +x."""
    mesh = boxes(((0, 0, 0), (0.5, 0.45, 0.45)), ((0, 0, 0.45), (0.06, 0.45, 0.45)))
    mesh["vertices"] *= scale
    return mesh


def table() -> dict[str, np.ndarray]:
    leg = (0.05, 0.05, 0.7)
    return boxes(
        ((3, 2, 1.7), (1.4, 0.8, 0.04)),
        *(((x, y, 1.0), leg) for x in (3, 4.35) for y in (2, 2.75)),
    )


def save(path: Path, mesh: dict[str, np.ndarray]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    np.savez(path, **mesh)


def reasons(library: AssetLibrary) -> dict[str, str]:
    return {one.path: one.reason for one in library.skipped}


def both_sides(library: AssetLibrary, name: str) -> Design:
    """A design of the side on which the one shape of the class is."""
    side = "train" if library.by_place("floor", "train").count(name) else "held_out"
    return Design(1, side)


def test_a_folder_without_meshes_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="holds no mesh"):
        AssetLibrary.read(tmp_path)
    with pytest.raises(ValueError, match="is no folder"):
        AssetLibrary.read(tmp_path / "missing")


def test_a_folder_of_broken_meshes_says_the_first_reasons(tmp_path: Path) -> None:
    (tmp_path / "chair.npz").write_bytes(b"not an archive")
    with pytest.raises(ValueError, match=r"none of the 1 meshes.*chair.npz: broken"):
        AssetLibrary.read(tmp_path)


def test_each_bad_mesh_is_skipped_with_its_reason(tmp_path: Path) -> None:
    save(tmp_path / "table.npz", table())
    holes = chair()
    holes["vertices"][3, 1] = np.nan
    save(tmp_path / "holes.npz", holes)
    save(tmp_path / "empty.npz", {**chair(), "faces": np.zeros((0, 3), np.int32)})
    save(tmp_path / "flat.npz", {**chair(), "vertices": np.zeros((16, 3), np.float32)})
    save(tmp_path / "beyond.npz", {**chair(), "faces": chair()["faces"] + 9})
    save(tmp_path / "text.npz", {"vertices": np.array(["a"]), "faces": np.array([1])})
    save(tmp_path / "bare.npz", {"points": np.zeros((3, 3))})
    save(tmp_path / "again" / "desk.npz", table())
    save(tmp_path / "01" / "0002.npz", chair())
    save(tmp_path / "chair.npz", chair())  # used all the same: the other one has no name
    (tmp_path / "cut.npz").write_bytes((tmp_path / "table.npz").read_bytes()[:700])
    (tmp_path / "words.stl").write_text("no mesh at all")
    (tmp_path / "nothing.ply").write_bytes(b"")
    library = AssetLibrary.read(tmp_path)
    found = reasons(library)
    assert "NaN or infinite in 1 of 16 vertices" in found["holes.npz"]
    assert found["empty.npz"] == "no faces"
    assert found["flat.npz"] == "no face with an area"
    assert "not there" in found["beyond.npz"]
    assert "must be numbers" in found["text.npz"]
    assert "no array vertices and no faces" in found["bare.npz"]
    assert found["table.npz"] == "the same as again/desk.npz"
    assert "no name" in found["01/0002.npz"]
    assert "broken .npz" in found["cut.npz"]
    assert {"words.stl", "nothing.ply"} <= set(found)
    assert library.names == ("chair", "desk")


@pytest.mark.parametrize("scale", [1.0, 100.0, 1000.0])
def test_units_follow_from_the_class(tmp_path: Path, scale: float) -> None:
    save(tmp_path / "Chair_07.npz", chair(scale))
    (asset,) = AssetLibrary.read(tmp_path).assets
    assert asset.name == "chair"
    np.testing.assert_allclose(sorted(asset.size), [0.45, 0.5, 0.9], rtol=1e-3)


def test_sizes_that_no_unit_explains_are_skipped(tmp_path: Path) -> None:
    save(tmp_path / "table.npz", table())
    save(tmp_path / "chair.npz", chair(1e-3))
    save(tmp_path / "chair" / "far.npz", chair(1e7))
    found = reasons(AssetLibrary.read(tmp_path))
    assert "a chair is 0.5 to 1.7 m" in found["chair.npz"]
    assert "chair/far.npz" in found


def test_it_stands_in_the_middle_with_its_back_to_y(tmp_path: Path) -> None:
    save(tmp_path / "chair.npz", chair())
    (asset,) = AssetLibrary.read(tmp_path).assets
    low, high = asset.vertices.min(0), asset.vertices.max(0)
    np.testing.assert_allclose(low + high, [0, 0, 0.9], atol=1e-6)
    top = asset.vertices[asset.vertices[:, 2] > 0.8]
    assert top[:, 1].min() > 0.15


def test_the_index_says_name_axes_unit_and_place(tmp_path: Path) -> None:
    lying = chair(100.0)
    lying["vertices"] = lying["vertices"][:, [0, 2, 1]] * np.float32([1, 1, -1])  # y is up
    save(tmp_path / "x17.npz", lying)
    save(tmp_path / "x18.npz", table())
    save(tmp_path / "x19.npz", chair())
    (tmp_path / "index.yaml").write_text(
        "- {path: x17.npz, name: chairs, up: y, unit: cm, front: +x, place: wall-side}\n"
        "- {path: x18.npz, name: table, front: sideways}\n"
        "- {path: x19.npz, name: chair, place: the moon}\n"
        "- {path: gone.obj, name: vase}\n"
    )
    library = AssetLibrary.read(tmp_path)
    (asset,) = library.assets
    assert (asset.name, asset.places) == ("chair", ("wall-side",))
    assert asset.size == pytest.approx((0.45, 0.5, 0.9), abs=1e-3)
    assert asset.vertices[asset.vertices[:, 2] > 0.8][:, 1].min() > 0.15
    found = reasons(library)
    assert "front must be" in found["x18.npz"]
    assert "place must be of" in found["x19.npz"]
    assert "no file" in found["gone.obj"]


@pytest.mark.parametrize("text", ["{", "3", "[3]", '[{"name": "chair"}]'])
def test_a_broken_index_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    save(tmp_path / "chair.npz", chair())
    (tmp_path / "index.json").write_text(text)
    with pytest.raises(ValueError, match=r"index\.json"):
        AssetLibrary.read(tmp_path)


def test_too_many_faces_are_simplified(tmp_path: Path) -> None:
    u, v = np.meshgrid(np.linspace(0, 1, 200), np.linspace(0, 1, 200))
    grid = np.stack([u, v, 0.2 * np.sin(9 * u)], 2).reshape(-1, 3).astype(np.float32)
    corner = (np.arange(199)[:, None] * 200 + np.arange(199)).ravel()
    faces = np.concatenate([corner[:, None] + [0, 1, 200], corner[:, None] + [1, 201, 200]])
    save(tmp_path / "ramp.npz", {"vertices": grid, "faces": faces.astype(np.int32)})
    (asset,) = AssetLibrary.read(tmp_path).assets
    assert 2_000 < len(asset.faces) <= 20_000
    assert asset.size == pytest.approx((1, 1, 0.4), abs=0.02)


def test_tables_carry_things_on_their_top(tmp_path: Path) -> None:
    save(tmp_path / "table.npz", table())
    library = AssetLibrary.read(tmp_path)
    (support,) = library.assets[0].supports
    assert support.z == pytest.approx(0.74, abs=0.005)
    assert np.ptp(support.x) > 1.3 and np.ptp(support.y) > 0.7
    model = library.draw(both_sides(library, "table"), "table", "floor")
    low, high = model.bounds()
    assert model.supports[0].z == pytest.approx(high[2], abs=0.01)
    assert low[0] <= model.supports[0].x[0] and model.supports[0].x[1] <= high[0] + 1e-6


def test_thick_boards_carry_things_on_their_upper_side(tmp_path: Path) -> None:
    board = (1.0, 0.4, 0.03)
    save(
        tmp_path / "shelf.npz", boxes(((0, 0, 0.5), board), ((0, 0, 1), board), ((0, 0, 0), board))
    )
    (asset,) = AssetLibrary.read(tmp_path).assets
    assert [support.z for support in asset.supports] == pytest.approx([0.53, 1.03], abs=2e-3)
    assert asset.supports[0].headroom == pytest.approx(0.45, abs=5e-3)


def test_draws_repeat_and_vary_and_keep_to_their_side(tmp_path: Path) -> None:
    for number in range(24):
        mesh = chair()
        mesh["vertices"][:, 2] *= 1 + 0.01 * number
        save(tmp_path / f"chair_{number}.npz", mesh)
    library = AssetLibrary.read(tmp_path)
    shapes = {side: {a.shape for a in library.assets if a.held_out == (side == "held_out")}
              for side in ("train", "held_out")}  # fmt: skip
    assert 1 <= len(shapes["held_out"]) < len(shapes["train"])
    for side in ("train", "held_out"):
        used = set()
        for seed in range(20):
            model = library.draw(Design(seed, side), "chair")
            used.add(model.family.split()[-1])
            again = library.draw(Design(seed, side), "chair")
            assert np.array_equal(model.bounds(), again.bounds())
        assert used <= {shape[:8] for shape in shapes[side]}
    with pytest.raises(ValueError, match="no mesh is a 'table'"):
        library.draw(Design(0, "train"), "table")


def test_things_on_walls_have_their_back_on_the_wall(tmp_path: Path) -> None:
    for number in range(8):  # enough that one is on the training side
        save(tmp_path / f"picture_{number}.npz", boxes(((0, 0, 0), (0.4 + number / 50, 0.03, 0.5))))
    library = AssetLibrary.read(tmp_path)
    low, high = library.draw(Design(0, "train"), "picture", "on wall").bounds()
    assert high[1] == pytest.approx(0, abs=1e-6)
    assert low[2] == pytest.approx(0, abs=1e-6)
    assert {item.name for item in library.items("train")} == {"picture"}


@pytest.mark.parametrize("suffix", ["ply", "obj", "stl", "glb", "off"])
def test_ordinary_mesh_files(tmp_path: Path, suffix: str) -> None:
    trimesh = pytest.importorskip("trimesh")
    mesh = chair()
    if suffix == "glb":  # y is up in glTF
        mesh["vertices"] = mesh["vertices"][:, [0, 2, 1]] * np.float32([1, 1, -1])
    trimesh.Trimesh(mesh["vertices"], mesh["faces"]).export(tmp_path / f"old_chair.{suffix}")
    (asset,) = AssetLibrary.read(tmp_path).assets
    assert asset.name == "chair"
    assert asset.size == pytest.approx((0.45, 0.5, 0.9), abs=1e-3)


@pytest.mark.real_data
@pytest.mark.skipif(not MESHES.is_dir(), reason=f"there are no asset meshes at {MESHES}")
@pytest.mark.slow
def test_the_gathered_meshes() -> None:
    library = AssetLibrary.read(MESHES)
    index = json.loads((MESHES / "index.json").read_text())
    assert len(library.assets) + len(library.skipped) == len(index)
    assert len(library.assets) > 240
    assert len(set(library.names) | set(NAMES)) > 200
    assert 0.15 < np.mean([asset.held_out for asset in library.assets]) < 0.4
    for asset in library.assets:
        assert asset.vertices[:, 2].min() == pytest.approx(0, abs=1e-4)
        assert np.abs(asset.vertices[:, :2].min(0) + asset.vertices[:, :2].max(0)).max() < 1e-3
        assert len(asset.faces) <= 20_000


def test_the_table_tells_what_is_usable(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path)]) == 2
    assert "holds no mesh" in capsys.readouterr().err
    save(tmp_path / "chair.npz", chair())
    (tmp_path / "vase.npz").write_bytes(b"")
    assert main([str(tmp_path)]) == 0
    printed = capsys.readouterr().out
    assert "1 meshes of 1 classes" in printed
    assert "vase.npz" in printed
    assert "manifest: 0 of" in printed


def test_changed_meshes_are_told_from_the_manifest(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path / "a" / "chair.npz", chair())
    known = read_mesh(tmp_path / "a" / "chair.npz").sha256
    manifest = tmp_path / "manifest.csv"
    head = "file,class,place,up,front,scale,skip,repository,commit,path,licence,sha256\n"
    manifest.write_text(f"{head}a/chair.npz,stool,floor,z,+x,2,,me/mine,c0ffee,chair,MIT,{known}\n")
    (asset,) = AssetLibrary.read(tmp_path, read_manifest(manifest)).assets
    assert asset.name == "stool"
    assert asset.size == pytest.approx((0.9, 1.0, 1.8), abs=1e-3)
    assert main([str(tmp_path), "--quiet", "--manifest", str(manifest)]) == 0
    assert "1 of 1 files are there, 0 differ" in capsys.readouterr().out
    save(tmp_path / "a" / "chair.npz", table())
    assert main([str(tmp_path), "--quiet", "--manifest", str(manifest)]) == 0
    assert "differs: a/chair.npz" in capsys.readouterr().out
    manifest.write_text("file,class\n")
    with pytest.raises(ValueError, match="no column place"):
        read_manifest(manifest)
