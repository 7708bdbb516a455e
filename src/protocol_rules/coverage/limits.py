"""Goals that no scenario can meet, and why; only what is proved is told."""

from __future__ import annotations

from protocol_rules.coverage.cells import NotDecided
from protocol_rules.coverage.decisions import Decision, Occurrence
from protocol_rules.coverage.possible import Possible
from protocol_rules.coverage.tree import Path, path_to
from protocol_rules.engine.compile import Shown, Term, Woken
from protocol_rules.engine.program import Program
from protocol_rules.engine.wording import in_words
from protocol_rules.truth import Truth
from protocol_rules.vocabulary.conditions import About, atoms

__all__ = ["Limits"]


class Limits:
    """What no scenario can show of one norm or definition."""

    def __init__(self, program: Program, decision: Decision) -> None:
        """Take the decision; its value cells are gathered when they are first asked for."""
        self._program = program
        self._decision = decision
        self._possible: Possible | None = None
        self._awake: Path = ((Woken(decision.wakes), Truth.YES),)

    def of_outcome(self, wanted: Truth) -> str:
        """Say why a norm can never apply where it is awake, or always does; else nothing."""
        if self._can((self._decision.term, wanted)):
            return ""
        return "it always applies where it is awake" if wanted is Truth.NO else "it can never apply"

    def of_part(self, term: Term, wanted: Truth, *beside: tuple[Term, Truth]) -> str:
        """Say why a condition never has a truth, where others have theirs; else nothing."""
        if wanted is Truth.UNKNOWN:
            tests = atoms(term.part if isinstance(term, Shown) else term)  # type: ignore[arg-type]
            is_told = all(isinstance(each, About) for each in tests)
            return "whether a circumstance is there is never unknown" if is_told else ""
        if self._can((term, wanted), *beside):
            return ""
        if beside and self._can((term, wanted)):
            return f"where it is {wanted.value}, the norm never speaks"
        return f"it is never {wanted.value} where the norm is awake"

    def of_test(self, test: Occurrence, wanted: Truth) -> str:
        """Say why a test never has a truth and decides alone; else nothing."""
        own = (test.test, wanted)
        path = path_to(self._decision.outcome, test.number) or ()
        if self._can(own, *path):
            return ""
        if not self._can(own):
            return f"it is always {(~wanted).value} where the norm is awake"
        for term, truth in path:
            if not self._can(own, (term, truth)):
                always = (~truth).value
                return f"where it is {wanted.value}, `{in_words(term)}` is {always} as well"
        return f"where it is {wanted.value}, something else always decides too"

    def _can(self, *wanted: tuple[Term, Truth]) -> bool:
        try:
            if self._possible is None:
                parts = (part.term for part in self._decision.parts)
                self._possible = Possible(self._program, (self._decision.term, *parts))
            return self._possible.together((*self._awake, *wanted))
        except NotDecided:
            return True
