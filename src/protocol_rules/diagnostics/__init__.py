"""What is wrong with a file, where, and what to do about it."""

from protocol_rules.diagnostics.diagnostic import Diagnostic, InvalidInput, Span
from protocol_rules.diagnostics.excerpt import columns
from protocol_rules.diagnostics.extras import needs
from protocol_rules.diagnostics.wording import did_you_mean, nearest, quote

__all__ = [
    "Diagnostic",
    "InvalidInput",
    "Span",
    "columns",
    "did_you_mean",
    "nearest",
    "needs",
    "quote",
]
