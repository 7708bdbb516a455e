"""Files of claims, in YAML or JSON."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import Any, cast

from protocol_rules.checks.bank import Protocols, files_below
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.scenario_levels import EVERY_PROTOCOL
from protocol_rules.proofs.claim import Claim
from protocol_rules.proofs.claim_models import ClaimFileWritten, ClaimWritten, PositionWritten
from protocol_rules.proofs.wanted import SILENT, Wanted
from protocol_rules.resolve.lookup import Lookup
from protocol_rules.source import Source, read
from protocol_rules.validation import Faults, FileKind, Place, check_kind, is_clearly_no
from protocol_rules.validation.validate import validate
from protocol_rules.vocabulary import Modality, shipped
from protocol_rules.vocabulary.condition_reader import ConditionReader
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["Named", "claims_below", "claims_in"]

Named = Callable[[str], Protocol]
"""Gives a protocol by its name or path; raises `InvalidInput`."""


def claims_below(path: str, chosen: Sequence[str] = ()) -> tuple[Claim, ...]:
    """Read the claims of a file, or of every file of claims below a folder.

    Raises `InvalidInput` with all faults of all files.
    """
    protocols = Protocols()
    found: list[Claim] = []
    faults: list[Diagnostic] = []
    for each in chosen:
        try:
            protocols.named(each)
        except InvalidInput as error:
            faults += error.diagnostics
    for listed in files_below(path):
        try:
            source = read(listed.path)
            if listed.is_named or not is_clearly_no(FileKind.CLAIMS, source):
                found += claims_in(source, protocols.named, chosen)
        except InvalidInput as error:
            faults += error.diagnostics
    if faults:
        raise InvalidInput(faults)
    return tuple(found)


def claims_in(source: Source, named: Named, chosen: Sequence[str] = ()) -> tuple[Claim, ...]:
    """Read the claims of a parsed file, one for each protocol and role that they are about.

    `chosen` are the names of the only protocols that matter; a claim that names none is about
    these. Raises `InvalidInput` with every fault and its place.
    """
    faults = Faults()
    root, plain = Place(source, faults), source.plain()
    check_kind(FileKind.CLAIMS, plain, root)
    reader = _Reader(root, named, tuple(dict.fromkeys(chosen)))
    claims = reader.claims(plain)
    faults.stop_if_any()
    return tuple(claims)


class _Reader:
    """Reads claims by the words of each protocol that they are about."""

    def __init__(self, root: Place, named: Named, chosen: tuple[str, ...]) -> None:
        self._root = root
        self._named = named
        self._chosen = chosen
        self._loaded: dict[str, Protocol | None] = {}

    def claims(self, plain: dict[str, Any]) -> list[Claim]:
        head, entries = self._head(plain), plain.get("claims")
        if not isinstance(entries, list):
            return []
        found: list[Claim] = []
        lines: dict[str, int] = {}
        for position, entry in enumerate(cast("list[object]", entries)):
            place = self._root / "claims" / position
            written = validate(ClaimWritten, entry, place)
            if written is None:
                continue
            self._check_name(written.name, place / "name", lines)
            found += self._claims_of(written, place, head)
        return found

    def _head(self, plain: dict[str, Any]) -> tuple[str, ...]:
        """Read the head of the file, and tell what is wrong with the list as a whole."""
        entries = plain.get("claims")
        head = dict(plain)
        if isinstance(entries, list):
            head["claims"] = []
            if not entries:
                message = "at least one claim is wanted here"
                (self._root / "claims").fault("empty-value", message)
        written = validate(ClaimFileWritten, head, self._root)
        return () if written is None else written.protocol

    def _check_name(self, name: str, place: Place, lines: dict[str, int]) -> None:
        if name in lines:
            message = f"two claims are named {quote(name)}"
            place.fault("duplicate-name", message, f"the first stands in line {lines[name]}")
        lines.setdefault(name, place.span.line)

    def _claims_of(
        self, written: ClaimWritten, place: Place, head: tuple[str, ...]
    ) -> Iterator[Claim]:
        own = (place / "protocol").is_there
        spot = place / "protocol" if own else self._root / "protocol"
        names = written.protocol or head
        wanted = _wanted(written, place / "position")
        for name, at in self._about(names, spot, place):
            protocol = self._protocol(name, at)
            if protocol is None or wanted is None:
                continue
            condition = self._condition(written, protocol, place)
            before = len(place.faults.diagnostics)
            lookup = Lookup(protocol.vocabulary)
            lookup.action(written.action, place / "action")
            lookup.roles(written.role, place / "role")
            is_sound = len(place.faults.diagnostics) == before
            if not is_sound or (condition is None and written.when is not None):
                continue
            for role in written.role:
                yield Claim(
                    written.name, protocol, condition, role, written.action,
                    wanted, written.because, place,
                )  # fmt: skip

    def _about(
        self, names: tuple[str, ...], spot: Place, place: Place
    ) -> Iterator[tuple[str, Place]]:
        """Give the protocols that a claim is about, each with the place where it is named."""
        if not names:
            if not self._chosen and not spot.is_there:
                message = "nothing says which protocol the claim is about"
                hint = "add `protocol`, here or at the head, or name one on the command line"
                place.fault("missing-key", message, hint, at="key")
            yield from ((each, place) for each in self._chosen)
        for position, name in enumerate(names):
            at = spot / position if (spot / position).is_there else spot
            for each in shipped() if name == EVERY_PROTOCOL else (name,):
                if not self._chosen or self._is_chosen(each, at):
                    yield each, at

    def _is_chosen(self, name: str, at: Place) -> bool:
        if name in self._chosen:
            return True
        protocol = self._protocol(name, at)
        return protocol is not None and any(
            self._protocol(each, at) is protocol for each in self._chosen
        )

    def _protocol(self, name: str, at: Place) -> Protocol | None:
        """Give a protocol; one that there is not is told where it is named."""
        if name not in self._loaded:
            self._loaded[name] = None
            try:
                self._loaded[name] = self._named(name)
            except InvalidInput as error:
                for each in error.diagnostics:
                    if each.span is None:
                        at.fault(each.code, each.message, each.hint)
                    else:
                        at.faults.add(each)
        return self._loaded[name]

    def _condition(
        self, written: ClaimWritten, protocol: Protocol, place: Place
    ) -> Condition | None:
        def norm_at(reference: str, spot: Place) -> str | None:
            return _norm_at(reference, spot, protocol)

        reader = ConditionReader(protocol.vocabulary, norm_at)
        return reader.read(written.when, place / "when")


def _wanted(written: ClaimWritten, place: Place) -> Wanted | None:
    position = written.position
    if isinstance(position, PositionWritten):
        return Wanted(None, _modalities(position.at_least), _modalities(position.never))
    if SILENT in position and len(position) > 1:
        message = "a position is silent, or it has other words"
        place.fault("silent-and-not", message)
        return None
    return Wanted(_modalities(each for each in position if each != SILENT))


def _modalities(words: Any) -> tuple[Modality, ...]:  # noqa: ANN401 - words of the models
    return tuple(dict.fromkeys(map(Modality, words)))


def _norm_at(reference: str, place: Place, protocol: Protocol) -> str | None:
    """Find the norm that a claim names; a clause will do where it has one norm."""
    clause, hash_sign, _ = reference.removeprefix(f"{protocol.council}/").partition("#")
    known = protocol.clauses.get(clause)
    addresses = [] if known is None else [norm.address for norm in known.norms]
    wanted = f"{protocol.council}/{reference.removeprefix(f'{protocol.council}/')}"
    if wanted in addresses:
        return wanted
    if len(addresses) == 1 and not hash_sign:
        return addresses[0]
    if known is None:
        message = f"no clause {quote(clause)} in `{protocol.council}`"
        place.fault("unknown-clause", message, did_you_mean(clause, protocol.clauses))
    elif hash_sign or not addresses:
        message = f"no norm {quote(reference)} in `{protocol.council}`"
        place.fault("unknown-norm", message, _listed(addresses))
    else:
        message = f"clause {quote(reference)} has several norms"
        place.fault("ambiguous-norm", message, _listed(addresses))
    return None


def _listed(addresses: Collection[str]) -> str:
    names = ", ".join(f"`{each.partition('/')[2]}`" for each in addresses)
    return f"one of {names}" if names else "it has none"
