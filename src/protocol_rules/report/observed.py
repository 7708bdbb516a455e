"""Each thing that is found of one protocol, in words, with its grade and its place."""

from __future__ import annotations

from dataclasses import dataclass, field

from protocol_rules.analysis.against import Clash
from protocol_rules.diagnostics import Span
from protocol_rules.engine import in_words, norm_in_words
from protocol_rules.norms.protocol import Norm, Protocol
from protocol_rules.proofs.conflicts import CHECK, Conflict
from protocol_rules.proofs.examine import Observation
from protocol_rules.proofs.gaps import (
    BOUND_TO_NOBODY,
    NOBODY_ANSWERS,
    UNREGULATED,
    Unanswered,
    Unbound,
    Unregulated,
)
from protocol_rules.proofs.idle import NEVER_APPLIES, NEVER_BITES, IdleException, IdleNorm
from protocol_rules.proofs.implied import FOLLOWS, ImpliedNorm
from protocol_rules.proofs.open_question import NOT_DECIDED, OpenQuestion
from protocol_rules.report.outcome import Grade, Rule
from protocol_rules.report.words import story_in_a_line

__all__ = ["RULES", "Told", "told_of"]

_PAGE = "docs/reference/conflicts.md"

RULES = tuple(
    Rule(code, summary, _PAGE)
    for code, summary in (
        (CHECK, "Two norms apply to somebody at once, and speak against each other."),
        (NEVER_APPLIES, "No story whatever makes a norm apply."),
        (NEVER_BITES, "An exception never lifts anything that is not lifted without it."),
        (FOLLOWS, "Other norms already say what a norm does, wherever it applies."),
        (NOBODY_ANSWERS, "Somebody may ask or has a right, and nobody has to answer."),
        (BOUND_TO_NOBODY, "Something is owed to somebody of whom no norm speaks."),
        (UNREGULATED, "Other councils regulate an action, and this one does not."),
        (NOT_DECIDED, "A question was given up, so that nothing is claimed either way."),
    )
)

Rows = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Told:
    """One thing in words: `title` in a line, `rows` with what belongs to it, each with a name.

    What `is_rare` is told as data only, since there is much of it.
    """

    code: str
    grade: Grade
    title: str
    rows: Rows = ()
    span: Span | None = None
    beside: tuple[Norm, ...] = ()
    data: dict[str, object] = field(default_factory=dict[str, object])
    accepted: str = ""
    is_rare: bool = False


def told_of(  # noqa: PLR0911 - one for each kind
    observation: Observation, protocol: Protocol, *, councils: int = 0
) -> Told:
    """Word one thing that was found; `councils` is how many others it was held against."""
    match observation:
        case Conflict():
            return _conflict(observation, protocol)
        case IdleNorm():
            return _idle_norm(observation, protocol)
        case IdleException():
            return _idle_exception(observation, protocol)
        case ImpliedNorm():
            return _implied(observation, protocol)
        case Unanswered():
            return _unanswered(observation, protocol)
        case Unbound():
            return _unbound(observation, protocol)
        case Unregulated():
            return _unregulated(observation, protocol, councils)
        case OpenQuestion():
            return _open(observation, protocol)


def _conflict(found: Conflict, protocol: Protocol) -> Told:
    one, other = found.norms
    roles = [protocol.vocabulary.roles.roles[each].phrase for each in found.roles]
    forces = [each.value for each in found.forces if each is not None]
    several = found.takes_several
    rows = [
        ("who", ", ".join(roles)),
        ("one", _norm(one, protocol)),
        ("other", _norm(other, protocol)),
        ("when", in_words(found.condition)),
        ("witness", story_in_a_line(found.witness.story)),
    ]
    if not found.witness.is_smallest:
        rows.append(("", "no fact of it can be left out; a smaller story was not ruled out"))
    if several:
        rows.append(("rarely", f"only where {' and '.join(several)} names several at once"))
    data: dict[str, object] = {
        "clash": found.clash.name.lower(),
        "norms": [one.address, other.address],
        "forces": forces,
        "roles": list(found.roles),
        "when": in_words(found.condition),
        "witness": found.witness.story.as_data(),
        "is_smallest": found.witness.is_smallest,
        "takes_several": list(several),
    }
    force = f" ({' against '.join(forces)})" if len(forces) > 1 else ""
    title = f"{_short(one)} against {_short(other)}: {found.clash.value}{force}"
    is_sharp = not several and found.clash is not Clash.EXCEPTION
    grade = Grade.FAILED if is_sharp else Grade.WARNING
    return _told(CHECK, grade, title, rows, other, data, found.accepted, (one,))


