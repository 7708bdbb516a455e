"""`protocol-rules coverage`."""

import builtins
import json
import re
import stat
import sys
from collections import defaultdict
from html.parser import HTMLParser
from pathlib import Path

import pytest

SCENARIOS = """
    scenarios:
      - name: a light parcel comes by post
        protocol: littleton
        given:
          parcel.from: member
          parcel.is_heavy: false
          parcel.left_on: 2024-03-01
          parcel.opened_on: 2024-03-20
        expect: {applies: ["2", "3"]}
      - name: a heavy <b>parcel</b> comes by post
        protocol: littleton
        given: {parcel.from: member, parcel.is_heavy: true}
        expect: {applies: ["2(a)"], lifted: ["2"], undetermined: ["4(a)"]}
"""


@pytest.fixture
def bank(write, tmp_path):
    """Give a folder with two scenarios."""
    write(SCENARIOS, "parcels.yaml")
    return str(tmp_path)


def test_it_counts_what_is_shown(run, littleton, bank):
    """Each line says how much of a kind is shown, and what cannot be."""
    result = run("coverage", bank, "-p", littleton)

    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["deadlines", "1", "of", "1", "100.0%"] in lines
    assert ["exceptions", "1", "of", "1", "100.0%"] in lines
    assert lines[0][-2:] == ["2", "scenarios"]


def test_what_is_missing_is_listed_with_its_place(run, littleton, bank):
    """An editor opens the line; the words say what is lacking."""
    stdout = run("coverage", bank, "-p", littleton, "--missing").stdout
    text = Path(littleton).read_text("utf-8").splitlines()
    places = [
        (int(found[1]), found[2])
        for found in re.finditer(r"littleton\.yaml:(\d+): (\S+?),? ", stdout)
    ]
    kind = next(number for number, line in enumerate(text, start=1) if "kind: {bearer" in line)

    assert (kind, "littleton/1#kind") in places
    assert "`parcel.from is member` is no, and decides alone: it is never no" in stdout
    assert run("coverage", bank, "-p", littleton).stdout in stdout


def test_all_shipped_protocols_are_measured_by_the_scenarios_that_are_there(run):
    """Without arguments it is `tests/scenarios` and every protocol."""
    result = run("coverage")

    assert result.exit_code == 0
    assert result.stdout.count(" scenarios\n") == 5


def test_a_protocol_that_is_not_spoken_of_is_left_out(run):
    """Part of a bank is held against its own protocol; whoever names another has it measured."""
    bank = "tests/scenarios/medway/media.yaml"
    result = run("coverage", bank)

    assert result.stdout.count(" scenarios\n") == 1
    assert "(thanet): 0 scenarios" in run("coverage", bank, "-p", "thanet").stdout


def test_json_tells_norms_clauses_and_goals(run, littleton, bank):
    """The figures are those of the goals that are listed."""
    (data,) = json.loads(run("coverage", bank, "-p", littleton, "--format", "json").stdout)

    assert data["protocol"] == "littleton"
    assert data["scenarios"] == 2
    states = [goal["state"] for goal in data["goals"] if goal["kind"] == "mcdc"]
    assert data["figures"]["mcdc"]["met"] == states.count("met")
    assert data["figures"]["mcdc"]["of"] == states.count("met") + states.count("unmet")
    assert data["norms"]["littleton/2#open"]["awake"] == 2
    assert data["clauses"]["2"]["exceptions"]["met"] == 1
    first = {goal["first"] for goal in data["goals"] if goal["state"] == "met"}
    assert first <= {"a light parcel comes by post", "a heavy <b>parcel</b> comes by post"}
    assert all(goal["lacking"] for goal in data["goals"] if goal["state"] != "met")


def records(text):
    """Read LCOV back: for each file its lines, branches and sums."""
    found = {}
    for line in text.splitlines():
        key, _, rest = line.partition(":")
        if key == "SF":
            record = found[rest] = {"DA": {}, "BRDA": defaultdict(dict), "FNDA": {}, "FN": {}}
        elif key == "DA":
            number, times = map(int, rest.split(","))
            assert number not in record["DA"]
            record["DA"][number] = times
        elif key == "BRDA":
            number, block, branch, taken = rest.split(",")
            assert (block, branch) not in record["BRDA"][int(number)]
            record["BRDA"][int(number)][block, branch] = 0 if taken == "-" else int(taken)
        elif key in ("FN", "FNDA"):
            number, name = rest.split(",", 1)
            record[key][name] = int(number)
        elif key in ("BRF", "BRH", "LF", "LH", "FNF", "FNH"):
            record[key] = int(rest)
    return found


