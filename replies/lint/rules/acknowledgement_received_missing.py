"""An acknowledgement without the date of receipt."""

from collections.abc import Iterable

from replies.dates import find_dates, in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH


def _check(draft: Draft) -> Iterable[Hit]:
    received = draft.facts.case.received
    if all(found.value != received for found in find_dates(draft.body)):
        yield Hit(f"De datum van ontvangst, {in_words(received)}, staat niet in de brief")


RULE = Rule(
    "acknowledgement_received_missing",
    why="LEGAL.md (c) 1; afd. 2.3 Awb (Wmebv)",
    how="Noem de datum van ontvangst.",
    check=_check,
    kinds=frozenset({LetterKind.ACKNOWLEDGEMENT, LetterKind.NEUTRAL_ACKNOWLEDGEMENT}),
    languages=BOTH,
)
