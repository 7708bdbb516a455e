"""What is proved of small protocols is so in each complete scenario, and nothing is missed."""

from __future__ import annotations

from itertools import combinations, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from properties.protocols import conditions
from properties.small import (
    ACTIONS,
    ROLES,
    SETTINGS,
    SMALL,
    TESTS,
    Seen,
    all_seen,
    complete_stories,
    partial_stories,
    small_protocols,
    without,
)

from protocol_rules import Protocol, Status, evaluate
from protocol_rules.analysis.against import Clash
from protocol_rules.analysis.position import position_of
from protocol_rules.engine.program import program_of
from protocol_rules.engine.run import Run
from protocol_rules.engine.situation import situations
from protocol_rules.norms import Condition
from protocol_rules.norms.occasion import Occasion
from protocol_rules.norms.story import Story
from protocol_rules.proofs import finder
from protocol_rules.proofs.claim import Claim
from protocol_rules.proofs.conflicts import Conflict, conflicts_of
from protocol_rules.proofs.finder import Finder
from protocol_rules.proofs.goals import applies, is_lifted
from protocol_rules.proofs.idle import IdleException, IdleNorm, idle_exceptions, idle_norms
from protocol_rules.proofs.implied import ImpliedNorm, implied_norms
from protocol_rules.proofs.prove import Conclusion, prove
from protocol_rules.proofs.settling import settling_sets
from protocol_rules.proofs.wanted import Wanted
from protocol_rules.source import parse
from protocol_rules.truth import Truth
from protocol_rules.validation import Faults, Place
from protocol_rules.vocabulary import Modality

