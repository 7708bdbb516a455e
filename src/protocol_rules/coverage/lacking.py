"""What a bank lacks where it does not meet a goal: in a few letters to count, and in words."""

from __future__ import annotations

from typing import NamedTuple

from protocol_rules.coverage.tally import Tally
from protocol_rules.engine.wording import in_words
from protocol_rules.truth import Truth

__all__ = ["Lack", "lack_of_outcome", "lack_of_part", "lack_of_test"]


class Lack(NamedTuple):
    """Why a goal is not met: the reason, the same for many goals, and what is lacking here."""

    reason: str
    words: str


def lack_of_outcome(tally: Tally, wanted: Truth) -> Lack:
    """Tell why no scenario shows that a norm applies, or that it does not where it is awake."""
    if not tally.awake:
        return _asleep(tally)
    is_open = tally.outcomes[Truth.UNKNOWN]
    unknown = f", and it is undetermined in {_times(is_open)}" if is_open else ""
    if wanted is Truth.YES:
        return Lack("never applies", f"it never applies where it is awake{unknown}")
    return Lack("always applies", f"it always applies where it is awake{unknown}")


def lack_of_part(tally: Tally, wanted: Truth, *, speaking: bool = False) -> Lack:
    """Tell why no scenario shows a truth of a condition; `speaking`: where its norm speaks."""
    if not tally.awake:
        return _asleep(tally)
    where = " where the norm speaks" if speaking else ""
    return Lack(f"never {wanted.value}{where}", f"it is never {wanted.value}{where}")


def lack_of_test(tally: Tally, number: int, wanted: Truth) -> Lack:
    """Tell why no scenario shows that a test has a truth and decides alone."""
    if not tally.awake:
        return _asleep(tally)
    word, seen = wanted.value, tally.truths[number, wanted]
    if not seen:
        unknown = tally.truths[number, Truth.UNKNOWN]
        if unknown == tally.awake:
            return Lack("never known", f"it is unknown in {_times(unknown)}")
        return Lack(f"never {word}", f"it is never {word} in {_times(tally.awake)}")
    if tally.open[number, wanted] == seen:
        return Lack("the rest is open", f"it is {word} in {_times(seen)}, and the rest is unknown")
    reason, beside = f"{word}, and something else decides too", "something else decides too"
    # Where a burden is not met, what decides is that nobody has shown it.
    for (term, truth), most in tally.beside[number, wanted].most_common(1):
        often = "each time" if most == seen else f"in {most} of them"
        beside = f"{often} `{in_words(term)}` is {truth.value}"
    return Lack(reason, f"it is {word} in {_times(seen)}, and {beside}")


def _asleep(tally: Tally) -> Lack:
    wakes = sorted(tally.decision.wakes)
    return Lack(
        "never awake", f"no scenario mentions {' or '.join(wakes) or 'anything it is about'}"
    )


def _times(count: int) -> str:
    return f"{count} evaluation{'' if count == 1 else 's'}"
