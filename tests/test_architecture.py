"""What holds of the code as a whole: layers, sizes, names, and what an import costs."""

from __future__ import annotations

import ast
import importlib
import io
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

import protocol_rules
from protocol_rules.resolve import load, shipped

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "protocol_rules"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST = 300

each_module = pytest.mark.parametrize(
    "path", MODULES, ids=[str(path.relative_to(SOURCE)) for path in MODULES]
)


def test_the_public_face_is_what_it_was():
    """A name that is added or taken away is a decision, and changes this list."""
    assert protocol_rules.__all__ == [
        "Answer",
        "Diagnostic",
        "Finding",
        "Protocol",
        "ProtocolRulesError",
        "Scenario",
        "Status",
        "compare",
        "evaluate",
        "load",
    ]
    assert all(hasattr(protocol_rules, name) for name in protocol_rules.__all__)


def test_imports_go_downwards_only():
    """The contract of pyproject.toml holds, and names every module at the top."""
    # In a process of its own: it sets up logging anew, and so switches off the loggers there are.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stdout


def test_the_core_needs_neither_the_command_line_nor_the_bank_holidays():
    """What only some callers need is imported when it is needed."""
    told = (
        "import sys; from protocol_rules import *;"
        "print(*sorted({'click', 'holidays', 'jsonschema'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", told], capture_output=True, text=True, check=True
    )

    assert done.stdout.strip() == ""


@each_module
def test_a_module_can_be_read_in_one_sitting(path):
    """Three hundred lines are enough for one thought."""
    assert len(path.read_text("utf-8").splitlines()) <= LONGEST


@each_module
def test_no_module_knows_a_council(path):
    """The law is data: no council's name and no clause's id is in the code."""
    spoken = " ".join(_strings(path)).lower()
    for name in shipped():
        assert name.replace("_", " ") not in spoken
        assert name not in spoken
    # A lone number is no clause id: `2.1` is, `10` is not.
    assert not (
        set(re.findall(r"(?<![\w.])\d+(?:\.\d+)+(?:\([a-z]\))?(?![\w.])", spoken)) & _clauses()
    )


@each_module
def test_everything_public_says_what_it_is_for(path):
    """Every module, class and function that does not begin with `_` has a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    assert ast.get_docstring(tree), "the module has no docstring"
    lacking = [node.name for node in _public(tree) if not ast.get_docstring(node)]
    assert lacking == []


@each_module
def test_a_docstring_begins_with_a_sentence(path):
    """Its first line is whole, and ends with a full stop."""
    tree = ast.parse(path.read_text("utf-8"))
    for node in (tree, *_public(tree)):
        first = (ast.get_docstring(node) or "").partition("\n\n")[0]
        assert first.endswith((".", "?", "!", ":")), first


@each_module
def test_what_a_module_gives_is_there(path):
    """Every name in `__all__` is one of the module."""
    name = ".".join(path.relative_to(SOURCE.parent).with_suffix("").parts).removesuffix(".__init__")
    if name.endswith("__main__"):
        return
    module = importlib.import_module(name)

    assert all(hasattr(module, each) for each in getattr(module, "__all__", ()))


@each_module
def test_nothing_is_left_to_do(path):
    """What is not done is an issue, not a comment."""
    comments = [each.string for each in _tokens(path) if each.type == tokenize.COMMENT]
    assert not [each for each in comments if re.search(r"TODO|FIXME|XXX|HACK", each)]


def _tokens(path: Path) -> Iterator[tokenize.TokenInfo]:
    return tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)


def _strings(path: Path) -> Iterator[str]:
    """Give the texts of a module that are no docstrings, and none of a command's examples."""
    tree = ast.parse(path.read_text("utf-8"))
    skipped: set[int] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            skipped.add(id(node.value))  # a docstring, of a module or of a constant
        if isinstance(node, ast.keyword) and node.arg == "epilog":
            skipped.add(id(node.value))
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in skipped
        ):
            yield node.value
        elif isinstance(node, ast.Name):
            yield node.id


@cache
def _clauses() -> set[str]:
    return {clause for name in shipped() for clause in load(name).clauses}


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef]:
    kinds = (ast.ClassDef, ast.FunctionDef)
    for node in tree.body:
        if isinstance(node, kinds) and not node.name.startswith("_"):
            yield node
            for part in node.body:
                if isinstance(part, kinds) and not part.name.startswith("_"):
                    yield part
