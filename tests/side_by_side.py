"""Small protocols laid side by side, and what a comparison of them might have found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations

from protocol_rules import Protocol
from protocol_rules.compare import compare_all
from protocol_rules.compare.picture import Picture, picture_of
from protocol_rules.compare.result import Comparison, Relation, Row
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.vocabulary import shared_vocabulary
from protocol_rules.vocabulary.joined import joined

HOSTILE = """
council: {council}
name: "<i>{council}</i> & co"
title: "</title><script>window.broken = 'title'</script>"
facts:
  parcel:
    title: A parcel
    description: Somebody leaves a parcel
    facts:
      is_heavy: {{type: boolean, question: "Is it <b>heavy</b>? <img src=x onerror=broken=1>"}}
actions:
  open_parcel: {{phrase: "open <u>it</u>", towards: for}}
  be_kind: {{phrase: be kind, towards: to}}
clauses:
  - id: "1"
    title: "</script><script>window.broken = 'clause'</script>"
    gist: "A gist with <em>marks</em> & an end </script><!-- of it"
    judgement: "Whether <b>heavy</b> is heavy"
    topics: [correspondence]
    norms:
      open:
        bearer: officer
        {force}: open_parcel
        qualifier: "<i>soon</i>"
        when: {{parcel.is_heavy: true}}
      kind: {{bearer: member, may: be_kind, counterparty: officer}}
  - id: "2"
    title: Not of the heavy
    topics: [correspondence, advice]
    overrides: "1#open"
    when: {{parcel.is_heavy: false}}
"""


def protocol(rules: str) -> Protocol:
    """Read a protocol from the text of a rule file."""
    return resolve(parse(rules, "side.yaml"), shared_vocabulary())[0]


def hostile() -> tuple[Protocol, Protocol]:
    """Give two protocols whose every text holds HTML, and one of which is stricter."""
    return (
        protocol(HOSTILE.format(council="alpha", force="must")),
        protocol(HOSTILE.format(council="beta", force="should")),
    )


def hostile_picture() -> Picture:
    """Give the picture of the two; the story that shows a difference has a name that holds HTML."""
    protocols = hostile()
    return picture_of(protocols, [_named(each) for each in compare_all(protocols, together=True)])


def _named(comparison: Comparison) -> Comparison:
    def named(story: Story) -> Story:
        common = Occasion(story.about, story.given)
        return Story.of("<script>window.broken = 'story'</script>", common, {}, story.today)

    rows = (
        replace(
            row,
            regions=tuple(replace(each, witness=named(each.witness)) for each in row.regions),
        )
        for row in comparison.rows
    )
    return replace(comparison, rows=tuple(rows))


def invented(
    protocols: tuple[Protocol, ...], relations: Mapping[tuple[str, str], Relation]
) -> list[Comparison]:
    """Compare every two protocols on what their norms say; `relations` tells what was found.

    What it does not name is silent where one says nothing, and equivalent where both do.
    """
    return [
        Comparison(pair, tuple(_rows(pair, relations)), joined(each.vocabulary for each in pair))
        for pair in combinations(protocols, 2)
    ]


def _rows(
    pair: tuple[Protocol, Protocol], relations: Mapping[tuple[str, str], Relation]
) -> Iterator[Row]:
    one, other = (_norms(each) for each in pair)
    for role, action in dict.fromkeys([*one, *other]):
        norms = one.get((role, action), ()), other.get((role, action), ())
        found = Relation.EQUIVALENT if all(norms) else Relation.SILENT
        topics = (
            topic
            for p, own in zip(pair, norms, strict=True)
            for a in own
            for topic in _topics(p, a)
        )
        named = relations.get((pair[0].council, pair[1].council)) if all(norms) else None
        yield Row(role, action, tuple(dict.fromkeys(topics)), named or found, (), norms)


def _norms(each: Protocol) -> dict[tuple[str, str], tuple[str, ...]]:
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for norm in each.norms.values():
        for bearer in norm.bearers:
            key = bearer, norm.action
            found[key] = (*found.get(key, ()), norm.address)
    return found


def _topics(each: Protocol, address: str) -> tuple[str, ...]:
    return each.clauses[each.norms[address].clause].topics
