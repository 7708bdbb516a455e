"""Scenario files as tests of pytest: one item for each scenario and protocol.

Whoever has the library has the plugin, whatever their tests are about, so importing it has to
cost nothing: everything else of the library is imported when the first scenario file is found.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from _pytest._code.code import TerminalRepr, TracebackStyle

    from protocol_rules.checks import Judgement
    from protocol_rules.norms.protocol import Protocol
    from protocol_rules.norms.scenario_file import ScenarioEntry

__all__ = ["Protocols", "ScenarioFile", "ScenarioItem"]

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


class Protocols(Mapping[str, "Protocol"]):
    """Protocols by the name under which they ship, or by the path of a rule file.

    Each is loaded when it is first asked for, and then kept. Raises `InvalidInput`, as `load`
    does, where there is none.
    """

    def __init__(self) -> None:
        """Start with nothing loaded."""
        self._loaded: dict[str, Protocol] = {}

    def __getitem__(self, name_or_path: str) -> Protocol:
        """Load a protocol, or give it again."""
        from protocol_rules.resolve import load  # noqa: PLC0415

        if name_or_path not in self._loaded:
            self._loaded[name_or_path] = load(name_or_path)
        return self._loaded[name_or_path]

    def __iter__(self) -> Iterator[str]:
        """Name the protocols that ship."""
        from protocol_rules.resolve import shipped  # noqa: PLC0415

        return iter(shipped())

    def __len__(self) -> int:
        """Count the protocols that ship."""
        return sum(1 for _ in self)


_KEPT = pytest.StashKey[Protocols]()


class ScenarioFile(pytest.File):
    """A file of scenarios."""

    def collect(self) -> Iterable[ScenarioItem]:
        """Give an item for each scenario and each protocol of which it expects something."""
        from protocol_rules.norms.scenario_file import read_scenarios  # noqa: PLC0415

        for entry in read_scenarios(self.path):
            name = entry.story.name or f"line {entry.place.span.line}"
            for protocol in entry.expectations:
                item = f"{protocol}: {name}".translate(_PLAIN).replace("::", ":")
                yield ScenarioItem.of(self, item, entry, protocol)

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str | TerminalRepr:
        """Show what is wrong with the file, and not where in the library it was found."""
        return _refusal(excinfo) or super().repr_failure(excinfo)


class ScenarioItem(pytest.Item):
    """One scenario under one protocol."""

    entry: ScenarioEntry
    protocol: str

    @classmethod
    def of(
        cls, parent: ScenarioFile, name: str, entry: ScenarioEntry, protocol: str
    ) -> ScenarioItem:
        """Make the item, with the tags of the scenario as its markers."""
        item: ScenarioItem = cls.from_parent(parent, name=name)  # pyright: ignore[reportUnknownMemberType]
        item.entry, item.protocol = entry, protocol
        for tag in entry.written.tags:
            item.config.addinivalue_line("markers", f"{tag}: scenarios with the tag {tag}")
            item.add_marker(tag)
        return item

    def runtest(self) -> None:
        """Hold the answer against the expectation."""
        from protocol_rules.checks import judge  # noqa: PLC0415

        loaded = self.config.stash[_KEPT]
        for judgement in judge(self.entry, self._only(loaded)):
            if not judgement.passed:
                raise NotAsExpected(judgement)

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
        return self.path, self.entry.place.span.line - 1, self.name

    def _only(self, loaded: Protocols) -> Callable[[str], Protocol | None]:
        return lambda name: loaded[name] if name == self.protocol else None


class NotAsExpected(AssertionError):
    """The answer to a scenario is not the one that it expects."""

    def __init__(self, judgement: Judgement) -> None:
        """Say in what it differs."""
        super().__init__(str(judgement))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a project say which of its files may hold scenarios."""
    told = (
        "Patterns of the files that may hold scenarios, such as scenarios/*.yaml; all by default."
    )
    parser.addini(_FILES, told, type="args", default=[])


def pytest_configure(config: pytest.Config) -> None:
    """Keep the protocols that are loaded for the whole run."""
    config.stash[_KEPT] = Protocols()


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
def protocols(pytestconfig: pytest.Config) -> Protocols:
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
