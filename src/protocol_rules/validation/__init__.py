"""A file held against the model of what it should be; every fault is told with its place.

The models themselves need pydantic, which takes long to import: `validation.written` and
`validation.validate` are imported by those who hold a file against a model.
"""

from protocol_rules.validation.file_kind import FileKind, check_kind, is_clearly_no
from protocol_rules.validation.place import Faults, Path, Place
from protocol_rules.validation.shape import shape_of

__all__ = ["Faults", "FileKind", "Path", "Place", "check_kind", "is_clearly_no", "shape_of"]
