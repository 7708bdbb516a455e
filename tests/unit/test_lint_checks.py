"""What single checks see and let pass, beyond the examples of their pages."""

from __future__ import annotations

import textwrap

import pytest

from protocol_rules.diagnostics import InvalidInput
from protocol_rules.lint.acceptance import Linting
from protocol_rules.lint.check import Linted
from protocol_rules.lint.printed_order import is_before, parts_of
from protocol_rules.lint.run import lint
from protocol_rules.resolve import load, path_of, resolve
from protocol_rules.source import parse, read
from protocol_rules.vocabulary import shared_vocabulary

HEAD = "council: tidy\nname: Tidy Council\ntitle: A tidy protocol\n"


def linted(cards: str, head: str = "") -> Linted:
    """Resolve a protocol of these cards."""
    text = f"{HEAD}{head}clauses:\n{textwrap.indent(cards.strip(), '  ')}\n"
    source = parse(text, "tidy.yaml")
    return Linted(resolve(source, shared_vocabulary())[0], source)


def told(check: str, cards: str, head: str = "", *, whole: bool = False) -> list[str]:
    """Give the messages of one check."""
    return [each.message for each in lint([linted(cards, head)], only=[check], whole=whole).open]


def norm(text: str, number: str = "1", more: str = "") -> str:
    """Write a card with one norm."""
    head = f'id: "{number}", title: T, gist: G, topics: advice, {more}'
    return f"- {{{head} norms: {{n: {{{text}}}}}}}\n"


MAY = "bearer: officer, may: give_advice, counterparty: member"
BAN = "bearer: officer, must_not: give_advice, counterparty: member"


class TestContradictions:
    """Two norms that hold together and speak against each other."""

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (f"{MAY}, when: {{about: advice}}", f"{BAN}, when: {{about: advice}}"),
            (f"{MAY}", f"{BAN}, when: {{about: advice}}"),
            (f"{MAY}, when: {{about: advice}}", f"{BAN}, when: {{about: enquiry}}"),
            (
                f"{MAY}, when: {{about: advice}}",
                "bearer: senior_officer, should_not: give_advice, when: {about: advice}",
            ),
            (
                "bearer: officer, must: give_advice, when: {about: advice}",
                "bearer: officer, need_not: give_advice, when: {about: advice}",
            ),
        ],
    )
    def test_are_found(self, one, other):
        """Whichever of the two is printed first."""
        for cards in (norm(one) + norm(other, "2"), norm(other) + norm(one, "2")):
            assert len(told("contradicting-norms", cards)) == 1

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            (f"{MAY}, when: {{about: advice}}", f"{MAY}, when: {{about: advice}}"),
            (f"{MAY}, when: {{advice.to: member}}", f"{BAN}, when: {{advice.to: officer}}"),
            (
                f"{MAY}, when: {{about: advice}}",
                "bearer: member, must_not: give_advice, when: {about: advice}",
            ),
            (
                f"{MAY}, when: {{about: advice}}",
                f"{BAN.replace('party: member', 'party: outsider')}, when: {{about: advice}}",
            ),
            (
                f"{MAY}, when: {{about: advice}}",
                f'{BAN}, when: {{about: advice}}, overrides: "1#n"',
            ),
            (
                f"{MAY}, when: {{information.is_exempt: false, about: advice}}",
                f"{BAN}, when: {{about: advice}}, unless: {{information.is_exempt: false}}",
            ),
        ],
    )
    def test_are_not_where_no_situation_has_both(self, one, other):
        """Other roles, other cases, or one that gives way to the other."""
        assert told("contradicting-norms", norm(one) + norm(other, "2")) == []


class TestDeeds:
    """Contradictions between two actions, as far as the vocabulary sets them against each other."""

    HEAD = (
        "actions: {copy: {phrase: copy}, copy_in_secret: {phrase: copy in secret, is: copy},"
        " publish: {phrase: publish, opposes: copy_in_secret}}\n"
    )

    @pytest.mark.parametrize(
        ("one", "other", "count"),
        [
            ("may: copy_in_secret", "must_not: copy", 1),
            ("must_not: copy_in_secret", "may: copy", 0),
            ("must: publish", "may: copy_in_secret", 1),
            ("may: publish", "may: copy_in_secret", 0),
            ("must: publish", "must_not: copy_in_secret", 0),
            ("must: publish", "must: copy", 0),
        ],
    )
    def test_a_wider_deed_and_an_opposed_one(self, one, other, count):
        """Leave for a deed is no leave for a narrower one; two leaves go together."""
        cards = [
            norm(f"bearer: officer, {each}, when: {{about: copying}}", number)
            for number, each in (("1", one), ("2", other))
        ]
        for text in ("".join(cards), "".join(reversed(cards))):
            assert len(told("contradicting-norms", text, self.HEAD)) == count

    @pytest.mark.parametrize(
        ("actions", "code"),
        [
            ("{copy: {phrase: copy, is: coppy}}", "unknown-action"),
            ("{copy: {phrase: copy, opposes: [publish_it]}}", "unknown-action"),
            ("{copy: {phrase: copy, is: copy}}", "action-of-itself"),
            ("{copy: {phrase: copy, answered_by: [publish_it]}}", "unknown-action"),
        ],
    )
    def test_a_deed_is_held_against_known_ones(self, actions, code):
        """And not against itself."""
        with pytest.raises(InvalidInput) as refused:
            linted(norm("bearer: officer, may: copy"), f"actions: {actions}\n")

        assert [each.code for each in refused.value.diagnostics] == [code]
        assert refused.value.diagnostics[0].span is not None


