"""Where cases are kept: SQLite by default, PostgreSQL through the same interface."""

from protocol_rules.runtime.store.faults import CaseHasMoved
from protocol_rules.runtime.store.store import Store, Ticked

__all__ = ["CaseHasMoved", "Store", "Ticked"]
