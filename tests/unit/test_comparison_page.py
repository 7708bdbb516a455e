"""The picture of several councils in its forms, without a browser."""

from __future__ import annotations

import base64
import hashlib
import json
import re
import sys
from dataclasses import replace
from itertools import pairwise

import click
import pytest
from side_by_side import hostile_picture

from protocol_rules.comparison.alike import Alike
from protocol_rules.comparison.picture import Picture
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.report.comparison import words
from protocol_rules.report.comparison.drawing import bar, map_drawing, tree_drawing
from protocol_rules.report.comparison.markdown import picture_markdown
from protocol_rules.report.comparison.page import comparison_page
from protocol_rules.report.comparison.printed import printed_in
from protocol_rules.report.comparison.text import write_picture


@pytest.fixture(scope="module")
def picture() -> Picture:
    """Compare two protocols whose every text holds HTML."""
    return hostile_picture()


@pytest.fixture(scope="module")
def page(picture) -> str:
    """Write their page once."""
    return comparison_page(picture)


def data_of(page: str) -> dict[str, object]:
    """Read the data that a page carries."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)
    assert found is not None
    return json.loads(found[1])


def test_the_data_of_a_page_cannot_end_their_element(page):
    """No `<` or `&` stands in them as itself, and they read as what they were."""
    data = data_of(page)

    assert data["clauses"]["alpha/1"]["title"] == (
        "</script><script>window.broken = 'clause'</script>"
    )
    assert page.count("</script>") == 2
    assert page.count("<script") == 2


def test_the_policy_of_a_page_names_its_own_script_and_style_and_nothing_else(page):
    """Their digests are true, and there is no source from which anything could be fetched."""
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)[1]
    style = re.search(r"<style>(.*?)</style>", page, re.DOTALL)[1]
    script = re.search(r"<script>(.*?)</script>", page, re.DOTALL)[1]

    def digest(text: str) -> str:
        return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"

    assert policy.replace("&#39;", "'").split("; ") == [
        "default-src 'none'",
        f"script-src {digest(script)}",
        f"style-src {digest(style)}",
        "base-uri 'none'",
        "form-action 'none'",
    ]
    assert not re.search(r"""(?:src|href)=["'](?!#)|url\((?!#)|@import|\sstyle=""", page)
    assert "innerHTML" not in script


def test_a_page_is_the_same_each_time(picture, page):
    """Nothing of the day or the machine is in it."""
    assert comparison_page(picture) == page


def test_printed_text_is_there_where_it_is_given_and_the_page_says_so(picture, page, tmp_path):
    """And nowhere else."""
    line = json.dumps({"id": "1", "heading": "Part / One", "text": "As it was printed."})
    (tmp_path / "alpha.clauses.jsonl").write_text(line + "\n", encoding="utf-8")
    told = comparison_page(picture, printed_in(tmp_path, ["alpha", "beta"]))

    clause = data_of(told)["clauses"]["alpha/1"]
    assert (clause["heading"], clause["printed"]) == ("Part / One", "As it was printed.")
    assert "printed" not in data_of(told)["clauses"]["beta/1"]
    assert "the printed text stands beside it" in told
    assert "the printed text is not part of this page" in page


@pytest.mark.parametrize(
    ("file", "text", "code"),
    [
        ("", "", "no-such-file"),
        ("gamma.clauses.jsonl", '{"id": "1", "text": "x"}', "no-such-file"),
        ("alpha.clauses.jsonl", "no json", "not-json"),
        ("alpha.clauses.jsonl", '{"id": "1"}', "missing-key"),
        ("alpha.clauses.jsonl", "", "empty-file"),
    ],
)
def test_a_folder_without_printed_text_is_refused(tmp_path, file, text, code):
    """Each fault of a clause file has its place; a folder that has none says what is wanted."""
    if file:
        (tmp_path / file).write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        printed_in(tmp_path, ["alpha", "beta"])

    assert [each.code for each in caught.value.diagnostics] == [code]


def test_what_is_no_folder_is_refused(tmp_path):
    """Whether it is not there, or is a file."""
    (tmp_path / "file").write_text("", encoding="utf-8")
    for name, said in (("nowhere", "is not there"), ("file", "is no folder")):
        with pytest.raises(InvalidInput, match=said):
            printed_in(tmp_path / name, ["alpha"])


def test_a_page_without_jinja_says_what_to_install(picture, monkeypatch):
    """One clear fault, and no traceback."""
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(InvalidInput) as caught:
        comparison_page(picture)

    assert [each.code for each in caught.value.diagnostics] == ["not-installed"]


def test_text_and_markdown_say_the_same_counts(picture):
    """In both, one is stricter on one point and equal on the other."""
    text = click.HelpFormatter(width=100)
    write_picture(picture, text)
    plain = " ".join(click.unstyle(text.getvalue()).split())
    table = picture_markdown(picture)

    assert "alpha 2: 1 stricter, 1 equal beta 2: 1 looser, 1 equal" in plain
    assert "alpha and beta 50% of 2; where both speak 50% of 2" in plain
    assert "alpha/2 lifts alpha/1#open" in plain
    assert "| Letters and emails | 2 | 2: ▲1 =1 | 2: ▼1 =1 |" in table
    assert "| &lt;i>alpha&lt;/i> & co | - | 50% |" in table
    assert "- `beta/2` lifts `beta/1#open`" in table


@pytest.mark.parametrize(
    ("value", "said"),
    [(None, "-"), (0, "0%"), (1, "100%"), (0.5, "50%"), (0.999, ">99%"), (0.001, "<1%")],
)
def test_a_share_is_all_or_nothing_only_where_it_is(value, said):
    """A rounded hundred would claim too much."""
    assert words.share(value) == said


def test_a_bar_is_as_long_as_its_counts():
    """Its parts stand end to end, and what is nothing has none."""
    assert bar({"a": 1, "b": 0, "c": 3}) == [("a", 0.0, 25.0), ("c", 25.0, 75.0)]
    assert bar({"a": 0}) == []


def alike(places: dict[str, tuple[float, float]]) -> Alike:
    """Give a map without a tree."""
    return Alike(places, 0.0, (), tuple(places), ())


def test_names_on_a_map_do_not_cover_each_other():
    """However near the places are, each name has a line of its own, and all are on the map."""
    places = {f"c{number}": (0.001 * number, 0.0005 * number) for number in range(12)}
    drawing = map_drawing(replace(alike(places), groups=(tuple(places),)), {n: n for n in places})
    lines = sorted(each.label_y for each in drawing.marks)

    assert all(below - above >= 17 for above, below in pairwise(lines))
    assert lines[-1] < drawing.height
    assert all(0 < each.x < drawing.width for each in drawing.marks)


def test_a_map_of_councils_in_one_place_can_be_drawn():
    """Where nothing tells them apart, there is no scale."""
    drawing = map_drawing(replace(alike(dict.fromkeys("ab", (0.0, 0.0))), groups=(("a", "b"),)),
                          {"a": "A", "b": "B"})  # fmt: skip

    assert len({(each.x, each.y) for each in drawing.marks}) == 1


def test_a_tree_joins_its_branches_where_they_meet(picture):
    """The two councils, which differ on one of two points, meet half way."""
    drawing = tree_drawing(picture.alike, {"alpha": "Alpha", "beta": "Beta"})
    ticks = {each.name: each.x for each in drawing.marks if each.kind == -1}
    (branch,) = drawing.lines

    assert max(x for x, _ in branch.places) == ticks["50%"]
    assert {each.name for each in drawing.marks if each.kind == 0} == {"Alpha", "Beta"}
