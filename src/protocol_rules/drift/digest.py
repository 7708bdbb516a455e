"""What is kept of a text: a digest of all its words, and a sketch of its shingles.

A list of hashed shingles could be read: whoever has guessed one finds the next by trying every
word after it, and so on to the end of the clause. A sketch tells how alike two texts are and has
two bits for each word, which is less than it takes to tell the words of any language.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import sqrt

__all__ = ["DIGEST", "MOST_PARTS", "SHORTEST", "Hashing", "Sketch"]

DIGEST = 16
"""The hexadecimal digits of a digest."""
MOST_PARTS = 64
"""The parts of two bits that a sketch has at the most."""
SHORTEST = 12
"""A text of fewer words has no sketch: it would tell nothing reliable."""

_SHINGLE = 2
_PRIME = 2**61 - 1
_LOW_BITS = int("01" * MOST_PARTS, 2)


@dataclass(frozen=True, slots=True)
class Sketch:
    """For each of some orders of all shingles two bits of the least one in a text."""

    parts: int
    bits: int

    def __str__(self) -> str:
        """Write it in hexadecimal digits, one for two parts."""
        return f"{self.bits:0{self.parts // 2}x}"

    @classmethod
    def of(cls, digits: str) -> Sketch:
        """Read what was written."""
        return cls(2 * len(digits), int(digits, 16))

    @property
    def chance(self) -> float:
        """How far the likeness of texts that share nothing strays from 0."""
        return 1 / sqrt(3 * self.parts)

    def cut(self, parts: int) -> Sketch:
        """Give the first parts, of which there has to be an even number."""
        return Sketch(parts, self.bits >> 2 * (self.parts - parts))

    def likeness(self, other: Sketch) -> float:
        """Estimate which part of all their shingles two texts share, from 0 to 1."""
        parts = min(self.parts, other.parts)
        differing = self.cut(parts).bits ^ other.cut(parts).bits
        unlike = ((differing | differing >> 1) & _LOW_BITS).bit_count()
        # One in four parts agrees by chance.
        return max(0.0, 1 - unlike / parts * 4 / 3)


class Hashing:
    """Digests and sketches under the name of one council, which mean nothing under another."""

    def __init__(self, council: str) -> None:
        """Take the key from the name of the council."""
        self._key = blake2b(council.encode(), digest_size=32).digest()

    def digest(self, words: Iterable[str]) -> str:
        """Give the digest of a text."""
        return self._hash(" ".join(words), DIGEST // 2).hex()

    def digests(self, words: Sequence[str], sizes: Iterable[int]) -> Iterator[tuple[int, str]]:
        """Give the digests of the first words of a text; `sizes`, which rise, say of how many."""
        state, done = blake2b(digest_size=DIGEST // 2, key=self._key), 0
        for size in sizes:
            if size > len(words):
                return
            joined = " ".join(words[done:size])
            state.update((f" {joined}" if done else joined).encode())
            done = size
            yield size, state.copy().hexdigest()

    def sketch(self, words: Iterable[str]) -> Sketch | None:
        """Give the sketch to keep of a text, or `None` where it is too short for one."""
        plain = _plain(words)
        whole = self._sketch(plain)
        return whole and whole.cut(min(MOST_PARTS, len(plain) // 2 * 2))

    def whole_sketch(self, words: Iterable[str]) -> Sketch | None:
        """Give a sketch of all parts, to compare a text at hand with what was kept."""
        return self._sketch(_plain(words))

    def _sketch(self, plain: Sequence[str]) -> Sketch | None:
        if len(plain) < SHORTEST:
            return None
        shingles = {
            int.from_bytes(self._hash(" ".join(plain[at : at + _SHINGLE]), 8))
            for at in range(len(plain) - _SHINGLE + 1)
        }
        bits = 0
        for factor, summand in _orders():
            least = min((factor * shingle + summand) % _PRIME for shingle in shingles)
            bits = bits << 2 | least & 3
        return Sketch(MOST_PARTS, bits)

    def _hash(self, text: str, size: int) -> bytes:
        return blake2b(text.encode(), digest_size=size, key=self._key).digest()


def _plain(words: Iterable[str]) -> list[str]:
    return [word.casefold() for word in words if word[0].isalnum()]


@cache
def _orders() -> tuple[tuple[int, int], ...]:
    """Give for each part of a sketch the order in which it looks for its least shingle."""

    def number(name: str) -> int:
        return int.from_bytes(blake2b(name.encode(), digest_size=8).digest()) % _PRIME

    return tuple((number(f"factor {n}") or 1, number(f"summand {n}")) for n in range(MOST_PARTS))
