"""On what was measured."""

from __future__ import annotations

import os
import platform
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from table import Table

__all__ = ["machine"]

PACKAGES = (
    "protocol-rules", "pydantic", "pyyaml",
    "zen-engine", "cedarpy", "durable_rules", "rule-engine",
)  # fmt: skip


def machine(packages: Sequence[str] = PACKAGES) -> Table:
    """Tell the processor, the Python and the versions."""
    rows = [
        ["what", "value"],
        ["processor", _processor()],
        ["cores of the machine, and used", f"{os.cpu_count()}, {_used()}"],
        ["Python", f"{platform.python_implementation()} {platform.python_version()}"],
        *([name, _version(name)] for name in packages),
    ]
    return Table("Machine and versions", rows)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    lines = info.read_text("utf-8").splitlines() if info.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def _used() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"