class TestWhatNeverHolds:
    """Exhaustion over the values that make a difference."""

    @pytest.mark.parametrize(
        "when",
        [
            "{enquiry.from: member, not: {enquiry.from: member}}",
            "{enquiry.medium: email, all: [{enquiry.medium: letter}]}",
            "{absence.working_days: {more_than: 5}, all: [{absence.working_days: {at_most: 5}}]}",
            "{copying.by: {only: officer}, all: [{copying.by: {not_only: officer}}]}",
            "{enquiry.seeks: advice, all: [{enquiry.seeks: {only: explanation}}]}",
            "{about: enquiry, not: {about: enquiry}}",
        ],
    )
    def test_a_norm_with_conditions_against_each_other(self, when):
        """Roles, choices, counts, sets and circumstances."""
        (message,) = told("norm-never-applies", norm(f"{MAY}, when: {when}"))

        assert message == "no situation can meet all the conditions of `tidy/1#n`"

    @pytest.mark.parametrize(
        "when",
        [
            "{enquiry.from: member, not: {enquiry.from: cabinet_member}}",
            "{absence.working_days: {more_than: 5}, all: [{absence.working_days: {at_most: 6}}]}",
            "{enquiry.seeks: advice, all: [{enquiry.seeks: explanation}]}",
            "{about: enquiry, not: {about: copying}}",
            "{enquiry.received_on: {before: enquiry.answered_on}}",
        ],
    )
    def test_a_norm_that_can_hold_is_left_alone(self, when):
        """A set may have both; another circumstance may be absent."""
        assert told("norm-never-applies", norm(f"{MAY}, when: {when}")) == []

    def test_a_norm_that_is_always_lifted_says_so(self):
        """Its conditions can hold, and then it gives way."""
        card = norm(f"{MAY}, when: {{enquiry.from: leader}}, unless: {{enquiry.from: member}}")

        assert told("norm-never-applies", card) == ["`tidy/1#n` is lifted wherever it speaks"]

    def test_what_turns_on_a_breach_is_left_to_a_solver(self):
        """Dates and working days would have to be tried out."""
        kept = "deadline: 2 working days after enquiry.received_on, done_on: enquiry.answered_on"
        duty = norm(
            f"bearer: officer, must: respond_to_enquiry, when: {{enquiry.from: member}}, {kept}"
        )
        repair = norm(
            'bearer: officer, must: explain_delay, when: {breached: "1#n", not: {breached: "1#n"}}',
            "2",
        )

        assert told("norm-never-applies", duty + repair) == []

    def test_an_exception_lent_by_a_scope_need_not_concern_every_norm(self):
        """It is told only where it can lift none of them."""
        head = 'scopes: [{clauses: ["1"], unless: {enquiry.from: member}}]\n'
        norms = (
            "{a: {bearer: officer, may: give_advice, when: {enquiry.from: {only: officer}}},"
            " b: {bearer: officer, may: give_advice, when: {enquiry.from: member}}}"
        )
        card = f'- {{id: "1", title: T, gist: G, topics: advice, norms: {norms}}}'

        assert told("exception-never-holds", card, head) == []
        alone = card.replace(
            " b: {bearer: officer, may: give_advice, when: {enquiry.from: member}}", ""
        )
        (message,) = told("exception-never-holds", alone, head)
        assert message == "the `unless` of `tidy/1#a` never holds where the norm speaks"


ROUTE = (
    "bearer: member, should: raise_complaint, when: {complaint.by: member, %s}, escalation: [%s]"
)


