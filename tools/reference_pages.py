"""Write the pages that follow from the rule files and the checks, ledgers among them.

Run `python tools/reference_pages.py` after a change of the rules; with `--check` nothing is
written, and the exit code is 1 where a page is stale.
"""

# ruff: noqa: INP001 - a script, and no package

import sys
from pathlib import Path

from coverage_page import coverage
from lint_page import lint_page
from vocabulary_page import vocabulary

from protocol_rules import Protocol, load
from protocol_rules.checks import by_clause, expecting
from protocol_rules.report.ledger import ledger_of, ledger_page
from protocol_rules.resolve import shipped

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "docs" / "reference"
WRITTEN = "<!-- Written by tools/reference_pages.py from the rule files. -->\n\n"


def main() -> int:
    """Write the pages, or tell whether they are fresh."""
    protocols = [load(name) for name in shipped()]
    pages = {"coverage.md": coverage(protocols), "vocabulary.md": vocabulary(protocols)}
    pages["../lint/README.md"] = lint_page()
    pages |= {f"ledger/{each.council}.md": ledger(each) for each in protocols}
    stale = [name for name, page in pages.items() if _on_disk(FOLDER / name) != page]
    for name in stale:
        if "--check" in sys.argv[1:]:
            sys.stderr.write(f"{name} is stale: run `python tools/reference_pages.py`\n")
        else:
            (FOLDER / name).parent.mkdir(exist_ok=True)
            (FOLDER / name).write_text(pages[name], encoding="utf-8")
    return 1 if stale and "--check" in sys.argv[1:] else 0


def ledger(protocol: Protocol) -> str:
    """Write the ledger of a protocol, with the scenarios of this checkout."""
    exercised = by_clause(expecting(ROOT / "tests" / "scenarios", protocol))
    return WRITTEN + ledger_page(protocol, ledger_of(protocol, exercised))


def _on_disk(page: Path) -> str:
    return page.read_text(encoding="utf-8") if page.is_file() else ""


if __name__ == "__main__":
    sys.exit(main())
