"""A draft as the text of a rule file, with what a person has to choose beside each card."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from typing import cast

import yaml

from protocol_rules.merge.draft import Card, Draft
from protocol_rules.merge.options import comments_on
from protocol_rules.merge.words import facts_in
from protocol_rules.merge.written import Quoted, condition_written, norm_written, simplified
from protocol_rules.norms.protocol import Protocol
from protocol_rules.vocabulary import Fact, Vocabulary
from protocol_rules.vocabulary.conditions import Condition

__all__ = ["draft_text"]

_WIDTH = 110
_LONG = 80
_IN_LINE = ("when", "provided", "unless", "limit", "breached_when", "presumes", "counterparty")

Written = dict[str, object]
Accepts = Mapping[str, Mapping[str, str]]
"""For the id of a card what lint finds there and is meant so, each with its reason."""


def draft_text(draft: Draft, name: str, title: str, accepts: Accepts) -> str:
    """Write a draft as a rule file; comments say what the parents of each card have to say."""
    head = _dumped(_head(draft, name, title))
    told = [*_note(draft), *head.splitlines(), "clauses:"]
    for card in draft.cards:
        if card.id.endswith(".1"):
            topic = next(iter(card.clause.topics), "")
            heading = draft.words.topics.get(topic, topic) or "without a topic"
            told += ["", f"  # == {card.id.removesuffix('.1')} {heading}"]
        told += ["", *(f"  # {line}".rstrip() for line in comments_on(card, draft))]
        told += _item(_card(card, draft, accepts.get(card.id, {})))
    for number, parent, fact in draft.definitions:
        told += ["", *_item(_definition(number, parent, fact, draft, accepts.get(number, {})))]
    return "\n".join(told) + "\n"


def _note(draft: Draft) -> Iterator[str]:
    names = ", ".join(each.council for each in draft.parents)
    told = (
        f"A draft of one protocol in the place of several: {names}. One option of each is in force "
        "here; beside each card stands what the others say, and what each council would have more "
        "or less strictly than before. A person has to choose."
    )
    for line in (*textwrap.wrap(told, _WIDTH - 2), *draft.terms.conflicts):
        yield f"# {line}"


def _head(draft: Draft, name: str, title: str) -> Written:
    first = draft.parents[0]
    written: Written = {
        "council": draft.council,
        "name": name,
        "title": title,
        "calendar": first.calendar.name,
    }
    if first.calendar.closures:
        written["closures"] = [each.isoformat() for each in sorted(first.calendar.closures)]
    if draft.terms.roles:
        written["roles"] = {name: dict(each) for name, each in draft.terms.roles.items()}
    if facts := _facts(draft):
        written["facts"] = facts
    if actions := _actions(draft):
        written["actions"] = actions
    if impossible := _impossible(draft):
        written["impossible"] = impossible
    return written


def _facts(draft: Draft) -> Written:
    """Write the facts that are no shared words, by their circumstances."""
    found: dict[str, dict[str, object]] = {}
    for parent in draft.parents:
        norms = [
            each.norm
            for card in draft.cards
            if card.parent is parent
            for each in card.taken.values()
        ]
        called = draft.terms.renamings[parent.council].facts
        words = parent.vocabulary
        for fact in words.in_order(facts_in(parent, norms)):
            name = called.get(fact, fact)
            if name in draft.words.facts:
                continue
            circumstance, _, short = name.partition(".")
            of = words.circumstances[circumstance]
            written = found.setdefault(
                circumstance,
                {
                    "title": of.title,
                    "description": of.description,
                    **({"setting": True} if of.is_setting else {}),
                    "facts": {},
                },
            )
            written["facts"] |= {short: _fact(words.facts[fact])}  # type: ignore[operator]
    return dict(found)


def _fact(fact: Fact) -> Written:
    written: Written = {"type": fact.type.value, "question": fact.question}
    if fact.values:
        written["values"] = {name: told or name for name, told in fact.values.items()}
    if fact.is_judged:
        written["judged"] = True
    if fact.not_before:
        written["not_before"] = fact.not_before
    if fact.among:
        written["among"] = [*fact.among]
    return written


def _actions(draft: Draft) -> Written:
    names = {each.norm.action for card in draft.cards for each in card.taken.values()}
    several: list[Vocabulary] = [each.vocabulary for each in draft.parents]
    own = {
        name: next(words.actions[name] for words in several if name in words.actions)
        for name in sorted(names - draft.words.actions.keys())
    }
    return {name: {"phrase": each.phrase, "towards": each.towards} for name, each in own.items()}


def _impossible(draft: Draft) -> Written:
    """Write what a parent's own words say that no story can be."""
    found: Written = {}
    for parent in draft.parents:
        renaming = draft.terms.renamings[parent.council]
        for each in parent.vocabulary.impossible:
            if each not in draft.words.impossible:
                when = condition_written(
                    renaming.condition(each.when), draft.references.__getitem__
                )
                found.setdefault(each.name, {"when": when, "because": each.because})
    return found


