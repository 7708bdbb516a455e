"""Write into every page what its commands and examples really show; then look at `git diff`."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from doc_pages import PAGES, ROOT, refreshed

for path in PAGES:
    page = path.read_text("utf-8")
    fresh = refreshed(page)
    if fresh != page:
        path.write_text(fresh, "utf-8")
        print(f"{path.relative_to(ROOT)} has new outputs")  # noqa: T201 - it talks to a person
