"""The JSON Schemas: what they accept, what they refuse, and what an editor reads in them."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from protocol_rules.report.schemas import schema_files
from protocol_rules.vocabulary import conditions, shared_vocabulary

ROOT = Path(__file__).parents[2]
WORDS = shared_vocabulary()
SCHEMAS = {name.partition(".")[0]: json.loads(text) for name, text in schema_files(WORDS).items()}
RULES = [*sorted((ROOT / "rules").glob("*.yaml")), ROOT / "tests/cli/files/littleton.yaml"]
SCENARIOS = sorted(
    [*(ROOT / "tests" / "scenarios").rglob("*.yaml"), *(ROOT / "examples").glob("*.yaml")]
)
CLAIMS = sorted((ROOT / "tests" / "claims").glob("*.yaml"))


class Loader(yaml.SafeLoader):
    """Reads YAML as editors do: a date stays a text, `yes` stays a word."""


Loader.yaml_implicit_resolvers = {
    key: [(tag, regexp) for tag, regexp in resolvers if not tag.endswith(("timestamp", "bool"))]
    for key, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
Loader.add_implicit_resolver(
    "tag:yaml.org,2002:bool", yaml.resolver.re.compile("^(?:true|false)$"), "tf"
)


def read(path: Path) -> Any:
    """Read a file as an editor sees it."""
    return yaml.load(path.read_text("utf-8"), Loader)  # noqa: S506 - it is a safe one


def faults(kind: str, written: object) -> list[str]:
    """Tell what the schema finds wrong."""
    errors = Draft202012Validator(SCHEMAS[kind]).iter_errors(written)
    return [f"{error.json_path}: {error.message[:200]}" for error in errors]


@pytest.mark.parametrize("kind", SCHEMAS)
def test_a_schema_is_a_schema(kind):
    """It keeps to the dialect that it names, and every reference leads somewhere."""
    schema = SCHEMAS[kind]
    Draft202012Validator.check_schema(schema)

    used = set(_references(schema))
    assert used <= {f"#/$defs/{name}" for name in schema["$defs"]}


@pytest.mark.parametrize("path", RULES, ids=lambda path: path.stem)
def test_rule_files_are_accepted(path):
    """No editor underlines what the loader takes."""
    assert faults("protocol", read(path)) == []


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: str(path.relative_to(ROOT)))
def test_scenario_files_are_accepted(path):
    """No editor underlines what the loader takes."""
    assert faults("scenario", read(path)) == []


@pytest.mark.parametrize("path", CLAIMS, ids=lambda path: path.stem)
def test_claim_files_are_accepted(path):
    """No editor underlines what the reader takes."""
    assert faults("claim", read(path)) == []


CLAIM = {
    "name": "late answers are explained",
    "protocol": ["thanet", "rules/own.yaml"],
    "when": {"enquiry.from": "member", "not": {"about": "constituent_complaint"}},
    "role": ["officer", "director"],
    "action": "explain_delay",
    "position": {"at_least": "should", "not": ["should_not", "must_not"]},
    "because": "so it is printed",
}


@pytest.mark.parametrize("position", ["must", "silent", ["must", "need_not"], {"not": "may"}])
def test_a_claim_with_every_key_is_accepted(position):
    """With its position in each of its shapes."""
    claims = [CLAIM, {**CLAIM, "position": position}]
    assert faults("claim", {"protocol": "all", "claims": claims}) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("position", "musty"),
        ("position", "undetermined"),
        ("position", {"at_least": "silent"}),
        ("position", {}),
        ("position", {"at_most": "should"}),
        ("when", {"enquiry.medium": "pigeon"}),
        ("rolle", "officer"),
    ],
)
def test_a_claim_with_a_slip_is_refused(key, value):
    """An editor underlines it."""
    assert faults("claim", {"claims": [{**CLAIM, key: value}]}) != []


def test_the_schemas_of_the_checkout_are_fresh():
    """`protocol-rules schema --write schemas` writes them anew."""
    for name, text in schema_files(WORDS).items():
        assert (ROOT / "schemas" / name).read_text("utf-8") == text, f"schemas/{name} is stale"


SCENARIO = {
    "name": "a story",
    "protocol": "thanet",
    "today": "2025-04-29",
    "about": ["copying"],
    "given": {
        "enquiry.from": "member",
        "enquiry.to": ["director", "officer"],
        "enquiry.medium": "email",
        "enquiry.nature": ["policy"],
        "enquiry.received_on": "2025-04-10",
        "enquiry.answered_on": "not_yet",
        "enquiry.answer_satisfies": False,
        "absence.working_days": 6,
    },
    "occasions": {"monday": {"about": "absence", "given": {"copying.is_blind": True}}},
    "tags": ["enquiries", "late"],
    "description": "An enquiry that waits.",
    "expect": {
        "match": "at_least",
        "applies": "9.1.4",
        "lifted": {"10": "10(a)", "11": ["11(a)", "11(b)"]},
        "missing": ["enquiry.nature"],
        "not": "9.1.6",
        "due": {"9.1.4": "2025-04-28"},
        "breached": ["9.1.4#answer"],
        "required": [{"bearer": "officer", "should": "respond_to_enquiry", "by": "2025-04-28"}],
        "position": {"respond_to_enquiry": {"officer": ["should", "may"], "member": "silent"}},
        "next_question": "none",
    },
    "expect_in": {"medway": {"lifted": ["10"]}},
    "rows": [{"name": "by letter", "given": {"enquiry.medium": "letter"}, "expect": {}}],
}
DEFAULTS = {
    "protocol": ["thanet", "rules/own.yaml"],
    "today": "2025-04-29",
    "reading": "unless_shown",
    "about": "copying",
    "given": {"enquiry.from": "member"},
    "tags": "late",
    "match": "exact",
}


def test_a_scenario_with_every_key_is_accepted():
    """Alone, and in a file of several."""
    assert faults("scenario", SCENARIO) == []
    assert faults("scenario", {"defaults": DEFAULTS, "scenarios": [SCENARIO, SCENARIO]}) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (["about"], ["copyings"]),
        (["about"], "enquirey"),
        (["given", "enquiry.medium"], "pigeon"),
        (["given", "enquiry.nature"], ["policy", "politics"]),
        (["given", "enquiry.answer_satisfies"], "yes"),
        (["given", "enquiry.received_on"], "10.4.2025"),
        (["given", "enquiry.answered_on"], "never"),
        (["given", "absence.working_days"], "six"),
        (["given", "absence.working_days"], -1),
        (["given", "enquiry.from"], 3),
        (["occasions", "monday", "about"], "abscence"),
        (["occasions", "monday", "given", "copying.is_blind"], "blind"),
        (["expect", "aplies"], ["9.1.4"]),
        (["expect", "match"], "exactly"),
        (["expect", "due", "9.1.4"], "28 April 2025"),
        (["expect", "required", 0, "must"], "respond_to_enquiry"),
        (["expect", "required", 0, "whom"], "member"),
        (["expect", "position", "respond_to_enquiry", "officer"], "shall"),
        (["rows"], []),
        (["rows", 0, "protocol"], "thanet"),
        (["rows", 0, "given", "enquiry.medium"], "pigeon"),
        (["reading"], "strict"),
        (["todays"], "2025-04-29"),
    ],
)
@pytest.mark.parametrize("several", [False, True])
def test_a_fault_in_a_scenario_is_refused(path, value, several):
    """A misspelt circumstance, a value that is none, a wrong type, a key that nobody knows."""
    scenario = seeded(SCENARIO, path, value)

    assert faults("scenario", {"scenarios": [scenario]} if several else scenario)


PROTOCOL = {
    "council": "tidy",
    "name": "Tidy Council",
    "title": "A tidy protocol",
    "clauses": [
        {
            "id": "1",
            "title": "One",
            "topics": "correspondence",
            "norms": {
                "answer": {
                    "bearer": ["officer", "director"],
                    "must": "respond_to_enquiry",
                    "when": {
                        "enquiry.from": "member",
                        "enquiry.medium": ["email", "letter"],
                        "enquiry.nature": {"only": ["policy"]},
                        "absence.working_days": {"more_than": 5},
                        "enquiry.received_on": {"before": "2025-01-01"},
                        "any": [{"about": "copying"}, {"not": {"enquiry.answer_satisfies": True}}],
                    },
                    "unless": {"breached": "1#answer"},
                },
            },
        }
    ],
}
NORM = ["clauses", 0, "norms", "answer"]


def test_a_protocol_with_every_kind_of_condition_is_accepted():
    """Values, lists, comparisons and the three connectives."""
    assert faults("protocol", PROTOCOL) == []


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ([*NORM, "when", "about"], "enquirey"),
        ([*NORM, "when", "any", 0, "about"], ["copyings"]),
        ([*NORM, "when", "enquiry.medium"], "pigeon"),
        ([*NORM, "when", "enquiry.medium"], ["email", "pigeon"]),
        ([*NORM, "when", "enquiry.nature"], {"only": ["politics"]}),
        ([*NORM, "when", "absence.working_days"], "many"),
        ([*NORM, "when", "absence.working_days"], {"greater": 5}),
        ([*NORM, "when", "enquiry.answer_satisfies"], "perhaps"),
        ([*NORM, "when", "enquiry.received_on"], {"more_than": "2025-01-01"}),
        ([*NORM, "when", "all"], []),
        ([*NORM, "when"], {}),
        ([*NORM, "wen"], {"about": "enquiry"}),
        (["clauses", 0, "topics"], "letters"),
        (["clauses", 0, "title"], ["One"]),
        (["clauses", 0, "kind"], "rule"),
        (["closures"], "sometimes"),
        (["council"], "Tidy Council"),
    ],
)
def test_a_fault_in_a_protocol_is_refused(path, value):
    """The same slips in a condition, and a wrong key, topic or kind."""
    assert faults("protocol", seeded(PROTOCOL, path, value))


@pytest.mark.parametrize("key", ["council", "name", "title", "clauses"])
def test_a_key_that_is_missing_is_refused(key):
    """The head of a rule file is whole."""
    assert faults("protocol", {k: v for k, v in PROTOCOL.items() if k != key})


def test_the_words_of_a_protocol_itself_are_left_to_the_loader():
    """A rule file may bring along facts, actions and roles; the schema cannot know them."""
    own = seeded(PROTOCOL, [*NORM, "when", "parcel.is_heavy"], value=True)
    own = seeded(own, [*NORM, "bearer"], "dog_handler")
    own = seeded(own, [*NORM, "must"], "open_parcel")

    assert faults("protocol", own) == []
    assert faults("scenario", seeded(SCENARIO, ["given", "parcel.is_heavy"], value=True)) == []


@pytest.mark.parametrize(("kind", "definition"), [("scenario", "Given"), ("protocol", "Condition")])
def test_the_question_of_a_fact_is_its_description(kind, definition):
    """An editor shows it beside the name."""
    properties = SCHEMAS[kind]["$defs"][definition]["properties"]

    for name, fact in WORDS.facts.items():
        assert properties[name]["description"] == fact.question


def test_the_meaning_of_a_choice_is_its_description():
    """An editor shows what each value means."""
    text = json.dumps(SCHEMAS["scenario"]["$defs"]["Given"]["properties"]["enquiry.medium"])

    for meaning in WORDS.facts["enquiry.medium"].values.values():
        assert json.dumps(meaning) in text


def test_every_relation_of_the_language_is_in_the_schema():
    """A relation that is added to the language is added here."""
    text = json.dumps(SCHEMAS["protocol"]["$defs"]["Condition"])

    for relation in conditions.Relation:
        assert f'"{relation.value}"' in text


def seeded(written: dict[str, Any], path: list[Any], value: object) -> dict[str, Any]:
    """Copy a file with one place changed."""
    changed = copy.deepcopy(written)
    here: Any = changed
    for step in path[:-1]:
        here = here[step]
    here[path[-1]] = value
    return changed


def _references(schema: Any) -> list[str]:
    if isinstance(schema, dict):
        own = [schema["$ref"]] if isinstance(schema.get("$ref"), str) else []
        return own + [each for value in schema.values() for each in _references(value)]
    return (
        [each for value in schema for each in _references(value)]
        if isinstance(schema, list)
        else []
    )
