"""A suggestion is written, read back and judged before anybody sees it."""

from __future__ import annotations

from typing import Any, cast

from protocol_rules.checks import judge
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.scenario_file import ScenarioEntry, scenarios_in
from protocol_rules.source.parse import parse
from protocol_rules.suggestions.suggestion import Suggestion
from protocol_rules.suggestions.written import as_data, as_yaml

__all__ = ["DoesNotReplay", "replayed"]


class DoesNotReplay(ProtocolRulesError):
    """A suggestion does not say what the rules answer: a fault of this library."""


def replayed(suggestion: Suggestion) -> tuple[ScenarioEntry, ...]:
    """Give the scenarios of a suggestion as they are read back, once they have been found to pass.

    Raises `DoesNotReplay` where what was written cannot be read, says anything else than was
    meant, or is not what the rules answer.
    """
    text = as_yaml([suggestion])
    try:
        source = parse(text, "<suggestion>")
        written = source.plain()["scenarios"][0]
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
    if _as_text(as_data(suggestion)) != written:
        raise DoesNotReplay(f"it says something else when it is read back\n{text}")
    return entries


def _only(suggestion: Suggestion) -> Any:  # noqa: ANN401 - from a name to a protocol
    return {suggestion.asked_as: suggestion.protocol}.get


def _as_text(value: Any) -> Any:  # noqa: ANN401 - whatever a file may hold
    """Give data as the parser gives it: every scalar a text."""
    if isinstance(value, dict):
        table = cast("dict[object, object]", value)
        return {str(key): _as_text(each) for key, each in table.items()}
    if isinstance(value, list):
        return [_as_text(each) for each in cast("list[object]", value)]
    return str(value).lower() if isinstance(value, bool) else str(value)
