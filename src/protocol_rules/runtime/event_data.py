"""Events and cases from plain data, as a log or a store has kept them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final, Literal, cast

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Reading
from protocol_rules.norms.occasion import read_occasion
from protocol_rules.norms.protocol import Protocol
from protocol_rules.norms.values import Given, Misfit
from protocol_rules.resolve import load, path_of, shipped
from protocol_rules.runtime.case import Case, open_case
from protocol_rules.runtime.event import Event
from protocol_rules.vocabulary import Vocabulary

__all__ = ["FORM", "case_data", "event_from", "new_case"]

FORM: Final = 1
"""The form in which cases are kept; a newer one is refused."""

_HEAD: Final = ("case", "form", "title", "protocols", "reading", "engine", "events")
_KEYS: Final = (
    "number", "on", "recorded", "learnt", "corrected", "about", "done", "undone", "closed",
    "calendar", "occasion", "note",
)  # fmt: skip


class _Misshapen(Exception):
    """A part of the data is not what it has to be."""


def case_data(case: Case) -> dict[str, object]:
    """Give the head of a case as plain data: all but its events, of which it has the number."""
    return {
        "case": case.id,
        "form": FORM,
        "title": case.title,
        "protocols": [_name_of(each) for each in case.protocols],
        "reading": case.reading.value,
        "engine": case.engine.name,
        "events": len(case.events),
    }


def new_case(data: object, loaded: Callable[[str], Protocol] = load) -> tuple[Case, int]:
    """Open a case by its head, and tell how many events it has; `loaded` gives its protocols.

    Raises `InvalidInput` where it is no head, or one of a newer version.
    """
    try:
        head = _table(data, _HEAD)
        form = head["form"]
        if isinstance(form, int) and form > FORM:
            message = f"this case was kept by a newer version, in form {form}; {FORM} is known here"
            raise InvalidInput([Diagnostic("newer-form", message, hint="update protocol-rules")])
        names = [_text(each) for each in _list(head["protocols"])]
        reading = Reading(_text(head.get("reading", Reading.AS_GIVEN.value)))
        case = open_case(
            _text(head["case"]),
            [loaded(name) for name in names],
            title=_text(head.get("title", "")),
            reading=reading,
            engine=_text(head.get("engine", "own")),
        )
        return case, _number(head["events"])
    except (KeyError, ValueError, _Misshapen) as error:
        message = f"this is not the head of a case: {_reason(error)}"
        raise InvalidInput([Diagnostic("no-case", message)]) from None


def event_from(data: object, words: Vocabulary) -> Event:
    """Read an event; raises `InvalidInput` where it is none, or speaks of what is unknown."""
    try:
        parts = _table(data, _KEYS)
        learnt, about = _facts(parts.get("learnt", {}), parts.get("about", ()), words)
        corrected = _table(parts.get("corrected", {}))
        kept = {fact: value for fact, value in corrected.items() if value is not None}
        others: dict[str, Given | None] = dict.fromkeys(corrected)
        recorded = datetime.fromisoformat(_text(parts["recorded"]))
        if recorded.tzinfo is None:
            raise _Misshapen("`recorded` has no time zone")  # noqa: TRY301 - as the others
        return Event(
            number=_number(parts["number"]),
            on=date.fromisoformat(_text(parts["on"])),
            recorded=recorded,
            learnt=learnt,
            corrected=others | _facts(kept, (), words)[0],
            about=about,
            done=_actions(parts.get("done", ()), words),
            undone=_actions(parts.get("undone", ()), words),
            closed=frozenset(map(date.fromisoformat, map(_text, _list(parts.get("closed", ()))))),
            calendar=_text(parts.get("calendar", "")),
            occasion=_text(parts.get("occasion", "")),
            note=_text(parts.get("note", "")),
        )
    except (KeyError, ValueError, _Misshapen) as error:
        message = f"this is no event of a case: {_reason(error)}"
        raise InvalidInput([Diagnostic("no-event", message)]) from None


def _reason(error: Exception) -> str:
    return f"`{error.args[0]}` is lacking" if isinstance(error, KeyError) else str(error)


def _facts(
    given: object, about: object, words: Vocabulary
) -> tuple[dict[str, Given], frozenset[str]]:
    faults: list[Diagnostic] = []

    def tell(_: tuple[str | int, ...], misfit: Misfit, __: Literal["key", "value"]) -> None:
        faults.append(Diagnostic(misfit.code, misfit.message, hint=misfit.hint))

    part = read_occasion(_table(given), [_text(each) for each in _list(about)], words, (), tell)
    if faults:
        raise InvalidInput(faults)
    return dict(part.given), part.about


def _actions(written: object, words: Vocabulary) -> tuple[str, ...]:
    names = tuple(_text(each) for each in _list(written))
    for name in names:
        if name not in words.actions:
            message = f"no action {quote(name)} in the vocabulary"
            hint = did_you_mean(name, words.actions)
            raise InvalidInput([Diagnostic("unknown-action", message, hint=hint)])
    return names


def _table(written: object, keys: Sequence[str] | None = None) -> Mapping[str, Any]:
    if not isinstance(written, dict):
        raise _Misshapen(f"{quote(written)} is no JSON object")
    table = cast("dict[str, Any]", written)
    unknown = [key for key in table if keys is not None and key not in keys]
    if unknown:
        raise _Misshapen(f"{quote(unknown[0])} is not known")
    return table


def _list(written: object) -> Sequence[object]:
    if not isinstance(written, (list, tuple)):
        raise _Misshapen(f"{quote(written)} is no list")
    return cast("Sequence[object]", written)


def _text(written: object) -> str:
    if not isinstance(written, str):
        raise _Misshapen(f"{quote(written)} is no text")
    return written


def _number(written: object) -> int:
    if isinstance(written, bool) or not isinstance(written, int) or written < 0:
        raise _Misshapen(f"{quote(written)} is no number of an event")
    return written


def _name_of(protocol: Protocol) -> str:
    """Name a protocol so that it is found again: one that ships by its name, else its file."""
    if protocol.council in shipped() and str(path_of(protocol.council)) == protocol.file:
        return protocol.council
    return protocol.file or protocol.council
