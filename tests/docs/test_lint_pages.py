"""The pages of the lint checks: what they say to avoid is found, what they prefer passes."""

import re
import textwrap
from pathlib import Path

import pytest
from doc_pages import ROOT, blocks

from protocol_rules.lint.check import Linted
from protocol_rules.lint.run import CHECKS, lint
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary

FOLDER = ROOT / "docs" / "lint"
WITH_SCENARIOS = "norm-without-scenario"
"""The check that needs a bank of scenarios beside the rules."""

HEAD = "council: tidy\nname: Tidy Council\ntitle: A tidy protocol\n"


def cases(heading: str) -> list[object]:
    """Give the rules that stand under a heading of each page, each with the name of the check."""
    found: list[object] = []
    for path in sorted(FOLDER.glob("*-*.md")):
        if path.stem == WITH_SCENARIOS:
            continue
        page = path.read_text("utf-8")
        part = re.split(r"^## ", page, flags=re.MULTILINE)
        (section,) = (each for each in part if each.startswith(heading))
        for number, block in enumerate(blocks(section), 1):
            found.append(pytest.param(path, block.text, id=f"{path.stem}-{number}"))
    return found


def codes(text: str, *, only: tuple[str, ...] = (), whole: bool = False) -> set[str]:
    """Lint the cards, or the rules with a head of their own, that a page shows."""
    rules = text if "clauses:" in text else f"clauses:\n{textwrap.indent(text, '  ')}"
    source = parse(HEAD + rules, "tidy.yaml")
    linted = Linted(resolve(source, shared_vocabulary())[0], source)
    return {each.code for each in lint([linted], whole=whole, only=only).open}


@pytest.mark.parametrize(("path", "text"), cases("Avoid"))
def test_what_is_to_be_avoided_is_found(path: Path, text: str) -> None:
    """The check finds its own fault."""
    assert path.stem in codes(text) | codes(text, only=(path.stem,), whole=True)


@pytest.mark.parametrize(("path", "text"), cases("Prefer"))
def test_what_is_preferred_passes(path: Path, text: str) -> None:
    """No check at all finds anything in it."""
    assert codes(text) == set()
    if path.stem != "unused-word":  # no page could use all the shared words
        assert codes(text, only=(path.stem,), whole=True) == set()


def test_each_page_has_its_cases() -> None:
    """A page without an example shows nothing."""
    for heading in ("Avoid", "Prefer"):
        assert {case.values[0].stem for case in cases(heading)} == {
            each.name for each in CHECKS
        } - {WITH_SCENARIOS}
