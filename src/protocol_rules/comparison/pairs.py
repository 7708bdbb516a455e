"""Two protocols over all stories: how they stand to each other on each role and action."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.analysis.position import Strictness, position_of
from protocol_rules.comparison.literals import cube_of
from protocol_rules.comparison.question import Question, question_on
from protocol_rules.comparison.regions import Oracle, Pair, cover
from protocol_rules.comparison.result import InWords, Region, Relation, Row
from protocol_rules.comparison.stance import held_against
from protocol_rules.comparison.voice import Voice, voices_of
from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine import evaluate
from protocol_rules.engine.footing import facts_behind
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.norms.story import Story
from protocol_rules.vocabulary.conditions import HasRole, atoms
from protocol_rules.vocabulary.joined import joined

__all__ = ["WitnessDoesNotReplay", "actions_on", "roles_by_action", "row_of", "subjects", "turned"]


MOST_STORIES = 50_000
"""With more complete stories than these a table is slower than the solver."""


class WitnessDoesNotReplay(ProtocolRulesError):
    """A story was found in which two protocols should differ, and the engine says otherwise."""


def subjects(one: Protocol, two: Protocol, topic: str | None = None) -> Iterator[tuple[str, str]]:
    """Give each action of two protocols, on a topic or on all, with the roles that matter to it."""
    words = joined([one.vocabulary, two.vocabulary])
    spoken = [roles_by_action(each) for each in (one, two)]
    on_topic = actions_on(one, topic) | actions_on(two, topic)
    for action in words.actions:
        if action in on_topic:
            roles = frozenset[str]().union(*(each.get(action, ()) for each in spoken))
            yield from ((role, action) for role in words.roles.roles if role in roles)


def roles_by_action(protocol: Protocol) -> Mapping[str, frozenset[str]]:
    """Give for each action the roles that matter to it.

    Those are the bearers of norms on it, and those whom alone an exception lets off. Any other
    role is bound by what binds the wider ones among them, and by nothing else.
    """
    found: dict[str, frozenset[str]] = {}
    for norm in protocol.norms.values():
        if norm.modality is not None:
            found[norm.action] = found.get(norm.action, frozenset()).union(_roles(norm, protocol))
    return found


def actions_on(protocol: Protocol, topic: str | None) -> frozenset[str]:
    """Name the actions of norms whose clauses are on a topic, or of all."""
    return frozenset(
        norm.action
        for norm in protocol.norms.values()
        if norm.modality is not None
        and (topic is None or topic in protocol.clauses[norm.clause].topics)
    )


def _roles(norm: Norm, protocol: Protocol) -> Iterator[str]:
    yield from norm.bearers
    hierarchy = protocol.vocabulary.roles
    for override in protocol.overrides.get(norm.address, ()):
        if override.only_for is None:
            continue
        for test in atoms(override.only_for):
            if isinstance(test, HasRole):
                yield from (r for r in test.roles if hierarchy.above(r) & {*norm.bearers})


def row_of(one: Protocol, two: Protocol, role: str, action: str, *, alone: bool = True) -> Row:
    """Compare two protocols on a role and an action, over all stories.

    Where only one of them speaks it differs wherever it does; `alone` says to search where.
    """
    try:
        voices = voices_of((one, two), role, action)
    except NotDecided as why:
        nothing: tuple[str, ...] = ()
        return Row(
            role, action, nothing, Relation.NOT_DECIDED, (), (nothing, nothing), undecided=str(why)
        )
    regions: tuple[Region, ...] = ()
    bounded = undecided = ""
    relation = Relation.SILENT
    if alone or all(voice.norms for voice in voices):
        try:
            question = question_on(voices, role, action)
            regions = tuple(_regions(question))
            relation = _relation(voices, regions)
            bounded = "" if question.space.is_complete else _BOUNDED
        except NotDecided as why:
            relation, undecided = Relation.NOT_DECIDED, str(why)
    topics = (t for s in voices for n in s.norms for t in s.protocol.clauses[n.clause].topics)
    norms = tuple(tuple(norm.address for norm in voice.norms) for voice in voices)
    return Row(
        role, action, tuple(dict.fromkeys(topics)), relation, regions, norms,  # type: ignore[arg-type]
        in_words(voices), _judged(voices), bounded, undecided,
    )  # fmt: skip


def turned(row: Row) -> Row:
    """Give the row as the second protocol sees it."""
    regions = tuple(
        Region(
            each.relation.turned,
            (each.stances[1], each.stances[0]),
            each.where,
            each.witness,
            (each.addresses[1], each.addresses[0]),
        )
        for each in row.regions
    )
    in_words = tuple(InWords(each.what, (each.said[1], each.said[0])) for each in row.in_words)
    norms = (row.norms[1], row.norms[0])
    relation = row.relation.turned
    return replace(row, relation=relation, regions=regions, norms=norms, in_words=in_words)


_BOUNDED = "dates depend on each other here in more ways than are tried"


def _relation(voices: tuple[Voice, Voice], regions: Sequence[Region]) -> Relation:
    if not all(voice.norms for voice in voices):
        return Relation.SILENT
    found = {region.relation for region in regions}
    if not found:
        return Relation.EQUIVALENT
    return found.pop() if len(found) == 1 else Relation.INCOMPARABLE


_RELATIONS = {
    Strictness.STRICTER: Relation.STRICTER,
    Strictness.LOOSER: Relation.LOOSER,
    Strictness.INCOMPARABLE: Relation.INCOMPARABLE,
}


def _regions(question: Question) -> Iterator[Region]:
    oracle = oracle_for(question)
    for pair in oracle.differences():
        boxes = cover(question, oracle, pair)
        where = tuple(cube_of(question, box) for box in boxes)
        story, addresses = _witness(question, oracle, pair)
        yield Region(_RELATIONS[held_against(*pair)], pair, where, story, addresses)


def oracle_for(question: Question) -> Oracle:
    """Choose who answers a question: a table where that is quicker, else the solver.

    Raises `InvalidInput` where what it takes is not installed.
    """
    # Imported here because comparing one story does without either.
    try:
        from protocol_rules.comparison.table import Table  # noqa: PLC0415
    except ImportError:
        message = "comparing over all stories needs NumPy, which is not installed"
        hint = 'pip install "protocol-rules[analysis]"'
        raise InvalidInput([Diagnostic("missing-extra", message, hint=hint)]) from None
    from protocol_rules.comparison.solved import Solved  # noqa: PLC0415

    if question.size <= MOST_STORIES:
        return Table(question)
    return Solved(question)


def _witness(
    question: Question, oracle: Oracle, pair: Pair
) -> tuple[Story, tuple[tuple[str, ...], tuple[str, ...]]]:
    """Find the smallest story that settles both stances, and replay it through the engine."""
    facts = {axis.name for axis in question.axes if axis.is_fact}
    for chosen in oracle.partials(pair, ()):
        situation = question.situation(chosen)
        # Where a setting of which nothing is told wakes a norm, the norm sleeps on.
        settled = tuple(voice.stance(situation) for voice in question.voices)
        if settled != pair and (None in settled or not facts <= chosen.keys()):
            continue
        story = question.space.story_of(situation)
        answers = [evaluate(voice.protocol, story) for voice in question.voices]
        found = [
            position_of(answer, voice.role, question.action)
            for answer, voice in zip(answers, question.voices, strict=True)
        ]
        if [each.lower for each in found] != [stance.axes for stance in pair] or not all(
            each.is_determined for each in found
        ):
            message = f"{question.action}: {story.as_data()} does not bear out what was found"
            raise WitnessDoesNotReplay(message)
        return story, (found[0].addresses, found[1].addresses)
    message = f"no story settles what is said of {question.action}"
    raise NotDecided(message)


def in_words(voices: tuple[Voice, Voice]) -> tuple[InWords, ...]:
    """Give what the voices say otherwise in words: to whom, in what manner, as whose judgement."""
    told = [
        InWords("counterparty", (_counterparties(voices[0]), _counterparties(voices[1]))),
        InWords("qualifier", (_qualifiers(voices[0]), _qualifiers(voices[1]))),
        InWords("judgement", (_judgements(voices[0]), _judgements(voices[1]))),
    ]
    return tuple(each for each in told if each.said[0] != each.said[1])


def _counterparties(voice: Voice) -> tuple[str, ...]:
    parties = (norm.counterparty for norm in voice.norms if norm.counterparty is not None)
    return tuple(dict.fromkeys((" and " if p.every else " or ").join(p.roles) for p in parties))


def _qualifiers(voice: Voice) -> tuple[str, ...]:
    return tuple(dict.fromkeys(norm.qualifier for norm in voice.norms if norm.qualifier))


def _judgements(voice: Voice) -> tuple[str, ...]:
    clauses = (voice.protocol.clauses[norm.clause] for norm in voice.norms)
    return tuple(dict.fromkeys(clause.judgement for clause in clauses if clause.judgement))


def _judged(voices: tuple[Voice, Voice]) -> tuple[str, ...]:
    """Name the facts that a person has to judge and on which either voice rests."""
    found: dict[str, None] = {}
    for voice in voices:
        facts = voice.protocol.vocabulary.facts
        for norm in voice.norms:
            behind = facts_behind(voice.protocol, norm.address)
            found |= dict.fromkeys(fact for fact in behind if facts[fact].is_judged)
    return tuple(found)
