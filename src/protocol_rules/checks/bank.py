"""The bank: every scenario below any number of files and folders, with the rules it is held to."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from protocol_rules.checks.protocols import names_of, protocol_named
from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.norms.scenario_levels import EVERY_PROTOCOL
from protocol_rules.norms.words import words_of
from protocol_rules.resolve import load, shipped
from protocol_rules.source import Limits, Source, content, read_content
from protocol_rules.validation import FileKind, Place, is_clearly_no

__all__ = [
    "Bank",
    "BankFile",
    "Listed",
    "Pair",
    "Protocols",
    "files_below",
    "nothing_there",
    "read_bank",
    "read_one",
    "usual",
]

USUAL = (Path("tests", "scenarios"), Path("scenarios"))
"""Where a bank lies that nobody names."""

_ENDINGS = (".yaml", ".yml", ".json")


@dataclass(frozen=True, slots=True)
class Listed:
    """A file that may hold scenarios; of one that was named itself nothing else is accepted."""

    path: str
    is_named: bool


@dataclass(frozen=True, slots=True)
class Pair:
    """One scenario under one protocol: `council` is the name by which the scenario asks for it."""

    entry: ScenarioEntry
    council: str
    protocol: Protocol

    @property
    def tags(self) -> tuple[str, ...]:
        """The tags of the scenario."""
        return self.entry.written.tags

    @property
    def place(self) -> Place:
        """Where it stands what is expected."""
        return self.entry.place_of_expectation(self.council)

    @property
    def names(self) -> tuple[str, ...]:
        """What the pair goes by: its file, its scenario, its protocol and its tags."""
        return (self.entry.place.source.file, self.entry.story.name, self.council, *self.tags)


@dataclass(frozen=True, slots=True)
class BankFile:
    """A file of scenarios, with the digest of the bytes that were read."""

    source: Source
    digest: str
    entries: tuple[ScenarioEntry, ...]
    protocols: Mapping[str, Protocol]

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every scenario under each protocol of which it expects something."""
        return tuple(
            Pair(entry, council, protocol)
            for entry in self.entries
            for council in entry.expectations
            if (protocol := self.protocols.get(council)) is not None
        )


@dataclass(frozen=True, slots=True)
class Bank:
    """All files of scenarios, and how many others were passed over on the way."""

    files: tuple[BankFile, ...]
    passed_over: int

    @property
    def entries(self) -> tuple[ScenarioEntry, ...]:
        """Every scenario of every file."""
        return tuple(entry for each in self.files for entry in each.entries)

    @property
    def pairs(self) -> tuple[Pair, ...]:
        """Every scenario under each protocol of which it expects something."""
        return tuple(pair for each in self.files for pair in each.pairs)

    @property
    def protocols(self) -> Mapping[str, Protocol]:
        """The protocols of which some scenario expects anything, by a name that loads them."""
        named = {each.protocol.council: each for each in reversed(self.pairs)}
        return {each.council: each.protocol for _, each in sorted(named.items())}

    def entries_on(self, protocol: Protocol) -> tuple[ScenarioEntry, ...]:
        """Every scenario that expects something of a protocol."""
        return tuple(each for each in self.entries if names_of(protocol, each))


@dataclass(slots=True)
class Protocols:
    """Protocols by the names that scenarios use, each loaded once.

    `instead` holds, by council, those that stand in for what ships, and for their own files.
    """

    instead: Mapping[str, Protocol] = field(default_factory=dict[str, Protocol])
    _loaded: dict[str, Protocol | InvalidInput] = field(
        default_factory=dict[str, "Protocol | InvalidInput"], init=False
    )

    def named(self, name: str) -> Protocol:
        """Give a protocol by its council or by the path of its file; raises `InvalidInput`."""
        if name in self.instead:
            return self.instead[name]
        place = os.path.realpath(name)
        for each in self.instead.values():
            if os.path.realpath(each.file) == place:
                return each
        if name not in self._loaded:
            try:
                self._loaded[name] = load(name)
            except InvalidInput as error:
                self._loaded[name] = error
        found = self._loaded[name]
        if isinstance(found, InvalidInput):
            raise found
        return found


def read_bank(
    paths: str | Path | Iterable[str | Path] = (), protocols: Mapping[str, Protocol] | None = None
) -> Bank:
    """Read every scenario below some files and folders, or where scenarios usually lie.

    `protocols` stand in for what ships, by council. Raises `InvalidInput` with all faults of all
    files, and where there is no scenario at all.
    """
    loaded = Protocols(protocols or {})
    files: list[BankFile] = []
    faults: list[Diagnostic] = []
    listed = files_below(paths)
    for each in listed:
        try:
            read = read_one(each, loaded)
        except InvalidInput as error:
            faults += error.diagnostics
        else:
            files += () if read is None else (read,)
    if faults:
        raise InvalidInput(faults)
    if not files:
        raise InvalidInput([nothing_there(paths)])
    return Bank(tuple(files), len(listed) - len(files))


