"""From formulas to rulesets: conjunctions of equalities, in the order in which they build on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from protocol_rules.engine.durable.formula import Conjunction, Formula, Known, conjunctions
from protocol_rules.engine.durable.translate import Translation

__all__ = ["Rulesets"]

# More than 64 conditions that hold at once are refused, and so are more than 252 properties.
_MOST_RULES = 49  # and the sentinel
_MOST_PROPERTIES = 190


class Ruleset:
    """Rules that are matched at once: none of them builds on another one of the same level."""

    def __init__(self, level: int) -> None:
        """Begin without a rule."""
        self.level = level
        self.heads: list[Known] = []
        self.rules: list[dict[str, str]] = []
        self.properties: dict[str, str] = {}

    def takes(self, body: Conjunction) -> bool:
        """Whether there is room for one more rule."""
        names = {each.name for each in body} | self.properties.keys()
        return len(self.rules) < _MOST_RULES and len(names) <= _MOST_PROPERTIES

    def add(self, head: Known, body: Conjunction) -> None:
        """Add a rule that tells the head where the body holds."""
        for each in sorted(body, key=lambda each: each.name):
            self.properties.setdefault(each.name, f"p{len(self.properties)}")
        self.heads.append(head)
        self.rules.append({self.properties[each.name]: spelt(each.value) for each in body})

    def fact(self, known: Mapping[str, bool]) -> dict[str, str]:
        """Give what is known of the truths that its rules ask for."""
        return {
            short: spelt(known[name]) for name, short in self.properties.items() if name in known
        }


class Rulesets:
    """The rulesets of a protocol, each with a level: it builds on what lower levels tell."""

    def __init__(self, translation: Translation) -> None:
        """Make rules of all formulas."""
        self._bodies: dict[Known, list[Conjunction]] = {}
        self._parts: dict[Formula, str] = {}
        for value, formulas in ((True, translation.holds), (False, translation.fails)):
            for name, formula in formulas.items():
                self._add(Known(name, value), formula)
        self._leaves = frozenset(translation.leaves)
        self._levels: dict[str, int] = {}
        self._needs: dict[str, frozenset[str]] = {}
        self.all = self._packed()

    def needs(self, name: str) -> frozenset[str]:
        """Name all truths on which one rests, itself among them."""
        if name not in self._needs:
            self._needs[name] = frozenset({name})
            below = {each for body in self._bodies_of(name) for each in body}
            found = frozenset({name}).union(*(self.needs(each.name) for each in below))
            self._needs[name] = found
        return self._needs[name]

    def level(self, name: str) -> int:
        """Tell after how many rounds a truth is known; one of our own engine is after none."""
        if name in self._leaves:
            return 0
        if name not in self._levels:
            below = (each.name for body in self._bodies_of(name) for each in body)
            self._levels[name] = 1 + max(map(self.level, below), default=0)
        return self._levels[name]

    @cached_property
    def as_data(self) -> list[list[dict[str, str]]]:
        """Give the rules as the child takes them."""
        return [each.rules for each in self.all]

    def _add(self, head: Known, formula: Formula) -> None:
        self._bodies.setdefault(head, []).extend(conjunctions(formula, self._named))

    def _named(self, formula: Formula) -> Known:
        if formula not in self._parts:
            name = self._parts[formula] = f"part {len(self._parts)}"
            self._add(Known(name), formula)
        return Known(self._parts[formula])

    def _bodies_of(self, name: str) -> Iterator[Conjunction]:
        for value in (True, False):
            yield from self._bodies.get(Known(name, value), ())

    def _packed(self) -> list[Ruleset]:
        made: list[Ruleset] = []
        for head, bodies in sorted(self._bodies.items(), key=lambda each: self.level(each[0].name)):
            level = self.level(head.name)
            for body in bodies:
                if not made or made[-1].level != level or not made[-1].takes(body):
                    made.append(Ruleset(level))
                made[-1].add(head, body)
        return made


def spelt(value: bool) -> str:  # noqa: FBT001
    """Spell a truth: texts are compared as they stand, where a boolean would be coerced."""
    return "yes" if value else "no"
