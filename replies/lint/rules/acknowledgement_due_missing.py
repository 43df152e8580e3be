"""An acknowledgement without the last date of the answer."""

from collections.abc import Iterable

from replies.dates import find_dates, in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    due = draft.facts.case.due
    if due and all(found.value != due for found in find_dates(draft.body)):
        yield Hit(f"De laatste dag van het antwoord, {in_words(due)}, staat niet in de brief")


RULE = Rule(
    "acknowledgement_due_missing",
    why="LEGAL.md (c) 1; EDPB 01/2022 par. 57",
    how="Noem de laatste dag waarop het antwoord komt.",
    check=_check,
    kinds=frozenset(
        {LetterKind.ACKNOWLEDGEMENT, LetterKind.NEUTRAL_ACKNOWLEDGEMENT, LetterKind.STATUS_ANSWER}
    ),
    languages=BOTH,
)