def test_lcov_reads_back(run):
    """Its sums are those of its lines, branches and norms, and each line is one of the file."""
    chosen = ("-p", "medway", "-p", "wolverhampton")
    found = records(run("coverage", *chosen, "--format", "lcov").stdout)
    data = json.loads(run("coverage", *chosen, "--format", "json").stdout)

    assert [*found] == [each["file"] for each in data]
    for each in data:
        record = found[each["file"]]
        taken = [times for some in record["BRDA"].values() for times in some.values()]
        assert (len(taken), sum(times > 0 for times in taken)) == (record["BRF"], record["BRH"])
        assert record["BRF"] == each["figures"]["mcdc"]["of"]
        assert record["BRH"] == each["figures"]["mcdc"]["met"]
        assert record["LF"] == len(record["DA"])
        assert record["LH"] == sum(times > 0 for times in record["DA"].values())
        assert record["FN"].keys() == record["FNDA"].keys()
        assert record["FNF"] == len(record["FN"])
        assert record["BRDA"].keys() <= record["DA"].keys()
        lines = Path(each["file"]).read_text("utf-8").splitlines()
        assert all(lines[number - 1].strip() for number in record["DA"])


def test_markdown_is_a_table_with_a_row_for_each_protocol(run, littleton, bank):
    """What is missing lies folded below, and no text breaks the table."""
    result = run("coverage", bank, "-p", littleton, "--format", "markdown", "--missing")
    table, _, below = result.stdout.partition("<details>")
    rows = [line for line in table.splitlines() if line.startswith("|")]

    assert len(rows) == 3
    assert len({row.count("|") for row in rows}) == 1
    assert "`littleton`" in rows[2]
    assert {row.count("|") for row in below.splitlines() if row.startswith("|")} == {5}


class Page(HTMLParser):
    """The rows of a page, and everything that it would have to fetch."""

    def __init__(self):
        super().__init__()
        self.tags = []
        self.classes = {}
        self.fetched = []

    def handle_starttag(self, tag, attrs):
        """Note a tag."""
        told = dict(attrs)
        self.tags.append(tag)
        if tag == "tr" and "id" in told:
            self.classes[told["id"]] = told.get("class", "")
        self.fetched += [value for key, value in attrs if key in ("src", "srcset")]
        self.fetched += [told["href"]] if not told.get("href", "#").startswith("#") else []


def test_the_page_shows_each_line_and_fetches_nothing(run, littleton, bank, tmp_path):
    """Each line of the rule file is one row, coloured by what of it is shown."""
    target = tmp_path / "page.html"
    run("coverage", bank, "-p", littleton, "--format", "html", "--output", str(target))
    page = Page()
    page.feed(text := target.read_text("utf-8"))
    lines = Path(littleton).read_text("utf-8").split("\n")

    assert page.fetched == []
    assert "script" not in page.tags
    assert "link" not in page.tags
    assert len(page.classes) == len(lines)
    assert "prefers-color-scheme: dark" in text
    by_line = {
        lines[int(key.partition("-")[2]) - 1].strip(): each for key, each in page.classes.items()
    }
    assert by_line["kind: {bearer: [member, officer], must: be_kind}"] == "unmet"
    assert by_line["deadline: 5 working days after parcel.left_on"] == "met"
    assert by_line["when: {parcel.from: member}"] == "partly"
    assert by_line["bearer: officer"] == ""


def test_the_page_takes_no_text_of_a_file_for_html(run, write):
    """A rule file may hold what looks like a tag."""
    rules = write(
        """
        council: sly
        name: "<script>alert(1)</script>"
        title: A protocol
        clauses:
          - {id: "1", title: "</code><img src=x>", kind: statement}
        """,
        "sly.yaml",
    )
    bank = write("given: {enquiry.from: member}", "bank.yaml")
    text = run("coverage", bank, "-p", rules, "--format", "html").stdout
    assert "<script" not in text
    assert "<img" not in text
    assert "&lt;img src=x&gt;" in text


