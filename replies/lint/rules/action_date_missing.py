"""A deed reported without its date."""

from collections.abc import Iterable

from replies.dates import find_dates
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.letters import DEEDS
from replies.lint.reading import awaits, before_remedies


def _check(draft: Draft) -> Iterable[Hit]:
    received = draft.facts.case.received
    # The opening names the date of receipt once; a deed on that same day is its second mention.
    dates = [found.value for found in find_dates(before_remedies(draft))]
    if received in dates:
        dates.remove(received)
    if not dates and not awaits(draft, "datum"):
        yield Hit("Er staat niet wanneer het is gedaan")


RULE = Rule(
    "action_date_missing",
    why="art. 12 lid 3 AVG: informatie over wat er is gedaan; LEGAL.md (c) 8-12, 15-17",
    how="Noem de datum.",
    check=_check,
    kinds=DEEDS | {LetterKind.RESTRICTION_LIFTING},
)
