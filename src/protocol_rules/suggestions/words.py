"""Facts in plain words: the enquiry is from a member, and is not answerable in time."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from protocol_rules.engine import day, norm_in_words
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Fact, FactType, Vocabulary
from protocol_rules.vocabulary.values import NOT_YET, Given

__all__ = ["fact_in_words", "facts_in_words", "listed", "nobody_knows", "norm_named", "unique"]

_LINKS = ("from", "to", "by", "of", "with", "about", "for", "in", "on", "upon", "at")
"""The words that join somebody or something to the noun of a circumstance."""

_DOES = ("seeks", "concerns", "contains")
"""Names that are verbs themselves."""

_VERBS = {"is": "not", "are": "not", "was": "not", "may": "not", "can": "not", "has": "no"}
"""The verbs with which a statement may begin, and the word that denies it."""


def norm_named(norm: Norm, protocol: Protocol) -> str:
    """Say a norm in a sentence; a card that has none by its title."""
    if norm.modality is not None:
        return norm_in_words(norm, protocol.vocabulary)
    title = protocol.clauses[norm.clause].title
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def facts_in_words(given: Mapping[str, Given], words: Vocabulary) -> str:
    """Say several facts in a row, those of one circumstance together."""
    told: dict[str, list[str]] = {}
    for fact in words.in_order(given):
        subject, said = _parted(words.facts[fact], given[fact], words)
        told.setdefault(subject, []).append(said)
    return "; ".join(f"{subject} {listed(said)}" for subject, said in told.items())


def fact_in_words(fact: str, value: Given, words: Vocabulary) -> str:
    """Say one fact in a short sentence."""
    return facts_in_words({fact: value}, words)


def nobody_knows(fact: str, words: Vocabulary) -> str:
    """Say of a fact that nobody has told it."""
    known = words.facts[fact]
    if known.type is FactType.BOOLEAN:
        subject, said = _stated(known, holds=True)
        if not subject:
            return f"nobody has answered {_asked(known)}"
        return f"nobody knows whether {subject} {said}"
    return f"nobody knows {_what(known)}"


def _what(fact: Fact) -> str:
    """Say what is not known of a fact which is no statement: from whom the enquiry is."""
    noun, _, name = fact.name.partition(".")
    subject, said = f"the {_spaced(noun)}", _spaced(name)
    first, _, last = said.rpartition(" ")
    if fact.type is FactType.DATE:
        return f"when {subject} {_be(noun)} {said.removesuffix(' on')}"
    if last in _LINKS and fact.type is FactType.ROLE:
        return f"{last} whom {subject} {_be(noun)} {first}".rstrip()
    if _links(name):
        return f"{said} whom or what {subject} {_be(noun)}"
    return f"what {subject} {said}" if name in _DOES else f"the {said} of {subject}"


def listed(parts: Sequence[str]) -> str:
    """Write a list as people do: one, two and three."""
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last


def _parted(fact: Fact, value: Given, words: Vocabulary) -> tuple[str, str]:
    """Give the subject of a fact and what is said of it."""
    noun, _, name = fact.name.partition(".")
    subject = f"the {_spaced(noun)}"
    if isinstance(value, bool):
        subject, said = _stated(fact, holds=value)
        return (subject, said) if subject else (f"{'yes' if value else 'no'} to", _asked(fact))
    said = _value(fact, value, words)
    be = _be(noun)
    if value == NOT_YET:
        return subject, f"{be} not yet {_spaced(name.removesuffix('_on'))}"
    if isinstance(value, date) or _links(name):
        return subject, f"{be} {_spaced(name)} {said}"
    if name in _DOES:
        return subject, f"{_spaced(name)} {said}"
    if name == "role":
        return subject, f"{be} {said}"
    return f"the {_spaced(name)} of {subject}", f"{_be(name)} {said}"


def _be(noun: str) -> str:
    """Give the verb for one thing or for several."""
    return "are" if noun.endswith("s") and not noun.endswith("ss") else "is"


def _links(name: str) -> bool:
    """Whether a name joins somebody or something to its noun, at either end: `from`, `sent_to`."""
    parts = name.split("_")
    return parts[0] in _LINKS or parts[-1] in _LINKS


def _stated(fact: Fact, *, holds: bool) -> tuple[str, str]:
    """Give a statement that holds, or that does not; nothing where its name makes no sentence."""
    noun, _, name = fact.name.partition(".")
    subject = f"the {_spaced(noun)}"
    verb, _, rest = _spaced(name).partition(" ")
    if verb in _VERBS and rest:
        return subject, f"{verb} {rest}" if holds else f"{verb} {_VERBS[verb]} {rest}"
    if verb in _LINKS or verb.endswith("able"):
        return subject, f"{_be(noun)} {'' if holds else 'not '}{verb} {rest}".rstrip()
    return "", ""


def _asked(fact: Fact) -> str:
    """Quote the question of a fact, without what it explains besides."""
    return f"“{fact.question.partition('?')[0]}?”"


def _value(fact: Fact, value: Given, words: Vocabulary) -> str:
    match value:
        case frozenset():
            roles = words.roles.roles
            named = sorted(value)
            if fact.type is FactType.ROLE:
                return listed([roles[each].phrase for each in named])
            return listed([_spaced(each) for each in named])
        case date():
            return day(value)
        case _:
            return _spaced(str(value))


def _spaced(name: str) -> str:
    return name.replace("_", " ")


def unique(name: str, taken: Iterable[str]) -> str:
    """Give a name that is not taken: itself, or itself with a number."""
    others = set(taken)
    number = 2
    free = name
    while free in others:
        free = f"{name} ({number})"
        number += 1
    return free
