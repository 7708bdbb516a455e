"""The pages of the documentation as blocks that can be run, and what running them shows."""

from __future__ import annotations

import io
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir, nullcontext, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner

from protocol_rules import Protocol, load
from protocol_rules.checks.bank import Listed, Protocols, read_one
from protocol_rules.cli import main
from protocol_rules.diagnostics import InvalidInput

ROOT = Path(__file__).parent.parent
PAGES = (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md")))

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_COMMENT = re.compile(r"<!-- (not run|edit|wrong)\b:? ?(.*?) -->\n+\Z", re.DOTALL)
_EXIT_CODE = re.compile(r"# exit code (\d)$")
# What a reader's own terminal may set, and what would change the output.
_PLAIN_TERMINAL = {"COLUMNS": None, "FORCE_COLOR": None, "PROTOCOL_RULES_MAX_BYTES": None}
_COMMANDS = ("protocol-rules ", ".venv/bin/protocol-rules ")


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and text, its place in the page, and the comment before it."""

    language: str
    text: str
    start: int
    end: int
    is_run: bool
    is_wrong: bool
    edit: str
    follows: bool


@dataclass(frozen=True)
class Shown:
    """What a page shows of an output, and what the output really is."""

    block: Block
    real: str


def blocks(page: str) -> Iterator[Block]:
    """Give the fenced blocks of a page; `follows` where nothing stands between it and the last."""
    last = 0
    for found in _FENCE.finditer(page):
        between = page[last : found.start()]
        comment = _COMMENT.search(between)
        kind, told = comment.groups() if comment else ("", "")
        yield Block(
            found[1], found[2], found.start(2), found.end(2),
            kind != "not run", kind == "wrong", told if kind == "edit" else "", not between.strip(),
        )  # fmt: skip
        last = found.end()


def run(page: str) -> list[Shown]:
    """Run a page from top to bottom in a folder of its own, and give each shown output.

    `python` blocks share one namespace. A `yaml` block that begins with `# NAME.yaml` is saved
    under that name, and one that begins with the name of a rule file has to stand in that file.
    Whole rule files and scenario files are loaded; after `<!-- wrong -->` that has to fail.
    `<!-- edit FILE: OLD => NEW -->` does to a file what the prose tells the reader to do.
    `# exit code N` behind a command says that it fails.
    """
    shown: list[Shown] = []
    namespace: dict[str, object] = {"__name__": "page"}
    with TemporaryDirectory() as folder:
        for name in ("rules", "examples", "schemas"):
            shutil.copytree(ROOT / name, Path(folder) / name)
        with chdir(folder):
            output: str | None = None
            for block in blocks(page):
                if block.language == "text":
                    if block.follows and output is not None:
                        shown.append(Shown(block, output))
                    continue
                output = _run(block, namespace) if block.is_run else None
    return shown


def refreshed(page: str) -> str:
    """Give the page with every shown output replaced by the real one."""
    for each in reversed(run(page)):
        page = page[: each.block.start] + each.real + page[each.block.end :]
    return page


def line_of(page: str, block: Block) -> int:
    """The line of a page on which a block begins."""
    return page.count("\n", 0, block.start)


def _run(block: Block, namespace: dict[str, object]) -> str | None:
    if block.edit:
        _edit(block.edit)
    match block.language:
        case "python":
            with redirect_stdout(io.StringIO()) as output:
                exec(compile(block.text, "<page>", "exec"), namespace)  # noqa: S102 - our own pages
            return _plain(output.getvalue())
        case "sh":
            lines = block.text.replace("\\\n", " ").splitlines()
            return "".join(_command(line) for line in lines if line.startswith(_COMMANDS))
        case "yaml":
            return _yaml(block.text, is_wrong=block.is_wrong)
        case _:
            return None


def _command(line: str) -> str:
    expected = _EXIT_CODE.search(line)
    words = shlex.split(line, comments=True)[1:]
    result = CliRunner(env=_PLAIN_TERMINAL).invoke(main, words, prog_name="protocol-rules")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert result.exit_code == (int(expected[1]) if expected else 0), f"{line}\n{result.output}"
    return _plain(result.output)


def _yaml(text: str, *, is_wrong: bool) -> None:
    name = text.partition("\n")[0].removeprefix("# ")
    file = Path(name if name.endswith(".yaml") and " " not in name else "block.yaml")
    if file.parent.name == "rules" and file.exists():
        assert text.partition("\n")[2] in file.read_text("utf-8"), f"{file} says something else now"
        return
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, "utf-8")
    keys = {line.partition(":")[0] for line in text.splitlines()}
    is_scenario = bool(keys & {"scenarios", "given", "occasions"})
    with pytest.raises(InvalidInput) if is_wrong else nullcontext():
        if "council" in keys:
            load(file)
        elif is_scenario:
            read_one(Listed(str(file), is_named=True), Protocols(_invented()))


def _invented() -> dict[str, Protocol]:
    """Give the protocols that a page has made up so far, and the parish of the examples."""
    made = (each for each in Path().glob("*.yaml") if each.read_text("utf-8").find("council:") >= 0)
    loaded = map(load, [*made, Path("examples", "parish", "brindleby.yaml")])
    return {each.council: each for each in loaded}


def _edit(told: str) -> None:
    name, _, change = told.partition(": ")
    old, arrow, new = change.partition(" => ")
    before = Path(name).read_text("utf-8")
    assert arrow, f"an edit is FILE: OLD => NEW, not {told}"
    assert old in before, f"there is no `{old}` in {name}"
    Path(name).write_text(before.replace(old, new, 1), "utf-8")


def _plain(output: str) -> str:
    """Take off the spaces with which tables fill their lines."""
    return "".join(f"{line.rstrip()}\n" for line in output.strip("\n").splitlines())
