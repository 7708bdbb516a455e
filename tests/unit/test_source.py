"""Reading files: every place kept, every trap refused, and never another error."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from protocol_rules.diagnostics import InvalidInput, Span
from protocol_rules.source import Limits, Listing, Scalar, Source, Table, parse, read
from protocol_rules.source.limits import MAX_BYTES

CARD = """\
council: thanet
clauses:
  # -- a section
  - id: "9.10"
    gist: >-
      Two lines
      of gist.
    when: {enquiry.from: [member, "no"]}

  - {id: "10", part_of: "9.10"}
"""


def faults(text: str, limits: Limits | None = None) -> list[tuple[str, int, int]]:
    """Give code, line and column of each fault of a text."""
    with pytest.raises(InvalidInput) as caught:
        parse(text, "a.yaml", limits)
    found = caught.value.diagnostics
    return [(d.code, d.span.line, d.span.column) if d.span else (d.code, 0, 0) for d in found]


def refusal(path: str | Path, limits: Limits | None = None) -> tuple[str, str]:
    """Give the one code of a path that cannot be read, and the whole message."""
    with pytest.raises(InvalidInput) as caught:
        read(path, limits)
    (fault,) = caught.value.diagnostics
    return fault.code, str(fault)


def at(span: Span) -> tuple[int, int, int, int]:
    """Give a span as four numbers."""
    return span.line, span.column, span.end_line, span.end_column


# -- what a tree holds -------------------------------------------------------------------


def test_everything_is_text_as_written() -> None:
    """None of the guesses of YAML 1.1 is made: numbers, times, yes and no stay as written."""
    written = ["9.10", "10", "no", "on", "12:30", "2024-03-01", "0o17", "1_000", ".inf", "<<"]
    text = "\n".join(f"k{i}: {value}" for i, value in enumerate(written))
    assert list(parse(text).plain().values()) == written


@pytest.mark.parametrize("value", ["", " ~", " null", ' ""'])
def test_nothing_is_the_empty_text(value: str) -> None:
    """An empty value, a null and an empty text are all the empty text in the plain tree."""
    assert parse(f"a:{value}\n").plain() == {"a": ""}


def test_a_quoted_null_is_a_word() -> None:
    """Quotation marks make a word of what would be nothing, and the tree knows of them."""
    source = parse('a: "null"\nb: null\n')
    assert source.plain() == {"a": "null", "b": ""}
    a, b = source.node(["a"]), source.node(["b"])
    assert isinstance(a, Scalar)
    assert a.quoted
    assert isinstance(b, Scalar)
    assert not b.quoted
    assert b.text == "null"


def test_the_plain_tree_of_a_card() -> None:
    """Lists, mappings and folded texts come out as YAML means them."""
    assert parse(CARD).plain() == {
        "council": "thanet",
        "clauses": [
            {
                "id": "9.10",
                "gist": "Two lines of gist.",
                "when": {"enquiry.from": ["member", "no"]},
            },
            {"id": "10", "part_of": "9.10"},
        ],
    }


def test_places_of_keys_and_values() -> None:
    """Each key and each value knows its line and its columns, counted from one."""
    source = parse(CARD)
    assert at(source.span(["council"])) == (1, 10, 1, 16)
    assert at(source.key_span(["council"])) == (1, 1, 1, 8)
    path = ["clauses", 0, "when", "enquiry.from"]
    assert at(source.key_span(path)) == (8, 12, 8, 24)
    assert at(source.span([*path, 1])) == (8, 35, 8, 39)
    assert source.excerpt(source.span(path)) == CARD.splitlines()[7]


def test_a_block_ends_where_its_last_value_ends() -> None:
    """Blank lines and comments after a block are no part of it."""
    assert at(parse(CARD).span(["clauses", 0])) == (4, 5, 8, 41)


def test_a_path_that_is_not_there_leads_to_its_nearest_ancestor() -> None:
    """A fault of something missing is shown where it should be."""
    source = parse(CARD)
    assert source.span(["clauses", 1, "title", "x"]) == source.span(["clauses", 1])
    assert source.key_span(["clauses", 1, "title"]) == source.span(["clauses", 1])
    assert source.key_span(["clauses", 1]) == source.span(["clauses", 1])
    assert source.key_span([]) == source.span([])
    for path in (["clauses", 2], ["clauses", -1], ["clauses", "0"], ["council", "x"]):
        assert source.node(path) is None


def test_columns_are_characters_and_lines_are_lines() -> None:
    """Accents, emoji and any line ending leave the counting right."""
    source = parse("é😀: ü\r\nb: [ñ, x]\rc: d\n")
    assert at(source.span(["é😀"])) == (1, 5, 1, 6)
    assert at(source.span(["b", 1])) == (2, 8, 2, 9)
    assert at(source.key_span(["c"])) == (3, 1, 3, 2)
    assert source.excerpt(source.span(["c"])) == "c: d"


def test_a_byte_order_mark_is_accepted() -> None:
    """A mark at the head of a file is no part of its first key."""
    source = parse("\ufeffa: b\n")
    assert source.plain() == {"a": "b"}
    assert at(source.key_span(["a"])) == (1, 1, 1, 2)


def test_a_diagnostic_at_a_path() -> None:
    """A message about a path carries the place and the line."""
    source = parse(CARD, "thanet.yaml")
    fault = source.diagnostic("late", "too late", ["council"], at="key", hint="h", clause="c")
    assert str(fault) == (
        "thanet.yaml:1:1: error[late]: too late\n"
        "    1 | council: thanet\n"
        "      | ^^^^^^^ h\n"
        "      = c"
    )
    assert source.diagnostic("late", "m", ["council"]).span == source.span(["council"])


def test_the_kinds_of_node() -> None:
    """A tree is made of texts, lists and mappings."""
    source = parse(CARD)
    assert isinstance(source.root, Table)
    assert isinstance(source.node(["clauses"]), Listing)
    assert isinstance(source.node(["council"]), Scalar)


# -- what is refused ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\n'a': 3\n", [("duplicate-key", 3, 1)]),
        ("a: &x 1\nb: *x\n", [("anchor-refused", 1, 4), ("alias-refused", 2, 4)]),
        ("a: *nowhere\n", [("alias-refused", 1, 4)]),
        ("<<: *x\n", [("alias-refused", 1, 5)]),
        ("a: !!int 1\nb: !x\n", [("tag-refused", 1, 4), ("tag-refused", 2, 4)]),
        ("a: !t &x [1]\n", [("anchor-refused", 1, 4), ("tag-refused", 1, 4)]),
        ("a: 1\n---\nb: 2\n", [("several-documents", 2, 1)]),
        ("[a, b]: c\n", [("key-not-text", 1, 1)]),
        ("? {a: b}\n: c\n", [("key-not-text", 1, 3)]),
        ("? \n: c\n", [("key-not-text", 1, 2)]),
        (": c\n", [("not-yaml", 1, 1)]),
        ("", [("empty-file", 1, 1)]),
        ("\ufeff", [("empty-file", 1, 1)]),
        ("# a comment\n\n", [("empty-file", 1, 1)]),
        ("---\n...\n", [("empty-file", 1, 1)]),
        ("a: [b\n", [("not-yaml", 1, 4)]),
        ("a: {b: c\nd: e\n", [("not-yaml", 1, 4)]),
        ('a: "b\nc: d\n', [("not-yaml", 1, 4)]),
        ("a: b: c\n", [("not-yaml", 1, 5)]),
        ("a:\n\tb: c\n", [("not-yaml", 2, 1)]),
        ("a: b\x00\n", [("not-text", 1, 5)]),
        ("é: b\r\nc: \x1b[0m\n", [("not-text", 2, 4)]),
        ("a: \ud800\n", [("not-text", 1, 4)]),
        ("a: b\u2028c: d\n", [("not-text", 1, 5)]),
        ('a: "\\0"\n', [("not-text", 1, 4)]),
    ],
)
def test_traps_are_refused_at_their_place(text: str, expected: list[tuple[str, int, int]]) -> None:
    """Each trap of YAML has its own code, and is shown where it stands."""
    assert faults(text) == expected


def test_all_faults_of_a_tree_come_at_once() -> None:
    """Faults that leave a tree are collected, also inside a list that is used as a key."""
    text = "a: &x 1\na: !t 2\n[b, *x]: {c: 1, c: 2}\n"
    codes = [code for code, _, _ in faults(text)]
    assert codes == [
        "anchor-refused", "duplicate-key", "tag-refused", "key-not-text", "alias-refused",
        "duplicate-key",
    ]  # fmt: skip


def test_a_duplicate_key_names_the_first() -> None:
    """Who reads of a duplicate learns where the other one stands."""
    with pytest.raises(InvalidInput, match="the key `when` is here already, on line 1"):
        parse("when: a\nunless: b\nwhen: c\n")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a:\n\tb: c\n", "indents with spaces"),
        ("a:\n  b: c\n\td: e\n", "indents with spaces"),
        ("a:\t\t- b\n  -\tc", "not-yaml"),
        ("a: [b, c\n", "the `[` opened here is never closed"),
        ("a: {b: c\nd: e\n", "the `{` opened here goes wrong on line 2"),
        ("a: 'b\n", "quotation mark opened here is never closed"),
        ("a: b: c\n", "needs quotation marks"),
        ("a: b\n c\nd\n", "<text>:3:1"),
        ("a: @b\n", "needs quotation marks"),
        ("a: b\n c\nd\n", "a key needs a colon"),
        ('a: "\\d"\n', "use single ones"),
    ],
)
def test_faults_of_yaml_are_explained(text: str, words: str) -> None:
    """A fault of the format comes with words that say what to do."""
    with pytest.raises(InvalidInput) as caught:
        parse(text)
    assert len(caught.value.diagnostics) == 1
    assert words in str(caught.value)


# -- how much is too much ----------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "[" * 20_000,
        "a: " + "[" * 20_000 + "]" * 20_000,
        "{not: " * 3_000 + "a" + "}" * 3_000,
        "- " * 3_000 + "a",
        "".join(" " * depth + "not:\n" for depth in range(2_000)),
        "? " * 3_000,
    ],
)
def test_deep_nesting_ends_in_one_fault(text: str) -> None:
    """However deep a file goes, reading it stops at the limit, soon and with one message."""
    started = time.perf_counter()
    assert [code for code, _, _ in faults(text)] == ["too-deep"]
    assert time.perf_counter() - started < 2


def test_the_limits_are_inclusive() -> None:
    """What just reaches a limit is accepted, and one more is not."""
    assert parse("[" * 64 + "]" * 64).plain()
    assert faults("[" * 65 + "]" * 65) == [("too-deep", 1, 65)]
    assert parse("aaa", limits=Limits(scalar=3)).plain() == "aaa"
    assert faults("aaaa", Limits(scalar=3)) == [("scalar-too-long", 1, 1)]
    assert parse("[a, b]", limits=Limits(nodes=3)).plain() == ["a", "b"]
    assert faults("[a, b, c]", Limits(nodes=3)) == [("too-many-nodes", 1, 8)]
    assert parse("é", limits=Limits(bytes=2)).plain() == "é"
    assert faults("éa", Limits(bytes=2)) == [("too-large", 0, 0)]


def test_a_scalar_of_twelve_megabytes_is_refused_soon() -> None:
    """A giant text is refused by its size, and by its length where the size is allowed."""
    text = f'a: "{"x" * 12_000_000}"\n'
    started = time.perf_counter()
    assert faults(text) == [("too-large", 0, 0)]
    assert faults(text, Limits(bytes=20_000_000)) == [("scalar-too-long", 1, 4)]
    assert time.perf_counter() - started < 5


def test_a_flood_of_faults_is_cut_short() -> None:
    """A file with countless faults ends in a message that a person can read."""
    with pytest.raises(InvalidInput) as caught:
        parse("{" + "a, " * 200_000 + "}")
    assert len(caught.value.diagnostics) == 101
    assert "too-many-faults" in {fault.code for fault in caught.value.diagnostics}
    assert len(str(caught.value)) < 50_000


def test_the_size_can_be_raised_by_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The variable that the message names is the one that helps."""
    text = f"a: [{'b, ' * 10}]"
    monkeypatch.setenv(MAX_BYTES, "20")
    with pytest.raises(InvalidInput, match=MAX_BYTES):
        parse(text)
    monkeypatch.setenv(MAX_BYTES, "200")
    assert parse(text).plain()
    assert Limits.from_environment().bytes == 200
    assert Limits.from_environment({}) == Limits()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("much", "limit-not-a-number"),
        ("9" * 9999, "limit-not-a-number"),
        ("0", "limit-out-of-range"),
    ],
)
def test_a_limit_that_is_none_is_refused(value: str, code: str) -> None:
    """A variable that cannot be a limit is named, not ignored."""
    with pytest.raises(InvalidInput) as caught:
        Limits.from_environment({MAX_BYTES: value})
    assert caught.value.diagnostics[0].code == code


