"""zen-engine with a decision table for each circumstance."""

from peers import zen
from peers.sharded import sharded

__all__ = ["Engine"]

Engine = sharded(zen.Engine)
