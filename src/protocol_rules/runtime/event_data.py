"""Events and cases from plain data, as a log or a store has kept them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, Literal, cast

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.engine import Reading
from protocol_rules.norms.occasion import read_occasion
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import load, path_of, shipped
from protocol_rules.runtime.case import Case, open_case
from protocol_rules.runtime.event import Event
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.values import Given, Misfit

__all__ = ["FORM", "case_data", "event_from", "new_case", "protocol_names"]

FORM: Final = 2
"""The form in which cases are kept; an older one is read, and a newer one refused."""

_HEAD: Final = (
    "case", "form", "title", "protocols", "reading", "engine", "events", "opened", "rules",
)  # fmt: skip
_KEYS: Final = (
    "number", "on", "recorded", "learnt", "corrected", "about", "done", "undone", "closed",
    "calendar", "occasion", "note", "closing", "reopening", "rules",
)  # fmt: skip


class _Misshapen(Exception):
    """A part of the data is not what it has to be."""


def case_data(case: Case) -> dict[str, object]:
    """Give the head of a case as plain data: all but its events, of which it has the number."""
    opened = {} if case.opened is None else {"opened": case.opened.isoformat()}
    rules = {"rules": dict(case.rules)} if case.rules else {}
    return {
        "case": case.id,
        "form": FORM,
        "title": case.title,
        "protocols": protocol_names(case),
        "reading": case.reading.value,
        "engine": case.engine.name,
        "events": len(case.events),
        **opened,
        **rules,
    }


def protocol_names(case: Case) -> list[str]:
    """Name the protocols of a case as it remembers them: one that ships, else by its file."""
    return [_name_of(each) for each in case.protocols]


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
        opened = _moment(head["opened"], "opened") if "opened" in head else None
        case = replace(case, opened=opened, rules=_texts(head.get("rules", {})))
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
        return Event(
            number=_number(parts["number"]),
            on=date.fromisoformat(_text(parts["on"])),
            recorded=_moment(parts["recorded"], "recorded"),
            learnt=learnt,
            corrected=others | _facts(kept, (), words)[0],
            about=about,
            done=_actions(parts.get("done", ()), words),
            undone=_actions(parts.get("undone", ()), words),
            closed=frozenset(map(date.fromisoformat, map(_text, _list(parts.get("closed", ()))))),
            calendar=_text(parts.get("calendar", "")),
            occasion=_text(parts.get("occasion", "")),
            note=_text(parts.get("note", "")),
            closing=_truth(parts.get("closing", False)),
            reopening=_truth(parts.get("reopening", False)),
            rules=_texts(parts.get("rules", {})),
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


def _texts(written: object) -> dict[str, str]:
    return {key: _text(value) for key, value in _table(written).items()}


def _truth(written: object) -> bool:
    if not isinstance(written, bool):
        raise _Misshapen(f"{quote(written)} is neither true nor false")
    return written


def _moment(written: object, name: str) -> datetime:
    moment = datetime.fromisoformat(_text(written))
    if moment.tzinfo is None:
        raise _Misshapen(f"`{name}` has no time zone")
    return moment


def _number(written: object) -> int:
    if isinstance(written, bool) or not isinstance(written, int) or written < 0:
        raise _Misshapen(f"{quote(written)} is no number of an event")
    return written


def _name_of(protocol: Protocol) -> str:
    """Name a protocol so that it is found again, from any folder: by its name, else its file."""
    if protocol.council in shipped() and str(path_of(protocol.council)) == protocol.file:
        return protocol.council
    return str(Path(protocol.file).absolute()) if protocol.file else protocol.council
