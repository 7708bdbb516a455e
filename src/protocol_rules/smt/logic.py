"""Formulas over named variables, built without detours, and the three truths as two rails."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

from protocol_rules.diagnostics import Diagnostic, InvalidInput
from protocol_rules.truth import Truth

if TYPE_CHECKING:
    import z3  # pyright: ignore[reportMissingTypeStubs]

    Formula = z3.BoolRef

__all__ = ["Logic", "Rails", "logic"]

Make = Callable[[Any, int, Any], Any]
"""What joins several formulas in the solver."""


class Rails(NamedTuple):
    """A truth as two formulas: where neither holds it is unknown, and both never do."""

    yes: Formula
    no: Formula


@cache
def logic() -> Logic:
    """Give the maker of formulas; raises `InvalidInput` where the extra is not installed."""
    try:
        import z3  # noqa: PLC0415  # pyright: ignore[reportMissingTypeStubs]
    except ImportError:
        message = "this needs the solver Z3, which is not installed"
        hint = 'pip install "protocol-rules[analysis]"'
        raise InvalidInput([Diagnostic("missing-extra", message, hint=hint)]) from None
    return Logic(z3)


class Logic:
    """Makes formulas: those that are certain fold away, which keeps the others small.

    It calls the solver's own functions, since the operators of its Python face take ten times as
    long as what they do.
    """

    def __init__(self, z3: ModuleType) -> None:
        self.z3: Any = z3  # it comes without types
        self.context: Any = z3.main_ctx()
        self._ref: Any = self.context.ref()
        self.true: Formula = z3.BoolVal(val=True)
        self.false: Formula = z3.BoolVal(val=False)

    def variable(self, name: str) -> Formula:
        """Give the variable of a name."""
        return self.z3.Bool(name)

    def declaration(self, variable: Formula) -> Any:  # noqa: ANN401
        """Give the solver's own name of a variable, by which a model is read quickly."""
        z3 = self.z3
        return z3.Z3_get_app_decl(self._ref, z3.Z3_to_app(self._ref, variable.as_ast()))

    def is_set(self, model: Any, declaration: Any) -> bool:  # noqa: ANN401
        """Tell whether a model has a variable hold; what it leaves open may as well not."""
        z3 = self.z3
        value = z3.Z3_model_get_const_interp(self._ref, model, declaration)
        return bool(value) and z3.Z3_get_bool_value(self._ref, value) == z3.Z3_L_TRUE

    def fresh(self) -> Formula:
        """Give a variable that nothing else speaks of."""
        return self.z3.FreshBool()

    def all_of(self, parts: Iterable[Formula]) -> Formula:
        """Hold where every part holds."""
        return self._joined(parts, self.z3.Z3_mk_and, self.true, self.false)

    def any_of(self, parts: Iterable[Formula]) -> Formula:
        """Hold where some part holds."""
        return self._joined(parts, self.z3.Z3_mk_or, self.false, self.true)

    def negated(self, part: Formula) -> Formula:
        """Hold where the part does not."""
        if part is self.true:
            return self.false
        if part is self.false:
            return self.true
        return self.z3.BoolRef(self.z3.Z3_mk_not(self._ref, part.as_ast()), self.context)

    def implied(self, condition: Formula, what: Formula) -> Formula:
        """Hold where the condition does not, or what follows from it does."""
        return self.any_of((self.negated(condition), what))

    def at_most(self, parts: Iterable[Formula], number: int) -> Formula:
        """Hold where no more than so many parts hold."""
        listed = [*parts]
        if len(listed) <= number:
            return self.true
        if number == 0:
            return self.negated(self.any_of(listed))
        array = (self.z3.Ast * len(listed))(*(each.as_ast() for each in listed))
        made = self.z3.Z3_mk_atmost(self._ref, len(listed), array, number)
        return self.z3.BoolRef(made, self.context)

    def certain(self, truth: Truth) -> Rails:
        """Give the rails of a truth that nothing can change."""
        return Rails(
            self.true if truth is Truth.YES else self.false,
            self.true if truth is Truth.NO else self.false,
        )

    def told(self, holds: Formula) -> Rails:
        """Give the rails of what is never unknown."""
        return Rails(holds, self.negated(holds))

    def every(self, parts: Iterable[Rails]) -> Rails:
        """Join truths as a conjunction does."""
        listed = [*parts]
        return Rails(
            self.all_of(each.yes for each in listed), self.any_of(each.no for each in listed)
        )

    def some(self, parts: Iterable[Rails]) -> Rails:
        """Join truths as a disjunction does."""
        listed = [*parts]
        return Rails(
            self.any_of(each.yes for each in listed), self.all_of(each.no for each in listed)
        )

    def _joined(
        self, parts: Iterable[Formula], make: Make, neutral: Formula, settling: Formula
    ) -> Formula:
        listed: list[Formula] = []
        for each in parts:
            if each is settling:
                return settling
            if each is not neutral:
                listed.append(each)
        if len(listed) < 2:  # noqa: PLR2004 - there is nothing to join
            return listed[0] if listed else neutral
        array = (self.z3.Ast * len(listed))(*(each.as_ast() for each in listed))
        return self.z3.BoolRef(make(self._ref, len(listed), array), self.context)
