"""The picture of several councils: points, distances, the map, profiles and what lifts what."""

from __future__ import annotations

import json
import sys
from itertools import combinations

import pytest
from side_by_side import HOSTILE, hostile_picture, invented, protocol

from protocol_rules import Protocol, load
from protocol_rules.compare.alike import alike_of
from protocol_rules.compare.distance import Apart, Distances, apart
from protocol_rules.compare.lifting import lifting_of
from protocol_rules.compare.picture import picture_of
from protocol_rules.compare.points import Point, Standing, points_of
from protocol_rules.compare.profile import Profile
from protocol_rules.compare.result import Relation, Row
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.resolve import shipped

R = Relation


def point(**relations: Relation) -> Point:
    """Give a point on which a, b and c speak, unless a relation says that one is silent."""
    rows = {
        (one, other): Row("officer", "act", (), found, (), ((), ()))
        for (one, other), found in relations.items()
    }
    norms = {council: (f"{council}/1#n",) for council in "abc"}
    return Point("officer", "act", ("advice",), norms, rows)


@pytest.mark.parametrize(
    ("relations", "standings"),
    [
        ({"ab": R.EQUIVALENT, "ac": R.EQUIVALENT, "bc": R.EQUIVALENT}, "equal equal equal"),
        ({"ab": R.STRICTER, "ac": R.STRICTER, "bc": R.EQUIVALENT}, "stricter looser looser"),
        ({"ab": R.STRICTER, "ac": R.STRICTER, "bc": R.STRICTER}, "stricter mixed looser"),
        ({"ab": R.LOOSER, "ac": R.EQUIVALENT, "bc": R.STRICTER}, "looser stricter looser"),
        ({"ab": R.INCOMPARABLE, "ac": R.EQUIVALENT, "bc": R.EQUIVALENT}, "mixed mixed equal"),
        ({"ab": R.NOT_DECIDED, "ac": R.STRICTER, "bc": R.EQUIVALENT},
         "not_decided not_decided looser"),
    ],
)  # fmt: skip
def test_a_standing_puts_together_the_relations_to_all_others(relations, standings):
    """Stricter is stricter than one and looser than none; what is not decided stays so."""
    found = [point(**relations).standings[council].value for council in "abc"]

    assert found == standings.split()


def test_a_council_that_says_nothing_is_silent_and_one_that_nobody_answers_is_alone():
    """Neither is ranked."""
    rows = {("a", "b"): Row("officer", "act", (), R.SILENT, (), ((), ()))}
    alone = Point("officer", "act", (), {"a": ("a/1#n",), "b": (), "c": ()}, rows)

    assert [alone.standings[each] for each in "abc"] == [Standing.ALONE, *[Standing.SILENT] * 2]
    assert alone.relation("b", "a") is R.SILENT
    assert alone.relation("b", "c") is R.EQUIVALENT


def test_apart_counts_silence_as_a_difference_and_leaves_out_what_is_not_decided():
    """Two that differ and one that is alone, of four that are decided."""
    found = apart([R.EQUIVALENT, R.STRICTER, R.INCOMPARABLE, R.SILENT, R.NOT_DECIDED])

    assert found == Apart(same=1, different=2, alone=1, undecided=1)
    assert found.distance == 3 / 4
    assert found.where_both_speak == 2 / 3
    assert Apart(undecided=3).distance is None


def distances(**shares: int) -> Distances:
    """Give the distances of councils by the letters of each pair, in tenths."""
    overall = {(one, two): Apart(10 - tenths, tenths) for (one, two), tenths in shares.items()}
    councils = dict.fromkeys(each for pair in overall for each in pair)
    return Distances(tuple(councils), overall, {})


def test_councils_that_are_near_stand_together():
    """Two pairs that differ little within, and much between, are two groups and two corners."""
    found = alike_of(distances(ab=1, ac=9, ad=9, bc=9, bd=9, cd=2))

    assert sorted(map(sorted, found.groups)) == [["a", "b"], ["c", "d"]]
    assert found.tree[0].branches in ((("a",), ("b",)), (("b",), ("a",)))
    assert [each.distance for each in found.tree] == [0.1, 0.2, 0.9]
    between = {
        pair: abs(found.places[pair[0]][0] - found.places[pair[1]][0]) for pair in ("ab", "ac")
    }
    assert between["ab"] < 0.2
    assert between["ac"] > 0.8
    assert 0 < found.stress < 0.1


@pytest.mark.parametrize(
    ("shares", "groups"),
    [
        ({"ab": 3}, 1),
        ({"ab": 0}, 1),
        ({"ab": 5, "ac": 5, "bc": 5}, 1),
        ({"ab": 0, "ac": 8, "bc": 8}, 2),
    ],
)  # fmt: skip
def test_two_councils_and_equal_distances_have_a_map_and_no_groups(shares, groups):
    """A map of two is a line; no group is claimed where nothing stands out."""
    found = alike_of(distances(**shares))

    assert len(found.groups) == groups
    assert len(found.places) == len(found.order)
    json.dumps(found.as_data())


