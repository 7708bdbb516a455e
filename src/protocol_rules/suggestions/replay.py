"""A suggestion is written, read back and judged before anybody sees it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, cast

from protocol_rules.checks import judge
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import evaluate
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.source.parse import parse
from protocol_rules.suggestions.expectation import expectation_of
from protocol_rules.suggestions.suggestion import Suggestion
from protocol_rules.suggestions.written import as_data, as_yaml

__all__ = ["DoesNotReplay", "replayed"]

_READ_TODAY = ("applies", "lifted", "undetermined", "missing", "due")
"""The keys of an expectation which the reader of scenario files knows."""


class DoesNotReplay(ProtocolRulesError):
    """A suggestion does not say what the rules answer: a fault of this library."""


def replayed(suggestion: Suggestion) -> tuple[ScenarioEntry, ...]:
    """Give the scenarios of a suggestion as they are read back, once they have been found to pass.

    Raises `DoesNotReplay` where what was written cannot be read, says anything else than was
    meant, or is not what the rules answer.
    """
    text = as_yaml([suggestion])
    try:
        written = parse(text, "<suggestion>").plain()["scenarios"][0]
        flat = [*_rows(written)]
        source = parse(json.dumps({"scenarios": flat}), "<suggestion>")
        entries = scenarios_in(source, suggestion.protocol.vocabulary)
        judgements = [each for entry in entries for each in judge(entry, _only(suggestion))]
    except InvalidInput as error:
        raise DoesNotReplay(f"it cannot be read: {error}\n{text}") from error
    failed = [str(each) for each in judgements if not each.passed]
    stories = [each.story for each in suggestion.variations]
    told = [(each.given, each.about, each.today) for each in stories]
    read = [(each.story.given, each.story.about, each.story.today) for each in entries]
    if failed or told != read or len(judgements) != len(stories):
        reasons = "\n".join(failed) or "the story is another one when it is read back"
        raise DoesNotReplay(f"{reasons}\n{text}")
    for variation, entry in zip(suggestion.variations, entries, strict=True):
        again = expectation_of(evaluate(suggestion.protocol, entry.story), variation.norms)
        if again != variation.expected:
            raise DoesNotReplay(f"the rules answer something else: {again}\n{text}")
    if _as_text(as_data(suggestion)) != written:
        raise DoesNotReplay(f"it says something else when it is read back\n{text}")
    return entries


def _only(suggestion: Suggestion) -> Any:  # noqa: ANN401 - from a name to a protocol
    return {suggestion.asked_as: suggestion.protocol}.get


def _rows(written: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Lay each row over its story, and leave of what is expected what the reader knows."""
    story = {key: value for key, value in written.items() if key != "rows"}
    for row in written.get("rows", [{}]):
        both = {**story, **row}
        if "given" in story or "given" in row:
            both["given"] = {**story.get("given", {}), **row.get("given", {})}
        if "about" in story or "about" in row:
            both["about"] = [*story.get("about", []), *row.get("about", [])]
        names = dict.fromkeys(each for each in (story["name"], row.get("name")) if each)
        both["name"] = ": ".join(names)
        expected = both["expect"]
        both["expect"] = {key: expected[key] for key in _READ_TODAY if key in expected}
        if "lifted" in expected:
            both["expect"]["lifted"] = [*expected["lifted"]]
        yield both


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever a file may hold
    """Give data as the parser gives it: every scalar a text."""
    if isinstance(value, dict):
        table = cast("dict[object, object]", value)
        return {str(key): _as_text(each) for key, each in table.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in cast("list[object]", value)]
    return str(value).lower() if isinstance(value, bool) else str(value)
