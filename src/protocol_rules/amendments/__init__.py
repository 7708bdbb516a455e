"""What a new edition of the rules amends: for whom, in which stories, stricter or looser."""

from protocol_rules.amendments.amendment import AmendedProtocol, Amendment, Amendments, Turn
from protocol_rules.amendments.facets import Aspect
from protocol_rules.amendments.find import amendments_between, amendments_of

__all__ = [
    "AmendedProtocol",
    "Amendment",
    "Amendments",
    "Aspect",
    "Turn",
    "amendments_between",
    "amendments_of",
]