def _idle_norm(found: IdleNorm, protocol: Protocol) -> Told:
    why = "wherever it speaks, it is lifted" if found.is_lifted else "its conditions never all hold"
    title = f"{_short(found.norm)} applies in no story: {why}"
    rows = [("says", _norm(found.norm, protocol))]
    data: dict[str, object] = {"norm": found.norm.address, "is_always_lifted": found.is_lifted}
    return _told(NEVER_APPLIES, Grade.FAILED, title, rows, found.norm, data, found.accepted)


def _idle_exception(found: IdleException, protocol: Protocol) -> Told:
    at = protocol.norms[found.at]
    named = f"{_short(at)} as an exception" if found.by else f"the exception of {_short(at)}"
    why = (
        "others lift all that it lifts" if found.is_covered else "it never holds where that speaks"
    )
    rows = [("lifts", ", ".join(_short(each) for each in found.norms))]
    data: dict[str, object] = {
        "exception": found.by or None,
        "norms": [each.address for each in found.norms],
        "is_covered": found.is_covered,
    }
    title = f"{named} lifts nothing: {why}"
    return _told(NEVER_BITES, Grade.FAILED, title, rows, at, data, found.accepted)


def _implied(found: ImpliedNorm, protocol: Protocol) -> Told:
    by = " and ".join(_short(each) for each in found.by)
    title = f"{_short(found.norm)} follows from {by}"
    if found.is_redundant:
        title += ", and no position would change without it"
    rows = [("says", _norm(found.norm, protocol))]
    rows += [("follows", _norm(each, protocol)) for each in found.by]
    data: dict[str, object] = {
        "norm": found.norm.address,
        "follows_from": [each.address for each in found.by],
        "is_redundant": found.is_redundant,
    }
    return _told(FOLLOWS, Grade.WARNING, title, rows, found.norm, data, found.accepted, found.by)


def _unanswered(found: Unanswered, protocol: Protocol) -> Told:
    actions = protocol.vocabulary.actions
    answers = " or ".join(f'"{actions[each].phrase}"' for each in found.answers)
    title = f"nobody has to answer {_short(found.norm)}"
    rows = [("says", _norm(found.norm, protocol)), ("answer", answers)]
    if found.others:
        named = ", ".join(_short(each) for each in found.others)
        rows.append(("not by", f"{named}: another's duty, or in other stories"))
    data: dict[str, object] = {
        "norm": found.norm.address,
        "answers": list(found.answers),
        "others": [each.address for each in found.others],
    }
    return _told(NOBODY_ANSWERS, Grade.WARNING, title, rows, found.norm, data)


def _unbound(found: Unbound, protocol: Protocol) -> Told:
    phrases = [protocol.vocabulary.roles.roles[each].phrase for each in found.roles]
    title = f"{_short(found.norm)} is owed to {' and '.join(phrases)}, of whom no norm speaks"
    rows = [("says", _norm(found.norm, protocol))]
    data: dict[str, object] = {"norm": found.norm.address, "roles": list(found.roles)}
    return _told(BOUND_TO_NOBODY, Grade.WARNING, title, rows, found.norm, data)


def _unregulated(found: Unregulated, protocol: Protocol, councils: int) -> Told:
    phrase = protocol.vocabulary.actions[found.action].phrase
    by = f"{len(found.councils)} of {councils}: {', '.join(found.councils)}"
    data: dict[str, object] = {
        "action": found.action,
        "councils": list(found.councils),
        "norms": [each.address for each in found.norms],
    }
    title = f'nothing is said of "{phrase}", as {by} do'
    is_rare = len(found.councils) * 2 <= councils
    return Told(
        UNREGULATED, Grade.WARNING, title, ((found.action, by),), data=data, is_rare=is_rare
    )


def _open(found: OpenQuestion, protocol: Protocol) -> Told:
    named = " and ".join(_short(protocol.norms[each]) for each in found.addresses)
    title = f"{found.about} is not decided of {named}: {found.why}"
    data: dict[str, object] = {
        "about": found.about,
        "norms": list(found.addresses),
        "roles": list(found.roles),
        "why": found.why,
    }
    at = protocol.norms[found.addresses[0]]
    return _told(NOT_DECIDED, Grade.WARNING, title, [], at, data)


def _told(  # noqa: PLR0913 - what is found has that many parts
    code: str,
    grade: Grade,
    title: str,
    rows: list[tuple[str, str]],
    at: Norm,
    data: dict[str, object],
    accepted: str = "",
    beside: tuple[Norm, ...] = (),
) -> Told:
    if accepted:
        rows = [*rows, ("accepted", accepted)]
        data = {**data, "accepted": accepted}
        grade = Grade.PASSED
    return Told(code, grade, title, tuple(rows), at.span, beside, data, accepted)


def _short(norm: Norm) -> str:
    return norm.address.partition("/")[2]


def _norm(norm: Norm, protocol: Protocol) -> str:
    return f"{norm_in_words(norm, protocol.vocabulary)} ({_short(norm)})"
