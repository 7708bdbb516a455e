"""What a cold start of a peer does: read its norms and one situation, and tell what applies."""

import json
import sys
from pathlib import Path

from peers import peer

engine, folder = peer(sys.argv[1]), Path(sys.argv[2])
facts = json.loads((folder / "facts.json").read_text("utf-8"))
for council, told in facts.items():
    one = engine((folder / f"{council}.txt").read_text("utf-8"))
    print(council, *sorted(one.addresses(one.evaluate(one.told(told)))))
