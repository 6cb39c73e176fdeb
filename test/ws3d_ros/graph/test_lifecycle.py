# SPDX-License-Identifier: Apache-2.0
"""The node's lifecycle: transitions, faults while configuring, and signals in every state."""

from __future__ import annotations

from pathlib import Path
from signal import SIGINT, SIGTERM
from typing import Any

import pytest
from sensor_msgs.msg import PointCloud2
from vision_msgs.msg import LabelInfo

from ws3d_msgs.msg import VocabularyEntry
from ws3d_msgs.srv import GetVocabulary, SetVocabulary

pytestmark = pytest.mark.ros


def ends_cleanly(node: Any, *signals: Any) -> None:
    assert node.stop(*signals) == 0, node.output
    assert "Traceback" not in node.output
    assert "rror" not in node.output, node.output


@pytest.mark.parametrize("signals", [(SIGINT,), (SIGINT, SIGINT), (SIGTERM,)])
def test_ends_cleanly_when_unconfigured(start_node, signals) -> None:
    node, graph = start_node(autostart=False)
    assert graph.state() == "unconfigured"
    ends_cleanly(node, *signals)


@pytest.mark.parametrize("signals", [(SIGINT, SIGINT), (SIGTERM,)])
def test_ends_cleanly_while_configuring(start_node, signals) -> None:
    node, graph = start_node(autostart=True)
    diagnostics = graph.diagnostics()
    # The first word of a node that starts by itself comes while it loads torch and the network.
    graph.until(lambda: diagnostics.part("lifecycle"), 30.0, "the first diagnostics")
    ends_cleanly(node, *signals)


@pytest.mark.parametrize("signals", [(SIGINT,), (SIGINT, SIGINT), (SIGTERM,)])
def test_ends_cleanly_when_active(start_node, signals, points, room_points) -> None:
    node, graph = start_node(input="points")
    graph.active()
    graph.listen("~/labelled_points", PointCloud2)
    publisher = graph.publisher("points", PointCloud2)
    graph.matched(publisher)
    publisher.publish(points(room_points))
    graph.spin(0.1)
    ends_cleanly(node, *signals)


def test_ends_cleanly_when_inactive_and_when_finalized(start_node) -> None:
    node, graph = start_node(autostart=False)
    assert graph.change_state("configure")
    assert graph.state() == "inactive"
    other, second = start_node(autostart=False)
    assert second.change_state("shutdown")
    assert second.state() == "finalized"
    diagnostics = second.diagnostics()
    second.until(lambda: diagnostics.part("lifecycle"), what="diagnostics when finalized")
    ends_cleanly(node, SIGTERM)
    ends_cleanly(other, SIGTERM)


def test_goes_through_all_states_and_keeps_ids(start_node, points, room_points) -> None:
    _, graph = start_node(autostart=False, vocabulary=["wall", "chair"])
    diagnostics = graph.diagnostics()
    clouds = graph.listen("~/labelled_points", PointCloud2)
    infos = graph.listen("~/label_info", LabelInfo)
    publisher = graph.publisher("points", PointCloud2)
    diagnostics.says("lifecycle", "unconfigured")
    refused = graph.call("~/set_vocabulary", SetVocabulary, SetVocabulary.Request())
    assert not refused.success

    assert graph.change_state("configure")
    diagnostics.says("lifecycle", "inactive")
    entries = [VocabularyEntry(name="bed", prompts=["a bed", "a bunk"])]
    request = SetVocabulary.Request(entries=entries, threshold=-1.0)
    assert graph.call("~/set_vocabulary", SetVocabulary, request).success
    assert not infos  # an inactive node is silent

    assert graph.change_state("activate")
    graph.until(lambda: infos, what="label info on activation")
    graph.matched(publisher)
    publisher.publish(points(room_points, stamp=5.0))
    graph.until(lambda: clouds, what="a labelled cloud")

    assert graph.change_state("deactivate")
    diagnostics.says("lifecycle", "inactive")
    count = len(clouds)
    publisher.publish(points(room_points, stamp=6.0))
    graph.spin(1.0)
    assert len(clouds) == count

    before = graph.call("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert graph.change_state("cleanup")
    diagnostics.says("lifecycle", "unconfigured")
    assert graph.change_state("configure")
    assert graph.change_state("activate")
    after = graph.call("~/get_vocabulary", GetVocabulary, GetVocabulary.Request())
    assert (after.entries, after.ids) == (before.entries, before.ids)
    assert after.version > before.version


def test_a_missing_checkpoint_fails_the_transition_and_not_the_node(
    start_node, tiny_checkpoint: Path, tmp_path: Path
) -> None:
    _, graph = start_node(model=str(tmp_path / "nowhere.safetensors"))
    diagnostics = graph.diagnostics()
    status = diagnostics.says("device", "there is no checkpoint at", 60.0)
    assert status.level == b"\x02"
    diagnostics.says("lifecycle", "configuring failed")
    assert graph.state() == "unconfigured"

    truncated = tmp_path / "truncated.safetensors"
    truncated.write_bytes(tiny_checkpoint.read_bytes()[:5000])
    assert graph.set_parameters(model=str(truncated))[0].successful
    assert not graph.change_state("configure")
    diagnostics.says("device", "truncated")

    assert graph.set_parameters(model=str(tiny_checkpoint))[0].successful
    assert graph.set_parameters(text_encoder="word2vec")[0].successful
    assert not graph.change_state("configure")
    diagnostics.says("device", "unknown text encoder 'word2vec'")

    assert graph.set_parameters(text_encoder="")[0].successful
    assert graph.change_state("configure")
    assert diagnostics.says("device", "network on cpu").level == b"\x00"


def test_bad_parameters_at_start_keep_it_unconfigured_until_they_are_right(start_node) -> None:
    node, graph = start_node(threshold=7.0, color="rainbow", expected_rate=10, vocabulary=[""])
    diagnostics = graph.diagnostics()
    status = diagnostics.says("lifecycle", "configuring failed", 20.0)
    for part in ("threshold", "color must be one of label, input, instance", "vocabulary"):
        assert part in status.message
    assert graph.parameter("expected_rate") == 10
    good = graph.set_parameters(threshold=0.2, color="instance", vocabulary=["wall"])
    assert all(result.successful for result in good)
    assert graph.change_state("configure"), node.output
