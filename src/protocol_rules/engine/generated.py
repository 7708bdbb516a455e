"""From norms to Python: one generated function gives the statuses of many norms at once.

It says the same as the functions of `compile`, in the reading `as_given`, without a call for each
condition. A truth is a number (no 0b00, unknown 0b01, yes 0b11), so that and, or are those of bits;
a test of one fact is a look-up by its value; what several norms share is worked out once. All of it
is worked out, needed or not, so breaches, which count days, are not for it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Any, Final

from protocol_rules.engine.compile import (
    Effective,
    Literal,
    Shown,
    Term,
    Woken,
    compared,
    literal,
    merged,
)
from protocol_rules.engine.status import Status, status_of
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import conditions
from protocol_rules.vocabulary.conditions import (
    About,
    All,
    Breached,
    Compare,
    Has,
    HasRole,
    Not,
    Only,
)
from protocol_rules.vocabulary.values import Given

if TYPE_CHECKING:
    from protocol_rules.engine.program import Program, Ready

__all__ = ["Statuses", "generate"]

Statuses = Callable[[Mapping[str, Given], frozenset[str], frozenset[str]], dict[str, Status]]
"""Takes what is given, present and mentioned; gives the statuses by address."""

_NUMBERS: Final = {Truth.NO: 0b00, Truth.UNKNOWN: 0b01, Truth.YES: 0b11}
_TRUTHS: Final = {number: truth for truth, number in _NUMBERS.items()}
_DENIED: Final = (0b11, 0b01, None, 0b00)
_MOST_VALUES: Final = 1000
_ABSENT: Final = object()
"""Stands for the value of a fact whose circumstance is not there."""


class _ByValue(dict[object, int]):
    """The truth of a literal by the value of its fact, worked out when a value is first met."""

    def __init__(self, test: Literal) -> None:
        super().__init__({None: _NUMBERS[test.when_open], _ABSENT: _NUMBERS[Truth.NO]})
        self._of = test.of

    def __missing__(self, value: Any) -> int:  # noqa: ANN401 - any value of a fact
        number = _NUMBERS[self._of(value)]
        if len(self) < _MOST_VALUES:
            self[value] = number
        return number


def generate(program: Program, norms: Sequence[Ready], circumstance: str) -> Statuses:
    """Make the function that gives the statuses of some norms, all woken by one circumstance."""
    writer = _Writer(program, circumstance)
    entries = [f"    {each.norm.address!r}: {writer.status(each)}," for each in norms]
    lines = [
        "def statuses(given, present, mentioned):",
        "    get = given.get",
        *(f"    {line}" for line in writer.lines),
        "    return {",
        *(f"    {entry}" for entry in entries),
        "    }",
    ]
    made: dict[str, Any] = {}
    exec("\n".join(lines), writer.names, made)  # noqa: S102 - it holds names of ours and no text of a file unquoted
    return made["statuses"]


class _Writer:
    """Writes each condition once, as an assignment to a local variable."""

    def __init__(self, program: Program, circumstance: str) -> None:
        self._program = program
        self._circumstance = circumstance
        self._variables: dict[object, str] = {}
        self.lines: list[str] = []
        self.names: dict[str, object] = {
            "DENIED": _DENIED,
            "ABSENT": _ABSENT,
            "STATUS": _STATUSES,
            "SPEAKS": _STATUSES[::4],
        }

    def status(self, ready: Ready) -> str:
        """Give the expression for the status of a norm."""
        speaks = self.truth(ready.speaks_term)
        if not ready.exceptions:
            return f"SPEAKS[{speaks}]"
        lifted = self._joined((each.term for each in ready.exceptions), "|", "0")
        return f"STATUS[{speaks} << 2 | {lifted}]"

    def truth(self, term: Term) -> str:
        """Give the variable that holds the truth of a condition."""
        if term not in self._variables:
            self._assign(term, self._written(term))
        return self._variables[term]

    def _written(self, term: Term) -> str:  # noqa: C901, PLR0911 - all kinds
        match term:
            case Has() | HasRole() | Only():
                return self._literal(literal(term, self._program.words))
            case Compare():
                return self._compare(term)
            case About(circumstance):
                return (
                    "3"
                    if circumstance == self._circumstance
                    else f"3 if {circumstance!r} in present else 0"
                )
            case Breached(address):
                message = f"whether {address} is breached is not for a generated function"
                raise ValueError(message)
            case Effective(address):
                return self.truth(self._program.effective(address))
            case Woken(circumstances):
                named = self._named(circumstances)
                return f"0 if {named}.isdisjoint(mentioned) else 3"
            case All(parts):
                return self._joined(parts, "&", "3")
            case conditions.Any(parts):
                return self._joined(merged(parts, self._program.words), "|", "0")
            case Not(part):
                return f"DENIED[{self.truth(part)}]"
            case Shown(part):
                return self.truth(part)

    def _literal(self, test: Literal) -> str:
        table = self._named(_ByValue(test))
        if test.fact not in self._program.definitions:
            return f"{table}[{self._value(test.fact)}]"
        # A derived fact that nobody stated has the value which its definition gives it.
        truth = self.truth(self._program.protocol.definitions[test.fact])
        by_truth = {0b00: test.of(False), 0b01: test.when_open, 0b11: test.of(True)}  # noqa: FBT003
        derived = self._named({number: _NUMBERS[each] for number, each in by_truth.items()})
        there = self._named(self._program.circumstances_of(test.fact))
        return (
            f"{table}[get({test.fact!r})] if {test.fact!r} in given"
            f" else 0 if {there}.isdisjoint(present) else {derived}[{truth}]"
        )

    def _compare(self, test: Compare) -> str:
        facts = [test.fact, *([test.bound] if isinstance(test.bound, str) else [])]
        function = self._named(_comparing(test))
        return f"{function}({', '.join(map(self._value, facts))})"

    def _value(self, fact: str) -> str:
        if fact not in self._variables:
            circumstance = fact.partition(".")[0]
            is_sure = circumstance in (self._circumstance, *self._program.words.settings)
            missing = "" if is_sure else f", {self._when_open(circumstance)}"
            self._assign(fact, f"get({fact!r}{missing})")
        return self._variables[fact]

    def _when_open(self, circumstance: str) -> str:
        """Give the variable of what stands for a value that is not given."""
        key = ("when open", circumstance)
        if key not in self._variables:
            self._assign(key, f"None if {circumstance!r} in present else ABSENT")
        return self._variables[key]

    def _joined(self, terms: Iterable[Term], sign: str, empty: str) -> str:
        return f" {sign} ".join(map(self.truth, terms)) or empty

    def _assign(self, key: object, expression: str) -> None:
        name = f"x{len(self._variables)}"
        self.lines.append(f"{name} = {expression}")
        self._variables[key] = name

    def _named(self, value: object) -> str:
        name = f"n{len(self.names)}"
        self.names[name] = value
        return name


def _comparing(test: Compare) -> Callable[..., int]:
    relation, bound = test.relation, test.bound

    def of_values(known: Any, other: Any = bound) -> int:  # noqa: ANN401 - a count or a date
        if known is _ABSENT or other is _ABSENT:
            return _NUMBERS[Truth.NO]
        return _NUMBERS[compared(relation, known, other)]

    return of_values


def _statuses() -> tuple[Status | None, ...]:
    """Give each status at the number made of two truths: that it speaks, and that it is lifted."""
    table: list[Status | None] = [None] * 16
    for speaks, lifted in product(_TRUTHS, repeat=2):
        table[speaks << 2 | lifted] = status_of(_TRUTHS[speaks], _TRUTHS[lifted])
    return tuple(table)


_STATUSES: Final = _statuses()
