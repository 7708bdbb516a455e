"""Whatever a file holds, it is read or refused; Python's own errors never show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocol_rules import ProtocolRulesError, Scenario, evaluate
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms.scenario_file import scenarios_in
from protocol_rules.resolve import resolve
from protocol_rules.source import parse
from protocol_rules.source.text import as_text
from protocol_rules.vocabulary import RULES, shared_vocabulary

TESTS = Path(__file__).parents[1]
RULE_FILES = (*sorted(RULES.glob("*.yaml")), TESTS / "files" / "good" / "sixth.yaml")
SCENARIO_FILES = (
    *sorted((TESTS / "scenarios").rglob("*.yaml")),
    *sorted((TESTS / "files" / "good").glob("scenario_*.yaml")),
)
WORDS = (
    "",
    "~",
    "[]",
    "{}",
    "x",
    "9.10",
    '"9.10"',
    "true",
    "no",
    "0",
    "-1",
    "2024-02-30",
    "9999-12-31",
    "0001-01-01",
    "not_yet",
    "member",
    "officer",
    "enquiry",
    "{not: {}}",
    "{any: []}",
    "{a: b}",
    "[a, [b]]",
    "when",
    "unless",
    "must",
    "norms",
    "overrides",
    "proviso_of",
    "part_of",
    "reparation_for",
    "id",
    "given",
    "&a",
    "*a",
    "!!int 1",
    "<<",
    "#",
    "'",
    '"',
    "\t",
    "\x00",
    "\u2028",
    "{",
    "}",
    ":",
    "-",
)


@cache
def sections(path: Path) -> tuple[str, list[str]]:
    """Split a file into its head and its cards or scenarios, so that small files can be made."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    starts = [n for n, line in enumerate(lines) if line.startswith("  - ")]
    ends = [*starts[1:], len(lines)]
    head = "".join(lines[: starts[0]]) if starts else "".join(lines)
    return head, ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)] if starts else []


@st.composite
def mutated(draw: st.DrawFn, paths: tuple[Path, ...]) -> str:
    """Take a part of a file and drop, double, swap or change some of it, or cut it off."""
    head, parts = sections(draw(st.sampled_from(paths)))
    first = draw(st.integers(0, max(0, len(parts) - 1)))
    lines = (head + "".join(parts[first : first + 4])).splitlines(keepends=True)
    for _ in range(draw(st.integers(1, 4))):
        n, m = draw(st.integers(0, len(lines) - 1)), draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(("drop", "double", "swap", "word", "cut", "indent"))):
            case "drop" if len(lines) > 1:
                del lines[n]
            case "double":
                lines.insert(m, lines[n])
            case "swap":
                lines[n], lines[m] = lines[m], lines[n]
            case "word":
                words = lines[n].split(" ")
                words[draw(st.integers(0, len(words) - 1))] = draw(st.sampled_from(WORDS))
                lines[n] = " ".join(words)
            case "cut":
                lines[n] = lines[n][: draw(st.integers(0, len(lines[n])))]
            case _:
                lines[n] = " " * draw(st.integers(0, 8)) + lines[n].lstrip()
    return "".join(lines)


def told(error: InvalidInput) -> str:
    """Give the messages of a refusal, which are never those of a library inside."""
    assert error.diagnostics
    assert "Input should" not in str(error)
    return str(error)


def outcome_of_rules(text: str) -> str:
    """Load a rule file, evaluate what loads, and give what comes of it."""
    try:
        protocol, _ = resolve(parse(text), shared_vocabulary())
    except InvalidInput as error:
        return told(error)
    scenario = Scenario(
        {"enquiry.from": "member", "enquiry.received_on": "2024-03-01"}, today="2024-03-18"
    )
    try:
        answer = evaluate(protocol, scenario)
        return repr([str(each) for each in answer.required_actions])
    except ProtocolRulesError as error:
        return str(error)


def outcome_of_scenarios(text: str) -> str:
    """Read a file of scenarios, and give what comes of it."""
    try:
        return repr([entry.scenario.as_data() for entry in scenarios_in(parse(text))])
    except InvalidInput as error:
        return told(error)


@given(mutated(RULE_FILES))
def test_a_changed_rule_file_is_read_or_refused(text: str) -> None:
    """A slip in a rule file ends in a protocol or in messages, and each time in the same."""
    assert outcome_of_rules(text) == outcome_of_rules(text)


@given(mutated(SCENARIO_FILES))
def test_a_changed_scenario_file_is_read_or_refused(text: str) -> None:
    """A slip in a file of scenarios ends in scenarios or in messages, and each time in the same."""
    assert outcome_of_scenarios(text) == outcome_of_scenarios(text)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    """No bytes whatever make another error than a refusal."""
    try:
        text = as_text(data, "any")
    except InvalidInput:
        return
    outcome_of_rules(text)
    outcome_of_scenarios(text)


PLAIN = st.recursive(
    st.sampled_from(WORDS[:22]) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(("enquiry.from", "any", "not", "only", "at_most", "id", "x")),
            inner,
            max_size=3,
        )
    ),
    max_leaves=8,
)
KEYS = (
    "id", "part_of", "title", "gist", "kind", "topics", "judgement", "overrides", "proviso_of",
    "defines", "presumes", "when", "provided", "unless", "norms",
)  # fmt: skip
NORM_KEYS = (
    "bearer", "must", "counterparty", "qualifier", "overrides", "limit", "deadline", "done_on",
    "breached_when", "reparation_for", "escalation", "presumes", "when",
)  # fmt: skip


def as_yaml(value: object) -> str:
    """Write plain data as YAML with every text quoted."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{as_yaml(k)}: {as_yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    return "'" + str(value).replace("'", "''") + "'"


@given(
    st.dictionaries(st.sampled_from(KEYS), PLAIN, max_size=5),
    st.dictionaries(st.sampled_from(NORM_KEYS), PLAIN, max_size=5),
)
def test_a_card_of_any_shape_is_read_or_refused(
    card: dict[str, object], norm: dict[str, object]
) -> None:
    """Whatever stands under the keys of a card and a norm, nothing but messages comes of it."""
    sound = {"bearer": "officer", "must": "respond_to_enquiry"}
    whole = {"id": "1", "title": "A title", "norms": {"answer": {**sound, **norm}}, **card}
    head = {"council": "test", "name": "Test Council", "title": "A protocol"}
    outcome_of_rules(as_yaml({**head, "clauses": [whole]}))


@given(
    st.dictionaries(
        st.sampled_from(
            ("name", "protocol", "today", "reading", "about", "given", "occasions", "expect")
        ),
        PLAIN,
    )
)
def test_a_scenario_of_any_shape_is_read_or_refused(scenario: dict[str, object]) -> None:
    """The same holds for a scenario, from a file and from Python."""
    outcome_of_scenarios(as_yaml(scenario))
    own = {
        key: value
        for key, value in scenario.items()
        if key not in ("protocol", "reading", "expect")
    }
    try:
        Scenario(**own)  # type: ignore[arg-type]
    except ProtocolRulesError as error:
        assert str(error)  # noqa: PT017 - either end will do


@pytest.mark.parametrize("path", RULE_FILES, ids=lambda path: path.stem)
def test_a_rule_file_cut_off_anywhere_is_read_or_refused(path: Path) -> None:
    """A rule file that ends too soon is no other error, wherever it ends."""
    text = path.read_text(encoding="utf-8")
    for end in range(0, min(len(text), 6000), 211):
        outcome_of_rules(text[:end])
