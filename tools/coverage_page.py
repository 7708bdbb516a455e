"""Write docs/reference/coverage.md from the rule files: which clauses are encoded.

Run `python tools/coverage_page.py` after a change of the rules; with `--check` nothing is written,
and the exit code is 1 where the page is stale.
"""

# ruff: noqa: INP001 - a script, and no package

import sys
from collections.abc import Iterator
from pathlib import Path

from protocol_rules import Protocol, load
from protocol_rules.norms.protocol import Clause
from protocol_rules.resolve import shipped

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "coverage.md"
HEAD = """\
<!-- Written by tools/coverage_page.py from the rule files; change those, and run it again. -->

# Coverage

These are the clauses that have a card in the [rule files](../../rules/), with the number of norms
on them. A clause that is not listed here is not encoded: no answer speaks of it, and that an answer
says nothing of a matter does not mean that the printed protocol says nothing of it.

A clause stands under the first of its topics; an item without topics stands with the clause that
it is part of. A clause without a norm is a statement, a definition or a principle, or it is an item
of a clause that has the norm.
"""


def main() -> int:
    """Write the page, or tell whether it is fresh."""
    page = coverage([load(name) for name in shipped()])
    if "--check" not in sys.argv[1:]:
        PAGE.write_text(page, encoding="utf-8")
    elif not PAGE.is_file() or PAGE.read_text(encoding="utf-8") != page:
        sys.stderr.write(f"{PAGE.name} is stale: run `python tools/coverage_page.py`\n")
        return 1
    return 0


def coverage(protocols: list[Protocol]) -> str:
    """Word the page."""
    return "\n".join(
        [HEAD, *_summary(protocols), *(line for each in protocols for line in _section(each))]
    )


def _summary(protocols: list[Protocol]) -> Iterator[str]:
    yield "| protocol | council | clauses encoded | of these with a norm | norms |"
    yield "|---|---|--:|--:|--:|"
    for each in protocols:
        bearing = sum(bool(clause.norms) for clause in each.clauses.values())
        name = f"[`{each.council}`](#{each.name.lower().replace(' ', '-')})"
        yield f"| {name} | {each.name} | {len(each.clauses)} | {bearing} | {len(each.norms)} |"


def _section(protocol: Protocol) -> Iterator[str]:
    yield f"\n## {protocol.name}\n"
    adopted = f", adopted {protocol.adopted.isoformat()}" if protocol.adopted else ""
    yield f"{protocol.title}{adopted}.\n"
    yield "| topic | clauses | norms | which |"
    yield "|---|--:|--:|---|"
    for topic, title in {**protocol.vocabulary.topics, "": "No topic"}.items():
        clauses = [each for each in protocol.clauses.values() if _topic(each, protocol) == topic]
        if clauses:
            norms = sum(len(each.norms) for each in clauses)
            names = ", ".join(each.id for each in clauses)
            yield f"| {title} | {len(clauses)} | {norms} | {names} |"


def _topic(clause: Clause, protocol: Protocol) -> str:
    """Give the first topic of a clause, or of the clause that it is part of."""
    if not clause.topics and clause.part_of:
        return _topic(protocol.clauses[clause.part_of], protocol)
    return clause.topics[0] if clause.topics else ""


if __name__ == "__main__":
    sys.exit(main())
