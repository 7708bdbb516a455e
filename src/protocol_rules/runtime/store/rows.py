"""The lines in which a store keeps a case, and when each of its duties was last said to be due."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from protocol_rules.runtime.case import Case
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.event_data import case_data
from protocol_rules.runtime.state import State
from protocol_rules.runtime.steps import DutyChange

__all__ = ["event_rows", "moved", "row_of", "standing_of"]


def row_of(case: Case) -> dict[str, Any]:
    """Give the line of a case; its clock stands where its last event was recorded."""
    looked_on = case.looked_on
    return {
        "id": case.id,
        "head": json.dumps(case_data(case) | {"events": 0}),
        "events": len(case.events),
        "looked_on": looked_on,
        "closed": case.closed_on is not None,
        **standing_of(case.at(looked_on)),
    }


def standing_of(state: State) -> dict[str, Any]:
    """Give what a line says of how the case stands on the day on which it is looked at."""
    return {"next_day": state.next_day, "dues": json.dumps(_dues(state))}


def event_rows(case: Case, known: int) -> list[dict[str, Any]]:
    """Give the lines of the events after the first ones, which are known."""
    return [
        {"case_id": case.id, "number": each.number, "data": json.dumps(each.as_data())}
        for each in case.events[known:]
    ]


def moved(dues: Mapping[str, str], state: State) -> Iterator[DutyChange]:
    """Tell which duties had another last day when they were looked at before, on the same day."""
    for duty in state.owed:
        former = dues.get(_key(duty))
        if former is not None and duty.due is not None and duty.due.isoformat() != former:
            action = replace(duty.action, due=date.fromisoformat(former))
            yield DutyChange(replace(duty, action=action), duty)


def _dues(state: State) -> dict[str, str]:
    return {_key(each): each.due.isoformat() for each in state.owed if each.due is not None}


def _key(duty: Duty) -> str:
    return "\n".join((duty.action.addresses[0], duty.action.occasion))
