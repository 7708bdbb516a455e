"""One protocol on one occasion: what is known, and the truth of what is asked."""

from __future__ import annotations

from enum import StrEnum

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine.compile import Term
from protocol_rules.engine.performance import breach_of
from protocol_rules.engine.program import Program
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.values import Given
from protocol_rules.truth import Truth

__all__ = ["Reading", "Run"]


class Reading(StrEnum):
    """How an exception, a proviso or a presumption is taken that nobody has shown."""

    AS_GIVEN = "as_given"
    UNLESS_SHOWN = "unless_shown"


class Run:
    """The evaluation of one protocol in one situation.

    `present` are the circumstances that are there; facts come from the situation, then from the
    protocol's definitions, then (in the reading `unless_shown`) from its presumptions.
    """

    def __init__(self, program: Program, situation: Situation, reading: Reading) -> None:
        """Start with nothing evaluated, and refuse what contradicts a definition."""
        self.program = program
        self.situation = situation
        self.reading = reading
        self.given = situation.given
        self.present = situation.present
        self._derived: dict[str, Truth] = {}
        self._presumed: dict[str, Given | None] = {}
        self._breached: dict[str, Truth] = {}
        for fact in program.definitions.keys() & self.given.keys():
            self._check_definition(fact)

    def truth(self, term: Term) -> Truth:
        """The truth of a condition."""
        return self.program.test(term)(self)

    def known(self, fact: str) -> Given | None:
        """The value of a fact, or `None` where it is not known."""
        value = self.given.get(fact)
        if value is None and fact in self.program.definitions:
            truth = self.derived(fact)
            return None if truth is Truth.UNKNOWN else truth is Truth.YES
        if value is None and self.reading is Reading.UNLESS_SHOWN and fact in self.program.presumed:
            return self.presumed(fact)
        return value

    def derived(self, fact: str) -> Truth:
        """The truth of a derived fact by its definition."""
        if fact not in self._derived:
            self._derived[fact] = self.program.definitions[fact](self)
        return self._derived[fact]

    def presumed(self, fact: str) -> Given | None:
        """The value that an effective norm presumes, in the reading `unless_shown`."""
        if fact not in self._presumed:
            self._presumed[fact] = None
            for norm in self.program.presumed[fact]:
                if self.truth(self.program.effective(norm.address)) is Truth.YES:
                    value = norm.presumes[fact]
                    kind = self.program.words.facts[fact].type
                    is_set = kind in ("role", "choices")
                    self._presumed[fact] = frozenset({str(value)}) if is_set else value
        return self._presumed[fact]

    def has_circumstance(self, fact: str, circumstance: str) -> bool:
        """Tell whether the circumstance of a fact is there; a definition counts as what is under it."""
        if circumstance in self.present:
            return True
        definition = self.program.protocol.definitions.get(fact)
        if definition is None:
            return False
        proper, settings = self.program.circumstances((definition,))
        return bool((proper | settings) & self.present)

    def absent_or_unknown(self, fact: str, circumstance: str) -> Truth:
        """The truth of a test on a fact without a value: no where its circumstance is absent."""
        return Truth.UNKNOWN if self.has_circumstance(fact, circumstance) else Truth.NO

    def taken(self, truth: Truth) -> Truth:
        """What is made of something that has to be shown."""
        if truth is Truth.UNKNOWN and self.reading is Reading.UNLESS_SHOWN:
            return Truth.NO
        return truth

    def breached(self, address: str) -> Truth:
        """Whether a norm has been breached as of today: it is effective, and was not kept."""
        if address not in self._breached:
            self._breached[address] = breach_of(self, address)
        return self._breached[address]

    def _check_definition(self, fact: str) -> None:
        truth = self.derived(fact)
        if truth is not Truth.UNKNOWN and (truth is Truth.YES) is not self.given[fact]:
            council = self.program.protocol.council
            stated = str(self.given[fact]).lower()
            message = f"`{fact}: {stated}` contradicts what the other facts make of it in `{council}`"
            hint = "leave it out, or mend the facts which its definition rests on"
            raise InvalidInput([Diagnostic("contradicts-definition", message, hint=hint)])
