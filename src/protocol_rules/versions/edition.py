"""An edition of the rules: its protocols, and the words in which they are written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from protocol_rules.diagnostics import Diagnostic, InvalidInput, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import resolve
from protocol_rules.source import Source, Table, read_content
from protocol_rules.versions.files import EditionFiles, edition_files
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary
from protocol_rules.vocabulary.from_written import vocabulary_from

__all__ = ["Edition", "read_edition"]

_RULES = {"council", "clauses"}
_VOCABULARY = "vocabulary"


@dataclass(frozen=True, eq=False)
class Edition:
    """The protocols of one edition by their councils, and its shared vocabulary."""

    label: str
    protocols: Mapping[str, Protocol]
    vocabulary: Vocabulary


def read_edition(written: str) -> Edition:
    """Read an edition: a rule file, a folder, a wheel, or a git revision of the repository here.

    Where it brings a folder `vocabulary` along, its protocols are read in those words; otherwise
    in those that ship. Raises `InvalidInput` with every fault of every rule file.
    """
    files = edition_files(written)
    words = _words(files)
    protocols: dict[str, Protocol] = {}
    faults: list[Diagnostic] = []
    for path in files.paths:
        try:
            written_there = files.read(path)
            # What does not so much as mention these keys need not be YAML that we can read.
            if not all(key.encode() in written_there for key in _RULES):
                continue
            source = read_content(written_there, files.name(path))
            if not _is_rule_file(source):
                continue
            protocol, _ = resolve(source, words)
        except InvalidInput as error:
            faults += error.diagnostics
            continue
        if protocol.council in protocols:
            message = f"two rule files are for the council {quote(protocol.council)}"
            hint = f"the other is {protocols[protocol.council].file}"
            faults.append(source.diagnostic("duplicate-council", message, ["council"], hint=hint))
        protocols[protocol.council] = protocol
    if faults:
        raise InvalidInput(faults)
    if not protocols:
        message = f"there is no rule file in {quote(written)}"
        raise InvalidInput([Diagnostic("no-rule-file", message)])
    return Edition(written, protocols, words)


def _words(files: EditionFiles) -> Vocabulary:
    folders = {each.parent for each in files.paths if each.parent.name == _VOCABULARY}
    if not folders:
        return shared_vocabulary()
    folder = min(folders)
    return vocabulary_from(lambda name: _word_file(files, folder / name))


def _word_file(files: EditionFiles, path: PurePosixPath) -> Source:
    if path not in files.paths:
        message = f"{quote(files.label)} lacks {quote(path)}"
        raise InvalidInput([Diagnostic("no-such-file", message)])
    return read_content(files.read(path), files.name(path))


def _is_rule_file(source: Source) -> bool:
    """Tell a rule file from scenarios, seals and whatever else lies beside it."""
    root = source.root
    return isinstance(root, Table) and root.entries.keys() >= _RULES
