"""From a rule file to a protocol; every fault of the file is told at once."""

from __future__ import annotations

from dataclasses import replace

from protocol_rules.diagnostics import Diagnostic, quote
from protocol_rules.document import ProtocolWritten
from protocol_rules.norms.conditions import Condition
from protocol_rules.norms.protocol import Clause, Norm, Override, Protocol
from protocol_rules.resolve.cards import CardReader
from protocol_rules.resolve.graph import DEEPEST, circles, dependencies, longest_chain
from protocol_rules.resolve.head import calendar_of, words_of
from protocol_rules.resolve.precedence import overrides_among, with_provisos, with_scope
from protocol_rules.resolve.references import References
from protocol_rules.source import Source, Table
from protocol_rules.validation import Faults, Path, Place, validate
from protocol_rules.vocabulary import Vocabulary

__all__ = ["resolve"]


def resolve(source: Source, shared: Vocabulary) -> tuple[Protocol, Faults]:
    """Read a rule file whole: a protocol whose names all resolve.

    Raises `InvalidInput` with every fault; the faults given back are warnings only.
    """
    written = validate(ProtocolWritten, source, lambda path: breadcrumb(source, path))
    faults = Faults.none()
    place = Place(source, faults)
    vocabulary = words_of(written, shared, place)
    calendar = calendar_of(written, place)
    references = References(written.council, written.clauses)
    reader = CardReader(vocabulary, references)
    clauses: dict[str, Clause] = {}
    definitions: dict[str, Condition] = {}
    for position, card in enumerate(written.clauses):
        spot = (place / "clauses" / position).within(
            breadcrumb(source, ("clauses", position, "id"))
        )
        if card.id in clauses:
            first = clauses[card.id].span
            line = f" (line {first.line})" if first is not None else ""
            (spot / "id").fault("duplicate-clause", f"clause {quote(card.id)} stands twice{line}")
        clause = reader.clause(card, spot)
        for fact in clause.defines:
            if fact in definitions:
                (spot / "defines" / fact).fault(
                    "duplicate-definition", f"the fact `{fact}` is defined twice", at="key"
                )
        definitions.update(clause.defines)
        clauses[card.id] = clause
    clauses = _scoped(written, clauses, references, reader, place)
    faults.stop_if_any()
    norms = with_provisos(norm for clause in clauses.values() for norm in clause.norms)
    overrides = overrides_among(norms, vocabulary.roles)
    _check_circles(norms, overrides, definitions, source, faults)
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
        file=source.file,
    )
    return protocol, faults


def breadcrumb(source: Source, path: Path) -> str:
    """Name the clause that a path belongs to, as in `Medway Council, 10 A title, 10(a)`."""
    if len(path) < 2 or path[0] != "clauses" or not isinstance(source.root, Table):  # noqa: PLR2004
        return ""
    name = _text(source, ("name",)) or _text(source, ("council",))
    clause, parent = (_text(source, (*path[:2], key)) for key in ("id", "part_of"))
    title = _title_of(source, parent or clause)
    return ", ".join(filter(None, [name, f"{parent or clause} {title}".strip(), parent and clause]))


def _text(source: Source, path: Path) -> str:
    return getattr(source.node(path), "text", "")


def _title_of(source: Source, clause: str) -> str:
    cards = source.node(("clauses",))
    for position in range(len(getattr(cards, "items", ()))):
        if _text(source, ("clauses", position, "id")) == clause:
            return _text(source, ("clauses", position, "title"))
    return ""


def _scoped(
    written: ProtocolWritten,
    clauses: dict[str, Clause],
    references: References,
    reader: CardReader,
    place: Place,
) -> dict[str, Clause]:
    scoped = dict(clauses)
    for position, scope in enumerate(written.scopes):
        spot = place / "scopes" / position
        unless = reader.conditions.read(scope.unless, spot / "unless")
        when = reader.conditions.read(scope.when, spot / "when")
        for index, prefix in enumerate(scope.clauses):
            at = spot / "clauses" / index
            if not at.is_quoted():
                at.fault("unquoted-id", f"the clause id {quote(prefix)} stands without quotation marks",
                         f'write "{prefix}"')  # fmt: skip
            below = references.section(prefix)
            if not below:
                at.fault("unknown-clause", f"no clause {quote(prefix)} and none below it")
            for name in below:
                norms = tuple(with_scope(norm, unless, when) for norm in scoped[name].norms)
                scoped[name] = replace(scoped[name], norms=norms)
    return scoped


def _check_circles(
    norms: dict[str, Norm],
    overrides: dict[str, tuple[Override, ...]],
    definitions: dict[str, Condition],
    source: Source,
    faults: Faults,
) -> None:
    graph = dependencies(norms.values(), overrides, definitions)
    found = list(circles(graph))
    for circle in found:
        first = next((norms[name] for name in circle if name in norms), None)
        span = None if first is None else first.span
        named = " needs ".join(quote(name) for name in circle)
        faults.add(Diagnostic(
            "cycle", f"a circle: {named}", span,
            "overrides, definitions, presumptions and breaches may not come back to where they began",
            excerpt="" if span is None else source.excerpt(span),
        ))  # fmt: skip
    if not found and longest_chain(graph) > DEEPEST:
        faults.add(Diagnostic("too-deep", f"a chain of exceptions to exceptions is longer than {DEEPEST}"))
