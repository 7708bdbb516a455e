"""Live cases: what is owed by whom, what is late, and what comes next, as weeks go by."""

from protocol_rules.runtime.case import Case, open_case
from protocol_rules.runtime.duty import Duty
from protocol_rules.runtime.engines import CaseEngine, OwnEngine
from protocol_rules.runtime.event import Event
from protocol_rules.runtime.state import State
from protocol_rules.runtime.steps import DutyChange, Step

__all__ = [
    "Case",
    "CaseEngine",
    "Duty",
    "DutyChange",
    "Event",
    "OwnEngine",
    "State",
    "Step",
    "open_case",
]
