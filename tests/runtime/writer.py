"""A process that records events of a case, and says of each that it was acknowledged.

    writer.py STORE NAME COUNT [full]

`full` lets no file grow beyond what it takes for a few events.
"""

import resource
import sys

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store import Store


def main(where: str, name: str, count: int, kind: str = "") -> None:
    """Record events, each with a note of its own."""
    if kind == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    try:
        with Store(where, create=False) as store:
            for number in range(count):
                told = Told(done="give_advice", note=f"{name} {number} {'x' * 200}")
                store.record("late", told)
                sys.stdout.write(f"{number}\n")
                sys.stdout.flush()
    except InvalidInput as error:
        sys.stderr.write(f"{error}\n")
        sys.exit(2)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
