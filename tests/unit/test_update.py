"""Rewritten expectations: what changes in a file, and what stays byte for byte."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from protocol_rules.checks.bank import Listed, Protocols
from protocol_rules.checks.run import FileResult, Wanted, check_all
from protocol_rules.checks.update import update_file
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.source import parse

SCENARIOS = Path(__file__).parents[1] / "scenarios"
STORY = """\
# the head of the file
scenarios:
  - name: a question to a director   # a remark that stays
    protocol: thanet
    today: 2025-04-28
    given: {enquiry.from: elected_member, enquiry.to: director, enquiry.seeks: other_information,
            enquiry.nature: other, enquiry.received_on: 2025-04-10, enquiry.answered_on: 2025-04-28,
            enquiry.answerable_in_time: true}
    expect:
      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]
      due: {"9.1.4": 2025-04-28}

  - {name: nothing, protocol: thanet, given: {enquiry.from: journalist}, expect: {}}
# the end
"""
RIGHT = '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n      due: {"9.1.4": 2025-04-28}\n'


@pytest.fixture(autouse=True, scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let the protocols be resolved once for all of these tests."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PROTOCOL_RULES_CACHE", str(tmp_path_factory.mktemp("cache")))
        yield


def checked(path: Path) -> FileResult:
    """Check one file."""
    (result,) = check_all([Listed(str(path), is_named=True)], Wanted(), jobs=1).results
    assert not result.faults
    return result


def updated(path: Path) -> str:
    """Rewrite what is not met in a file, and give its text."""
    result = checked(path)
    failed = [each for each in result.checked if not each.passed]
    update_file(str(path), result.digest, failed, Protocols())
    assert all(each.passed for each in checked(path).checked)
    return path.read_bytes().decode()


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        pytest.param(
            '      applies: ["5.7(a)", "9.1.1", "9.1.8"]\n      due: {"9.1.4": 2025-04-29}\n',
            RIGHT,
            id="a clause comes where it is printed, and a day is another one",
        ),
        pytest.param(
            '      applies: ["9.1.8", "9.1.1", "9.1.7", "9.1.4", \'5.7(a)\']\n',
            '      applies: ["9.1.8", "9.1.1", "9.1.4", \'5.7(a)\']\n',
            id="order and quotation marks of what stays are kept",
        ),
        pytest.param(
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n      lifted: ["9.1.6"]\n',
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n',
            id="a key that holds nothing any more goes",
        ),
        pytest.param(
            '      applies:   # why\n        - "5.7(a)"\n        - "9.1.1"   # one\n'
            '        - "9.1.7"\n        - "9.1.8"\n',
            '      applies:   # why\n        - "5.7(a)"\n        - "9.1.1"   # one\n'
            '        - "9.1.4"\n        - "9.1.8"\n',
            id="a list in lines changes line by line",
        ),
        pytest.param(
            '      due:\n        "9.1.4": 2025-04-29   # the last day\n'
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n',
            '      due:\n        "9.1.4": 2025-04-28   # the last day\n'
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n',
            id="a mapping in lines changes line by line",
        ),
        pytest.param(
            "      missing: enquiry.nature\n",
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n',
            id="one key goes and another comes",
        ),
        pytest.param(
            '      applies: ["5.7(a)", "9.1.1", "9.1.6#explain", "9.1.8"]\n',
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]\n',
            id="a norm that does not apply",
        ),
        pytest.param(
            '      applies: ["5.7(a)", "9.1.1", "9.1.8"]   # stays\n',
            '      applies: ["5.7(a)", "9.1.1", "9.1.4", "9.1.8"]   # stays\n',
            id="a remark behind a list stays",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize(("line_break", "mark"), [("\n", ""), ("\r\n", "\ufeff")])
def test_only_what_differs_is_written(tmp_path, wrong, right, line_break, mark):
    """Every other character of the file is what it was, line breaks and mark included."""
    path = tmp_path / "story.yaml"
    before = mark + STORY.replace(RIGHT, wrong).replace("\n", line_break)
    path.write_bytes(before.encode())

    assert updated(path) == mark + STORY.replace(RIGHT, right).replace("\n", line_break)


def test_an_expectation_in_brackets_is_broken_where_it_is_too_wide(tmp_path):
    """It has a line for each key then."""
    path = tmp_path / "story.yaml"
    block = f"    expect:\n{RIGHT}"
    path.write_text(STORY.replace(block, '    expect: {due: {"9.1.4": 2025-04-28}}\n'))
    assert '    expect: {due: {"9.1.4": 2025-04-28}, applies: [' in updated(path)

    given = "    given: {copying.by: officer, copying.to: member, copying.is_blind: true}\n"
    path.write_text(
        f"scenarios:\n  - name: a copy\n    protocol: thanet\n{given}    expect: {{}}\n"
    )
    text = updated(path)
    assert "    expect:\n      applies: [" in text
    assert max(map(len, text.splitlines())) <= 100


def test_a_long_list_is_wrapped_as_in_the_files_that_are_there(tmp_path):
    """It begins below its key, and goes on beneath its first item."""
    source = SCENARIOS / "thanet" / "enquiries.yaml"
    path = tmp_path / "enquiries.yaml"
    lines = (
        '        ["5.7(a)", "6.2.1", "9.1.1", "9.1.2", "9.1.4", "9.1.8",\n'
        '         "9.1.2#direct", "9.1.2#expect_advice", "9.1.2#give_advice", '
        '"9.1.2#consider_advice"]\n'
    )
    assert lines in source.read_text()
    path.write_text(source.read_text().replace('"6.2.1", "9.1.1", "9.1.2", ', '"9.1.1", "9.1.2", '))

    assert (
        '      applies:\n'
        '        ["5.7(a)", "6.2.1", "9.1.1", "9.1.2", "9.1.4", "9.1.8", "9.1.2#direct",\n'
        '         "9.1.2#expect_advice", "9.1.2#give_advice", "9.1.2#consider_advice"]\n'
    ) in updated(path)  # fmt: skip


def test_a_json_file_stays_one(tmp_path):
    """Every text has its quotation marks."""
    path = tmp_path / "story.json"
    path.write_text(
        '{"name": "n", "protocol": "thanet",\n "given": {"absence.out_of_office_reply": false},\n'
        ' "expect": {"applies": ["9.1.5"]}}\n'
    )

    assert json.loads(updated(path))["expect"] == {
        "undetermined": ["9.1.5"],
        "missing": ["absence.working_days"],
    }


def test_a_comment_inside_what_would_be_written_anew_is_not_lost(tmp_path):
    """The file is left as it is, and the place is told."""
    path = tmp_path / "story.yaml"
    before = STORY.replace(RIGHT, '      applies:\n        ["9.1.1",  # one\n         "9.1.8"]\n')
    path.write_text(before)
    result = checked(path)
    with pytest.raises(InvalidInput) as caught:
        update_file(str(path), result.digest, result.checked, Protocols())

    (fault,) = caught.value.diagnostics
    assert fault.span is not None
    assert (fault.code, fault.span.line) == ("not-rewritten", 9)
    assert "a comment stands inside" in fault.message
    assert path.read_text() == before


def test_a_file_that_changed_meanwhile_is_not_overwritten(tmp_path):
    """Somebody may have typed on while the run went on."""
    path = tmp_path / "story.yaml"
    path.write_text(STORY.replace(RIGHT, "      {}\n"))
    result = checked(path)
    path.write_text(STORY + "# more\n")
    with pytest.raises(InvalidInput, match="changed-meanwhile"):
        update_file(str(path), result.digest, result.checked, Protocols())

    assert path.read_text() == STORY + "# more\n"


def test_what_is_left_out_is_not_touched(tmp_path):
    """Only the scenarios that are given are rewritten, however wrong the others are."""
    path = tmp_path / "story.yaml"
    other = 'expect: {applies: ["9.1.5"]}}'
    path.write_text(STORY.replace('"9.1.4", ', "").replace("expect: {}}", other))
    result = checked(path)
    first = [each for each in result.checked if each.name != "nothing"]
    update_file(str(path), result.digest, first, Protocols())

    assert path.read_text() == STORY.replace("expect: {}}", other)


def test_the_mode_of_a_file_stays(tmp_path):
    """And nothing is left beside it."""
    path = tmp_path / "story.yaml"
    path.write_text(STORY.replace('"9.1.4", ', ""))
    path.chmod(0o640)
    updated(path)

    assert path.stat().st_mode & 0o777 == 0o640
    assert [each.name for each in tmp_path.iterdir()] == ["story.yaml"]


@pytest.mark.parametrize("seed", range(3))
def test_any_slip_in_the_shipped_files_is_put_right(tmp_path, seed):
    """Clauses are taken out and reordered; afterwards all pass, and nothing else has changed."""
    draw = random.Random(seed)  # noqa: S311 - the same slips each time
    paths = sorted(SCENARIOS.rglob("*.yaml"))
    for source in draw.sample(paths, 6):
        path = tmp_path / source.name

        def slip(found: re.Match[str]) -> str:
            items = re.findall(r'"[^"]*"', found[0])
            if draw.random() > 0.3 or not items:
                return found[0]
            kept = draw.sample(items, draw.randint(0, len(items)))
            return f"{found[1]}: [{', '.join(kept)}]"

        text = source.read_text()
        path.write_text(re.sub(r"(applies|lifted|undetermined):\s*\[[^\]]*\]", slip, text))
        after = updated(path)
        assert rest(parse(after, "after.yaml").plain()) == rest(parse(text, "before.yaml").plain())
        assert comments(after) == comments(text)


def rest(data: object) -> object:
    """Leave out of the data of a file what names clauses for their status."""
    if isinstance(data, list):
        return [rest(each) for each in data]
    if not isinstance(data, dict):
        return data
    named = ("applies", "lifted", "undetermined")
    return {key: rest(each) for key, each in data.items() if key not in named}


def comments(text: str) -> list[str]:
    """Give the lines of a text that are comments."""
    return [line for line in text.splitlines() if line.strip().startswith("#")]


EVERY_KEY = """
scenarios:
  - name: a late answer
    protocol: thanet
    today: 2025-05-01
    given:
      enquiry.from: elected_member
      enquiry.to: director
      enquiry.received_on: 2025-04-10
      enquiry.answered_on: not_yet
    expect:
      match: at_least  # only this
      applies: ["9.1.4"]
      lifted: {"9.1.8": "9.1.7"}
      not: ["9.1.6", "9.1.7"]
      breached: ["9.1.4#answer", "9.1.6#explain"]
      due: {"9.1.4": 2025-04-29, "9.1.6": 2025-04-29}
      required:
        - {bearer: officer, should: send_substantive_response, counterparty: member}
        - {bearer: member, must: send_substantive_response}
      position: {send_substantive_response: {officer: must, member: silent}}
      next_question: none
