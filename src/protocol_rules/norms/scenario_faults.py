"""What is wrong with the form of a scenario file, told by its models, and what is left without it.

The models need pydantic, and most files are plainly sound: only one that is not comes here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from protocol_rules.norms.expectation import Match
from protocol_rules.norms.scenario_models import RowWritten, ScenarioFileWritten, ScenarioWritten
from protocol_rules.norms.scenario_parts import ScenarioParts, defaults_of, parts_of, row_of
from protocol_rules.validation import Place
from protocol_rules.validation.validate import validate
from protocol_rules.validation.written import AsWritten

__all__ = ["sound_head", "sound_rows", "sound_story"]


def sound_head(written: Mapping[str, Any], place: Place) -> ScenarioParts | None:
    """Tell what is wrong with a file outside its scenarios, and give what is left of its head."""
    left = validate(ScenarioFileWritten, written, place)
    return None if left is None else defaults_of(_plain(left.defaults))


def sound_story(written: object, place: Place, match: Match) -> ScenarioParts | None:
    """Tell what is wrong with a scenario, and give what is left of it without that."""
    left = validate(ScenarioWritten, written, place)
    return None if left is None else parts_of(_plain(left), match)


def sound_rows(
    written: list[object], place: Place, match: Match
) -> list[tuple[ScenarioParts, Place]]:
    """Tell what is wrong with each row of a story, and give what is left of them."""
    found: list[tuple[ScenarioParts, Place]] = []
    for position, each in enumerate(written):
        left = validate(RowWritten, each, place / position)
        parts = None if left is None else row_of(_plain(left), match)
        if parts is not None:
            found.append((parts, place / position))
    return found


def _plain(model: AsWritten) -> dict[str, Any]:
    return model.model_dump(by_alias=True, exclude_defaults=True)
