"""The picture of several councils as a page in HTML that needs nothing else, and no network."""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Mapping
from hashlib import sha256
from importlib.resources import files
from itertools import combinations

from protocol_rules.comparison.picture import Picture
from protocol_rules.comparison.points import Standing
from protocol_rules.diagnostics import needs
from protocol_rules.report.comparison import words
from protocol_rules.report.comparison.cells import FORCES, cells_as_data
from protocol_rules.report.comparison.drawing import (
    bar,
    lifting_drawing,
    map_drawing,
    tree_drawing,
)
from protocol_rules.report.comparison.printed import Printed

__all__ = ["comparison_page"]

_MOST_PAIRS = 15
"""Of how many pairs the page shows the distances topic by topic."""
_HIDDEN = str.maketrans({each: f"\\u{ord(each):04x}" for each in "<>&\u2028\u2029"})


def comparison_page(picture: Picture, printed: Printed | None = None) -> str:
    """Write the page; `printed` holds the printed text of clauses, where the user has it.

    Raises `InvalidInput` where Jinja2 is not installed.
    """
    with needs("picture", "a page in HTML"):
        from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - few need it
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    data = cells_as_data(picture, printed or {})
    names = {each.council: each.name for each in picture.protocols}
    roles = {each.role for each in picture.points}
    style, script = _template("page.css"), _template("page.js")
    pairs = [*combinations(names, 2)]
    return environment.from_string(_template("page.html")).render(
        picture=picture,
        names=names,
        roles=_phrases(roles, picture.words.roles.roles),
        forces=FORCES,
        standings=[*Standing],
        words=words,
        bar=bar,
        map=map_drawing(picture.alike, names),
        tree=tree_drawing(picture.alike, names),
        lifting=[(each, lifting_drawing(each)) for each in picture.lifting],
        pairs=pairs if len(pairs) <= _MOST_PAIRS else [],
        has_printed=bool(printed),
        style=style,
        script=script,
        style_hash=_digest(style),
        script_hash=_digest(script),
        data=_embedded({**data, "signs": words.SIGNS, "words": words.WORDS}),
    )


def _template(name: str) -> str:
    folder = files("protocol_rules.report.comparison").joinpath("templates")
    return folder.joinpath(name).read_text("utf-8")


def _digest(text: str) -> str:
    """Name a style or script for the page's policy, which lets no other run."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _embedded(data: object) -> str:
    """Write JSON that cannot end the element in which it stands, whatever it holds."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).translate(_HIDDEN)


def _phrases(names: set[str], roles: Mapping[str, object]) -> dict[str, str]:
    """Give the roles by which to pick, in the order of the alphabet."""
    told = {name: getattr(roles.get(name), "phrase", name.replace("_", " ")) for name in names}
    return dict(sorted(told.items(), key=lambda each: each[1]))
