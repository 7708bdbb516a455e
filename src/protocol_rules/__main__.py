"""`python -m protocol_rules`."""

from protocol_rules.cli import main

main()
