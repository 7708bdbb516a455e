"""Checks of the law as code, beyond what the loader refuses."""