def test_a_hundred_councils_have_a_map():
    """Any number of councils is laid out; those that differ in nothing are in one place."""
    names = [f"c{number}" for number in range(100)]
    overall = {
        (one, two): Apart(10, 0 if int(one[1:]) % 3 == int(two[1:]) % 3 else 10)
        for one, two in combinations(names, 2)
    }
    found = alike_of(Distances(tuple(names), overall, {}))

    assert sorted(map(len, found.groups)) == [33, 33, 34]
    assert found.places["c0"] == pytest.approx(found.places["c99"], abs=1e-6)
    assert found.stress == pytest.approx(0, abs=1e-6)


def test_what_lifts_stands_before_what_it_lifts():
    """Every override of every protocol that ships has its arrow, from a lower layer to a higher."""
    for name in shipped():
        shipping = load(name)
        graph = lifting_of(shipping)
        layers = {each.address: each.layer for each in graph.nodes}
        places = [(each.layer, each.row) for each in graph.nodes]

        overrides = {(by.by, to) for to, each in shipping.overrides.items() for by in each}
        assert {(each.by, each.lifts) for each in graph.lifts} == overrides
        assert all(layers[each.by] < layers[each.lifts] for each in graph.lifts)
        assert len(set(places)) == len(places)


def test_parts_of_a_graph_that_have_nothing_to_do_with_one_another_do_not_overlap():
    """Each has rows of its own, and what only for some is lifted says for whom."""
    graph = lifting_of(protocol(OVERRIDES))

    assert {each.address.partition("/")[2]: (each.layer, each.row) for each in graph.nodes} == {
        "1(a)": (0, 0), "1#ask": (1, 0), "2(a)": (0, 1), "2(b)#may": (0, 2), "2#ban": (1, 1),
    }  # fmt: skip
    assert [each.only_for for each in graph.lifts if each.only_for] == [
        "officer.role is political_assistant"
    ]


OVERRIDES = """
council: over
name: Over
title: Exceptions
actions: {ask: {phrase: ask}, leave: {phrase: leave}}
clauses:
  - {id: "1", title: One, norms: {ask: {bearer: officer, must: ask}}}
  - {id: "1(a)", part_of: "1", title: Not now, overrides: "1#ask", when: {enquiry.nature: policy}}
  - {id: "2", title: Two, norms: {ban: {bearer: officer, must_not: leave}}}
  - {id: "2(a)", part_of: "2", title: Not then, overrides: "2#ban", when: {enquiry.nature: policy}}
  - id: "2(b)"
    part_of: "2"
    title: Not they
    norms: {may: {bearer: political_assistant, may: leave, overrides: "2#ban"}}
"""


def _counted(profile: Profile) -> dict[str, int]:
    return {each.value: count for each, count in profile.standings.items() if count}


def test_a_profile_counts_standings_and_forces():
    """One duty of a must, one permission; the other council says should, and the same."""
    picture = hostile_picture()
    alpha, beta = picture.profiles.values()

    assert (alpha.points, alpha.speaks, alpha.musts, alpha.shoulds) == (2, 2, 1, 0)
    assert _counted(alpha) == {
        "stricter": 1,
        "equal": 1,
    }
    assert _counted(beta) == {"looser": 1, "equal": 1}
    assert (alpha.mean_force, beta.mean_force) == (2, 1)
    assert alpha.shares[Standing.STRICTER] == 0.5
    assert picture.profiles == {name: by["correspondence"] for name, by in picture.matrix.items()}


def test_the_matrix_of_the_shipped_councils_adds_up():
    """The standings of a topic are as many as its points; a point of two topics is in both."""
    protocols = tuple(map(load, shipped()))
    picture = picture_of(protocols, invented(protocols, {}))

    for topic in picture.topics:
        told = [each for each in picture.points if topic in each.topics]
        assert {by[topic].points for by in picture.matrix.values()} == {len(told)}
        speaking = sum(bool(norms) for each in told for norms in each.norms.values())
        assert sum(by[topic].speaks for by in picture.matrix.values()) == speaking
    assert [*picture.topics] == [t for t in protocols[0].vocabulary.topics if t in picture.topics]
    json.dumps(picture.as_data())


def test_without_its_libraries_a_picture_says_what_to_install(monkeypatch):
    """One clear fault, and no traceback."""
    monkeypatch.setitem(sys.modules, "networkx", None)
    with pytest.raises(InvalidInput) as caught:
        lifting_of(protocol(HOSTILE.format(council="alpha", force="must")))

    (fault,) = caught.value.diagnostics
    assert fault.code == "not-installed"
    assert "networkx" in fault.message
    assert fault.hint == "pip install 'protocol-rules[picture]'"


def test_the_points_of_all_pairs_are_put_together():
    """What two pairs say of one role and action is one point, with the norms of all councils."""
    protocols: tuple[Protocol, ...] = tuple(
        protocol(HOSTILE.format(council=name, force="must")) for name in ("alpha", "beta", "gamma")
    )
    found = [*points_of(invented(protocols, {("alpha", "gamma"): R.STRICTER}))]

    assert [(each.role, each.action) for each in found] == [
        ("officer", "open_parcel"),
        ("member", "be_kind"),
    ]
    assert set(found[0].rows) == {("alpha", "beta"), ("alpha", "gamma"), ("beta", "gamma")}
    assert found[0].relation("gamma", "alpha") is R.LOOSER
    assert all(len(each) == 1 for each in found[0].norms.values())
