"""A PostgreSQL server of one's own, in a temporary folder and on a Unix socket only.

`python tests/postgres.py` starts one, prints its address, and stops it with the input's end.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

NOBODY = "nobody"


def programs() -> Path | None:
    """Find the folder of the server's programs; `None` where it is not installed."""
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    found = shutil.which("pg_ctl")
    places += [Path(found).parent] if found else []
    return next((each for each in places if (each / "initdb").exists()), None)


def why_not() -> str:
    """Say why no server can be started; nothing where one can."""
    if not hasattr(os, "getuid"):
        return "PostgreSQL is started on Unix only"
    return "" if programs() else "PostgreSQL is not installed (apt-get install postgresql)"


@contextmanager
def server() -> Iterator[str]:
    """Start a server, give its address, and stop it; as root it runs as somebody else."""
    bin_folder = programs()
    assert bin_folder is not None, why_not()
    folder = Path(mkdtemp(prefix="pg-", dir="/tmp"))
    as_whom: dict[str, object] = {}
    if os.getuid() == 0:
        shutil.chown(folder, NOBODY)
        as_whom = {"user": NOBODY, "extra_groups": []}

    def run(*command: str) -> None:
        subprocess.run(
            command, check=True, cwd=folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **as_whom,
        )  # fmt: skip

    control = str(bin_folder / "pg_ctl")
    data = str(folder / "data")
    try:
        run(str(bin_folder / "initdb"), "-D", data, "-A", "trust", "-U", "tester", "--no-sync")
        options = f"-k {folder} -c listen_addresses="
        run(control, "-D", data, "-o", options, "-l", str(folder / "log"), "-w", "start")
        try:
            yield f"postgresql://tester@/postgres?host={folder}"
        finally:
            run(control, "-D", data, "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    if why_not():
        sys.exit(why_not())
    with server() as address:
        sys.stdout.write(f"{address}\n")
        sys.stdout.flush()
        sys.stdin.read()
