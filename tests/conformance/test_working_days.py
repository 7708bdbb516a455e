from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from protocol_rules.calendar import Calendar, Unit

CASES = yaml.safe_load(Path(__file__).with_name("working_days.yaml").read_text("utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_period_ends_where_the_rules_say(case: dict[str, Any]):
    """Each period of the suite ends on the day that was worked out for it by hand."""
    closures = frozenset(map(date.fromisoformat, case.get("closures", [])))
    calendar = Calendar(case["calendar"], closures)

    end = calendar.shift(date.fromisoformat(case["start"]), case["amount"], Unit(case["unit"]))

    assert date.fromisoformat(case["result"]) == end


def test_every_case_has_a_name_of_its_own():
    """No two cases of the suite share a name, so that a failure points at one of them."""
    names = [case["name"] for case in CASES]

    assert sorted(set(names)) == sorted(names)
