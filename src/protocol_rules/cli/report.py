"""`protocol-rules report`."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

from protocol_rules.cli.inputs import protocols_of
from protocol_rules.cli.output import printed
from protocol_rules.diagnostics import Diagnostic, InvalidInput, did_you_mean, needs, quote
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.comparison.printed import Printed, printed_in
from protocol_rules.source import check_writable, write_whole

if TYPE_CHECKING:
    from protocol_rules.compare.picture import Picture

__all__ = ["report_command"]

_FORMATS = ("text", "json", "markdown", "html")
_WIDTH = 100


@click.command(
    "report",
    epilog="""\b
Examples:
  protocol-rules report thanet medway --topic correspondence
  protocol-rules report thanet medway --topic correspondence --format markdown""",
)
@click.argument("names", nargs=-1, metavar="[COUNCIL]...")
@click.option("--topic", metavar="TOPIC", help="Only what is about this topic.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="What to write; text on the terminal, HTML into a file.",
)
@click.option("-o", "--output", metavar="FILE", help="Write into a file.")
@click.option(
    "--sources",
    metavar="FOLDER",
    help="A folder with NAME.clauses.jsonl files, whose printed text is shown in the page.",
)
@click.option(
    "-j",
    "--jobs",
    type=click.IntRange(min=1),
    metavar="N",
    help="How many processes work at once; else one for each core.",
)
def report_command(  # noqa: PLR0913 - one parameter for each option
    *,
    names: tuple[str, ...],
    topic: str | None,
    form: str | None,
    output: str | None,
    sources: str | None,
    jobs: int | None,
) -> None:
    """Draw the picture of several councils: where they differ, how far, and who is strict.

    COUNCIL is a protocol that ships or a rule file; two or more, or none for all that ship. With
    --output it is a page in HTML that needs nothing else and no network, in which a cell opens into
    the clauses side by side, the smallest stories that show each difference, and their proofs.
    """
    chosen = form or ("text" if output is None else "html")
    if output is not None:
        check_writable(output)
    protocols = protocols_of(names)
    _check(protocols, topic, chosen, sources)
    councils = [each.council for each in protocols]
    texts: Printed = {} if sources is None else printed_in(sources, councils)
    with needs("picture", "a report on several councils"):
        from protocol_rules.compare import compare_all  # noqa: PLC0415 - few need it
        from protocol_rules.compare.picture import picture_of  # noqa: PLC0415
    compared = compare_all(protocols, topic=topic, together=True, jobs=jobs or os.cpu_count() or 1)
    picture = picture_of(protocols, compared, topic)
    if chosen == "text" and output is None:
        from protocol_rules.report.comparison.text import write_picture  # noqa: PLC0415

        with printed() as page:
            write_picture(picture, page)
        return
    data = _WRITERS[chosen](picture, texts).encode("utf-8")
    if output is None:
        click.echo(data, nl=False)
    else:
        write_whole(output, data)


def _check(
    protocols: Sequence[Protocol], topic: str | None, form: str, sources: str | None
) -> None:
    faults: list[Diagnostic] = []
    if len(protocols) == 1:
        message = f"{quote(protocols[0].council)} alone has nothing to be compared with"
        faults.append(Diagnostic("one-protocol", message, hint="name two or more councils"))
    seen: dict[str, Protocol] = {}
    for each in protocols:
        if each.council in seen:
            message = f"two protocols are named {quote(each.council)}"
            hint = f"they are {seen[each.council].file} and {each.file}"
            faults.append(Diagnostic("duplicate-protocol", message, hint=hint))
        seen[each.council] = each
    topics = protocols[0].vocabulary.topics
    if topic is not None and topic not in topics:
        hint = did_you_mean(topic, topics) or f"there are {', '.join(topics)}"
        faults.append(Diagnostic("unknown-topic", f"no topic {quote(topic)}", hint=hint))
    if sources is not None and form != "html":
        message = f"the printed text is shown in a page of HTML, not in {form}"
        hint = "--format html, or --output FILE without --format"
        faults.append(Diagnostic("no-printed-text", message, hint=hint))
    if faults:
        raise InvalidInput(faults)


def _html(picture: Picture, texts: Printed) -> str:
    from protocol_rules.report.comparison.page import comparison_page  # noqa: PLC0415

    return comparison_page(picture, texts)


def _json(picture: Picture, _: Printed) -> str:
    return json.dumps(picture.as_data(), indent=2) + "\n"


def _markdown(picture: Picture, _: Printed) -> str:
    from protocol_rules.report.comparison.markdown import picture_markdown  # noqa: PLC0415

    return picture_markdown(picture)


def _text(picture: Picture, _: Printed) -> str:
    from protocol_rules.report.comparison.text import write_picture  # noqa: PLC0415

    page = click.HelpFormatter(width=_WIDTH)
    write_picture(picture, page)
    return click.unstyle(page.getvalue())


_WRITERS: dict[str, Callable[[Picture, Printed], str]] = {
    "html": _html,
    "json": _json,
    "markdown": _markdown,
    "text": _text,
}
