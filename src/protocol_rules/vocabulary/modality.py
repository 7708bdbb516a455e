"""The deontic words: what a norm does to its bearer, and with which force."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["Force", "Modality"]


class Force(StrEnum):
    """How strictly a duty is meant: the difference between must and should."""

    MUST = "must"
    SHOULD = "should"


class Modality(StrEnum):
    """The position that a norm gives its bearer, in the word of the text.

    Obligation, prohibition, permission and exemption are those of deontic logic; right,
    no-right and power those of Hohfeld, Fundamental Legal Conceptions (1913).
    """

    MUST = "must"
    MUST_NOT = "must_not"
    SHOULD = "should"
    SHOULD_NOT = "should_not"
    MAY = "may"
    NEED_NOT = "need_not"
    IS_ENTITLED_TO = "is_entitled_to"
    IS_NOT_ENTITLED_TO = "is_not_entitled_to"
    IS_EMPOWERED_TO = "is_empowered_to"
    IS_NOT_EMPOWERED_TO = "is_not_empowered_to"
    IS_PRESUMED_TO = "is_presumed_to"

    @property
    def words(self) -> str:
        """The modality as a sentence says it: `must not`."""
        return self.value.replace("_", " ")

    @property
    def requires(self) -> bool:
        """Whether it asks something of its bearer: a duty to do or to leave be."""
        return self in _FORCES

    @property
    def forbids(self) -> bool:
        """Whether it is a prohibition."""
        return self in (Modality.MUST_NOT, Modality.SHOULD_NOT)

    @property
    def force(self) -> Force | None:
        """Must or should, for a duty or a prohibition; nothing for the rest."""
        return _FORCES.get(self)


_FORCES = {
    Modality.MUST: Force.MUST,
    Modality.MUST_NOT: Force.MUST,
    Modality.SHOULD: Force.SHOULD,
    Modality.SHOULD_NOT: Force.SHOULD,
}
