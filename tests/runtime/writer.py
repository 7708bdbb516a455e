"""A process that records events of a case, and says of each that it was acknowledged.

    writer.py STORE NAME COUNT [full|read-only]

`full` lets no file grow beyond what it takes for a few events, `read-only` takes on a user who may
write nowhere.
"""

import os
import resource
import sys

from protocol_rules.bank_holidays import bank_holidays
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.runtime import open_case
from protocol_rules.runtime.recording import Told
from protocol_rules.runtime.store import Store


def main(where: str, name: str, count: int, kind: str = "") -> None:
    """Record events, each with a note of its own."""
    if kind == "full":
        resource.setrlimit(resource.RLIMIT_FSIZE, (60_000, 60_000))
    if kind == "read-only":
        # Whatever is imported late is imported before nothing can be read any more.
        Store(":memory:").close()
        open_case("warm", ["town_council"]).record(about="enquiry")
        bank_holidays("england", 2025)
        if os.getuid() == 0:
            os.seteuid(65534)
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
