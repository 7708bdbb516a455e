"""The operators: each changes one kind of thing in the rules, as somebody might slip."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from protocol_rules.mutation.ground import Ground
from protocol_rules.mutation.mutant import Mutant
from protocol_rules.mutation.operators.bearer_moved import bearer_moved
from protocol_rules.mutation.operators.bound_moved import bound_moved
from protocol_rules.mutation.operators.connective_swapped import connective_swapped
from protocol_rules.mutation.operators.deadline_changed import deadline_moved, deadline_recounted
from protocol_rules.mutation.operators.exception_dropped import exception_dropped
from protocol_rules.mutation.operators.limit_moved import limit_moved
from protocol_rules.mutation.operators.link_dropped import reparation_dropped, step_dropped
from protocol_rules.mutation.operators.modality_changed import force_changed, modality_denied
from protocol_rules.mutation.operators.norm_dropped import norm_dropped
from protocol_rules.mutation.operators.override_dropped import override_dropped
from protocol_rules.mutation.operators.part_dropped import part_dropped
from protocol_rules.mutation.operators.proviso_dropped import proviso_dropped
from protocol_rules.mutation.operators.role_moved import role_moved
from protocol_rules.mutation.operators.test_negated import test_negated
from protocol_rules.mutation.operators.value_dropped import value_dropped
from protocol_rules.mutation.operators.value_swapped import value_swapped

__all__ = ["OPERATORS"]

OPERATORS: Mapping[str, Callable[[Ground], Iterator[Mutant]]] = {
    "test-negated": test_negated,
    "value-dropped": value_dropped,
    "value-swapped": value_swapped,
    "role-moved": role_moved,
    "bound-moved": bound_moved,
    "connective-swapped": connective_swapped,
    "part-dropped": part_dropped,
    "exception-dropped": exception_dropped,
    "proviso-dropped": proviso_dropped,
    "override-dropped": override_dropped,
    "norm-dropped": norm_dropped,
    "force-changed": force_changed,
    "modality-denied": modality_denied,
    "bearer-moved": bearer_moved,
    "deadline-moved": deadline_moved,
    "deadline-recounted": deadline_recounted,
    "limit-moved": limit_moved,
    "reparation-dropped": reparation_dropped,
    "step-dropped": step_dropped,
}
"""The operators by name, in the order in which they are told."""
