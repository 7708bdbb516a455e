"""The documentation does what it says: examples run, links lead somewhere, nothing is stale."""

import importlib
import pkgutil
import re
import subprocess
import sys
from pathlib import Path

import pytest
from doc_pages import PAGES, ROOT, blocks, line_of, run

import protocol_rules.lint

LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.DOTALL | re.MULTILINE)
LINT_PAGES = sorted((ROOT / "docs" / "lint").glob("*-*.md"))
OUTSIDE = ("https:", "http:", "mailto:")

each_page = pytest.mark.parametrize(
    "path", [pytest.param(path, id=str(path.relative_to(ROOT))) for path in PAGES]
)


@each_page
def test_what_a_page_shows_is_what_happens(path: Path) -> None:
    """Every example of the page runs, and gives the output that stands below it."""
    page = path.read_text("utf-8")
    stale = [each for each in run(page) if page[each.block.start : each.block.end] != each.real]
    places = [
        f"line {line_of(page, each.block)} shows another output than:\n{each.real}"
        for each in stale
    ]
    assert not stale, "\n".join(
        [*places, "`python tests/docs/accept.py` writes the real output into the pages"]
    )


@each_page
def test_links_lead_somewhere(path: Path) -> None:
    """A relative link leads to a file that is there, and to a heading that it has."""
    lost: list[str] = []
    for link in LINK.findall(CODE.sub("", path.read_text("utf-8"))):
        if link.startswith(OUTSIDE):
            continue
        name, _, anchor = link.partition("#")
        target = path.parent / name if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            lost.append(link)
    assert not lost


@each_page
def test_a_block_that_is_not_run_says_why(path: Path) -> None:
    """Only blocks with a reason are left out."""
    page = path.read_text("utf-8")
    assert page.count("<!-- not run") == page.count("<!-- not run: ")
    assert sum(not block.is_run for block in blocks(page)) == page.count("<!-- not run: ")


def test_each_lint_check_has_its_page() -> None:
    """The pages under docs/lint are named for the checks, one for one."""
    modules = [
        importlib.import_module(f"protocol_rules.lint.{each.name}")
        for each in pkgutil.iter_modules(protocol_rules.lint.__path__)
    ]
    checks = {module.CHECK.name for module in modules if hasattr(module, "CHECK")}
    assert {path.stem for path in LINT_PAGES} == checks


@pytest.mark.parametrize("path", LINT_PAGES, ids=lambda path: path.stem)
def test_a_lint_page_has_its_parts(path: Path) -> None:
    """What to avoid, what to prefer, and why, in this order."""
    headings = HEADING.findall(CODE.sub("", path.read_text("utf-8")))
    assert headings[1:] == ["Avoid", "Prefer", "Why"]


def test_the_pages_that_follow_from_the_rules_are_fresh() -> None:
    """They say what the rule files hold; `python tools/reference_pages.py` writes them anew."""
    command = [sys.executable, str(ROOT / "tools" / "reference_pages.py"), "--check"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr


def anchors(path: Path) -> set[str]:
    """The anchors which a forge makes of the headings of a page."""
    if path.is_dir() or path.suffix != ".md":
        return set()
    text = re.sub(r"^```.*?^```$", "", path.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", title).strip().lower().replace(" ", "-")
        for title in HEADING.findall(text)
    }
