"""A deed reported as done on a day that is still to come."""

import re
from collections.abc import Iterable

from replies.dates import find_dates, in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import sentences

_K = LetterKind
_DONE = re.compile(
    r"\b(?:hebben|zijn)\b.{0,300}\b(?:verwijderd|gewist|aangepast|verbeterd|beperkt|gestopt|doorgestuurd"
    r"|ingelicht)\b"
    r"|\b(?:verwijderden|pasten|stopten|stuurden)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:reservekopie\w*|back-?ups?|tot en met|bewa\w+)\b", re.IGNORECASE)


def _check(draft: Draft) -> Iterable[Hit]:
    today = draft.facts.case.today
    for sentence in sentences(draft.body):
        if not _DONE.search(sentence.text) or _OTHER.search(sentence.text):
            continue
        for found in find_dates(sentence.text):
            if found.value > today:
                what = f"{in_words(found.value)} is nog niet geweest"
                yield Hit(what, sentence.start + found.start, sentence.start + found.end)


RULE = Rule(
    "deed_in_future",
    why="art. 5 lid 1 onder a AVG: eerlijke informatie; LEGAL.md (c) 8-12",
    how="Stuur de brief als het is gedaan, of verbeter de datum.",
    check=_check,
    kinds=frozenset(
        {
            _K.RECTIFIED,
            _K.ERASED,
            _K.RESTRICTED,
            _K.OBJECTION,
            _K.DIRECT_MARKETING,
            _K.CONSENT_WITHDRAWN,
            _K.PROCESSOR_REFERRAL,
            _K.FORWARDED_TO_FG,
        }
    ),
)
