# SPDX-License-Identifier: Apache-2.0
"""Runs that are killed, shared by two processes, lose one, or fill the disk: nothing is lost."""

import os
import resource
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
import yaml
from safetensors.torch import load_file

from ws3d_model.commands.main import main
from ws3d_model.learning.caption_book import CaptionBook
from ws3d_model.learning.engine import STATE
from ws3d_model.learning.scan_store import ScanStore
from ws3d_model.learning.text_vectors import TextVectors
from ws3d_model.worlds.words import GENERAL, TRAIN_SYNONYMS

Toy = dict[str, dict[str, Any]]
COMMAND = "ws3d_model.commands.main"


def arguments(toy: Toy, folder: Path, shards: Path, out: str) -> list[str]:
    path = folder / f"{out}.yaml"
    path.write_text(yaml.safe_dump(toy))
    where = ["--data", str(shards), "--out", str(folder / out), "--device", "cpu", "--quiet"]
    return ["train", "pretrain", str(path), *where]


def start(words: list[str], **environment: str) -> subprocess.Popen[str]:
    root = Path(__file__).parents[3]
    known = {**os.environ, "PYTHONPATH": str(root), "OMP_NUM_THREADS": "1", **environment}
    return subprocess.Popen([sys.executable, *words], env=known, text=True, stderr=subprocess.PIPE)


def torchrun(words: list[str]) -> subprocess.Popen[str]:
    alone = ["--standalone", "--nproc-per-node", "2"]
    return start(["-m", "torch.distributed.run", *alone, "-m", COMMAND, *words])


# What `torchrun` starts, without the time that every process takes to import torch.
TWO_PROCESSES = """
import os, sys
from ws3d_model.commands.main import main
import ws3d_model.learning.pretraining
child = os.fork()
os.environ.update(RANK="01"[child == 0], LOCAL_RANK="01"[child == 0])
status = main(sys.argv[1:])
if child == 0:
    os._exit(status)
sys.exit(status or os.waitpid(child, 0)[1])
"""


def two_processes(words: list[str]) -> subprocess.Popen[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    where = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": str(port)}
    return start(["-c", TWO_PROCESSES, *words], WORLD_SIZE="2", **where)


def assert_same(first: Path, second: Path, tolerance: float = 0.0) -> None:
    one, other = load_file(first / STATE), load_file(second / STATE)
    assert one.keys() == other.keys()
    for name, value in one.items():
        torch.testing.assert_close(value, other[name], atol=tolerance, rtol=tolerance, msg=name)


@pytest.fixture
def one_thread() -> Any:
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
def test_a_killed_run_ends_with_the_weights_of_an_unbroken_one(
    toy: Toy, shards: Path, tmp_path: Path, one_thread: None
) -> None:
    toy["training"]["steps"] = 8
    assert main(arguments(toy, tmp_path, shards, "unbroken")) == 0
    toy["training"]["save_every"] = 0.0
    words = arguments(toy, tmp_path, shards, "killed")
    run = start(["-m", COMMAND, *words])
    log = tmp_path / "killed" / "log.jsonl"
    while run.poll() is None and not (log.exists() and log.stat().st_size):
        time.sleep(0.01)
    run.send_signal(signal.SIGKILL)
    assert run.wait() == -signal.SIGKILL
    with log.open("a") as lines:
        lines.write('{"step": 7, "sec')  # what a kill may leave
    assert main(words) == 0
    assert_same(tmp_path / "unbroken", tmp_path / "killed")
    steps = [yaml.safe_load(line)["step"] for line in log.read_text().splitlines()]
    assert steps == sorted(set(steps))
    assert steps[-1] == 8


def write_texts(folder: Path, store: ScanStore, captions: int) -> None:
    """Random vectors of everything that a text space of the store asks an encoder for."""
    numbers = np.random.default_rng(0)
    book = CaptionBook.build(store, captions, wrong=0)
    words = [
        word for wordings in (TRAIN_SYNONYMS, GENERAL) for w in wordings.values() for word in w
    ]
    for kind, texts in (("names", tuple(dict.fromkeys(words))), ("captions", book.texts)):
        vectors = numbers.standard_normal((len(texts), 8)).astype(np.float32)
        TextVectors(texts, vectors, "minilm-l6-v2", "00").save(folder / f"{kind}-minilm_l6_v2.npz")


@pytest.mark.slow
def test_two_processes_do_what_one_does_with_the_doubled_batch(
    toy: Toy, shards: Path, store: ScanStore, tmp_path: Path, one_thread: None
) -> None:
    toy["spaces"] = {"toy": {"names": 1.0, "region": 0.5, "scene": 0.5}}
    toy["losses"].update(text_voxels=100_000, pooled_voxels=100_000)
    for out in ("one", "two"):
        write_texts(tmp_path / out, store, captions=3)
    toy["training"]["steps"] = 4
    toy["training"]["lr"] = 1e-3
    toy["data"]["scans"] = 4
    assert main(arguments(toy, tmp_path, shards, "one")) == 0
    toy["data"]["scans"] = 2
    run = two_processes(arguments(toy, tmp_path, shards, "two"))
    _, errors = run.communicate(timeout=200)
    assert run.returncode == 0, errors
    assert_same(tmp_path / "one", tmp_path / "two", tolerance=2e-4)


@pytest.mark.slow
def test_when_one_process_dies_the_other_says_so_and_the_state_stays(
    toy: Toy, shards: Path, tmp_path: Path
) -> None:
    toy["training"].update(steps=100_000, save_every=0.0)
    run = torchrun(arguments(toy, tmp_path, shards, "two"))
    state = tmp_path / "two" / STATE
    while run.poll() is None and not state.exists():
        time.sleep(0.05)
    parents = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(run.pid)], capture_output=True, text=True
    )
    workers = [int(line.split()[0]) for line in parents.stdout.splitlines() if COMMAND in line]
    os.kill(max(workers), signal.SIGKILL)
    _, errors = run.communicate(timeout=60)
    assert run.returncode != 0
    assert "give the same command to go on" in errors or "SIGKILL" in errors
    load_file(state)


def test_a_full_disk_stops_with_a_clear_error_and_the_last_state_stays(
    toy: Toy, shards: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(arguments(toy, tmp_path, shards, "full")) == 0
    before = (tmp_path / "full" / STATE).read_bytes()
    toy["training"]["steps"] = 8
    words = arguments(toy, tmp_path, shards, "full")
    # A limit on files' sizes is to one process what a full disk is to all.
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, limits[1]))
    try:
        assert main(words) == 2
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    said = capsys.readouterr().err
    assert "could not be written" in said
    assert "make room" in said
    assert (tmp_path / "full" / STATE).read_bytes() == before
    assert not list((tmp_path / "full").glob(".*part*"))
