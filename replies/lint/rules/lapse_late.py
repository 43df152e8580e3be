"""A lapse letter after the date by which the person should have known."""

from collections.abc import Iterable

from replies.dates import in_words
from replies.facts import LetterKind
from replies.lint.finding import Draft, Hit, Rule, Severity


def _check(draft: Draft) -> Iterable[Hit]:
    case = draft.facts.case
    if case.unsuspended and case.today > case.unsuspended:
        yield Hit(f"Deze brief had uiterlijk op {in_words(case.unsuspended)} weg moeten zijn")


RULE = Rule(
    "lapse_late",
    why="art. 12 lid 4 AVG; LEGAL.md A5.5: uiterlijk op de datum zonder pauze",
    how="Stuur de brief nu, en noteer waarom hij later ging.",
    check=_check,
    severity=Severity.WARNING,
    kinds=frozenset({LetterKind.IDENTIFICATION_LAPSED}),
)
