# SPDX-License-Identifier: Apache-2.0
"""Every reason why nothing usable comes in has its sentence, with the cure."""

from __future__ import annotations

from dataclasses import replace

from ws3d_ros.input_advice import InputFacts, Publisher, TopicFacts, advise

CLOUD = "sensor_msgs/msg/PointCloud2"
DRIVER = Publisher("/driver", CLOUD)
GOOD = TopicFacts("/points", CLOUD, (DRIVER,), received=50, silence=0.1, rate=10.0)
SILENT = replace(GOOD, received=0, silence=4.0, rate=0.0)


def advice(topic: TopicFacts, since_usable: float = 4.0, **facts: object) -> str:
    return advise(replace(InputFacts((topic,), since_usable), **facts))


def test_nothing_is_said_at_start_and_when_all_is_well() -> None:
    assert advice(replace(SILENT, silence=0.5), 0.5) == ""
    assert advice(GOOD, 0.1) == ""
    assert advice(GOOD, 0.1, expected_rate=10.0) == ""


def test_nobody_publishes() -> None:
    said = advice(replace(SILENT, publishers=()))
    assert "nobody publishes /points" in said
    assert "remap" in said


def test_another_type() -> None:
    scan = Publisher("/laser", "sensor_msgs/msg/LaserScan")
    said = advice(replace(SILENT, publishers=(scan,)))
    assert "/laser as sensor_msgs/msg/LaserScan" in said
    assert CLOUD in said


def test_qos_that_does_not_fit() -> None:
    said = advice(replace(SILENT, publishers=(replace(DRIVER, incompatible="reliability"),)))
    assert "does not fit: reliability" in said
    assert "qos_overrides./points.subscription" in said


def test_one_fitting_publisher_is_enough() -> None:
    bad = replace(DRIVER, incompatible="reliability")
    assert "does not fit" not in advice(replace(SILENT, publishers=(bad, DRIVER)))


def test_a_publisher_of_which_nothing_arrives() -> None:
    assert "fastdds_shm.xml" in advice(SILENT)


def test_a_publisher_that_fell_silent() -> None:
    assert "is silent for 4 s" in advice(replace(GOOD, silence=4.0, rate=0.0))


def test_messages_that_cannot_be_used() -> None:
    assert advice(GOOD, fault="no field 'x'") == "no field 'x'"
    assert advice(GOOD, 0.5, fault="no field 'x'") == "no field 'x'"


def test_losses_counted_by_the_middleware_name_the_cure_at_once() -> None:
    said = advice(replace(GOOD, lost=20, rate=1.0), 0.5)
    assert "20 lost, 5 received" in said
    assert "PUBLISHER" in said
    assert advice(replace(GOOD, lost=2), 0.5) == ""


def test_a_rate_far_below_the_expected_one_names_the_cure() -> None:
    assert "expected_rate is 30 Hz" in advice(GOOD, 0.1, expected_rate=30.0)


def test_images_without_partners() -> None:
    assert advice(GOOD, unmatched="no stamps within 0.03 s") == "no stamps within 0.03 s"


def test_simulated_time_without_a_clock() -> None:
    assert "/clock" in advice(GOOD, clock_stands=True)
