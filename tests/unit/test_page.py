"""Pages for people: where lines are broken, and how blocks stand beside one another."""

from __future__ import annotations

import pytest

from protocol_rules.report.page import Block, Group, Indented, Text, Tree
from protocol_rules.report.table import Table


def laid_out(block: Block, width: int) -> list[str]:
    """Give the lines of a block without their styles."""
    return ["".join(text for text, _ in line).rstrip() for line in block.lines(width)]


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("", 10, [""]),
        ("one two three", 13, ["one two three"]),
        ("one two three", 12, ["one two", "three"]),
        ("one two three", 7, ["one two", "three"]),
        ("one two three", 3, ["one", "two", "thr", "ee"]),
        ("a elephantine b", 6, ["a", "elepha", "ntine", "b"]),
        ("  - one two", 7, ["  - one", "two"]),
        ("one\n\ntwo", 10, ["one", "", "two"]),
        ("\u65e5\u672c\u8a9e", 4, ["\u65e5\u672c", "\u8a9e"]),
        ("e\u0301a o\u0301", 3, ["e\u0301a", "o\u0301"]),
        ("a\tb", 10, ["a       b"]),
        ("one", 0, ["o", "n", "e"]),
    ],
)
def test_a_text_is_broken_between_words(text: str, width: int, lines: list[str]) -> None:
    """A word is broken only where it is wider than a line; wide letters take two columns."""
    assert laid_out(Text(text), width) == lines


def test_a_style_goes_on_in_the_next_line() -> None:
    """Each line has the runs that stand in it."""
    text = Text.assemble(("one two", "bold"), " three ", ("four", "green"))

    assert list(text.lines(5)) == [
        [("one", "bold")],
        [("two", "bold")],
        [("three", "")],
        [("four", "green")],
    ]
    assert list(text.lines(13)) == [[("one two", "bold"), (" three", "")], [("four", "green")]]


def test_a_group_stands_in_its_order_and_may_be_indented() -> None:
    """The indent is taken from the width."""
    block = Indented(Group(Text("one two"), Text("three")), 2)

    assert laid_out(block, 6) == ["  one", "  two", "  thre", "  e"]


def test_a_tree_hangs_its_branches_below_it() -> None:
    """A label of several lines keeps its guides, and the last branch ends them."""
    tree = Tree(Text("root"))
    first = tree.add(Text("first label"))
    first.add(Text("leaf"))
    tree.add(Text("last"))

    assert laid_out(tree, 10) == [
        "root",
        "├── first",
        "│   label",
        "│   └── le",
        "│       af",
        "└── last",
    ]


def test_a_table_is_as_wide_as_its_texts() -> None:
    """Columns stand two apart, under headings at their foot."""
    table = Table("name", "value")
    table.add_row(Text("a"), Text("one two"))

    assert laid_out(table, 80) == ["name  value", "a     one two"]


def test_the_widest_column_gives_way_first() -> None:
    """Narrow columns stay whole where that is possible; the headings stand right above."""
    table = Table("a b", "text")
    table.add_row(Text("12"), Text("one two three"))
    table.add_row(Text("3"), Text("four"))

    assert laid_out(table, 12) == ["a b  text", "12   one two", "     three", "3    four"]
    assert laid_out(table, 8)[:2] == ["a", "b   text"]


def test_the_first_column_may_be_kept() -> None:
    """A name to go on with is broken last of all."""
    kept = Table(keep_first=True, gap=1)
    kept.add_row(Text("a-long-name"), Text("one two"))

    assert laid_out(kept, 15) == ["a-long-name one", "            two"]
    assert laid_out(kept, 6) == ["a-lon o", "g-nam n", "e     e", "      t", "      w", "      o"]