def test_without_jinja2_the_page_says_what_to_install(run, littleton, bank, monkeypatch):
    """Whoever wants no page needs no template engine."""
    real = builtins.__import__

    def refusing(name, *rest, **more):
        if name == "jinja2":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.delitem(sys.modules, "jinja2", raising=False)
    monkeypatch.setattr(builtins, "__import__", refusing)
    result = run("coverage", bank, "-p", littleton, "--format", "html")

    assert result.exit_code == 2
    assert "not-installed" in result.stderr
    assert "protocol-rules[report]" in result.stderr
    assert run("coverage", bank, "-p", littleton).exit_code == 0


def test_a_threshold_fails_and_says_which_and_by_how_much(run, littleton, bank):
    """The report is written all the same."""
    least = ("--fail-under-norms", "99", "--fail-under-deadlines", "100")
    result = run("coverage", bank, "-p", littleton, *least)

    assert result.exit_code == 1
    assert re.fullmatch(r"littleton: norms \d+\.\d% is below 99%\n", result.stderr)
    assert "deadlines" in result.stdout


def test_a_threshold_that_is_met_is_quiet(run, littleton, bank):
    """Exactly as much as is asked for is enough."""
    result = run("coverage", bank, "-p", littleton, "--fail-under-exceptions", "100")

    assert (result.exit_code, result.stderr) == (0, "")


def test_a_share_is_not_rounded_up_to_its_threshold(run, littleton, bank):
    """What is shown of a share that is too small is below the threshold too."""
    shares = json.loads(run("coverage", bank, "-p", littleton, "--format", "json").stdout)
    figure = shares[0]["figures"]["mcdc"]
    share = 100 * figure["met"] / figure["of"]
    result = run("coverage", bank, "-p", littleton, "--fail-under-mcdc", repr(share + 1e-9))

    assert result.exit_code == 1


@pytest.mark.parametrize("asked", ["-1", "101", "nan", "much"])
def test_a_threshold_is_a_share(run, asked):
    """More than all of it cannot be asked for."""
    result = run("coverage", "--fail-under-norms", asked)
    assert result.exit_code == 2


def test_a_file_that_is_written_is_plain_and_readable(run, littleton, bank, tmp_path, monkeypatch):
    """It replaces the one before it whole, and leaves nothing beside it."""
    folder = tmp_path / "out"
    folder.mkdir()
    target = folder / "coverage.txt"
    target.write_text("old", "utf-8")
    monkeypatch.setenv("FORCE_COLOR", "1")
    result = run("coverage", bank, "-p", littleton, "-o", str(target))

    assert result.stdout == ""
    assert "norms" in target.read_text("utf-8")
    assert "\x1b" not in target.read_text("utf-8")
    assert [*folder.iterdir()] == [target]
    assert stat.S_IMODE(target.stat().st_mode) & stat.S_IRUSR


def test_an_output_that_cannot_be_written_is_told(run, littleton, bank, tmp_path):
    """Neither a folder that is not there nor a folder in place of the file ends in a traceback."""
    for output in (tmp_path / "nowhere" / "page.txt", tmp_path):
        result = run("coverage", bank, "-p", littleton, "-o", str(output))
        assert result.exit_code == 2
        assert "not-writable" in result.stderr
    assert not [each for each in tmp_path.iterdir() if each.name.startswith(".")]


BAD = [
    (("nowhere.yaml",), "nowhere.yaml"),
    (("tests/docs",), "no-scenario"),
    (("rules/medway.yaml",), "rules/medway.yaml"),
    (("examples/late_answer.yaml",), "nothing-expected"),
    (("-p", "medwai"), "did you mean `medway`"),
    (("-p", "medway", "-p", "rules/medway.yaml"), "duplicate-protocol"),
]


@pytest.mark.parametrize(("arguments", "told"), BAD)
def test_bad_input_is_told(run, arguments, told):
    """One message, and exit code 2."""
    result = run("coverage", *arguments)

    assert result.exit_code == 2
    assert told in result.stderr
    assert result.stdout == ""


def test_where_there_are_no_scenarios_it_says_so(run, monkeypatch, tmp_path):
    """Outside a checkout the bank has to be named."""
    monkeypatch.chdir(tmp_path)
    result = run("coverage")

    assert result.exit_code == 2
    assert "no-scenario" in result.stderr
