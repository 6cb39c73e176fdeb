# SPDX-License-Identifier: Apache-2.0
"""The picture and the page of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ws3d_model.visualization import Frame, Panel, draw_panels, write_page
from ws3d_ros.demo.outcome import Outcome


def show_outcome(
    outcome: Outcome, title: str, subtitle: str, folder: Path, same: Mapping[str, str]
) -> list[Path]:
    """Write picture.png and page.html; returns their paths, none where there is nothing to show.

    Args:
        same: words for one thing, which share a colour.
    """
    parts = [(part.title, part.frames) for part in outcome.parts if part.frames]
    if not parts:
        return []
    if outcome.fused:
        panels = _fused_panels([(name, frames[0]) for name, frames in parts])
    else:
        panels = _single_panels(parts[-1][1])
    columns = 3 if len(panels) == 3 else 2
    picture = folder / "picture.png"
    draw_panels(panels, title, subtitle, columns=columns, same=same).save(picture, compress_level=6)
    frames = [frame for _, found in parts for frame in found]
    page = write_page(
        frames, folder / "page.html", title, subtitle, same_view=outcome.fused, same=same
    )
    return [picture, page]


def _fused_panels(parts: list[tuple[str, Frame]]) -> list[Panel]:
    first = parts[0][1]
    panels = [Panel("What the sensor saw", first, "input")]
    panels += [Panel(name, frame, "labels") for name, frame in parts]
    return [*panels, Panel("Objects and boxes", first, "instances", boxes=True)]


def _single_panels(frames: list[Frame]) -> list[Panel]:
    """The cloud with the most boxes."""
    frame = max(frames, key=lambda frame: len(frame.scene.boxes))
    return [
        Panel(
            f"{frame.title}: input, coloured by height" if frame.cloud.rgb is None else "Input",
            frame,
            "input",
        ),
        Panel("Labels", frame, "labels"),
        Panel("Objects and boxes", frame, "instances", boxes=True),
    ]
