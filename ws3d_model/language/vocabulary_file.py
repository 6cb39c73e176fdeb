# SPDX-License-Identifier: Apache-2.0
"""Vocabulary files: text with a name a line, or YAML.

    names:
      wall:                                    # looked for as "wall"
      sofa: [couch, settee]                    # synonyms: as "sofa", "couch" or "settee"
      dock: {prompts: [a white charging station on the floor]}   # by these phrases alone
    background: [ceiling lamp]                 # competes, but comes out unlabelled
    threshold: 0.2

`names` may also be a list, and a file that is only a list, or only a mapping from names to
synonyms, is read as `names`.
"""

from __future__ import annotations

from pathlib import Path

import yaml

from ws3d_model.language.vocabulary import Vocabulary, VocabularyEntry, VocabularyError

MAX_BYTES = 1 << 20
_KEYS = ("names", "background", "threshold")
_NULL = "tag:yaml.org,2002:null"


def read_vocabulary(path: Path) -> Vocabulary:
    """The vocabulary of a .txt, .yaml or .yml file in UTF-8.

    Raises:
        OSError: the file cannot be read.
        VocabularyError: another suffix, larger than 1 MiB, not UTF-8, or not as described above.
    """
    suffix = path.suffix.lower()
    if suffix not in (".txt", ".yaml", ".yml"):
        raise VocabularyError(f"{path}: a vocabulary file ends in .txt, .yaml or .yml")
    if not path.is_file():
        raise FileNotFoundError(f"{path}: no such vocabulary file")
    if path.stat().st_size > MAX_BYTES:
        raise VocabularyError(f"{path}: larger than 1 MiB, which no list of words is")
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise VocabularyError(f"{path}: not UTF-8 ({error}): save it as UTF-8") from None
    try:
        return vocabulary_from_text(text) if suffix == ".txt" else vocabulary_from_yaml(text)
    except VocabularyError as error:
        raise VocabularyError(f"{path}: {error}") from None


def vocabulary_from_text(text: str) -> Vocabulary:
    """The vocabulary of lines: a name each; what follows a # is a comment.

    Raises:
        VocabularyError: see `Vocabulary`.
    """
    lines = (line.partition("#")[0].strip() for line in text.splitlines())
    return Vocabulary.of(line for line in lines if line)


def vocabulary_from_yaml(text: str) -> Vocabulary:
    """The vocabulary of a YAML document; names stay as they are written (`no`, `on`, `1984`).

    Raises:
        VocabularyError: not YAML, or not as described at the head of this file.
    """
    try:
        # The node tree of the safe loader and not its values: YAML 1.1 reads the names `no` and
        # `on` as booleans, and keeps the last of two equal keys without a word.
        root = yaml.compose(text, Loader=yaml.SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise VocabularyError(f"not valid YAML: {' '.join(str(error).split())[:300]}") from None
    if root is None:
        raise VocabularyError("the file is empty: give at least one name")
    if not isinstance(root, yaml.MappingNode):
        return Vocabulary(_entries(root))
    fields = _mapping(root)
    if "names" not in fields:
        stray = [key for key in ("background", "threshold") if key in fields]
        if stray:
            raise VocabularyError(f"{stray[0]} is given, but names is missing")
        return Vocabulary(_entries(root))
    unknown = [key for key in fields if key not in _KEYS]
    if unknown:
        raise VocabularyError(f"unknown key {unknown[0]!r}: known are {', '.join(_KEYS)}")
    background = _texts(fields["background"], "background") if "background" in fields else ()
    threshold = _number(fields["threshold"]) if "threshold" in fields else 0.0
    return Vocabulary(_entries(fields["names"]), background, threshold)


def _entries(node: yaml.Node) -> tuple[VocabularyEntry, ...]:
    """Entries of a list, whose items are names or one-key mappings, or of a mapping."""
    if isinstance(node, yaml.MappingNode):
        return tuple(_entry(name, value) for name, value in _mapping(node).items())
    if not isinstance(node, yaml.SequenceNode):
        raise VocabularyError(f"names must be a list or a mapping (line {_line(node)})")
    _check_tag(node)
    entries: list[VocabularyEntry] = []
    for item in node.value:
        if isinstance(item, yaml.MappingNode):
            entries += (_entry(name, value) for name, value in _mapping(item).items())
        else:
            entries.append(VocabularyEntry(_text(item, "a name")))
    return tuple(entries)


def _entry(name: str, node: yaml.Node) -> VocabularyEntry:
    if node.tag == _NULL:
        return VocabularyEntry(name)
    if not isinstance(node, yaml.MappingNode):
        return VocabularyEntry(name, (name, *_texts(node, name)))
    fields = _mapping(node)
    if list(fields) != ["prompts"]:
        raise VocabularyError(
            f"{name!r} (line {_line(node)}): give a list of synonyms, or the key prompts alone"
        )
    return VocabularyEntry(name, _texts(fields["prompts"], name))


def _mapping(node: yaml.MappingNode) -> dict[str, yaml.Node]:
    _check_tag(node)
    fields: dict[str, yaml.Node] = {}
    for key_node, value in node.value:
        key = _text(key_node, "a key")
        if key in fields:
            raise VocabularyError(f"{key!r} is given twice (line {_line(key_node)})")
        fields[key] = value
    return fields


def _texts(node: yaml.Node, what: str) -> tuple[str, ...]:
    """The texts of a list, or of a lone text."""
    _check_tag(node)
    if isinstance(node, yaml.SequenceNode):
        return tuple(_text(item, what) for item in node.value)
    return (_text(node, what),)


def _text(node: yaml.Node, what: str) -> str:
    if not isinstance(node, yaml.ScalarNode):
        raise VocabularyError(f"{what} must be text, not a list or mapping (line {_line(node)})")
    _check_tag(node)
    return str(node.value)


def _check_tag(node: yaml.Node) -> None:
    """Refuse tags that ask a loader for an object; none is made here, but nothing good is meant."""
    if not node.tag.startswith("tag:yaml.org,2002:") or "/" in node.tag:
        raise VocabularyError(f"unknown YAML tag {node.tag[:60]!r} (line {_line(node)})")


def _number(node: yaml.Node) -> float:
    text = _text(node, "threshold")
    try:
        return float(text)
    except ValueError:
        raise VocabularyError(f"threshold must be a number 0..1, got {text[:40]!r}") from None


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1
