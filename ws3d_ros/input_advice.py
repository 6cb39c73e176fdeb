# SPDX-License-Identifier: Apache-2.0
"""Why nothing useful comes in, and what to do about it: rules over facts, without ROS."""

from __future__ import annotations

from dataclasses import dataclass

PATIENCE = 3.0  # seconds without usable input before the node says why
RATE_WINDOW = 5.0  # seconds over which rates and losses are counted

SHARED_MEMORY_CURE = (
    "Fast DDS loses large best-effort messages by default: set "
    "FASTRTPS_DEFAULT_PROFILES_FILE (Kilted: FASTDDS_DEFAULT_PROFILES_FILE) to ws3d's "
    "fastdds_shm.xml in the PUBLISHER's process and start it again, or for more than about 30 MB "
    "ask for reliable delivery (parameter qos_overrides.TOPIC.subscription.reliability: reliable)"
)


@dataclass(frozen=True)
class Publisher:
    """A publisher of the topic as the graph shows it."""

    node: str
    type_name: str
    incompatible: str = ""  # why its QoS does not fit ours; empty: it fits


@dataclass(frozen=True)
class TopicFacts:
    """What is known about one input topic.

    Args:
        topic: its resolved name.
        type_name: the type that we subscribe to, "sensor_msgs/msg/PointCloud2".
        publishers: everybody who publishes it.
        received: messages received since activation.
        silence: seconds since the last one, or since activation.
        rate: messages received per second, over `RATE_WINDOW`.
        lost: messages lost on the way, by the middleware's own count, over `RATE_WINDOW`.
    """

    topic: str
    type_name: str
    publishers: tuple[Publisher, ...] = ()
    received: int = 0
    silence: float = 0.0
    rate: float = 0.0
    lost: int = 0


@dataclass(frozen=True)
class InputFacts:
    """What is known about the input as a whole.

    Args:
        topics: of the input in use; several for RGB-D.
        since_usable: seconds since the last measurement that could be used, or since activation.
        fault: why the last measurement could not be used; empty when it could.
        unmatched: RGB-D messages that found no partners by stamp; their largest gap in seconds.
        expected_rate: of the sensor in Hz, 0 when unknown.
        clock_stands: simulated time is asked for, but no /clock came.
    """

    topics: tuple[TopicFacts, ...]
    since_usable: float
    fault: str = ""
    unmatched: str = ""
    expected_rate: float = 0.0
    clock_stands: bool = False


def advise(facts: InputFacts) -> str:
    """One sentence that says what is wrong with the input and what to do; empty when nothing is."""
    for topic in facts.topics:
        if loss := _loss(topic, facts.expected_rate):
            return loss
    if facts.since_usable < PATIENCE:
        return facts.fault
    for topic in facts.topics:
        if absence := _absence(topic):
            return absence
    if facts.fault:
        return facts.fault
    if facts.unmatched:
        return facts.unmatched
    if facts.clock_stands:
        return "use_sim_time is set but no /clock arrives: play the bag with --clock or unset it"
    return f"no usable measurement for {facts.since_usable:.0f} s"


def _loss(topic: TopicFacts, expected_rate: float) -> str:
    """A topic that arrives in part: by the middleware's count, or against the expected rate."""
    received = topic.rate * RATE_WINDOW
    if topic.lost >= 3 and topic.lost > 0.2 * received:
        return (
            f"{topic.topic} loses messages on the way: {topic.lost} lost, {received:.0f} received "
            f"in {RATE_WINDOW:.0f} s. {SHARED_MEMORY_CURE}"
        )
    settled = topic.received >= 2 and topic.silence < PATIENCE
    if settled and topic.rate < 0.5 * expected_rate:
        return (
            f"{topic.topic} arrives at {topic.rate:.1f} Hz, expected_rate is {expected_rate:g} Hz. "
            f"{SHARED_MEMORY_CURE}"
        )
    return ""


def _absence(topic: TopicFacts) -> str:
    """A topic of which nothing has come for a while."""
    if topic.silence < PATIENCE:
        return ""
    fitting = [p for p in topic.publishers if p.type_name == topic.type_name]
    if not topic.publishers:
        return (
            f"nobody publishes {topic.topic}: start the driver or remap the topic; "
            "`ros2 topic list -t` shows what there is, ROS_DOMAIN_ID must be the same"
        )
    if not fitting:
        other = topic.publishers[0]
        return (
            f"{topic.topic} is published by {other.node} as {other.type_name}, "
            f"but {topic.type_name} is needed: remap to another topic"
        )
    incompatible = [p for p in fitting if p.incompatible]
    if len(incompatible) == len(fitting):
        return (
            f"the QoS of {fitting[0].node} on {topic.topic} does not fit: "
            f"{fitting[0].incompatible}; change it with the parameter "
            f"qos_overrides.{topic.topic}.subscription.*"
        )
    if topic.received == 0:
        return (
            f"{fitting[0].node} publishes {topic.topic} but nothing arrives: either it sends "
            "nothing (paused bag, lidar not spinning), or the messages are lost. "
            f"{SHARED_MEMORY_CURE}"
        )
    return f"{topic.topic} is silent for {topic.silence:.0f} s; {fitting[0].node} is still there"
