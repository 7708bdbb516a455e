"""`norm-without-scenario`: a norm of which no scenario shows something that it can do."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.norms.protocol import Protocol

__all__ = ["CHECK", "Lacking", "find"]

Lacking = Callable[[Protocol], Mapping[str, Iterable[str]]]
"""For each norm of a protocol by its address: in words, what it can do and no scenario shows."""

CHECK = Check("norm-without-scenario", "a norm of which no scenario shows something that it can do")


def find(protocols: Iterable[Linted], lacking: Lacking) -> Iterator[Slip]:
    """Find the norms that a bank of scenarios leaves unshown in some respect."""
    for linted in protocols:
        for address, kinds in lacking(linted.protocol).items():
            told = ", ".join(kinds)
            if told:
                message = f"no scenario shows `{address}`: {told}"
                hint = "write a scenario of it, or accept it with the reason why none is wanted"
                norm = linted.protocol.norms[address]
                yield found(CHECK.name, linted, norm, message, hint, severity="warning")