SOME = settings(max_examples=settings.default.max_examples // 10)
"""Each example goes through hundreds of scenarios."""

DUTIES = frozenset({Modality.MUST, Modality.SHOULD})
BANS = frozenset({Modality.MUST_NOT, Modality.SHOULD_NOT})
PLACE = Place(parse("name: a claim\n", "claims.yaml"), Faults())


@pytest.fixture(params=["search", "solver"], autouse=True)
def way(request, monkeypatch):
    """Ask each question of the search, and of the solver alone."""
    if request.param == "solver":
        monkeypatch.setattr(finder, "MOST_TRIES", 0)


def applying(seen: Seen, role: str) -> set[str]:
    """Name the norms that apply to a role."""
    return {
        address
        for (address, who), status in seen.statuses.items()
        if who == role and status is Status.APPLIES
    }


def bound(protocol: Protocol, address: str, role: str) -> bool:
    """Tell whether a norm binds a role."""
    return not SMALL.roles.above(role).isdisjoint(protocol.norms[address].bearers)


def is_conflict(protocol: Protocol, one: str, other: str) -> bool:
    """Tell whether two norms, by their modalities and actions, cannot both be kept."""
    for left, right in ((one, other), (other, one)):
        a, b = protocol.norms[left], protocol.norms[right]
        is_of_one_deed = a.action == b.action or b.action in SMALL.actions[a.action].wider
        if a.modality in DUTIES and b.modality in BANS and is_of_one_deed:
            return True
        is_opposed = b.action in SMALL.actions[a.action].opposes
        if a.modality in DUTIES and b.modality in DUTIES and is_opposed:
            return True
    return False


def is_of_one_kind(protocol: Protocol, one: str, other: str) -> bool:
    """Tell whether two norms both ask for one deed, or both bar it."""
    a, b = protocol.norms[one], protocol.norms[other]
    is_same = any({a.modality, b.modality} <= each for each in (DUTIES, BANS))
    return is_same and a.action == b.action


def size(story: Story) -> int:
    """Count the facts of a story."""
    return len(story.given)


@SOME
@given(small_protocols())
def test_the_conflicts_found_are_those_that_there_are(protocol: Protocol) -> None:
    """Two norms conflict for a role where some complete scenario has both apply to it."""
    everything = all_seen(protocol)
    there = {
        (one, other, role)
        for one, other in combinations(protocol.norms, 2)
        if is_conflict(protocol, one, other)
        for role in ROLES
        if bound(protocol, one, role) and bound(protocol, other, role)
        and any({one, other} <= applying(seen, role) for seen in everything)
    }  # fmt: skip
    found = [each for each in conflicts_of(protocol) if isinstance(each, Conflict)]
    proper = [each for each in found if each.clash is Clash.CONFLICT]
    told = {
        (each.norms[0].address, each.norms[1].address, role)
        for each in proper
        for role in each.roles
    }

    assert told <= there
    for one, other, role in there:
        above = SMALL.roles.above(role)
        assert any((a, b) == (one, other) and wide in above for a, b, wide in told)


@SOME
@given(small_protocols())
def test_an_exception_frees_nobody_where_another_norm_binds_all_the_same(
    protocol: Protocol,
) -> None:
    """In some complete scenario the one is lifted for a role and the other applies to it."""
    everything = all_seen(protocol)
    there = {
        (one, other)
        for one, other in permutations(protocol.norms, 2)
        if is_of_one_kind(protocol, one, other)
        and any(
            seen.statuses[one, role] is Status.LIFTED and other in applying(seen, role)
            for seen in everything
            for role in ROLES
            if bound(protocol, one, role) and bound(protocol, other, role)
        )
    }
    found = {
        tuple(norm.address for norm in each.norms)
        for each in conflicts_of(protocol)
        if isinstance(each, Conflict) and each.clash is Clash.EXCEPTION
    }

    assert found == there


@SOME
@given(small_protocols())
def test_no_story_smaller_than_a_witness_shows_the_conflict(protocol: Protocol) -> None:
    """In no story with fewer facts, complete or not, are both norms so for the role."""
    for each in conflicts_of(protocol):
        assert isinstance(each, Conflict)
        first = Status.LIFTED if each.clash is Clash.EXCEPTION else Status.APPLIES
        addresses = [norm.address for norm in each.norms]
        for story in partial_stories(protocol, size(each.witness.story)):
            answer = evaluate(protocol, story)
            outcomes = [answer.finding(name).outcomes(each.roles[0]) for name in addresses]
            assert outcomes != [{first}, {Status.APPLIES}]


@SOME
@given(small_protocols())
def test_a_norm_never_applies_where_no_complete_scenario_has_it_apply(protocol: Protocol) -> None:
    """And it is always lifted where it speaks in some of them."""
    everything = all_seen(protocol)
    expected = {
        address: any(seen.statuses[address, ""] is Status.LIFTED for seen in everything)
        for address in protocol.norms
        if all(seen.statuses[address, ""] is not Status.APPLIES for seen in everything)
    }
    found = {
        each.norm.address: each.is_lifted
        for each in idle_norms(protocol)
        if isinstance(each, IdleNorm)
    }

    assert found == expected


@SOME
@given(small_protocols())
def test_an_exception_bites_where_some_norm_would_apply_without_it(protocol: Protocol) -> None:
    """Those that never do are found, and no others."""
    program = program_of(protocol)
    biting: set[object] = set()
    for story in complete_stories(protocol):
        ((_, situation, _),) = situations(story, SMALL)
        run = Run(program, situation)
        for address, ready in program.ready.items():
            if not run.is_triggered(address) or ready.speaks(run) is not Truth.YES:
                continue
            holding = [each for each in ready.exceptions if each.test(run) is Truth.YES]
            if len(holding) == 1:
                biting.add(holding[0].by or holding[0].term)
    every = {each.by or each.term for r in program.ready.values() for each in r.exceptions}
    found = [each for each in idle_exceptions(protocol) if isinstance(each, IdleException)]

    assert len(found) == len(every - biting)
    assert {each.by for each in found if each.by} == {
        each for each in every - biting if isinstance(each, str)
    }


@SOME
@given(small_protocols())
def test_a_norm_is_redundant_where_no_position_changes_without_it(protocol: Protocol) -> None:
    """For no role and action in any complete scenario; a norm that lifts another one is left be."""
    found = {
        each.norm.address: each.is_redundant
        for each in implied_norms(protocol)
        if isinstance(each, ImpliedNorm)
    }
    everything = all_seen(protocol)
    for address, norm in protocol.norms.items():
        if norm.lifts or all(s.statuses[address, ""] is not Status.APPLIES for s in everything):
            assert not found.get(address)
            continue
        rest = all_seen(without(protocol, address))
        is_same = all(
            before.position(role, action) == after.position(role, action)
            for before, after in zip(everything, rest, strict=True)
            for role in ROLES
            for action in ACTIONS
        )
        assert found.get(address, False) is is_same


@SOME
@given(small_protocols())
def test_an_implied_norm_applies_nowhere_without_one_of_those_it_follows_from(
    protocol: Protocol,
) -> None:
    """Whoever it binds, one of them applies to as well."""
    everything = all_seen(protocol)
    for each in implied_norms(protocol):
        assert isinstance(each, ImpliedNorm)
        names = {norm.address for norm in each.by}
        for seen in everything:
            for role in (role for role in ROLES if bound(protocol, each.norm.address, role)):
                there = applying(seen, role)
                if each.norm.address in there:
                    assert any(bound(protocol, name, role) for name in names & there)


def wanted_positions() -> st.SearchStrategy[Wanted]:
    """Draw what a claim may say of a position."""
    listed = st.lists(st.sampled_from([*Modality][:6]), max_size=2, unique=True)
    words: st.SearchStrategy[tuple[Modality, ...]] = listed.map(tuple)
    return st.builds(Wanted, words) | st.builds(Wanted, st.none(), words, words)


def is_as_wanted(words: tuple[str, ...], wanted: Wanted) -> bool:
    """Tell, by the words of a position alone, whether it is as a claim has it."""
    stronger = {"should": {"should", "must"}, "should_not": {"should_not", "must_not"}}
    if wanted.exactly is not None and set(words) != {each.value for each in wanted.exactly}:
        return False
    if any(each.value in words for each in wanted.never):
        return False
    return all(
        not stronger.get(each.value, {each.value}).isdisjoint(words) for each in wanted.at_least
    )


@SOME
@given(small_protocols(), st.none() | conditions(TESTS, 1), wanted_positions(), st.data())
def test_a_claim_is_proved_where_it_holds_in_every_complete_scenario(
    protocol: Protocol, when: Condition | None, wanted: Wanted, data: st.DataObject
) -> None:
    """Else it is refuted by the smallest story in which it cannot hold."""
    role, action = data.draw(st.sampled_from(ROLES)), data.draw(st.sampled_from(ACTIONS))
    claim = Claim("a claim", protocol, when, role, action, wanted, "", PLACE)
    proved = prove(claim)
    told = [seen for seen in all_seen(protocol) if _meets(protocol, seen.story, when) is Truth.YES]
    positions = [seen.position(role, action).words for seen in told]

    if not told:
        assert proved.conclusion is Conclusion.SAYS_NOTHING
    elif all(is_as_wanted(words, wanted) for words in positions):
        assert proved.conclusion is Conclusion.PROVED
    else:
        assert proved.conclusion is Conclusion.REFUTED
        assert proved.witness is not None
        assert _refutes(claim, proved.witness.story)
        for story in partial_stories(protocol, size(proved.witness.story)):
            assert not _refutes(claim, story) or not _whatever_is_mentioned(claim, story)


def _meets(protocol: Protocol, story: Story, when: Condition | None) -> Truth:
    ((_, situation, _),) = situations(story, SMALL)
    return Truth.YES if when is None else Run(program_of(protocol), situation).truth(when)


def _refutes(claim: Claim, story: Story) -> bool:
    position = position_of(evaluate(claim.protocol, story), claim.role, claim.action)
    meets = _meets(claim.protocol, story, claim.when)
    return meets is Truth.YES and claim.wanted.truth(position) is Truth.NO


def _whatever_is_mentioned(claim: Claim, story: Story) -> bool:
    """Tell whether it is refuted as well where somebody mentions the settings besides."""
    about = frozenset({*story.about, *SETTINGS})
    return _refutes(claim, Story.of("", Occasion(about, story.given), {}, None))


@SOME
@given(small_protocols())
def test_a_settling_set_settles_and_none_within_it_does(protocol: Protocol) -> None:
    """Each story has the status that it is given for, and no two sets lie within each other."""
    for address in protocol.norms:
        settled = settling_sets(protocol, address)
        assert not settled.bounded
        for each in settled.sets:
            finding = evaluate(protocol, each.story).finding(address)
            assert finding.status is each.status
            assert set(each.story.given) == set(each.facts)
        for one, other in combinations(settled.sets, 2):
            if one.status is other.status:
                assert not set(one.facts) <= set(other.facts)


@SOME
@given(small_protocols())
def test_both_ways_find_a_story_as_small(protocol: Protocol) -> None:
    """The search and the solver find stories of one size, or both find none."""
    program = program_of(protocol)
    for address in protocol.norms:
        for goal in (applies(program, address), is_lifted(program, address)):
            searched, solved = (
                Finder(protocol, [address], most_tries=most).smallest(goal) for most in (50_000, 0)
            )
            assert (searched is None) == (solved is None)
            if searched is not None and solved is not None:
                assert searched.is_smallest
                assert solved.is_smallest
                assert searched.story.as_data() == solved.story.as_data()
