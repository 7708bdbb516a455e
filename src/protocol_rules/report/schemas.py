"""JSON Schemas of the files that people write, with every word of the vocabulary for the editor."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, cast

from protocol_rules.document import NormWritten, ProtocolWritten
from protocol_rules.lint.run import NAMES
from protocol_rules.norms.expectation import (
    NO_QUESTION,
    NOBODY,
    POSITION_WORDS,
    SILENT,
    UNDETERMINED,
)
from protocol_rules.norms.scenario_levels import EVERY_PROTOCOL
from protocol_rules.norms.scenario_models import ScenarioFileWritten, ScenarioWritten
from protocol_rules.proofs.claim_models import ClaimFileWritten
from protocol_rules.vocabulary import Fact, FactType, Modality, Vocabulary, shipped

__all__ = ["schema_files"]

Schema = dict[str, Any]
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ROLE = {"$ref": "#/$defs/Role"}
_ACTION = {"$ref": "#/$defs/Action"}
_FACT = {"$ref": "#/$defs/Fact"}
_TEXT = {"type": "string", "minLength": 1}
_PLACES = {"condition": "Condition", "fact-values": "FactValues"}
_RELATIONS = {
    FactType.COUNT: ("at_least", "at_most", "more_than", "less_than"),
    FactType.DAYS: ("at_least", "at_most", "more_than", "less_than"),
    FactType.DATE: ("before", "after", "at_least", "at_most"),
}


def schema_files(words: Vocabulary) -> dict[str, str]:
    """Give the text of each schema by the name of its file."""
    schemas = {
        "protocol.schema.json": _protocol_schema(words),
        "scenario.schema.json": _scenario_schema(words),
        "claim.schema.json": _claim_schema(words),
    }
    return {
        name: json.dumps(schema, indent=2, ensure_ascii=False) + "\n"
        for name, schema in schemas.items()
    }


def _protocol_schema(words: Vocabulary) -> Schema:
    schema = ProtocolWritten.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    schema["$schema"] = _DIALECT
    schema["title"] = "A protocol's rule file"
    definitions: Schema = schema["$defs"]
    norm: Schema = definitions["NormWritten"]["properties"]
    for key in list(norm):
        if key == "bearer":
            norm[key] = _one_or_many(_ROLE)
        elif key in NormWritten.MODAL_KEYS:
            norm[key] = _ACTION
    dates = [name for name, fact in words.facts.items() if fact.type is FactType.DATE]
    norm["done_on"] = _suggested(dates)
    norm["overrides"] = _one_or_many({"type": "string"})
    definitions["CardWritten"]["properties"]["topics"] = _one_or_many(
        {"enum": sorted(words.topics)}
    )
    definitions["StepWritten"]["properties"]["to"] = _one_or_many(_ROLE)
    for accepting in (schema, definitions["CardWritten"]):
        accepting["properties"]["accepts"]["propertyNames"] = {"enum": sorted(NAMES)}
    filled: Schema = _filled(schema)
    filled["$defs"] |= {
        "Action": _suggested(sorted(words.actions)),
        "Condition": _condition(words),
        "FactValues": _given(words),
        **_shared(words),
    }
    return filled


def _scenario_schema(words: Vocabulary) -> Schema:
    several = ScenarioFileWritten.model_json_schema(ref_template="#/$defs/{model}")
    one = ScenarioWritten.model_json_schema(ref_template="#/$defs/{model}")
    definitions: Schema = {**several.pop("$defs"), **one.pop("$defs", {})}
    for name in ("DefaultsWritten", "ScenarioWritten", "RowWritten", "OccasionWritten"):
        properties: Schema = definitions[name]["properties"]
        properties["given"] = {"$ref": "#/$defs/Given"}
        properties["about"] = _one_or_many({"enum": sorted(words.circumstances)})
        if "tags" in properties:
            properties["tags"] = _one_or_many(_TEXT)
        if "protocol" in properties:
            properties["protocol"] = _one_or_many(_suggested([EVERY_PROTOCOL, *shipped()]))
    definitions["ExpectationWritten"]["properties"] |= _expected()
    definitions["RequiredWritten"] |= _required(definitions["RequiredWritten"]["properties"])
    definitions |= {
        "Given": _given(words),
        "Action": _suggested(sorted(words.actions)),
        "Fact": _suggested([*words.facts]),
        **_shared(words),
    }
    return {
        "$schema": _DIALECT,
        "title": "A file of scenarios",
        "anyOf": [several, {"$ref": "#/$defs/ScenarioWritten"}],
        "$defs": definitions,
    }


def _claim_schema(words: Vocabulary) -> Schema:
    schema = ClaimFileWritten.model_json_schema(by_alias=True, ref_template="#/$defs/{model}")
    schema["$schema"] = _DIALECT
    schema["title"] = "A file of claims"
    definitions: Schema = schema["$defs"]
    claim: Schema = definitions["ClaimWritten"]["properties"]
    for part in (schema["properties"], claim):
        part["protocol"] = _one_or_many(_suggested([EVERY_PROTOCOL, *shipped()]))
    words_of_position = [each.value for each in Modality]
    part = definitions["PositionWritten"]
    for key in part["properties"]:
        part["properties"][key] = _one_or_many({"enum": words_of_position})
    part["minProperties"] = 1
    whole = _one_or_many({"enum": [*words_of_position, SILENT]})
    claim["position"] = {"anyOf": [*whole["anyOf"], {"$ref": "#/$defs/PositionWritten"}]}
    claim["when"] = {"$ref": "#/$defs/Condition"}
    claim["role"] = _one_or_many(_ROLE)
    claim["action"] = _ACTION
    filled: Schema = _filled(schema)
    filled["$defs"] |= {
        "Action": _suggested(sorted(words.actions)),
        "Condition": _condition(words),
        **_shared(words),
    }
    return filled


def _expected() -> Schema:
    """Give the keys of an expectation, in the words of which the answer may consist."""
    by_role = {"type": "object", "additionalProperties": _one_or_many({"enum": [*POSITION_WORDS]})}
    by_role["propertyNames"] = _ROLE
    lifting: Schema = {"type": "object", "additionalProperties": _one_or_many(_TEXT)}
    clauses = ("applies", "undetermined", "not", "breached", "not_breached")
    next_step = _one_or_many({"anyOf": [_ROLE, {"enum": [NOBODY, UNDETERMINED]}]})
    return {
        **{key: _one_or_many(_TEXT) for key in clauses},
        "lifted": {"anyOf": [*_one_or_many(_TEXT)["anyOf"], lifting]},
        "missing": _one_or_many(_FACT),
        "due": {"type": "object", "additionalProperties": {"$ref": "#/$defs/Date"}},
        "next_step": {"type": "object", "additionalProperties": next_step},
        "required": {"type": "array", "items": {"$ref": "#/$defs/RequiredWritten"}},
        "position": {
            "type": "object",
            "propertyNames": _ACTION,
            "additionalProperties": by_role,
        },
        "next_question": {"anyOf": [{"const": NO_QUESTION}, _FACT]},
    }


def _required(properties: Schema) -> Schema:
    """Give the keys of a required action: one modal word, and what goes with it."""
    modal = [each.value for each in Modality if each.requires]
    kinds = {
        "bearer": _one_or_many(_ROLE),
        "counterparty": _one_or_many(_ROLE),
        "by": {"$ref": "#/$defs/Date"},
        "clauses": _one_or_many(_TEXT),
        **dict.fromkeys(modal, _ACTION),
    }
    return {
        "properties": {key: kinds[key] for key in properties},
        "oneOf": [{"required": [key]} for key in modal],
    }


def _filled(schema: object) -> Any:  # noqa: ANN401 - any part of a schema
    """Put the conditions and facts of the vocabulary where the models leave a place for them."""
    if isinstance(schema, dict):
        mapping = cast("Schema", schema)
        part = _PLACES.get(str(mapping.get("format")))
        if part is not None:
            return {"$ref": f"#/$defs/{part}"}
        return {key: _filled(value) for key, value in mapping.items()}
    if isinstance(schema, list):
        return [_filled(each) for each in cast("list[object]", schema)]
    return schema


def _condition(words: Vocabulary) -> Schema:
    parts: Schema = {"type": "array", "items": {"$ref": "#/$defs/Condition"}, "minItems": 1}
    properties: Schema = {
        "all": {**parts, "description": "Every one of these holds."},
        "any": {**parts, "description": "At least one of these holds."},
        "not": {"$ref": "#/$defs/Condition", "description": "This does not hold."},
        "about": _one_or_many({"enum": sorted(words.circumstances)}),
        "breached": _one_or_many({"type": "string"}),
    }
    for name, fact in words.facts.items():
        properties[name] = _test(fact)
    # A protocol may add facts of its own, so that a name which is not listed is left to the loader.
    return {
        "type": "object",
        "minProperties": 1,
        "properties": properties,
        "additionalProperties": True,
    }


def _test(fact: Fact) -> Schema:
    value = _value(fact)
    options: list[Schema] = [value, {"type": "array", "items": value, "minItems": 1}]
    if fact.type in (FactType.CHOICES, FactType.ROLE):
        options.append(_comparison(("only", "not_only"), _one_or_many(value)))
    elif fact.type in _RELATIONS:
        if fact.type is FactType.DATE:
            options.append({"const": "not_yet", "description": "Under `impossible` alone."})
        options.append(_comparison(_RELATIONS[fact.type], {"anyOf": [value, {"type": "string"}]}))
    return {"description": fact.question, "anyOf": options}


def _comparison(relations: tuple[str, ...], bound: Schema) -> Schema:
    return {
        "type": "object",
        "properties": dict.fromkeys(relations, bound),
        "additionalProperties": False,
        "minProperties": 1,
    }


def _given(words: Vocabulary) -> Schema:
    properties: Schema = {}
    for name, fact in words.facts.items():
        value = _value(fact)
        if fact.type in (FactType.CHOICES, FactType.ROLE):
            value = _one_or_many(value)
        elif fact.type is FactType.DATE:
            value = {"anyOf": [value, {"const": "not_yet"}]}
        properties[name] = {"description": fact.question, **value}
    return {"type": "object", "properties": properties, "additionalProperties": True}


def _value(fact: Fact) -> Schema:
    match fact.type:
        case FactType.BOOLEAN:
            return {"type": "boolean"}
        case FactType.CHOICE | FactType.CHOICES:
            told = fact.values.items()
            return {"oneOf": [{"const": value, "description": text} for value, text in told]}
        case FactType.ROLE:
            return _ROLE
        case FactType.COUNT | FactType.DAYS:
            return {"type": "integer", "minimum": 0}
        case FactType.DATE:
            return {"$ref": "#/$defs/Date"}


def _shared(words: Vocabulary) -> Schema:
    return {
        "Role": _suggested(sorted(words.roles.roles)),
        "Date": {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"},
    }


def _suggested(names: list[str]) -> Schema:
    """Let the editor complete the shared names, and let a protocol's own ones pass."""
    return {"anyOf": [{"enum": names}, {"type": "string"}]}


def _one_or_many(value: Mapping[str, Any]) -> Schema:
    return {"anyOf": [dict(value), {"type": "array", "items": dict(value)}]}
