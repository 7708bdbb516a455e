"""The report in a real browser: filters, cells, links, keys, and nothing run that is only text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import chromium
import pytest
from side_by_side import hostile_picture, invented

from protocol_rules import load
from protocol_rules.compare.picture import Picture, picture_of
from protocol_rules.drift.clause_file import PrintedClause
from protocol_rules.report.comparison.page import comparison_page
from protocol_rules.resolve import shipped

pytestmark = pytest.mark.skipif(
    bool(chromium.why_not()), reason=chromium.why_not() or "there is one"
)

PRINTED = "Printed </script><script>window.broken = 'print'</script> <b>text</b>"
ADVICE = "advice"


class Looked:
    """A page that is open, and all that went wrong with it."""

    def __init__(self, context, file: Path) -> None:
        self.page = context.new_page()
        self.wrong: list[str] = []
        self.asked: list[str] = []
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("console", lambda message: self.wrong.append(message.text))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.address = file.as_uri()
        self.page.goto(self.address)

    def cell(self, council: str, topic: str):
        """Give the cell of a council and a topic."""
        return self.page.locator(f'.cell[data-council="{council}"][data-topic="{topic}"]')

    def figures(self) -> list[str]:
        """Give what all cells say that are shown."""
        return [
            " ".join(each.split()) for each in self.page.locator(".cell:visible").all_inner_texts()
        ]

    def everything(self) -> None:
        """Open whatever can be opened."""
        for number in range(self.page.locator("tr[data-topic]").count()):
            self.page.locator("tr[data-topic]").nth(number).locator(".cell").first.click()
        for each in (".point", ".pair", "details"):
            self.open(each)

    def open(self, kind: str) -> None:
        """Open all of a kind, and wait until they are filled."""
        self.page.evaluate(
            "(kind) => { for (const each of document.querySelectorAll(kind)) each.open = true; }",
            kind,
        )
        for _ in range(1000):
            if self.page.evaluate(
                "[...document.querySelectorAll('details[open]')].every((e) => e.children[1])"
            ):
                return
            self.page.wait_for_timeout(10)
        pytest.fail(f"what is open stays empty: {self.wrong}")


@pytest.fixture(scope="module")
def context():
    """Start the browser once."""
    with chromium.browser() as started:
        yield started


def written(folder: Path, picture: Picture, printed=None) -> Path:
    """Write a report into a folder."""
    file = folder / "report.html"
    file.write_text(comparison_page(picture, printed), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def hostile_file(tmp_path_factory) -> Path:
    """Write the report of two protocols whose every text holds HTML."""
    printed = {"alpha": {"1": PrintedClause("1", PRINTED, ("<b>Head</b>",), 1)}}
    return written(tmp_path_factory.mktemp("hostile"), hostile_picture(), printed)


@pytest.fixture(scope="module")
def shipped_file(tmp_path_factory) -> Path:
    """Write the report of all protocols that ship."""
    protocols = tuple(map(load, shipped()))
    return written(
        tmp_path_factory.mktemp("shipped"), picture_of(protocols, invented(protocols, {}))
    )


@pytest.fixture
def hostile(context, hostile_file) -> Iterator[Looked]:
    """Open the report of the two, and see at the end that nothing went wrong with it."""
    yield from looked_at(context, hostile_file)


@pytest.fixture
def councils(context, shipped_file) -> Iterator[Looked]:
    """Open the report of the shipped protocols, and see at the end that nothing went wrong."""
    yield from looked_at(context, shipped_file)


def looked_at(context, file: Path) -> Iterator[Looked]:
    """Open a page; whatever is done with it, no script fails, and nothing else is asked for."""
    looked = Looked(context, file)
    yield looked
    assert looked.wrong == []
    assert {each.partition("#")[0] for each in looked.asked} == {looked.address}
    looked.page.close()


def test_html_in_a_rule_file_shows_as_text(hostile):
    """Titles, gists, phrases, names of stories, printed text: all as written, none of it run."""
    hostile.everything()
    text = hostile.page.locator("body").text_content()

    for each in (
        "<i>alpha</i> & co",
        "</script><script>window.broken = 'clause'</script>",
        "A gist with <em>marks</em> & an end </script><!-- of it",
        "Whether <b>heavy</b> is heavy",
        "open <u>it</u>",
        "<i>soon</i>",
        "Is it <b>heavy</b>? <img src=x onerror=broken=1>",
        "<script>window.broken = 'story'</script>",
        PRINTED,
        "<b>Head</b>",
    ):
        assert each in text, each
    assert hostile.page.evaluate("window.broken") is None
    assert hostile.page.locator("img, main i, main u, .opened em, .opened script").count() == 0
    assert hostile.page.title().startswith("<i>alpha</i> & co")


def test_what_somebody_put_into_the_page_would_not_run(hostile):
    """The policy of the page lets no script run but its own, and nothing be fetched."""
    hostile.page.evaluate(
        """() => {
            const script = document.createElement("script");
            script.textContent = "window.broken = 'inline'";
            document.body.append(script);
            const picture = document.createElement("img");
            picture.src = "http://127.0.0.1:9/broken.png";
            document.body.append(picture);
        }"""
    )
    hostile.page.wait_for_timeout(50)

    assert hostile.page.evaluate("window.broken") is None
    assert len(hostile.wrong) == 2
    assert all("Content Security Policy" in each for each in hostile.wrong)
    hostile.wrong.clear()
    hostile.asked[1:] = []


def test_a_cell_opens_into_clauses_witnesses_and_proofs(hostile):
    """Both councils side by side, the story that shows the difference, and why on either side."""
    hostile.cell("beta", "correspondence").click()
    opened = hostile.page.locator(".opened")
    assert hostile.cell("beta", "correspondence").get_attribute("aria-expanded") == "true"
    first = opened.locator(".point").first
    first.locator("> summary").click()

    assert first.locator(".sides").first.locator("h4").all_inner_texts() == [
        "<i>beta</i> & co",
        "<i>alpha</i> & co",
    ]
    assert "An officer should open <u>it</u>" in first.inner_text()
    pair = first.locator(".pair")
    assert pair.locator("> summary").inner_text().startswith("<i>beta</i> & co is looser than")
    pair.locator("> summary").click()
    pair.locator(".facts").wait_for()
    assert pair.locator(".facts dd").all_inner_texts() == ["yes"]
    assert pair.locator("h4 + p").all_inner_texts() == [
        "An officer must open <u>it</u>",
        "An officer should open <u>it</u>",
    ]
    assert pair.locator(".proof").first.inner_text().split("\\n")[0].startswith("yes")
    assert "alpha/1#open is effective" in pair.locator(".proof").first.inner_text()
    pair.locator("details > summary").click()
    assert "parcel.is_heavy: true" in pair.locator("pre").inner_text()
    blocks = first.locator("blockquote")
    assert blocks.all_inner_texts() == [PRINTED]

    hostile.cell("beta", "correspondence").click()
    assert opened.count() == 0


def test_filters_leave_what_is_asked_for(councils):
    """Topic, role, force and company narrow the cells; showing all brings back what was."""
    page, before = councils.page, councils.figures()
    count = page.locator("#count")
    whole = count.inner_text()

    page.select_option("#topic", ADVICE)
    assert page.locator("tr[data-topic]:visible").count() == 1
    page.select_option("#topic", "")
    page.select_option("#role", "chief_executive")
    narrowed = councils.figures()
    assert narrowed != before
    page.select_option("#role", "officer")
    assert narrowed != councils.figures()
    page.select_option("#role", "")
    page.select_option("#force", "should")
    councils.cell("thanet", ADVICE).click()
    page.locator(".opened .every").click()
    points = page.locator(".opened .point")
    councils.open(".point")
    assert points.count()
    assert all(" should " in each for each in points.all_inner_texts())
    page.check("#shared")
    for each in points.all():
        assert "," in each.locator("small").first.inner_text()
    assert whole != count.inner_text()
    page.click("text=Show all")
    page.locator("#count", has_text=whole).wait_for()
    page.locator(".opened .close").click()
    assert councils.figures() == before


def test_the_script_says_of_a_cell_what_the_page_said_without_it(context, shipped_file, councils):
    """Where scripts do not run, the matrix is the same."""
    with_scripts = councils.figures()
    page = context.new_page()
    page.set_content(shipped_file.read_text("utf-8").split("<script>")[0])
    without = [" ".join(each.split()) for each in page.locator(".cell").all_inner_texts()]
    page.close()

    assert with_scripts == without


def test_links_open_cells_and_clauses(councils):
    """An address may end in a cell or a clause; a clause opens over the page, and closes again."""
    page = councils.page
    page.goto(f"{councils.address}#cell/thanet/{ADVICE}")
    assert page.locator(".opened h3").inner_text().startswith(load("thanet").name)

    page.locator(".opened .point > summary").first.click()
    link = page.locator(".side a").first
    link.click()
    dialog = page.locator("dialog")
    assert dialog.is_visible()
    assert link.inner_text() in dialog.locator("h2").inner_text()
    assert page.evaluate("document.activeElement.id") == "clause-title"  # it is read from its top
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate("location.hash") == ""
    page.locator("#lifting a[href^='#clause/']").first.click()
    assert dialog.is_visible()
    page.locator("dialog button").click()

    for broken in ("#clause/nowhere/1", "#cell/nobody/nothing", "#clause/%E0%A4%A", "#%"):
        page.evaluate("(hash) => { location.hash = hash; }", broken)
        assert not dialog.is_visible()


def test_every_link_within_the_page_leads_somewhere(councils):
    """Each goes to an element, or to a clause that is in the data."""
    councils.cell("thanet", ADVICE).click()
    councils.open("details")
    lost = councils.page.evaluate(
        """() => {
            const clauses = JSON.parse(document.getElementById("data").textContent).clauses;
            const leads = (hash) => hash.startsWith("clause/")
                ? decodeURIComponent(hash.slice("clause/".length)) in clauses
                : document.getElementById(hash) !== null;
            return [...document.querySelectorAll("a")].map((each) => each.getAttribute("href"))
                .filter((each) => !each.startsWith("#") || !leads(each.slice(1)));
        }"""
    )

    assert lost == []


def test_the_matrix_is_read_with_the_keyboard(councils):
    """Arrows go from cell to cell, Enter opens, Escape closes and gives back the cell."""
    page = councils.page
    first = page.locator(".cell").first
    first.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    at = page.evaluate("document.activeElement.id")
    second = page.locator("tr[data-topic]").nth(1).locator(".cell").first
    assert at == second.get_attribute("id")

    page.keyboard.press("Enter")
    assert second.get_attribute("aria-expanded") == "true"
    page.keyboard.press("Tab")
    page.locator(".opened summary").first.focus()
    page.keyboard.press("Enter")
    assert page.locator(".opened .point").first.get_attribute("open") is not None
    page.keyboard.press("Escape")
    assert page.locator(".opened").count() == 0
    assert page.evaluate("document.activeElement.id") == at


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_an_accessibility_checker_finds_nothing(hostile, scheme):
    """Everything open, in light and dark, with axe-core in the page."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    hostile.page.emulate_media(color_scheme=scheme)
    hostile.everything()
    found = axe.run(hostile.page)

    assert found.violations_count == 0, found.generate_report()
    hostile.page.locator(".side a").first.click()
    assert axe.run(hostile.page).violations_count == 0


def test_a_large_report_passes_the_checker_too(councils):
    """The whole matrix, the drawings and the tables of the shipped protocols."""
    axe = pytest.importorskip("axe_playwright_python.sync_playwright").Axe()
    found = axe.run(councils.page)

    assert found.violations_count == 0, found.generate_report()


@pytest.mark.parametrize("width", [320, 1300])
def test_no_page_is_wider_than_the_screen(councils, width):
    """Tables scroll within themselves; the page does not."""
    councils.page.set_viewport_size({"width": width, "height": 800})
    councils.cell("thanet", ADVICE).click()
    councils.page.locator(".opened .every").click()

    assert councils.page.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_open_is_printed_on_light_ground(hostile):
    """On paper there are no filters and no buttons, and dark screens print as light ones do."""
    hostile.everything()
    hostile.page.emulate_media(media="print", color_scheme="dark")

    assert not hostile.page.locator("#filters").is_visible()
    assert not hostile.page.locator(".opened .close").first.is_visible()
    assert hostile.page.locator("blockquote").first.is_visible()
    ground = "getComputedStyle(document.body).backgroundColor"
    assert hostile.page.evaluate(ground) == "rgb(255, 255, 255)"
