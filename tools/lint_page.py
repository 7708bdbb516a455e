"""The page docs/lint/README.md: the checks, and how one is accepted."""

# ruff: noqa: E501, INP001 - the lines of the page, in a script which is no package

from protocol_rules.lint.run import CHECKS

HEAD = """\
<!-- Written by tools/reference_pages.py from the checks; change those, and run it again. -->

# The checks of `lint`

The loader refuses what cannot be understood. `protocol-rules lint` looks for what it lets pass and what is probably a
slip. Each check is named by a sentence of its fault; its page shows what to avoid, what to prefer, and why.

| check | what it finds |
|---|---|
"""

TAIL = """
## Accepted with a reason

Documents repeat and contradict themselves, and the rules say what they say. What a check finds and is meant so is
accepted on the card, by the name of the check and with the reason:

```yaml
- id: "9.3.2"
  title: Access as the law has it
  accepts:
    same-norm-twice: 5.7(b) and this clause both state it in print
```

What belongs to no card is accepted by `accepts` at the head of the file, for the whole of it; an action that stands
alone is accepted under `alone` in `actions.yaml`. Where a check compares two clauses, either card may accept it. An
accepted finding is counted, and shown with `--accepted`. An acceptance that accepts nothing is a finding itself.

## How far it looks

Whether conditions can hold together is tried out: over every value that makes a difference to the tests concerned,
with each circumstance there and absent. Where nothing is found, it has been proved that there is nothing; where there
are too many values, or where a norm turns on the breach of another one, the check is silent and leaves it to a solver.
No check reads the sense of words: that norms with two actions pull against each other is seen only where
`actions.yaml` says how the two deeds stand, with `is` and `opposes`.
"""


def lint_page() -> str:
    """Word the page."""
    rows = "".join(f"| [`{each.name}`]({each.name}.md) | {each.told} |\n" for each in CHECKS)
    return HEAD + rows + TAIL
