# SPDX-License-Identifier: Apache-2.0
"""Generated bags are kept as long as what generates them stays the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ws3d_ros.bag_evaluation.generated_bag import RECORD, Recipe, generated_bag
from ws3d_ros.bag_evaluation.generator_fingerprint import fingerprint, generator_fingerprint
from ws3d_ros.bags.bag_reader import bag_topics

SMALL = Recipe("rooms", "bathroom", seed=1, frames=1)


def test_no_files_have_a_fingerprint_too(tmp_path: Path) -> None:
    assert fingerprint([tmp_path]) == fingerprint([tmp_path]) != fingerprint([tmp_path], ["x"])


def test_a_fingerprint_follows_names_and_content(tmp_path: Path) -> None:
    seen = set()
    for change in ("a", "b"):
        (tmp_path / "palette.py").write_text(change)
        seen.add(fingerprint([tmp_path]))
    (tmp_path / "palette.py").rename(tmp_path / "colours.py")
    seen.add(fingerprint([tmp_path]))
    assert len(seen) == 3
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "colours.pyc").write_bytes(b"compiled")
    assert fingerprint([tmp_path]) in seen


def test_the_generator_has_files() -> None:
    assert generator_fingerprint() != fingerprint([])


def test_a_bag_is_kept_until_what_generates_it_changes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bag = generated_bag(SMALL, tmp_path)
    assert f"recording {tmp_path / SMALL.name}\n" in capsys.readouterr().out
    assert sum(topic.count for topic in bag_topics(bag)[0]) > 4
    (bag / "mark").touch()
    assert generated_bag(SMALL, tmp_path) == bag
    assert (bag / "mark").exists() and not capsys.readouterr().out

    record = bag.parent / RECORD
    made_by = json.loads(record.read_text())
    record.write_text(json.dumps(made_by | {"generator": "another"}))
    assert generated_bag(SMALL, tmp_path) == bag
    assert "has changed" in capsys.readouterr().out
    assert not (bag / "mark").exists()
    assert json.loads(record.read_text()) == made_by
