"""A file held against the model of what it should be; every fault is told with its place."""

from protocol_rules.validation.file_kind import FileKind, check_kind
from protocol_rules.validation.place import Faults, Path, Place
from protocol_rules.validation.shape import shape_of
from protocol_rules.validation.validate import validate, validate_whole
from protocol_rules.validation.written import (
    AnyNumber,
    AsWritten,
    Day,
    Name,
    OneOrMany,
    Text,
    YesNo,
    written_wrong,
)

__all__ = [
    "AnyNumber",
    "AsWritten",
    "Day",
    "Faults",
    "FileKind",
    "Name",
    "OneOrMany",
    "Path",
    "Place",
    "Text",
    "YesNo",
    "check_kind",
    "shape_of",
    "validate",
    "validate_whole",
    "written_wrong",
]
