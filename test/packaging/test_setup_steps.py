# SPDX-License-Identifier: Apache-2.0
"""Set-up does what is new, skips what is not, and does again what was cut off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from steps import SetupError, Step, hash_of, run, run_steps


def counting_step(name: str, key: str, done: list[str]) -> Step:
    return Step(name, key, lambda: done.append(f"{name} {key}"))


def test_no_steps_do_nothing(tmp_path: Path) -> None:
    assert run_steps([], tmp_path / "stamps") == []
    assert not (tmp_path / "stamps").exists()


def test_a_step_is_done_once_for_a_key(tmp_path: Path) -> None:
    done: list[str] = []
    steps = [counting_step("first", "a", done), counting_step("second", "b", done)]
    assert run_steps(steps, tmp_path) == ["first", "second"]
    assert run_steps(steps, tmp_path) == []
    changed = [steps[0], counting_step("second", "c", done)]
    assert run_steps(changed, tmp_path) == ["second"]
    assert done == ["first a", "second b", "second c"]


def test_a_step_that_failed_is_done_again_and_those_before_it_are_not(tmp_path: Path) -> None:
    done: list[str] = []

    def fail() -> None:
        raise SetupError("no network")

    before = counting_step("before", "a", done)
    run_steps([before, counting_step("broken", "old", done)], tmp_path)
    with pytest.raises(SetupError, match="no network"):
        run_steps([before, Step("broken", "new", fail)], tmp_path)
    # Also with the key of before the failure: nobody knows what the failed step left.
    assert run_steps([before, counting_step("broken", "old", done)], tmp_path) == ["broken"]
    assert done == ["before a", "broken old", "broken old"]


def test_hash_follows_contents_and_names(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    empty = hash_of(folder)
    (folder / "a").write_text("text")
    with_a = hash_of(folder)
    (folder / "a").rename(folder / "b")
    with_b = hash_of(folder)
    (folder / "b").write_text("other")
    assert len({empty, with_a, with_b, hash_of(folder), hash_of(tmp_path / "absent")}) == 5
    (folder / "__pycache__").mkdir()
    before = hash_of(folder)
    (folder / "__pycache__" / "b.pyc").write_text("anything")
    assert hash_of(folder) == before
    assert hash_of("ab", "c") != hash_of("a", "bc")


def test_a_command_that_fails_shows_its_last_words(tmp_path: Path) -> None:
    log = tmp_path / "log.txt"
    run([sys.executable, "-c", "print('fine')"], os.environ, log)
    program = "import sys; print('the reason', file=sys.stderr); sys.exit(3)"
    with pytest.raises(SetupError, match=r"the reason(.|\n)*exit 3") as failure:
        run([sys.executable, "-c", program], os.environ, log)
    assert str(log) in str(failure.value)
    assert "fine" not in str(failure.value)
    assert "fine" in log.read_text()


def test_a_second_set_up_waits_for_the_first(tmp_path: Path, project: Path) -> None:
    program = (
        f"import sys; sys.path.insert(0, {str(project / 'environment')!r})\n"
        "from pathlib import Path\n"
        "from steps import only_one\n"
        f"with only_one(Path({str(tmp_path)!r})):\n"
        "    print('inside', flush=True)\n"
        "    sys.stdin.read()\n"
    )

    def start() -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return subprocess.Popen([sys.executable, "-c", program], stdin=pipe, stdout=pipe, text=True)

    with start() as first:
        assert first.stdout is not None
        assert first.stdout.readline() == "inside\n"
        with start() as second:
            assert second.stdout is not None
            assert "waiting" in second.stdout.readline()
            assert second.poll() is None
            first.communicate()
            assert second.stdout.readline() == "inside\n"
            second.communicate()
    assert (first.returncode, second.returncode) == (0, 0)
