"""A request called excessive a year or more after the last one."""

import re
from collections.abc import Iterable
from datetime import timedelta

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule
from replies.lint.reading import before_remedies

_EXCESSIVE = re.compile(r"\bbuitensporig|\b12,? lid 5\b|\btoo often\b", re.IGNORECASE)
_YEAR = timedelta(days=365)


def _check(draft: Draft) -> Iterable[Hit]:
    last = draft.facts.case.previous_answer
    if last and draft.facts.case.received - last >= _YEAR and _EXCESSIVE.search(before_remedies(draft)):
        yield Hit(f"Het vorige antwoord is van {in_words(last)}, meer dan een jaar eerder")


RULE = Rule(
    "excessive_after_a_year",
    why="art. 12 lid 5 AVG; LEGAL.md (c) 19: een jaar ertussen is nooit buitensporig",
    how="Behandel het verzoek gewoon en kosteloos.",
    check=_check,
    kinds=frozenset({LetterKind.FEE_WARNING, LetterKind.REFUSAL}),
)
