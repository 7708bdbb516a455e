"""The parts of a scenario: what is read without the models is what they would let pass."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError

from protocol_rules.norms.expectation import POSITION_WORDS
from protocol_rules.norms.scenario_models import DefaultsWritten, RowWritten, ScenarioWritten
from protocol_rules.norms.scenario_parts import defaults_of, parts_of, row_of
from protocol_rules.vocabulary import Modality

TEXTS = st.sampled_from(["", "a", "not_yet", "as_given", "exact", "at_least", "silent", "must"])
PLAIN = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(TEXTS, inner, max_size=2),
    max_leaves=4,
)
NAMES = TEXTS | st.lists(TEXTS, max_size=2)
FACTS = st.dictionaries(TEXTS, PLAIN, max_size=2)


def table(**parts: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Write some of the parts, mostly as they should be, and seldom another key."""
    named = {name.rstrip("_"): each | each | each | PLAIN for name, each in parts.items()}
    some = st.fixed_dictionaries({}, optional=named)
    return some | some | st.builds(lambda one, key: {**one, key: "a"}, some, TEXTS)


REQUIRED = table(
    bearer=NAMES, must=TEXTS, should_not=TEXTS, counterparty=NAMES, by=TEXTS, clauses=NAMES
)
EXPECTATIONS = {
    "match": TEXTS,
    "applies": NAMES,
    "lifted": NAMES | st.dictionaries(TEXTS, NAMES, max_size=2),
    "undetermined": NAMES,
    "missing": NAMES,
    "not_": NAMES,
    "due": st.dictionaries(TEXTS, TEXTS, max_size=2),
    "breached": NAMES,
    "not_breached": NAMES,
    "next_step": st.dictionaries(TEXTS, NAMES, max_size=2),
    "required": st.lists(REQUIRED, max_size=2),
    "position": st.dictionaries(TEXTS, st.dictionaries(TEXTS, NAMES, max_size=2), max_size=2),
    "next_question": TEXTS,
}
EXPECTED = table(**EXPECTATIONS)
STORY = {"tags": NAMES, "today": TEXTS, "reading": TEXTS, "about": NAMES, "given": FACTS}
VARIED = {
    **STORY,
    "name": TEXTS,
    "description": TEXTS,
    "occasions": st.dictionaries(TEXTS, table(about=NAMES, given=FACTS), max_size=2),
    "expect": EXPECTED,
    "expect_in": st.dictionaries(TEXTS, EXPECTED, max_size=2),
}
DEFAULTS = table(**STORY, protocol=NAMES, match=TEXTS)
ROWS = table(**VARIED)
SCENARIOS = table(**VARIED, protocol=NAMES, rows=st.lists(ROWS, max_size=2))


def agree(model: type[BaseModel], read: Callable[[object], object], written: object) -> None:
    """Hold what is read without a model against what the model lets pass."""
    try:
        found = model.model_validate(written)
    except ValidationError:
        assert read(written) is None
    else:
        assert read(written) is not None
        assert read(written) == read(found.model_dump(by_alias=True, exclude_defaults=True))


@given(SCENARIOS | PLAIN)
def test_the_parts_of_a_scenario_are_those_of_its_model(written: object) -> None:
    """Where the model lets a scenario pass it has the same parts, and none where it does not."""
    agree(ScenarioWritten, parts_of, written)


@given(ROWS | PLAIN)
def test_the_parts_of_a_row_are_those_of_its_model(written: object) -> None:
    """A row has a name, and may not say which protocol it is for."""
    agree(RowWritten, row_of, written)


@given(DEFAULTS | PLAIN)
def test_the_parts_of_a_head_are_those_of_its_model(written: object) -> None:
    """The head of a file says what holds of all its scenarios, and expects nothing by itself."""
    agree(DefaultsWritten, defaults_of, written)


@given(st.sampled_from([*EXPECTATIONS.items()]).flatmap(lambda each: table(**{each[0]: each[1]})))
def test_an_expectation_is_read_as_its_model_has_it(written: object) -> None:
    """One key at a time, so that none is left out because something else is wrong."""
    agree(ScenarioWritten, parts_of, {"expect": written})


SOUND: dict[str, object] = {"bearer": "a", "must": "a"}
CHANGES = {"bearer": NAMES, "must": TEXTS, "counterparty": NAMES, "by": TEXTS, "clauses": NAMES}


@given(
    st.lists(REQUIRED, min_size=1, max_size=2)
    | st.sampled_from([*CHANGES.items()])
    .flatmap(lambda each: table(**{each[0]: each[1]}))
    .map(lambda change: [{**SOUND, **change}])
)
@example([{**SOUND, "must": ""}])
def test_required_actions_are_read_as_their_model_has_them(written: object) -> None:
    """So are the actions in it, which need a bearer and one modal word."""
    agree(ScenarioWritten, parts_of, {"expect": {"required": written}})


def test_what_is_left_out_has_its_default() -> None:
    """A scenario need not say anything."""
    parts = parts_of({})

    assert parts is not None
    assert (parts.name, parts.about, parts.today, parts.reading) == ("", (), None, None)
    assert (dict(parts.given), parts.expect, dict(parts.expect_in)) == ({}, None, {})


def test_the_words_of_a_position_are_the_modal_words_and_two_more() -> None:
    """The model lists them by hand, since a type checker cannot follow the enumeration."""
    assert set(POSITION_WORDS) == {*Modality, "silent", "undetermined"}
    for word in POSITION_WORDS:
        ScenarioWritten.model_validate({"expect": {"position": {"a": {"b": word}}}})
