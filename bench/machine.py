# SPDX-License-Identifier: Apache-2.0
"""Machine: what the figures were taken on."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import numpy
import torch


def describe() -> dict[str, object]:
    """Processor, cores, load and versions."""
    return {
        "cpu": _cpu_model(),
        "cores": len(os.sched_getaffinity(0)),
        "cuda": torch.cuda.get_device_name() if torch.cuda.is_available() else None,
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        # Above the number of programs that this bench runs, others took part of the time.
        "load_before": round(os.getloadavg()[0], 2),
        "system": f"{platform.system()} {platform.machine()}",
        "python": ".".join(map(str, sys.version_info[:3])),
        "torch": torch.__version__,
        "numpy": numpy.__version__,
    }


def in_one_line(machine: dict[str, object]) -> str:
    """For a person."""
    return (
        f"{machine['cores']} cores of {machine['cpu']}, {machine['memory_gib']} GiB, "
        f"CUDA: {machine['cuda'] or 'none'}, Python {machine['python']}, torch {machine['torch']}; "
        f"load before: {machine['load_before']}"
    )


def warning(machine: dict[str, object]) -> str:
    """What to know before the figures are believed; empty on a quiet machine."""
    load, cores = float(str(machine["load_before"])), int(str(machine["cores"]))
    if load < 0.3 * cores:
        return ""
    return (
        f"load {load:g} on {cores} cores: other programs take part of the time, and every figure "
        "but CPU time is too high. Wait until they have ended"
    )


def _cpu_model() -> str:
    """As the kernel names it, with the vector instructions that matter here."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor() or "unknown"
    fields = dict(line.split(":", 1) for line in lines if ":" in line)
    values = {name.strip(): value.strip() for name, value in fields.items()}
    flags = set(values.get("flags", "").split())
    vector = [flag for flag in ("avx2", "avx512f", "avx512_bf16", "amx_bf16") if flag in flags]
    return f"{values.get('model name', platform.processor())} ({' '.join(vector)})"
