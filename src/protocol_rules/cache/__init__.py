"""What was worked out once and is kept on disk, so that the next start need not do it again."""

from protocol_rules.cache.entry import keep, key_of, recall
from protocol_rules.cache.folder import VARIABLE, CacheWarning
from protocol_rules.cache.plain import Kinds, Plain, as_plain, from_plain

__all__ = [
    "VARIABLE",
    "CacheWarning",
    "Kinds",
    "Plain",
    "as_plain",
    "from_plain",
    "keep",
    "key_of",
    "recall",
]
