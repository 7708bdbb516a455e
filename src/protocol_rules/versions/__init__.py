"""Two editions of the rules held side by side: which answers of a bank of scenarios change."""

from protocol_rules.versions.bank import AnswerChanges, BankChanges, changes_in
from protocol_rules.versions.edition import Edition, read_edition
from protocol_rules.versions.remark import Remark, remarks_on

__all__ = [
    "AnswerChanges",
    "BankChanges",
    "Edition",
    "Remark",
    "changes_in",
    "read_edition",
    "remarks_on",
]
