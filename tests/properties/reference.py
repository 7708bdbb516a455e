"""A small, slow evaluator, written from the table of statuses and from nothing else.

It shares the data with the engine and no code: it has its own logic of three values (`True`,
`False` and `None` for what is unknown), looks at every norm, and remembers nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from protocol_rules.norms import (
    About,
    All,
    Any,
    Breached,
    Compare,
    Condition,
    Has,
    HasRole,
    Norm,
    NormKind,
    Not,
    Only,
    Protocol,
    atoms,
)
from protocol_rules.vocabulary.values import NOT_YET, Given

Kleene = bool | None


class Contradiction(Exception):
    """What is given contradicts a definition."""


def conjunction(values: Iterable[Kleene]) -> Kleene:
    """All of them: as false as the falsest."""
    known = list(values)
    if False in known:
        return False
    return None if None in known else True


def disjunction(values: Iterable[Kleene]) -> Kleene:
    """Any of them: as true as the truest."""
    known = list(values)
    if True in known:
        return True
    return None if None in known else False


def denial(value: Kleene) -> Kleene:
    """The opposite; of what is unknown, unknown."""
    return None if value is None else not value


class Reference:
    """One protocol in one situation."""

    def __init__(
        self,
        protocol: Protocol,
        given: Mapping[str, Given],
        about: Iterable[str],
        today: date | None,
        *,
        unless_shown: bool = False,
    ) -> None:
        """Refuse a situation in which a given fact contradicts its definition."""
        words = protocol.vocabulary
        self.protocol = protocol
        self.given = given
        self.today = today
        self.unless_shown = unless_shown
        self.mentioned = {*about, *(words.facts[fact].circumstance for fact in given)}
        settings = {name for name, each in words.circumstances.items() if each.is_setting}
        self.present = self.mentioned | settings
        plain = Reference(protocol, given, about, today) if unless_shown else self
        for fact, definition in protocol.definitions.items():
            if fact in given and plain.truth(definition) not in (None, given[fact]):
                raise Contradiction(fact)

    # -- What is found of a norm ------------------------------------------------------
    def status(self, address: str) -> str:
        """Read the status off the table."""
        norm = self.protocol.norms[address]
        speaks = self.finds(norm) if self.is_triggered(norm) else False
        excepted = disjunction(truth for _, truth in self.exceptions(norm))
        if speaks is False:
            return "does_not_apply"
        if speaks is None or excepted is None:
            return "undetermined"
        return "lifted" if excepted else "applies"

    def is_moot(self, address: str) -> bool:
        """Undetermined, and an exception holds."""
        norm = self.protocol.norms[address]
        excepted = disjunction(truth for _, truth in self.exceptions(norm))
        return self.status(address) == "undetermined" and excepted is True

    def lifted_by(self, address: str) -> set[str]:
        """Name what lifts a norm."""
        norm = self.protocol.norms[address]
        if self.status(address) != "lifted":
            return set()
        return {by for by, truth in self.exceptions(norm) if truth is True}

    def finds(self, norm: Norm) -> Kleene:
        """A card that only lifts or adds a proviso also waits for a norm that it is about."""
        if norm.kind is NormKind.EXCEPTION:
            others = [self.protocol.norms[each] for each in norm.lifts]
            spoken = [self.speaks(each) if self.is_triggered(each) else False for each in others]
        elif norm.kind is NormKind.PROVISO:
            others = [self.protocol.norms[each] for each in norm.proviso_of]
            spoken = [self.when(each) if self.is_triggered(each) else False for each in others]
        else:
            return self.speaks(norm)
        return conjunction([self.speaks(norm), disjunction(spoken)])

    def when(self, norm: Norm) -> Kleene:
        """A reparation speaks on its own condition or on the breach; a standing norm always."""
        if norm.reparation_for:
            own = False if norm.when is None else self.truth(norm.when)
            return disjunction([own, self.breached(norm.reparation_for)])
        return True if norm.when is None else self.truth(norm.when)

    def speaks(self, norm: Norm) -> Kleene:
        """The condition with its provisos."""
        shown = True if norm.provided is None else self.shown(self.truth(norm.provided))
        return conjunction([self.when(norm), shown])

    def exceptions(self, norm: Norm) -> list[tuple[str, Kleene]]:
        """Everything that lifts a norm where it holds."""
        found = [(norm.address, self.shown(self.truth(each))) for each in norm.unless]
        for override in self.protocol.overrides.get(norm.address, ()):
            truth = self.effective(override.by)
            if override.only_for is not None:
                truth = conjunction([truth, self.truth(override.only_for)])
            found.append((override.by, self.shown(truth)))
        return found

    def effective(self, address: str) -> Kleene:
        """`when` and not `unless` and not anything that overrides it."""
        norm = self.protocol.norms[address]
        excepted = disjunction(truth for _, truth in self.exceptions(norm))
        return conjunction([self.speaks(norm), denial(excepted)])

    def shown(self, truth: Kleene) -> Kleene:
        """Under `unless_shown` what nobody has shown is a no."""
        return False if truth is None and self.unless_shown else truth

    # -- What wakes a norm ------------------------------------------------------------
    def is_triggered(self, norm: Norm) -> bool:
        """Whether the scenario mentions a circumstance of which the norm speaks."""
        if norm.kind in (NormKind.EXCEPTION, NormKind.PROVISO):
            others = (*norm.lifts, *norm.proviso_of)
            return any(self.is_triggered(self.protocol.norms[each]) for each in others)
        groups = self.groups_of_norm(norm)
        words = self.protocol.vocabulary.circumstances
        proper = {each for each in groups if not words[each].is_setting}
        return not groups or bool((proper or groups) & self.mentioned)

    def groups_of_norm(self, norm: Norm) -> set[str]:
        """The circumstances of a `when`, those of the breach that it answers included."""
        groups = set() if norm.when is None else self.groups(norm.when)
        if norm.reparation_for:
            groups |= self.groups(Breached(norm.reparation_for))
        return groups

    def groups(self, condition: Condition) -> set[str]:
        """The circumstances under a condition, through definitions and breaches."""
        found: set[str] = set()
        for atom in atoms(condition):
            match atom:
                case About(circumstance):
                    found.add(circumstance)
                case Breached(address):
                    norm = self.protocol.norms[address]
                    if norm.is_standing:
                        found |= self.groups_of_performance(norm)
                    else:
                        found |= self.groups_of_norm(norm)
                case _:
                    other = getattr(atom, "bound", None)
                    names = [atom.fact, *([other] if isinstance(other, str) else [])]
                    for name in names:
                        found |= self.groups_of_fact(name)
        return found

    def groups_of_fact(self, fact: str) -> set[str]:
        """Its own circumstance, and those under its definition."""
        own = {fact.partition(".")[0]}
        definition = self.protocol.definitions.get(fact)
        return own if definition is None else own | self.groups(definition)

    def groups_of_performance(self, norm: Norm) -> set[str]:
        """The circumstances that show a breach."""
        found: set[str] = set()
        for condition in (*norm.limits, norm.breached_when):
            found |= set() if condition is None else self.groups(condition)
        for fact in (norm.deadline.fact if norm.deadline else "", norm.done_on):
            found |= self.groups_of_fact(fact) if fact else set()
        return found

    # -- What is true -----------------------------------------------------------------
    def truth(self, condition: Condition) -> Kleene:  # noqa: PLR0911 - each kind of test
        """Three values, one line for each kind of condition."""
        match condition:
            case All(parts):
                return conjunction([self.truth(part) for part in parts])
            case Any(parts):
                return disjunction([self.truth(part) for part in merged(parts, self.protocol)])
            case Not(part):
                return denial(self.truth(part))
            case About(circumstance):
                return circumstance in self.present
            case Breached(address):
                return self.breached(address)
            case Compare(fact, relation, bound):
                return self.compared(fact, relation.value, bound)
            case Has(fact, _) | HasRole(fact, _) | Only(fact, _):
                if not self.is_there(fact):
                    return False
                return self.tested(condition, self.value(fact))

    def tested(self, test: Has | HasRole | Only, value: Given | None) -> Kleene:
        """One test on one fact that is there."""
        fact = self.protocol.vocabulary.facts[test.fact]
        domain = {True, False} if fact.type == "boolean" else set(fact.values)
        if isinstance(test, Has) and domain and test.values >= domain:
            return True
        if value is None:
            return None
        if isinstance(test, Has):
            names = value if isinstance(value, frozenset) else {value}
            return bool(names & test.values)
        several = value if isinstance(value, frozenset) else frozenset({str(value)})
        if isinstance(test, HasRole):
            return disjunction(self.is_a(name, test.roles) for name in several)
        only = conjunction(
            self.is_a(name, test.values) if fact.type == "role" else name in test.values
            for name in several
        )
        return denial(only) if test.negated else only

    def is_a(self, given: str, asked: Iterable[str]) -> Kleene:
        """Yes for a narrower role, unknown for a wider one."""
        roles = self.protocol.vocabulary.roles
        narrower = {name for name in roles.roles if given in roles.above(name)}
        return disjunction(
            True if each in roles.above(given)
            else None if any(each in roles.above(name) for name in narrower)
            else False
            for each in asked
        )  # fmt: skip

    def compared(self, fact: str, relation: str, bound: int | date | str) -> Kleene:
        """A count or a date against a bound; what has not happened stands in no order."""
        if not self.is_there(fact):
            return False
        left, right = self.value(fact), bound
        if isinstance(bound, str):
            if not self.is_there(bound):
                return False
            right = self.value(bound)
        if NOT_YET in (left, right):
            return False
        if left is None or right is None:
            return None
        order = (left > right) - (left < right)  # type: ignore[operator]
        return {
            "at_least": order >= 0, "at_most": order <= 0,
            "more_than": order > 0, "after": order > 0,
            "less_than": order < 0, "before": order < 0,
        }[relation]  # fmt: skip

    def is_there(self, fact: str) -> bool:
        """Whether a circumstance of the fact is part of the scenario."""
        return bool(self.groups_of_fact(fact) & self.present)

    def value(self, fact: str) -> Given | None:
        """What is given, else what the definition makes of it, else what is presumed."""
        if fact in self.given:
            return self.given[fact]
        if not self.is_there(fact):
            return None
        definition = self.protocol.definitions.get(fact)
        derived = None if definition is None else self.truth(definition)
        if derived is not None or not self.unless_shown:
            return derived
        values = {
            norm.presumes[fact]
            for norm in self.protocol.norms.values()
            if fact in norm.presumes and self.is_triggered(norm) and self.effective(norm.address)
        }
        if len(values) != 1:
            return None
        value = values.pop()
        several = self.protocol.vocabulary.facts[fact].type in ("role", "choices")
        return frozenset({str(value)}) if several else value

    def breached(self, address: str) -> Kleene:
        """Effective, and not kept as of today."""
        norm = self.protocol.norms[address]
        if not self.is_triggered(norm):
            return False
        opposite = {"at_most": "more_than", "at_least": "less_than"}
        ways = [
            self.compared(each.fact, opposite[each.relation], each.bound) for each in norm.limits
        ]
        if norm.breached_when is not None:
            ways.append(self.truth(norm.breached_when))
        if norm.deadline is not None and norm.done_on:
            ways.append(self.late(norm.deadline.fact, norm.deadline.amount, norm.done_on))
        return conjunction([self.effective(address), disjunction(ways)])

    def late(self, anchor: str, days: int, done_on: str) -> Kleene:
        """Past due, and not done by then."""
        if not self.is_there(anchor) or not self.is_there(done_on):
            return False
        start, done = self.value(anchor), self.value(done_on)
        if start == NOT_YET:
            return False
        if not isinstance(start, date):
            return None
        due = start + timedelta(days=days)
        if self.today is not None and self.today <= due:
            return False
        if done == NOT_YET:
            return self.today is not None
        return done > due if isinstance(done, date) else None


def merged(parts: Iterable[Condition], protocol: Protocol) -> list[Condition]:
    """Tests on one fact side by side are one test on all their values."""
    values: dict[str, frozenset[object]] = {}
    rest: list[Condition] = []
    for part in parts:
        if isinstance(part, Has) and protocol.vocabulary.facts[part.fact].type not in (
            "count",
            "date",
        ):
            values[part.fact] = values.get(part.fact, frozenset()) | part.values
        else:
            rest.append(part)
    return [*(Has(fact, each) for fact, each in values.items()), *rest]  # type: ignore[arg-type]
