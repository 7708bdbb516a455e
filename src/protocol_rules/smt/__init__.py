"""The statuses of norms as formulas, and the solver that is asked of them.

It needs the extra `analysis`; nothing of it is imported until an encoding is made.
"""

from protocol_rules.smt.encoding import Encoding
from protocol_rules.smt.errors import DoesNotReplay
from protocol_rules.smt.logic import Rails
from protocol_rules.smt.solver import Solver
from protocol_rules.smt.variables import Assignment, Cell, Cube

__all__ = ["Assignment", "Cell", "Cube", "DoesNotReplay", "Encoding", "Rails", "Solver"]
