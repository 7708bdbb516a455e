"""From a rule file to a protocol; every fault of the file is told at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath
from typing import Any, cast

from protocol_rules.diagnostics import quote
from protocol_rules.document import CardWritten, ProtocolWritten, ScopeWritten
from protocol_rules.norms.protocol import Clause, Protocol
from protocol_rules.resolve.breadcrumb import Breadcrumbs
from protocol_rules.resolve.cards import CardReader
from protocol_rules.resolve.coherence import check_breaches, check_circles, check_parts
from protocol_rules.resolve.head import calendar_of, words_of
from protocol_rules.resolve.precedence import overrides_among, with_provisos, with_scope
from protocol_rules.resolve.references import References, check_quoted
from protocol_rules.source import Source
from protocol_rules.validation import Faults, FileKind, Place, check_kind
from protocol_rules.validation.validate import validate, validate_whole
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["resolve"]

_WORDS = ("facts", "roles", "actions")
_NO_FILE = "<text>"


def resolve(source: Source, shared: Vocabulary) -> tuple[Protocol, Faults]:
    """Read a rule file whole: a protocol whose names all resolve.

    Raises `InvalidInput` with every fault; the faults given back are warnings only.
    """
    faults = Faults()
    place, plain = Place(source, faults), source.plain()
    check_kind(FileKind.RULES, plain, place)
    written = _head(plain, place)
    vocabulary = words_of(written, shared, place)
    if any(word in plain for word in _WORDS):
        # Without all its own words a protocol would seem full of unknown ones.
        faults.stop_if_any()
    cards = _cards(plain, place)
    calendar = calendar_of(written, place)
    references = References(written.council, source)
    reader = CardReader(vocabulary, references)
    clauses = _read(cards, reader)
    check_parts(cards)
    clauses = _scoped(plain, clauses, references, reader, place)
    _check_name(written.council, place)
    faults.stop_if_any()
    definitions = {
        fact: condition for each in clauses.values() for fact, condition in each.defines.items()
    }
    norms = with_provisos(norm for clause in clauses.values() for norm in clause.norms)
    overrides = overrides_among(norms, vocabulary.roles)
    check_breaches(norms, reader.spots, reader.conditions.breaches)
    check_circles(norms, overrides, definitions, reader.spots, faults)
    faults.stop_if_any()
    protocol = Protocol(
        council=written.council,
        name=written.name,
        title=written.title,
        calendar=calendar,
        clauses={
            name: replace(each, norms=tuple(norms[norm.address] for norm in each.norms))
            for name, each in clauses.items()
        },
        vocabulary=vocabulary,
        overrides=overrides,
        definitions=definitions,
        adopted=written.adopted,
        accepts=written.accepts,
        file=source.file,
    )
    return protocol, faults


def _head(plain: Mapping[str, Any], place: Place) -> ProtocolWritten:
    """Read everything but the lists, whose parts are read one by one."""
    head = dict(plain)
    for key in ("clauses", "scopes"):
        if isinstance(plain.get(key), list):
            head[key] = []
    return validate_whole(ProtocolWritten, head, place)


def _listed(plain: Mapping[str, Any], key: str) -> list[object]:
    return cast("list[object]", plain[key]) if isinstance(plain.get(key), list) else []


def _cards(plain: Mapping[str, Any], place: Place) -> list[tuple[CardWritten, Place]]:
    crumbs = Breadcrumbs(place.source)
    cards: list[tuple[CardWritten, Place]] = []
    for position, card in enumerate(_listed(plain, "clauses")):
        spot = (place / "clauses" / position).within(crumbs.at(position))
        written = validate(CardWritten, card, spot)
        if written is not None:
            cards.append((written, spot))
    return cards


def _read(cards: list[tuple[CardWritten, Place]], reader: CardReader) -> dict[str, Clause]:
    clauses: dict[str, Clause] = {}
    definitions: dict[str, Condition] = {}
    for card, spot in cards:
        if card.id in clauses:
            first = clauses[card.id].span
            line = f" (line {first.line})" if first is not None else ""
            (spot / "id").fault("duplicate-clause", f"clause {quote(card.id)} stands twice{line}")
        clause = reader.clause(card, spot)
        for fact in clause.defines:
            if fact in definitions:
                message = f"the fact `{fact}` is defined twice"
                (spot / "defines" / fact).fault("duplicate-definition", message, at="key")
        definitions.update(clause.defines)
        clauses[card.id] = clause
    return clauses


def _scoped(
    plain: Mapping[str, Any],
    clauses: dict[str, Clause],
    references: References,
    reader: CardReader,
    place: Place,
) -> dict[str, Clause]:
    scoped = dict(clauses)
    for position, written in enumerate(_listed(plain, "scopes")):
        spot = place / "scopes" / position
        scope = validate(ScopeWritten, written, spot)
        if scope is None:
            continue
        unless = reader.conditions.read(scope.unless, spot / "unless")
        when = reader.conditions.read(scope.when, spot / "when")
        for index, prefix in enumerate(scope.clauses):
            at = spot / "clauses" / index
            check_quoted(prefix, at)
            below = references.section(prefix)
            if not below:
                hint = references.nearest_section(prefix)
                at.fault("unknown-clause", f"no clause {quote(prefix)} and none below it", hint)
            for name in scoped.keys() & below:
                norms = tuple(with_scope(norm, unless, when) for norm in scoped[name].norms)
                scoped[name] = replace(scoped[name], norms=norms)
    return scoped


def _check_name(council: str, place: Place) -> None:
    file = PurePath(place.source.file)
    if place.source.file != _NO_FILE and file.stem != council:
        message = f"the file is named {quote(file.name)}, and the council {quote(council)}"
        hint = f"protocols are found by their file's name: name it {council}{file.suffix}"
        (place / "council").fault("name-differs", message, hint, severity="warning")