def _card(card: Card, draft: Draft, accepts: Mapping[str, str]) -> Written:
    clause, council = card.clause, card.parent.council
    written: Written = {"id": Quoted(card.id), "title": clause.title}
    if clause.gist:
        written["gist"] = clause.gist
    if clause.topics:
        written["topics"] = [*clause.topics]
    written["judgement"] = " ".join(
        part for part in (_status(card, draft), clause.judgement) if part
    )
    if accepts:
        written["accepts"] = dict(accepts)
    renaming = draft.terms.renamings[council]
    written["norms"] = {
        name: norm_written(
            renaming.norm(each.norm),
            [target for target in each.lifts if target in draft.references],
            draft.references.__getitem__,
        )
        for name, each in card.taken.items()
    }
    return written


def _status(card: Card, draft: Draft) -> str:
    """Say in a sentence or two where a card is from, and who says otherwise or nothing."""
    told = [f"From {card.parent.council}."]
    for council in (each.council for each in draft.parents if each is not card.parent):
        options = [o for d in card.decisions for o in d.options if o.council == council]
        if not options:
            told.append(f"Nothing of it in {council}.")
        elif not all(each.is_the_same for each in options):
            told.append(f"Otherwise in {council}.")
        else:
            is_whole = len(options) == len(card.decisions)
            told.append(f"{'The same' if is_whole else 'Some of it'} in {council}.")
    return " ".join(told)


def _definition(
    number: str, parent: Protocol, fact: str, draft: Draft, accepts: Mapping[str, str]
) -> Written:
    renaming = draft.terms.renamings[parent.council]
    clause = next((each for each in parent.clauses.values() if fact in each.defines), None)
    simple = simplified(parent.definitions[fact])
    condition: Condition = parent.definitions[fact] if isinstance(simple, bool) else simple
    written: Written = {"id": Quoted(number)}
    written["title"] = clause.title if clause is not None else f"What {fact} means"
    if clause is not None and clause.gist:
        written["gist"] = clause.gist
    written["kind"] = "definition"
    if clause is not None and clause.topics:
        written["topics"] = [*clause.topics]
    written["judgement"] = f"From {parent.council}."
    if accepts:
        written["accepts"] = dict(accepts)
    told = condition_written(renaming.condition(condition), draft.references.__getitem__)
    written["defines"] = {renaming.facts.get(fact, fact): told}
    return written


class _Dumper(yaml.SafeDumper):
    """Writes references in quotation marks, long texts folded, and nothing by an alias."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - the loader takes none
        """Write everything out."""
        return True


def _scalar(text: str, style: str | None) -> yaml.ScalarNode:
    return yaml.ScalarNode("tag:yaml.org,2002:str", text, style=style)


def _text(_: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    is_long = len(text) > _LONG and "\n" not in text and text == text.strip()
    return _scalar(text, ">" if is_long else None)


_Dumper.add_representer(str, _text)
_Dumper.add_representer(Quoted, lambda _, text: _scalar(str(text), '"'))


class _Line(dict[str, object]):
    """A mapping that stands in one line."""


_Dumper.add_representer(
    _Line,
    lambda dumper, table: dumper.represent_mapping("tag:yaml.org,2002:map", table, flow_style=True),
)
_Dumper.add_representer(
    list,
    lambda dumper, several: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", several, flow_style=True
    ),
)


def _laid_out(table: Written) -> Written:
    """Put into one line what a reader takes in at once, such as a condition."""
    return {
        key: _Line(cast("Written", value))
        if isinstance(value, dict) and key in _IN_LINE
        else _laid_out(cast("Written", value))
        if isinstance(value, dict)
        else value
        for key, value in table.items()
    }


def _dumped(written: Written) -> str:
    return yaml.dump(
        _laid_out(written),
        Dumper=_Dumper,
        sort_keys=False,
        allow_unicode=True,
        default_flow_style=False,
        width=_WIDTH,
    )


def _item(card: Written) -> list[str]:
    lines = _dumped(card).splitlines()
    return [f"  {'- ' if n == 0 else '  '}{line}".rstrip() for n, line in enumerate(lines)]
