"""The interview at a terminal: what is asked, and what the keys do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

import click

from protocol_rules.analysis import Interview
from protocol_rules.cli.output import printed, show
from protocol_rules.cli.picking import CircumstancePicker
from protocol_rules.cli.replies import Options, typed_line
from protocol_rules.diagnostics import InvalidInput
from protocol_rules.engine import Answer, Question, norm_in_words, stated
from protocol_rules.errors import ProtocolRulesError
from protocol_rules.norms.protocol import Protocol
from protocol_rules.report.answers import write_answers
from protocol_rules.vocabulary import Vocabulary

__all__ = ["Dialogue"]

_KEYS = (
    ("?", "don't know"),
    ("b", "back to the question before"),
    ("w", "why it is asked"),
    ("s", "the answer so far"),
    ("c", "change what it is about"),
    ("q", "finish here"),
)


class _Finished(Exception):
    """Somebody has had enough of questions."""


class Dialogue:
    """Asks until nothing more matters; `interview` holds what has been told so far."""

    def __init__(
        self, protocols: Sequence[Protocol], words: Vocabulary, today: date | None
    ) -> None:
        """Begin with nothing told."""
        self.interview = Interview(tuple(protocols), words, today=today)
        self._picker = CircumstancePicker(self.interview.circumstances, words)

    def run(self) -> None:
        """Ask; raises `EOFError` or `KeyboardInterrupt` where somebody leaves in the middle."""
        try:
            show("What is the situation about?")
            self._pick_circumstances()
            click.echo()
            with printed() as page, page.section("Reply to each question, or type"):
                page.write_dl(_KEYS)
            while (question := self.interview.question) is not None or not self._is_over():
                if question is not None:
                    self._ask(question)
        except _Finished:
            return

    def _pick_circumstances(self) -> None:
        self._picker.show_list()
        about = self._picker.pick(self.interview.about)
        if about is None:
            raise _Finished
        self.interview = self.interview.with_about(about)

    def _ask(self, question: Question) -> None:
        """Ask one question until there is a reply to it."""
        options = Options(question, self.interview)
        told = self.interview.told(question.fact.name)
        click.echo()
        with printed() as page:
            page.write_text(click.style(question.fact.question, bold=True))
            if told is not None:
                page.write_text(f"`{stated(told)}` is too wide to tell. Who was it more closely?")
            options.write(page)
        while not self._replied(question, options, typed_line("> ")):
            pass

    def _replied(self, question: Question, options: Options, typed: str) -> bool:
        """Do what somebody typed; tells whether that leaves the question behind."""
        match typed.lower():
            case "w":
                with printed() as page, page.section("It matters to"):
                    page.write_dl([*self._reasons(question)])
                return False
            case "" | "?":
                self._go_on(self.interview.leave_open(question.fact.name))
            case "b" | "c" | "s" | "q":
                self._turn_aside(typed.lower())
            case _:
                return self._took(question.fact.name, options.meant(typed))
        return True

    def _took(self, fact: str, value: object) -> bool:
        """Take a reply that fits, and say of another one why it does not."""
        try:
            after = self.interview.tell(fact, value)
        except InvalidInput as error:
            for each in error.diagnostics:
                show(each.message + (f": {each.hint}" if each.hint else ""))
            return False
        except ProtocolRulesError as error:
            show(str(error))
            return False
        self._go_on(after)
        return True

    def _turn_aside(self, key: str) -> None:
        """Do what a key stands for, after which the next question is put, or the same again."""
        match key:
            case "b" if self.interview.replies:
                self.interview = self.interview.back()
            case "s":
                click.echo()
                with printed() as page:
                    write_answers(self.interview.answers, page)
            case "q":
                raise _Finished
            case _:
                self._pick_circumstances()

    def _is_over(self) -> bool:
        """Say that there is nothing more to ask; tells whether somebody is content with that."""
        unknown = dict.fromkeys(fact for each in self.interview.answers for fact in each.missing)
        still = (
            f" What is open turns on what you do not know: {', '.join(unknown)}." if unknown else ""
        )
        click.echo()
        show(f"There is nothing more to ask.{still}")
        try:
            typed = typed_line("An empty line shows the answer; or b, c, q: ")
        except EOFError:
            return True
        if typed in ("b", "c", "s", "q"):
            self._turn_aside(typed)
            return False
        return not typed

    def _go_on(self, after: Interview) -> None:
        """Take the reply, and say in short what it did."""
        before = self.interview.answers
        self.interview = after
        counts = (
            f"{each.protocol.council} {len(each.applies)} apply, {len(each.undetermined)} open"
            for each in after.answers
        )
        with printed() as page, page.indentation():
            page.write_text(click.style("; ".join(counts), dim=True))
            for was, now in zip(before, after.answers, strict=True):
                settled = ", ".join(_settled(was, now))
                if settled:
                    told = f"now in {now.protocol.council}: {settled}"
                    page.write_text(click.style(told, dim=True))

    def _reasons(self, question: Question) -> Iterator[tuple[str, str]]:
        """Name the clauses for which a question is asked, with what each says."""
        for protocol in self.interview.protocols:
            for address in question.addresses:
                norm = protocol.norms.get(address)
                if norm is not None:
                    title = protocol.clauses[norm.clause].title
                    said = f": {norm_in_words(norm, protocol.vocabulary)}" if norm.modality else ""
                    yield f"{protocol.council}/{norm.clause}", f"{title}{said}"


def _settled(before: Answer, after: Answer) -> Iterator[str]:
    """Say of each clause with another status which one it has now."""
    old, new = before.clauses, after.clauses
    for name, each in new.items():
        if each.status is not old[name].status:
            yield f"{name} {each.status.words}"