class TestRoutes:
    """Where a route leads."""

    @pytest.mark.parametrize(
        ("about", "steps", "count"),
        [
            ("complaint.about: officer", "{to: line_manager}", 1),
            ("complaint.about: officer", "{to: officer}", 0),
            ("complaint.about: junior_officer", "{to: line_manager}", 0),
            ("about: complaint", "{to: line_manager}", 0),
        ],
    )
    def test_a_step_to_the_person_complained_of(self, about, steps, count):
        """A word with the very person is meant, and where nobody is named nothing can be told."""
        found = told("route-to-the-person-complained-of", norm(ROUTE % (about, steps)))

        assert len(found) == count

    def test_the_last_step_behind_an_open_one_is_never_reached(self):
        """The message names the step."""
        steps = "{to: director}, {to: chief_executive, when: {complaint.settled: false}}"
        (message,) = told("route-ends-nowhere", norm(ROUTE % ("complaint.about: officer", steps)))

        assert message == "the step to `chief_executive` of `tidy/1#n` is never the next one"

    def test_a_person_complained_of_is_not_taken_for_one_who_was_told(self):
        """Leaving that person out is no step that was taken."""
        steps = "{to: line_manager, when: {not: {complaint.about: line_manager}}}"
        (message,) = told("route-ends-nowhere", norm(ROUTE % ("complaint.about: officer", steps)))

        assert "leads to nobody" in message


class TestPrintedOrder:
    """Which address may be printed after which."""

    @pytest.mark.parametrize(
        "order",
        [
            ["1", "2", "10"],
            ["9.2", "9.10"],
            ["9.1", "9.1(a)", "9.1(b)", "9.1.p2", "9.1.p2(a)", "9.1.1", "9.2"],
            ["3(h)", "3(i)", "3(j)"],
            ["3(i)", "3(ii)", "3(iii)", "3(iv)", "3(v)", "3(ix)"],
            ["3(z)", "3(aa)"],
            ["6.0(row2)", "6.0(row10)"],
            ["1", "fn1", "1(a)", "2"],
            ["11", "11.members", "11.members(a)", "11.officers", "12"],
        ],
    )
    def test_is_left_alone(self, order):
        """Numbers, letters, Roman numbers, paragraphs, rows, footnotes and slugs."""
        assert told("clause-out-of-order", self.cards(order)) == []

    @pytest.mark.parametrize(
        "order",
        [
            ["2", "1"],
            ["9.10", "9.2"],
            ["3(b)", "3(a)"],
            ["3(ii)", "3(i)"],
            ["9.1.p2", "9.1.p1"],
            ["1.1", "2", "1.2"],
            ["9.1(a)", "9.1"],
            ["11.members", "11.officers", "11.members(a)"],
        ],
    )
    def test_is_told_where_it_is_broken(self, order):
        """Each card that stands too late is named."""
        assert told("clause-out-of-order", self.cards(order))

    def test_a_part_is_never_before_itself(self):
        """The order is strict within a kind."""
        for part in ("1", "p2", "(a)", "(iv)", "row3"):
            assert not is_before(part, part)
        assert parts_of("9.1.12.p2(a)(ii)") == ("9", "1", "12", "p2", "(a)", "(ii)")

    def cards(self, order: list[str]) -> str:
        """Write a card for each address."""
        return "".join(f'- {{id: "{each}", title: T, kind: statement}}\n' for each in order)


class TestForce:
    """The modal words of the gist beside those of the norms."""

    @pytest.mark.parametrize(
        ("gist", "modality", "count"),
        [
            ("Members have to ask.", "should", 1),
            ("Members should ask.", "must", 1),
            ("Members ask.", "must", 0),
            ("Members must ask.", "must", 0),
            ("Members should ask, and nobody has to answer.", "must", 0),
            ("Members should ask.", "may", 0),
            ("Members should never ask.", "should_not", 0),
        ],
    )
    def test_is_told_only_where_the_gist_says_the_other_word(self, gist, modality, count):
        """A gist with both words, or with none, is left alone."""
        card = norm(f"bearer: member, {modality}: give_advice").replace(
            "gist: G", f'gist: "{gist}"'
        )

        assert len(told("force-differs-from-gist", card)) == count


