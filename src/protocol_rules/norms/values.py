"""The values of facts in a story, which are read by the words of the vocabulary."""

from __future__ import annotations

from protocol_rules.vocabulary.values import (
    NOT_YET,
    Given,
    Misfit,
    plain,
    read_day,
    read_given,
    read_value,
)

__all__ = ["NOT_YET", "Given", "Misfit", "plain", "read_day", "read_given", "read_value"]
