"""`force-differs-from-gist`: the gist says must where the norms say should, or the reverse."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from protocol_rules.lint.check import Check, Linted, Slip, found
from protocol_rules.vocabulary import Force

__all__ = ["CHECK"]

_HARD = re.compile(r"\b(must|shall|ha(?:s|ve) to|cannot|obliged to)\b", re.IGNORECASE)
_SOFT = re.compile(r"\b(should|ought|expected to)\b", re.IGNORECASE)


def _find(protocols: Iterable[Linted]) -> Iterator[Slip]:
    for linted in protocols:
        for clause in linted.protocol.clauses.values():
            modalities = [norm.modality for norm in clause.norms if norm.modality is not None]
            forces = {each.force for each in modalities if each.force is not None}
            hard, soft = _HARD.search(clause.gist), _SOFT.search(clause.gist)
            word = soft if forces == {Force.MUST} and not hard else None
            if forces == {Force.SHOULD} and not soft:
                word = hard
            if word is not None:
                force = ", ".join(dict.fromkeys(each.words for each in modalities if each.force))
                message = f"the gist of `{clause.id}` says *{word[0].lower()}*, its norms {force}"
                hint = "the printed text decides: mend the gist or the norm"
                yield found("force-differs-from-gist", linted, clause, message, hint)


CHECK = Check(
    "force-differs-from-gist",
    "the gist says must where the norms say should, or the reverse",
    _find,
)
