"""Printed clauses for tests of seals and drift: invented ones, and ways to print and edit them."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
PARTIES = ("A member", "An officer", "The Clerk", "Every councillor", "The Mayor", "A chairman")
FORCE = ("should", "must", "may", "shall", "should not")
DEEDS = (
    "answer", "copy", "publish", "lend", "file", "open", "keep", "return", "burn", "read", "weigh",
    "sign", "translate", "photograph", "hide", "measure", "paint", "count", "forward", "bind",
)  # fmt: skip
THINGS = (
    "the minutes", "a petition", "the lamp oil", "a map of the parish", "the ledger", "the bell",
    "a letter", "the goat's licence", "the seating plan", "the tea urn", "a parcel", "the flags",
    "an agenda", "the pond survey", "the old by-laws", "a receipt", "the clock", "the key",
)  # fmt: skip
TIMES = (
    "before noon", "within nine days", "at the summer fair", "on a market day", "after each vote",
    "while it rains", "in the vestry", "without delay", "once a year", "with a witness present",
)  # fmt: skip


@dataclass(frozen=True)
class Printed:
    """A clause as a clause file has it."""

    id: str
    text: str
    heading: str = ""

    @property
    def root(self) -> str:
        """The number at the beginning of its id."""
        found = re.match(r"\d+(?:\.\d+)*", self.id)
        return found.group() if found else ""

    @property
    def label(self) -> str:
        """What is printed before it."""
        rest = self.id.removeprefix(self.root)
        marks = re.findall(r"\((?!row)\w+\)", rest)
        return marks[-1] if marks else self.root if not rest else ""


Edit = tuple[Printed, ...]


def sources() -> list[Path]:
    """Give the clause files of the real protocols, where they lie beside the checkout."""
    return sorted(SOURCES.glob("*.clauses.jsonl"))


def read(path: Path) -> tuple[Printed, ...]:
    """Read a clause file."""
    found = (json.loads(line) for line in path.read_text("utf-8").splitlines())
    return tuple(Printed(each["id"], each["text"], each["heading"]) for each in found)


def invented(lots: random.Random) -> tuple[Printed, ...]:
    """Invent a protocol: sections, numbered clauses, lists, and paragraphs without a number."""
    clauses: list[Printed] = []
    for section in range(1, lots.randint(3, 6)):
        heading = f"{lots.choice(('Of', 'On', 'About'))} {lots.choice(THINGS)} in part {section}"
        for number in range(1, lots.randint(3, 7)):
            clauses += _clause(f"{section}.{number}", heading, lots)
    said: set[str] = set()
    return tuple(each for each in clauses if not (each.text in said or said.add(each.text)))


def _clause(number: str, heading: str, lots: random.Random) -> list[Printed]:
    kind = lots.choice(("plain", "plain", "list", "paragraphs"))
    if kind == "plain":
        return [Printed(number, _sentence(lots), heading)]
    if kind == "paragraphs":
        return [
            Printed(number, _sentence(lots), heading),
            Printed(f"{number}.p2", _sentence(lots), heading),
        ]
    lead_in = f"{lots.choice(PARTIES)} {lots.choice(FORCE)} {lots.choice(TIMES)}:"
    deeds = lots.sample(DEEDS, lots.randint(2, 4))
    items = [
        Printed(f"{number}({letter})", f"{deed} {lots.choice(THINGS)};", heading)
        for letter, deed in zip("abcd", deeds, strict=False)
    ]
    return [Printed(number, lead_in, heading), *items]


def _sentence(lots: random.Random) -> str:
    one = f"{lots.choice(PARTIES)} {lots.choice(FORCE)} {lots.choice(DEEDS)} {lots.choice(THINGS)}"
    if lots.random() < 0.4:
        return f"{one} {lots.choice(TIMES)}."
    other = f"{lots.choice(PARTIES).lower()} {lots.choice(FORCE)} {lots.choice(DEEDS)} it"
    return f'{one} {lots.choice(TIMES)} - and {other} {lots.choice(TIMES)}, if it\'s "wanted".'


def as_clause_file(clauses: Sequence[Printed]) -> str:
    """Write a clause file."""
    lines = ({"id": e.id, "heading": e.heading, "text": e.text} for e in clauses)
    return "".join(f"{json.dumps(line)}\n" for line in lines)


def as_text(clauses: Sequence[Printed]) -> str:
    """Print as plain text, with an empty line between paragraphs."""
    return "\n\n".join(_paragraphs(clauses, "")) + "\n"


def as_markdown(clauses: Sequence[Printed]) -> str:
    """Print as Markdown, with marked headings."""
    return "\n\n".join(_paragraphs(clauses, "## ")) + "\n"


def _paragraphs(clauses: Sequence[Printed], mark: str) -> list[str]:
    printed: list[str] = []
    above = ""
    for each in clauses:
        if each.heading != above:
            printed += [f"{mark}{part}" for part in _fresh(each.heading, above)]
            above = each.heading
        printed.append(f"{each.label} {each.text}".strip())
    return printed


def _fresh(heading: str, above: str) -> list[str]:
    parts, before = heading.split(" / "), above.split(" / ")
    same = 0
    while parts[: same + 1] == before[: same + 1] and same < len(parts):
        same += 1
    return parts[same:]


def with_word_changed(clauses: Sequence[Printed], at: int, lots: random.Random) -> Edit:
    """Put another word in the place of one."""
    spots = list(re.finditer(r"\w+", clauses[at].text))
    spot = lots.choice(spots)
    text = clauses[at].text
    return changed(clauses, at, f"{text[: spot.start()]}xylophone{text[spot.end() :]}")


def changed(clauses: Sequence[Printed], at: int, text: str) -> Edit:
    """Put another text in the place of one."""
    return (*clauses[:at], replace(clauses[at], text=text), *clauses[at + 1 :])


def swapped(clauses: Sequence[Printed], one: int, other: int) -> Edit:
    """Let two clauses change places, with their numbers."""
    order = list(clauses)
    order[one], order[other] = order[other], order[one]
    return tuple(order)


def renumbered(clauses: Sequence[Printed], by: int = 1) -> Edit:
    """Count the sections on by some."""

    def on(number: str) -> str:
        first, dot, rest = number.partition(".")
        return f"{int(first) + by}{dot}{rest}"

    return tuple(
        replace(e, id=on(e.root) + e.id.removeprefix(e.root), heading=_counted_on(e.heading, on))
        if e.root
        else e
        for e in clauses
    )


def _counted_on(heading: str, on: Callable[[str], str]) -> str:
    return re.sub(r"(?:^|(?<= / ))\d+(?:\.\d+)*", lambda found: on(found.group()), heading)


def respaced(text: str, lots: random.Random) -> str:
    """Change blanks, line breaks, dashes and quotation marks, and nothing else."""

    def blank(found: re.Match[str]) -> str:
        return (
            lots.choice((" ", "  ", " \t", "\u00a0", "\u2009 "))
            if "\n" not in found[0]
            else found[0]
        )

    text = re.sub(r"(?<=\S) +(?=\S)", blank, text)
    text = re.sub(r"(?<=\w)-(?=\w)", lambda _: lots.choice("-\u2010\u2011\u2013"), text)
    text = re.sub(r"(?<= )[-\u2013](?= )", lambda _: lots.choice("-\u2013\u2014"), text)
    text = re.sub(r"['\u2019]", lambda _: lots.choice("'\u2019"), text)
    return re.sub(r'["\u201c\u201d]', lambda _: lots.choice('"\u201c\u201d'), text)