"""


def test_every_key_can_be_rewritten(tmp_path):
    """What is found stays as it stands, and what is not found is put right or taken out."""
    path = tmp_path / "every.yaml"
    path.write_text(EVERY_KEY)

    text = updated(path)
    assert "match: at_least  # only this" in text
    assert 'applies: ["9.1.4"]' in text
    assert "lifted" not in text
    assert 'not: ["9.1.7"]' in text
    assert 'breached: ["9.1.4#answer"]' in text
    assert 'due: {"9.1.4": 2025-04-28}' in text
    assert "{bearer: officer, should: send_substantive_response, counterparty: member}" in text
    assert "{bearer: member, must: send_substantive_response}" not in text
    assert "position: {send_substantive_response: {officer: should, member: silent}}" in text
    assert "next_question: none" not in text


def test_required_actions_are_written_whole_in_an_exact_match(tmp_path):
    """Everything that is required has to stand there, and stands there afterwards."""
    path = tmp_path / "exact.yaml"
    exact = EVERY_KEY.replace("      match: at_least  # only this\n", "")
    path.write_text(exact)

    text = updated(path)
    assert "{bearer: officer, should: send_substantive_response, counterparty: member, by: " in text
    assert "must: deal_with_enquiry" in text


def test_rows_that_share_an_expectation_are_left_alone(tmp_path):
    """Whoever wrote one expectation for several rows has to say which of them it is for."""
    path = tmp_path / "rows.yaml"
    path.write_text(
        """
name: a copy
protocol: thanet
given: {copying.by: officer}
expect: {applies: []}
rows:
  - {name: to a member, given: {copying.to: member}}
  - {name: to a journalist, given: {copying.to: journalist}}
"""
    )
    before = path.read_text()

    with pytest.raises(InvalidInput, match="share"):
        updated(path)
    assert path.read_text() == before