def test_a_depth_that_python_could_not_walk_is_refused() -> None:
    """The depth can be raised, within reason, and at the most the tree can be walked."""
    with pytest.raises(InvalidInput, match="limit-out-of-range"):
        Limits(depth=201)
    assert parse("[" * 200 + "]" * 200, limits=Limits(depth=200)).plain()


# -- from the disk -----------------------------------------------------------------------


def test_a_file_is_read(tmp_path: Path) -> None:
    """A file is named in its places as the caller named it."""
    path = tmp_path / "thanet.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + CARD.encode())
    assert read(path).root == parse(CARD, str(path)).root


def test_a_missing_file_is_looked_for_among_its_siblings(tmp_path: Path) -> None:
    """Who misspells a file is told of the one beside it."""
    (tmp_path / "medway.yaml").write_text("a: b")
    code, message = refusal(tmp_path / "medwey.yaml")
    assert code == "no-such-file"
    assert "did you mean `medway.yaml`?" in message
    assert "there is no folder" in refusal(tmp_path / "nowhere" / "medway.yaml")[1]
    assert refusal(tmp_path / "medway.yaml" / "x")[0] == "no-such-file"
    assert refusal("")[0] == "no-such-file"


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    """A folder has a message of its own."""
    assert refusal(tmp_path)[0] == "is-a-directory"


