"""A letter without text."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH

_SHORTEST = 120
"""Characters; the shortest letter of the house has five times as many."""


def _check(draft: Draft) -> Iterable[Hit]:
    if len(draft.body.strip()) < _SHORTEST:
        yield Hit("De brief is leeg of bijna leeg")


RULE = Rule(
    "empty_body",
    why="art. 12 lid 1 AVG",
    how="Zet het concept terug en vul het aan.",
    check=_check,
    languages=BOTH,
)
