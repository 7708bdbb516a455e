"""The root of everything that this library raises."""


class ProtocolRulesError(Exception):
    """Root of every error this library raises."""
