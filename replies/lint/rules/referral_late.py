"""A request forwarded to the controller later than the day it came."""

from collections.abc import Iterable

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import dates_where


def _check(draft: Draft) -> Iterable[Hit]:
    received = draft.facts.case.received
    for found in dates_where(draft.body, lambda sentence: "doorgestuurd" in sentence):
        if found.value > received:
            what = f"Doorgestuurd op {in_words(found.value)}, ontvangen op {in_words(received)}"
            yield Hit(what, found.start, found.end)


RULE = Rule(
    "referral_late",
    why="art. 28 lid 3 onder e AVG; LEGAL.md (c) 16: dezelfde dag",
    how="Leg uit waarom het later is doorgestuurd, of verbeter de datum.",
    check=_check,
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.PROCESSOR_REFERRAL}),
)
