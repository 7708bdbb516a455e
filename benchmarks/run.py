"""Prepare the environment of the benchmarks, and run them there on one core."""

import os
import subprocess
import sys

from environment import HERE, pin, prepared

SETTINGS = ("PYTHON", "PROTOCOL_RULES_")

if __name__ == "__main__":
    python = prepared()
    pin()
    # What the caller's environment changes should change nothing here.
    plain = {name: os.environ[name] for name in os.environ if not name.startswith(SETTINGS)}
    command = [str(python), str(HERE / "compare.py"), *sys.argv[1:]]
    sys.exit(subprocess.run(command, env=plain, check=False).returncode)
