"""Voices: what one protocol has to say of an action to somebody of a role."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from protocol_rules.analysis.errors import NotDecided
from protocol_rules.comparison.stance import SILENCE, Stance, stance_in
from protocol_rules.engine.footing import norms_behind
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import Situation
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.vocabulary import Vocabulary
from protocol_rules.vocabulary.joined import joined

__all__ = ["Voice", "voice_of", "voices_of"]


@dataclass(frozen=True, slots=True)
class Voice:
    """One protocol with its norms on an action that bind a role."""

    protocol: Protocol
    norms: tuple[Norm, ...]
    role: str

    def fingerprint(self) -> bytes:
        """Give what tells it from others that may find otherwise, or be told otherwise.

        It is made of the norms and of all on which they can rest, with the words of their clauses.
        """
        own = self.protocol
        behind = {a for norm in self.norms for a in norms_behind(own, norm.address)}
        parts = [
            (replace(own.norms[each], span=None), own.overrides.get(each))
            for each in sorted(behind)
        ]
        clauses = [own.clauses[norm.clause] for norm in self.norms]
        words = [(each.topics, each.judgement) for each in clauses]
        roles = {name: role.wider for name, role in own.vocabulary.roles.roles.items()}
        said = (self.role, parts, words, roles, own.definitions, own.calendar)
        return pickle.dumps(said)

    def stance(self, situation: Situation) -> Stance | None:
        """Give its stance in a situation, where it is settled.

        Raises `ProtocolRulesError` for a situation that this protocol rules out: it contradicts a
        definition, or counts a deadline beyond the years that are known.
        """
        run = Run(program_of(self.protocol), situation)
        return stance_in(run, self.norms, self.role) if self.norms else SILENCE


def voice_of(protocol: Protocol, role: str, action: str, words: Vocabulary | None = None) -> Voice:
    """Give the norms of a protocol on an action that bind a role.

    For a role that only other protocols know, `words` tell which one it is here: the next wider
    one. Raises `NotDecided` where there are several of these.
    """
    known = role if words is None else _as_known(role, protocol, words)
    return Voice(protocol, tuple(_norms_on(protocol, known, action)), known)


def voices_of(protocols: Sequence[Protocol], role: str, action: str) -> tuple[Voice, Voice]:
    """Give the norms of each of two protocols on an action that bind a role."""
    words = joined(each.vocabulary for each in protocols)
    one, two = (voice_of(each, role, action, words) for each in protocols)
    return one, two


def _as_known(role: str, protocol: Protocol, words: Vocabulary) -> str:
    own = protocol.vocabulary.roles.roles
    nearest = {role}
    while not nearest <= own.keys():
        unknown = nearest - own.keys()
        wider = {each for name in unknown for each in words.roles.roles[name].wider}
        nearest = {*words.roles.narrowest(frozenset(nearest - unknown | wider))}
    if len(nearest) != 1:
        message = f"`{protocol.council}` has no role `{role}`, and none that it is part of"
        raise NotDecided(message)
    return next(iter(nearest))


def _norms_on(protocol: Protocol, role: str, action: str) -> Iterator[Norm]:
    binding = protocol.vocabulary.roles.above(role)
    for norm in protocol.norms.values():
        if norm.action == action and not binding.isdisjoint(norm.bearers):
            yield norm
