"""The coverage of rules as plain data, ready for JSON."""

from __future__ import annotations

from collections.abc import Iterable

from protocol_rules.coverage import RuleCoverage
from protocol_rules.report.coverage.places import near

__all__ = ["coverage_data"]


def coverage_data(measured: Iterable[RuleCoverage]) -> list[dict[str, object]]:
    """Give an object for each protocol; its file is named from where one stands."""
    return [{**each.as_data(), "file": near(each.protocol.file)} for each in measured]