@pytest.mark.parametrize("path", ["a\x00b", "a" * 5000, "\ud800"])
def test_a_path_that_no_disk_takes(path: str) -> None:
    """An impossible path is refused like any other that cannot be read."""
    assert refusal(path)[0] == "not-readable"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes in the file system here")
def test_pipes_and_devices_are_not_opened(tmp_path: Path) -> None:
    """Reading what has no end, or no beginning, is refused at once."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    assert refusal(pipe)[0] == "not-readable"
    assert refusal("/dev/zero")[0] == "not-readable"


def test_a_circle_of_links_is_not_followed(tmp_path: Path) -> None:
    """A link that leads to itself is refused."""
    link = tmp_path / "link"
    link.symlink_to(link)
    assert refusal(link)[0] == "not-readable"


def test_a_file_without_permission(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk forbids it, the message says so; other faults of the disk are told too."""
    path = tmp_path / "a.yaml"
    path.write_text("a: b")

    def forbid(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    def fail(*_: object) -> None:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr("builtins.open", forbid)
    found = refusal(path)
    monkeypatch.setattr("builtins.open", fail)
    other = refusal(path)
    monkeypatch.undo()
    assert found[0] == "not-readable"
    assert "no permission" in found[1]
    assert other[0] == "not-readable"
    assert "Input/output error" in other[1]


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    """The size alone is enough to refuse a file, and the message says how to go on."""
    path = tmp_path / "large.yaml"
    with path.open("wb") as stream:
        stream.truncate(50_000_000_000)
    code, message = refusal(path)
    assert code == "too-large"
    assert "4,000,000" in message
    assert MAX_BYTES in message


@pytest.mark.parametrize(
    ("data", "line", "column", "words"),
    [
        (b"a: b\nc: caf\xe9 bar\n", 2, 7, "0xE9"),
        ("é: ".encode() + b"\xff\n", 1, 4, "0xFF"),
        (b"\xef\xbb\xbfa: \xc3", 1, 4, "0xC3"),
        ("a: b".encode("utf-16"), 1, 1, "UTF-16"),
    ],
)
def test_bytes_that_are_not_utf8(
    tmp_path: Path, data: bytes, line: int, column: int, words: str
) -> None:
    """The message names the byte and its place, and what the file may be instead."""
    path = tmp_path / "a.yaml"
    path.write_bytes(data)
    code, message = refusal(path)
    assert code == "not-utf8"
    assert message.startswith(f"{path}:{line}:{column}: ")
    assert words in message


# -- anything at all ---------------------------------------------------------------------


def walk(source: Source) -> None:
    """Check that each place of a tree lies within its file, and that the tree is plain."""
    lines = len(source.text.splitlines()) + 2
    todo = [source.root]
    while todo:
        node = todo.pop()
        span = node.span
        assert 1 <= span.line <= span.end_line <= lines
        assert (span.line, span.column) <= (span.end_line, span.end_column)
        assert span.column <= len(source.excerpt(span)) + 1
        if isinstance(node, Listing):
            todo.extend(node.items)
        elif isinstance(node, Table):
            assert all(name == entry.key.text for name, entry in node.entries.items())
            todo.extend(entry.value for entry in node.entries.values())
    source.plain()


def try_bytes(path: Path, data: bytes) -> None:
    """Read bytes as a file; they are a source or refused, with a message that can be shown."""
    path.write_bytes(data)
    try:
        source = read(path)
    except InvalidInput as error:
        shown = str(error)
    else:
        walk(source)
        return
    assert shown
    assert shown.replace("\n", "").isprintable()


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Name one file to write over and over."""
    return tmp_path_factory.mktemp("any") / "any.yaml"


@settings(max_examples=400, deadline=None)
@given(data=st.binary(max_size=200))
@example(data=b"%YAML 1." + b"9" * 6000 + b"\n--- a")
@example(data=b'"\\UFFFFFFFF"')
@example(data=b"!<%ff> a")
def test_any_bytes_are_a_source_or_refused(scratch: Path, data: bytes) -> None:
    """Random bytes never end in any other error."""
    try_bytes(scratch, data)


@settings(max_examples=600, deadline=None)
@given(data=st.text(alphabet="ab:-?[]{}&*!|>'\"%@`#,\\ \t\n\r~é.0", max_size=60))
def test_any_yaml_is_a_source_or_refused(scratch: Path, data: str) -> None:
    """Random signs of the format never end in any other error."""
    try_bytes(scratch, data.encode())


@settings(max_examples=600, deadline=None)
@given(
    edits=st.lists(
        st.tuples(
            st.integers(0, len(CARD)),
            st.integers(0, 12),
            st.binary(max_size=3)
            | st.sampled_from([b"&a ", b"*a", b"[", b"}", b'"', b"\t", b": "]),
        ),
        min_size=1,
        max_size=4,
    )
)
def test_any_change_to_a_card_is_a_source_or_refused(
    scratch: Path, edits: list[tuple[int, int, bytes]]
) -> None:
    """A card with random cuts and insertions never ends in any other error."""
    data = CARD.encode()
    for start, length, new in edits:
        data = data[:start] + new + data[start + length :]
    try_bytes(scratch, data)
