"""What a council says of an action, each thing once, with all to whom it is said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from protocol_rules.compare.saying import Saying, Strand
from protocol_rules.engine import NextStep, day
from protocol_rules.engine.required import deed_in_words
from protocol_rules.engine.wording import joined
from protocol_rules.vocabulary import RoleHierarchy, Vocabulary

__all__ = ["Line", "lines_of"]

_FREED_OF = {"must": "need_not", "should": "need_not", "must_not": "may", "should_not": "may"}

_Roles = tuple[tuple[str, ...], tuple[str, ...]]
"""The roles to which something is said in its own right, and those that are excepted."""

_Said = tuple[list[Strand], _Roles]


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that is said: to whom, how, to do what, by when, and where to turn next.

    `held` are the modal words that hold already, `perhaps` those that may come to; `excepted` are
    those among the bearers to whom it is not said.
    """

    bearers: tuple[str, ...]
    excepted: tuple[str, ...]
    held: tuple[str, ...]
    perhaps: tuple[str, ...]
    deed: str
    by: str
    route: str

    @property
    def who(self) -> str:
        """Name the bearers: an officer, but not a political assistant."""
        bearers = joined(self.bearers, "and")
        return f"{bearers} (but not {joined(self.excepted, 'or')})" if self.excepted else bearers

    @property
    def is_determined(self) -> bool:
        """Whether no fact that may be learnt can change it."""
        return not self.perhaps

    def in_words(self, said: str = "") -> str:
        """Say it; `said` is the deed that was spoken of last, which is not said again."""
        again = "do so"
        deed = again if self.deed == said else self.deed
        more = "".join(f", {each}" for each in (self.by, self.route) if each)
        if not self.perhaps:
            return f"{self.who} {self.modal} {deed}{more}"
        perhaps = joined(self._spoken(self.perhaps), "or")
        if not self.held:
            return f"it is undetermined whether {self.who} {perhaps} {deed}{more}"
        certain = f"{self.who} {self.modal} {deed}{more}"
        return f"{certain}, and it is undetermined whether {self.who} {perhaps} {again}"

    @property
    def modal(self) -> str:
        """Join the modal words that hold already."""
        if not self.held:
            return ""
        spoken = self._spoken(self.held)
        freed = _FREED_OF.get(self.held[0])
        if freed in self.held:
            # One norm requires or bars, and another frees, or is a ban that is lifted.
            other = spoken.pop(self.held.index(freed))
            return f"{joined(spoken, 'and')}, and by another norm {other},"
        return joined(spoken, "and")

    def _spoken(self, words: Iterable[str]) -> list[str]:
        """Write modal words; several bearers are entitled to what one is entitled to."""
        spoken = [each.replace("_", " ") for each in words]
        if len(self.bearers) > 1:
            return [f"are {w.removeprefix('is ')}" if w.startswith("is ") else w for w in spoken]
        return spoken


def lines_of(
    sayings: Mapping[str, Saying], action: str, words: Vocabulary, hierarchy: RoleHierarchy
) -> tuple[Line, ...]:
    """Say each thing once, and to a role only what does not follow from what is said to wider ones.

    What binds an officer needs no line for each kind of officer. The `hierarchy` holds the roles
    which the protocol itself does not know.
    """
    wider = {
        role: _nearest(role, sayings, words.roles if role in words.roles.roles else hierarchy)
        for role in sayings
    }
    told: dict[tuple[object, ...], list[Strand]] = {}
    for strand in dict.fromkeys(each for saying in sayings.values() for each in _ordered(saying)):
        roles = _roles(strand, sayings, wider)
        told.setdefault((_but_party(strand), roles), []).append(strand)
    said = [(strands, _roles(strands[0], sayings, wider)) for strands in told.values()]
    lines: list[Line] = []
    while said:
        strands, roles = said.pop(0)
        back = next((each for each in said if _is_mutual((strands, roles), each)), None)
        if back is not None:
            said.remove(back)
            roles = (tuple(each for each in sayings if each in (*roles[0], *back[1][0])), ())
        lines.append(_line(strands, roles, action, words, hierarchy, is_mutual=back is not None))
    return tuple(lines)


