"""A promised date that is later than the clock allows."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH, dates_where

_PROMISE = re.compile(
    r"\b(?:antwoord\w*|reactie|reageren|reageer|hoort|hoor|besluit|beslissing|uitsluitsel|termijn"
    r"|krijgt|krijg|ontvangt|"
    r"laten? (?:u|je|het)\b[^.]{0,30}\bweten|answer|hear from us|period)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:bewa\w+|reservekopie\w*|back-?ups?|vragen wij|wij vragen|laat ons|please answer|register)\b",
    re.IGNORECASE,
)
_ROLL = timedelta(days=5)
"""No run of weekend and holidays in NL or BE moves a date by more than five days."""


def limit(draft: Draft) -> date | None:
    """Return the last date an answer may be promised for: the extended one where this letter extends."""
    case = draft.facts.case
    if LetterKind.EXTENSION not in draft.kinds:
        return case.due
    return case.extended_due or _three_months(case.received) + _ROLL


def _three_months(received: date) -> date:
    year, month = received.year + (received.month + 2) // 12, (received.month + 2) % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(received.day, last))


def _promises_answer(sentence: str) -> bool:
    return bool(_PROMISE.search(sentence)) and not _OTHER.search(sentence)


def _check(draft: Draft) -> Iterable[Hit]:
    last = limit(draft)
    if last is None:
        return
    for found in dates_where(draft.body, _promises_answer):
        if found.value > last:
            what = f"{in_words(found.value)} is later dan de laatste dag, {in_words(last)}"
            yield Hit(what, found.start, found.end)


RULE = Rule(
    "late_date",
    why="art. 12 lid 3 AVG: één maand, na tijdig bericht drie",
    how="Noem een datum op of vóór de laatste dag.",
    check=_check,
    languages=BOTH,
)
