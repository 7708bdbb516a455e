"""`protocol-rules show`."""

import pytest

from protocol_rules.vocabulary import shared_vocabulary


def test_a_clause_has_its_gist_its_norms_and_its_items(run, littleton):
    """A reader sees on one page what is encoded of a clause."""
    result = run("show", f"{littleton}/2")

    assert result.stdout.splitlines() == [
        "Littleton [red]Parish[/red] Council, 2: Parcels are opened [red]in time[/red]",
        "An officer opens what a member leaves, within five working days.",
        "topics             Mutual respect, courtesy and trust",
        "left to judgement  What is gentle",
        "littleton/2#open",
        "  An officer should open the parcel for the member",
        "  how        gently",
        "  when       parcel.from is member",
        "  lifted by  littleton/2(a)",
        "  deadline   5 working days after parcel.left_on",
        "  done on    parcel.opened_on",
        "2(a)  Heavy parcels stay shut",
    ]


def test_a_norm_is_shown_alone(run, littleton):
    """The address with the norm's name shows that norm only."""
    result = run("show", f"{littleton}/1#kind")

    assert (
        result.stdout
        == "littleton/1#kind\n  A member and an officer must be kind\n  when  always\n"
    )


def test_a_card_without_a_norm_is_told_by_its_title(run, littleton):
    """An exception that is an item of its own shows what it lifts."""
    result = run("show", f"{littleton}/2(a)")

    assert (
        "littleton/2(a)\n  Heavy parcels stay shut\n  when   parcel.is_heavy is true\n"
        in result.stdout
    )
    assert "  lifts  littleton/2#open\n" in result.stdout


def test_a_reparation_names_the_duty_whose_breach_it_answers(run, littleton):
    """What a norm waits for is part of what is shown."""
    assert "  answers a breach of  littleton/2#open\n" in run("show", f"{littleton}/3").stdout


@pytest.mark.parametrize("how", ["name", "path"])
def test_a_protocol_is_a_table_of_contents(run, littleton, how):
    """By its name or by its path it shows its clauses with their titles."""
    what = littleton if how == "path" else "thanet"
    result = run("show", what)

    assert result.exit_code == 0
    expected = (
        "2     Parcels are opened [red]in time[/red] (norms: 1)"
        if how == "path"
        else "An enquiry is answered"
    )
    assert expected in result.stdout
    assert "adopted 2" in result.stdout


def test_a_fact_has_its_question_its_values_and_its_uses(run, littleton):
    """Whoever writes a scenario sees what the fact may be."""
    result = run("show", "parcel.marks", "-p", littleton)

    assert result.stdout.splitlines() == [
        "parcel.marks",
        "What is written on it?",
        "type: choices",
        "  fragile  That it breaks",
        "  urgent   That it cannot wait",
        "used by: littleton/4(a)#take",
    ]


def test_a_shipped_fact_names_the_norms_of_all_councils(run):
    """Without -p the protocols that ship are looked through."""
    result = run("show", "enquiry.answered_on")

    assert "thanet/9.1.4#answer" in result.stdout


def test_a_fact_says_who_can_stand_there_and_what_it_never_is(run):
    """Whoever writes a scenario sees beforehand what would be refused."""
    assert "who can stand there: officer, member" in run("show", "enquiry.to").stdout
    told = run("show", "complaint.settled").stdout
    assert "never so: complaint.direct_talk is settled and complaint.settled is false" in told


def test_a_judged_fact_says_that_a_person_has_to_judge_it(run):
    """An open standard is marked as such."""
    name = next(each.name for each in shared_vocabulary().facts.values() if each.is_judged)

    assert "a person has to judge it\n" in run("show", name).stdout


def test_a_circumstance_has_the_questions_of_its_facts(run, littleton):
    """One look tells all that may be said of it."""
    result = run("show", "parcel", "-p", littleton)

    assert result.stdout.startswith(
        "parcel: A parcel\nSomebody leaves a parcel at the council's office\n"
    )
    assert "  parcel.from       Who left the parcel? (role)\n" in result.stdout
    assert (
        "  parcel.marks      What is written on it? (choices: fragile, urgent)\n" in result.stdout
    )


def test_a_setting_says_that_it_is_always_there(run):
    """People and setting need not be mentioned."""
    result = run("show", "information")

    assert result.stdout.startswith("information: The information concerned (always there)\n")


def test_a_role_has_what_is_wider_and_what_is_narrower(run):
    """Whoever names somebody sees whom the name includes."""
    result = run("show", "chief_officer")

    assert "\nis        " in result.stdout
    assert "\nincludes  " in result.stdout


def test_a_role_of_one_protocol_is_shown_with_it(run, littleton):
    """With -p the protocol's own roles are known."""
    result = run("show", "dog_handler", "-p", littleton)

    assert result.stdout.splitlines() == [
        "dog_handler",
        "Whoever minds the council's dog",
        "is        officer",
        "includes  junior_officer",
    ]


def test_an_action_has_its_phrase_and_its_uses(run, littleton):
    """The words that complete "must" and the norms that say them."""
    result = run("show", "open_parcel", "-p", littleton)

    assert result.stdout == "open_parcel\nopen the parcel\nused by: littleton/2#open\n"


def test_a_topic_has_its_title_and_its_clauses(run, littleton):
    """The clauses that bear a topic are listed under it."""
    result = run("show", "respect_and_courtesy", "-p", littleton)

    assert result.stdout.endswith("used by: littleton/1, littleton/2, littleton/4(a)\n")
