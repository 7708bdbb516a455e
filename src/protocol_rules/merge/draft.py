"""A draft: from what was decided to the cards of a rule file, with what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from protocol_rules.merge.decision import Decision
from protocol_rules.merge.taken import Taken, taken_from
from protocol_rules.merge.words import Terms, facts_in, terms_of
from protocol_rules.norms.protocol import Clause, Norm, Protocol
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Card", "Draft", "draft_of"]


@dataclass(frozen=True)
class Card:
    """One card of the draft: the norms that are taken from one clause of one parent.

    `names` gives the name of each norm; `decisions` are those by which they are in force.
    """

    id: str
    parent: Protocol
    clause: Clause
    taken: Mapping[str, Taken]
    decisions: tuple[Decision, ...]


@dataclass(frozen=True)
class Draft:
    """A draft of a harmonised protocol, before it is written."""

    council: str
    parents: tuple[Protocol, ...]
    decisions: tuple[Decision, ...]
    cards: tuple[Card, ...]
    definitions: tuple[tuple[str, Protocol, str], ...]
    terms: Terms
    words: Vocabulary
    references: Mapping[str, str]


def draft_of(
    council: str, parents: Sequence[Protocol], decisions: Sequence[Decision], shared: Vocabulary
) -> Draft:
    """Lay out a draft in the shared words: a section for each topic, the parents in their order."""
    by_name = {each.council: each for each in parents}
    deciding = {action: each for each in decisions for action in each.actions}
    taken = {name: _taken(each, deciding) for name, each in by_name.items()}
    again = {old: new for each in taken.values() for old, new in _said_again(each).items()}
    taken = {
        name: {address: each for address, each in several.items() if address not in again}
        for name, several in taken.items()
    }
    cards: list[Card] = []
    sections = _sections(by_name, taken)
    for number, section in enumerate(sections, 1):
        for position, (parent, clause) in enumerate(section, 1):
            own = {
                address.partition("#")[2] or "norm": each
                for address, each in taken[parent.council].items()
                if each.norm.clause == clause.id
            }
            actions = dict.fromkeys(each.norm.action for each in own.values())
            told = {id(deciding[action]): deciding[action] for action in actions}
            cards.append(Card(f"{number}.{position}", parent, clause, own, tuple(told.values())))
    norms = {name: [each.norm for each in several.values()] for name, several in taken.items()}
    terms = terms_of(parents, norms, shared)
    references = {
        each.norm.address: f"{card.id}#{name}"
        for card in cards
        for name, each in card.taken.items()
    }
    return Draft(
        council,
        tuple(parents),
        tuple(decisions),
        tuple(cards),
        tuple(_definitions(parents, norms, terms, len(sections) + 1)),
        terms,
        shared,
        references | {old: references[new] for old, new in again.items()},
    )


def _said_again(taken: Mapping[str, Taken]) -> dict[str, str]:
    """Give for each norm that says what one before it says the address of that one."""
    first: dict[str, str] = {}
    again: dict[str, str] = {}
    lifted = {target for each in taken.values() for target in each.lifts}
    for address, each in taken.items():
        if each.lifts or address in lifted:
            continue  # whom it lets off, or what lets off its bearers, is told by its own address
        said = repr(replace(each.norm, address="", clause="", span=None))
        if first.setdefault(said, address) != address:
            again[address] = first[said]
    return again


def _taken(parent: Protocol, deciding: Mapping[str, Decision]) -> dict[str, Taken]:
    return {
        norm.address: taken_from(parent, norm)
        for norm in parent.norms.values()
        if norm.modality is not None and deciding[norm.action].council == parent.council
    }


def _sections(
    parents: Mapping[str, Protocol], taken: Mapping[str, Mapping[str, Taken]]
) -> list[list[tuple[Protocol, Clause]]]:
    """Put the clauses together that are on one topic, in the order of the topics."""
    topics = next(iter(parents.values())).vocabulary.topics
    found: dict[str, list[tuple[Protocol, Clause]]] = {topic: [] for topic in (*topics, "")}
    for name, parent in parents.items():
        for clause in dict.fromkeys(each.norm.clause for each in taken[name].values()):
            card = parent.clauses[clause]
            found[next(iter(card.topics), "")].append((parent, card))
    return [section for section in found.values() if section]


def _definitions(
    parents: Sequence[Protocol], norms: Mapping[str, Sequence[Norm]], terms: Terms, section: int
) -> Iterator[tuple[str, Protocol, str]]:
    """Give a card for each fact that is derived: its id, the parent, and the fact."""
    seen: set[str] = set()
    for parent in parents:
        called = terms.renamings[parent.council].facts
        for fact in dict.fromkeys(facts_in(parent, norms[parent.council])):
            name = called.get(fact, fact)
            if fact in parent.definitions and name not in seen:
                seen.add(name)
                yield f"{section}.{len(seen)}", parent, fact
