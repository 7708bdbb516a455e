"""A draft of one protocol for councils that become one, with a proof of what it keeps."""

from protocol_rules.merge.decision import LOOSEST, STRICTEST, Decision, Option, Reason
from protocol_rules.merge.harmonise import DraftIsNoRuleFile, Merged, check_parents, merge
from protocol_rules.merge.options import options_told
from protocol_rules.merge.prove import Proof

__all__ = [
    "LOOSEST",
    "STRICTEST",
    "Decision",
    "DraftIsNoRuleFile",
    "Merged",
    "Option",
    "Proof",
    "Reason",
    "check_parents",
    "merge",
    "options_told",
]
