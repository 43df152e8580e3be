"""A deed reported as done on a day that is still to come."""

import re
from collections.abc import Iterable

from replies.dates import in_words
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.letters import DEEDS
from replies.lint.reading import dates_where

_DONE = re.compile(
    r"\b(?:hebben|zijn)\b.{0,300}\b(?:verwijderd|gewist|aangepast|verbeterd|beperkt|gestopt|doorgestuurd"
    r"|ingelicht)\b"
    r"|\b(?:verwijderden|pasten|stopten|stuurden)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(r"\b(?:reservekopie\w*|back-?ups?|tot en met|bewa\w+)\b", re.IGNORECASE)


def _reports_deed(sentence: str) -> bool:
    return bool(_DONE.search(sentence)) and not _OTHER.search(sentence)


def _check(draft: Draft) -> Iterable[Hit]:
    today = draft.facts.case.today
    for found in dates_where(draft.body, _reports_deed):
        if found.value > today:
            what = f"{in_words(found.value)} is nog niet geweest"
            yield Hit(what, found.start, found.end)


RULE = Rule(
    "deed_in_future",
    why="art. 5 lid 1 onder a AVG: eerlijke informatie; LEGAL.md (c) 8-12",
    how="Stuur de brief als het is gedaan, of verbeter de datum.",
    check=_check,
    kinds=DEEDS,
)
