"""A text far too long to be a letter."""

from collections.abc import Iterable

from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import BOTH

MOST_CHARACTERS = 200_000
"""About eighty pages; longer data belong in an attachment."""


def _check(draft: Draft) -> Iterable[Hit]:
    if len(draft.body) > MOST_CHARACTERS:
        yield Hit(f"De brief telt {len(draft.body)} tekens")


RULE = Rule(
    "body_too_long",
    why="art. 12 lid 1 AVG: beknopt en begrijpelijk",
    how="Zet de gegevens in een bijlage en houd de brief kort.",
    check=_check,
    languages=BOTH,
)
