"""What a proof looks for, as conditions on the norms of one protocol and somebody of a role."""

from __future__ import annotations

from collections.abc import Iterator

from protocol_rules.analysis.position import Degree
from protocol_rules.engine.compile import Effective, Shown, Term, Woken
from protocol_rules.engine.program import Program
from protocol_rules.lint.search import every, none_of
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.truth import Truth, any_of
from protocol_rules.vocabulary import Modality, RoleHierarchy
from protocol_rules.vocabulary.conditions import All, Any, Condition, HasRole

__all__ = [
    "applies",
    "binding",
    "exceptions_for",
    "grants",
    "is_lifted",
    "required_at_least",
    "some",
    "speaks",
]

ALWAYS, NEVER = All(()), Any(())


def some(*terms: Term) -> Term:
    """Join terms: at least one of them holds."""
    return Any(terms)  # type: ignore[arg-type]


def binding(protocol: Protocol, role: str, action: str) -> tuple[Norm, ...]:
    """Give the norms on an action that bind, or give something to, somebody of a role."""
    above = protocol.vocabulary.roles.above(role)
    return tuple(
        norm
        for norm in protocol.norms.values()
        if norm.action == action and not above.isdisjoint(norm.bearers)
    )


def speaks(program: Program, address: str) -> Term:
    """The story wakes a norm, and its conditions and provisos hold."""
    ready = program.ready[address]
    if ready.wakes is None:
        return ready.speaks_term
    return every(Woken(ready.wakes), ready.speaks_term)


def applies(program: Program, address: str, role: str = "") -> Term:
    """A norm speaks, and nothing lifts it for somebody of the role."""
    lifting = exceptions_for(program, address, role)
    own = speaks(program, address)
    return every(own, none_of(*lifting)) if lifting else own


def is_lifted(program: Program, address: str, role: str = "") -> Term:
    """A norm speaks, and something lifts it for somebody of the role."""
    return every(speaks(program, address), some(*exceptions_for(program, address, role)))


def exceptions_for(program: Program, address: str, role: str = "") -> tuple[Term, ...]:
    """Give what lifts a norm for somebody of a role, one by one as `Ready.exceptions` has them.

    An override that is for some bearers only is asked of the role, and not of whoever the
    scenario is about, as the outcomes of a finding are.
    """
    norm = program.protocol.norms[address]
    own: list[Term] = [Shown(condition) for condition in norm.unless]
    roles = program.words.roles
    for override in program.protocol.overrides.get(address, ()):
        term: Term = Effective(override.by)
        if override.only_for is not None:
            term = every(term, _asked_of(override.only_for, role, roles))
        own.append(Shown(term))
    return tuple(own)


def _asked_of(condition: Condition, role: str, roles: RoleHierarchy) -> Term:
    """Decide a test on a role, where the role is narrow enough to tell."""
    match condition:
        case Any(parts):
            return some(*(_asked_of(part, role, roles) for part in parts))
        case HasRole(_, asked) if role:
            truth = any_of(roles.is_a(role, each) for each in asked)
            if truth is Truth.UNKNOWN:
                return condition
            return ALWAYS if truth is Truth.YES else NEVER
        case _:
            return condition


def required_at_least(
    program: Program, role: str, norms: tuple[Norm, ...], degree: Degree, *, barred: bool
) -> Term:
    """Some of the norms requires (or bars) its action with at least a force."""
    if degree is Degree.NO:
        return ALWAYS
    strong, weak = (
        (Modality.MUST_NOT, Modality.SHOULD_NOT) if barred else (Modality.MUST, Modality.SHOULD)
    )
    wanted = {strong} if degree is Degree.MUST else {strong, weak}
    return some(
        *(applies(program, each.address, role) for each in norms if each.modality in wanted)
    )


def grants(program: Program, role: str, norms: tuple[Norm, ...], modality: Modality) -> Term:
    """Some of the norms gives (or denies) what a modality says; a lifted ban gives leave."""
    return some(*_granting(program, role, norms, modality))


def _granting(
    program: Program, role: str, norms: tuple[Norm, ...], modality: Modality
) -> Iterator[Term]:
    for norm in norms:
        if norm.modality is modality:
            yield applies(program, norm.address, role)
        elif norm.modality is not None and norm.modality.requires:
            frees = Modality.MAY if norm.modality.forbids else Modality.NEED_NOT
            if frees is modality and exceptions_for(program, norm.address, role):
                yield is_lifted(program, norm.address, role)