def usual() -> tuple[str, ...]:
    """Name the folder in which scenarios lie that nobody names; () where there is none."""
    return tuple(str(each) for each in USUAL if each.is_dir())[:1]


def files_below(paths: str | Path | Iterable[str | Path] = ()) -> tuple[Listed, ...]:
    """List the files, each once; folders are gone through in order, hidden ones left out.

    Raises `InvalidInput` for each path that is not there, and where nothing is named and nothing
    lies where scenarios usually lie.
    """
    # One path by itself is no list of its letters.
    several = [paths] if isinstance(paths, str | Path) else paths
    named = [*dict.fromkeys(map(str, several))]
    if not named:
        named = [*usual()]
    if not named:
        raise InvalidInput([nothing_there(())])
    found: dict[str, Listed] = {}
    faults: list[Diagnostic] = []
    for path in named:
        if path and Path(path).is_dir():
            for each in _below(path, faults.append):
                found.setdefault(os.path.realpath(each), Listed(each, is_named=False))
        elif path and Path(path).exists():
            place = os.path.realpath(path)
            first = found[place].path if place in found else path
            found[place] = Listed(first, is_named=True)
        else:
            faults.append(Diagnostic("no-such-file", f"there is no file or folder {quote(path)}"))
    if faults:
        raise InvalidInput(faults)
    return tuple(found.values())


def read_one(listed: Listed, protocols: Protocols) -> BankFile | None:
    """Read one file; `None` where it lies in a folder and clearly holds no scenarios.

    The words of a file are those of the protocols that it names. Raises `InvalidInput`.
    """
    limits = Limits.from_environment()
    data = content(listed.path, limits)
    source = read_content(data, listed.path, limits)
    if not listed.is_named and is_clearly_no(FileKind.SCENARIOS, source):
        return None
    return in_source(source, hashlib.sha256(data).hexdigest(), protocols)


def in_source(source: Source, digest: str, protocols: Protocols) -> BankFile:
    """Read the scenarios of a parsed file, with the protocols that they name."""
    named = _named_in(source.plain())
    loaded: dict[str, Protocol] = {}
    broken: list[Diagnostic] = []
    for name in named:
        try:
            loaded[name] = protocols.named(name)
        except InvalidInput as error:
            # That there is no such protocol is told below, where the name stands.
            broken += (each for each in error.diagnostics if each.span is not None)
    try:
        entries = scenarios_in(source, words_of([*loaded.values()]))
    except InvalidInput:
        if broken:  # without the words of its rule file, a file seems full of unknown ones
            raise InvalidInput(broken) from None
        raise
    for entry in entries:
        for council in entry.expectations:
            protocol_named(council, entry, protocols.named)
    if entries:
        entries[0].place.faults.stop_if_any()
    return BankFile(source, digest, entries, loaded)


def nothing_there(paths: str | Path | Iterable[str | Path]) -> Diagnostic:
    """Word that there is no scenario to check."""
    several = [paths] if isinstance(paths, str | Path) else paths
    where = ", ".join(quote(each) for each in several)
    usual = " or ".join(f"`{each.as_posix()}`" for each in USUAL)
    message = f"there are no scenarios below {where}" if where else f"there is no folder {usual}"
    hint = "a file of scenarios has `scenarios: [...]`, or `given` and `expect` of one"
    return Diagnostic("no-scenarios", message, hint=hint if where else "name files or folders")


def _below(folder: str, tell: Callable[[Diagnostic], None]) -> Iterator[str]:
    def refuse(error: OSError) -> None:
        message = f"the folder {quote(error.filename)} cannot be read: {error.strerror}"
        tell(Diagnostic("not-readable", message))

    for at, folders, files in os.walk(folder, onerror=refuse):
        folders[:] = sorted(each for each in folders if not each.startswith("."))
        for name in sorted(files):
            if name.endswith(_ENDINGS) and not name.startswith("."):
                yield os.path.normpath(os.path.join(at, name))  # noqa: PTH118 - quick, and a text


def _named_in(plain: object) -> tuple[str, ...]:
    """Name the protocols that a file speaks of, whatever else is wrong with it."""
    found: dict[str, None] = {}
    for part in _parts(plain):
        own, other = part.get("protocol"), part.get("expect_in")
        names: list[object] = cast("list[object]", own) if isinstance(own, list) else [own]
        if isinstance(other, dict):
            names = [*names, *cast("dict[object, object]", other)]
        for name in names:
            if name == EVERY_PROTOCOL:
                found |= dict.fromkeys(shipped())
            elif isinstance(name, str) and name:
                found[name] = None
    return tuple(found)


def _parts(plain: object) -> Iterator[Mapping[str, Any]]:
    """Give every mapping of a file that may name a protocol: its head, scenarios and rows."""
    if not isinstance(plain, dict):
        return
    whole = cast("dict[str, Any]", plain)
    yield whole
    yield from _parts(whole.get("defaults"))
    for key in ("scenarios", "rows"):
        several = whole.get(key)
        if isinstance(several, list):
            for each in cast("list[object]", several):
                yield from _parts(each)
