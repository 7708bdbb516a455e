"""What holds for all tests: the cache is left alone, and how long the properties are searched.

`--hypothesis-profile=thorough` searches longer for a counterexample.
"""

import os

from hypothesis import HealthCheck, settings

settings.register_profile(
    "default",
    max_examples=150,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
)
settings.register_profile(
    "thorough", parent=settings.get_profile("default"), max_examples=2000, derandomize=False
)
settings.load_profile("default")

# Nobody's own cache is read or written; the tests of the cache, and what they start, name theirs.
os.environ["PROTOCOL_RULES_CACHE"] = "off"
