"""Scenario files as tests of pytest: one item for each scenario and protocol.

Whoever has the library has the plugin, whatever their tests are about, so importing it has to
cost nothing: everything else of the library is imported when the first scenario file is found.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from protocol_rules.checks.bank import Pair, Protocols
    from protocol_rules.norms.protocol import Protocol

__all__ = ["LoadedProtocols", "ScenarioFile", "ScenarioItem"]

_ENDINGS = (".yaml", ".yml", ".json")
_FILES = "protocol_rules_files"
# What these mean in the id of a test, to pytest, is not meant by who names a scenario.
_PLAIN = str.maketrans("[]", "()")
# A scenario that expects something has each of these; a file of another program that happens to
# have `scenarios` has not all of them.
_TELLING = (
    re.compile(rb'^["\s{]*(scenarios|expect|expect_in)"?\s*:', re.MULTILINE),
    re.compile(rb'\bexpect(_in)?"?\s*:'),
    re.compile(rb'\b(given|about)"?\s*:'),
)


class LoadedProtocols(Mapping[str, "Protocol"]):
    """Protocols by the name under which they ship, or by the path of a rule file.

    Each is loaded when it is first asked for, and then kept. Raises `InvalidInput`, as `load`
    does, where there is none.
    """

    @cached_property
    def kept(self) -> Protocols:
        """What has been loaded."""
        from protocol_rules.checks.bank import Protocols  # noqa: PLC0415

        return Protocols()

    def __getitem__(self, name_or_path: str) -> Protocol:
        """Load a protocol, or give it again."""
        return self.kept.named(name_or_path)

    def __iter__(self) -> Iterator[str]:
        """Name the protocols that ship."""
        from protocol_rules.resolve import shipped  # noqa: PLC0415

        return iter(shipped())

    def __len__(self) -> int:
        """Count the protocols that ship."""
        return sum(1 for _ in self)


_KEPT = pytest.StashKey[LoadedProtocols]()


class ScenarioFile(pytest.File):
    """A file of scenarios."""

    def collect(self) -> Iterable[ScenarioItem]:
        """Give an item for each scenario and each protocol of which it expects something."""
        from protocol_rules.checks.bank import Listed, read_one  # noqa: PLC0415

        kept = self.config.stash[_KEPT].kept
        file = read_one(Listed(str(self.path), is_named=True), kept)
        for pair in () if file is None else file.pairs:
            name = pair.entry.story.name or f"line {pair.entry.place.span.line}"
            item = f"{pair.council}: {name}".translate(_PLAIN).replace("::", ":")
            yield ScenarioItem.of(self, item, pair)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str | TerminalRepr:
        """Show what is wrong with the file, and not where in the library it was found."""
        return _refusal(excinfo) or super().repr_failure(excinfo)


class ScenarioItem(pytest.Item):
    """One scenario under one protocol."""

    pair: Pair

    @classmethod
    def of(cls, parent: ScenarioFile, name: str, pair: Pair) -> ScenarioItem:
        """Make the item, with the tags of the scenario as its markers."""
        item: ScenarioItem = cls.from_parent(parent, name=name)  # pyright: ignore[reportUnknownMemberType]
        item.pair = pair
        for tag in pair.tags:
            item.config.addinivalue_line("markers", f"{tag}: scenarios with the tag {tag}")
            item.add_marker(tag)
        return item

    def runtest(self) -> None:
        """Hold the answer against the expectation."""
        from protocol_rules.checks.run import check_pair  # noqa: PLC0415
        from protocol_rules.report.checked import failure  # noqa: PLC0415

        checked = check_pair(self.pair)
        if not checked.passed:
            raise NotAsExpected(failure(checked))

    def repr_failure(
        self,
        excinfo: pytest.ExceptionInfo[BaseException],
        style: TracebackStyle | None = None,
    ) -> str | TerminalRepr:
        """Show in what the answer is another one, or what is wrong with the files."""
        if isinstance(excinfo.value, NotAsExpected):
            return str(excinfo.value)
        return _refusal(excinfo) or super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int, str]:
        """Say where the scenario stands; pytest counts lines from 0."""
        return self.path, self.pair.entry.place.span.line - 1, self.name


class NotAsExpected(AssertionError):
    """The answer to a scenario is not the one that it expects."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project say which of its files may hold scenarios."""
    told = (
        "Patterns of the files that may hold scenarios, such as scenarios/*.yaml; all by default."
    )
    parser.addini(_FILES, told, type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Keep the protocols that are loaded for the whole run."""
    config.stash[_KEPT] = LoadedProtocols()


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Take a file in which a scenario expects something."""
    if file_path.suffix not in _ENDINGS:
        return None
    patterns: list[str] = parent.config.getini(_FILES)
    if patterns and not any(_fits(file_path, each, parent.config.rootpath) for each in patterns):
        return None
    try:
        content = file_path.read_bytes()
    except OSError:
        return None
    if not all(telling.search(content) for telling in _TELLING):
        return None
    return ScenarioFile.from_parent(parent, path=file_path)  # pyright: ignore[reportUnknownMemberType]


@pytest.fixture(scope="session")
def protocols(pytestconfig: pytest.Config) -> LoadedProtocols:
    """Protocols by name or path, each loaded once for the whole run."""
    return pytestconfig.stash[_KEPT]


def _fits(path: Path, pattern: str, root: Path) -> bool:
    """Tell whether a path fits, from the root of the project on or by its last parts."""
    below = path.relative_to(root) if path.is_relative_to(root) else path
    return fnmatch(below.as_posix(), pattern) or path.match(pattern)


def _refusal(excinfo: pytest.ExceptionInfo[BaseException]) -> str:
    """Give the message where the library has refused something; nothing for other errors."""
    from protocol_rules.errors import ProtocolRulesError  # noqa: PLC0415

    return str(excinfo.value) if isinstance(excinfo.value, ProtocolRulesError) else ""
