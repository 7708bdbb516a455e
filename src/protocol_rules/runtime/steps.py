"""What changed in a case, step by step, and why: by an event, or because a day was over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from protocol_rules.engine import Answer, AnswerChange, Status, day, stated
from protocol_rules.runtime.duty import Duty, same_duty
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.state import State

__all__ = ["DutyChange", "Step", "step_between", "told"]

_TELLING = {Status.APPLIES, Status.LIFTED}


@dataclass(frozen=True)
class DutyChange:
    """A duty that came (`before` is `None`), went (`after` is `None`), or stands otherwise."""

    before: Duty | None
    after: Duty | None

    def __str__(self) -> str:
        """Say it in a sentence."""
        if self.after is None:
            return f"no longer required: {_named(self.before)}"
        if self.before is None:
            return f"now required: {self.after}"
        said: list[str] = []
        if self.before.standing != self.after.standing:
            said.append(f"{self.before.standing}, now {self.after.standing}")
        if self.before.due != self.after.due:
            was, now = ("open" if each is None else day(each) for each in self._dues)
            said.append(f"due {was}, now {now}")
        return f"{_named(self.after)}: {'; '.join(said)}"

    @property
    def _dues(self) -> tuple[date | None, date | None]:
        return (self.before and self.before.due, self.after and self.after.due)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "before": self.before and self.before.as_data(),
            "after": self.after and self.after.as_data(),
            "text": str(self),
        }


@dataclass(frozen=True)
class Step:
    """One step of a case; without an `event` it is the clock that moved on to `day`.

    `answers` has, by council, how the answer differs, and `duties` what came, went, or stands
    otherwise. `remarks` say what is out of the ordinary with the event. `reason` says why it
    stands otherwise where neither an event nor the clock has made that so.
    """

    day: date
    event: Event | None
    answers: Mapping[str, AnswerChange]
    duties: tuple[DutyChange, ...]
    remarks: tuple[str, ...] = ()
    reason: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing follows that was not so before."""
        return not self.duties and all(each.is_empty for each in self.answers.values())

    @property
    def cause(self) -> str:
        """Say what made the change: an event, with what it says, or the day that came."""
        if self.event is None:
            return self.reason or f"{day(self.day)} has come"
        late = "" if self.event.on == self.day else f" (recorded on {day(self.day)})"
        return f"event {self.event.number}, {day(self.event.on)}{late}: {told(self.event)}"

    def __str__(self) -> str:
        """Say why, and then everything that changed, a sentence each."""
        lines = [self.cause, *(f"  {each}" for each in self.remarks)]
        lines += [f"  {each}" for each in self.said]
        return "\n".join(lines if len(lines) > 1 else [*lines, "  nothing else changes"])

    @property
    def said(self) -> tuple[str, ...]:
        """What came to apply, or no longer does, a sentence each; duties before other norms.

        What only came to be asked is left out; `answers` has that as well.
        """
        told = {
            address
            for each in self.duties
            for duty in (each.before, each.after)
            if duty is not None
            for address in duty.action.addresses
        }
        statuses = (
            str(change)
            for answer in self.answers.values()
            for change in answer.statuses
            if change.address not in told and _TELLING & {change.before, change.after}
        )
        return (*map(str, self.duties), *statuses)

    def as_data(self) -> dict[str, object]:
        """Give it as plain data, ready for JSON."""
        return {
            "day": self.day.isoformat(),
            "event": self.event and self.event.number,
            "cause": self.cause,
            "remarks": list(self.remarks),
            "duties": [each.as_data() for each in self.duties],
            "answers": {
                council: each.as_data()
                for council, each in self.answers.items()
                if not each.is_empty
            },
        }


def step_between(
    before: State, after: State, event: Event | None, remarks: tuple[str, ...] = ()
) -> Step:
    """Tell what is different in a later state."""
    answers = {
        council: _compared(before.answers[council], answer)
        for council, answer in after.answers.items()
    }
    return Step(after.day, event, answers, tuple(_duties(before, after)), remarks)


def _compared(before: Answer, after: Answer) -> AnswerChange:
    return before.compare_with(after)


def _duties(before: State, after: State) -> Iterator[DutyChange]:
    for duty in before.duties:
        later = same_duty(duty, after.duties)
        if later is None:
            yield DutyChange(duty, None)
        elif (duty.standing, duty.due) != (later.standing, later.due):
            yield DutyChange(duty, later)
    for duty in after.duties:
        if same_duty(duty, before.duties) is None:
            yield DutyChange(None, duty)


def _named(duty: Duty | None) -> str:
    return "" if duty is None else f"{duty.named}: {duty.action.sentence}"


def told(event: Event) -> str:
    """Say what happened in an event."""
    parts = [f"{fact} is {stated(value)}" for fact, value in event.learnt.items()]
    parts += [
        f"corrected: {fact} is {'not known' if value is None else stated(value)}"
        for fact, value in event.corrected.items()
    ]
    parts += [f"it is about {each}" for each in sorted(event.about)]
    parts += [f"done: {each}" for each in event.done]
    parts += [f"not done after all: {each}" for each in event.undone]
    closed = ", ".join(day(each) for each in sorted(event.closed))
    parts += [f"no working day: {closed}"] if closed else []
    parts += ["the case is closed"] if event.closing else []
    parts += ["the case is opened again"] if event.reopening else []
    parts += [f"on the occasion {event.occasion}"] if event.occasion else []
    return "; ".join(parts) + (f" ({event.note})" if event.note else "")
