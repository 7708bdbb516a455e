"""Seal files: generated, checked in, one line for each clause."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.drift.digest import DIGEST, MOST_PARTS, Sketch
from protocol_rules.drift.seal import Seal, SealedClause
from protocol_rules.norms.protocol import Protocol
from protocol_rules.source import read
from protocol_rules.validation import Faults, Place
from protocol_rules.validation.validate import validate_whole
from protocol_rules.validation.written import AsWritten, Name

__all__ = ["as_text", "read_seal", "seal_of", "seal_path", "seals_beside"]

_FORM = "1"
_HEAD = """\
# Made from the printed clauses by `protocol-rules seal`, and not to be edited. No text can be read
# from it: a digest has 64 bits, and a sketch two bits for each word, 128 at the most.
"""
_Digest = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{{DIGEST}}}$")]
_Sketch = Annotated[str, StringConstraints(pattern=rf"^[0-9a-f]{{1,{MOST_PARTS // 2}}}$")]
_Count = Annotated[str, StringConstraints(pattern=r"^[0-9]{1,6}$")]


class _ClauseWritten(AsWritten):
    words: _Count
    digest: _Digest
    sketch: _Sketch | None = None


class _HeadingWritten(AsWritten):
    words: _Count
    digest: _Digest


class _SealWritten(AsWritten):
    council: Name
    form: str
    count: _Count
    headings: tuple[_HeadingWritten, ...] = ()
    printed: dict[str, _ClauseWritten] = Field(min_length=1)


def seal_path(protocol: Protocol) -> Path:
    """Say where the seal of a protocol lies: in the folder `seals` beside its rule file."""
    return Path(protocol.file).parent / "seals" / f"{protocol.council}.yaml"


def seal_of(protocol: Protocol) -> Seal:
    """Read the seal of a protocol; raises `InvalidInput` where there is none that matches it."""
    path = seal_path(protocol)
    if not path.exists():
        message = f"`{protocol.council}` has no seal: there is no file {quote(path)}"
        hint = f"`protocol-rules seal CLAUSES.jsonl -p {protocol.council} --write {path}` makes it"
        raise InvalidInput([Diagnostic("no-seal", message, hint=hint)])
    seal = read_seal(path, protocol.council)
    sealed = {each.id for each in seal.clauses}
    for name, clause in protocol.clauses.items():
        if name not in sealed:
            message = f"the card {quote(name)} is of no clause in the seal {quote(path)}"
            hint = did_you_mean(name, sealed) or "correct its id, or make the seal anew"
            raise InvalidInput([Diagnostic("wrong-seal", message, clause.span, hint)])
    return seal


def read_seal(path: Path, council: str) -> Seal:
    """Read a seal file; raises `InvalidInput` where it is broken, or seals another council."""
    source = read(path)
    place = Place(source, Faults())
    written = validate_whole(_SealWritten, source.plain(), place)
    if written.form != _FORM:
        hint = "make the seal anew with `protocol-rules seal`"
        message = f"a seal of the form {quote(written.form)} cannot be read by this version"
        (place / "form").fault("unknown-form", message, hint)
    if written.council != council:
        message = (
            f"this is the seal of `{written.council}`, and the protocol is that of `{council}`"
        )
        (place / "council").fault("wrong-seal", message)
    if int(written.count) != len(written.printed):
        message = f"the seal counts {written.count} clauses and has {len(written.printed)}"
        (place / "count").fault("broken-seal", message, "make the seal anew")
    place.faults.stop_if_any()
    clauses = (
        SealedClause(
            name, int(each.words), each.digest, Sketch.of(each.sketch) if each.sketch else None
        )
        for name, each in written.printed.items()
    )
    headings = frozenset((int(each.words), each.digest) for each in written.headings)
    return Seal(council, tuple(clauses), headings)


def seals_beside(protocol: Protocol) -> Iterator[Seal]:
    """Read the seals of other protocols that lie beside that of a protocol."""
    path = seal_path(protocol)
    for other in sorted(path.parent.glob("*.yaml")):
        if other != path:
            yield read_seal(other, other.stem)


def as_text(seal: Seal) -> str:
    """Write a seal as the text of its file; the same clauses always give the same text."""
    return _HEAD + "".join(f"{line}\n" for line in _lines(seal))


def _lines(seal: Seal) -> Iterator[str]:
    yield f"council: {seal.council}"
    yield f'form: "{_FORM}"'
    yield f"count: {len(seal.clauses)}"
    if seal.headings:
        yield "headings:"
        for size, digest in sorted(seal.headings):
            yield f'  - {{words: {size}, digest: "{digest}"}}'
    yield "printed:"
    for each in seal.clauses:
        sketch = "" if each.sketch is None else f', sketch: "{each.sketch}"'
        name = json.dumps(each.id)
        yield f'  {name}: {{words: {each.size}, digest: "{each.digest}"{sketch}}}'
