"""Faults of YAML itself, in words that help an author who has never read its grammar."""

from __future__ import annotations

from yaml.error import Mark, MarkedYAMLError

from protocol_rules.diagnostics import quote
from protocol_rules.source.tree import LINE_BREAK

__all__ = ["explain"]

_TAB = "YAML indents with spaces; replace the tab by spaces"
_HINTS = (
    (
        "mapping values are not allowed",
        "a text that holds `: ` needs quotation marks, or this line is indented too far",
    ),
    ("could not find expected ':'", "a key needs a colon after it, and a space"),
    ("expected key", "check the indentation of this line and of the one before"),
    ("expected <block end>", "check the indentation of this line and of the one before"),
    ("cannot start any token", "a text that begins with this character needs quotation marks"),
    ("escape", "a backslash has a meaning in double quotation marks; use single ones"),
)


def explain(error: Exception, text: str) -> tuple[str, str, int, int]:
    """Give the message, the hint and the place (line and column, from 0) of a syntax error."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return f"this is not YAML: {_short(str(error))}", "", 0, 0
    problem, context = error.problem or "", error.context or ""
    mark, opening = error.problem_mark, error.context_mark
    if _is_tab(text, mark):
        return "a tab stands where YAML wants spaces", _TAB, mark.line, mark.column
    if opening is not None and "quoted scalar" in context and "unexpected" in problem:
        message = "the quotation mark opened here is never closed"
        return message, "add the closing quotation mark", opening.line, opening.column
    if opening is not None and "flow" in context and "expected" in problem:
        return _unclosed(text, mark, opening)
    if opening is not None and "simple key" in context:
        mark = opening
    hint = next((hint for words, hint in _HINTS if words in problem), "")
    return f"this is not YAML: {_short(problem)}", hint, mark.line, mark.column


def _unclosed(text: str, mark: Mark, opening: Mark) -> tuple[str, str, int, int]:
    bracket = text[opening.index : opening.index + 1]
    closing = {"[": "]", "{": "}"}.get(bracket, "bracket")
    if mark.index >= len(text.rstrip()):
        message, hint = f"the {quote(bracket)} opened here is never closed", f"add {quote(closing)}"
    else:
        message = f"the {quote(bracket)} opened here goes wrong on line {mark.line + 1}"
        hint = f"is a comma or the closing {quote(closing)} missing?"
    return message, hint, opening.line, opening.column


def _is_tab(text: str, mark: Mark) -> bool:
    if text[mark.index : mark.index + 1] == "\t":
        return True
    # A slice first: the whole text may be one line of megabytes.
    line = LINE_BREAK.split(text[max(0, mark.index - mark.column) :][:400], maxsplit=1)[0]
    return "\t" in line[: len(line) - len(line.lstrip())]


def _short(problem: str) -> str:
    return problem.splitlines()[0] if problem.strip() else "it breaks the rules of the format"
