# SPDX-License-Identifier: Apache-2.0
"""Vocabulary files: every documented form, and a clear answer to everything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from ws3d_model.language.vocabulary import Vocabulary, VocabularyError
from ws3d_model.language.vocabulary_file import vocabulary_from_text, vocabulary_from_yaml

SHIPPED = Path(__file__).parents[3] / "config" / "vocabularies"


@pytest.mark.parametrize("text", ["", "# only a comment\n", "\n\n"])
def test_empty_files_are_refused(text: str) -> None:
    with pytest.raises(VocabularyError, match="empty"):
        vocabulary_from_text(text)
    with pytest.raises(VocabularyError, match="empty"):
        vocabulary_from_yaml(text)


def test_text_with_comments_and_windows_lines() -> None:
    vocabulary = vocabulary_from_text("# room\r\nwall\r\noffice chair  # with wheels\r\n\r\n")
    assert vocabulary.names == ("wall", "office chair")


def test_yaml_in_full() -> None:
    vocabulary = vocabulary_from_yaml(
        """
        names:
          wall:
          sofa: [couch, settee]
          screen: monitor
          dock: {prompts: [a white box on the floor]}
        background: [lamp, clutter]
        threshold: 0.25
        """
    )
    assert vocabulary.names == ("wall", "sofa", "screen", "dock")
    assert [entry.prompts for entry in vocabulary.entries] == [
        (),
        ("sofa", "couch", "settee"),
        ("screen", "monitor"),
        ("a white box on the floor",),
    ]
    assert vocabulary.background == ("lamp", "clutter")
    assert vocabulary.threshold == 0.25


@pytest.mark.parametrize(
    "text",
    [
        "[wall, sofa]",
        "names: [wall, sofa]",
        "- wall\n- sofa\n",
        "wall:\nsofa: []\n",
        "names:\n- wall\n- sofa: []\n",
    ],
)
def test_yaml_short_forms(text: str) -> None:
    assert vocabulary_from_yaml(text).names == ("wall", "sofa")


def test_yaml_names_stay_as_written() -> None:
    names = ("no", "on", "1984", "2024-01-01", "0x10", "off")
    assert vocabulary_from_yaml(f"[{', '.join(names)}]").names == names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("names: [wall", "not valid YAML"),
        ("a: b: c", "not valid YAML"),
        ("!!python/object/apply:os.system [ls]", "unknown YAML tag"),
        ("--- [wall]\n--- [floor]", "not valid YAML"),
        ("[" * 2_000, "not valid YAML"),
        ("\x00", "not valid YAML"),
        ("[!!python/name:os.system wall]", "unknown YAML tag"),
        ("!mine {wall: []}", "unknown YAML tag"),
        ("wall", "must be a list or a mapping"),
        ("names: wall", "must be a list or a mapping"),
        ("names: []", "empty"),
        ("names: {wall: , wall: }", "twice"),
        ("sofa: []\nsofa: [couch]", "'sofa' is given twice .line 2"),
        ("[wall, Wall]", "twice"),
        ("[[wall]]", "must be text, not a list or mapping .line 1"),
        ("sofa: [[couch]]", "must be text"),
        ("sofa: {synonyms: [couch]}", "prompts alone"),
        ("sofa: {prompts: []}\nwall: ['']", "blank"),
        ("background: [wall]", "names is missing"),
        ("names: [wall]\nbackgroud: [floor]", "unknown key 'backgroud'"),
        ("names: [wall]\nthreshold: high", "threshold must be a number"),
        ("names: [wall]\nthreshold: 2", r"0\.\.1"),
        ("names: [wall]\nbackground: [wall]", "twice"),
        ("names: [wall]\nbackground:", "blank"),
    ],
)
def test_bad_yaml_is_refused_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(VocabularyError, match=reason) as caught:
        vocabulary_from_yaml(text)
    assert len(str(caught.value)) < 500


def test_aliases_that_explode_are_refused_at_once() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(VocabularyError, match="must be text"):
        vocabulary_from_yaml("\n".join(lines))


def test_files_are_read_by_suffix(tmp_path: Path) -> None:
    for name in ("a.txt", "b.yaml", "c.YML"):
        (tmp_path / name).write_text("# room\n" + ("wall\n" if name == "a.txt" else "[wall]\n"))
        assert Vocabulary.from_file(tmp_path / name).names == ("wall",)
    (tmp_path / "d.csv").write_text("wall")
    with pytest.raises(VocabularyError, match="ends in"):
        Vocabulary.from_file(tmp_path / "d.csv")


def test_byte_order_mark_is_no_part_of_a_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("\ufeffwall\n".encode())
    assert Vocabulary.from_file(tmp_path / "a.txt").names == ("wall",)


def test_unreadable_files_are_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"\xff\xfe w")
    with pytest.raises(VocabularyError, match=r"a\.txt: not UTF-8"):
        Vocabulary.from_file(tmp_path / "a.txt")
    (tmp_path / "b.txt").write_bytes(b"wall\n" * 300_000)
    with pytest.raises(VocabularyError, match=r"b\.txt: larger than 1 MiB"):
        Vocabulary.from_file(tmp_path / "b.txt")
    (tmp_path / "c.yaml").mkdir()
    with pytest.raises(FileNotFoundError, match=r"c\.yaml"):
        Vocabulary.from_file(tmp_path / "c.yaml")


@pytest.mark.parametrize("name", ["home", "office", "street"])
def test_shipped_vocabularies(name: str) -> None:
    vocabulary = Vocabulary.from_file(SHIPPED / f"{name}.yaml")
    assert len(vocabulary) >= 20
    assert {"wall", "person"} <= set(vocabulary.names)
    assert vocabulary.background
