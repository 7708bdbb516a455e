"""The coverage of rules as a page in HTML: each rule file, line by line, with what is lacking."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files

from protocol_rules.coverage import Goal, Kind, RuleCoverage, State
from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.report.coverage.places import near
from protocol_rules.source import LINE_BREAK

__all__ = ["Line", "coverage_page", "lines_of"]

_MARKS = {"met": "+", "partly": "~", "unmet": "-", "cannot": "=", "": ""}
_BESIDES = (Kind.UNKNOWNS, Kind.BREACHES)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a rule file; `state` tells how far what begins on it is shown."""

    number: int
    text: str
    state: str
    goals: tuple[Goal, ...]

    @property
    def mark(self) -> str:
        """The state for those who cannot tell colours apart."""
        return _MARKS[self.state]

    @property
    def lacking(self) -> tuple[Goal, ...]:
        """What the line lacks, and what it cannot have."""
        return tuple(goal for goal in self.goals if goal.state is not State.MET)


def coverage_page(measured: Sequence[RuleCoverage]) -> str:
    """Write one page that needs nothing else: no other file, no network, no script.

    Raises `InvalidInput` where Jinja2 is not installed.
    """
    try:
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - few need it
    except ImportError:
        message = "a page in HTML needs Jinja2, which is not installed"
        hint = "pip install 'protocol-rules[report]'"
        raise InvalidInput([Diagnostic("not-installed", message, hint=hint)]) from None
    text = (
        files("protocol_rules.report.coverage")
        .joinpath("templates", "page.html")
        .read_text("utf-8")
    )
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    kinds = [kind for kind in Kind if any(each.figures[kind].of for each in measured)]
    protocols = [(each, near(each.protocol.file), [*lines_of(each)]) for each in measured]
    return environment.from_string(text).render(kinds=kinds, protocols=protocols, State=State)


def lines_of(measured: RuleCoverage) -> Iterator[Line]:
    """Give the lines of a rule file with the goals that begin on each."""
    by_line: dict[int, list[Goal]] = {}
    for goal in measured.goals:
        by_line.setdefault(goal.span.line, []).append(goal)
    for number, text in enumerate(LINE_BREAK.split(measured.source.text), start=1):
        goals = tuple(by_line.get(number, ()))
        yield Line(number, text, _state(goals), goals)


def _state(goals: Sequence[Goal]) -> str:
    """Tell how far goals are met; what a bank need not show leaves a line as it is."""
    states = {goal.state for goal in goals if goal.kind not in _BESIDES}
    counted = states - {State.CANNOT_BE_MET}
    if not counted:
        return "cannot" if states else ""
    if counted == {State.MET}:
        return "met"
    return "partly" if State.MET in counted else "unmet"
