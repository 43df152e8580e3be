"""A request forwarded to the controller later than the day it came."""

from collections.abc import Iterable

from replies.dates import find_dates, in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule, Severity
from replies.lint.reading import sentences


def _check(draft: Draft) -> Iterable[Hit]:
    received = draft.facts.case.received
    for sentence in sentences(draft.body):
        if "doorgestuurd" not in sentence.text:
            continue
        for found in find_dates(sentence.text):
            if found.value > received:
                what = f"Doorgestuurd op {in_words(found.value)}, ontvangen op {in_words(received)}"
                yield Hit(what, sentence.start + found.start, sentence.start + found.end)


RULE = Rule(
    "referral_late",
    why="art. 28 lid 3 onder e AVG; LEGAL.md (c) 16: dezelfde dag",
    how="Leg uit waarom het later is doorgestuurd, of verbeter de datum.",
    check=_check,
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.PROCESSOR_REFERRAL}),
)
