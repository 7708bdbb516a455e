"""The words of several protocols put together."""

from dataclasses import replace

import pytest

from protocol_rules import load
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.vocabulary import FactType, shared_vocabulary
from protocol_rules.vocabulary.joined import joined


def test_roles_are_what_any_of_them_says():
    """A council's own definition of a role holds beside another council's."""
    one, other = load("thanet").vocabulary, load("wolverhampton").vocabulary
    both = joined([one, other])

    for name, role in both.roles.roles.items():
        known = [words.roles.roles[name] for words in (one, other) if name in words.roles.roles]
        assert {*role.wider} == {wider for each in known for wider in each.wider}
    assert both.facts == shared_vocabulary().facts


def test_the_same_words_are_left_as_they_are():
    """Nothing is put together where there is one vocabulary."""
    words = shared_vocabulary()
    assert joined([words, words]) is words


def test_one_name_for_two_facts_is_refused():
    """A boolean and a count of one name cannot be told in one story."""
    words = shared_vocabulary()
    name, fact = next(iter(words.facts.items()))
    kind = FactType.COUNT if fact.type is not FactType.COUNT else FactType.DATE
    other = replace(words, facts={**words.facts, name: replace(fact, type=kind)})
    with pytest.raises(InvalidInput) as error:
        joined([words, other])
    assert [each.code for each in error.value.diagnostics] == ["fact-differs"]


def test_a_circle_of_roles_is_refused():
    """Two councils may not each put their role above the other's."""
    words = shared_vocabulary()
    one = replace(words, roles=words.roles.with_included("director", ["budget_holder"]))
    other = replace(words, roles=words.roles.with_included("budget_holder", ["director"]))
    with pytest.raises(InvalidInput) as error:
        joined([one, other])
    assert [each.code for each in error.value.diagnostics] == ["role-cycle"]


def test_another_edition_may_know_more_values():
    """What one of them knows of a choice the joined words know, and who can stand somewhere."""
    words = shared_vocabulary()
    choice = next(each for each in words.facts.values() if each.type is FactType.CHOICE)
    role = next(each for each in words.facts.values() if each.among)
    fewer = replace(choice, values=dict([*choice.values.items()][:1]))
    facts = {**words.facts, choice.name: fewer, role.name: replace(role, among=())}
    before = replace(words, facts=facts)

    found = joined([before, words]).facts

    assert found[choice.name].values == choice.values
    assert found[role.name].among == role.among
