"""What a cell of the page opens into: points, clauses side by side, witnesses and their proofs."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from protocol_rules.checks.scenario_text import scenario_text
from protocol_rules.comparison.cubes import said
from protocol_rules.comparison.picture import Picture
from protocol_rules.comparison.points import Point
from protocol_rules.comparison.result import Region, Row
from protocol_rules.engine import Answer, day, evaluate, in_words, norm_in_words
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.report.comparison.printed import Printed
from protocol_rules.report.comparison.words import capital, point_in_words
from protocol_rules.vocabulary import Fact, FactType, Modality
from protocol_rules.vocabulary.values import Given

__all__ = ["FORCES", "cells_as_data", "force_of"]

Data = dict[str, object]
Pair = tuple[str, str]

FORCES = {
    "must": "must, must not",
    "should": "should, should not",
    "free": "may, need not",
    "right": "rights, powers and presumptions",
}
"""The kinds of force by which a reader picks points."""
_FREE = (Modality.MAY, Modality.NEED_NOT)


def force_of(norm: Norm) -> str:
    """Give the kind of force that a norm has; none where it is a card without a norm."""
    if norm.modality is None:
        return ""
    if norm.modality.force is not None:
        return norm.modality.force.value
    return "free" if norm.modality in _FREE else "right"


def cells_as_data(picture: Picture, printed: Printed) -> Data:
    """Give everything that the cells of a page open into, each clause, norm and proof once."""
    telling = _Telling(picture, printed)
    points = [telling.point(each) for each in picture.points]
    return {
        "councils": {each.council: each.name for each in picture.protocols},
        "clauses": telling.clauses(),
        "norms": telling.norms(),
        "points": points,
        "proofs": [json.loads(each) for each in telling.proofs],
    }


class _Telling:
    """Tells the points of a picture; what several of them need is kept once, by its number."""

    def __init__(self, picture: Picture, printed: Printed) -> None:
        self._picture, self._words, self._printed = picture, picture.words, printed
        self._protocols = {each.council: each for each in picture.protocols}
        self._answers: dict[tuple[str, str], Answer] = {}
        self.proofs: dict[str, int] = {}

    def clauses(self) -> Data:
        """Give the clauses that have a norm, by council and id."""
        return {
            f"{protocol.council}/{clause.id}": _told(
                id=clause.id,
                title=clause.title,
                gist=clause.gist or self._gist_above(protocol, clause.part_of),
                judgement=clause.judgement,
                **self._in_print(protocol.council, clause.id),
            )
            for protocol in self._protocols.values()
            for clause in protocol.clauses.values()
            if clause.norms
        }

    def _gist_above(self, protocol: Protocol, part_of: str) -> str:
        return protocol.clauses[part_of].gist if part_of else ""

    def _in_print(self, council: str, clause: str) -> dict[str, object]:
        found = self._printed.get(council, {}).get(clause)
        if found is None:
            return {}
        return {"heading": " / ".join(found.headings), "printed": found.text}

    def norms(self) -> Data:
        """Give all norms by their address, in words."""
        return {
            norm.address: self._norm(norm, protocol)
            for protocol in self._protocols.values()
            for norm in protocol.norms.values()
        }

    def _norm(self, norm: Norm, protocol: Protocol) -> Data:
        title = protocol.clauses[norm.clause].title
        sentence = title if norm.modality is None else norm_in_words(norm, protocol.vocabulary)
        lifting = protocol.overrides.get(norm.address, ())
        return _told(
            clause=f"{protocol.council}/{norm.clause}",
            said=capital(sentence),
            force="" if norm.modality is None else norm.modality.words,
            details=[
                [name, told]
                for name, told in (
                    ("how", norm.qualifier),
                    ("when", "always" if norm.is_standing else _condition(norm)),
                    ("provided", "" if norm.provided is None else in_words(norm.provided)),
                    ("unless", "; ".join(map(in_words, norm.unless))),
                    ("lifted by", ", ".join(each.by for each in lifting)),
                    ("lifts", ", ".join(norm.lifts)),
                    ("deadline", "" if norm.deadline is None else norm.deadline.text),
                    ("answers a breach of", norm.reparation_for),
                )
                if told
            ],
        )

    def point(self, point: Point) -> Data:
        """Give one point: what each council says, and for each pair what was found."""
        norms = {council: addresses for council, addresses in point.norms.items() if addresses}
        own = [
            self._protocols[council].norms[address]
            for council, addresses in norms.items()
            for address in addresses
        ]
        roles = self._words.roles
        return {
            "role": point.role,
            "roles": sorted(roles.above(point.role)) if point.role in roles.roles else [point.role],
            "said": point_in_words(point, self._words),
            "topics": list(point.topics),
            "forces": sorted({force_of(each) for each in own} - {""}),
            "norms": norms,
            "standings": {each: found.value for each, found in point.standings.items()},
            "pairs": [self._pair(pair, row) for pair, row in point.rows.items() if all(row.norms)],
        }

    def _pair(self, pair: Pair, row: Row) -> Data:
        facts = self._words.facts
        return _told(
            councils=list(pair),
            relation=row.relation.value,
            in_words=[
                [each.what, *(" / ".join(own) or "nothing" for own in each.said)]
                for each in row.in_words
            ],
            judged=[facts[each].question for each in row.judged],
            bounded=row.bounded,
            undecided=row.undecided,
            regions=[self._region(pair, row, each) for each in row.regions],
        )

    def _region(self, pair: Pair, row: Row, region: Region) -> Data:
        comparison = self._picture.comparisons[pair]
        return _told(
            relation=region.relation.value,
            where=[each for each in said(region.where, comparison.words) if each],
            stances=[
                capital(stance.said(row.role, row.action, comparison.words))
                for stance in region.stances
            ],
            story=self._story(region.witness),
            proofs=[
                # Where nothing is said, it is asked why: what could have spoken does not.
                self._proofs(council, region.witness, speaking or norms)
                for council, speaking, norms in zip(pair, region.addresses, row.norms, strict=True)
            ],
        )

    def _proofs(self, council: str, story: Story, addresses: tuple[str, ...]) -> list[int]:
        """Give the numbers of the proofs of some norms in a story."""
        key = council, json.dumps(story.as_data(), sort_keys=True)
        if key not in self._answers:
            self._answers[key] = evaluate(self._protocols[council], story)
        told: list[Data] = [
            {"address": each.address, "status": each.status.words, "proof": each.proof.as_data()}
            for address in addresses
            for each in self._answers[key].findings_of(address)
        ]
        return [*self._numbers(told)]

    def _numbers(self, told: Iterable[Data]) -> Iterator[int]:
        for each in told:
            yield self.proofs.setdefault(json.dumps(each), len(self.proofs))

    def _story(self, story: Story) -> Data:
        circumstances = self._words.circumstances
        return _told(
            today="" if story.today is None else day(story.today),
            about=[circumstances[each].title for each in sorted(story.about)],
            facts=[
                [self._words.facts[name].question, self._value(self._words.facts[name], value)]
                for name, value in story.given.items()
            ],
            text=scenario_text({**story.as_data(), "name": story.name or "witness"}),
        )

    def _value(self, fact: Fact, value: Given) -> str:
        if isinstance(value, bool):
            return "yes" if value else "no"
        names = sorted(map(str, value)) if isinstance(value, frozenset) else [value]
        return ", ".join(self._in_words(fact, each) for each in names)

    def _in_words(self, fact: Fact, value: object) -> str:
        roles = self._words.roles.roles
        if fact.type is FactType.ROLE and value in roles:
            return roles[str(value)].phrase
        if isinstance(value, str):
            return fact.values.get(value) or value.replace("_", " ")
        return day(value) if fact.type is FactType.DATE else str(value)  # type: ignore[arg-type]


def _condition(norm: Norm) -> str:
    return "" if norm.when is None else in_words(norm.when)


def _told(**parts: object) -> Data:
    """Leave out what is empty."""
    return {name: part for name, part in parts.items() if part not in ("", [], None)}