class TestAcceptance:
    """What is meant so is accepted with a reason."""

    TWICE = norm(f"{MAY}, when: {{about: advice}}") + "%s"
    SECOND = norm(
        f"{MAY}, when: {{about: advice}}", "2", "accepts: {same-norm-twice: Both print it},"
    )

    def linting(self, cards: str, head: str = "", **options: object) -> Linting:
        """Lint with all that was accepted."""
        return lint([linted(cards, head)], **options)

    def test_it_is_not_open_and_has_its_reason(self):
        """It is counted and can be shown."""
        found = self.linting(self.TWICE % self.SECOND, only=["same-norm-twice"])

        assert found.open == ()
        assert [each.reason for each in found.accepted] == ["Both print it"]

    def test_either_of_two_clauses_may_accept(self):
        """It is about both."""
        first = self.SECOND.replace('"2"', '"1"')
        second = norm(f"{MAY}, when: {{about: advice}}", "2")

        assert self.linting(first + second, only=["same-norm-twice"]).open == ()

    def test_the_head_accepts_for_the_whole_file(self):
        """What belongs to no card, or to very many."""
        cards = self.TWICE % norm(f"{MAY}, when: {{about: advice}}", "2")
        found = self.linting(cards, "accepts: {same-norm-twice: All is printed twice}\n")

        assert [each.code for each in found.open] == []
        assert [each.reason for each in found.accepted] == ["All is printed twice"]

    def test_another_card_does_not(self):
        """An acceptance holds for its own card."""
        cards = self.TWICE % norm(f"{MAY}, when: {{about: advice}}", "2")
        third = norm(
            "bearer: member, may: give_advice", "3", "accepts: {same-norm-twice: Why not},"
        )
        found = self.linting(cards + third)

        assert [each.code for each in found.open] == ["same-norm-twice", "acceptance-of-nothing"]

    def test_an_acceptance_of_nothing_is_told_at_its_card_or_head(self):
        """But not where its check was not run."""
        card = norm("bearer: member, may: give_advice", "1", "accepts: {same-norm-twice: Why},")
        head = "accepts: {not-of-true: Why}\n"
        found = self.linting(card, head)

        assert [each.message for each in found.open] == [
            "at the head of `tidy`: `not-of-true` finds nothing here that could be accepted",
            "`same-norm-twice` finds nothing here that could be accepted",
        ]
        assert self.linting(card, head, only=["acceptance-of-nothing"]).open == ()

    def test_a_check_that_looks_at_all_rules_may_find_nothing_in_one(self):
        """Its acceptance is left alone until all are there."""
        card = norm("bearer: member, may: give_advice", "1", "accepts: {unused-word: Why},")

        assert self.linting(card).open == ()
        only = ["unused-word", "acceptance-of-nothing"]
        codes = {each.code for each in self.linting(card, only=only, whole=True).open}
        assert "acceptance-of-nothing" in codes

    def test_an_unknown_check_is_told_with_what_was_meant(self):
        """Whatever checks are run."""
        card = norm("bearer: member, may: give_advice", "1", "accepts: {same-norm-twise: Why},")
        (found,) = self.linting(card, only=["acceptance-of-nothing"]).open

        assert found.message == "no check is named `same-norm-twise`"
        assert found.hint == "did you mean `same-norm-twice`?"

    def test_it_is_the_same_from_the_cache(self):
        """A protocol that was read before has its acceptances still."""
        thanet = load("thanet")
        source = read(path_of("thanet"))
        fresh = resolve(source, shared_vocabulary())[0]

        assert {c.id: c.accepts for c in thanet.clauses.values()} == {
            c.id: c.accepts for c in fresh.clauses.values()
        }
        assert lint([Linted(thanet, source)]).open == ()


def test_an_action_may_stand_alone_with_a_reason():
    """The reason stands in the vocabulary, and holds as long as it is true."""
    alone = next(each for each in shared_vocabulary().actions.values() if each.alone)
    once = f"bearer: officer, may: {alone.name}, when: {{about: advice}}"
    one = lint([linted(norm(once))], only=["action-of-one-norm"], whole=True)
    twice = told("action-of-one-norm", norm(once) + norm(once, "2"), whole=True)

    assert (one.open, [each.reason for each in one.accepted]) == ((), [alone.alone])
    assert twice == [f"`{alone.name}` is said to stand alone, and 2 clauses speak of it"]


def test_a_deadline_that_nothing_shows_is_told_beside_others():
    """Norms with the same action or the same date have a `done_on`."""
    when = "bearer: officer, must: respond_to_enquiry, when: {enquiry.from: member}"
    dated = f"{when}, deadline: 2 working days after enquiry.received_on"
    cards = norm(f"{dated}, done_on: enquiry.answered_on") + norm(dated, "2")

    assert told("deadline-never-asked-for", cards) == []
    assert told("deadline-never-asked-for", cards, whole=True) == [
        "nothing shows whether `tidy/2#n` was done by its deadline"
    ]


class TestScenarios:
    """What the bank of scenarios does not show of the norms."""

    CARDS = norm(f"{MAY}, when: {{about: advice}}") + norm(MAY, "2")

    def test_each_norm_that_lacks_something_is_told_with_what(self):
        """A norm of which everything is shown is left alone."""
        lacking = {"tidy/1#n": ("near miss", "undetermined"), "tidy/2#n": ()}
        (found,) = lint([linted(self.CARDS)], lacking=lambda _: lacking).open

        assert found.code == "norm-without-scenario"
        assert found.message == "no scenario shows `tidy/1#n`: near miss, undetermined"

    def test_without_scenarios_it_is_not_looked_at(self):
        """And an acceptance of it may well accept something."""
        card = norm(MAY, "1", "accepts: {norm-without-scenario: Nothing to show},")

        assert lint([linted(card)]).open == ()
        assert [each.code for each in lint([linted(card)], lacking=lambda _: {}).open] == [
            "acceptance-of-nothing"
        ]
