"""The parts of a scenario: what is read without the models is what they would let pass."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from protocol_rules.norms.scenario_models import ScenarioWritten
from protocol_rules.norms.scenario_parts import parts_of

TEXTS = st.sampled_from(["", "a", "not_yet", "as_given", "unless_shown"])
PLAIN = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
NAMES = TEXTS | st.lists(TEXTS, max_size=2)
FACTS = st.dictionaries(TEXTS, PLAIN, max_size=2)


def table(**parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Write some of the parts, mostly as they should be, and seldom another key."""
    some = st.fixed_dictionaries({}, optional={name: each | PLAIN for name, each in parts.items()})
    return some | some | st.builds(lambda one, key: {**one, key: "a"}, some, TEXTS)


EXPECTED = table(
    applies=NAMES,
    lifted=NAMES,
    undetermined=NAMES,
    missing=NAMES,
    due=st.dictionaries(TEXTS, TEXTS, max_size=2),
)
SCENARIOS = table(
    name=TEXTS,
    protocol=TEXTS,
    today=TEXTS,
    reading=TEXTS,
    about=NAMES,
    given=FACTS,
    occasions=st.dictionaries(TEXTS, table(about=NAMES, given=FACTS), max_size=2),
    expect=EXPECTED,
    expect_in=st.dictionaries(TEXTS, EXPECTED, max_size=2),
)


@given(SCENARIOS | PLAIN)
def test_the_parts_are_those_of_the_models(written: object) -> None:
    """Where the models let a scenario pass it has the same parts, and none where they do not."""
    try:
        model = ScenarioWritten.model_validate(written)
    except ValidationError:
        assert parts_of(written) is None
    else:
        assert parts_of(written) == parts_of(model.model_dump(exclude_defaults=True))
        assert parts_of(written) is not None


def test_what_is_left_out_has_its_default() -> None:
    """A scenario need not say anything."""
    parts = parts_of({})

    assert parts is not None
    assert (parts.name, parts.about, parts.today, parts.reading) == ("", (), None, "as_given")
    assert (dict(parts.given), parts.expect, dict(parts.expect_in)) == ({}, None, {})
