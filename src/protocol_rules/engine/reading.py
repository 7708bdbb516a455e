"""The two readings of what nobody has shown."""

from enum import StrEnum

__all__ = ["Reading"]


class Reading(StrEnum):
    """How an exception, a proviso or a presumption is taken that nobody has shown."""

    AS_GIVEN = "as_given"
    UNLESS_SHOWN = "unless_shown"
