"""From what is written to what is meant: names, definitions and precedence."""

from protocol_rules.resolve.from_document import resolve
from protocol_rules.resolve.load import load, path_of, shipped

__all__ = ["load", "path_of", "resolve", "shipped"]
