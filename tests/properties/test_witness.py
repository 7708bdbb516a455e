"""What holds of witnesses in every protocol: they replay, and none is overlooked."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given, reject
from hypothesis import strategies as st
from hypothesis.strategies import DrawFn
from properties.protocols import PLAIN, TESTS, assembled, conditions, protocols
from properties.stories import Story, stories

from protocol_rules import Answer, Finding, Protocol, Status, evaluate
from protocol_rules.analysis.witness import NotDecided, distinguish, smallest_story
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.norms import NormKind
from protocol_rules.norms.story import Story as Told
from protocol_rules.vocabulary import Modality

BOUND = 1_500


def answered(protocol: Protocol, story: Told) -> Answer | None:
    """Evaluate a story; `None` where it contradicts a definition."""
    try:
        return evaluate(protocol, story)
    except InvalidInput:
        return None


def _content(finding: Finding) -> object:
    if finding.status is not Status.APPLIES:
        return None
    norm, kept = finding.norm, finding.performance
    return (norm.modality, norm.bearers, norm.action, finding.due,
            kept and (kept.state, kept.breached_on), finding.next_step)  # fmt: skip


def size(story: Told) -> tuple[int, int]:
    """Count the facts of a story, the day among them, and its circumstances."""
    circumstances = story.about | {fact.partition(".")[0] for fact in story.given}
    return len(story.given) + (story.today is not None), len(circumstances)


@given(st.data())
def test_a_story_has_the_status_and_none_is_smaller(data: st.DataObject) -> None:
    """The smallest story replays; no random story with that status has fewer facts, or is one."""
    protocol = data.draw(protocols())
    address = data.draw(st.sampled_from(sorted(protocol.norms)))
    wanted = data.draw(st.sampled_from(list(Status)))
    try:
        story = smallest_story(protocol, address, wanted, most_tries=BOUND)
    except NotDecided:
        reject()
    if story is not None:
        answer = evaluate(protocol, story)
        assert answer.finding(address).status is wanted
    for _ in range(4):
        other = data.draw(stories(protocol))
        answer = answered(protocol, other.scenario)
        if answer is not None and answer.finding(address).status is wanted:
            assert story is not None
            assert len(story.given) <= len(other.given) + (other.today is not None)


@st.composite
def versions(draw: DrawFn) -> tuple[Protocol, Protocol, str]:
    """Draw a protocol, another version of it, and the address of the norm that was changed."""
    before = draw(protocols(most=4))
    plain = [norm for norm in before.norms.values() if not norm.address.endswith("b")]
    norm = draw(st.sampled_from(plain))
    changed = replace(norm, provided=None)
    match draw(st.integers(0, 5)):
        case 0:
            changed = replace(changed, when=draw(conditions((*TESTS,), 1)))
        case 1:
            changed = replace(changed, unless=())
        case 2 if norm.kind is NormKind.NORM:
            changed = replace(changed, modality=Modality.SHOULD)
        case 3 if norm.deadline is not None:
            changed = replace(changed, deadline=replace(norm.deadline, amount=11))
        case 4:
            changed = replace(changed, breached_when=draw(st.none() | conditions(PLAIN, 1)))
        case _:
            changed = replace(changed, lifts=())
    others = [changed if each is norm else replace(each, provided=None) for each in plain]
    same = [replace(each, provided=None) for each in plain]
    return (
        assembled(same, before.definitions),
        assembled(others, before.definitions),
        norm.address,
    )


@given(st.data())
def test_what_tells_two_versions_apart_replays_and_nothing_else_does_where_there_is_nothing(
    data: st.DataObject,
) -> None:
    """A witness shows the difference; where there is none, no random story shows one either."""
    before, after, address = data.draw(versions())
    try:
        story = distinguish(before, after, address, most_tries=BOUND)
    except NotDecided:
        reject()
    if story is not None:
        answers = [evaluate(each, story) for each in (before, after)]
        assert _tells(before, after, address, answers)
        return
    for _ in range(6):
        other: Story = data.draw(st.sampled_from([before, after]).flatmap(stories))
        both = [answered(each, other.scenario) for each in (before, after)]
        if None not in both:
            assert not _tells(before, after, address, both)  # type: ignore[arg-type]


def _tells(before: Protocol, after: Protocol, address: str, answers: list[Answer]) -> bool:
    names = {address}
    names |= {to for each in (before, after) for to in each.norms[address].proviso_of}
    for _ in before.norms:
        names |= {to for name in names for each in (before, after) for to in each.norms[name].lifts}
    found = [
        {name: (each.finding(name).status, each.finding(name).is_moot) for name in names}
        for each in answers
    ]
    own = [_content(each.finding(address)) for each in answers]
    return found[0] != found[1] or own[0] != own[1]
