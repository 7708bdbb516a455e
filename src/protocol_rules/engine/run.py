"""One protocol on one occasion: what is known, and the truth of what is asked."""

from __future__ import annotations

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.engine.compile import Term
from protocol_rules.engine.performance import breach_of
from protocol_rules.engine.program import Program
from protocol_rules.engine.reading import Reading
from protocol_rules.engine.situation import Situation
from protocol_rules.truth import Truth
from protocol_rules.vocabulary import FactType
from protocol_rules.vocabulary.values import Given

__all__ = ["Run"]


class Run:
    """The evaluation of one protocol in one situation.

    `present` are the circumstances that are there; facts come from the situation, then from the
    protocol's definitions, then (in the reading `unless_shown`) from its presumptions.
    """

    def __init__(
        self, program: Program, situation: Situation, reading: Reading = Reading.AS_GIVEN
    ) -> None:
        """Start with nothing evaluated, and refuse what contradicts a definition."""
        self.program = program
        self.situation = situation
        self.reading = reading
        self.given = situation.given
        self.present = situation.present
        self._derived: dict[str, Truth] = {}
        self._presumed: dict[str, Given | None] = {}
        self._effective: dict[str, Truth] = {}
        self._breached: dict[str, Truth] = {}
        # INVARIANT: a presumption gives way to what is given, so it never makes a contradiction.
        if program.definitions.keys().isdisjoint(self.given):
            return
        if reading is Reading.AS_GIVEN:
            for fact in program.definitions.keys() & self.given.keys():
                self._check_definition(fact)
        else:
            Run(program, situation)

    def truth(self, term: Term) -> Truth:
        """The truth of a condition."""
        return self.program.test(term)(self)

    def known(self, fact: str) -> Given | None:
        """The value of a fact, or `None` where it is not known."""
        value = self.given.get(fact)
        if value is not None:
            return value
        if fact in self.program.definitions:
            truth = self.derived(fact)
            if truth is not Truth.UNKNOWN:
                return truth is Truth.YES if self.is_there(fact) else None
        if self.reading is Reading.UNLESS_SHOWN and fact in self.program.presumed:
            return self.presumed(fact)
        return None

    def derived(self, fact: str) -> Truth:
        """The truth of a derived fact by its definition."""
        if fact not in self._derived:
            self._derived[fact] = self.program.definitions[fact](self)
        return self._derived[fact]

    def presumed(self, fact: str) -> Given | None:
        """The value that effective norms presume, where they all presume the same one."""
        if fact not in self._presumed:
            values = {
                norm.presumes[fact]
                for norm in self.program.presumed[fact]
                if self.is_there(fact)
                and self.is_triggered(norm.address)
                and self.effective(norm.address) is Truth.YES
            }
            value = values.pop() if len(values) == 1 else None
            is_set = self.program.words.facts[fact].type in (FactType.ROLE, FactType.CHOICES)
            self._presumed[fact] = (
                frozenset({str(value)}) if is_set and value is not None else value
            )
        return self._presumed[fact]

    def is_triggered(self, address: str) -> bool:
        """Tell whether the scenario mentions what wakes a norm."""
        wakes = self.program.wakes(address)
        return wakes is None or not wakes.isdisjoint(self.situation.mentioned)

    def is_there(self, fact: str) -> bool:
        """Tell whether a fact's circumstance is there; a definition counts as what is under it."""
        if self.program.words.circumstance_of[fact] in self.present:
            return True
        return fact in self.program.definitions and not self.program.circumstances_of(
            fact
        ).isdisjoint(self.present)

    def taken(self, truth: Truth) -> Truth:
        """What is made of something that has to be shown."""
        if truth is Truth.UNKNOWN and self.reading is Reading.UNLESS_SHOWN:
            return Truth.NO
        return truth

    def effective(self, address: str) -> Truth:
        """Whether a norm speaks and nothing lifts it."""
        if address not in self._effective:
            self._effective[address] = self.program.is_effective(address)(self)
        return self._effective[address]

    def breached(self, address: str) -> Truth:
        """Whether a norm has been breached as of today: it is effective, and was not kept."""
        if address not in self._breached:
            triggered = self.is_triggered(address)
            self._breached[address] = breach_of(self, address) if triggered else Truth.NO
        return self._breached[address]

    def _check_definition(self, fact: str) -> None:
        truth = self.derived(fact)
        if truth is not Truth.UNKNOWN and (truth is Truth.YES) is not self.given[fact]:
            council = self.program.protocol.council
            stated = str(self.given[fact]).lower()
            message = (
                f"`{fact}: {stated}` contradicts what the other facts make of it in `{council}`"
            )
            hint = "leave it out, or mend the facts which its definition rests on"
            raise InvalidInput([Diagnostic("contradicts-definition", message, hint=hint)])
