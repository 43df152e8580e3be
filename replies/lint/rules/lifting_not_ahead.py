"""A restriction lifted before the person could know."""

from collections.abc import Iterable

from replies.dates import find_dates, in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import sentences


def _check(draft: Draft) -> Iterable[Hit]:
    today = draft.facts.case.today
    for sentence in sentences(draft.body):
        if "beperking eindigt" not in sentence.text:
            continue
        for found in find_dates(sentence.text):
            if found.value <= today:
                what = f"De beperking eindigt op {in_words(found.value)}; dat is niet na vandaag"
                yield Hit(what, sentence.start + found.start, sentence.start + found.end)


RULE = Rule(
    "lifting_not_ahead",
    why="art. 18 lid 3 AVG: bericht voordat de beperking wordt opgeheven",
    how="Kies een dag na het versturen van deze brief.",
    check=_check,
    kinds=frozenset({LetterKind.RESTRICTION_LIFTING}),
)
