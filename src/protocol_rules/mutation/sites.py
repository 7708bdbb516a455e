"""The places at which a condition stands in the rules, and how it is changed there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Literal, NamedTuple

from protocol_rules.mutation.written import Path, Trail, Written
from protocol_rules.norms.protocol import Norm, NormKind, Protocol
from protocol_rules.vocabulary.conditions import All, Any, Compare, Condition, Not

__all__ = ["Part", "Site", "changed_at", "nodes", "put", "sites"]

Part = Literal["when", "provided", "unless", "limits", "breached_when", "escalation", "definition"]


class Holder(NamedTuple):
    """Where a written condition has gone: into which norm (or derived fact), and how deep."""

    name: str
    part: Part
    position: int = 0
    trail: Trail = ()


@dataclass(frozen=True, slots=True)
class Site:
    """One condition as it is written once, with all the norms that have taken it in.

    A card's own `when` is part of each of its norms, a scope's condition an exception of every norm
    below it, and what a proviso card says is part of the norm for which it stands. `clause` is that
    of the first of them; `path` is () where no file tells it.
    """

    clause: str
    condition: Condition
    path: Path
    holders: tuple[Holder, ...]

    @property
    def part(self) -> Part:
        """What the condition is to the norm that it stands at."""
        return self.holders[0].part


class _Piece(NamedTuple):
    condition: Condition
    path: Path
    holder: Holder


def sites(protocol: Protocol, written: Written) -> tuple[Site, ...]:
    """Give every site of a protocol, in the order of its norms, definitions last."""
    grouped: dict[object, list[_Piece]] = {}
    for norm in protocol.norms.values():
        for piece in _pieces(norm, protocol, written):
            grouped.setdefault(piece.path or piece.holder, []).append(piece)
    found: list[Site] = []
    for pieces in grouped.values():
        first, holders = pieces[0], tuple(each.holder for each in pieces)
        clause = protocol.norms[first.holder.name].clause
        found.append(Site(clause, first.condition, first.path, holders))
    for clause in protocol.clauses.values():
        for fact, condition in clause.defines.items():
            path = _below(written.card(clause.id), "defines", fact)
            found.append(Site(clause.id, condition, path, (Holder(fact, "definition"),)))
    return tuple(found)


def nodes(condition: Condition) -> Iterator[tuple[Trail, Condition]]:
    """Give every part of a condition with the trail to it, the whole first."""
    yield (), condition
    match condition:
        case All(parts) | Any(parts):
            for position, part in enumerate(parts):
                yield from (((position, *trail), each) for trail, each in nodes(part))
        case Not(part):
            yield from (((0, *trail), each) for trail, each in nodes(part))
        case _:
            pass


def put(condition: Condition, trail: Trail, new: Condition | None) -> Condition | None:
    """Put something else in the place of a part; `None` takes it out, and what is empty with it."""
    if not trail:
        return new
    at, *rest = trail
    match condition:
        case Not(part):
            inner = put(part, tuple(rest), new)
            return None if inner is None else Not(inner)
        case All(parts) | Any(parts):
            inner = put(parts[at], tuple(rest), new)
            left = (*parts[:at], *(() if inner is None else (inner,)), *parts[at + 1 :])
            if len(left) < min(len(parts), 2):
                return left[0] if left else None
            return type(condition)(left)
        case _:
            message = "a test has no parts"
            raise ValueError(message)


def changed_at(
    protocol: Protocol, site: Site, new: Condition | None
) -> tuple[Mapping[str, Norm], Mapping[str, Condition]]:
    """Give the norms, and the definitions, in which something else stands at a site."""
    norms: dict[str, Norm] = {}
    definitions: dict[str, Condition] = {}
    for holder in site.holders:
        if holder.part == "definition":
            if new is not None:
                definitions[holder.name] = new
        else:
            norm = norms.get(holder.name, protocol.norms[holder.name])
            norms[holder.name] = _changed(norm, holder, new)
    return norms, definitions


def _changed(norm: Norm, holder: Holder, new: Condition | None) -> Norm:
    at = holder.position
    match holder.part:
        case "unless":
            other = put(norm.unless[at], holder.trail, new)
            kept = () if other is None else (other,)
            return replace(norm, unless=(*norm.unless[:at], *kept, *norm.unless[at + 1 :]))
        case "limits":
            kept = (new,) if isinstance(new, Compare) else ()
            return replace(norm, limits=(*norm.limits[:at], *kept, *norm.limits[at + 1 :]))
        case "escalation":
            step = replace(norm.escalation[at], when=new)
            steps = (*norm.escalation[:at], step, *norm.escalation[at + 1 :])
            return replace(norm, escalation=steps)
        case _:
            before: Condition | None = getattr(norm, holder.part)
            after = None if before is None else put(before, holder.trail, new)
            return replace(norm, **{holder.part: after})  # type: ignore[arg-type]


def _pieces(norm: Norm, protocol: Protocol, written: Written) -> Iterator[_Piece]:
    """Take the conditions of a norm apart into what is written in one place each."""
    own = written.norm(norm)
    yield from _both(norm, "when", norm.when, (), written)
    provided, trail = norm.provided, Trail()
    for other in reversed(_provisos_of(norm, protocol)):
        match provided:
            case All((rest, last)) if last == other.when:
                path = _below(written.norm(other), "when")
                yield _Piece(last, path, Holder(norm.address, "provided", 0, (*trail, 1)))
                provided, trail = rest, (*trail, 0)
            case _ if provided is not None and provided == other.when:
                path = _below(written.norm(other), "when")
                yield _Piece(provided, path, Holder(norm.address, "provided", 0, trail))
                provided = None
            case _:
                break
    yield from _both(norm, "provided", provided, trail, written)
    yield from _exceptions(norm, written)
    for position, limit in enumerate(norm.limits):
        path = _below(own, "limit", limit.fact)
        yield _Piece(limit, path, Holder(norm.address, "limits", position))
    if norm.breached_when is not None:
        path = _below(own, "breached_when")
        yield _Piece(norm.breached_when, path, Holder(norm.address, "breached_when"))
    for position, step in enumerate(norm.escalation):
        if step.when is not None:
            path = _below(own, "escalation", position, "when")
            yield _Piece(step.when, path, Holder(norm.address, "escalation", position))


def _both(
    norm: Norm, part: Part, condition: Condition | None, trail: Trail, written: Written
) -> Iterator[_Piece]:
    """Tell what the card says for all its norms from what the norm says itself."""
    if condition is None:
        return
    paths = _written_at(norm, part, written)
    match condition, paths:
        case All((first, second)), [card, own]:
            yield _Piece(first, card, Holder(norm.address, part, 0, (*trail, 0)))
            yield _Piece(second, own, Holder(norm.address, part, 0, (*trail, 1)))
        case _:
            path = paths[0] if len(paths) == 1 else ()
            yield _Piece(condition, path, Holder(norm.address, part, 0, trail))


def _exceptions(norm: Norm, written: Written) -> Iterator[_Piece]:
    paths = _written_at(norm, "unless", written)
    for scope in written.scopes(norm.clause):
        paths.append((*scope, "unless" if written.has((*scope, "unless")) else "when"))
    if len(paths) != len(norm.unless):
        paths = [()] * len(norm.unless)
    for position, (condition, path) in enumerate(zip(norm.unless, paths, strict=True)):
        # What takes clauses in is an exception wherever it does not hold.
        is_taken_in = bool(path) and path[-1] == "when" and isinstance(condition, Not)
        inner = condition.part if is_taken_in and isinstance(condition, Not) else condition
        trail = (0,) if is_taken_in else ()
        yield _Piece(inner, path, Holder(norm.address, "unless", position, trail))


def _written_at(norm: Norm, key: str, written: Written) -> list[Path]:
    """Give the paths at which a norm's card, and the norm itself, have a key."""
    paths = dict.fromkeys((written.card(norm.clause), written.norm(norm)))
    return [(*each, key) for each in paths if each and written.has((*each, key))]


def _provisos_of(norm: Norm, protocol: Protocol) -> list[Norm]:
    """Give the cards that stand for a proviso of a norm, in the order in which they are added."""
    return [
        each
        for each in protocol.norms.values()
        if each.kind is not NormKind.NORM
        and each.when is not None
        and norm.address in each.proviso_of
    ]


def _below(path: Path, *steps: str | int) -> Path:
    return (*path, *steps) if path else ()
