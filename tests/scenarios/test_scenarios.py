"""Every scenario file beside this one, held against the rules that ship."""

from functools import cache
from pathlib import Path

import pytest

from protocol_rules import load
from protocol_rules.checks import judge
from protocol_rules.norms.scenario_file import ScenarioEntry, read_scenarios

HERE = Path(__file__).parent
ENTRIES = [
    pytest.param(entry, id=f"{path.parent.name}/{path.stem}: {entry.scenario.name}")
    for path in sorted(HERE.rglob("*.yaml"))
    for entry in read_scenarios(path)
]
loaded = cache(load)


@pytest.mark.parametrize("entry", ENTRIES)
def test_the_rules_give_the_expected_answer(entry: ScenarioEntry) -> None:
    """The answer is exactly what the scenario says that the printed text gives."""
    judgements = judge(entry, loaded)
    assert judgements, "the scenario expects nothing"
    for judgement in judgements:
        assert judgement.passed, str(judgement)
