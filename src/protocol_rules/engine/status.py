"""The four statuses of a finding."""

from __future__ import annotations

from enum import StrEnum

from protocol_rules.truth import Truth

__all__ = ["Status", "rolled_up", "status_of"]


class Status(StrEnum):
    """What is found of a norm in a situation."""

    APPLIES = "applies"
    LIFTED = "lifted"
    DOES_NOT_APPLY = "does_not_apply"
    UNDETERMINED = "undetermined"

    @property
    def words(self) -> str:
        """The status as a sentence says it: `does not apply`."""
        return self.value.replace("_", " ")


def status_of(speaks: Truth, excepted: Truth) -> Status:
    """Tell the status from whether the norm speaks and whether an exception holds."""
    if speaks is Truth.NO:
        return Status.DOES_NOT_APPLY
    if speaks is Truth.UNKNOWN or excepted is Truth.UNKNOWN:
        return Status.UNDETERMINED
    return Status.LIFTED if excepted is Truth.YES else Status.APPLIES


def rolled_up(statuses: set[Status]) -> Status:
    """Tell the status of a clause from those of its norms."""
    order = (Status.APPLIES, Status.UNDETERMINED, Status.LIFTED)
    return next((status for status in order if status in statuses), Status.DOES_NOT_APPLY)
