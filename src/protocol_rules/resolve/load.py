"""Loading a protocol: one that ships, by its name, or any rule file, by its path."""

from __future__ import annotations

from pathlib import Path

from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve.kept import kept_or_made
from protocol_rules.source import Limits, Source, content, read, read_content
from protocol_rules.vocabulary import RULES, Vocabulary, shared_vocabulary, shipped
from protocol_rules.vocabulary.shared import shared_words

__all__ = ["is_shipped", "load", "path_of", "shipped"]

_ENDINGS = (".yaml", ".yml", ".json")


def load(
    name_or_path: str | Path,
    *,
    limits: Limits | None = None,
    vocabulary: Vocabulary | None = None,
) -> Protocol:
    """Load a protocol, checked whole.

    `name_or_path` is the name of one that ships, or the path of a rule file; `limits` bounds
    what a file may hold; `vocabulary` are the shared words, by default those that ship. Without
    either, a file that was loaded before and has not changed is taken from the cache. Raises
    `InvalidInput` with every fault of the file, or where there is no such protocol.

    >>> load("thanet").title
    'Protocol on member and officer relations'
    """
    path = path_of(name_or_path)
    if limits is not None or vocabulary is not None:
        return _resolved(read(path, limits), vocabulary or shared_vocabulary())
    written, words = content(path, Limits.from_environment()), shared_words()
    return kept_or_made(
        path, written, words, lambda: _resolved(read_content(written, path), words.vocabulary)
    )


def is_shipped(protocol: Protocol) -> bool:
    """Tell whether a protocol is one that ships, and not another of the same name."""
    if protocol.council not in shipped():
        return False
    return not protocol.file or Path(protocol.file).parent.resolve() == RULES.resolve()


def path_of(name_or_path: str | Path) -> Path:
    """Find the file of a protocol; raises `InvalidInput` where none of that name ships."""
    written = str(name_or_path)
    is_path = isinstance(name_or_path, Path) or "/" in written or "\\" in written
    if is_path or written.endswith(_ENDINGS):
        return Path(name_or_path)
    if written in shipped():
        return RULES / f"{written}.yaml"
    hint = did_you_mean(written, shipped()) or f"there are {', '.join(shipped())}; or give a path"
    message = f"no protocol {quote(written)} ships with the library"
    raise InvalidInput([Diagnostic("unknown-protocol", message, hint=hint)])


def _resolved(source: Source, words: Vocabulary) -> Protocol:
    # Imported here because it needs pydantic and its models, which take longest of all.
    from protocol_rules.resolve.from_document import resolve  # noqa: PLC0415

    return resolve(source, words)[0]