def _but_party(strand: Strand) -> tuple[object, ...]:
    return strand.lower, strand.upper, strand.deadlines, strand.next_steps


def _is_mutual(one: _Said, other: _Said) -> bool:
    """Tell whether two roles owe each other the same."""
    (first, *more), (own, excepted) = one
    (second, *others), (theirs, also) = other
    if more or others or excepted or also or first.counterparty is None:
        return False
    return (
        _but_party(first) == _but_party(second)
        and second.counterparty is not None
        and len(own) == len(theirs) == 1
        and (first.counterparty.roles, second.counterparty.roles) == (theirs, own)
    )


def _roles(
    strand: Strand, sayings: Mapping[str, Saying], wider: Mapping[str, Sequence[str]]
) -> _Roles:
    """Give the roles to which a strand is said in its own right, and those that are excepted."""
    party = strand.counterparty
    have = {role for role, each in sayings.items() if strand in each.strands}

    def follows(role: str) -> bool:
        """Tell whether it is said to somebody wider, and to nobody wider otherwise."""
        said = {s for each in wider[role] for s in sayings[each].strands if s.counterparty == party}
        return said == {strand}

    own = tuple(role for role in sayings if role in have and not follows(role))
    excepted = tuple(
        role
        for role, each in sayings.items()
        if role not in have
        and not have.isdisjoint(wider[role])
        and all(other.counterparty != party for other in each.strands)
    )
    return own, excepted


def _line(  # noqa: PLR0913 - what a line is made of
    strands: Sequence[Strand],
    roles: _Roles,
    action: str,
    words: Vocabulary,
    hierarchy: RoleHierarchy,
    *,
    is_mutual: bool,
) -> Line:
    first = strands[0]
    bearers, excepted = (tuple(hierarchy.roles[role].phrase for role in each) for each in roles)
    return Line(
        bearers=bearers,
        excepted=excepted,
        held=first.lower.words,
        perhaps=tuple(word for word in first.upper.words if word not in first.lower.words),
        deed=_mutual(action, words) if is_mutual else _deed(strands, roles[0], action, words),
        by=_by(first.deadlines),
        route=_route(first.next_steps, words),
    )


def _deed(
    strands: Sequence[Strand], bearers: tuple[str, ...], action: str, words: Vocabulary
) -> str:
    """Say what is done, and to or for whom."""
    parties = [each.counterparty for each in strands if each.counterparty is not None]
    # What is said of others, and of nobody in particular as well, is not all that is said.
    more = " among others" if parties and len(parties) < len(strands) else ""
    # What is undetermined may come to hold of one of several, and need not of all.
    between = "and" if strands[0].lower == strands[0].upper else "or"
    return deed_in_words(action, parties, bearers, words, between) + more


def _mutual(action: str, words: Vocabulary) -> str:
    deed = words.actions[action]
    return " ".join(part for part in (deed.phrase, deed.towards, "each other") if part)


def _ordered(saying: Saying) -> list[Strand]:
    """Put what is said of nobody in particular first."""
    return sorted(saying.strands, key=lambda each: (each.counterparty is not None, str(each)))


def _nearest(role: str, among: Iterable[str], roles: RoleHierarchy) -> list[str]:
    """Give the roles that are wider, with none of them in between."""
    wider = [each for each in among if each != role and each in roles.above(role)]
    return [
        each
        for each in wider
        if not any(other != each and each in roles.above(other) for other in wider)
    ]


def _by(deadlines: Iterable[date | str]) -> str:
    days = sorted(each for each in deadlines if isinstance(each, date))
    open_ones = sorted(each for each in deadlines if isinstance(each, str))
    told = [f"by {day(each)}" for each in days]
    told += [f"within {each}" if " after " in each else each for each in open_ones]
    return joined(told, "and") if told else ""


def _route(steps: Iterable[NextStep], words: Vocabulary) -> str:
    """Say where to turn next."""
    ordered = sorted(steps, key=lambda each: (each.to, each.turns_on))
    roles = dict.fromkeys(role for each in ordered for role in each.to)
    if roles:
        return f"turning next to {joined([words.roles.roles[role].phrase for role in roles], 'or')}"
    if any(each.turns_on for each in ordered):
        return "the next step being undetermined"
    return "with no step of its route left" if ordered else ""
