"""What holds of the second engine under any protocol: it finds what our own engine finds."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.protocols import protocols
from properties.stories import stories
from second_engine import statuses

from protocol_rules import evaluate
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Reading
from protocol_rules.engine.durable.evaluate import Matching
from protocol_rules.engine.durable.process import adapter
from protocol_rules.runtime import OwnEngine
from protocol_rules.runtime.engines import engine_of

pytest.importorskip("durable_rules_engine", exc_type=ImportError)


@settings(max_examples=60)
@given(st.data())
def test_a_complete_story_has_the_same_statuses_in_both_engines(data: st.DataObject) -> None:
    """Definitions, exceptions, provisos, breaches and reparations among them."""
    protocol = data.draw(protocols())
    story = data.draw(stories(protocol, complete=True))
    try:
        own = evaluate(protocol, story.scenario)
    except InvalidInput:
        return  # it contradicts a definition

    assert statuses(evaluate(protocol, story.scenario, engine="durable")) == statuses(own)


@settings(max_examples=60)
@given(st.data(), st.sampled_from(Reading))
def test_an_incomplete_story_has_the_same_statuses_and_duties(
    data: st.DataObject, reading: Reading
) -> None:
    """As live cases ask it, in which most is unknown."""
    protocol = data.draw(protocols())
    scenario = data.draw(stories(protocol)).scenario
    try:
        own = evaluate(protocol, scenario, reading=reading)
    except InvalidInput:
        return  # it contradicts a definition

    assert statuses(Matching(protocol, scenario, reading, adapter()).answer) == statuses(own)
    assert engine_of("durable").duties(own, {}) == OwnEngine().duties(own, {})
