"""A YAML file as a tree of texts, each with its place in the file."""

from protocol_rules.source.content import content
from protocol_rules.source.limits import Limits
from protocol_rules.source.parse import parse
from protocol_rules.source.read import read, read_content
from protocol_rules.source.tree import LINE_BREAK, Entry, Listing, Node, Scalar, Source, Table
from protocol_rules.source.write import check_writable, write_whole

__all__ = [
    "LINE_BREAK",
    "Entry",
    "Limits",
    "Listing",
    "Node",
    "Scalar",
    "Source",
    "Table",
    "check_writable",
    "content",
    "parse",
    "read",
    "read_content",
    "write_whole",
]
