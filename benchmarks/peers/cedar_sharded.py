"""cedarpy with a policy set for each circumstance."""

from peers import cedar
from peers.sharded import sharded

__all__ = ["Engine"]

Engine = sharded(cedar.Engine)
