"""What follows from answers: what a story may be about, and what to ask next."""

from protocol_rules.analysis.interview import Interview, Reply
from protocol_rules.analysis.roles import RolesToldApart, roles_told_apart

__all__ = ["Interview", "Reply", "RolesToldApart", "roles_told_apart"]
