"""The environment of the benchmarks: the library as it lies here, and the peers."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

__all__ = ["HERE", "ROOT", "pin", "prepared"]

HERE = Path(__file__).parent
ROOT = HERE.parent
FOLDER = HERE / ".venv"
PEERS = HERE / "requirements.txt"
LOCK = ROOT / "requirements" / "dev.lock"


def prepared() -> Path:
    """Give the Python of the environment, made where there is none or where it is out of date.

    A peer that cannot be installed is named, and left out.
    """
    python = FOLDER / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    wanted = _digest()
    stamp = FOLDER / "installed"
    if python.exists() and stamp.exists() and stamp.read_text("utf-8") == wanted:
        return python
    print(f"Preparing {FOLDER.relative_to(ROOT)}", flush=True)
    venv.create(FOLDER, with_pip=True, clear=True)
    _install(python, "-c", str(LOCK), "-e", str(ROOT)).check_returncode()
    for line in PEERS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            done = _install(python, line)
            if done.returncode:
                print(f"{line} cannot be installed: {done.stderr.strip().splitlines()[-1]}")
    stamp.write_text(wanted, "utf-8")
    return python


def pin() -> int | None:
    """Keep this process and those that it starts on one core; give its number, where that goes."""
    if not hasattr(os, "sched_setaffinity"):
        return None
    core = max(os.sched_getaffinity(0))
    os.sched_setaffinity(0, {core})
    return core


def _digest() -> str:
    files = (PEERS, LOCK, ROOT / "pyproject.toml")
    texts = b"".join(each.read_bytes() for each in files)
    return f"{sys.version} {hashlib.sha256(texts).hexdigest()}"


def _install(python: Path, *wanted: str) -> subprocess.CompletedProcess[str]:
    command = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check", *wanted]
    return subprocess.run(command, capture_output=True, text=True, check=False)
