"""An extension without a new last date."""

from collections.abc import Iterable

from replies.dates import find_dates
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import awaits


def _check(draft: Draft) -> Iterable[Hit]:
    after = draft.facts.case.due or draft.facts.case.received
    if not awaits(draft, "nieuwe uiterste datum") and all(f.value <= after for f in find_dates(draft.body)):
        yield Hit("Er staat geen nieuwe laatste dag in de brief")


RULE = Rule(
    "extension_date_missing",
    why="art. 12 lid 3 AVG; LEGAL.md (c) 4",
    how="Noem de nieuwe laatste dag, hoogstens drie maanden na ontvangst.",
    check=_check,
    kinds=frozenset({LetterKind.EXTENSION}),
)
