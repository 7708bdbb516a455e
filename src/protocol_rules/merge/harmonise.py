"""From several protocols to a draft of one, which loads, lints, and is proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from protocol_rules.amendments.dressed import in_common_words
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, quote
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.lint.check import Linted
from protocol_rules.lint.run import lint
from protocol_rules.merge.decision import LOOSEST, STRICTEST, Decision, decisions_on
from protocol_rules.merge.draft import Draft, draft_of
from protocol_rules.merge.prove import Proof, prove
from protocol_rules.merge.text import draft_text
from protocol_rules.norms.protocol import Protocol
from protocol_rules.resolve import resolve
from protocol_rules.source import Source, read_content
from protocol_rules.vocabulary import Vocabulary, shared_vocabulary

__all__ = ["DraftIsNoRuleFile", "Merged", "check_parents", "merge"]

_ROUNDS = 3


class DraftIsNoRuleFile(ProtocolRulesError):
    """A draft was written which cannot be loaded, or in which lint finds errors."""


@dataclass(frozen=True)
class Merged:
    """A draft of a harmonised protocol: the text of its rule file, and what is known of it."""

    text: str
    protocol: Protocol
    draft: Draft
    decisions: tuple[Decision, ...]
    proof: Proof

    def as_data(self) -> dict[str, object]:
        """Give what was decided and proved as plain data, ready for JSON."""
        return {
            "council": self.protocol.council,
            "parents": [each.council for each in self.draft.parents],
            "norms": len(self.protocol.norms),
            "conflicts": list(self.draft.terms.conflicts),
            "decisions": [
                {
                    "actions": list(each.actions),
                    "in_force": each.council,
                    "reason": each.reason.value,
                    "same": [o.council for o in each.options if o.is_the_same],
                    "otherwise": [o.council for o in each.options if not o.is_the_same],
                    "silent": list(each.silent),
                }
                for each in self.decisions
            ],
            "proof": self.proof.as_data(),
        }


def merge(  # noqa: PLR0913 - a draft has that many parts
    parents: Sequence[Protocol],
    council: str,
    *,
    prefer: str = STRICTEST,
    name: str = "",
    title: str = "",
    jobs: int = 1,
    words: Vocabulary | None = None,
) -> Merged:
    """Draft one protocol in the place of several, and prove that it holds what they agree on.

    `prefer` tells whose norms are in force where parents differ: the `strictest`, the `loosest`,
    or those of a council; `words` are those that they share, by default those that ship; `jobs` is
    the number of processes. Raises `InvalidInput` for fewer than two parents, one that is named
    twice, and words that cannot be put together.
    """
    check_parents(parents, council, prefer)
    dressed = in_common_words(*parents)
    decisions = decisions_on(dressed, prefer, jobs)
    draft = draft_of(council, dressed, decisions, words or shared_vocabulary())
    names = " and ".join(each.name for each in parents)
    text, protocol = _written(
        draft, name or f"Draft for {names}", title or f"Draft of one protocol for {names}"
    )
    return Merged(text, protocol, draft, decisions, prove(protocol, parents, decisions))


def check_parents(parents: Sequence[Protocol], council: str, prefer: str) -> None:
    """Raise `InvalidInput` where there is nothing to be merged, with every fault."""
    faults: list[Diagnostic] = []
    names = [each.council for each in parents]
    if len(parents) < 2:  # noqa: PLR2004 - one council has nothing to become one with
        faults.append(Diagnostic("too-few-parents", "a draft is made of two protocols or more"))
    faults += [
        Diagnostic("same-parent-twice", f"the council {quote(each)} stands twice")
        for each in dict.fromkeys(name for name in names if names.count(name) > 1)
    ]
    if not any(norm.modality for each in parents for norm in each.norms.values()):
        faults.append(Diagnostic("nothing-to-merge", "none of these protocols has a norm"))
    if council in names:
        message = f"the draft is named like one of its parents, {quote(council)}"
        faults.append(Diagnostic("same-name", message, hint="give the draft a name of its own"))
    if prefer not in (STRICTEST, LOOSEST, *names):
        hint = did_you_mean(prefer, [STRICTEST, LOOSEST, *names])
        message = f"nothing is called {quote(prefer)} that could be preferred"
        hint = hint or f"{STRICTEST}, {LOOSEST}, or one of {', '.join(names)}"
        faults.append(Diagnostic("unknown-preference", message, hint=hint))
    if faults:
        raise InvalidInput(faults)


def _written(draft: Draft, name: str, title: str) -> tuple[str, Protocol]:
    """Write the draft; what lint finds in it stands so in a parent, and is accepted as such."""
    accepts: dict[str, dict[str, str]] = {}
    text = draft_text(draft, name, title, accepts)
    protocol, faults = _linted(text, draft)
    for _ in range(_ROUNDS if faults else 0):
        for each in faults:
            card = _card_of(each, protocol)
            accepts.setdefault(card, {})[each.code] = _reason(card, draft)
        text = draft_text(draft, name, title, accepts)
        protocol, faults = _linted(text, draft)
        if not faults:
            break
    if faults:
        message = f"lint finds in the draft: {'; '.join(each.message for each in faults)}"
        raise DraftIsNoRuleFile(message)
    return text, protocol


def _linted(text: str, draft: Draft) -> tuple[Protocol, list[Diagnostic]]:
    protocol, source = _read(text, draft)
    found = lint([Linted(protocol, source)]).open
    return protocol, [each for each in found if each.severity == "error"]


def _read(text: str, draft: Draft) -> tuple[Protocol, Source]:
    try:
        source = read_content(text.encode(), f"{draft.council}.yaml")
        protocol, _ = resolve(source, draft.words)
    except InvalidInput as error:
        message = f"the draft does not load: {error}"
        raise DraftIsNoRuleFile(message) from error
    return protocol, source


def _card_of(found: Diagnostic, protocol: Protocol) -> str:
    line = 0 if found.span is None else found.span.line
    spans = [(each.span.line, each.id) for each in protocol.clauses.values() if each.span]
    before = [name for start, name in spans if start <= line]
    return before[-1] if before else ""


def _reason(card: str, draft: Draft) -> str:
    parent = next((each.parent.council for each in draft.cards if each.id == card), "")
    return f"It came like this from {parent or 'a parent'}; whoever finishes the draft decides."
