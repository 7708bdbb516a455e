"""The files of an edition, wherever it lies: a file, a folder, a wheel or a git revision."""

from __future__ import annotations

import subprocess
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.resolve import path_of, shipped
from protocol_rules.source import Limits, content
from protocol_rules.source.text import check_size

__all__ = ["EditionFiles", "edition_files"]

_ENDINGS = (".yaml", ".yml", ".json")
_WHEEL = ".whl"
_RULES = "rules"
_PATIENCE = 60


@dataclass(frozen=True, slots=True)
class EditionFiles:
    """The YAML files of an edition by their paths within it, and how each is read.

    `label` is what the reader wrote; a file is called `label:path` where it lies on no disk.
    """

    label: str
    paths: tuple[PurePosixPath, ...]
    read: Callable[[PurePosixPath], bytes]
    name: Callable[[PurePosixPath], str]


def edition_files(written: str) -> EditionFiles:
    """Find what a user named: what lies on the disk, else a council that ships, else a revision.

    `REVISION:PATH` names a file or a folder in a revision. Raises `InvalidInput` where it is
    none of these, or cannot be read.
    """
    path = Path(written)
    if path.is_dir():
        return _folder(written, path)
    if path.suffix == _WHEEL and path.exists():
        return _wheel(written, path)
    if path.exists() or (path.suffix in (*_ENDINGS, _WHEEL) and ":" not in written):
        return _one(written, path)
    if written in shipped():
        return _one(written, path_of(written))
    return _revision(written)


def _one(label: str, path: Path) -> EditionFiles:
    inside = PurePosixPath(path.name)
    limits = Limits.from_environment()
    return EditionFiles(label, (inside,), lambda _: content(path, limits), lambda _: str(path))


def _folder(label: str, folder: Path) -> EditionFiles:
    limits = Limits.from_environment()
    below = [each.relative_to(folder) for ending in _ENDINGS for each in folder.rglob(f"*{ending}")]
    seen = [each.as_posix() for each in below if not any(p.startswith(".") for p in each.parts)]
    return EditionFiles(
        label,
        _rules_among(seen),
        lambda each: content(folder / each, limits),
        lambda each: str(folder / each),
    )


def _wheel(label: str, path: Path) -> EditionFiles:
    """Read the rules inside a wheel; nothing of it is run or unpacked."""
    limits = Limits.from_environment()
    try:
        with zipfile.ZipFile(path) as archive:
            sizes = {each.filename: each.file_size for each in archive.infolist()}
    except (OSError, zipfile.BadZipFile) as error:
        raise _refusal("not-a-wheel", f"{quote(label)} is no wheel: {error}") from None

    def read(inside: PurePosixPath) -> bytes:
        check_size(sizes[str(inside)], f"{label}:{inside}", limits)
        with zipfile.ZipFile(path) as archive:
            return archive.read(str(inside))

    return EditionFiles(label, _rules_among(sizes), read, lambda each: f"{label}:{each}")


def _revision(written: str) -> EditionFiles:
    """Read the rules of a git revision of the repository here."""
    revision, _, below = written.partition(":")
    if not revision or revision.startswith("-"):
        raise _no_edition(written)
    if (
        _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
        is None
    ):
        raise _no_edition(written)
    prefix = [below] if below else []
    listed = _git("ls-tree", "-r", "-z", "-l", "--full-tree", revision, "--", *prefix) or b""
    sizes: dict[str, int] = {}
    for entry in listed.decode("utf-8", "replace").split("\0"):
        about, tab, path = entry.partition("\t")
        size = about.split()[-1] if tab else ""
        if size.isdigit():
            sizes[path] = int(size)
    paths = _rules_among(sizes)
    if below and not sizes:
        raise _refusal("no-such-file", f"there is nothing at {quote(below)} in {quote(revision)}")
    limits = Limits.from_environment()

    def read(inside: PurePosixPath) -> bytes:
        check_size(sizes[str(inside)], f"{revision}:{inside}", limits)
        blob = _git("cat-file", "blob", f"{revision}:{inside}")
        if blob is None:
            message = f"git cannot give {quote(inside)} of {quote(revision)}"
            raise _refusal("not-readable", message)
        return blob

    return EditionFiles(written, paths, read, lambda each: f"{revision}:{each}")


def _rules_among(names: Iterable[str]) -> tuple[PurePosixPath, ...]:
    """Choose the YAML files below folders named `rules`, or all of them where there is none."""
    paths = [PurePosixPath(each) for each in sorted(names) if each.endswith(_ENDINGS)]
    below = [each for each in paths if _RULES in each.parts[:-1]]
    return tuple(below or paths)


def _git(*arguments: str) -> bytes | None:
    """Ask git; `None` where it refuses, or where there is no git."""
    try:
        done = subprocess.run(  # noqa: S603 - a fixed program, and no shell
            ["git", *arguments],  # noqa: S607 - git is found where the user has it
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout if done.returncode == 0 else None


def _no_edition(written: str) -> InvalidInput:
    message = f"{quote(written)} is no rule file, folder, wheel or git revision"
    hint = "a revision is one that git knows here, such as HEAD~1 or origin/main:rules"
    return _refusal("no-such-edition", message, hint)


def _refusal(code: str, message: str, hint: str = "") -> InvalidInput:
    return InvalidInput([Diagnostic(code, message, hint=hint)])
