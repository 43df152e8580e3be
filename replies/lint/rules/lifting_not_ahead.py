"""A restriction lifted before the person could know."""

from collections.abc import Iterable

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import dates_where


def _check(draft: Draft) -> Iterable[Hit]:
    today = draft.facts.case.today
    for found in dates_where(draft.body, lambda sentence: "beperking eindigt" in sentence):
        if found.value <= today:
            what = f"De beperking eindigt op {in_words(found.value)}; dat is niet na vandaag"
            yield Hit(what, found.start, found.end)


RULE = Rule(
    "lifting_not_ahead",
    why="art. 18 lid 3 AVG: bericht voordat de beperking wordt opgeheven",
    how="Kies een dag na het versturen van deze brief.",
    check=_check,
    kinds=frozenset({LetterKind.RESTRICTION_LIFTING}),
)
